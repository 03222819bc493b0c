#include "cli/inspection.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <system_error>

#include "cli/package_lists.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

bool same_file(const Path& a, const Path& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

Path real_path(const Path& file) {
  std::error_code error;
  const Path found = std::filesystem::canonical(file, error);
  return error ? file : found;
}

// What the loader takes for a secure execution (ld.so(8)): more rights than the caller has.
void note_privileges(const Path& program, Inspection& out) {
  struct stat status{};
  if (::stat(program.c_str(), &status) != 0) return;
  const auto note = [&](bool mine, const char* what) {
    std::string& whose = mine ? out.privileged_for_others : out.privileged;
    if (whose.empty()) whose = what;
  };
  if ((status.st_mode & S_ISUID) != 0) note(status.st_uid == ::getuid(), "set-uid");
  if ((status.st_mode & S_ISGID) != 0) note(status.st_gid == ::getgid(), "set-gid");
  const bool capable = ::getxattr(program.c_str(), "security.capability", nullptr, 0) > 0;
  if (capable) note(::getuid() == 0, "given capabilities");
}

// The lacks of all that a program loads. `library`: the GnuTLS among it.
std::vector<Lack> lacks_of(const LoadedObjects& loaded, const ElfOnDisk* library, const InspectionContext& context) {
  std::vector<Lack> out;
  for (const auto& object : loaded.objects) {
    if (object.get() == library) continue;
    Lack lack = lack_of(*object, context.library.elf, context.bind_now);
    const auto elsewhere = [&](const std::string& name) {  // the loader takes the first that it finds anywhere
      return std::ranges::any_of(
          loaded.objects, [&](const auto& other) { return other.get() != library && other->elf.defines(name, {}); });
    };
    std::erase_if(lack.at_start, elsewhere);
    std::erase_if(lack.when_called, elsewhere);
    if (lack.any()) out.push_back(std::move(lack));
  }
  return out;
}

class Surveyor {
 public:
  // `known`: files that have been looked at already.
  Surveyor(Loader& loader, const InspectionContext& context, const LoadedObjects& known = {})
      : loader_(loader), context_(context) {
    for (const auto& object : known.objects) known_.insert(real_path(object->path));
  }

  void look_at(const Path& file) {
    std::error_code error;
    if (std::filesystem::symlink_status(file, error).type() != std::filesystem::file_type::regular) return;
    auto object = open_elf(file);
    if (!object || object->elf.machine != context_.library.elf.machine || !object->elf.dynamic) return;
    if (known_.contains(real_path(file))) return;
    const LoadedObjects loaded = loader_.load(*std::move(object), context_.library_path);
    const ElfOnDisk* const library = loaded.find(kDropInName);
    if (library == nullptr || library == loaded.objects.front().get()) return;
    ++out_.count;
    if (!same_file(library->path, context_.library.path)) return;  // it has one of its own
    const std::vector<Lack> lacks = lacks_of(loaded, library, context_);
    if (!lacks.empty()) ++out_.affected;
    for (const Lack& lack : lacks) add(lack, file);
  }

  Survey result() && {
    for (auto& [path, lack] : lacks_)
      if (!known_.contains(path)) out_.lacks.push_back(std::move(lack));
    return std::move(out_);
  }

 private:
  void add(const Lack& lack, const Path& file) {
    const Path path = real_path(lack.file);
    Lack& all = lacks_.try_emplace(path, lack).first->second;
    // What one program has in another of its libraries, the next may lack.
    for (const auto names : {&Lack::versions, &Lack::at_start, &Lack::when_called}) {
      for (const std::string& name : lack.*names) add_once(all.*names, name);
      std::ranges::sort(all.*names);
    }
    if (path != real_path(file)) all.loaded_by.push_back(file);
  }

  Loader& loader_;
  const InspectionContext& context_;
  std::set<Path> known_;
  std::map<Path, Lack> lacks_;  // of links to one file there is one
  Survey out_;
};

void inspect_loaded(Inspection& out, const LoadedObjects& loaded, const InspectionContext& context) {
  // Another C library's loader knows other folders than are looked into here.
  const std::string_view loader = loaded.objects.front()->elf.interpreter;
  if (loader.empty() || loader.contains("/ld-linux")) out.missing_libraries = loaded.missing;
  const ElfOnDisk* const library = loaded.find(kDropInName);
  out.needs_gnutls = library != nullptr;
  if (library == nullptr) return;
  if (!same_file(library->path, context.library.path)) out.own_library = library->path;
  out.lacks = lacks_of(loaded, library, context);
}

void inspect_package(Inspection& out, Loader& loader, const LoadedObjects& loaded, const InspectionContext& context) {
  const Package package = package_of(out.program, context.package_lists);
  out.package = package.name;
  Surveyor surveyor(loader, context, loaded);
  for (const Path& file : package.files) surveyor.look_at(file);
  out.beside = std::move(surveyor).result();
}

std::string system_error() { return std::generic_category().message(errno); }

// Whether the processor of this library also runs 32-bit programs like this one.
bool runs_too(const Path& program, std::uint16_t ours) {
  const auto file = MappedFile::open(program);
  const std::uint16_t machine = file ? machine_of(file->bytes()) : 0;
  constexpr std::uint16_t kMachine386 = 3, kMachineArm = 40;
  return ours == kMachineX86_64 ? machine == kMachine386 || machine == kMachineX86_64 : machine == kMachineArm;
}

// Why the loader has nothing to do with a program, or cannot; empty: it has.
void note_what_it_is(Inspection& out, const Path& subject, const std::expected<ElfOnDisk, std::string>& object,
                     std::uint16_t ours) {
  const auto note = [&](std::string why, bool impossible) {
    out.unreadable = std::move(why);
    out.impossible = impossible;
  };
  if (::access(subject.c_str(), F_OK) != 0) {
    const std::string why = system_error();
    note(out.interpreter.empty() ? why : "its interpreter " + subject.native() + ": " + why, !out.interpreter.empty());
  } else if (::access(subject.c_str(), R_OK) != 0) {
    note(system_error(), false);
  } else if (!object && object.error() != kForAnotherProcessor) {
    note(object.error(), false);
  } else if (!object || object->elf.machine != ours) {
    note(std::string(kForAnotherProcessor), object || !runs_too(subject, ours));
  } else if (!object->elf.dynamic) {
    note("linked statically", false);
  } else if (const std::string loader(object->elf.interpreter);
             !loader.empty() && ::access(loader.c_str(), F_OK) != 0) {
    note("its loader " + loader + ": " + system_error(), true);
  }
}

}  // namespace

