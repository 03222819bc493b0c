#include "cli/explain_command.hpp"

#include <gtest/gtest.h>

#include "capi/error_table.hpp"
#include "cli/explain_codes.hpp"
#include "unit/cli/text_checks.hpp"

namespace handfast::cli {
namespace {

using test::begins;
using test::has;

std::string first_title(std::string_view query) {
  const auto topics = find_topics(query);
  return topics.empty() ? std::string() : topics.front().title;
}

TEST(ExplainCommand, Numbers) {
  EXPECT_EQ(first_title("-110"), "GNUTLS_E_PREMATURE_TERMINATION (-110), fatal");
  EXPECT_EQ(first_title("-28"), "GNUTLS_E_AGAIN (-28), not fatal");
  EXPECT_EQ(first_title("40"), "alert handshake_failure (40)");
  EXPECT_TRUE(find_topics("-99999").empty());
  EXPECT_TRUE(find_topics("39").empty());
}

TEST(ExplainCommand, Names) {
  EXPECT_TRUE(begins(first_title("GNUTLS_E_PULL_ERROR"), "GNUTLS_E_PULL_ERROR (-54)"));
  EXPECT_TRUE(begins(first_title("pull_error"), "GNUTLS_E_PULL_ERROR"));
  EXPECT_EQ(first_title("handshake_failure"), "alert handshake_failure (40)");
  EXPECT_EQ(first_title("GNUTLS_A_UNKNOWN_CA"), "alert unknown_ca (48)");
  EXPECT_EQ(first_title("certificate_wrong_name"), "certificate_wrong_name");
}

TEST(ExplainCommand, MessagesAsProgramsPrintThem) {
  EXPECT_TRUE(begins(first_title("gnutls_handshake() failed: The TLS connection was non-properly terminated."),
                     "GNUTLS_E_PREMATURE_TERMINATION"));
  EXPECT_TRUE(begins(first_title("error in the  pull function"), "GNUTLS_E_PULL_ERROR"));
  EXPECT_EQ(first_title("Fatal error: Handshake failed"), "alert handshake_failure (40)");
  EXPECT_EQ(first_title("curl: (35) error:0A00010B:SSL routines::wrong version number"), "not_tls");
  EXPECT_EQ(first_title("SSL alert: tlsv1 alert protocol version"), "alert protocol_version (70)");
  EXPECT_TRUE(find_topics("nobody prints this sentence").empty());
  EXPECT_TRUE(find_topics("").empty());
}

bool has_title(std::string_view query, std::string_view title) {
  for (const Topic& topic : find_topics(query))
    if (begins(topic.title, std::string(title))) return true;
  return false;
}

TEST(ExplainCommand, KnowsEveryErrorNumber) {
  int known = 0;
  for (int number = 0; number > -2000; --number) {
    const char* name = gnutls_strerror_name(number);
    if (name == nullptr) {
      EXPECT_TRUE(find_topics(std::to_string(number)).empty()) << number;
      continue;
    }
    ++known;
    const auto topics = find_topics(std::to_string(number));
    ASSERT_FALSE(topics.empty()) << name;
    EXPECT_TRUE(begins(topics.front().title, name)) << name;
    EXPECT_TRUE(topics.front().means.ends_with('.')) << name;
    EXPECT_TRUE(has_title(name, name)) << name;
    ASSERT_TRUE(words_of_code(number)) << name;
  }
  EXPECT_EQ(known, static_cast<int>(capi::error_table().size()));
}

// Programs print it alone, behind their own words, or with other punctuation.
TEST(ExplainCommand, KnowsEveryTextThatProgramsPrint) {
  for (const capi::ErrorEntry& entry : capi::error_table()) {
    const std::string text = gnutls_strerror(entry.number);
    const std::string pasted = "fetch-tool: gnutls_handshake() failed: " + text + " [IP: 192.0.2.7 443]";
    EXPECT_TRUE(has_title(pasted, entry.name)) << pasted;
    EXPECT_TRUE(has_title(text, entry.name)) << text;
  }
}

TEST(ExplainCommand, KnowsEveryAlert) {
  for (unsigned number = 0; number < 256; ++number) {
    const auto alert = static_cast<gnutls_alert_description_t>(number);
    const bool named = gnutls_alert_get_name(alert) != nullptr || name_of(static_cast<Alert>(number)) != "unknown";
    const auto topics = find_topics(std::to_string(number));
    const bool found = std::ranges::any_of(topics, [](const Topic& topic) { return begins(topic.title, "alert "); });
    EXPECT_EQ(found, named) << number;
    if (!named) continue;
    EXPECT_FALSE(topics.back().means.empty()) << number;
    const char* text = gnutls_alert_get_name(alert);
    EXPECT_TRUE(text == nullptr || has_title(text, topics.back().title)) << text;
    const char* constant = gnutls_alert_get_strname(alert);
    EXPECT_TRUE(constant == nullptr || has_title(constant, topics.back().title)) << constant;
  }
}

TEST(ExplainCommand, SaysWhatItMeansAndWhatToTry) {
  const auto topics = find_topics("-15");
  ASSERT_EQ(topics.size(), 1U);
  const std::string text = topic_text(topics.front());
  EXPECT_TRUE(has(text, "  says        \"An unexpected TLS packet was received.\"\n"));
  EXPECT_TRUE(has(text, "  means       "));
  EXPECT_TRUE(has(text, "  try         "));
}

}  // namespace
}  // namespace handfast::cli
