// Explanations of failures: the first line, the facts in their order, and that nothing raw reaches a terminal.
#include "tls/explain.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "tls/chain_verifier.hpp"
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

Failure met(std::string_view greeting, std::string_view protocol) {
  Failure out = client_failure(Errc::not_tls);
  out.first_bytes = greeting;
  out.protocol_guess = protocol;
  return out;
}

TEST(Explain, PortsFitTheProtocol) {
  const ExplainContext command{.target = "mail.example:587", .in_command = true};
  const auto advice = [](const Failure& failure, const ExplainContext& context) {
    std::string out;
    for (const std::string& line : explain(failure, context).advice) out += line + "\n";
    return out;
  };
  EXPECT_EQ(advice(met("HTTP/1.1 400", "HTTP"), {}),
            "the port on which this service speaks TLS from the start (for HTTP usually 443)\n");
  EXPECT_EQ(advice(met("220 mx ESMTP", "SMTP or FTP"), command),
            "the port on which this service speaks TLS from the start (for SMTP usually 465)\n"
            "handfast connect mail.example:587 --starttls smtp : changes to TLS as SMTP does it\n");
  EXPECT_EQ(advice(met("220 ProFTPD FTP", "SMTP or FTP"), {}),
            "the port on which this service speaks TLS from the start (for FTP usually 990)\n"
            "a program that changes to TLS as FTP does it (STARTTLS)\n");
  EXPECT_TRUE(has(advice(met("220 hello", "SMTP or FTP"), {.target = "host:21"}), "FTP usually 990"));
  EXPECT_TRUE(has(advice(met("* OK", "IMAP"), {}), "IMAP usually 993"));
  EXPECT_TRUE(has(advice(met("SSH-2.0-x", "SSH"), {}), "HTTP 443, SMTP 465"));
  Failure request = met("GET / HTTP/1.1", "HTTP");
  request.is_client = false;
  EXPECT_EQ(advice(request, {}), "have the client use https:// for this port\n");
}

// Servers that wait for words in plain text close or say nothing when a ClientHello comes.
TEST(Explain, SilentPortsAreKnownByTheirNumber) {
  Failure failure = client_failure(Errc::closed_early);
  const auto first = [&](std::string_view target) {
    return explain(failure, {.target = target, .in_command = true}).advice.front();
  };
  EXPECT_TRUE(begins(first("db.example:5432"), "handfast connect db.example:5432 --starttls postgres"));
  EXPECT_TRUE(begins(first("[::1]:389"), "handfast connect [::1]:389 --starttls ldap"));
  EXPECT_FALSE(has(first("db.example:443"), "--starttls"));
  EXPECT_FALSE(has(first("db.example"), "--starttls"));
  EXPECT_FALSE(has(first("2001:db8::389"), "--starttls"));
  failure.error.code = Errc::timed_out;
  EXPECT_TRUE(has(first("db.example:5432"), "--starttls postgres"));
  failure.bytes_received = 5;
  EXPECT_FALSE(has(first("db.example:5432"), "--starttls"));
}

TEST(Explain, OptionsOfTheCommandStayInTheCommand) {
  EXPECT_EQ(without_options("give FILE (--trust FILE)"), "give FILE");
  EXPECT_EQ(without_options("offer one (--alpn), or none"), "offer one, or none");
  EXPECT_EQ(without_options("nothing (of that kind) here"), "nothing (of that kind) here");
  std::size_t in_command = 0;
  for (unsigned number = 0; number < 256; ++number) {
    const auto code = static_cast<Errc>(number);
    if (name_of(code).empty()) continue;
    EXPECT_FALSE(has(explanation_text(client_failure(code)), "(--")) << name_of(code);
    EXPECT_FALSE(has(explanation_json(client_failure(code)).text(), "(--")) << name_of(code);
    in_command += has(explanation_text(client_failure(code), {.in_command = true}), "(--");
  }
  EXPECT_GT(in_command, 3U);
}

TEST(Explain, NoNameIsNotAnotherName) {
  Failure failure = wrong_name();
  failure.error.expected = "the name or address of the server";
  failure.error.found = kNoNameGiven;
  const std::string text = explanation_text(failure);
  EXPECT_TRUE(begins(text, "TLS failed: no name was given that the server's certificate could be for.\n")) << text;
  EXPECT_FALSE(has(text, "issued to"));
  EXPECT_TRUE(has(text, "give the program the server's name"));
  EXPECT_EQ(explain(failure).cause, "no_name_given");
}