bool Inspection::refused() const {
  const bool ours = privileged.empty() && own_library.empty();
  return impossible || !missing_libraries.empty() || (ours && std::ranges::any_of(lacks, &Lack::fatal));
}

bool Inspection::complete() const {
  return unreadable.empty() && missing_libraries.empty() && lacks.empty() && beside.affected == 0;
}

Lack lack_of(const ElfOnDisk& object, const ElfFile& library, bool bind_now) {
  Lack out{.file = object.path, .versions = {}, .at_start = {}, .when_called = {}, .loaded_by = {}};
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
  for (std::vector<std::string>* const names : {&out.versions, &out.at_start, &out.when_called})
    std::ranges::sort(*names);
  return out;
}

Inspection inspect(const Path& program, const InspectionContext& context) {
  Inspection out;
  out.program = program;
  const std::vector<Path> interpreters = interpreters_of(program);
  if (!interpreters.empty()) out.interpreter = interpreters.back();
  const Path subject = out.interpreter.empty() ? program : out.interpreter;
  auto object = open_elf(subject);
  note_what_it_is(out, subject, object, context.library.elf.machine);
  note_privileges(subject, out);
  if (!out.unreadable.empty()) return out;
  Loader loader(context.loader_cache, context.default_folders);
  const LoadedObjects loaded =
      loader.load(*std::move(object), out.privileged.empty() ? context.library_path : std::string());
  inspect_loaded(out, loaded, context);
  inspect_package(out, loader, loaded, context);
  return out;
}

Survey inspect_folder(const Path& folder, const InspectionContext& context) {
  Loader loader(context.loader_cache, context.default_folders);
  Surveyor surveyor(loader, context);
  std::error_code error;
  constexpr auto kOptions = std::filesystem::directory_options::skip_permission_denied;
  std::filesystem::recursive_directory_iterator entry(folder, kOptions, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error))
    surveyor.look_at(entry->path());
  return std::move(surveyor).result();
}

}  // namespace handfast::cli
