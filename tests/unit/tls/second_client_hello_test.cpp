// The second ClientHello, after a HelloRetryRequest: RFC 8446, 4.1.2, lists what may differ from the first one. Everything
// else is changed here, each field and each extension in turn, and refused.
#include <set>

#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum ExtensionType;

constexpr std::uint8_t kOtherBytes[] = {0x13, 1, 0x13, 3};
constexpr auto kUnknown = ExtensionType{0x1a1a};

// What an ordinary client does not send, but others do: it stands in both hellos.
class Additions final : public ClientHelloFilter {
 public:
  explicit Additions(LooseExtensions list) : list_(std::move(list)) {}
  void filter(ByteVector& message) override {
    message = extensions([&](LooseExtensions& list) { list.insert(list.end(), list_.begin(), list_.end()); })(message);
  }

 private:
  LooseExtensions list_;
};

// Shares of X25519 alone, so that any other group takes a HelloRetryRequest.
Options client_side() {
  Policy policy;
  policy.groups = {NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1};
  Options out = ordinary_client();
  out.policy = std::make_shared<const Policy>(policy);
  out.application_protocols = {"h2"};
  out.key_shares = 1;
  out.record_size_limit = 16384;
  out.request_status = true;
  return out;
}

Options server_side(NamedGroup group, bool cookie) {
  Policy policy;
  policy.groups = {group};
  Options out = ordinary_server();
  out.policy = std::make_shared<const Policy>(policy);
  out.cookie_always = cookie;
  return out;
}

std::shared_ptr<const Services> adding(LooseExtensions list) {
  auto out = std::make_shared<Services>();
  out->client_hello_filter = std::make_shared<Additions>(std::move(list));
  return out;
}

const LooseExtensions kEverything = {
    {signature_algorithms_cert, {0, 4, 4, 3, 8, 4}},
    {certificate_authorities, {0, 4, 0, 2, 0x30, 0}},
    {post_handshake_auth, {}},
    {max_fragment_length, {4}},
    {kUnknown, {1, 2, 3}},
};

// A client and a server up to the second hello, which nobody has seen yet.
struct Retry {
  explicit Retry(const LooseExtensions& more = {}, NamedGroup group = NamedGroup::secp256r1, bool cookie = true)
      : client(Role::client, adding(more), client_side()),
        server(Role::server, plain_services(), server_side(group, cookie)) {
    (void)client.handshake();
    first = content_of_first_record(client.output());
    EXPECT_TRUE(server.feed(taken_output(client)));
    (void)server.handshake();
    EXPECT_TRUE(client.feed(taken_output(server)));
    (void)client.handshake();
    second = content_of_first_record(split_records(taken_output(client)).back());  // behind change_cipher_spec
  }
  void answer(const ByteVector& hello) {
    ASSERT_TRUE(server.feed(record_with(hello)));
    (void)server.handshake();
  }
  void expect_accepted(const ByteVector& hello) {
    answer(hello);
    EXPECT_EQ(server.failure(), nullptr) << why(server);
    EXPECT_EQ(content_of_first_record(server.output()).front(), static_cast<std::uint8_t>(HandshakeType::server_hello));
  }
  void expect(const ByteVector& hello, const Refusal& refusal) {
    answer(hello);
    expect_refused(server, refusal);
    expect_alert(server, refusal.error);
  }

  Connection client, server;
  ByteVector first, second;
};

LooseExtensions extensions_of(const ByteVector& hello) {
  return extensions_in(decode<ClientHello>(Bytes(hello).subspan(kMessageHeader)).value().extensions.block);
}

bool may_come_and_go(ExtensionType type) {
  return type == cookie || type == padding || type == early_data || type == pre_shared_key;
}

constexpr Refusal kExtensionsChanged{Errc::hello_changed_after_retry, "client_hello.extensions"};

// ------------------------------------------------------------------------------------------------- the fields ----

