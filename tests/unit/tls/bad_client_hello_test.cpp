// ClientHellos that no honest client sends, and what the server says to each.
#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;

std::shared_ptr<const Policy> two_groups() {
  Policy policy;
  policy.versions = {ProtocolVersion::tls13};
  policy.groups = {NamedGroup::x25519, NamedGroup::secp256r1};
  return std::make_shared<const Policy>(policy);
}

Options client_side() {
  Options out = ordinary_client();
  out.policy = two_groups();
  out.application_protocols = {"h2"};
  out.key_shares = 1;
  out.record_size_limit = 16384;
  return out;
}

Options server_side() {
  Options out = ordinary_server();
  out.policy = two_groups();
  return out;
}

ByteVector honest_hello() {
  Connection client(Role::client, plain_services(), client_side());
  (void)client.handshake();
  return content_of_first_record(client.output());
}

// key_share with entries of so many zero bytes.
ByteVector shares(std::initializer_list<std::pair<NamedGroup, std::size_t>> entries, std::uint8_t fill = 9) {
  ByteVector out;
  Writer writer(out);
  {
    const auto length = writer.prefix(2);
    for (const auto& [group, size] : entries) {
      writer.number<2>(static_cast<std::uint32_t>(group));
      const auto share = writer.prefix(2);
      writer.put(ByteVector(size, fill));
    }
  }
  return out;
}

constexpr std::array<std::uint8_t, 40> kZeros{};
constexpr std::array<std::uint8_t, 2> kTwoMethods{1, 0};
constexpr std::array<std::uint8_t, 1> kDeflate{1};
constexpr std::array<std::uint8_t, 3> kOddList{0x13, 0x01, 0x13};
constexpr std::array<std::uint8_t, 2> kNoSuite{0x00, 0x2f};
constexpr std::array<std::uint8_t, 45> kOnePsk{0, 7 + 1, 0, 2, 1, 2, 0, 0, 0, 0, 0, 33, 32};

using enum ExtensionType;

// Of those that are no extensions of TLS: what a hello may have besides is bounded by its size alone.
void add_unknown(LooseExtensions& list, unsigned count) {
  for (unsigned i = 0; i < count; ++i) list.push_back({static_cast<ExtensionType>(0x5000 + i), {}});
}

const BadMessage kBadFields[] = {
    {"no_extensions",
     fields([](ClientHello& m) { m.extensions.block = {}; }),
     {Errc::no_common_version, "client_hello.supported_versions", "await client_hello"}},
    {"session_id_of_33",
     fields([](ClientHello& m) { m.legacy_session_id = Bytes(kZeros).first(33); }),
     {Errc::field_too_long, "legacy_session_id", "await client_hello"}},
    {"no_cipher_suites",
     fields([](ClientHello& m) { m.cipher_suites = {}; }),
     {Errc::field_too_short, "cipher_suites", "await client_hello"}},
    {"half_a_cipher_suite",
     fields([](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(kOddList); }),
     {Errc::message_truncated, "cipher_suites", "await client_hello"}},
    {"old_cipher_suites_only",
     fields([](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(kNoSuite); }),
     {Errc::no_common_cipher_suite, "client_hello.cipher_suites"}},
    {"no_compression_method",
     fields([](ClientHello& m) { m.legacy_compression_methods = {}; }),
     {Errc::field_too_short, "legacy_compression_methods", "await client_hello"}},
    {"two_compression_methods",
     fields([](ClientHello& m) { m.legacy_compression_methods = kTwoMethods; }),
     {Errc::wrong_compression_method, "client_hello.legacy_compression_methods"}},
    {"deflate",
     fields([](ClientHello& m) { m.legacy_compression_methods = kDeflate; }),
     {Errc::wrong_compression_method, "client_hello.legacy_compression_methods"}},
    {"a_byte_behind",
     [](const ByteVector& m) {
       ByteVector body(m.begin() + kMessageHeader, m.end());
       body.push_back(0);
       return message_of(HandshakeType::client_hello, body);
     },
     {Errc::trailing_bytes, "client_hello", "await client_hello"}},
    {"another_message_first",
     [](const ByteVector& m) { return message_of(HandshakeType::finished, Bytes(m).subspan(kMessageHeader)); },
     {Errc::unexpected_message, "handshake.msg_type", "await client_hello"}},
    {"unknown_message_first",
     [](const ByteVector& m) { return message_of(HandshakeType{99}, Bytes(m).subspan(kMessageHeader)); },
     {Errc::unexpected_message, "handshake.msg_type", "await client_hello"}},
    {"empty_message",
     [](const ByteVector&) { return message_of(HandshakeType::client_hello, {}); },
     {Errc::message_truncated, "legacy_version", "await client_hello"}},
    {"too_long",
     [](const ByteVector&) { return ByteVector{1, 1, 0, 1, 0, 0, 0, 0}; },
     {Errc::message_too_long, "handshake.length", "await client_hello"}},
    {"more_behind_it_in_its_record",
     [](const ByteVector& m) {
       ByteVector out = m;
       append(out, message_of(HandshakeType::finished, kZeros));
       return out;
     },
     {Errc::data_across_key_change, "record"}},
};

