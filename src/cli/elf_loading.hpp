#pragma once
// Which files the dynamic loader would load for a program, found by reading (ld.so(8)): nothing is run.
#include <filesystem>
#include <map>
#include <memory>

#include "cli/elf.hpp"

namespace handfast::cli {

inline constexpr std::size_t kMaxLoadedObjects = 2048;  // of one program; browsers and media players load 300
inline constexpr std::size_t kMaxSearchFolders = 1024;  // of one DT_RPATH and the like; real ones name a few

// A file's bytes, mapped: of large libraries only what is looked at is read.
class MappedFile {
 public:
  static std::shared_ptr<const MappedFile> open(
      const std::filesystem::path& file);  // null: not a file that can be read
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  Bytes bytes() const { return bytes_; }

 private:
  explicit MappedFile(Bytes bytes) : bytes_(bytes) {}
  Bytes bytes_;
};

struct ElfOnDisk {
  std::filesystem::path path;
  std::shared_ptr<const MappedFile> file;  // what `elf` has views of
  ElfFile elf;
};

// On failure why the file is not one for the loader.
std::expected<ElfOnDisk, std::string> open_elf(const std::filesystem::path& path);

// The names and paths in an ld.so.cache; of a malformed one those before the fault.
using CacheEntries = std::vector<std::pair<std::string_view, std::string_view>>;
CacheEntries read_loader_cache(Bytes file);

// /etc/ld.so.cache: where the libraries lie that need no path. An unreadable one has none.
class LoaderCache {
 public:
  explicit LoaderCache(const std::filesystem::path& file);
  std::vector<std::filesystem::path> find(std::string_view library) const;

 private:
  std::shared_ptr<const MappedFile> file_;
  std::multimap<std::string_view, std::string_view> paths_;  // by name, in the cache's order
};

// The folders that the loader looks into last, whatever is or is not in its cache: Debian's, then other distributions'.
std::vector<std::filesystem::path> default_folders(std::uint16_t machine);

struct MissingLibrary {
  std::string name;
  std::filesystem::path needed_by;
};

struct LoadedObjects {
  std::vector<std::shared_ptr<const ElfOnDisk>> objects;  // the program first, then in the loader's order
  std::vector<MissingLibrary> missing;                    // what the loader would not find
  const ElfOnDisk* find(std::string_view soname) const;
};

// Reads each library once, however many programs load it.
class Loader {
 public:
  explicit Loader(const std::filesystem::path& cache, std::vector<std::filesystem::path> folders = {})
      : cache_(cache), folders_(std::move(folders)) {}

  // `library_path`: LD_LIBRARY_PATH. What depends on the processor (glibc-hwcaps) is taken to have the same symbols.
  LoadedObjects load(ElfOnDisk program, std::string_view library_path);

 private:
  friend class Loading;  // of one program
  struct Candidate {
    std::shared_ptr<const ElfOnDisk> object;  // null: could not be read
    bool is_there = false;                    // no reason for the loader to look in the next folder
  };
  const Candidate& candidate(const std::filesystem::path& path);

  LoaderCache cache_;
  std::vector<std::filesystem::path> folders_;  // in place of the default ones; empty: those
  std::map<std::filesystem::path, Candidate> candidates_;
};

}  // namespace handfast::cli