const BadMessage kBadFields[] = {
    {"other_legacy_version",
     fields([](ClientHello& m) { m.legacy_version = ProtocolVersion::tls13; }),
     {Errc::hello_changed_after_retry, "client_hello.legacy_version"}},
    {"older_legacy_version",
     fields([](ClientHello& m) { m.legacy_version = ProtocolVersion::tls11; }),
     {Errc::hello_changed_after_retry, "client_hello.legacy_version"}},
    {"other_random",
     fields([](ClientHello& m) { m.random[0] ^= 1; }),
     {Errc::hello_changed_after_retry, "client_hello.random"}},
    {"no_session_id",
     fields([](ClientHello& m) { m.legacy_session_id = {}; }),
     {Errc::hello_changed_after_retry, "client_hello.legacy_session_id"}},
    {"other_session_id",
     fields([](ClientHello& m) { m.legacy_session_id = kOtherBytes; }),
     {Errc::hello_changed_after_retry, "client_hello.legacy_session_id"}},
    {"fewer_suites",
     fields([](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(m.cipher_suites.encoded().first(2)); }),
     {Errc::hello_changed_after_retry, "client_hello.cipher_suites"}},
    {"other_suites",
     fields([](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(kOtherBytes); }),
     {Errc::hello_changed_after_retry, "client_hello.cipher_suites"}},
    {"no_common_suite",
     fields([](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(Bytes(kOtherBytes).subspan(1, 2)); }),
     {Errc::hello_changed_after_retry, "client_hello.cipher_suites"}},
    {"more_compression",
     fields([](ClientHello& m) { m.legacy_compression_methods = Bytes(kOtherBytes).subspan(1, 1); }),
     {Errc::wrong_compression_method, "client_hello.legacy_compression_methods"}},
    {"no_compression",
     fields([](ClientHello& m) { m.legacy_compression_methods = {}; }),
     {Errc::field_too_short, "legacy_compression_methods", "await client_hello"}},
    {"no_extensions",
     fields([](ClientHello& m) { m.extensions.block = {}; }),
     {Errc::missing_extension, "client_hello.signature_algorithms"}},
    {"another_message",
     [](const ByteVector& m) { return message_of(HandshakeType::certificate, Bytes(m).subspan(kMessageHeader)); },
     {Errc::unexpected_message, "handshake.msg_type", "await client_hello"}},
    {"more_behind_it_in_its_record",
     [](const ByteVector& m) {
       ByteVector out = m;
       append(out, message_of(HandshakeType::finished, kOtherBytes));
       return out;
     },
     {Errc::data_across_key_change, "record"}},
};

