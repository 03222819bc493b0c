#pragma once
// What the handles of <gnutls/abstract.h> point to. Keys are in memory: there are no tokens.
#include "capi/x509_types.hpp"

struct gnutls_privkey_st {
  std::shared_ptr<const handfast::crypto::PrivateKey> read;  // null: none yet
  std::unique_ptr<gnutls_x509_privkey_int> released;  // of GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE: goes with this handle
  gnutls_pin_callback_t pin_function = nullptr;
  void* pin_data = nullptr;
};

namespace handfast::capi {

struct ReadPublicKey {
  ByteVector spki;  // SubjectPublicKeyInfo in DER
  crypto::PublicKey key;

  static Result<ReadPublicKey> create(Bytes spki);
};

// The interface's number of a kind of key.
gnutls_pk_algorithm_t algorithm_of(crypto::KeyType type);

// Its size as the interface counts it: of keys on curves in whole octets.
unsigned bits_of(const auto& key) {
  const bool octets = key.type() == crypto::KeyType::ed25519 || key.type() == crypto::KeyType::ec_p521;
  return octets ? (key.bits() + 7) / 8 * 8 : key.bits();
}

// How this kind of key makes signatures of that algorithm; none: it cannot.
std::optional<SignatureScheme> scheme_for(gnutls_sign_algorithm_t algorithm, crypto::KeyType type);

// The certificate of a parsed certificate. 0, or the error's number. Throws std::bad_alloc.
int fill(gnutls_pcert_st& out, Bytes der);

}  // namespace handfast::capi

struct gnutls_pubkey_st {
  std::optional<handfast::capi::ReadPublicKey> read;
};
