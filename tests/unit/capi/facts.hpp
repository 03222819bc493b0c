#pragma once
// Tables of facts under tests/data: lines of fields between tabs, # for comments.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace facts {

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

inline std::vector<std::vector<std::string>> read(const std::string& name) {
  std::ifstream file(std::string(HANDFAST_TESTS_DIR "/data/") + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') rows.push_back(split(line, '\t'));
  }
  return rows;
}

// "key=16 block=1" as a map.
inline std::map<std::string, std::string> attributes(const std::string& text) {
  std::map<std::string, std::string> found;
  for (const std::string& part : split(text, ' ')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string::npos) found[part.substr(0, equals)] = part.substr(equals + 1);
  }
  return found;
}

inline std::string text_or_dash(const char* text) { return text != nullptr ? text : "-"; }

}  // namespace facts
