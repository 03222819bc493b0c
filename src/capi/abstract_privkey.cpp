// Private keys of any kind as one type, gnutls_privkey_t.
#include "capi/abstract_types.hpp"
#include "capi/error_code.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/names/signatures.hpp"
#include "capi/password.hpp"
#include "capi/priority/engine_policy.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

gnutls_pk_algorithm_t algorithm_of(crypto::KeyType type) {
  switch (type) {
    case crypto::KeyType::rsa: return GNUTLS_PK_RSA;
    case crypto::KeyType::rsa_pss: return GNUTLS_PK_RSA_PSS;
    case crypto::KeyType::ec_p256:
    case crypto::KeyType::ec_p384:
    case crypto::KeyType::ec_p521: return GNUTLS_PK_ECDSA;
    case crypto::KeyType::ed25519: return GNUTLS_PK_EDDSA_ED25519;
  }
  return GNUTLS_PK_UNKNOWN;
}

namespace {

// An RSA key makes the same signatures under both names of RSA-PSS (RFC 8446, 4.2.3).
gnutls_sign_algorithm_t named_for(gnutls_sign_algorithm_t algorithm, crypto::KeyType type) {
  if (type != crypto::KeyType::rsa) return algorithm;
  switch (algorithm) {
    case GNUTLS_SIGN_RSA_PSS_SHA256: return GNUTLS_SIGN_RSA_PSS_RSAE_SHA256;
    case GNUTLS_SIGN_RSA_PSS_SHA384: return GNUTLS_SIGN_RSA_PSS_RSAE_SHA384;
    case GNUTLS_SIGN_RSA_PSS_SHA512: return GNUTLS_SIGN_RSA_PSS_RSAE_SHA512;
    default: return algorithm;
  }
}

// The algorithm of a kind of key with a hash; GNUTLS_SIGN_UNKNOWN: there is none.
gnutls_sign_algorithm_t algorithm_with(crypto::KeyType type, gnutls_digest_algorithm_t hash, bool pss) {
  const bool rsa = type == crypto::KeyType::rsa || type == crypto::KeyType::rsa_pss;
  if (hash == GNUTLS_DIG_UNKNOWN || (pss && !rsa)) return GNUTLS_SIGN_UNKNOWN;
  const gnutls_pk_algorithm_t key = pss ? GNUTLS_PK_RSA_PSS : algorithm_of(type);
  if (key == GNUTLS_PK_EDDSA_ED25519)
    return hash == GNUTLS_DIG_SHA512 ? GNUTLS_SIGN_EDDSA_ED25519 : GNUTLS_SIGN_UNKNOWN;
  for (const Signature& signature : signatures())
    if (signature.key == key && signature.hash == hash) return signature.id;
  return GNUTLS_SIGN_UNKNOWN;
}

int sign(const crypto::PrivateKey& key, gnutls_sign_algorithm_t algorithm, const gnutls_datum_t& data,
         gnutls_datum_t& out) {
  const auto scheme = scheme_for(algorithm, key.type());
  if (!scheme) return GNUTLS_E_CONSTRAINT_ERROR;
  const auto signature = key.sign(*scheme, bytes_of(data));
  return signature ? hand_out(as_text(*signature), out) : gnutls_code_for(signature.error().code);
}

bool usable(const gnutls_privkey_st* key, const gnutls_datum_t* data, const gnutls_datum_t* signature) {
  return holds(key) && readable(data) && signature != nullptr;
}

}  // namespace

std::optional<SignatureScheme> scheme_for(gnutls_sign_algorithm_t algorithm, crypto::KeyType type) {
  const auto scheme = scheme_of(named_for(algorithm, type));
  const bool any_curve = algorithm == GNUTLS_SIGN_ECDSA_SHA256 || algorithm == GNUTLS_SIGN_ECDSA_SHA384 ||
                         algorithm == GNUTLS_SIGN_ECDSA_SHA512;
  return scheme && crypto::scheme_fits(*scheme, type, any_curve) ? scheme : std::nullopt;
}

}  // namespace handfast::capi

extern "C" {

int gnutls_privkey_init(gnutls_privkey_t* key) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *key = nullptr;
  return c_call([&] {
    *key = new gnutls_privkey_st;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_privkey_deinit(gnutls_privkey_t key) { delete key; }

int gnutls_privkey_get_pk_algorithm(gnutls_privkey_t key, unsigned int* bits) {
  if (!holds(key)) return GNUTLS_E_INVALID_REQUEST;
  if (bits != nullptr) *bits = bits_of(*key->read);
  return algorithm_of(key->read->type());
}

gnutls_privkey_type_t gnutls_privkey_get_type(gnutls_privkey_t) { return GNUTLS_PRIVKEY_X509; }

void gnutls_privkey_set_pin_function(gnutls_privkey_t key, gnutls_pin_callback_t fn, void* userdata) {
  if (key == nullptr) return;
  key->pin_function = fn;
  key->pin_data = userdata;
}

int gnutls_privkey_import_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t key, unsigned int flags) {
  if (pkey == nullptr || !holds(key)) return GNUTLS_E_INVALID_REQUEST;
  pkey->read = key->read;
  const bool owned = (flags & GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE) != 0;
  if (pkey->released.get() != key) pkey->released.reset(owned ? key : nullptr);
  return GNUTLS_E_SUCCESS;
}

int gnutls_privkey_import_x509_raw(gnutls_privkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                   const char* password, unsigned int) {
  if (pkey == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    const PasswordSource source{password, pkey->pin_function, pkey->pin_data};
    return read_protected_key_into(pkey->read, bytes_of(*data), format, source);
  });
}

int gnutls_privkey_export_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t* key) {
  if (!holds(pkey) || key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    *key = new gnutls_x509_privkey_int{.read = pkey->read};
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_privkey_sign_data(gnutls_privkey_t signer, gnutls_digest_algorithm_t hash, unsigned int flags,
                             const gnutls_datum_t* data, gnutls_datum_t* signature) {
  if (!usable(signer, data, signature) || (flags & GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA) != 0)
    return GNUTLS_E_INVALID_REQUEST;
  const bool pss = (flags & GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS) != 0;
  const gnutls_sign_algorithm_t algorithm = algorithm_with(signer->read->type(), hash, pss);
  if (algorithm == GNUTLS_SIGN_UNKNOWN) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return sign(*signer->read, algorithm, *data, *signature); });
}

int gnutls_privkey_sign_data2(gnutls_privkey_t signer, gnutls_sign_algorithm_t algo, unsigned int,
                              const gnutls_datum_t* data, gnutls_datum_t* signature) {
  if (!usable(signer, data, signature) || gnutls_sign_get_name(algo) == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return sign(*signer->read, algo, *data, *signature); });
}

}  // extern "C"
