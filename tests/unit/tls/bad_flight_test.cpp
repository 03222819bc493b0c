// Messages of the protected flights, changed on the way by somebody who has the keys: each is refused by its own
// rule, and the alert arrives.
#include "pki/verify.hpp"
#include "tls/message/certificate.hpp"
#include "tls/message/certificate_request.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "unit/tls/tampering.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum ExtensionType;

ListView<CertificateEntry> entries(std::size_t count, Bytes der, ByteVector& storage) {
  for (std::size_t i = 0; i < count; ++i) EXPECT_TRUE(encode(CertificateEntry{der, {}}, storage));
  return ListView<CertificateEntry>(storage);
}

// --------------------------------------------------------------------- a server that does not ask its client ----

constexpr std::size_t kEe = 0, kCertificate = 1, kVerify = 2, kFinished = 3;

const BadFlight kServerFlights[] = {
    {"without_encrypted_extensions",
     drop(kEe),
     {Errc::unexpected_message, "handshake.msg_type", "await encrypted_extensions"}},
    {"without_certificate",
     drop(kCertificate),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate_request"}},
    {"without_certificate_verify",
     drop(kVerify),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate_verify"}},
    {"encrypted_extensions_twice",
     twice(kEe),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate_request"}},
    {"certificate_twice",
     twice(kCertificate),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate_verify"}},
    {"certificate_verify_twice", twice(kVerify), {Errc::unexpected_message, "handshake.msg_type", "await finished"}},
    {"finished_twice", twice(kFinished), {Errc::data_across_key_change, "record", "await finished"}},
    {"verify_before_certificate", swap(kCertificate, kVerify), {Errc::unexpected_message, "handshake.msg_type"}},
    {"finished_before_verify", swap(kVerify, kFinished), {Errc::unexpected_message, "handshake.msg_type"}},
    {"finished_first",
     swap(kEe, kFinished),
     {Errc::unexpected_message, "handshake.msg_type", "await encrypted_extensions"}},
    {"key_update_before_finished",
     messages([](Messages& flight) { flight.insert(flight.begin() + 3, {24, 0, 0, 1, 0}); }),
     {Errc::unexpected_message, "handshake.msg_type", "await finished"}},

    {"bytes_behind_encrypted_extensions", behind(kEe, {0}), {Errc::trailing_bytes, "encrypted_extensions"}},
    {"short_encrypted_extensions", shortened(kEe), {Errc::message_truncated, "extensions"}},
    {"unsolicited_extension",
     with<EncryptedExtensions>(kEe, application_layer_protocol_negotiation, {0, 2, 1, 'a'}),
     {Errc::unsolicited_extension, "extensions"}},
    {"unknown_extension",
     with<EncryptedExtensions>(kEe, ExtensionType{0x1a1a}, {}),
     {Errc::unsolicited_extension, "extensions"}},
    {"extension_of_another_message",
     with<EncryptedExtensions>(kEe, key_share, {}),
     {Errc::forbidden_extension, "extensions"}},
    {"server_name_with_contents",
     messages([](Messages& flight) {
       flight[kEe] = with_extensions<EncryptedExtensions>(
           flight[kEe], [](LooseExtensions& list) { find_extension(list, server_name).body = {1}; });
     }),
     {Errc::trailing_bytes, "server_name"}},

    {"certificate_with_context",
     fields<Certificate>(kCertificate, [](Certificate& m) { m.certificate_request_context = kOneByte; }),
     {Errc::bad_certificate_context, "certificate.certificate_request_context"}},
    {"no_certificate_in_it",
     fields<Certificate>(kCertificate, [](Certificate& m) { m.certificate_list = {}; }),
     {Errc::certificate_missing, "certificate.certificate_list"}},
    {"empty_certificate",
     messages([](Messages& flight) {
       flight[kCertificate] =
           message_of(HandshakeType::certificate, std::array<std::uint8_t, 9>{0, 0, 0, 5, 0, 0, 0, 0, 0});
     }),
     {Errc::field_too_short, "cert_data"}},
    {"no_der",
     messages([](Messages& flight) {
       ByteVector storage;
       flight[kCertificate] = message_of(Certificate{{}, entries(1, kNoCertificate, storage)});
     }),
     {Errc::certificate_malformed, "tbsCertificate"}},
    {"too_many_certificates",
     messages([](Messages& flight) {
       ByteVector storage;
       flight[kCertificate] =
           message_of(Certificate{{}, entries(pki::kMaxChainCertificates + 1, kNoCertificate, storage)});
     }),
     {Errc::certificate_chain_too_long, "certificate.certificate_list"}},
    {"certificate_message_too_long",
     messages([](Messages& flight) {
       flight[kCertificate] = message_of(HandshakeType::certificate, ByteVector(kMaxCertificateMessage));
     }),
     {Errc::message_too_long, "handshake.length"}},
    {"certificate_extension_not_asked_for",
     messages([](Messages& flight) {
       ByteVector list;
       const std::uint8_t block[] = {0, 5, 0, 0};
       CertificateEntryExtensions extensions;
       extensions.block = block;
       EXPECT_TRUE(encode(CertificateEntry{kNoCertificate, extensions}, list));
       flight[kCertificate] = message_of(Certificate{{}, ListView<CertificateEntry>(list)});
     }),
     {Errc::unsolicited_extension, "extensions"}},

    {"scheme_not_offered",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.algorithm = SignatureScheme::ed448; }),
     {Errc::wrong_signature_scheme, "certificate_verify.algorithm"}},
    {"scheme_for_certificates_only",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.algorithm = SignatureScheme::rsa_pkcs1_sha256; }),
     {Errc::wrong_signature_scheme, "certificate_verify.algorithm"}},
    {"scheme_of_another_key",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.algorithm = SignatureScheme::ed25519; }),
     {Errc::wrong_signature_scheme, "certificate_verify.algorithm"}},
    {"wrong_signature",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.signature = m.signature.first(8); }),
     {Errc::bad_signature, "certificate_verify.signature"}},
    {"no_signature",
     fields<CertificateVerify>(kVerify, [](CertificateVerify& m) { m.signature = {}; }),
     {Errc::bad_signature, "certificate_verify.signature"}},
    // Nothing is wrong with this message, but the signature was made over another one.
    {"signed_something_else",
     messages([](Messages& flight) { flight[kEe] = message_of(EncryptedExtensions()); }),
     {Errc::bad_signature, "certificate_verify.signature"}},

    {"wrong_finished",
     messages([](Messages& flight) { flight[kFinished].back() ^= 1; }),
     {Errc::bad_finished, "finished.verify_data"}},
    {"short_finished", shortened(kFinished), {Errc::field_too_short, "finished.verify_data"}},
    {"long_finished", behind(kFinished, {0}), {Errc::field_too_long, "finished.verify_data"}},
    {"empty_finished",
     messages([](Messages& flight) { flight[kFinished] = message_of(HandshakeType::finished, {}); }),
     {Errc::field_too_short, "finished.verify_data"}},

    {"too_much_plaintext",
     preceded_by(ContentType::handshake, ByteVector(kMaxPlaintext + 1)),
     {Errc::record_too_long, "record.encrypted_record"}},
};

