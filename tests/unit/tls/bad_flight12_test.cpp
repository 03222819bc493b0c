// Flights of TLS 1.2, changed on the way: each is refused by its own rule, and the alert arrives.
#include "pki/verify.hpp"
#include "tls/message/certificate12.hpp"
#include "tls/message/certificate_request12.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/client_key_exchange.hpp"
#include "tls/message/server_hello.hpp"
#include "tls/message/server_key_exchange.hpp"
#include "unit/tls/tampering.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum ExtensionType;

const ByteVector kChange = plain_record(ContentType::change_cipher_spec, ByteVector{1});

ListView<Asn1Cert> entries(std::size_t count, Bytes der, ByteVector& storage) {
  for (std::size_t i = 0; i < count; ++i) EXPECT_TRUE(encode(Asn1Cert{der}, storage));
  return ListView<Asn1Cert>(storage);
}

Edit certificates(std::size_t index, std::size_t count) {
  return messages([=](Messages& flight) {
    ByteVector storage;
    flight[index] = message_of(Certificate12{entries(count, kNoCertificate, storage)});
  });
}

// ------------------------------------------------------------------------------------------- the server's flight ----

constexpr std::size_t kHello = 0, kCertificate = 1, kExchange = 2, kDone = 3;
constexpr std::uint8_t kShortPoint[] = {4, 1, 2, 3};

Edit hello(const std::function<void(ServerHello12&)>& edit) { return fields<ServerHello12>(kHello, edit); }
Edit exchange(const std::function<void(ServerKeyExchange&)>& edit) {
  return fields<ServerKeyExchange>(kExchange, edit);
}

