// Which credential and which signature scheme a side proves itself with (RFC 8446, 4.4.2.2, 4.4.2.3 and 4.4.3).
#include "tls/negotiation/credential_choice.hpp"

#include <gtest/gtest.h>

#include "base/writer.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum SignatureScheme;

class Accepted {  // a peer's signature_algorithms
 public:
  Accepted(std::initializer_list<SignatureScheme> schemes) {
    Writer writer(encoded_);
    for (const SignatureScheme scheme : schemes) writer.number<2>(static_cast<std::uint32_t>(scheme));
  }
  ListView<SignatureScheme> list() const { return ListView<SignatureScheme>(encoded_); }

 private:
  ByteVector encoded_;
};

std::shared_ptr<const Credential> rsa_credential(unsigned bits) {
  auto key = crypto::PrivateKey::generate(crypto::KeyType::rsa, bits).value();
  const auto profile = pki::server_profile({"localhost"}, kNotBefore, kNotAfter);
  ByteVector certificate = pki::make_self_signed(profile, key).value();
  return Credential::create({std::move(certificate)}, std::move(key)).value();
}

std::optional<SignatureScheme> chosen(std::shared_ptr<const Credential> credential, const Accepted& accepted) {
  const auto proof = choose_credential({std::move(credential)}, {.accepted = accepted.list(), .policy = Policy()});
  return proof ? std::optional(proof->scheme) : std::nullopt;
}

TEST(CredentialChoice, Pkcs1AndSha1NeverSignHandshakes) {
  const auto rsa = rsa_credential(2048);
  const Accepted old{rsa_pkcs1_sha1, rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512, ecdsa_sha1};
  EXPECT_EQ(chosen(rsa, old), std::nullopt);
  EXPECT_EQ(chosen(TestCa::instance().server(), old), std::nullopt);
  EXPECT_EQ(chosen(rsa, {rsa_pkcs1_sha256, rsa_pss_rsae_sha384}), rsa_pss_rsae_sha384);
}

// RFC 8017, 9.1.1: 1024 bits hold two hashes of SHA-384 and two bytes, but not two of SHA-512.
TEST(CredentialChoice, SmallKeysDoNotSignWithLargeHashes) {
  const auto small = rsa_credential(1024);
  EXPECT_EQ(chosen(small, {rsa_pss_rsae_sha512}), std::nullopt);
  EXPECT_EQ(chosen(small, {rsa_pss_rsae_sha512, rsa_pss_rsae_sha384}), rsa_pss_rsae_sha384);
  EXPECT_EQ(chosen(rsa_credential(2048), {rsa_pss_rsae_sha512}), rsa_pss_rsae_sha512);
}

TEST(CredentialChoice, ACredentialsOwnSchemesReplaceThePolicys) {
  auto limited = std::make_shared<Credential>(*rsa_credential(2048));
  limited->schemes = {rsa_pss_rsae_sha512, rsa_pss_rsae_sha384};
  EXPECT_EQ(chosen(limited, {rsa_pss_rsae_sha256}), std::nullopt);
  EXPECT_EQ(chosen(limited, {rsa_pss_rsae_sha384, rsa_pss_rsae_sha512}), rsa_pss_rsae_sha512);
}

// What the callback makes of the options is what is sent.
class LeavesNothing final : public CertificateRequestCallback {
 public:
  Answer<void> on_certificate_request(const CertificateRequest& request, Connection& connection) override {
    schemes_seen =
        request.extensions.signature_algorithms->supported_signature_algorithms.contains(ecdsa_secp256r1_sha256);
    connection.options().credentials = nullptr;
    return Result<void>();
  }
  bool schemes_seen = false;
};

TEST(CredentialChoice, TheApplicationHasAWordOnACertificateRequest) {
  const auto callback = std::make_shared<LeavesNothing>();
  Options client = mutual_client(), server = mutual_server();
  client.certificate_request_callback = callback;
  Endpoints ends(std::move(client), std::move(server));
  EXPECT_EQ(ends.link.handshake().server.error, Errc::certificate_required);
  EXPECT_TRUE(callback->schemes_seen);
}

}  // namespace
}  // namespace handfast::test
