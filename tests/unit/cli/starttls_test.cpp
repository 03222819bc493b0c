// The talk in front of TLS, against servers that say what the test has written, in pieces of any size.
#include "cli/starttls.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace handfast::cli {
namespace {

using End = PlainTransport::End;

class Script final : public PlainTransport {
 public:
  Script(std::string says, std::size_t piece, End end = End::closed)
      : says_(std::move(says)), piece_(piece), end_(end) {}

  End send(std::string_view text) override {
    heard += text;
    return End::none;
  }
  Received receive(MutableBytes out) override {
    if (says_.empty()) return {0, end_};
    const std::size_t size = std::min({piece_, out.size(), says_.size()});
    std::ranges::copy(as_bytes(says_).first(size), out.begin());
    says_.erase(0, size);
    return {size};
  }

  std::string heard;

 private:
  std::string says_;
  std::size_t piece_;
  End end_;
};

struct Outcome {
  std::expected<void, StartTlsFailure> ready;
  std::string heard;
};

// The same in one piece and in single bytes, which must come to the same.
Outcome talk(StartTls protocol, const std::string& says) {
  Script whole(says, 4096), single(says, 1);
  Outcome out{start_tls(protocol, "example.org", whole), whole.heard};
  const auto again = start_tls(protocol, "example.org", single);
  EXPECT_EQ(out.ready.has_value(), again.has_value()) << says;
  if (!out.ready && !again) {
    EXPECT_EQ(out.ready.error().reason, again.error().reason);
  }
  return out;
}

// As talk(), but the reason of a refusal; empty: it was ready.
std::string refusal(StartTls protocol, const std::string& says) {
  const Outcome outcome = talk(protocol, says);
  return outcome.ready ? "" : outcome.ready.error().reason;
}

const std::string kLdapOid = "1.3.6.1.4.1.1466.20037";
std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}
// LDAPMessage { 1, [APPLICATION 24] { result, "", diagnostic } }, lengths as Active Directory writes them if `wide`.
std::string ldap_answer(int id, int result, const std::string& diagnostic, bool wide = false) {
  const auto length = [&](std::size_t n) {
    return wide ? bytes({0x84, 0, 0, 0, static_cast<int>(n)}) : bytes({static_cast<int>(n)});
  };
  const std::string inner = bytes({0x0a, 1, result, 4, 0, 4, static_cast<int>(diagnostic.size())}) + diagnostic;
  const std::string body = bytes({2, 1, id, 0x78}) + length(inner.size()) + inner;
  return bytes({0x30}) + length(body.size()) + body;
}

const std::string kXmppFeatures =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
    "id='x' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
    "</stream:features>";
const std::string kProceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

struct Good {
  StartTls protocol;
  std::string says, hears;
};
const std::vector<Good> kGood{
    {StartTls::smtp, "220 mx ESMTP\r\n250-mx\r\n250-SIZE 100\r\n250 STARTTLS\r\n220 go\r\n",
     "EHLO localhost.localdomain\r\nSTARTTLS\r\n"},
    {StartTls::smtp, "220-mx\r\n220 ESMTP\r\n250-mx\r\n250 starttls x\r\n220\r\n",
     "EHLO localhost.localdomain\r\nSTARTTLS\r\n"},
    {StartTls::ftp, "220-Welcome\r\n any line\r\n220x too\r\n220 ready\r\n234 AUTH TLS\r\n", "AUTH TLS\r\n"},
    {StartTls::imap, "* OK [CAPABILITY IMAP4rev1] hi\r\n* CAPABILITY x\r\na OK begin\r\n", "a STARTTLS\r\n"},
    {StartTls::pop3, "+OK hi\r\n+OK begin\r\n", "STLS\r\n"},
    {StartTls::ldap, ldap_answer(1, 0, ""), bytes({0x30, 29, 2, 1, 1, 0x77, 24, 0x80, 22}) + kLdapOid},
    {StartTls::ldap, ldap_answer(1, 0, "ok", true), bytes({0x30, 29, 2, 1, 1, 0x77, 24, 0x80, 22}) + kLdapOid},
    {StartTls::xmpp, kXmppFeatures + kProceed,
     "<?xml version='1.0'?><stream:stream to='example.org' version='1.0' xmlns='jabber:client' "
     "xmlns:stream='http://etherx.jabber.org/streams'><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"},
    {StartTls::xmpp, kXmppFeatures + "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>", ""},
    {StartTls::postgres, "S", bytes({0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f})},
};

TEST(StartTls, ServersThatAreReady) {
  for (const Good& good : kGood) {
    const Outcome outcome = talk(good.protocol, good.says);
    EXPECT_TRUE(outcome.ready) << good.says << outcome.ready.error().reason;
    if (!good.hears.empty()) {
      EXPECT_EQ(outcome.heard, good.hears);
    }
  }
}

// What somebody on the way puts behind the go-ahead would count as said by the server under TLS.
TEST(StartTls, NothingMayComeBehindTheGoAhead) {
  for (const Good& good : kGood)
    for (const std::string injected : {"x", "\n", "250 OK\r\n", "\x16\x03\x03"}) {
      Script server(good.says + injected, 4096);
      const auto ready = start_tls(good.protocol, "example.org", server);
      ASSERT_FALSE(ready) << good.says;
      EXPECT_TRUE(ready.error().reason.starts_with("Behind its go-ahead")) << ready.error().reason;
    }
}

TEST(StartTls, ServersThatStop) {
  for (const Good& good : kGood)
    for (std::size_t size = 0; size < good.says.size(); ++size)
      for (const End end : {End::closed, End::timed_out}) {
        Script server(good.says.substr(0, size), 4096, end);
        const auto ready = start_tls(good.protocol, "example.org", server);
        ASSERT_FALSE(ready) << good.says.substr(0, size);
        EXPECT_EQ(ready.error().end, end) << ready.error().reason;
      }
}