class BadServerFlight : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadServerFlight, testing::ValuesIn(kServerFlights), name_of_case);

TEST_P(BadServerFlight, IsRefused) {
  Tampering tampering(ordinary_client(), ordinary_server());
  tampering.tamper_with_server(GetParam().edit);
  expect_refused(tampering.ends.client, GetParam().refusal);
  expect_told(tampering.ends.client, tampering.ends.server);
}

// ------------------------------------------------------------------------------ a server that asks its client ----

constexpr std::size_t kRequest = 1;

const BadFlight kRequests[] = {
    {"request_twice", twice(kRequest), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"request_behind_certificate", swap(kRequest, kRequest + 1), {Errc::unexpected_message, "handshake.msg_type"}},
    {"request_with_context",
     fields<CertificateRequest>(kRequest, [](CertificateRequest& m) { m.certificate_request_context = kOneByte; }),
     {Errc::bad_certificate_context, "certificate_request.certificate_request_context"}},
    {"request_without_schemes",
     messages([](Messages& flight) { flight[kRequest] = message_of(CertificateRequest()); }),
     {Errc::missing_extension, "certificate_request.signature_algorithms"}},
    {"request_with_key_share",
     with<CertificateRequest>(kRequest, key_share, {}),
     {Errc::forbidden_extension, "extensions"}},
    {"request_with_bytes_behind", behind(kRequest, {0}), {Errc::trailing_bytes, "certificate_request"}},
    {"request_with_empty_authorities",
     with<CertificateRequest>(kRequest, certificate_authorities, {0, 0}),
     {Errc::field_too_short, "authorities"}},
};

class BadRequest : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadRequest, testing::ValuesIn(kRequests), name_of_case);

TEST_P(BadRequest, IsRefused) {
  Tampering tampering(mutual_client(), mutual_server());
  tampering.tamper_with_server(GetParam().edit);
  expect_refused(tampering.ends.client, GetParam().refusal);
}

