#include "pki/public_key.hpp"

#include "pki/object_identifiers.hpp"

namespace handfast::pki {

Bytes key_algorithm(Bytes spki) {
  DerReader outer(spki);
  DerReader in(outer.content(Tag::sequence, "SubjectPublicKeyInfo"));
  return in.whole(Tag::sequence, "algorithm");
}

Result<RsaPublicKey> read_rsa_public_key(Bytes spki) {
  constexpr std::string_view kReference = "RFC 8017, A.1.1";
  RsaPublicKey out;
  Bytes id, encoded;
  DerReader in(spki);
  in.sequence("SubjectPublicKeyInfo", [&](DerReader& info) {
    DerReader algorithm(info.content(Tag::sequence, "algorithm"));
    id = algorithm.object_identifier("algorithm");
    encoded = info.bit_string("subjectPublicKey");
  });
  if (!equal(id, oid::rsa_encryption) && !equal(id, oid::rsassa_pss))
    return fail(Errc::key_unsupported, "algorithm", kReference, "an RSA key", "another kind of key");
  if (!in.ok()) return std::unexpected(in.error(Errc::key_malformed, kReference));
  DerReader key(encoded);
  key.sequence("RSAPublicKey", [&](DerReader& numbers) {
    out.modulus = numbers.integer("modulus");
    out.exponent = numbers.integer("publicExponent");
  });
  key.expect_end("RSAPublicKey");
  if (!key.ok()) return std::unexpected(key.error(Errc::key_malformed, kReference));
  return out;
}

}  // namespace handfast::pki
