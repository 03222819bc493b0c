#pragma once
// Whether a peer's certificates lead to a trust anchor (RFC 5280, 6), and are for this name (RFC 9525) and purpose.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "pki/certificate.hpp"
#include "pki/name.hpp"
#include "pki/trust_store.hpp"

namespace handfast::pki {

inline constexpr std::size_t kMaxChainCertificates = 64;  // what a peer may send: real chains have 1 to 5
inline constexpr std::size_t kMaxPathCertificates = 16;   // leaf and anchor included; GnuTLS's default depth
inline constexpr unsigned kMaxSignatureChecks = 64;       // over all paths tried: at most about 20 ms
inline constexpr unsigned kMaxIssuersTried = 1024;        // certificates looked at over all paths
inline constexpr unsigned kMaxRsaBits = 8192;             // the cost of checking a signature grows with the square

class RevocationLists;

enum class Purpose : std::uint8_t { any, server, client };

struct VerifyOptions {
  std::int64_t now = 0;                 // seconds since 1970
  Purpose purpose = Purpose::server;    // what the leaf is used for
  std::optional<ReferenceName> name{};  // none: the name is not checked
  std::uint16_t leaf_key_usage =
      key_usage::digital_signature;                   // bits that a leaf with keyUsage must have; 0: not checked
  unsigned least_rsa_bits = 2048;                     // of every key of the path, the anchor's included
  const RevocationLists* revocation_lists = nullptr;  // of any authorities (crl.hpp); null: revocation is not checked
  // What a caller may choose to overlook; each weakens the verdict.
  bool check_validity = true;            // of certificates and revocation lists
  bool check_anchor_validity = true;     // of the trust anchor
  bool check_unknown_extensions = true;  // critical ones that are not interpreted
  bool trust_leaf_itself = true;         // a leaf that is in the store needs no issuer
};

// A certificate of a good path, with what was found out on the way.
struct PathCertificate {
  CertificateView certificate;
  crypto::KeyType key_type{};
  unsigned key_bits = 0;
  SignatureScheme signed_with{};  // by the next one of the path; of a trust anchor 0: nobody relies on its signature
};

// The outcome. It refuses until verify_chain() says otherwise.
struct Verdict {
  std::optional<Error> error = Error{Errc::internal_error};
  unsigned depth = 0;           // on failure: the certificate that `error` is about; 0 is the leaf, 1 its issuer, ...
  std::string subject, issuer;  // on failure: of that certificate, as text for people
  std::vector<PathCertificate> path;  // on success: leaf first, trust anchor last; views into `chain` and the store

  bool ok() const { return !error.has_value(); }
  std::string anchor_text() const;  // on success, while chain and store live: the trust anchor's subject
};

// Checks `chain` (certificates in DER, the leaf first, the rest in any order, needless ones allowed) against the
// store. Paths are tried until one is good or a limit above is reached; the error is that of the path which got
// furthest. A leaf that is in the store itself needs no issuer, and no list can revoke it. Refused, because not
// interpreted yet: name constraints.
Verdict verify_chain(const TrustStore& store, std::span<const Bytes> chain, const VerifyOptions& options);

}  // namespace handfast::pki