// ------------------------------------------------------------------------------------------ the client's flight ----

const BadFlight kClientFlights[] = {
    {"without_certificate", drop(0), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"without_certificate_verify",
     drop(1),
     {Errc::unexpected_message, "handshake.msg_type", "await certificate_verify"}},
    {"certificate_twice", twice(0), {Errc::unexpected_message, "handshake.msg_type", "await certificate_verify"}},
    {"finished_first", swap(0, 2), {Errc::unexpected_message, "handshake.msg_type", "await certificate"}},
    {"no_certificate_in_it",
     fields<Certificate>(0, [](Certificate& m) { m.certificate_list = {}; }),
     {Errc::certificate_required, "certificate.certificate_list"}},
    {"certificate_with_context",
     fields<Certificate>(0, [](Certificate& m) { m.certificate_request_context = kOneByte; }),
     {Errc::bad_certificate_context, "certificate.certificate_request_context"}},
    {"wrong_signature",
     fields<CertificateVerify>(1, [](CertificateVerify& m) { m.signature = m.signature.first(8); }),
     {Errc::bad_signature, "certificate_verify.signature"}},
    {"wrong_finished",
     messages([](Messages& flight) { flight[2].back() ^= 1; }),
     {Errc::bad_finished, "finished.verify_data"}},
    {"short_finished", shortened(2), {Errc::field_too_short, "finished.verify_data"}},
    {"long_finished", behind(2, {0}), {Errc::field_too_long, "finished.verify_data"}},
    {"finished_twice", twice(2), {Errc::data_across_key_change, "record", "await finished"}},
};

class BadClientFlight : public testing::TestWithParam<BadFlight> {};
INSTANTIATE_TEST_SUITE_P(Each, BadClientFlight, testing::ValuesIn(kClientFlights), name_of_case);

TEST_P(BadClientFlight, IsRefused) {
  Tampering tampering(mutual_client(), mutual_server());
  tampering.tamper_with_client(GetParam().edit);
  Connection& server = tampering.ends.server;
  expect_refused(server, GetParam().refusal);

  Connection& client = tampering.ends.client;  // for which the handshake is over
  ASSERT_TRUE(client.feed(taken_output(server)));
  EXPECT_EQ(client.handshake().kind, Step::Kind::done);
  std::array<std::uint8_t, 16> buffer{};
  EXPECT_EQ(client.read(buffer).error, Errc::alert_received);
  ASSERT_NE(client.failure(), nullptr);
  EXPECT_EQ(client.failure()->alert_received, alert_for(GetParam().refusal.error));
}

// ------------------------------------------------------------------------------------------------- everything ----

// Every byte of the flight changed: whatever it is, the handshake does not come to its end.
TEST(ChangedFlight, NeverEstablishes) {
  std::size_t size = 1;
  for (std::size_t at = 0; at < size; ++at) {
    Tampering tampering(ordinary_client(), server_of_one_size());
    tampering.tamper_with_server([&](const Messages& flight) {
      ByteVector all = joined(flight);
      size = all.size();
      all[at] ^= 0x41;
      return Pieces{{ContentType::handshake, all}};
    });
    Connection& client = tampering.ends.client;
    ASSERT_FALSE(client.established()) << at;
    if (client.failure() == nullptr) {  // a longer length: the rest of the message is awaited
      EXPECT_EQ(client.handshake().wait, Wait::input) << at;
      continue;
    }
    EXPECT_FALSE(client.failure()->error.field.empty()) << at << ": " << why(client);
    EXPECT_TRUE(client.failure()->alert_sent) << at << ": " << why(client);
    EXPECT_NE(client.failure()->error.code, Errc::internal_error) << at;
  }
  EXPECT_GT(size, 400U);
}

// However the flight is cut into records, it is the same flight.
TEST(CutFlight, EveryPlaceIsRight) {
  std::size_t size = 2;
  for (std::size_t cut = 1; cut < size; ++cut) {
    Tampering tampering(ordinary_client(), server_of_one_size());
    tampering.tamper_with_server([&](const Messages& flight) {
      const ByteVector all = joined(flight);
      size = all.size();
      const auto middle = all.begin() + static_cast<std::ptrdiff_t>(cut);
      return Pieces{{ContentType::handshake, {all.begin(), middle}}, {ContentType::handshake, {middle, all.end()}}};
    });
    tampering.ends.client.output_taken(tampering.ends.client.output().size());
    ASSERT_EQ(tampering.ends.client.handshake().kind, Step::Kind::done) << cut << ": " << why(tampering.ends.client);
  }
}

}  // namespace
}  // namespace handfast::test
