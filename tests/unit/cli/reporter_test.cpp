// The drawing of a handshake and the same as JSON, from messages made here.
#include "cli/reporter.hpp"

#include <gtest/gtest.h>

#include "tls/message/certificate_verify.hpp"
#include "tls/message/client_hello.hpp"
#include "tls/message/server_hello.hpp"
#include "unit/cli/text_checks.hpp"

namespace handfast::cli {
namespace {

using test::begins;
using test::has;

std::chrono::steady_clock::time_point stopped_clock() {
  static std::chrono::steady_clock::time_point now{};
  return now += std::chrono::microseconds(100);
}

template <class Message>
ByteVector framed(const Message& message) {
  ByteVector body;
  EXPECT_TRUE(encode(message, body));
  ByteVector out{static_cast<std::uint8_t>(Message::type), 0, static_cast<std::uint8_t>(body.size() >> 8),
                 static_cast<std::uint8_t>(body.size())};
  append(out, body);
  return out;
}

template <class Item>
ByteVector items(std::initializer_list<Item> list) {
  ByteVector out;
  for (const Item& item : list) {
    if constexpr (WireNumber<Item>) {
      out.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(item) >> 8));
      out.push_back(static_cast<std::uint8_t>(item));
    } else {
      EXPECT_TRUE(encode(item, out));
    }
  }
  return out;
}

ByteVector client_hello() {
  const ByteVector suites = items({CipherSuite::aes_128_gcm_sha256});
  const ByteVector versions = items({ProtocolVersion::tls13, ProtocolVersion::tls12, ProtocolVersion{0x7a7a}});
  const ByteVector shares = items({tls::KeyShareEntry{NamedGroup::x25519, as_bytes("share")}});
  const ByteVector names = items({tls::ServerName{ServerNameType::host_name, as_bytes("local\x1bhost")}});
  const ByteVector protocols = items({tls::ProtocolName{as_bytes("h2")}, tls::ProtocolName{as_bytes("http/1.1")}});
  tls::ClientHello hello;
  const std::uint8_t no_compression = 0;
  hello.cipher_suites = ListView<CipherSuite>(suites);
  hello.legacy_compression_methods = {&no_compression, 1};
  hello.extensions.supported_versions.emplace().versions = ListView<ProtocolVersion>(versions);
  hello.extensions.key_share.emplace().client_shares = ListView<tls::KeyShareEntry>(shares);
  hello.extensions.server_name.emplace().server_name_list = ListView<tls::ServerName>(names);
  hello.extensions.application_protocols.emplace().protocol_name_list = ListView<tls::ProtocolName>(protocols);
  return framed(hello);
}

ByteVector server_hello() {
  tls::ServerHello hello;
  hello.cipher_suite = CipherSuite::aes_128_gcm_sha256;
  hello.extensions.key_share.emplace().server_share = {NamedGroup::x25519, as_bytes("share")};
  hello.extensions.supported_versions.emplace().selected_version = ProtocolVersion::tls13;
  return framed(hello);
}

tls::MessageEvent handshake_event(Bytes message, bool sent, bool encrypted) {
  return {.sent = sent,
          .content = ContentType::handshake,
          .type = static_cast<HandshakeType>(message.front()),
          .is_hello_retry = false,
          .encrypted = encrypted,
          .message = message};
}

struct Shown {
  std::string text;
  Reporter::Settings settings(tls::Role role, bool unicode) {
    Reporter::Settings out;
    out.role = role;
    out.messages = true;
    out.write = [this](std::string_view more) { text += more; };
    out.style.unicode = unicode;
    out.now = &stopped_clock;
    return out;
  }
};

void play(Reporter& reporter, bool as_client) {
  const ByteVector first = client_hello(), second = server_hello();
  const ByteVector third = framed(tls::CertificateVerify{SignatureScheme::ed25519, as_bytes("signature")});
  reporter.on_message(handshake_event(first, as_client, false));
  reporter.on_message(handshake_event(second, !as_client, false));
  reporter.on_message(handshake_event(third, !as_client, true));
}

