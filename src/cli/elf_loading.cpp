#include "cli/elf_loading.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <iterator>

#include "base/reader.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

constexpr const char* kUsualFolders[] = {"/lib", "/usr/lib", "/lib64", "/usr/lib64"};

Bytes map(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (memory == MAP_FAILED) return {};
  return {static_cast<const std::uint8_t*>(memory), size};
}

// The folders of a search path; $ORIGIN is the folder of the file that names it. Other tokens are not known here.
std::vector<Path> folders_of(std::string_view search_path, const Path& origin) {
  std::vector<Path> out;
  while (!search_path.empty()) {
    const std::size_t end = std::min(search_path.find_first_of(":;"), search_path.size());
    std::string folder(search_path.substr(0, end));
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
    for (const std::string_view token : {"${ORIGIN}", "$ORIGIN"})
      if (const std::size_t at = folder.find(token); at != std::string::npos)
        folder.replace(at, token.size(), origin.native());
    if (folder.find('$') == std::string::npos) out.emplace_back(folder.empty() ? "." : folder);
  }
  return out;
}

class Loading {
 public:
  Loading(std::string_view library_path, const LoaderCache& cache) : library_path_(library_path), cache_(cache) {}

  LoadedObjects run(ElfOnDisk program) {
    machine_ = program.elf.machine;
    add(std::move(program), {});
    for (std::size_t index = 0; index < out_.objects.size(); ++index) {  // breadth first, as the loader
      const std::vector<std::string_view> needed = out_.objects[index].elf.needed;
      for (const std::string_view library : needed) need(library, index);
    }
    return std::move(out_);
  }

 private:
  void add(ElfOnDisk object, std::vector<Path> inherited) {
    // DT_RPATH also serves the libraries that a library needs, unless DT_RUNPATH is there.
    const ElfFile& elf = object.elf;
    std::vector<Path> folders = folders_of(elf.runpath.empty() ? elf.rpath : std::string_view(), folder_of(object));
    folders.insert(folders.end(), inherited.begin(), inherited.end());
    rpaths_.push_back(std::move(folders));
    out_.objects.push_back(std::move(object));
  }
  static Path folder_of(const ElfOnDisk& object) { return std::filesystem::absolute(object.path).parent_path(); }

  void need(std::string_view library, std::size_t by) {
    if (out_.find(library) != nullptr || std::ranges::find(out_.missing, library) != out_.missing.end()) return;
    if (out_.objects.size() >= kMaxLoadedObjects) return;
    for (const Path& path : candidates(library, out_.objects[by], rpaths_[by])) {
      auto found = open_elf(path);
      if (!found || found->elf.machine != machine_) continue;  // the loader goes on, too
      const std::vector<Path> inherited = rpaths_[by];
      return add(*std::move(found), inherited);
    }
    out_.missing.emplace_back(library);
  }

  std::vector<Path> candidates(std::string_view library, const ElfOnDisk& object,
                               const std::vector<Path>& rpath) const {
    if (library.find('/') != std::string_view::npos) return {Path(library)};
    std::vector<Path> out;
    const auto add_folders = [&](const std::vector<Path>& folders) {
      for (const Path& folder : folders) out.push_back(folder / library);
    };
    if (object.elf.runpath.empty()) add_folders(rpath);
    add_folders(folders_of(library_path_, folder_of(object)));
    add_folders(folders_of(object.elf.runpath, folder_of(object)));
    std::ranges::copy(cache_.find(library), std::back_inserter(out));
    for (const char* folder : kUsualFolders) out.push_back(Path(folder) / library);
    return out;
  }

  std::string_view library_path_;
  const LoaderCache& cache_;
  std::uint16_t machine_ = 0;
  LoadedObjects out_;
  std::vector<std::vector<Path>> rpaths_;  // of each object, its loaders' included
};

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::open(const Path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return nullptr;
  const Bytes bytes = map(descriptor);
  ::close(descriptor);
  if (bytes.empty()) return nullptr;
  return std::shared_ptr<const MappedFile>(new MappedFile(bytes));
}

MappedFile::~MappedFile() { ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size()); }

std::expected<ElfOnDisk, std::string> open_elf(const Path& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected("not a file that can be read");
  auto elf = read_elf(file->bytes());
  if (!elf) return std::unexpected(elf.error());
  return ElfOnDisk{path, std::move(file), *std::move(elf)};
}

// "glibc-ld.so.cache1.1", two counts, 20 more bytes, then the entries: flags, where the name stands, where the path
// stands, and 12 bytes about the processor. An older format may stand in front.
CacheEntries read_loader_cache(Bytes file) {
  constexpr std::string_view kMagic = "glibc-ld.so.cache1.1";
  constexpr std::size_t kRestOfHeader = 24;  // behind the number of entries
  CacheEntries out;
  const std::size_t start = as_text(file).find(kMagic);
  if (start == std::string_view::npos) return out;
  const std::string_view all = as_text(file.subspan(start));
  const auto text = [&](std::uint64_t offset) {
    const std::string_view rest = all.substr(std::min(static_cast<std::size_t>(offset), all.size()), PATH_MAX);
    return rest.substr(0, rest.find('\0'));
  };
  Reader in(file.subspan(start));
  in.take(kMagic.size());
  std::uint64_t left = in.little_endian<4>();
  for (in.take(kRestOfHeader); left > 0; --left) {
    in.take(4);  // flags
    const std::uint64_t name = in.little_endian<4>(), path = in.little_endian<4>();
    in.take(12);
    if (!in.ok()) break;
    out.emplace_back(text(name), text(path));
  }
  return out;
}

LoaderCache::LoaderCache(const Path& file) : file_(MappedFile::open(file)) {
  if (file_) entries_ = read_loader_cache(file_->bytes());
}

std::vector<Path> LoaderCache::find(std::string_view library) const {
  std::vector<Path> out;
  for (const auto& [name, path] : entries_)
    if (name == library) out.emplace_back(path);
  return out;
}

const ElfOnDisk* LoadedObjects::find(std::string_view library) const {
  const auto found = std::ranges::find_if(objects, [&](const ElfOnDisk& object) {
    return object.elf.soname == library || object.path.filename().native() == library ||
           object.path.native() == library;
  });
  return found == objects.end() ? nullptr : &*found;
}

LoadedObjects loaded_objects(ElfOnDisk program, std::string_view library_path, const LoaderCache& cache) {
  return Loading(library_path, cache).run(std::move(program));
}

}  // namespace handfast::cli
