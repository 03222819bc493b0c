#include "cli/script_interpreter.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "cli/elf_loading.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t kMaxFirstLine = 256;   // bytes: as the kernel (execve(2))
constexpr std::size_t kMaxInterpreters = 5;  // one the interpreter of the other: as the kernel
constexpr std::string_view kBlanks = " \t";

std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text.remove_prefix(word.size());
  return word;
}

// What env starts (env(1)): the first word that is neither an option nor a variable. Empty: nothing that is found here.
Path program_of_env(std::string_view arguments) {
  std::string_view word = next_word(arguments);
  while (word.starts_with('-') || word.find('=') != std::string_view::npos) word = next_word(arguments);
  const Path found = find_program(std::string(word));
  std::error_code error;
  return !word.empty() && std::filesystem::exists(found, error) ? found : Path();
}

}  // namespace

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

Path script_interpreter(Bytes file) {
  constexpr std::string_view kMark = "#!";
  std::string_view line = as_text(file.first(std::min(file.size(), kMaxFirstLine)));
  if (!line.starts_with(kMark)) return {};
  line = line.substr(kMark.size(), line.find('\n') - kMark.size());
  const Path interpreter = next_word(line);
  const Path through_env = interpreter.filename() == "env" ? program_of_env(line) : Path();
  return through_env.empty() ? interpreter : through_env;
}

std::vector<Path> interpreters_of(const Path& program) {
  std::vector<Path> out;
  for (Path script = program; out.size() < kMaxInterpreters; script = out.back()) {
    const auto file = MappedFile::open(script);
    const Path interpreter = file ? script_interpreter(file->bytes()) : Path();
    if (interpreter.empty()) break;
    out.push_back(interpreter);
  }
  return out;
}

}  // namespace handfast::cli