const BadFlight kServerFlights[] = {
    {"without_certificate", drop(kCertificate), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"without_key_exchange",
     drop(kExchange),
     {Errc::unexpected_message, "handshake.msg_type", "await server_key_exchange"}},
    {"hello_twice", twice(kHello), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"certificate_twice",
     twice(kCertificate),
     {Errc::unexpected_message, "handshake.msg_type", "await server_key_exchange"}},
    {"key_exchange_twice",
     twice(kExchange),
     {Errc::unexpected_message, "handshake.msg_type", "await server_hello_done"}},
    {"done_twice", twice(kDone), {Errc::unexpected_message, "record", "await server_hello_done"}},
    {"key_exchange_before_certificate",
     swap(kCertificate, kExchange),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"done_before_key_exchange",
     swap(kExchange, kDone),
     {Errc::unexpected_message, "handshake.msg_type", "await server_key_exchange"}},
    {"finished_in_the_flight",
     messages([](Messages& flight) { flight.push_back(message_of(HandshakeType::finished, ByteVector(12))); }),
     {Errc::unexpected_message, "record", "await server_hello_done"}},

    {"suite_that_was_not_offered",
     hello([](ServerHello12& m) { m.cipher_suite = CipherSuite::ecdhe_rsa_aes_128_gcm_sha256; }),
     {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
    {"suite_of_tls13",
     hello([](ServerHello12& m) { m.cipher_suite = CipherSuite::aes_128_gcm_sha256; }),
     {Errc::wrong_cipher_suite, "server_hello.cipher_suite"}},
    {"compression",
     hello([](ServerHello12& m) { m.legacy_compression_method = 1; }),
     {Errc::wrong_compression_method, "server_hello.compression_method"}},
    {"version_that_was_not_offered",
     hello([](ServerHello12& m) { m.legacy_version = ProtocolVersion::tls11; }),
     {Errc::no_common_version, "server_hello.legacy_version"}},
    {"extension_that_was_not_asked_for",
     with<ServerHello12>(kHello, application_layer_protocol_negotiation, {0, 2, 1, 'a'}),
     {Errc::unsolicited_extension, "extensions"}},
    {"key_share_in_it", with<ServerHello12>(kHello, key_share, {}), {Errc::unsolicited_extension, "extensions"}},
    {"session_hash_with_contents",
     messages([](Messages& flight) {
       flight[kHello] = with_extensions<ServerHello12>(
           flight[kHello], [](LooseExtensions& list) { find_extension(list, extended_master_secret).body = {0}; });
     }),
     {Errc::trailing_bytes, "extended_master_secret"}},
    {"renegotiation_that_goes_on",
     messages([](Messages& flight) {
       flight[kHello] = with_extensions<ServerHello12>(
           flight[kHello], [](LooseExtensions& list) { find_extension(list, renegotiation_info).body = {1, 7}; });
     }),
     {Errc::bad_renegotiation_info, "server_hello.renegotiation_info"}},
    {"point_formats_without_ours",
     messages([](Messages& flight) {
       flight[kHello] = with_extensions<ServerHello12>(
           flight[kHello], [](LooseExtensions& list) { find_extension(list, ec_point_formats).body = {1, 1}; });
     }),
     {Errc::wrong_point_formats, "server_hello.ec_point_formats"}},

    {"no_certificate_in_it",
     fields<Certificate12>(kCertificate, [](Certificate12& m) { m.certificate_list = {}; }),
     {Errc::certificate_missing, "certificate.certificate_list"}},
    {"no_der", certificates(kCertificate, 1), {Errc::certificate_malformed, "tbsCertificate"}},
    {"too_many_certificates",
     certificates(kCertificate, pki::kMaxChainCertificates + 1),
     {Errc::certificate_chain_too_long, "certificate.certificate_list"}},
    {"bytes_behind_certificate", behind(kCertificate, {0}), {Errc::trailing_bytes, "certificate"}},
    {"short_certificate", shortened(kCertificate), {Errc::message_truncated, "certificate_list"}},

    {"explicit_curve",
     exchange([](ServerKeyExchange& m) { m.params.curve_type = EcCurveType{1}; }),
     {Errc::field_bad_value, "server_key_exchange.curve_type"}},
    {"curve_that_was_not_offered",
     exchange([](ServerKeyExchange& m) { m.params.named_curve = NamedGroup::secp384r1; }),
     {Errc::wrong_group, "server_key_exchange.namedcurve"}},
    {"hybrid_group",
     exchange([](ServerKeyExchange& m) { m.params.named_curve = NamedGroup::x25519_mlkem768; }),
     {Errc::wrong_group, "server_key_exchange.namedcurve"}},
    {"another_point",
     exchange([](ServerKeyExchange& m) { m.params.public_key = kShortPoint; }),
     {Errc::bad_signature, "server_key_exchange.signature"}},
    {"no_point",
     messages([](Messages& flight) {
       flight[kExchange] = message_of(HandshakeType::server_key_exchange, std::array<std::uint8_t, 4>{3, 0, 29, 0});
     }),
     {Errc::field_too_short, "public"}},
    {"scheme_that_was_not_offered",
     exchange([](ServerKeyExchange& m) { m.algorithm = SignatureScheme::ecdsa_sha1; }),
     {Errc::wrong_signature_scheme, "server_key_exchange.algorithm"}},
    {"scheme_of_another_key",
     exchange([](ServerKeyExchange& m) { m.algorithm = SignatureScheme::rsa_pkcs1_sha256; }),
     {Errc::wrong_signature_scheme, "server_key_exchange.algorithm"}},
    {"wrong_signature",
     exchange([](ServerKeyExchange& m) { m.signature = m.signature.first(8); }),
     {Errc::bad_signature, "server_key_exchange.signature"}},
    {"no_signature",
     exchange([](ServerKeyExchange& m) { m.signature = {}; }),
     {Errc::bad_signature, "server_key_exchange.signature"}},
    {"bytes_behind_key_exchange", behind(kExchange, {0}), {Errc::trailing_bytes, "server_key_exchange"}},
    {"bytes_in_done", behind(kDone, {0}), {Errc::trailing_bytes, "server_hello_done"}},
    // The randoms are signed, too.
    {"another_random",
     hello([](ServerHello12& m) { m.random[0] ^= 1; }),
     {Errc::bad_signature, "server_key_exchange.signature"}},
};

class BadServerFlight12 : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadServerFlight12, testing::ValuesIn(kServerFlights), name_of_case);

TEST_P(BadServerFlight12, IsRefused) {
  Tampering12 tampering(ordinary_client(), ordinary_server());
  tampering.tamper_with_server(GetParam().edit);
  expect_refused(tampering.ends.client, GetParam().refusal);
  expect_told(tampering.ends.client, tampering.ends.server);
}

// ------------------------------------------------------------------------------- a server that asks its client ----

constexpr std::size_t kRequest = 3;

const BadFlight kRequests[] = {
    {"request_twice", twice(kRequest), {Errc::unexpected_message, "handshake.msg_type", "await server_hello_done"}},
    {"request_before_key_exchange",
     swap(kRequest, kExchange),
     {Errc::unexpected_message, "handshake.msg_type", "await server_key_exchange"}},
    {"request_with_bytes_behind", behind(kRequest, {0}), {Errc::trailing_bytes, "certificate_request"}},
    {"request_without_types",
     messages([](Messages& flight) {
       flight[kRequest] = message_of(HandshakeType::certificate_request, std::array<std::uint8_t, 3>{0, 0, 0});
     }),
     {Errc::field_too_short, "certificate_types"}},
};

class BadRequest12 : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadRequest12, testing::ValuesIn(kRequests), name_of_case);

