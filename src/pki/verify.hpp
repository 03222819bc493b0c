#pragma once
// Whether a peer's certificates lead to a trust anchor (RFC 5280, 6), and are for this name (RFC 9525) and purpose. Both
// APIs and the command ask here and nowhere else: what they may choose is in VerifyOptions.
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
inline constexpr unsigned kMaxIssuersTried = 1024;        // certificates looked at over all paths
inline constexpr unsigned kMaxTlsFeatures = 16;           // of a certificate; two are registered (RFC 7633, RFC 6961)
inline constexpr unsigned kMaxPurposes = 256;  // of a certificate that are looked at; real ones have up to ten
inline constexpr unsigned kMaxRsaBits = 8192;  // the cost of checking a signature grows with the square

class RevocationLists;

// Purposes (RFC 5280, 4.2.1.12) in text; none: the purpose is not checked.
inline constexpr std::string_view kNoPurpose{}, kServerPurpose = "1.3.6.1.5.5.7.3.1",
                                                kClientPurpose = "1.3.6.1.5.5.7.3.2";

// What every key and signature of a path must at least have, the anchor's key included; nobody relies on the anchor's
// signature.
struct Strength {
  unsigned rsa_bits = 2048;  // RFC 9325, 4.5
  unsigned curve_bits = 0;
  unsigned hash_bits = 0;                    // what finding a collision takes: half the length of the hash
  std::span<const crypto::KeyType> kinds{};  // empty: any
};

struct VerifyOptions {
  std::int64_t now = 0;                       // seconds since 1970
  std::string_view purpose = kServerPurpose;  // what the leaf is used for
  std::optional<ReferenceName> name{};        // none: the name is not checked
  std::optional<ReferenceName> address{};     // an IP address beside the name; none: not checked
  std::optional<std::string_view> email{};    // none: not checked
  Strength strength{};
  bool status_withheld = false;  // a server was asked for an OCSP response and sent none (RFC 7633, 4.3.3)
  const RevocationLists* revocation_lists = nullptr;  // of any authorities (crl.hpp); null: revocation is not checked
  // What a caller may choose to overlook; each weakens the verdict.
  bool check_validity = true;            // of certificates and revocation lists
  bool check_anchor_validity = true;     // of the trust anchor
  bool check_unknown_extensions = true;  // critical ones that are not interpreted
  bool trust_leaf_itself = true;         // a leaf that is in the store needs no issuer
  bool trust_version_1 = true;           // anchors from before there was basicConstraints
  bool allow_unsorted = true;            // a chain that does not name each issuer right after what it issued
  bool allow_wildcards = true;           // for `name`
};

// A certificate of a good path, with what was found out on the way.
struct PathCertificate {
  CertificateView certificate;
  SignatureScheme signed_with{};  // by the next one of the path; of a trust anchor 0: nobody relies on its signature
};

// The outcome. It refuses until verify_chain() says otherwise.
struct Verdict {
  std::optional<Error> error = Error{Errc::internal_error};
  unsigned depth = 0;           // on failure: the certificate that `error` is about; 0 is the leaf, 1 its issuer, ...
  std::string subject, issuer;  // on failure: of that certificate, as text for people
  std::vector<Error> others;    // on failure: what else is wrong with the best path, and with its name
  std::vector<PathCertificate> path;  // on success: leaf first, trust anchor last; views into `chain` and the store
  std::vector<PathCertificate> misnamed_path;  // the same where nothing but the name is wrong
  unsigned issuers_tried = 0;                  // what the verdict took: of kMaxIssuersTried
  std::uint64_t signature_cost = 0;            // of kSignatureBudget (signature_budget.hpp)

  bool ok() const { return !error.has_value(); }
  std::string anchor_text() const;  // on success, while chain and store live: the trust anchor's subject
};

// Checks `chain` (certificates in DER, the leaf first, the rest in any order, needless ones allowed) against the
// store. Paths are tried until one is good or a limit is reached. Otherwise the verdict is on the best one: one that leads
// to an anchor and breaks the fewest rules, or else the one that got furthest. A leaf that is in the store itself needs no
// issuer, and no list can revoke it. Refused, because not interpreted yet: name constraints. What the leaf's keyUsage
// allows is the business of the handshake, which knows the use.
Verdict verify_chain(const TrustStore& store, std::span<const Bytes> chain, const VerifyOptions& options);

}  // namespace handfast::pki