TEST(TextReporter, DrawsWhoSpeaksAndWhatIsSealed) {
  Shown shown;
  const auto reporter = make_text_reporter(shown.settings(tls::Role::client, true));
  reporter->connected("localhost:4433", "127.0.0.1");
  play(*reporter, true);
  EXPECT_TRUE(
      begins(shown.text, "localhost:4433 (127.0.0.1)                                     client    server\n\n"));
  EXPECT_TRUE(has(shown.text,
                  "          TLS 1.3, 1.2, 0x7a7a · shares X25519 · SNI local\\1bhost\n"
                  "          ALPN h2, http/1.1\n"));
  EXPECT_TRUE(has(shown.text, " B  ───────▶\n"));
  EXPECT_TRUE(has(shown.text,
                  "          TLS 1.3 · TLS_AES_128_GCM_SHA256 · X25519\n"
                  "          ── encrypted from here on ──\n"));
  EXPECT_TRUE(has(shown.text, "CertificateVerify  ed25519"));
  EXPECT_TRUE(has(shown.text, " B         ◀═══════\n"));
}

TEST(TextReporter, ServersSeeTheSameDirections) {
  Shown as_client, as_server;
  play(*make_text_reporter(as_client.settings(tls::Role::client, false)), true);
  play(*make_text_reporter(as_server.settings(tls::Role::server, false)), false);
  EXPECT_EQ(as_client.text, as_server.text);
  EXPECT_TRUE(has(as_client.text, "------->\n"));
  EXPECT_TRUE(has(as_client.text, "<=======\n"));
  for (const char c : as_client.text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << as_client.text;
}

TEST(TextReporter, UnreadableMessagesAreShownAsSuch) {
  Shown shown;
  const auto reporter = make_text_reporter(shown.settings(tls::Role::client, false));
  const ByteVector cut{static_cast<std::uint8_t>(HandshakeType::server_hello), 0, 0, 2, 3, 3};
  reporter->on_message(handshake_event(cut, false, false));
  EXPECT_TRUE(has(shown.text, "ServerHello  cannot be read"));
  const ByteVector unknown{99, 0, 0, 0};
  reporter->on_message(handshake_event(unknown, false, false));
  EXPECT_TRUE(has(shown.text, "handshake message 99"));
  reporter->on_message(handshake_event(ByteVector{1}, false, false));
  reporter->on_message({.content = ContentType::alert, .message = {}});
  EXPECT_TRUE(has(shown.text, "Alert"));
}

TEST(JsonReporter, OneObjectALineWithTheSameFacts) {
  Shown shown;
  const auto reporter = make_json_reporter(shown.settings(tls::Role::client, false));
  reporter->connected("localhost:4433", "127.0.0.1");
  play(*reporter, true);
  EXPECT_EQ(std::ranges::count(shown.text, '\n'), 4);
  EXPECT_TRUE(begins(shown.text, "{\"event\":\"connected\",\"ms\":"));
  EXPECT_TRUE(has(shown.text, "\"from\":\"client\",\"sent\":true,\"message\":\"ClientHello\""));
  EXPECT_TRUE(has(shown.text,
                  "\"versions\":[\"TLS 1.3\",\"TLS 1.2\",\"0x7a7a\"],\"key_shares\":[\"X25519\"],"
                  "\"sni\":\"local\\\\1bhost\",\"alpn\":[\"h2\",\"http/1.1\"]"));
  EXPECT_TRUE(has(shown.text, "\"encrypted\":true,\"detail\":\"ed25519\"}"));
}

TEST(CommonName, IsCutOutOfASubject) {
  EXPECT_EQ(common_name("CN=Demo CA,O=Example"), "Demo CA");
  EXPECT_EQ(common_name("O=Example"), "O=Example");
}

}  // namespace
}  // namespace handfast::cli
