#include "capi/error_table.hpp"

#include "facts.hpp"

namespace {

struct Fact {
  int number;
  std::string name;
  int fatal;
  int alert;
  int level;
  std::string text;
};

std::vector<Fact> error_facts() {
  std::vector<Fact> all;
  for (const auto& row : facts::read("gnutls-errors.tsv")) {
    all.push_back(
        {std::stoi(row.at(0)), row.at(1), std::stoi(row.at(2)), std::stoi(row.at(3)), std::stoi(row.at(4)), row.at(5)});
  }
  return all;
}

TEST(ErrorTable, SaysWhatTheInterfaceSays) {
  const std::vector<Fact> all = error_facts();
  ASSERT_EQ(all.size(), 193U);
  for (const Fact& fact : all) {
    SCOPED_TRACE(fact.number);
    EXPECT_STREQ(gnutls_strerror(fact.number), fact.text.c_str());
    EXPECT_STREQ(gnutls_strerror_name(fact.number), fact.name.c_str());
    EXPECT_EQ(gnutls_error_is_fatal(fact.number), fact.fatal);
    int level = -1;
    EXPECT_EQ(gnutls_error_to_alert(fact.number, &level), fact.alert);
    EXPECT_EQ(level, fact.level);
  }
}

TEST(ErrorTable, KnowsNothingElse) {
  std::map<int, bool> known;
  for (const Fact& fact : error_facts()) known[fact.number] = true;
  for (int number = 10; number >= -2000; --number) {
    if (known.contains(number)) continue;
    EXPECT_EQ(gnutls_strerror_name(number), nullptr) << number;
    EXPECT_STREQ(gnutls_strerror(number), "(unknown error code)") << number;
  }
  EXPECT_EQ(handfast::capi::error_table().size(), known.size());
}

TEST(ErrorTable, UnknownNumbersAreFatalPositiveOnesAreNot) {
  EXPECT_EQ(gnutls_error_is_fatal(-9999), 1);
  EXPECT_EQ(gnutls_error_is_fatal(5), 0);
  EXPECT_EQ(gnutls_error_to_alert(-9999, nullptr), GNUTLS_A_INTERNAL_ERROR);
}

TEST(ErrorTable, PerrorWritesOneLine) {
  testing::internal::CaptureStderr();
  gnutls_perror(GNUTLS_E_AGAIN);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "GnuTLS error: Resource temporarily unavailable, try again.\n");
}

}  // namespace
