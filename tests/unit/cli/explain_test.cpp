// Explanations of failures: the first line, the facts in their order, and that nothing raw reaches a terminal.
#include "tls/explain.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "tls/explain_words.hpp"
#include "unit/cli/text_checks.hpp"

namespace handfast::tls {
namespace {

using test::begins;
using test::has;

Failure client_failure(Errc code) {
  Failure out;
  out.error.code = code;
  out.step = "await server_hello";
  out.bytes_sent = 1731;
  out.elapsed = std::chrono::microseconds(3120);
  out.offer.versions = "TLS 1.3, TLS 1.2";
  out.offer.groups = "X25519MLKEM768, X25519";
  out.offer.server_name = "shop.example";
  return out;
}

Failure wrong_name() {
  Failure out = client_failure(Errc::certificate_wrong_name);
  out.step = "check certificate";
  out.error.expected = "shop.example";
  out.error.found = "www.example, example";
  out.certificate_subject = "CN=www.example";
  out.certificate_issuer = "CN=R11";
  out.alert_sent = Alert::bad_certificate;
  return out;
}

std::vector<std::string> labels_of(const Explanation& explanation) {
  std::vector<std::string> out;
  for (const Fact& fact : explanation.facts) out.push_back(fact.label);
  return out;
}

TEST(Explain, WrongName) {
  EXPECT_EQ(explanation_text(wrong_name()),
            "TLS failed: the certificate is for another name.\n"
            "  asked for   shop.example\n"
            "  issued to   www.example, example\n"
            "  certificate 0, CN=www.example, issued by CN=R11\n"
            "  step        checking the server's certificate, after 3.1 ms\n"
            "  who         this side refused; alert bad_certificate was sent\n"
            "  try         connect to www.example, or have the server's certificate list\n"
            "              shop.example\n");
}

TEST(Explain, WildcardIsNoNameToConnectTo) {
  Failure failure = wrong_name();
  failure.error.found = "*.example";
  EXPECT_FALSE(has(explanation_text(failure), "connect to *.example"));
}

TEST(Explain, PlainHttp) {
  Failure failure = client_failure(Errc::not_tls);
  failure.first_bytes = "HTTP/1.1 400 Bad Request";
  failure.protocol_guess = "HTTP";
  failure.bytes_received = 155;
  const std::string text = explanation_text(failure);
  EXPECT_TRUE(begins(text, "TLS failed: the other side does not speak TLS on this port.\n"));
  EXPECT_TRUE(has(text, "received    \"HTTP/1.1 400 Bad Request\", which is HTTP (first 24 of 155 bytes)\n"));
  EXPECT_TRUE(has(text, "waiting for ServerHello, after 3.1 ms; 1731 bytes sent\n"));
}

TEST(Explain, ClosedAfterClientHello) {
  Failure failure = client_failure(Errc::closed_early);
  failure.who = Failure::Who::peer;
  const Explanation explanation = explain(failure, {.target = "shop.example:443"});
  EXPECT_EQ(explanation.summary, "The connection was closed before the server answered.");
  EXPECT_EQ(explanation.cause, "closed_after_client_hello");
  EXPECT_EQ(labels_of(explanation), (std::vector<std::string>{"received", "step", "who", "offered"}));
  EXPECT_TRUE(begins(explanation.advice.front(), "handfast connect shop.example:443 --priority"));
}

TEST(Explain, LongHelloIsNotBlamedWhenItWasShort) {
  Failure failure = client_failure(Errc::closed_early);
  failure.offer.groups = "X25519";
  EXPECT_FALSE(has(explanation_text(failure, {.target = "shop.example"}), "--priority"));
}

TEST(Explain, TruncationAfterDataIsNotTakenForSilence) {
  Failure failure = client_failure(Errc::closed_early);
  failure.bytes_received = 5000;
  EXPECT_EQ(explain(failure).cause, "closed_early");
  EXPECT_TRUE(has(explanation_text(failure), "received    5000 bytes\n"));
}

TEST(Explain, AlertBecomesASentence) {
  Failure failure = client_failure(Errc::alert_received);
  failure.who = Failure::Who::peer;
  failure.alert_received = Alert::certificate_required;
  const std::string text = explanation_text(failure);
  EXPECT_TRUE(begins(text, "TLS failed: the server wants a certificate from this side and got none.\n"));
  EXPECT_TRUE(has(text, "reason      alert certificate_required (116)\n"));
  EXPECT_FALSE(has(text, "offered"));
  failure.is_client = false;
  EXPECT_TRUE(begins(explanation_text(failure), "TLS failed: the client wants"));
}

TEST(Explain, RefusalOfTheOfferShowsIt) {
  Failure failure = client_failure(Errc::alert_received);
  failure.alert_received = Alert::handshake_failure;
  EXPECT_TRUE(
      has(explanation_text(failure), "offered     TLS 1.3, TLS 1.2; name shop.example; key exchange X25519MLKEM768"));
}

TEST(Explain, HeldAlertNamesTheCallThatSendsIt) {
  Failure failure = wrong_name();
  failure.alert_held = true;
  EXPECT_TRUE(has(explanation_text(failure), "gnutls_alert_send_appropriate()"));
}

TEST(Explain, SystemErrorByNameAndText) {
  Failure failure = client_failure(Errc::read_failed);
  failure.who = Failure::Who::transport;
  failure.system_error = ECONNRESET;
  EXPECT_TRUE(begins(explanation_text(failure), "TLS failed: the connection was cut off"));
  EXPECT_TRUE(has(explanation_text(failure), "system      ECONNRESET, Connection reset by peer\n"));
}

TEST(Explain, PeerTextIsNeverRaw) {
  Failure failure = wrong_name();
  failure.error.found = "\x1b[31mred\n\xff";
  failure.certificate_subject = "CN=\x1b]0;title\x07";
  failure.first_bytes = "\x1b[2J";
  const std::string text = explanation_text(failure);
  for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << text;
}

TEST(Explain, LinesHaveEightyColumns) {
  Failure failure = client_failure(Errc::alert_received);
  failure.alert_received = Alert::handshake_failure;
  failure.offer.cipher_suites = "TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256";
  const std::string text = explanation_text(failure);
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = text.find('\n', start);
    EXPECT_LE(end - start, 80U) << text.substr(start, end - start);
    start = end + 1;
  }
}

TEST(Explain, JsonHasWhatProgramsNeed) {
  Failure failure = client_failure(Errc::closed_early);
  failure.who = Failure::Who::peer;
  failure.error.expected = "server_hello";
  failure.error.found = "end of file";
  const std::string json =
      explanation_json(failure,
                       {.target = "shop.example", .error_name = "GNUTLS_E_PREMATURE_TERMINATION", .code = -110})
          .text();
  EXPECT_TRUE(begins(json,
                     "{\"error\":\"GNUTLS_E_PREMATURE_TERMINATION\",\"code\":-110,\"who\":\"peer\","
                     "\"role\":\"client\",\"step\":\"await server_hello\""));
  for (const char* part : {"\"alert_sent\":null", "\"ms\":3.120", "\"errno\":null", "\"found\":\"end of file\"",
                           "\"versions\":[\"TLS 1.3\",\"TLS 1.2\"]", "\"cause\":\"closed_after_client_hello\""})
    EXPECT_TRUE(has(json, part));
  EXPECT_EQ(json.find('\n'), std::string::npos);
}

TEST(Explain, EveryErrorHasOneSentence) {
  for (unsigned number = 0; number < 256; ++number) {
    const auto code = static_cast<Errc>(number);
    if (name_of(code).empty()) continue;
    const Explanation explanation = explain(client_failure(code));
    EXPECT_TRUE(explanation.summary.ends_with('.')) << name_of(code);
    EXPECT_TRUE(explanation.summary.front() >= 'A' && explanation.summary.front() <= 'Z') << name_of(code);
    EXPECT_FALSE(explanation.cause.empty());
  }
}

TEST(Explain, EveryAlertIsASentenceAboutItsSender) {
  for (unsigned number = 0; number < 256; ++number) {
    const auto alert = static_cast<Alert>(number);
    EXPECT_TRUE(begins(words_of(alert).meaning, "It ")) << number;
    EXPECT_TRUE(begins(alert_text(alert, "The server"), "The server ")) << number;
  }
}

TEST(StepText, SaysWhatWasDone) {
  EXPECT_EQ(step_text("await server_hello"), "waiting for ServerHello");
  EXPECT_EQ(step_text("make certificate_verify"), "making CertificateVerify");
  EXPECT_EQ(step_text("read or write application data"), "reading or writing application data");
  EXPECT_EQ(step_text("start handshake"), "starting the handshake");
  EXPECT_EQ(step_text("before the handshake"), "before the handshake");
}

TEST(Json, TextIsAlwaysUtf8) {
  EXPECT_EQ(json_text("a\"b\\c\n\x7f"), "\"a\\\"b\\\\c\\u000a\\u007f\"");
  EXPECT_EQ(json_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
  EXPECT_EQ(json_text("\xc3"), "\"\\u00c3\"");                                   // cut short
  EXPECT_EQ(json_text("\xc0\xaf"), "\"\\u00c0\\u00af\"");                        // overlong
  EXPECT_EQ(json_text("\xed\xa0\x80"), "\"\\u00ed\\u00a0\\u0080\"");             // a surrogate
  EXPECT_EQ(json_text("\xf4\x90\x80\x80"), "\"\\u00f4\\u0090\\u0080\\u0080\"");  // above U+10FFFF
}

TEST(Json, MillisecondsKeepTheirZeros) {
  EXPECT_EQ(milliseconds_text(1005, 3), "1.005");
  EXPECT_EQ(milliseconds_text(1999, 1), "1.9");
  EXPECT_EQ(milliseconds_text(999, 0), "0");
}

}  // namespace
}  // namespace handfast::tls
