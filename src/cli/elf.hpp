#pragma once
// What an ELF file tells the dynamic loader: which libraries it needs, which of their symbols, and which it has itself.
// The file is untrusted and is only read. Names are those of the System V ABI (gabi, chapters 4 and 5) and of the
// Linux Standard Base (symbol versions).
#include <expected>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace handfast::cli {

// Real files have a few thousand symbols, and a few hundred versions; the bounds keep what a hostile file costs linear.
inline constexpr std::size_t kMaxElfSymbols = std::size_t{1} << 20;
inline constexpr std::size_t kMaxElfVersions = 4096;                    // needed, and as many defined
inline constexpr std::size_t kMaxElfNameBytes = std::size_t{64} << 20;  // of all names, which may overlap

struct ElfVersion {
  std::string_view library;  // whose it is, by DT_NEEDED name; empty for those of the file itself
  std::string_view name;
  bool weak = false;  // the loader starts without it
};

struct ElfSymbol {
  std::string_view name;
  std::string_view version;  // empty: none
  std::string_view library;  // of a reference with a version: who should have it
  bool weak = false;         // nobody needs to have it
  bool at_start = false;     // of a reference: the loader looks for it before the program runs, not when it is called
};

// Views into the bytes that were read.
struct ElfFile {
  std::uint16_t machine = 0;     // e_machine
  bool dynamic = false;          // there is something for the dynamic loader
  std::string_view interpreter;  // the loader that it asks for; empty: a library, or a static program
  std::string_view soname;
  std::string_view rpath, runpath;
  std::vector<std::string_view> needed;
  std::vector<ElfVersion> versions_needed, versions_defined;
  std::vector<ElfSymbol> references, definitions;

  bool defines(std::string_view name, std::string_view version) const;  // an empty version: any
  bool needs(std::string_view library) const;
};

inline constexpr std::uint16_t kMachineX86_64 = 62, kMachineAarch64 = 183;

bool looks_like_elf(Bytes file);
std::uint16_t machine_of(Bytes file);  // e_machine, also of a 32-bit file; 0: not an ELF file

// What is said of a file that the loader would pass over when it looks for a library.
inline constexpr std::string_view kForAnotherProcessor = "for another kind of processor";

// Fails for what is not a 64-bit little-endian ELF file that holds together; the text says why.
std::expected<ElfFile, std::string> read_elf(Bytes file);

}  // namespace handfast::cli
