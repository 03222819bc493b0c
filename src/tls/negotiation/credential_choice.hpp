#pragma once
// Which certificate a side proves its identity with, and by which signature scheme (RFC 8446, 4.4.2.2 and 4.4.2.3).
#include <optional>

#include "tls/extension/certificate_authorities.hpp"
#include "tls/extension/signature_algorithms.hpp"
#include "tls/handshake/authentication.hpp"

namespace handfast::tls {

// RFC 8446, 4.2.3 and 4.4.3: in TLS 1.3 RSASSA-PKCS1-v1_5 and SHA-1 are for certificates; a CertificateVerify never uses
// them, offered or not. In TLS 1.2 whatever was offered may sign.
bool signs_handshakes(SignatureScheme scheme, ProtocolVersion version);

struct CredentialWish {
  ListView<SignatureScheme> accepted;  // by the peer
  const Policy& policy;
  // One that names this server goes before one that has a wildcard for it, and that before any other; then one whose chain is
  // signed as the peer accepts, then one that was issued under an authority that the peer names.
  std::string_view server_name{};
  std::optional<ListView<SignatureScheme>> accepted_in_certificates{};  // none: as `accepted`
  ListView<DistinguishedName> authorities{};
  // Only one that was issued under an authority that the peer names, where it names any: a client (RFC 5246, 7.4.6; RFC 8446,
  // 4.2.4). Its user would otherwise be known to servers that have no use for it.
  bool named_authorities_only = false;
  ProtocolVersion version = ProtocolVersion::tls13;
  Authentication authentication = Authentication::any;  // TLS 1.2: what the cipher suite wants of the key
  const ListView<NamedGroup>* groups = nullptr;  // TLS 1.2: the curves that the client takes in certificates; null: all
};

// What a suite of TLS 1.2 calls this key: it signs as RSA or as ECDSA (RFC 8422, 5.10, counts EdDSA to the latter).
Authentication authentication_of(crypto::KeyType type);
// The group of an ECDSA key's curve.
std::optional<NamedGroup> curve_of(crypto::KeyType type);

// Whether one of them can be used at all: whatever is negotiated here, a certificate's key signs.
bool any_may_sign(const Options& options);

// Why no credential can be used in TLS 1.2, going by the one that comes farthest: it may not sign, no common suite is for its
// kind of key, the client does not accept its curve, or no scheme of the client's fits it.
struct Misfit {
  enum class Kind : std::uint8_t { usage, suite, curve, scheme } kind = Kind::usage;
  std::shared_ptr<const Credential> credential;
};
Misfit misfit_of(const Options& options, std::span<const Authentication> suites, const ListView<NamedGroup>* groups);

// The first credential whose key can sign with a scheme that the peer accepts, and fulfils the rest of the wish. Nothing:
// none fits.
std::optional<OwnProof> choose_credential(const Credentials& credentials, const CredentialWish& wish);

// Of a client for which choose_credential() found nothing: what it has, and what the server would have taken. Null: it has
// no certificate.
std::shared_ptr<const WithheldCertificate> withheld_certificate(const Credentials& credentials, CredentialWish wish);

}  // namespace handfast::tls