TEST(StartTls, ServersThatDoNotWant) {
  const std::string smtp = "220 mx\r\n250-mx\r\n250 STARTTLS\r\n", imap = "* OK hi\r\n", stream = "<stream:stream>";
  const std::string not_offered = "The server does not offer STARTTLS.", refused = "The server refuses STARTTLS.",
                    unwilling = "The server does not want to talk.";
  EXPECT_EQ(refusal(StartTls::smtp, "220 mx\r\n250 SIZE 1\r\n"), not_offered);
  EXPECT_EQ(refusal(StartTls::smtp, smtp + "454 later\r\n"), refused);
  EXPECT_EQ(refusal(StartTls::smtp, "554 go away\r\n"), unwilling);
  EXPECT_EQ(refusal(StartTls::smtp, "220 mx\r\n502 EHLO?\r\n"), "The server does not know EHLO, and so no STARTTLS.");
  EXPECT_EQ(refusal(StartTls::ftp, "220 hi\r\n504 no TLS\r\n"), "The server refuses AUTH TLS.");
  EXPECT_EQ(refusal(StartTls::imap, imap + "a NO\r\n"), refused);
  EXPECT_EQ(refusal(StartTls::imap, imap + "* BYE\r\n"), refused);
  EXPECT_EQ(refusal(StartTls::imap, "* PREAUTH hi\r\n"), "The server is in no state for STARTTLS.");
  EXPECT_EQ(refusal(StartTls::pop3, "+OK\r\n-ERR what\r\n"), "The server refuses STLS.");
  EXPECT_EQ(refusal(StartTls::ldap, ldap_answer(1, 2, "unsupported")), "The server refuses StartTLS.");
  EXPECT_EQ(refusal(StartTls::ldap, ldap_answer(0, 0, "")), "The server refuses StartTLS.");
  EXPECT_EQ(refusal(StartTls::xmpp, stream + "<stream:features></stream:features>"), not_offered);
  EXPECT_EQ(refusal(StartTls::xmpp, stream + "<stream:features/>"), not_offered);
  EXPECT_EQ(refusal(StartTls::xmpp, stream + "<stream:error><conflict/></stream:error>"), unwilling);
  const auto unknown = talk(StartTls::xmpp, stream + "<stream:error><host-unknown xmlns='x'/></stream:error>").ready;
  EXPECT_EQ(unknown.error().reason, "The server does not serve the domain example.org.");
  EXPECT_TRUE(unknown.error().other_name);
  EXPECT_EQ(refusal(StartTls::xmpp, kXmppFeatures + "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), refused);
  EXPECT_EQ(refusal(StartTls::postgres, "N"), "The server does not offer TLS.");
  EXPECT_EQ(refusal(StartTls::postgres, "E"), "The server does not know the request for TLS.");
}

TEST(StartTls, ServersOfSomethingElse) {
  const std::string http = "HTTP/1.1 400 Bad Request\r\n\r\n";
  EXPECT_EQ(refusal(StartTls::smtp, http), "The server does not speak SMTP.");
  EXPECT_EQ(refusal(StartTls::ftp, http), "The server does not speak FTP.");
  EXPECT_EQ(refusal(StartTls::imap, http), "The server does not speak IMAP.");
  EXPECT_EQ(refusal(StartTls::pop3, http), "The server does not speak POP3.");
  EXPECT_EQ(refusal(StartTls::ldap, http), "The server does not speak LDAP.");
  EXPECT_EQ(refusal(StartTls::smtp, "22 x\r\n"), "The server does not speak SMTP.");
  EXPECT_EQ(refusal(StartTls::smtp, "220_x\r\n"), "The server does not speak SMTP.");
  EXPECT_EQ(refusal(StartTls::ldap, bytes({0x30, 0x80, 0, 0})), "The server does not speak LDAP.");  // indefinite
  EXPECT_EQ(refusal(StartTls::ldap, bytes({0x30, 0x85, 0, 0, 0, 0, 0})), "The server does not speak LDAP.");
  EXPECT_EQ(refusal(StartTls::ldap, bytes({0x30, 3, 2, 1, 1})), "The server does not speak LDAP.");
}

TEST(StartTls, ServersWithoutAnEndAreBounded) {
  const std::string endless(kMaxStartTlsTalk + 1, 'x'), reason = "The server talks without coming to the point.";
  for (const StartTls protocol : {StartTls::smtp, StartTls::imap, StartTls::pop3, StartTls::ftp, StartTls::xmpp})
    EXPECT_EQ(refusal(protocol, endless), reason);
  std::string lines = "220-x\r\n";
  while (lines.size() <= kMaxStartTlsTalk) lines += "220-x\r\n";
  EXPECT_EQ(refusal(StartTls::smtp, lines), reason);
  EXPECT_EQ(refusal(StartTls::ldap, bytes({0x30, 0x84, 0x7f, 0, 0, 0})), reason);
}

TEST(StartTls, AnswersAreShownWithoutControlCharacters) {
  Script server("\x1b[2J\r\n", 4096);
  const auto ready = start_tls(StartTls::pop3, "example.org", server);
  ASSERT_FALSE(ready);
  EXPECT_EQ(ready.error().answer, "\\1b[2J");
}

TEST(StartTls, EveryProtocolHasItsName) {
  for (const std::string& option : starttls_options()) EXPECT_EQ(find_starttls(option)->option, option);
  EXPECT_EQ(starttls_options().size(), 7U);
  EXPECT_EQ(find_starttls("telnet"), nullptr);
}

}  // namespace
}  // namespace handfast::cli