const BadMessage kBadExtensions[] = {
    {"an_extension_twice",
     extensions([](LooseExtensions& list) { list.push_back(list.front()); }),
     {Errc::duplicate_extension, "extensions"}},
    {"an_unknown_extension_twice",
     extensions([](LooseExtensions& list) {
       list.push_back({ExtensionType{0xfafa}, {}});
       list.push_back({ExtensionType{0xfafa}, {}});
     }),
     {Errc::duplicate_extension, "extensions"}},
    {"an_extension_of_another_message", with(oid_filters, {}), {Errc::forbidden_extension, "extensions"}},
    {"one_of_thousands_twice",
     extensions([](LooseExtensions& list) {
       add_unknown(list, 3000);
       list.push_back({ExtensionType{0x5000}, {}});
     }),
     {Errc::duplicate_extension, "extensions"}},
    {"half_an_extension",
     fields([](ClientHello& m) { m.extensions.block = m.extensions.block.first(m.extensions.block.size() - 1); }),
     {Errc::message_truncated, "extension_data"}},
    {"psk_before_the_last",
     extensions([](LooseExtensions& list) {
       list.insert(list.begin(), {pre_shared_key, ByteVector(kOnePsk.begin(), kOnePsk.end())});
     }),
     {Errc::forbidden_extension, "pre_shared_key"}},
    {"psk_without_modes",
     both(without(psk_key_exchange_modes), with(pre_shared_key, {kOnePsk.begin(), kOnePsk.end()})),
     {Errc::missing_extension, "client_hello.psk_key_exchange_modes"}},
    {"psk_without_binders",
     with(pre_shared_key, {0, 8, 0, 2, 1, 2, 0, 0, 0, 0, 0, 0}),
     {Errc::field_too_short, "binders"}},
    {"legacy_version_ssl30",  // whatever supported_versions says
     fields([](ClientHello& m) { m.legacy_version = ProtocolVersion::ssl30; }),
     {Errc::no_common_version, "client_hello.legacy_version"}},
    {"no_supported_versions",
     without(supported_versions),
     {Errc::no_common_version, "client_hello.supported_versions"}},
    {"only_older_versions",
     with(supported_versions, {4, 3, 3, 3, 2}),
     {Errc::no_common_version, "client_hello.supported_versions"}},
    {"no_version", with(supported_versions, {0}), {Errc::field_too_short, "versions"}},
    {"half_a_version", with(supported_versions, {3, 3, 4, 3}), {Errc::message_truncated, "versions"}},
    {"no_signature_algorithms",
     without(signature_algorithms),
     {Errc::missing_extension, "client_hello.signature_algorithms"}},
    {"only_unknown_signature_algorithms",
     with(signature_algorithms, {0, 2, 0xee, 0xee}),
     {Errc::no_common_signature_scheme, "client_hello.signature_algorithms"}},
    {"only_certificate_signature_algorithms",
     with(signature_algorithms, {0, 2, 0x02, 0x03}),
     {Errc::no_common_signature_scheme, "client_hello.signature_algorithms"}},
    {"no_supported_groups", without(supported_groups), {Errc::missing_extension, "client_hello.supported_groups"}},
    {"no_key_share", without(key_share), {Errc::missing_extension, "client_hello.key_share"}},
    {"a_share_for_a_group_not_offered",
     with(key_share, shares({{NamedGroup::secp521r1, 133}})),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"a_share_twice",
     with(key_share, shares({{NamedGroup::x25519, 32}, {NamedGroup::x25519, 32}})),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"shares_in_another_order",
     with(key_share, shares({{NamedGroup::secp256r1, 65}, {NamedGroup::x25519, 32}})),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"an_empty_share", with(key_share, shares({{NamedGroup::x25519, 0}})), {Errc::field_too_short, "key_exchange"}},
    {"a_short_share",
     with(key_share, shares({{NamedGroup::x25519, 31}})),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"a_long_share",
     with(key_share, shares({{NamedGroup::x25519, 33}})),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"a_share_of_small_order",
     with(key_share, shares({{NamedGroup::x25519, 32}}, 0)),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"a_point_beside_the_curve",
     both(with(supported_groups, {0, 2, 0, 0x17}), with(key_share, shares({{NamedGroup::secp256r1, 65}}, 4))),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"no_common_group",
     both(with(supported_groups, {0, 2, 0, 0x1e}), with(key_share, {0, 0})),
     {Errc::no_common_group, "client_hello.supported_groups"}},
    {"two_server_names",
     with(server_name, {0, 8, 0, 0, 1, 'a', 0, 0, 1, 'b'}),
     {Errc::field_bad_value, "client_hello.server_name"}},
    {"a_server_name_with_nul",
     with(server_name, {0, 6, 0, 0, 3, 'a', 0, 'b'}),
     {Errc::field_bad_value, "client_hello.server_name"}},
    {"an_empty_server_name", with(server_name, {0, 3, 0, 0, 0}), {Errc::field_too_short, "host_name"}},
    {"bytes_behind_a_server_name", with(server_name, {0, 4, 0, 0, 1, 'a', 0}), {Errc::trailing_bytes, "server_name"}},
    {"an_empty_application_protocol",
     with(application_layer_protocol_negotiation, {0, 2, 1, 'a', 0}),
     {Errc::trailing_bytes, "application_layer_protocol_negotiation"}},
    {"no_application_protocol",
     with(application_layer_protocol_negotiation, {0, 0}),
     {Errc::field_too_short, "protocol_name_list"}},
    {"a_small_record_size_limit",
     with(record_size_limit, {0, 63}),
     {Errc::wrong_record_size_limit, "record_size_limit"}},
    {"half_a_record_size_limit", with(record_size_limit, {64}), {Errc::message_truncated, "record_size_limit"}},
    {"early_data_with_contents", with(early_data, {0}), {Errc::trailing_bytes, "early_data"}},
    {"an_empty_cookie", with(cookie, {0, 0}), {Errc::field_too_short, "cookie"}},
};

