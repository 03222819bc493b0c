// The algorithms of a certificate: of its key and of its signature.
#include "capi/abstract_types.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/public_key.hpp"
#include "pki/text.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// Of RSASSA-PSS-params, where SHA-1 is the default (RFC 4055, 3.1), which has no number here.
gnutls_sign_algorithm_t pss_signature(pki::DerReader& algorithm) {
  Bytes hash;
  pki::DerReader parameters(algorithm.content(pki::Tag::sequence, "parameters"));
  if (parameters.next_is(pki::context_constructed(0)))
    parameters.nested(pki::context_constructed(0), "hashAlgorithm", [&](pki::DerReader& field) {
      pki::DerReader inner(field.content(pki::Tag::sequence, "hashAlgorithm"));
      hash = inner.object_identifier("algorithm");
    });
  const gnutls_digest_algorithm_t digest = gnutls_oid_to_digest(pki::object_identifier_text(hash).c_str());
  return digest == GNUTLS_DIG_UNKNOWN ? GNUTLS_SIGN_UNKNOWN : gnutls_pk_to_sign(GNUTLS_PK_RSA_PSS, digest);
}

// What there is to say of a key that cannot be used.
int unusable_key(Bytes spki, bool with_size) {
  pki::DerReader in(pki::key_algorithm(spki));
  pki::DerReader algorithm(in.content(pki::Tag::sequence, "algorithm"));
  const std::string identifier = pki::object_identifier_text(algorithm.object_identifier("algorithm"));
  const int known = gnutls_oid_to_pk(identifier.c_str());
  return known == GNUTLS_PK_ECDSA && with_size ? GNUTLS_E_ECC_UNSUPPORTED_CURVE : known;
}

}  // namespace

namespace handfast::capi {

gnutls_sign_algorithm_t signature_of(Bytes algorithm_identifier) {
  pki::DerReader outer(algorithm_identifier);
  pki::DerReader in(outer.content(pki::Tag::sequence, "signatureAlgorithm"));
  const Bytes id = in.object_identifier("algorithm");
  if (equal(id, pki::oid::rsassa_pss)) return pss_signature(in);
  return gnutls_oid_to_sign(pki::object_identifier_text(id).c_str());
}

}  // namespace handfast::capi

extern "C" {

int gnutls_x509_crt_get_pk_algorithm(gnutls_x509_crt_t cert, unsigned int* bits) {
  if (bits != nullptr) *bits = 0;
  if (const int code = readable(cert); code != 0) return code;
  return c_call([&]() -> int {
    const Bytes spki = cert->read->view().spki;
    const auto key = crypto::PublicKey::from_spki(spki);
    if (!key) return unusable_key(spki, bits != nullptr);
    if (bits != nullptr) *bits = bits_of(*key);
    return algorithm_of(key->type());
  });
}

int gnutls_x509_crt_get_pk_rsa_raw(gnutls_x509_crt_t crt, gnutls_datum_t* m, gnutls_datum_t* e) {
  if (m == nullptr || e == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = readable(crt); code != 0) return code;
  return c_call([&]() -> int {
    const auto key = pki::read_rsa_public_key(crt->read->view().spki);
    if (!key) return GNUTLS_E_INVALID_REQUEST;
    if (const int code = hand_out(as_text(key->modulus), *m); code != 0) return code;
    const int code = hand_out(as_text(key->exponent), *e);
    if (code != 0) gnutls_free(std::exchange(m->data, nullptr));
    return code;
  });
}

int gnutls_x509_crt_get_signature_algorithm(gnutls_x509_crt_t cert) {
  if (!holds(cert)) return GNUTLS_SIGN_UNKNOWN;
  return c_call([&]() -> int { return signature_of(cert->read->view().signature_algorithm); });
}

}  // extern "C"
