#pragma once
// Checks of texts that show the text when they fail.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace handfast::test {

inline testing::AssertionResult has(std::string_view text, std::string_view part) {
  if (text.find(part) != std::string_view::npos)
    return testing::AssertionSuccess() << "\"" << part << "\" is in:\n" << text;
  return testing::AssertionFailure() << "\"" << part << "\" is not in:\n" << text;
}

inline testing::AssertionResult begins(std::string_view text, std::string_view part) {
  if (text.starts_with(part)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "\"" << part << "\" is not the beginning of:\n" << text;
}

}  // namespace handfast::test
