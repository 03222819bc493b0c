#pragma once
// What a side is willing to negotiate, in order of preference. Immutable once shared; made from priority strings by the
// C API, or directly by C++ programs.
#include <memory>

#include "base/codepoints.hpp"
#include "base/static_vector.hpp"

namespace handfast::tls {

struct Policy {
  StaticVector<ProtocolVersion, 4> versions{ProtocolVersion::tls13, ProtocolVersion::tls12};
  StaticVector<CipherSuite, 48> cipher_suites{CipherSuite::aes_256_gcm_sha384,
                                              CipherSuite::chacha20_poly1305_sha256,
                                              CipherSuite::aes_128_gcm_sha256,
                                              CipherSuite::aes_128_ccm_sha256,
                                              CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384,
                                              CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256,
                                              CipherSuite::ecdhe_ecdsa_aes_256_ccm,
                                              CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256,
                                              CipherSuite::ecdhe_ecdsa_aes_128_ccm,
                                              CipherSuite::ecdhe_rsa_aes_256_gcm_sha384,
                                              CipherSuite::ecdhe_rsa_chacha20_poly1305_sha256,
                                              CipherSuite::ecdhe_rsa_aes_128_gcm_sha256};
  StaticVector<NamedGroup, 16> groups{NamedGroup::x25519_mlkem768, NamedGroup::x25519, NamedGroup::secp256r1,
                                      NamedGroup::secp384r1, NamedGroup::secp521r1};
  // Offered for the peer's signatures and, with the certificate-only ones among them, for its certificates.
  StaticVector<SignatureScheme, 24> signature_schemes{
      SignatureScheme::ecdsa_secp256r1_sha256, SignatureScheme::ecdsa_secp384r1_sha384,
      SignatureScheme::ecdsa_secp521r1_sha512, SignatureScheme::ed25519,
      SignatureScheme::rsa_pss_pss_sha256,     SignatureScheme::rsa_pss_pss_sha384,
      SignatureScheme::rsa_pss_pss_sha512,     SignatureScheme::rsa_pss_rsae_sha256,
      SignatureScheme::rsa_pss_rsae_sha384,    SignatureScheme::rsa_pss_rsae_sha512,
      SignatureScheme::rsa_pkcs1_sha256,       SignatureScheme::rsa_pkcs1_sha384,
      SignatureScheme::rsa_pkcs1_sha512};
  // How a session of TLS 1.3 is gone on from (RFC 8446, 4.2.9). Without (EC)DHE who learns its secret can read what follows.
  StaticVector<PskKeyExchangeMode, 2> psk_modes{PskKeyExchangeMode::psk_dhe_ke};
  bool server_preference = false;       // the server's order decides, not the client's
  bool middlebox_compatibility = true;  // RFC 8446, D.4
  bool tolerate_key_usage = false;      // a peer may sign with a certificate whose keyUsage does not allow that
  bool violate_key_usage = false;       // so does this side

  // TLS 1.2 only.
  bool extended_master_secret = true;           // offered and accepted (RFC 7627)
  bool require_extended_master_secret = false;  // no handshake without
  bool renegotiation_info = true;               // said that renegotiation would be safe (RFC 5746)
  bool unsafe_renegotiation = false;            // renegotiates even with a peer that does not
  bool require_secure_renegotiation = false;    // no handshake with a peer that does not say so
  bool fallback = false;                        // client: a better version was tried before (RFC 7507)
};

// One for all that ask for nothing else.
const std::shared_ptr<const Policy>& default_policy();

}  // namespace handfast::tls
