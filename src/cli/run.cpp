#include "cli/run.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "capi/explain_sink.hpp"
#include "cli/doctor_report.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

constexpr const char* kVariable = "LD_LIBRARY_PATH";
// Where the library may lie, from the command's own folder: where this build installs it, where other builds do, and in
// the build tree. A package may move it without building the command again.
constexpr const char* kFolders[] = {HANDFAST_DROP_IN_FOLDER, "../lib/handfast", "../lib64/handfast",
                                    "../lib/" HANDFAST_MULTIARCH "/handfast", "../lib"};
constexpr std::string_view kOwnVersion = "HANDFAST_1";
constexpr std::size_t kMostNames = 8;  // of a file in what `run` says; `doctor` lists all of the program's

bool is_ours(const ElfFile& library) {
  return std::ranges::any_of(library.versions_defined,
                             [](const ElfVersion& version) { return version.name == kOwnVersion; });
}

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// LD_LIBRARY_PATH with the library's folder in front.
std::string library_path(const ElfOnDisk& library) {
  const std::string before = variable(kVariable);
  return library.path.parent_path().native() + (before.empty() ? "" : ":" + before);
}

InspectionContext context_of(const ElfOnDisk& library) {
  return {.library = library, .library_path = library_path(library), .bind_now = !variable("LD_BIND_NOW").empty()};
}

// As execvp(), which gives what the system cannot start to a shell, as a script; never an ELF file.
void execute(const Path& program, std::vector<char*>& arguments) {
  const auto file = MappedFile::open(program);
  if (file && looks_like_elf(file->bytes()))
    ::execv(program.c_str(), arguments.data());
  else
    ::execvp(arguments.front(), arguments.data());
}

ExitStatus start(const RunOptions& options, const Path& program, const ElfOnDisk& library) {
  if (::setenv(kVariable, library_path(library).c_str(), 1) != 0 ||
      (!options.explain.empty() && ::setenv(capi::kExplainVariable, options.explain.c_str(), 1) != 0))
    return print_error("handfast: out of memory\n"), ExitStatus::usage;
  std::vector<std::string> words = options.program;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execute(program, arguments);
  print_error("handfast: " + options.program.front() + ": " + std::generic_category().message(errno) + "\n");
  return ExitStatus::usage;
}

}  // namespace

std::expected<ElfOnDisk, std::string> drop_in_library() {
  std::error_code error;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return std::unexpected("handfast: /proc/self/exe: " + error.message() + "\n");
  std::string tried;
  for (const char* folder : kFolders) {
    const Path file = (own.parent_path() / folder / kDropInName).lexically_normal();
    auto library = open_elf(file);
    if (library && is_ours(library->elf)) {
      if (file.parent_path().native().find_first_of(":;") == std::string::npos) return *std::move(library);
      return std::unexpected("handfast: " + file.parent_path().native() +
                             ": LD_LIBRARY_PATH cannot have a folder with : or ; in its name\n");
    }
    const std::string fact = tls::fact_text("looked at", file.native() + (library ? ", which is not Handfast's" : ""));
    if (!tried.contains(fact)) tried += fact;
  }
  return std::unexpected("handfast: libgnutls.so.30 is missing: build it, or install the component drop-in\n" + tried);
}

ExitStatus run_command(const RunOptions& options) {
  if (!options.explain.empty() && !capi::parse_explain_request(options.explain)) {
    print_error("handfast: --explain=" + options.explain +
                ": expected text or json, and ,file:PATH behind if wanted\n");
    return ExitStatus::usage;
  }
  const auto library = drop_in_library();
  if (!library) return print_error(library.error()), ExitStatus::usage;
  const Path program = find_program(options.program.front());
  std::error_code error;
  if (std::filesystem::exists(program, error)) {  // otherwise the system says why not
    const Inspection found = inspect(program, context_of(*library));
    if (worth_a_warning(found)) print_error("handfast: " + report(found, library->path, kMostNames));
    if (found.refused() && !options.force) return ExitStatus::usage;
  }
  return start(options, program, *library);
}

ExitStatus doctor_command(const DoctorOptions& options) {
  const auto library = drop_in_library();
  if (!library) return print_error(library.error()), ExitStatus::usage;
  const InspectionContext context = context_of(*library);
  bool complete = true;
  for (const std::string& subject : options.subjects) {
    std::error_code error;
    std::string text;
    if (std::filesystem::is_directory(subject, error)) {
      const Survey found = inspect_folder(subject, context);
      complete = complete && found.affected == 0;
      text = report(found, subject);
    } else {
      const Inspection found = inspect(find_program(subject), context);
      complete = complete && found.complete();
      text = report(found, library->path, SIZE_MAX);
    }
    if (!write_all(STDOUT_FILENO, text)) return ExitStatus::usage;
  }
  return complete ? ExitStatus::ok : ExitStatus::usage;
}

}  // namespace handfast::cli
