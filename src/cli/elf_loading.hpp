#pragma once
// Which files the dynamic loader would load for a program, found by reading (ld.so(8)): nothing is run.
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/elf.hpp"

namespace handfast::cli {

inline constexpr std::size_t kMaxLoadedObjects = 2048;  // of one program; browsers and media players load 300

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
  CacheEntries entries_;
};

struct LoadedObjects {
  std::vector<ElfOnDisk> objects;                         // the program first, then in the loader's order
  std::vector<std::string> missing;                       // libraries that nobody finds
  const ElfOnDisk* find(std::string_view library) const;  // by the name in DT_NEEDED, or by DT_SONAME
};

// `library_path`: LD_LIBRARY_PATH. What depends on the processor (glibc-hwcaps) is taken to have the same symbols.
LoadedObjects loaded_objects(ElfOnDisk program, std::string_view library_path, const LoaderCache& cache);

}  // namespace handfast::cli
