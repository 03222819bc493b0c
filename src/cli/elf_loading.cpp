#include "cli/elf_loading.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <iterator>
#include <optional>
#include <set>

#include "base/reader.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

Bytes map(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (memory == MAP_FAILED) return {};
  return {static_cast<const std::uint8_t*>(memory), size};
}

const char* processor_name(std::uint16_t machine) { return machine == kMachineAarch64 ? "aarch64" : "x86_64"; }
std::string multiarch(std::uint16_t machine) { return std::string(processor_name(machine)) + "-linux-gnu"; }

// What $LIB depends on is how the loader was built; a folder that is not there does no harm.
std::vector<std::string> values_of_lib(std::uint16_t machine) { return {"lib/" + multiarch(machine), "lib64", "lib"}; }

// A folder of a search path with what its tokens stand for (ld.so(8), Dynamic string tokens); nothing if one is unknown.
std::optional<Path> expanded(std::string_view folder, const ElfOnDisk& object, const std::string& lib) {
  const std::pair<std::string_view, std::string> tokens[] = {
      {"ORIGIN", std::filesystem::absolute(object.path).parent_path().native()},
      {"LIB", lib},
      {"PLATFORM", processor_name(object.elf.machine)}};
  std::string out;
  while (!folder.empty()) {
    const std::size_t at = std::min(folder.find('$'), folder.size());
    out += folder.substr(0, at);
    folder.remove_prefix(at);
    if (folder.empty()) break;
    const bool braces = folder.substr(1).starts_with('{');
    const std::string_view rest = folder.substr(braces ? 2 : 1);
    const auto token = std::ranges::find_if(tokens, [&](const auto& each) { return rest.starts_with(each.first); });
    if (token == std::end(tokens)) return std::nullopt;
    const std::size_t size = token->first.size();
    if (braces && !rest.substr(size).starts_with('}')) return std::nullopt;
    out += token->second;
    folder = rest.substr(size + (braces ? 1 : 0));
  }
  return Path(out.empty() ? "." : out);
}

std::vector<Path> folders_of(std::string_view search_path, const ElfOnDisk& object) {
  std::vector<Path> out;
  while (!search_path.empty() && out.size() < kMaxSearchFolders) {
    const std::size_t end = std::min(search_path.find_first_of(":;"), search_path.size());
    const std::string_view folder = search_path.substr(0, end);
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
    std::vector<std::string> libs = values_of_lib(object.elf.machine);
    if (!folder.contains("LIB")) libs.resize(1);
    for (const std::string& lib : libs)
      if (folder.size() <= PATH_MAX)
        if (auto path = expanded(folder, object, lib)) out.push_back(*std::move(path));
  }
  return out;
}

}  // namespace

class Loading {
 public:
  Loading(Loader& loader, std::string_view library_path) : loader_(loader), library_path_(library_path) {}

  LoadedObjects run(ElfOnDisk program) {
    machine_ = program.elf.machine;
    add(std::make_shared<const ElfOnDisk>(std::move(program)), {});
    for (std::size_t index = 0; index < out_.objects.size(); ++index)  // breadth first, as the loader
      for (const std::string_view library : out_.objects[index]->elf.needed) need(library, index);
    return std::move(out_);
  }

 private:
  void add(std::shared_ptr<const ElfOnDisk> object, std::vector<Path> inherited) {
    // DT_RPATH also serves the libraries that a library needs, unless DT_RUNPATH is there.
    const ElfFile& elf = object->elf;
    std::vector<Path> folders = folders_of(elf.runpath.empty() ? elf.rpath : std::string_view(), *object);
    folders.insert(folders.end(), inherited.begin(), inherited.end());
    rpaths_.push_back(std::move(folders));
    if (!elf.soname.empty()) known_.insert(elf.soname);
    out_.objects.push_back(std::move(object));
  }

  void need(std::string_view library, std::size_t by) {
    if (out_.objects.size() >= kMaxLoadedObjects || !known_.insert(library).second) return;
    const ElfOnDisk& object = *out_.objects[by];
    for (const Path& path : candidates(library, object, rpaths_[by])) {
      const Loader::Candidate& found = loader_.candidate(path);
      if (!found.is_there || (found.object && found.object->elf.machine != machine_))
        continue;  // the loader goes on, too
      const std::vector<Path> inherited = rpaths_[by];
      if (found.object) add(found.object, inherited);
      return;
    }
    out_.missing.push_back({std::string(library), object.path});
  }

  std::vector<Path> candidates(std::string_view library, const ElfOnDisk& object,
                               const std::vector<Path>& rpath) const {
    if (library.find('/') != std::string_view::npos) return {Path(library)};
    std::vector<Path> out;
    const auto add_folders = [&](const std::vector<Path>& folders) {
      for (const Path& folder : folders) out.push_back(folder / library);
    };
    if (object.elf.runpath.empty()) add_folders(rpath);
    add_folders(folders_of(library_path_, object));
    add_folders(folders_of(object.elf.runpath, object));
    std::ranges::copy(loader_.cache_.find(library), std::back_inserter(out));
    add_folders(loader_.folders_.empty() ? default_folders(machine_) : loader_.folders_);
    return out;
  }

  Loader& loader_;
  std::string_view library_path_;
  std::uint16_t machine_ = 0;
  std::set<std::string_view> known_;  // names that were looked for, or that loaded objects have
  LoadedObjects out_;
  std::vector<std::vector<Path>> rpaths_;  // of each object, its loaders' included
};

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
  if (!file_) return;
  for (const auto& [name, path] : read_loader_cache(file_->bytes())) paths_.emplace(name, path);
}

std::vector<Path> LoaderCache::find(std::string_view library) const {
  std::vector<Path> out;
  const auto [first, last] = paths_.equal_range(library);
  for (auto entry = first; entry != last; ++entry) out.emplace_back(entry->second);
  return out;
}

std::vector<Path> default_folders(std::uint16_t machine) {
  return {"/lib/" + multiarch(machine), "/usr/lib/" + multiarch(machine), "/lib", "/usr/lib", "/lib64", "/usr/lib64"};
}

const ElfOnDisk* LoadedObjects::find(std::string_view soname) const {
  const auto found = std::ranges::find_if(objects, [&](const auto& object) {
    return object->elf.soname == soname || object->path.filename().native() == soname;
  });
  return found == objects.end() ? nullptr : found->get();
}

LoadedObjects Loader::load(ElfOnDisk program, std::string_view library_path) {
  return Loading(*this, library_path).run(std::move(program));
}

const Loader::Candidate& Loader::candidate(const Path& path) {
  const auto [entry, is_new] = candidates_.try_emplace(path);
  Candidate& out = entry->second;
  if (!is_new) return out;
  auto found = open_elf(path);
  // What is there and only strange to us is not called missing.
  out.is_there = found || (found.error() != kForAnotherProcessor && MappedFile::open(path));
  if (found) out.object = std::make_shared<const ElfOnDisk>(*std::move(found));
  return out;
}

}  // namespace handfast::cli
