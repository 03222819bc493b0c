#include "cli/explain_command.hpp"

#include <gtest/gtest.h>

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