TEST(Explain, AClientThatLeavesAfterTheCertificate) {
  for (const Errc code : {Errc::closed_early, Errc::closed_in_handshake, Errc::read_failed}) {
    Failure failure = client_failure(code);
    failure.is_client = false;
    failure.step = "await finished";
    failure.bytes_received = 500;
    failure.system_error = code == Errc::read_failed ? ECONNRESET : 0;
    EXPECT_NE(explain(failure).cause, "closed_after_certificate");
    failure.certificate_sent = true;
    EXPECT_EQ(explain(failure).cause, "closed_after_certificate");
    EXPECT_TRUE(
        begins(explanation_text(failure),
               "TLS failed: the client closed the connection after it had been sent this side's certificate.\n"));
    EXPECT_TRUE(has(explanation_text(failure), "does not trust the certificate"));
    EXPECT_FALSE(has(explanation_text(failure), "or it is a check"));
    failure.step = "read or write application data";  // many judge it when the handshake is over
    EXPECT_EQ(explain(failure).cause, "closed_after_certificate");
    EXPECT_TRUE(has(explanation_text(failure), "or it is a check"));
    failure.data_received = true;
    EXPECT_NE(explain(failure).cause, "closed_after_certificate");
  }
}

TEST(Explain, AClientThatIsGoneWhenItIsWrittenTo) {
  Failure failure = client_failure(Errc::write_failed);
  failure.is_client = false;
  failure.certificate_sent = true;
  failure.step = "read or write application data";
  for (const int number : {EPIPE, ECONNRESET}) {
    failure.system_error = number;
    EXPECT_EQ(explain(failure).cause, "closed_after_certificate");
  }
  failure.system_error = EHOSTUNREACH;
  EXPECT_EQ(explain(failure).cause, "write_failed");
  failure.system_error = EPIPE;
  failure.is_client = true;
  EXPECT_EQ(explain(failure).cause, "write_failed");
}

TEST(Explain, AServerThatDemandsACertificate) {
  for (const Alert alert :
       {Alert::certificate_required, Alert::handshake_failure, Alert::bad_certificate, Alert::decode_error}) {
    Failure failure = client_failure(Errc::alert_received);
    failure.step = "await finished";
    failure.alert_received = alert;
    failure.certificate_requested = true;
    const std::string text = explanation_text(failure, {.in_command = true});
    EXPECT_TRUE(begins(text,
                       "TLS failed: the server asked for a certificate of this side, got none, and ended the "
                       "connection.\n"))
        << text;
    EXPECT_TRUE(has(text, "(--cert and --key)")) << text;
    failure.certificate_sent = true;
    EXPECT_FALSE(has(explanation_text(failure), "got none, and ended")) << name_of(alert);
  }
}

Failure held_back() {
  Failure out = client_failure(Errc::alert_received);
  out.step = "await finished";
  out.alert_received = Alert::certificate_required;
  out.certificate_requested = true;
  auto withheld = std::make_shared<WithheldCertificate>();
  withheld->subject = "CN=mallory";
  withheld->issuer = "CN=Other";
  withheld->authorities = {"CN=Good", "CN=Better\x1b"};
  out.certificate_withheld = withheld;
  return out;
}

TEST(Explain, ACertificateThatWasHeldBack) {
  const std::string text = explanation_text(held_back(), {.in_command = true});
  EXPECT_TRUE(
      begins(text, "TLS failed: the server got no certificate; this side's was held back, because the server names"))
      << text;
  EXPECT_TRUE(has(text, "held back   CN=mallory, issued by CN=Other\n")) << text;
  EXPECT_TRUE(has(text, "accepted    CN=Good; CN=Better\\1b\n")) << text;
  EXPECT_FALSE(has(text, "likely")) << text;
  EXPECT_FALSE(has(text, "give this side a certificate")) << text;
  EXPECT_TRUE(has(explanation_json(held_back()).text(),
                  "\"withheld\":{\"subject\":\"CN=mallory\",\"issuer\":\"CN=Other\",\"authorities\":[\"CN=Good\""));
  Failure of_no_use = held_back();
  of_no_use.certificate_withheld = std::make_shared<WithheldCertificate>();
  EXPECT_TRUE(begins(explanation_text(of_no_use),
                     "TLS failed: the server got no certificate; this side's was held back, because its kind of key"));
}

TEST(Explain, AFingerprintToCompare) {
  Failure failure = client_failure(Errc::certificate_self_signed);
  failure.certificate_subject = "CN=localhost";
  failure.certificate_fingerprint = "4f:3a";
  const std::string text = explanation_text(failure, {.in_command = true});
  EXPECT_TRUE(has(text, "SHA-256     4f:3a\n")) << text;
  EXPECT_TRUE(has(text, "(--fingerprint HEX)")) << text;
  EXPECT_FALSE(has(explanation_text(failure), "accept this certificate alone"));  // a program has no such option
  EXPECT_TRUE(has(explanation_json(failure).text(), "\"sha256\":\"4f:3a\""));
  failure.error.code = Errc::certificate_expired;
  EXPECT_FALSE(has(explanation_text(failure), "4f:3a"));
}

TEST(Explain, ACertificateWithoutANameIsNoPlaceToConnectTo) {
  Failure failure = wrong_name();
  failure.error.found = "no DNS name and no IP address";
  const std::string text = explanation_text(failure);
  EXPECT_FALSE(has(text, "connect to a name that the certificate lists")) << text;
  EXPECT_TRUE(has(text, "have a certificate issued that lists shop.example")) << text;
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
