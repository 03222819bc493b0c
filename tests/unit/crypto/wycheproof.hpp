#pragma once
// Reads the files of tests/vectors/wycheproof.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "unit/crypto/bytes_for_test.hpp"

namespace handfast::test {

using Json = nlohmann::json;

inline ByteVector hex_field(const Json& object, const char* name) { return unhex(object.at(name).get<std::string>()); }
inline bool is_valid(const Json& test) { return test.at("result") == "valid"; }
inline bool has_flag(const Json& test, const char* flag) {
  const Json& flags = test.at("flags");
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

// Runs `check(group, test)` for each test of the file; it returns whether the test applied. Returns how many did.
template <class Check>
int for_each_vector(const std::string& name, Check check) {
  std::ifstream file(HANDFAST_TESTS_DIR "/vectors/wycheproof/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  const Json root = Json::parse(file);
  int applied = 0;
  for (const Json& group : root.at("testGroups")) {
    for (const Json& test : group.at("tests")) {
      SCOPED_TRACE(name + " tcId " + test.at("tcId").dump() + " " + test.value("comment", ""));
      if (check(group, test)) ++applied;
    }
  }
  ::testing::Test::RecordProperty(name, applied);
  return applied;
}

}  // namespace handfast::test
