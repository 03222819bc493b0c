#pragma once
// What a program would find on Handfast's libgnutls.so.30: which symbols and versions it needs that the library lacks,
// and whether it would load that library at all. Everything is read from files; nothing is run.
#include "cli/elf_loading.hpp"
#include "cli/script_interpreter.hpp"

namespace handfast::cli {

inline constexpr const char* kDropInName = "libgnutls.so.30";

// What one file needs of the library and does not get.
struct Lack {
  std::filesystem::path file;
  std::vector<std::string> versions;     // of the library: without one the loader refuses the file
  std::vector<std::string> at_start;     // the same
  std::vector<std::string> when_called;  // the program ends when it calls one
  std::vector<std::filesystem::path>
      loaded_by;  // of a survey: those of its files that load this library, if not itself
  bool any() const { return fatal() || !when_called.empty(); }
  bool fatal() const { return !versions.empty() || !at_start.empty(); }
};

// `bind_now`: the loader looks for everything at the start, as with LD_BIND_NOW.
Lack lack_of(const ElfOnDisk& object, const ElfFile& library, bool bind_now);

// Several files, each with the libraries that it loads.
struct Survey {
  std::size_t count = 0;     // how many load GnuTLS
  std::size_t affected = 0;  // of which something lacks, itself or a library of its
  std::vector<Lack> lacks;   // by file
};

struct Inspection {
  std::filesystem::path program;      // as it was found
  std::filesystem::path interpreter;  // of a script: what runs it, and was looked at in its place
  std::string unreadable;             // why it was not looked at, a static program for example; the rest is empty then
  bool impossible = false;            // for that reason nothing can start it
  std::string privileged;             // "set-uid" and the like: the loader heeds no LD_LIBRARY_PATH
  std::string privileged_for_others;  // likewise if another user starts it
  bool needs_gnutls = false;          // it, or a library of it
  std::filesystem::path own_library;  // the libgnutls.so.30 that it loads in spite of LD_LIBRARY_PATH; empty: ours
  std::vector<MissingLibrary> missing_libraries;
  std::vector<Lack> lacks;  // of the program and its libraries, those that lack something
  std::string package;      // that the program came in; empty: not known
  Survey beside;            // plug-ins and programs of the same package

  bool refused() const;   // by the system or the loader, before the program runs
  bool complete() const;  // nothing is lacking anywhere
};

struct InspectionContext {
  const ElfOnDisk& library;                                    // ours
  std::string library_path;                                    // LD_LIBRARY_PATH as the program would get it
  bool bind_now = false;                                       // LD_BIND_NOW is set
  std::filesystem::path package_lists = "/var/lib/dpkg/info";  // lists of files, one a package
  std::filesystem::path loader_cache = "/etc/ld.so.cache";
  std::vector<std::filesystem::path> default_folders = {};  // in place of the loader's own, if not empty
};

Inspection inspect(const std::filesystem::path& program, const InspectionContext& context);

// Every ELF file below a folder.
Survey inspect_folder(const std::filesystem::path& folder, const InspectionContext& context);

}  // namespace handfast::cli