class BadClientHello : public testing::TestWithParam<BadMessage> {};
INSTANTIATE_TEST_SUITE_P(Fields, BadClientHello, testing::ValuesIn(kBadFields), name_of_message);
INSTANTIATE_TEST_SUITE_P(Extensions, BadClientHello, testing::ValuesIn(kBadExtensions), name_of_message);

TEST_P(BadClientHello, IsRefused) {
  Connection server(Role::server, plain_services(), server_side());
  ASSERT_TRUE(
      server.feed(plain_record(ContentType::handshake, GetParam().edit(honest_hello()), ProtocolVersion::tls10)));
  EXPECT_EQ(server.handshake().kind, Step::Kind::failed);
  expect_refused(server, GetParam().refusal);
  expect_alert(server, GetParam().refusal.error);
}

// What is odd but allowed must not be refused: unknown values of every list, an unknown extension, padding.
TEST(OddClientHello, IsAccepted) {
  const std::pair<const char*, MessageEdit> odd[] = {
      {"unknown extension", with(ExtensionType{0x1a1a}, {1, 2, 3})},
      {"thousands of extensions", extensions([](LooseExtensions& list) { add_unknown(list, 3000); })},
      {"point formats without ours, where TLS 1.3 is negotiated", with(ec_point_formats, {1, 1})},
      {"padding", with(padding, ByteVector(200))},
      {"other session id", fields([](ClientHello& m) { m.legacy_session_id = Bytes(kZeros).first(1); })},
      {"no session id", fields([](ClientHello& m) { m.legacy_session_id = {}; })},
      {"unknown groups", with(supported_groups, {0, 6, 0x1a, 0x1a, 0, 0x1d, 0, 0x17})},
      {"unknown versions", with(supported_versions, {6, 0x7a, 0x7a, 3, 4, 3, 3})},
      {"other legacy_version", fields([](ClientHello& m) { m.legacy_version = ProtocolVersion{0x0399}; })},
      {"unknown psk mode", with(psk_key_exchange_modes, {1, 77})},
      {"unknown psk", with(pre_shared_key, {kOnePsk.begin(), kOnePsk.end()})},
      {"unspoken protocol", with(application_layer_protocol_negotiation, {0, 2, 1, 'a'})},
  };
  for (const auto& [name, edit] : odd) {
    Connection server(Role::server, plain_services(), server_side());
    ASSERT_TRUE(server.feed(plain_record(ContentType::handshake, edit(honest_hello()))));
    EXPECT_EQ(server.handshake().wait, Wait::output) << name << ": " << why(server);
    EXPECT_EQ(server.failure(), nullptr) << name << ": " << why(server);
  }
}