TEST_P(BadRequest12, IsRefused) {
  Tampering12 tampering(mutual_client(), mutual_server());
  tampering.tamper_with_server(GetParam().edit);
  expect_refused(tampering.ends.client, GetParam().refusal);
}

// ------------------------------------------------------------------------------------------ the client's flight ----

constexpr std::size_t kClientExchange = 1, kVerify = 2;

const BadFlight kClientFlights[] = {
    {"without_certificate", drop(0), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"without_key_exchange",
     drop(kClientExchange),
     {Errc::unexpected_message, "handshake.msg_type", "await client_key_exchange"}},
    {"without_certificate_verify",
     drop(kVerify),
     {Errc::bad_change_cipher_spec, "change_cipher_spec", "await certificate_verify"}},
    {"certificate_twice", twice(0), {Errc::unexpected_message, "handshake.msg_type", "await client_key_exchange"}},
    {"certificate_verify_first",
     swap(kClientExchange, kVerify),
     {Errc::unexpected_message, "handshake.msg_type", "await client_key_exchange"}},
    {"certificate_verify_twice",
     twice(kVerify),
     {Errc::unexpected_message, "handshake.msg_type", "await change_cipher_spec"}},
    {"no_certificate_in_it",
     fields<Certificate12>(0, [](Certificate12& m) { m.certificate_list = {}; }),
     {Errc::certificate_required, "certificate.certificate_list", {}, Alert::handshake_failure}},
    {"no_der", certificates(0, 1), {Errc::certificate_malformed, "tbsCertificate"}},
    {"short_point",
     fields<ClientKeyExchange>(kClientExchange, [](ClientKeyExchange& m) { m.public_key = kShortPoint; }),
     {Errc::wrong_key_share, "key_share.key_exchange"}},
    {"no_point",
     messages([](Messages& flight) {
       flight[kClientExchange] = message_of(HandshakeType::client_key_exchange, std::array<std::uint8_t, 1>{0});
     }),
     {Errc::field_too_short, "ecdh_Yc"}},
    {"bytes_behind_key_exchange", behind(kClientExchange, {0}), {Errc::trailing_bytes, "client_key_exchange"}},
    {"wrong_signature",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.signature = m.signature.first(8); }),
     {Errc::bad_signature, "certificate_verify.signature"}},
    {"scheme_of_another_key",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.algorithm = SignatureScheme::ed25519; }),
     {Errc::wrong_signature_scheme, "certificate_verify.algorithm"}},
};

class BadClientFlight12 : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadClientFlight12, testing::ValuesIn(kClientFlights), name_of_case);

TEST_P(BadClientFlight12, IsRefused) {
  Tampering12 tampering(mutual_client(), mutual_server());
  tampering.tamper_with_client(GetParam().edit);
  expect_refused(tampering.ends.server, GetParam().refusal);
  expect_told(tampering.ends.server, tampering.ends.client);
}

// -------------------------------------------------------------------- ChangeCipherSpec and what is behind it ----

using Records = Tampering12::Records;
constexpr std::size_t kChangeRecord = 0, kFinishedRecord = 1;

struct BadRecords {
  const char* name;
  std::function<void(Records&)> edit;
  Refusal refusal;

  friend void PrintTo(const BadRecords& bad, std::ostream* out) { *out << bad.name; }
};

