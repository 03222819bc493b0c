#pragma once
// Every rule of a certificate's chain, broken in turn at the leaf, the intermediate and the anchor, with what is to be said
// of it. Whoever gives verdicts is asked with this table (tests/unit/capi, tests/unit/cppapi): there is one verifier.
#include <gnutls/x509.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pki/certificate_maker.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/pem.hpp"
#include "pki/verify.hpp"

namespace handfast::test {

inline constexpr std::string_view kChainName = "www.example.com";

enum class Place : std::uint8_t { leaf, intermediate, anchor };
constexpr std::string_view name_of(Place place) {
  return place == Place::leaf ? "leaf" : place == Place::intermediate ? "intermediate" : "anchor";
}

// What a rule has to be asked for. Without it the chain is good.
enum class Demand : std::uint8_t { nothing, name, purpose };

// A certificate that is about to be made.
struct Draft {
  pki::CertificateProfile profile;
  crypto::PrivateKey key;
  bool damaged = false;      // its signature
  bool by_namesake = false;  // signed with another key than its issuer's, which it names
};

struct ChainRule {
  std::string what;
  std::vector<Place> places;
  std::optional<Errc> error;  // none: the chain is good
  unsigned bits = 0;          // of gnutls_certificate_status_t, besides GNUTLS_CERT_INVALID
  std::function<void(Draft&)> spoil;
  Demand demand = Demand::nothing;
  unsigned flags = 0;  // of gnutls_certificate_verify_flags, and the same for the engine:
  std::function<void(pki::VerifyOptions&)> options = [](pki::VerifyOptions&) {};
};

// The same rule for who looks at it otherwise.
inline ChainRule flagged(ChainRule rule, unsigned flags, std::function<void(pki::VerifyOptions&)> options) {
  rule.flags = flags;
  rule.options = std::move(options);
  return rule;
}

inline const std::vector<Place> kAnywhere{Place::leaf, Place::intermediate, Place::anchor};
inline const std::vector<Place> kIssuers{Place::intermediate, Place::anchor}, kIssued{Place::leaf, Place::intermediate},
    kLeaf{Place::leaf}, kIntermediate{Place::intermediate}, kAnchor{Place::anchor};

inline std::vector<ChainRule> rules_of_dates(std::int64_t now) {
  const auto expired = [=](Draft& draft) { draft.profile.not_after = now - 10; };
  const auto future = [=](Draft& draft) { draft.profile.not_before = now + 1000; };
  const ChainRule rule{"expired", kAnywhere, Errc::certificate_expired, GNUTLS_CERT_EXPIRED, expired};
  const auto no_dates = [](pki::VerifyOptions& options) { options.check_validity = false; };
  const auto no_anchor_dates = [](pki::VerifyOptions& options) { options.check_anchor_validity = false; };
  return {
      rule,
      {"not yet valid", kAnywhere, Errc::certificate_not_yet_valid, GNUTLS_CERT_NOT_ACTIVATED, future},
      flagged({"expired, dates not checked", kAnywhere, {}, 0, expired}, GNUTLS_VERIFY_DISABLE_TIME_CHECKS, no_dates),
      flagged({"expired, dates of anchors not checked", kAnchor, {}, 0, expired},
              GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS, no_anchor_dates),
      flagged({"expired, dates of anchors not checked", kIssued, rule.error, rule.bits, expired},
              GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS, no_anchor_dates),
  };
}

inline std::function<void(Draft&)> adding(Bytes id, ByteVector value, bool critical) {
  return [id, value, critical](Draft& draft) {
    draft.profile.more.push_back({ByteVector(id.begin(), id.end()), critical, value});
  };
}

inline std::vector<ChainRule> rules_of_extensions() {
  static constexpr std::array<std::uint8_t, 3> kUnknown{0x2a, 0x03, 0x04};
  const ByteVector null{0x05, 0x00}, empty{0x30, 0x00}, status_request{0x30, 0x03, 0x02, 0x01, 0x05};
  const unsigned constraints = GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
  const auto unknown = adding(kUnknown, null, true);
  return {
      {"unknown critical extension", kAnywhere, Errc::certificate_critical_extension,
       GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, unknown},
      flagged({"unknown critical extension, ignored", kAnywhere, {}, 0, unknown},
              GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS,
              [](pki::VerifyOptions& options) { options.check_unknown_extensions = false; }),
      {"name constraints", kAnywhere, Errc::certificate_name_constraints, constraints,
       adding(pki::oid::name_constraints, empty, true)},
      {"demands a TLS feature", kIssuers, Errc::certificate_features, constraints,
       adding(pki::oid::tls_feature, status_request, false)},
      {"demands a TLS feature, critical", kIssuers, Errc::certificate_features, constraints,
       adding(pki::oid::tls_feature, status_request, true)},
  };
}

inline std::vector<ChainRule> rules_of_purposes() {
  static constexpr std::array<std::uint8_t, 8> kOcspSigning{0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09};
  static constexpr std::array<std::uint8_t, 8> kEmail{0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04};
  const auto only = [](Bytes id) {
    return [id](Draft& draft) { draft.profile.extended_key_usage = {ByteVector(id.begin(), id.end())}; };
  };
  const auto wrong = [&](const char* what, Bytes id) {
    return ChainRule{what,     kAnywhere,      Errc::certificate_wrong_purpose, GNUTLS_CERT_PURPOSE_MISMATCH,
                     only(id), Demand::purpose};
  };
  return {wrong("for clients only", pki::oid::client_auth),
          wrong("for OCSP only", kOcspSigning),
          wrong("for mail only", kEmail),
          {"for any purpose", kAnywhere, {}, 0, only(pki::oid::any_extended_key_usage)},
          {"for servers", kAnywhere, {}, 0, only(pki::oid::server_auth)}};
}

inline std::vector<ChainRule> rules_of_authorities() {
  const auto leaf_constraints = [](Draft& draft) { draft.profile.basic_constraints = pki::BasicConstraints{}; };
  const auto no_constraints = [](Draft& draft) { draft.profile.basic_constraints.reset(); };
  const auto old = [](Draft& draft) { draft.profile.version = 1; };
  const auto lists_only = [](Draft& draft) { draft.profile.key_usage = pki::key_usage::crl_sign; };
  const auto leaves_only = [](Draft& draft) { draft.profile.basic_constraints->path_length = 0; };
  const Errc no_ca = Errc::certificate_not_a_ca;
  const unsigned constraints = GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
  return {
      {"no authority", kIssuers, no_ca, GNUTLS_CERT_SIGNER_NOT_CA, leaf_constraints},
      {"no basicConstraints", kIssuers, no_ca, GNUTLS_CERT_SIGNER_NOT_CA, no_constraints},
      {"version 1", kAnchor, {}, 0, old},
      {"version 1", kIntermediate, no_ca, GNUTLS_CERT_SIGNER_NOT_CA, old},
      flagged({"version 1, not allowed", kIssuers, no_ca, GNUTLS_CERT_SIGNER_NOT_CA, old},
              GNUTLS_VERIFY_DO_NOT_ALLOW_X509_V1_CA_CRT,
              [](pki::VerifyOptions& options) { options.trust_version_1 = false; }),
      {"may not sign certificates", kIssuers, Errc::certificate_wrong_purpose, constraints, lists_only},
      {"for leaves only", kIntermediate, {}, 0, leaves_only},
      {"for leaves only", kAnchor, Errc::certificate_path_too_long, constraints, leaves_only},
  };
}

inline std::vector<ChainRule> rules_of_leaves_and_signatures() {
  const auto names = [](const char* name) { return [name](Draft& draft) { draft.profile.names = {name}; }; };
  const auto long_serial = [](Draft& draft) { draft.profile.serial.assign(21, 0x7f); };
  const auto short_key = [](Draft& draft) {
    draft.key = crypto::PrivateKey::generate(crypto::KeyType::rsa, 1024).value();
  };
  const Errc other_name = Errc::certificate_wrong_name;
  return {
      {"nothing", kLeaf, {}, 0, [](Draft&) {}},
      {"long serial number", kIssued, Errc::certificate_malformed, 0, long_serial},
      {"short key", kAnywhere, Errc::key_too_small, GNUTLS_CERT_INSECURE_ALGORITHM, short_key},
      {"damaged signature", kIssued, Errc::certificate_bad_signature, GNUTLS_CERT_SIGNATURE_FAILURE,
       [](Draft& draft) { draft.damaged = true; }},
      {"signed by a namesake of its issuer", kIssued, Errc::certificate_unknown_issuer, GNUTLS_CERT_SIGNER_NOT_FOUND,
       [](Draft& draft) { draft.by_namesake = true; }},
      {"for another name", kLeaf, other_name, GNUTLS_CERT_UNEXPECTED_OWNER, names("other.example"), Demand::name},
      {"for a wildcard", kLeaf, {}, 0, names("*.example.com")},
      flagged({"for a wildcard, not allowed", kLeaf, other_name, GNUTLS_CERT_UNEXPECTED_OWNER, names("*.example.com"),
               Demand::name},
              GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS,
              [](pki::VerifyOptions& options) { options.allow_wildcards = false; }),
  };
}

inline std::vector<ChainRule> chain_rules(std::int64_t now) {
  std::vector<ChainRule> out = rules_of_leaves_and_signatures();
  for (const auto& rules : {rules_of_dates(now), rules_of_extensions(), rules_of_purposes(), rules_of_authorities()})
    out.insert(out.end(), rules.begin(), rules.end());
  return out;
}

inline std::string private_key_pem(const crypto::PrivateKey& key) {
  const SecretBytes pkcs8 = key.to_pkcs8().value();
  const SecretBytes text = pki::encode_secret_pem("PRIVATE KEY", pkcs8.reveal());
  return std::string(as_text(text.reveal()));
}

// The chain of a rule that is broken at a place: the leaf, one intermediate, and the anchor beside them.
struct BrokenChain {
  ByteVector anchor;
  std::vector<ByteVector> chain;
  std::string chain_pem, key_pem, anchor_pem;
};

inline BrokenChain break_chain(const ChainRule& rule, Place place, std::int64_t now) {
  constexpr std::int64_t kDay = 86'400;
  const auto new_key = [] { return crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value(); };
  Draft anchor{pki::ca_profile("Root", now - kDay, now + kDay), new_key()},
      intermediate{pki::ca_profile("Intermediate", now - kDay, now + kDay), new_key()},
      leaf{pki::server_profile({std::string(kChainName)}, now - kDay, now + kDay), new_key()};
  rule.spoil(place == Place::leaf ? leaf : place == Place::intermediate ? intermediate : anchor);

  BrokenChain out;
  out.anchor = pki::make_self_signed(anchor.profile, anchor.key).value();
  const auto issue = [&](const Draft& draft, Bytes issuer, const crypto::PrivateKey& issuer_key) {
    const auto view = pki::CertificateView::parse(issuer).value();
    auto made = pki::make_certificate(draft.profile, draft.key, {view, issuer_key}).value();
    if (draft.by_namesake) {
      const auto other = new_key();
      pki::CertificateProfile namesake = anchor.profile;
      namesake.common_name = draft.profile.basic_constraints->ca ? "Root" : "Intermediate";
      const auto there = pki::make_self_signed(namesake, other).value();
      made =
          pki::make_certificate(draft.profile, draft.key, {pki::CertificateView::parse(there).value(), other}).value();
    }
    if (draft.damaged) made.back() ^= 1;
    return made;
  };
  const ByteVector second = issue(intermediate, out.anchor, anchor.key);
  out.chain = {issue(leaf, second, intermediate.key), second};
  for (const ByteVector& der : out.chain) out.chain_pem += pki::encode_pem("CERTIFICATE", der);
  out.anchor_pem = pki::encode_pem("CERTIFICATE", out.anchor);
  out.key_pem = private_key_pem(leaf.key);
  return out;
}

// Calls `check` with each rule, place and chain.
inline void for_each_broken_chain(
    std::int64_t now, const std::function<void(const ChainRule&, const std::string& what, const BrokenChain&)>& check) {
  for (const ChainRule& rule : chain_rules(now))
    for (const Place place : rule.places)
      check(rule, rule.what + ", " + std::string(name_of(place)), break_chain(rule, place, now));
}

}  // namespace handfast::test
