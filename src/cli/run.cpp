#include "cli/run.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "capi/explain_sink.hpp"
#include "cli/options.hpp"

namespace handfast::cli {

namespace {

constexpr const char* kVariable = "LD_LIBRARY_PATH";

}  // namespace

std::expected<std::filesystem::path, std::string> library_folder() {
  std::error_code error;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return std::unexpected("handfast: /proc/self/exe: " + error.message() + "\n");
  const auto folder = (own.parent_path() / ".." / "lib").lexically_normal();
  const auto library = folder / "libgnutls.so.30";
  if (!std::filesystem::exists(library, error))
    return std::unexpected("handfast: " + library.native() + " is missing: build or install the library first\n");
  return folder;
}

ExitStatus run_command(const RunOptions& options) {
  if (!options.explain.empty() && !capi::parse_explain_request(options.explain)) {
    print_error("handfast: --explain=" + options.explain +
                ": expected text or json, and ,file:PATH behind if wanted\n");
    return ExitStatus::usage;
  }
  const auto folder = library_folder();
  if (!folder) return print_error(folder.error()), ExitStatus::usage;
  const char* before = std::getenv(kVariable);
  const std::string path = folder->native() + (before != nullptr && *before != '\0' ? ":" + std::string(before) : "");
  const bool explains = !options.explain.empty();
  if (::setenv(kVariable, path.c_str(), 1) != 0 ||
      (explains && ::setenv(capi::kExplainVariable, options.explain.c_str(), 1) != 0))
    return print_error("handfast: out of memory\n"), ExitStatus::usage;
  std::vector<std::string> words = options.program;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  print_error("handfast: " + options.program.front() + ": " + std::generic_category().message(errno) + "\n");
  return ExitStatus::usage;
}

}  // namespace handfast::cli
