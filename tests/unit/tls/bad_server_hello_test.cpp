// ServerHellos and HelloRetryRequests that no honest server sends.
#include "tls/message/server_hello.hpp"
#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum ExtensionType;

constexpr std::uint8_t kX25519[] = {0, 0x1d};

// Offers a share of X25519 alone, so that any other group takes a HelloRetryRequest.
Options client_side() {
  Policy policy;
  policy.groups = {NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1};
  policy.cipher_suites = {CipherSuite::aes_128_gcm_sha256, CipherSuite::aes_256_gcm_sha384};
  Options out = ordinary_client();
  out.key_shares = 1;
  out.policy = std::make_shared<const Policy>(policy);
  return out;
}

Options server_side(std::initializer_list<NamedGroup> groups) {
  Policy policy;
  policy.groups = groups;
  Options out = ordinary_server();
  out.policy = std::make_shared<const Policy>(policy);
  return out;
}

// A ServerHello's key_share: the group, and so many bytes.
ByteVector share(NamedGroup group, std::size_t size, std::uint8_t fill = 9) {
  ByteVector out;
  if (!encode(KeyShareEntry{group, ByteVector(size, fill)}, out)) out.clear();
  return out;
}

// What the server answers to the client's hello: the message in its first record.
ByteVector answer_of(Connection& server, Connection& client) {
  (void)client.handshake();
  EXPECT_TRUE(server.feed(taken_output(client)));
  (void)server.handshake();
  return content_of_first_record(taken_output(server));
}

// ------------------------------------------------------------------------------------------------ ServerHello ----

