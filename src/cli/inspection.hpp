#pragma once
// What a program would find on Handfast's libgnutls.so.30: which symbols and versions it needs that the library lacks,
// and whether it would load that library at all. Everything is read from files; nothing is run.
#include "cli/elf_loading.hpp"

namespace handfast::cli {

inline constexpr const char* kDropInName = "libgnutls.so.30";

// What one file needs of the library and does not get.
struct Lack {
  std::filesystem::path file;
  std::vector<std::string> versions;     // of the library: without one the loader refuses the file
  std::vector<std::string> at_start;     // the same
  std::vector<std::string> when_called;  // the program ends when it calls one
  bool any() const { return fatal() || !when_called.empty(); }
  bool fatal() const { return !versions.empty() || !at_start.empty(); }
};

// `bind_now`: the loader looks for everything at the start, as with LD_BIND_NOW.
Lack lack_of(const ElfOnDisk& object, const ElfFile& library, bool bind_now);

struct Inspection {
  std::filesystem::path program;      // as it was found
  std::filesystem::path interpreter;  // of a script: what runs it, and was looked at in its place
  std::string unreadable;             // why it was not looked at, a static program for example; the rest is empty then
  std::string privileged;             // "set-uid" and the like: the loader heeds no LD_LIBRARY_PATH
  bool needs_gnutls = false;          // it, or a library of it
  std::filesystem::path own_library;  // the libgnutls.so.30 that it loads in spite of LD_LIBRARY_PATH; empty: ours
  std::vector<std::string> missing_libraries;
  std::vector<Lack> lacks;       // of the program and its libraries, those that lack something
  std::string package;           // that the program came in; empty: not known
  std::vector<Lack> beside;      // of plug-ins and programs in the same package, likewise
  std::size_t beside_count = 0;  // how many of them need GnuTLS

  bool refused() const;   // by the loader, before the program runs
  bool complete() const;  // nothing is lacking anywhere
};

struct InspectionContext {
  const ElfOnDisk& library;                                    // ours
  std::string library_path;                                    // LD_LIBRARY_PATH as the program would get it
  bool bind_now = false;                                       // LD_BIND_NOW is set
  std::filesystem::path package_lists = "/var/lib/dpkg/info";  // lists of files, one a package
  std::filesystem::path loader_cache = "/etc/ld.so.cache";
};

// Where execvp() finds a program; as it is written if nowhere.
std::filesystem::path find_program(const std::string& name);

Inspection inspect(const std::filesystem::path& program, const InspectionContext& context);

// Every ELF file below a folder that needs GnuTLS: those that lack something, and how many there are.
struct FolderInspection {
  std::size_t count = 0;
  std::vector<Lack> lacks;
};
FolderInspection inspect_folder(const std::filesystem::path& folder, const InspectionContext& context);

}  // namespace handfast::cli
