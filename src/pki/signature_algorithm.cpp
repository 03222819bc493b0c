// AlgorithmIdentifiers of certificate signatures, as signature schemes.
#include <array>
#include <optional>

#include "pki/certificate.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

using crypto::KeyType;

enum class Parameters : std::uint8_t { absent, null };

struct Algorithm {
  Bytes id;
  SignatureScheme scheme;
  Parameters parameters;
};

constexpr std::array<Algorithm, 7> kAlgorithms{{
    {oid::sha256_with_rsa, SignatureScheme::rsa_pkcs1_sha256, Parameters::null},
    {oid::sha384_with_rsa, SignatureScheme::rsa_pkcs1_sha384, Parameters::null},
    {oid::sha512_with_rsa, SignatureScheme::rsa_pkcs1_sha512, Parameters::null},
    {oid::ecdsa_with_sha256, SignatureScheme::ecdsa_secp256r1_sha256, Parameters::absent},
    {oid::ecdsa_with_sha384, SignatureScheme::ecdsa_secp384r1_sha384, Parameters::absent},
    {oid::ecdsa_with_sha512, SignatureScheme::ecdsa_secp521r1_sha512, Parameters::absent},
    {oid::ed25519, SignatureScheme::ed25519, Parameters::absent},
}};

struct PssHash {
  Bytes id;
  std::uint32_t size;
  SignatureScheme with_rsa_key, with_pss_key;
};
constexpr std::array<PssHash, 3> kPssHashes{{
    {oid::sha256, 32, SignatureScheme::rsa_pss_rsae_sha256, SignatureScheme::rsa_pss_pss_sha256},
    {oid::sha384, 48, SignatureScheme::rsa_pss_rsae_sha384, SignatureScheme::rsa_pss_pss_sha384},
    {oid::sha512, 64, SignatureScheme::rsa_pss_rsae_sha512, SignatureScheme::rsa_pss_pss_sha512},
}};

std::optional<SignatureScheme> pss_scheme(DerReader& in, KeyType issuer_key);
std::unexpected<Error> unsupported(Bytes id);

}  // namespace

Result<SignatureScheme> signature_scheme(Bytes algorithm_identifier, KeyType issuer_key) {
  DerReader outer(algorithm_identifier);
  DerReader in(outer.content(Tag::sequence, "signatureAlgorithm"));
  const Bytes id = in.object_identifier("algorithm");
  if (!outer.ok() || !in.ok()) return unsupported({});
  std::optional<SignatureScheme> scheme;
  if (equal(id, oid::rsassa_pss)) scheme = pss_scheme(in, issuer_key);
  for (const Algorithm& known : kAlgorithms) {
    if (!equal(id, known.id)) continue;
    // RFC 4055, 5 wants NULL with RSA and says to accept its absence; RFC 5758, 3.2 and RFC 8410, 3 want nothing.
    if (known.parameters == Parameters::null && !in.at_end() && !in.content(Tag::null, "parameters").empty()) break;
    if (in.ok() && in.at_end()) scheme = known.scheme;
  }
  if (!in.ok() || !scheme) return unsupported(id);
  if (!crypto::scheme_fits(*scheme, issuer_key, true)) return unsupported(id);
  return *scheme;
}

namespace {

const PssHash* pss_hash(DerReader& in) {  // an AlgorithmIdentifier of a hash; parameters NULL or absent (RFC 4055, 2.1)
  const PssHash* found = nullptr;
  in.sequence("hashAlgorithm", [&](DerReader& hash) {
    const Bytes id = hash.object_identifier("algorithm");
    if (!hash.at_end() && !hash.content(Tag::null, "parameters").empty()) hash.fail(Fault::bad_value, "parameters");
    for (const PssHash& known : kPssHashes)
      if (equal(id, known.id)) found = &known;
  });
  return in.ok() ? found : nullptr;
}

// RSASSA-PSS-params (RFC 4055, 3.1): the same hash twice and a salt of its size, as TLS has them. The defaults mean
// SHA-1.
std::optional<SignatureScheme> pss_scheme(DerReader& in, KeyType issuer_key) {
  const PssHash* hash = nullptr;
  const PssHash* mask_hash = nullptr;
  std::uint32_t salt = 0, trailer = 1;
  in.sequence("RSASSA-PSS-params", [&](DerReader& parameters) {
    parameters.nested(context_constructed(0), "hashAlgorithm", [&](DerReader& field) { hash = pss_hash(field); });
    parameters.nested(context_constructed(1), "maskGenAlgorithm", [&](DerReader& field) {
      field.sequence("maskGenAlgorithm", [&](DerReader& mask) {
        if (!equal(mask.object_identifier("algorithm"), oid::mgf1)) mask.fail(Fault::bad_value, "maskGenAlgorithm");
        mask_hash = pss_hash(mask);
      });
    });
    parameters.nested(context_constructed(2), "saltLength",
                      [&](DerReader& field) { salt = field.small_number("saltLength"); });
    if (parameters.next_is(context_constructed(3)))
      parameters.nested(context_constructed(3), "trailerField",
                        [&](DerReader& field) { trailer = field.small_number("trailerField"); });
  });
  const bool usable =
      in.ok() && in.at_end() && hash != nullptr && hash == mask_hash && salt == hash->size && trailer == 1;
  if (!usable) return std::nullopt;
  return issuer_key == KeyType::rsa_pss ? hash->with_pss_key : hash->with_rsa_key;
}

// The hashes for which collisions are made (RFC 8446, 4.4.2.4; RFC 9155).
Note insecure(Bytes id) {
  if (equal(id, oid::sha1_with_rsa)) return "RSA with SHA-1";
  if (equal(id, oid::ecdsa_with_sha1)) return "ECDSA with SHA-1";
  if (equal(id, oid::md5_with_rsa)) return "RSA with MD5";
  return {};
}

std::unexpected<Error> unsupported(Bytes id) {
  if (const Note found = insecure(id); !found.empty())
    return fail(Errc::certificate_insecure_signature, "signatureAlgorithm", "RFC 8446, 4.4.2.4",
                "a signature with SHA-256 or better", found);
  Note found;
  if (equal(id, oid::rsassa_pss))
    found << "RSASSA-PSS with other parameters";
  else if (id.empty())
    found << "a malformed algorithm identifier";
  else
    found << "algorithm " << object_identifier_text(id);
  return fail(Errc::certificate_unsupported, "signatureAlgorithm", "RFC 8446, 4.2.3",
              "a supported signature algorithm that suits the issuer's key", found);
}

}  // namespace

}  // namespace handfast::pki
