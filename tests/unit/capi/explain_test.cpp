// What decides about explanations before there is a session: the variable's value, and the policy's line to blame.
#include <gtest/gtest.h>

#include "capi/explain_sink.hpp"
#include "capi/priority/blame.hpp"

namespace handfast::capi {
namespace {

TEST(ExplainRequest, Values) {
  for (const char* off : {"", "0"}) EXPECT_EQ(parse_explain_request(off)->form, ExplainForm::off);
  for (const char* text : {"1", "text"}) EXPECT_EQ(parse_explain_request(text)->form, ExplainForm::text);
  EXPECT_EQ(parse_explain_request("json")->form, ExplainForm::json);
  const auto file = parse_explain_request("json,file:/var/log/a,b");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->form, ExplainForm::json);
  EXPECT_EQ(file->path, "/var/log/a,b");
}

TEST(ExplainRequest, WhatIsNotUnderstood) {
  for (const char* value : {"yes", "JSON", "1,", "1,file:", "1,path:/x", "json;file:/x", ",", "2"})
    EXPECT_FALSE(parse_explain_request(value).has_value()) << value;
}

PolicyLine blamed(std::string_view text, std::string_view policy, bool appended = false) {
  const auto compile = appended ? compile_appended_priority : compile_priority;
  const auto compiled = compile(text, SystemPolicy::parse(policy));
  EXPECT_FALSE(compiled.has_value());
  return compiled ? PolicyLine{} : line_to_blame(text, appended, compiled.error(), policy);
}

TEST(LineToBlame, TheOneThatTookTheLastChoice) {
  constexpr std::string_view policy =
      "[overrides]\n# a comment\ndisabled-version = tls1.2\n\n  disabled-version = tls1.3  \ntls-disabled-cipher = "
      "NULL";
  const PolicyLine line = blamed("NORMAL", policy);
  EXPECT_EQ(line.number, 5U);
  EXPECT_EQ(line.text, "disabled-version = tls1.3");
  EXPECT_EQ(blamed("NORMAL:-VERS-TLS1.3", policy).number, 3U);
}

TEST(LineToBlame, NoneWhereTheStringIsBadByItself) {
  EXPECT_EQ(blamed("NORMAL:-VERS-ALL", "[overrides]\ndisabled-version = tls1.2\n").number, 0U);
  EXPECT_EQ(blamed("NORMAL:+NONSENSE", "SYSTEM=NORMAL\n").number, 0U);
  EXPECT_EQ(blamed("@SYSTEM:-VERS-ALL", "SYSTEM=NORMAL\n").number, 0U);
}

TEST(LineToBlame, WhereTheTokenStands) {
  EXPECT_EQ(blamed("@SYSTEM", "A=NORMAL\nSYSTEM=NORMAL:-VERS-ALL\n").number, 2U);
  EXPECT_EQ(blamed("@SYSTEM", "A=NORMAL\n\nSYSTEM=NORMAL:+NONSENSE").number, 3U);
  EXPECT_EQ(blamed("+AES-128-GCM", "[overrides]\ndefault-priority-string = NONE\n", true).number, 2U);
}

TEST(LineToBlame, AnAllowlistThatDoesNotHaveIt) {
  constexpr std::string_view policy = "[overrides]\nenabled-version = tls1.3\n[global]\noverride-mode = allowlist\n";
  EXPECT_EQ(blamed("NORMAL", policy).number, 4U);
}

}  // namespace
}  // namespace handfast::capi
