// Runs a fuzz target over files: every file of the folders given as arguments, in the order of their names.
// Exit status 0: all ran; 2: no input was found or a file could not be read. What a target finds aborts the process.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Path = std::filesystem::path;

std::vector<Path> files_below(const Path& folder) {
  std::vector<Path> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry{folder, error};
  for (; !error && entry != std::filesystem::recursive_directory_iterator{}; entry.increment(error)) {
    if (entry->is_regular_file()) files.push_back(entry->path());
  }
  if (error) std::fprintf(stderr, "%s: %s\n", folder.c_str(), error.message().c_str());
  std::ranges::sort(files);
  return files;
}

std::optional<std::vector<char>> contents(const Path& path) {
  std::ifstream file{path, std::ios::binary};
  std::vector<char> bytes{std::istreambuf_iterator<char>{file}, {}};
  if (!file.is_open() || file.bad()) return std::nullopt;
  return bytes;
}

bool replay(const Path& path) {
  const auto bytes = contents(path);
  if (!bytes) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  // A crash does not come back, so the name goes first; a copy of the exact size shows a sanitizer one byte too far.
  std::fprintf(stderr, "%s\n", path.c_str());
  const std::vector<std::uint8_t> input{bytes->begin(), bytes->end()};
  LLVMFuzzerTestOneInput(input.data(), input.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t replayed = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& path : files_below(argv[i])) {
      if (!replay(path)) return 2;
      ++replayed;
    }
  }
  std::printf("%zu inputs replayed\n", replayed);
  return replayed == 0 ? 2 : 0;
}