const BadRecords kBadRecords[] = {
    {"no_change_cipher_spec",
     [](Records& records) { records.erase(records.begin() + kChangeRecord); },
     {Errc::unexpected_message, "handshake.msg_type", "await change_cipher_spec"}},
    {"two_of_them",
     [](Records& records) { records.insert(records.begin() + kChangeRecord, kChange); },
     {Errc::bad_record_mac, "record.fragment"}},
    {"behind_finished",
     [](Records& records) { std::swap(records[kChangeRecord], records[kFinishedRecord]); },
     {Errc::unexpected_message, "handshake.msg_type", "await change_cipher_spec"}},
    {"another_value",
     [](Records& records) { records[kChangeRecord].back() = 2; },
     {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"two_bytes",
     [](Records& records) { records[kChangeRecord] = plain_record(ContentType::change_cipher_spec, ByteVector{1, 1}); },
     {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"nothing_in_it",
     [](Records& records) { records[kChangeRecord] = plain_record(ContentType::change_cipher_spec, {}); },
     {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"finished_in_the_clear",
     [](Records& records) {
       records[kFinishedRecord] =
           plain_record(ContentType::handshake, message_of(HandshakeType::finished, ByteVector(12)));
     },
     {Errc::bad_record_mac, "record.fragment"}},
    {"changed_finished",
     [](Records& records) { records[kFinishedRecord].back() ^= 1; },
     {Errc::bad_record_mac, "record.fragment"}},
    {"data_in_the_clear_instead",
     [](Records& records) { records[kFinishedRecord] = plain_record(ContentType::application_data, ByteVector(40)); },
     {Errc::bad_record_mac, "record.fragment"}},
    {"a_piece_of_a_message_before",  // RFC 5246, 7.1: a message does not go over the change of keys
     [](Records& records) {
       records.insert(records.begin(), plain_record(ContentType::handshake, ByteVector{20, 0, 0}));
     },
     {Errc::unexpected_record, "record.type"}},
};

class BadChange12 : public testing::TestWithParam<BadRecords> {};
INSTANTIATE_TEST_SUITE_P(Each, BadChange12, testing::ValuesIn(kBadRecords),
                         [](const auto& param) { return param.param.name; });

TEST_P(BadChange12, OfAClientIsRefused) {
  Tampering12 tampering(ordinary_client(), ordinary_server());
  tampering.tamper_with_client_end(GetParam().edit);
  expect_refused(tampering.ends.server, GetParam().refusal);
  expect_told(tampering.ends.server, tampering.ends.client);
}

TEST_P(BadChange12, OfAServerIsRefused) {
  Tampering12 tampering(ordinary_client(), ordinary_server());
  tampering.tamper_with_server_end(GetParam().edit);
  expect_refused(tampering.ends.client, GetParam().refusal);
}

// ------------------------------------------------------------------------------------------------ what is right ----

Pieces in_single_bytes(const Messages& flight) {
  Pieces out;
  for (const std::uint8_t byte : joined(flight)) out.push_back({ContentType::handshake, ByteVector{byte}});
  return out;
}

Pieces one_each(const Messages& flight) {
  Pieces out;
  for (const ByteVector& message : flight) out.push_back({ContentType::handshake, message});
  return out;
}

// RFC 5246, 6.2.1: messages over several records, and several in one.
TEST(Fragments12, EveryWayToCutAFlightIsRight) {
  for (Pieces (*cut)(const Messages&) : {&in_single_bytes, &one_each, &in_records}) {
    Tampering12 tampering(mutual_client(), mutual_server());
    tampering.tamper_with_client(cut);
    ASSERT_TRUE(tampering.ends.client.feed(taken_output(tampering.ends.server))) << why(tampering.ends.server);
    EXPECT_EQ(tampering.ends.client.handshake().kind, Step::Kind::done) << why(tampering.ends.client);
    EXPECT_EQ(tampering.ends.server.handshake().kind, Step::Kind::done) << why(tampering.ends.server);
    Tampering12 other(mutual_client(), mutual_server());
    other.tamper_with_server(cut);
    EXPECT_FALSE(other.ends.client.output().empty()) << why(other.ends.client);
  }
}

// Every byte of the server's flight changed: whatever it is, the handshake does not come to its end.
TEST(ChangedFlight12, NeverEstablishes) {
  std::size_t size = 1;
  for (std::size_t at = 0; at < size; ++at) {
    Tampering12 tampering(ordinary_client(), server_of_one_size());
    tampering.tamper_with_server([&](const Messages& flight) {
      ByteVector all = joined(flight);
      size = all.size();
      all[at] ^= 0x41;
      return Pieces{{ContentType::handshake, all}};
    });
    auto& [client, server, link] = tampering.ends;
    (void)link.handshake();
    ASSERT_FALSE(client.established()) << at;
    ASSERT_FALSE(server.established()) << at;
    if (client.failure() != nullptr) {
      EXPECT_FALSE(client.failure()->error.field.empty()) << at << ": " << why(client);
    }
  }
}

}  // namespace
}  // namespace handfast::test