const MessageEdit downgraded =
    both(without<ServerHello>(supported_versions), fields<ServerHello>([](ServerHello& m) {
           constexpr std::uint8_t kSentinel[] = {0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
           std::ranges::copy(kSentinel, m.random.end() - sizeof kSentinel);
         }));

const BadMessage kBadServerHellos[] = {
    {"version_tls12",
     both(without<ServerHello>(supported_versions), without<ServerHello>(key_share)),
     {Errc::no_common_version, "server_hello.legacy_version", "await server_hello"}},
    {"version_tls12_with_sentinel", downgraded, {Errc::no_common_version, "server_hello.legacy_version"}},
    {"ssl3",
     both(without<ServerHello>(supported_versions),
          fields<ServerHello>([](ServerHello& m) { m.legacy_version = ProtocolVersion::ssl30; })),
     {Errc::no_common_version, "server_hello.legacy_version"}},
    {"selected_version_tls12",
     with<ServerHello>(supported_versions, {3, 3}),
     {Errc::wrong_selected_version, "server_hello.supported_versions"}},
    {"selected_version_unknown",
     with<ServerHello>(supported_versions, {3, 5}),
     {Errc::wrong_selected_version, "server_hello.supported_versions"}},
    {"two_selected_versions",
     with<ServerHello>(supported_versions, {3, 4, 3, 4}),
     {Errc::trailing_bytes, "supported_versions"}},
    {"legacy_version_ssl30",
     fields<ServerHello>([](ServerHello& m) { m.legacy_version = ProtocolVersion::ssl30; }),
     {Errc::no_common_version, "server_hello.legacy_version"}},
    {"legacy_version_tls13",
     fields<ServerHello>([](ServerHello& m) { m.legacy_version = ProtocolVersion::tls13; }),
     {Errc::wrong_selected_version, "server_hello.legacy_version"}},
    {"other_session_id",
     fields<ServerHello>([](ServerHello& m) { m.legacy_session_id_echo = kX25519; }),
     {Errc::wrong_session_id, "server_hello.legacy_session_id_echo"}},
    {"no_session_id",
     fields<ServerHello>([](ServerHello& m) { m.legacy_session_id_echo = {}; }),
     {Errc::wrong_session_id, "server_hello.legacy_session_id_echo"}},
    {"suite_not_offered",
     fields<ServerHello>([](ServerHello& m) { m.cipher_suite = CipherSuite::chacha20_poly1305_sha256; }),
     {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
    {"suite_unknown",
     fields<ServerHello>([](ServerHello& m) { m.cipher_suite = CipherSuite{0x1a1a}; }),
     {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
    {"compression",
     fields<ServerHello>([](ServerHello& m) { m.legacy_compression_method = 1; }),
     {Errc::wrong_compression_method, "server_hello.legacy_compression_method"}},
    {"no_key_share", without<ServerHello>(key_share), {Errc::missing_extension, "server_hello.key_share"}},
    {"share_of_another_group",
     with<ServerHello>(key_share, share(NamedGroup::secp256r1, 65)),
     {Errc::wrong_group, "server_hello.key_share"}},
    {"share_too_short",
     with<ServerHello>(key_share, share(NamedGroup::x25519, 31)),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"share_of_small_order",
     with<ServerHello>(key_share, share(NamedGroup::x25519, 32, 0)),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"empty_share",
     with<ServerHello>(key_share, share(NamedGroup::x25519, 0)),
     {Errc::field_too_short, "key_exchange"}},
    {"bytes_behind_the_share",
     with<ServerHello>(key_share, {0, 0x1d, 0, 1, 9, 9}),
     {Errc::trailing_bytes, "key_share"}},
    {"unsolicited_extension", with<ServerHello>(cookie, {0, 1, 0}), {Errc::unsolicited_extension, "extensions"}},
    {"unknown_extension", with<ServerHello>(ExtensionType{0x1a1a}, {}), {Errc::unsolicited_extension, "extensions"}},
    {"psk_not_offered", with<ServerHello>(pre_shared_key, {0, 0}), {Errc::unsolicited_extension, "extensions"}},
    {"extension_of_another_message",
     with<ServerHello>(supported_groups, {0, 2, 0, 0x1d}),
     {Errc::forbidden_extension, "extensions"}},
    {"extension_twice",
     [](const ByteVector& message) {
       return with_extensions<ServerHello>(message, [](LooseExtensions& list) { list.push_back(list.front()); });
     },
     {Errc::duplicate_extension, "extensions"}},
    {"bytes_behind",
     [](const ByteVector& message) {
       ByteVector body(message.begin() + kMessageHeader, message.end());
       body.push_back(0);
       return message_of(HandshakeType::server_hello, body);
     },
     {Errc::trailing_bytes, "server_hello", "await server_hello"}},
    {"more_in_its_record",
     [](const ByteVector& message) {
       ByteVector out = message;
       append(out, message_of(HandshakeType::encrypted_extensions, kX25519));
       return out;
     },
     {Errc::data_across_key_change, "record"}},
    {"client_hello_instead",
     [](const ByteVector& message) {
       return message_of(HandshakeType::client_hello, Bytes(message).subspan(kMessageHeader));
     },
     {Errc::unexpected_message, "handshake.msg_type", "await server_hello"}},
    {"too_long",
     [](const ByteVector&) { return ByteVector{2, 1, 0, 1, 0, 0}; },
     {Errc::message_too_long, "handshake.length", "await server_hello"}},
};

class BadServerHello : public testing::TestWithParam<BadMessage> {};
INSTANTIATE_TEST_SUITE_P(Each, BadServerHello, testing::ValuesIn(kBadServerHellos), name_of_message);

TEST_P(BadServerHello, IsRefused) {
  Connection client(Role::client, plain_services(), client_side());
  Connection server(Role::server, plain_services(), server_side({NamedGroup::x25519}));
  ASSERT_TRUE(client.feed(record_with(GetParam().edit(answer_of(server, client)))));
  EXPECT_EQ(client.handshake().kind, Step::Kind::failed);
  expect_refused(client, GetParam().refusal);
  expect_alert(client, GetParam().refusal.error);
}

TEST(TruncatedServerHello, IsRefused) {
  Connection first_client(Role::client, plain_services(), client_side());
  Connection server(Role::server, plain_services(), server_side({NamedGroup::x25519}));
  const ByteVector message = answer_of(server, first_client);
  for (std::size_t n = kMessageHeader; n < message.size(); ++n) {
    Connection client(Role::client, plain_services(), client_side());
    (void)client.handshake();
    (void)taken_output(client);
    const Bytes body = Bytes(message).first(n).subspan(kMessageHeader);
    ASSERT_TRUE(client.feed(record_with(message_of(HandshakeType::server_hello, body))));
    ASSERT_EQ(client.handshake().kind, Step::Kind::failed) << n;
    const Error& error = client.failure()->error;
    // Without extensions it is the whole ServerHello of an older version.
    EXPECT_TRUE(error == Errc::message_truncated || error == Errc::no_common_version) << n << ": " << why(client);
    EXPECT_FALSE(error.field.empty()) << n;
    expect_alert(client, error.code);
  }
}

TEST(FlippedServerHello, NeverDoesHarm) {
  Connection first_client(Role::client, plain_services(), client_side());
  Connection server(Role::server, plain_services(), server_side({NamedGroup::x25519}));
  const ByteVector record = record_with(answer_of(server, first_client));
  unsigned refused = 0;
  for (std::size_t bit = 0; bit < 8 * record.size(); ++bit) {
    ByteVector flipped = record;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
    Connection client(Role::client, plain_services(), client_side());
    (void)client.handshake();
    (void)taken_output(client);
    ASSERT_TRUE(client.feed(flipped));
    const Step step = client.handshake();
    if (step.kind != Step::Kind::failed) continue;
    ++refused;
    EXPECT_FALSE(client.failure()->error.field.empty()) << bit;
    EXPECT_NE(step.error, Errc::internal_error) << bit;
  }
  EXPECT_GT(refused, 400U);  // every session id of another client is wrong
}

// ------------------------------------------------------------------------------------------ HelloRetryRequest ----

const BadMessage kBadRetries[] = {
    {"changes_nothing",
     both(without<HelloRetryRequest>(key_share), without<HelloRetryRequest>(cookie)),
     {Errc::needless_hello_retry, "hello_retry_request.extensions", "await server_hello"}},
    {"group_not_offered",
     with<HelloRetryRequest>(key_share, {0, 0x19}),
     {Errc::wrong_group, "hello_retry_request.key_share"}},
    {"group_with_a_share",
     with<HelloRetryRequest>(key_share, {0, 0x1d}),
     {Errc::needless_hello_retry, "hello_retry_request.key_share"}},
    {"suite_not_offered",
     fields<HelloRetryRequest>([](HelloRetryRequest& m) { m.cipher_suite = CipherSuite::chacha20_poly1305_sha256; }),
     {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
    {"other_session_id",
     fields<HelloRetryRequest>([](HelloRetryRequest& m) { m.legacy_session_id_echo = kX25519; }),
     {Errc::wrong_session_id, "server_hello.legacy_session_id_echo"}},
    {"no_version",
     without<HelloRetryRequest>(supported_versions),
     {Errc::missing_extension, "hello_retry_request.supported_versions", "await server_hello"}},
    {"a_cookie_and_no_version",
     both(without<HelloRetryRequest>(supported_versions), with<HelloRetryRequest>(cookie, {0, 1, 7})),
     {Errc::missing_extension, "hello_retry_request.supported_versions"}},
    {"no_version_and_version_tls11",
     both(without<HelloRetryRequest>(supported_versions),
          fields<HelloRetryRequest>([](HelloRetryRequest& m) { m.legacy_version = ProtocolVersion{0x0302}; })),
     {Errc::missing_extension, "hello_retry_request.supported_versions"}},
    {"version_tls12",
     with<HelloRetryRequest>(supported_versions, {3, 3}),
     {Errc::wrong_selected_version, "server_hello.supported_versions"}},
    {"empty_cookie", with<HelloRetryRequest>(cookie, {0, 0}), {Errc::field_too_short, "cookie"}},
    {"unknown_extension",
     with<HelloRetryRequest>(ExtensionType{0x1a1a}, {}),
     {Errc::unsolicited_extension, "extensions"}},
    {"extension_of_another_message",
     with<HelloRetryRequest>(supported_groups, {0, 2, 0, 0x1d}),
     {Errc::forbidden_extension, "extensions"}},
};

class BadHelloRetry : public testing::TestWithParam<BadMessage> {};
INSTANTIATE_TEST_SUITE_P(Each, BadHelloRetry, testing::ValuesIn(kBadRetries), name_of_message);

TEST_P(BadHelloRetry, IsRefused) {
  Connection client(Role::client, plain_services(), client_side());
  Connection server(Role::server, plain_services(), server_side({NamedGroup::secp256r1}));
  ASSERT_TRUE(client.feed(record_with(GetParam().edit(answer_of(server, client)))));
  EXPECT_EQ(client.handshake().kind, Step::Kind::failed);
  expect_refused(client, GetParam().refusal);
  expect_alert(client, GetParam().refusal.error);
}

TEST(SecondAnswer, AnotherRetryIsRefused) {
  Connection client(Role::client, plain_services(), client_side());
  Connection server(Role::server, plain_services(), server_side({NamedGroup::secp256r1}));
  const ByteVector retry = answer_of(server, client);
  ASSERT_TRUE(client.feed(record_with(retry)));
  EXPECT_EQ(client.handshake().wait, Wait::output);
  (void)taken_output(client);
  ASSERT_TRUE(client.feed(record_with(with<HelloRetryRequest>(key_share, {0, 0x18})(retry))));
  EXPECT_EQ(client.handshake().kind, Step::Kind::failed);
  expect_refused(client, {Errc::second_hello_retry, "handshake.msg_type", "await server_hello"});
  expect_alert(client, Errc::second_hello_retry);
}

TEST(SecondAnswer, MustAgreeWithTheRetry) {
  const std::pair<MessageEdit, Refusal> cases[] = {
      {fields<ServerHello>([](ServerHello& m) { m.cipher_suite = CipherSuite::aes_256_gcm_sha384; }),
       {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
      {with<ServerHello>(key_share, share(NamedGroup::x25519, 32)), {Errc::wrong_group, "server_hello.key_share"}},
  };
  for (const auto& [edit, refusal] : cases) {
    Connection client(Role::client, plain_services(), client_side());
    Connection server(Role::server, plain_services(), server_side({NamedGroup::secp256r1}));
    ASSERT_TRUE(client.feed(record_with(answer_of(server, client))));
    const ByteVector answer = answer_of(server, client);
    ASSERT_TRUE(client.feed(record_with(edit(answer))));
    EXPECT_EQ(client.handshake().kind, Step::Kind::failed);
    expect_refused(client, refusal);
  }
}

}  // namespace
}  // namespace handfast::test