// RFC 8422, 5.1.2: "MUST contain ... uncompressed", where TLS 1.2 is negotiated and the extension is there.
TEST(PointFormats12, AreRefusedWithoutTheOnlyOneInUse) {
  Connection client(Role::client, plain_services(), ordinary_client());
  (void)client.handshake();
  const ByteVector hello = content_of_first_record(client.output());
  const std::pair<ByteVector, bool> cases[] = {
      {{1, 1}, false}, {{2, 1, 2}, false}, {{3, 1, 2, 0}, true}, {{1, 0}, true}};
  for (const auto& [body, accepted] : cases) {
    const MessageEdit edit = both(without(supported_versions), with(ec_point_formats, body));
    Connection server(Role::server, plain_services(), ordinary_server());
    ASSERT_TRUE(server.feed(record_with(edit(hello))));
    const Step step = server.handshake();
    EXPECT_EQ(step.wait == Wait::output, accepted) << why(server);
    if (accepted) continue;
    expect_refused(server, {Errc::wrong_point_formats, "client_hello.ec_point_formats"});
    EXPECT_EQ(server.failure()->alert_sent, Alert::illegal_parameter);
  }
}

// A beginning is never taken for the whole: the server waits, and the end of the stream there is no clean end.
TEST(TruncatedClientHello, IsAwaited) {
  const ByteVector record = plain_record(ContentType::handshake, honest_hello());
  for (std::size_t n = 1; n < record.size(); ++n) {
    Connection server(Role::server, plain_services(), server_side());
    ASSERT_TRUE(server.feed(Bytes(record).first(n)));
    ASSERT_EQ(server.handshake().wait, Wait::input) << n;
    EXPECT_EQ(server.bytes_wanted(), n < 5 ? 5 - n : record.size() - n);
    server.input_ended();
    ASSERT_EQ(server.handshake().error, Errc::closed_early) << n;
    EXPECT_EQ(server.failure()->bytes_received, n);
    EXPECT_EQ(server.failure()->who, Failure::Who::peer);
    EXPECT_TRUE(server.output().empty()) << "nobody is there to read an alert";
  }
}

// The message made shorter, its header telling the new length: decoded and refused, with the field named.
TEST(TruncatedClientHello, WithMatchingLengthIsRefused) {
  const ByteVector message = honest_hello();
  for (std::size_t n = kMessageHeader; n < message.size(); ++n) {
    Connection server(Role::server, plain_services(), server_side());
    const Bytes body = Bytes(message).first(n).subspan(kMessageHeader);
    ASSERT_TRUE(server.feed(plain_record(ContentType::handshake, message_of(HandshakeType::client_hello, body))));
    ASSERT_EQ(server.handshake().kind, Step::Kind::failed) << n;
    const Error& error = server.failure()->error;
    // The one beginning that is a whole message: that of a client without any extensions.
    EXPECT_TRUE(error == Errc::message_truncated || error == Errc::no_common_version) << n << ": " << why(server);
    EXPECT_FALSE(error.field.empty()) << n;
    EXPECT_FALSE(error.reference.empty()) << n;
    expect_alert(server, error.code);
  }
}

// Every bit of the message, and of its record's header, turned over. Some changes leave another ClientHello that is
// right (another random, another name); all else is refused in order.
TEST(FlippedClientHello, NeverDoesHarm) {
  const ByteVector record = plain_record(ContentType::handshake, honest_hello());
  unsigned refused = 0;
  for (std::size_t bit = 0; bit < 8 * record.size(); ++bit) {
    ByteVector flipped = record;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
    Connection server(Role::server, plain_services(), server_side());
    ASSERT_TRUE(server.feed(flipped));
    const Step step = server.handshake();
    if (step.kind != Step::Kind::failed) continue;
    ++refused;
    const Failure& failure = *server.failure();
    EXPECT_EQ(failure.error.code, step.error);
    EXPECT_FALSE(failure.error.field.empty()) << bit;
    EXPECT_NE(failure.error.code, Errc::internal_error) << bit;
    EXPECT_TRUE(failure.alert_sent.has_value() || step.error == Errc::alert_received) << bit << ": " << why(server);
  }
  EXPECT_GT(refused, 400U);
  EXPECT_LT(refused, 8 * record.size() - 2 * 8 * 32) << "the random and the key share may be anything";
}

}  // namespace
}  // namespace handfast::test
