#include "cli/inspection.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "pki/file.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t kMaxPackageList = 16 << 20;  // bytes; the longest have some 100,000 lines

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

// What the loader takes for a secure execution (ld.so(8)): more rights than the caller has.
std::string privilege_of(const Path& program) {
  struct stat status{};
  if (::stat(program.c_str(), &status) != 0) return {};
  if ((status.st_mode & S_ISUID) != 0 && status.st_uid != ::getuid()) return "set-uid";
  if ((status.st_mode & S_ISGID) != 0 && status.st_gid != ::getgid()) return "set-gid";
  const bool capable = ::getuid() != 0 && ::getxattr(program.c_str(), "security.capability", nullptr, 0) > 0;
  return capable ? "given capabilities" : "";
}

// The program in the first line of a script; empty: no script.
Path script_interpreter(Bytes file) {
  std::string_view line = as_text(file);
  if (!line.starts_with("#!")) return {};
  line = line.substr(2, std::min(line.find('\n'), std::size_t{256}) - 2);  // as the kernel: 256 bytes (execve(2))
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.substr(0, line.find_first_of(" \t"));
}

// /usr/bin/x and /bin/x are one file where /bin is a link, and package lists name either.
std::vector<std::string> names_of(const Path& file) {
  std::error_code error;
  std::vector<std::string> out;
  for (const Path& path : {std::filesystem::absolute(file, error), std::filesystem::canonical(file, error)}) {
    add_once(out, path.native());
    constexpr std::string_view kUsr = "/usr";
    if (path.native().starts_with("/usr/"))
      add_once(out, path.native().substr(kUsr.size()));
    else
      add_once(out, std::string(kUsr) + path.native());
  }
  return out;
}

struct Package {
  std::string name;
  std::vector<Path> files;
};