const BadMessage kBadShares[] = {
    {"no_cookie", without(cookie), {Errc::bad_cookie, "client_hello.cookie"}},
    {"other_cookie", with(cookie, {0, 1, 7}), {Errc::bad_cookie, "client_hello.cookie"}},
    {"empty_cookie", with(cookie, {0, 0}), {Errc::field_too_short, "cookie"}},
    {"beginning_of_the_cookie",
     extensions([](LooseExtensions& list) {
       ByteVector& body = find_extension(list, cookie).body;
       body.pop_back();
       --body[1];
     }),
     {Errc::bad_cookie, "client_hello.cookie"}},
    {"no_key_share", without(key_share), {Errc::missing_extension, "client_hello.key_share"}},
    {"no_share_in_it", with(key_share, {0, 0}), {Errc::wrong_group, "client_hello.key_share"}},
    {"share_of_another_group",
     with(key_share, {0, 6, 0, 0x1d, 0, 2, 1, 1}),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"share_of_a_group_not_offered",
     with(key_share, {0, 6, 0, 0x19, 0, 2, 1, 1}),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"another_share_before_it",
     extensions([](LooseExtensions& list) {
       ByteVector& body = find_extension(list, key_share).body;
       constexpr std::uint8_t kX25519[] = {0, 0x1d, 0, 1, 9};
       body.insert(body.begin() + 2, std::begin(kX25519), std::end(kX25519));
       body[1] = static_cast<std::uint8_t>(body[1] + sizeof kX25519);
     }),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"another_share_behind_it",
     extensions([](LooseExtensions& list) {
       ByteVector& body = find_extension(list, key_share).body;
       append(body, ByteVector{0, 0x18, 0, 1, 9});
       body[1] = static_cast<std::uint8_t>(body[1] + 5);
     }),
     {Errc::wrong_group, "client_hello.key_share"}},
    {"short_share", with(key_share, {0, 6, 0, 0x17, 0, 2, 4, 1}), {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"early_data", with(early_data, {}), {Errc::forbidden_extension, "client_hello.early_data"}},
};

class BadSecondClientHello : public testing::TestWithParam<BadMessage> {};
INSTANTIATE_TEST_SUITE_P(Fields, BadSecondClientHello, testing::ValuesIn(kBadFields), name_of_message);
INSTANTIATE_TEST_SUITE_P(Shares, BadSecondClientHello, testing::ValuesIn(kBadShares), name_of_message);

TEST_P(BadSecondClientHello, IsRefused) {
  Retry retry;
  retry.expect(GetParam().edit(retry.second), GetParam().refusal);
}

// Where no group was asked for, the shares are the same again.
TEST(SecondClientHello, OfACookieAloneKeepsItsShares) {
  Retry same({}, NamedGroup::x25519), other({}, NamedGroup::x25519), none({}, NamedGroup::x25519);
  same.expect_accepted(same.second);
  other.expect(
      extensions([](LooseExtensions& list) { find_extension(list, key_share).body.back() ^= 1; })(other.second),
      {Errc::hello_changed_after_retry, "client_hello.key_share"});
  none.expect(with(key_share, {0, 0})(none.second), {Errc::hello_changed_after_retry, "client_hello.key_share"});
}

TEST(SecondClientHello, HasNoCookieThatNobodyGave) {
  Retry retry({}, NamedGroup::secp256r1, false);
  retry.expect(with(cookie, {0, 1, 7})(retry.second), {Errc::bad_cookie, "client_hello.cookie"});
}

// --------------------------------------------------------------------------------------------- the extensions ----

// Another body of the same form, so that nothing but the comparison can refuse it; extensions that have to be empty have
// none.
ByteVector other_body(ExtensionType type) {
  switch (type) {
    case server_name: return {0, 4, 0, 0, 1, 'x'};
    case extended_master_secret:
    case post_handshake_auth: return {};
    case renegotiation_info: return {1, 7};
    case supported_groups: return {0, 6, 0, 0x17, 0, 0x1d, 0, 0x18};  // in another order
    case ec_point_formats: return {2, 0, 1};
    case signature_algorithms: return {0, 4, 8, 4, 4, 3};
    case signature_algorithms_cert: return {0, 4, 8, 4, 4, 3};
    case status_request: return {1, 0, 0, 0, 1, 7};
    case application_layer_protocol_negotiation: return {0, 3, 2, 'h', '3'};
    case record_size_limit: return {0x20, 0};
    case supported_versions: return {2, 3, 4};
    case psk_key_exchange_modes: return {2, 0, 1};
    case certificate_authorities: return {0, 5, 0, 3, 0x30, 1, 5};
    case session_ticket: return {1, 2};
    case max_fragment_length: return {3};
    default: return {3, 2, 1};
  }
}

TEST(SecondClientHello, KeepsEveryExtension) {
  const std::size_t count = extensions_of(Retry(kEverything).second).size();
  ASSERT_GT(count, 15U);
  for (std::size_t i = 0; i < count; ++i) {
    Retry altered(kEverything), doubled(kEverything), removed(kEverything);
    const ExtensionType type = extensions_of(altered.second)[i].type;
    SCOPED_TRACE(name_of(type));
    doubled.expect(extensions([&](LooseExtensions& list) { list.push_back(list[i]); })(doubled.second),
                   {Errc::duplicate_extension, "extensions"});
    if (type == cookie || type == key_share) continue;  // which may change: kBadShares
    // Without these three it is no ClientHello of TLS 1.3 at all (RFC 8446, 9.2).
    const bool needed = type == supported_groups || type == signature_algorithms;
    removed.answer(without(type)(removed.second));
    ASSERT_NE(removed.server.failure(), nullptr);
    EXPECT_EQ(name_of(removed.server.failure()->error.code),
              name_of(needed ? Errc::missing_extension : Errc::hello_changed_after_retry));
    if (const ByteVector body = other_body(type); !body.empty())
      altered.expect(with(type, body)(altered.second), kExtensionsChanged);
  }
}

// RFC 8446, 4.2, lets them stand in any order, and GnuTLS 3.8.3 makes another one for its second hello.
TEST(SecondClientHello, MayHaveItsExtensionsInAnotherOrder) {
  const std::size_t count = extensions_of(Retry(kEverything).second).size();
  for (std::size_t i = 0; i + 1 < count; ++i) {
    Retry retry(kEverything);
    SCOPED_TRACE(name_of(extensions_of(retry.second)[i].type));
    retry.expect_accepted(extensions([&](LooseExtensions& list) { std::swap(list[i], list[i + 1]); })(retry.second));
  }
  Retry turned(kEverything);
  turned.expect_accepted(extensions([](LooseExtensions& list) { std::ranges::reverse(list); })(turned.second));
}

TEST(SecondClientHello, GetsNoFurtherExtension) {
  std::set<ExtensionType> there;
  for (const LooseExtension& each : extensions_of(Retry().second)) there.insert(each.type);
  unsigned tried = 0;
  for (std::uint32_t number = 0; number < 70; ++number) {
    const auto type = static_cast<ExtensionType>(number);
    if (there.contains(type) || may_come_and_go(type) || type == oid_filters) continue;
    SCOPED_TRACE(number);
    const auto known = std::ranges::find(kEverything, type, &LooseExtension::type);
    Retry retry;
    retry.expect(with(type, known == kEverything.end() ? ByteVector() : known->body)(retry.second), kExtensionsChanged);
    ++tried;
  }
  EXPECT_GT(tried, 40U);
  Retry misplaced;
  misplaced.expect(with(oid_filters, {0, 0})(misplaced.second), {Errc::forbidden_extension, "extensions"});
}

// ----------------------------------------------------------------------------------------------- pre_shared_key ----

// pre_shared_key with an identity of one byte for each of `names`, and their binders.
ByteVector psks(std::string_view names, std::uint8_t age = 0) {
  ByteVector out;
  Writer writer(out);
  {
    const auto identities = writer.prefix(2);
    for (const char name : names) {
      writer.number<2>(1);
      writer.number<1>(static_cast<std::uint8_t>(name));
      writer.number<4>(age);
    }
  }
  const auto binders = writer.prefix(2);
  for (std::size_t i = 0; i < names.size(); ++i) {
    writer.number<1>(32);
    writer.put(ByteVector(32, age));
  }
  return out;
}

// RFC 8446, 4.1.2: ages and binders are computed anew, and keys that do not fit the suite may go.
TEST(SecondClientHello, MayUpdateItsPreSharedKeys) {
  for (const std::string_view left : {"abc", "ab", "ac", "c"}) {
    Retry retry({{pre_shared_key, psks("abc")}});
    retry.expect_accepted(with(pre_shared_key, psks(left, 7))(retry.second));
  }
  Retry none({{pre_shared_key, psks("abc")}});
  none.expect_accepted(without(pre_shared_key)(none.second));
}

TEST(SecondClientHello, GetsNoFurtherPreSharedKeys) {
  constexpr Refusal refusal{Errc::hello_changed_after_retry, "client_hello.pre_shared_key"};
  Retry none;
  none.expect(with(pre_shared_key, psks("a"))(none.second), refusal);
  for (const std::string_view other : {"abcd", "x", "ax", "ba", "aa"}) {
    SCOPED_TRACE(other);
    Retry retry({{pre_shared_key, psks("abc")}});
    retry.expect(with(pre_shared_key, psks(other))(retry.second), refusal);
  }
}

// ------------------------------------------------------------------------------------------------- what is right ----

// RFC 8446, 4.1.2 lets padding come, go and change, and early_data has to go.
TEST(SecondClientHello, MayChangeItsPadding) {
  for (const ByteVector& body : {ByteVector(), ByteVector(100)}) {
    Retry without_any, with_other({{padding, ByteVector(7)}});
    without_any.expect_accepted(with(padding, body)(without_any.second));
    with_other.expect_accepted(with(padding, body)(with_other.second));
  }
  Retry dropped({{padding, ByteVector(7)}});
  dropped.expect_accepted(without(padding)(dropped.second));
}

TEST(SecondClientHello, HasNoEarlyData) {
  Retry kept({{early_data, {}}}), gone({{early_data, {}}});
  kept.expect(kept.second, {Errc::forbidden_extension, "client_hello.early_data"});
  gone.expect_accepted(without(early_data)(gone.second));
}

// Our own client changes what it has to and nothing else.
TEST(SecondClientHello, OfOurClientChangesOnlyWhatItMay) {
  for (const bool cookie_given : {false, true}) {
    for (const NamedGroup group : {NamedGroup::secp256r1, NamedGroup::secp384r1}) {
      Retry retry(kEverything, group, cookie_given);
      const bool has_cookie =
          std::ranges::any_of(extensions_of(retry.second), [](const auto& e) { return e.type == cookie; });
      EXPECT_EQ(has_cookie, cookie_given);
      ByteVector share = find_extension(*std::make_unique<LooseExtensions>(extensions_of(retry.first)), key_share).body;
      EXPECT_EQ(both(without(cookie), with(key_share, share))(retry.second), retry.first);
      retry.expect_accepted(retry.second);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- everything ----

// Whichever bit is turned over, and the share is the only thing that may be another one: no point of the curve has the same
// x or y with one bit changed.
TEST(FlippedSecondClientHello, IsAlwaysRefused) {
  const std::size_t size = Retry().second.size();
  for (std::size_t bit = 0; bit < 8 * size; ++bit) {
    Retry retry;
    retry.second[bit / 8] = static_cast<std::uint8_t>(retry.second[bit / 8] ^ 1U << bit % 8);
    retry.answer(retry.second);
    if (retry.server.failure() == nullptr) {  // a longer length: the rest of the message is awaited
      ASSERT_TRUE(retry.server.output().empty()) << bit;
      continue;
    }
    EXPECT_TRUE(retry.server.failure()->alert_sent) << bit << why(retry.server);
    EXPECT_NE(retry.server.failure()->error.code, Errc::internal_error) << bit;
  }
}

TEST(TruncatedSecondClientHello, IsRefused) {
  const std::size_t size = Retry().second.size();
  for (std::size_t n = kMessageHeader; n < size; ++n) {
    Retry retry;
    const Bytes body = Bytes(retry.second).first(n).subspan(kMessageHeader);
    retry.answer(message_of(HandshakeType::client_hello, body));
    ASSERT_NE(retry.server.failure(), nullptr) << n;
    const Error& error = retry.server.failure()->error;
    // The one beginning that is a whole message: that of a client without any extensions.
    EXPECT_TRUE(error == Errc::message_truncated || error == Errc::missing_extension) << n << ": " << why(retry.server);
    expect_alert(retry.server, error.code);
  }
}

}  // namespace
}  // namespace handfast::test
