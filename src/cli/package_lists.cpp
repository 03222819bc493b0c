#include "cli/package_lists.hpp"

#include <algorithm>

#include "pki/file.hpp"

namespace handfast::cli {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t kMaxPackageList = 16 << 20;  // bytes; the longest have some 100,000 lines

// /usr/bin/x and /bin/x are one file where /bin is a link, and package lists name either.
std::vector<std::string> names_of(const Path& file) {
  std::error_code error;
  std::vector<std::string> out;
  for (const Path& path : {std::filesystem::absolute(file, error), std::filesystem::canonical(file, error)}) {
    out.push_back(path.native());
    constexpr std::string_view kUsr = "/usr";
    out.push_back(path.native().starts_with("/usr/") ? path.native().substr(kUsr.size())
                                                     : std::string(kUsr) + path.native());
  }
  return out;
}

std::vector<Path> lines_of(std::string_view text) {
  std::vector<Path> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

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

}  // namespace handfast::cli
