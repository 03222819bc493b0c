#pragma once
// Which files came in one package with a program, by dpkg's lists.
#include <filesystem>
#include <string>
#include <vector>

namespace handfast::cli {

struct Package {
  std::string name;  // empty: no list has the file
  std::vector<std::filesystem::path> files;
};

// `lists`: a folder with lists of files, one a package.
Package package_of(const std::filesystem::path& file, const std::filesystem::path& lists);

}  // namespace handfast::cli