std::vector<Path> lines_of(std::string_view text) {
  std::vector<Path> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// The package, by dpkg's lists, that has a file.
Package package_of(const Path& file, const Path& lists) {
  std::error_code error;
  const std::vector<std::string> names = names_of(file);
  for (const auto& entry : std::filesystem::directory_iterator(lists, error)) {
    if (entry.path().extension() != ".list") continue;
    const auto contents = pki::read_file(entry.path(), kMaxPackageList);
    if (!contents) continue;  // another one may be the right one
    const std::string_view text = as_text(*contents);
    // The first line is "/.", the root.
    if (std::ranges::none_of(names, [&](const std::string& name) { return text.contains("\n" + name + "\n"); }))
      continue;
    const std::string stem = entry.path().stem().native();  // with ":amd64" behind it, or without
    return {stem.substr(0, stem.find(':')), lines_of(text)};
  }
  return {};
}

// The file, if it needs GnuTLS and is for this library's processor.
std::optional<ElfOnDisk> open_user_of_gnutls(const Path& path, std::uint16_t machine) {
  std::error_code error;
  if (std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::regular) return std::nullopt;
  auto object = open_elf(path);
  if (!object || object->elf.machine != machine || !object->elf.needs(kDropInName)) return std::nullopt;
  return *std::move(object);
}

void inspect_package(Inspection& out, const LoadedObjects& loaded, const InspectionContext& context) {
  const Package package = package_of(out.program, context.package_lists);
  out.package = package.name;
  for (const Path& file : package.files) {
    const auto object = open_user_of_gnutls(file, context.library.elf.machine);
    if (!object || loaded.find(file.filename().native()) != nullptr) continue;
    ++out.beside_count;
    Lack lack = lack_of(*object, context.library.elf, context.bind_now);
    if (lack.any()) out.beside.push_back(std::move(lack));
  }
}

bool same_file(const Path& a, const Path& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

void inspect_loaded(Inspection& out, const LoadedObjects& loaded, const InspectionContext& context) {
  out.missing_libraries = loaded.missing;
  const ElfOnDisk* const library = loaded.find(kDropInName);
  out.needs_gnutls = library != nullptr;
  if (library == nullptr) return;
  if (!same_file(library->path, context.library.path)) out.own_library = library->path;
  for (const ElfOnDisk& object : loaded.objects) {
    if (&object == library) continue;
    Lack lack = lack_of(object, context.library.elf, context.bind_now);
    const auto elsewhere = [&](const std::string& name) {  // the loader takes the first that it finds anywhere
      return std::ranges::any_of(
          loaded.objects, [&](const ElfOnDisk& other) { return &other != library && other.elf.defines(name, {}); });
    };
    std::erase_if(lack.at_start, elsewhere);
    std::erase_if(lack.when_called, elsewhere);
    if (lack.any()) out.lacks.push_back(std::move(lack));
  }
}

}  // namespace

bool Inspection::refused() const {
  return privileged.empty() && own_library.empty() && std::ranges::any_of(lacks, &Lack::fatal);
}

bool Inspection::complete() const { return unreadable.empty() && lacks.empty() && beside.empty(); }

Lack lack_of(const ElfOnDisk& object, const ElfFile& library, bool bind_now) {
  Lack out{.file = object.path, .versions = {}, .at_start = {}, .when_called = {}};
  if (!object.elf.needs(kDropInName)) return out;
  for (const ElfVersion& version : object.elf.versions_needed) {
    const bool there = std::ranges::any_of(library.versions_defined,
                                           [&](const ElfVersion& defined) { return defined.name == version.name; });
    if (version.library == kDropInName && !version.weak && !there) add_once(out.versions, version.name);
  }
  for (const ElfSymbol& symbol : object.elf.references) {
    // A reference without a version, as of a program that was linked with a library without any, names no library.
    const bool meant = symbol.library == kDropInName || (symbol.library.empty() && symbol.name.starts_with("gnutls_"));
    if (!meant || symbol.weak || library.defines(symbol.name, symbol.version)) continue;
    add_once(symbol.at_start || bind_now ? out.at_start : out.when_called, symbol.name);
  }
  return out;
}

Path find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* const path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "/bin:/usr/bin" : path;
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    const Path folder = end == 0 ? Path(".") : Path(folders.substr(0, end));
    folders.remove_prefix(std::min(end + 1, folders.size()));
    struct stat status{};
    const Path candidate = folder / name;
    if (::stat(candidate.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return name;
}

Inspection inspect(const Path& program, const InspectionContext& context) {
  Inspection out;
  out.program = program;
  if (const auto file = MappedFile::open(program)) out.interpreter = script_interpreter(file->bytes());
  const Path subject = out.interpreter.empty() ? program : out.interpreter;
  out.privileged = privilege_of(subject);
  auto object = open_elf(subject);
  if (!object) {
    out.unreadable = object.error();
  } else if (object->elf.machine != context.library.elf.machine) {
    out.unreadable = "for another kind of processor";
  } else if (!object->elf.dynamic) {
    out.unreadable = "linked statically";
  } else {
    const LoadedObjects loaded =
        loaded_objects(*std::move(object), context.library_path, LoaderCache(context.loader_cache));
    inspect_loaded(out, loaded, context);
    inspect_package(out, loaded, context);
  }
  return out;
}

FolderInspection inspect_folder(const Path& folder, const InspectionContext& context) {
  FolderInspection out;
  std::error_code error;
  constexpr auto kOptions = std::filesystem::directory_options::skip_permission_denied;
  std::filesystem::recursive_directory_iterator entry(folder, kOptions, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    const auto object = open_user_of_gnutls(entry->path(), context.library.elf.machine);
    if (!object || same_file(entry->path(), context.library.path)) continue;
    ++out.count;
    Lack lack = lack_of(*object, context.library.elf, context.bind_now);
    if (lack.any()) out.lacks.push_back(std::move(lack));
  }
  return out;
}

}  // namespace handfast::cli
