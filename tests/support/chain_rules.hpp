#pragma once
// Every rule of a certificate's chain, broken in turn at the leaf, the intermediate and the anchor, with what is to be said
// of it. Whoever gives verdicts is asked with this table (tests/unit/capi, tests/unit/cppapi): there is one verifier.
#include <gnutls/x509.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pki/verify.hpp"
#include "unit/pki/revocation_list_maker.hpp"

namespace handfast::test {

inline constexpr std::string_view kChainName = "www.example.com", kMailbox = "alice@example.com",
                                  kAddressText = "192.0.2.1", kAddress("\xc0\x00\x02\x01", 4);

enum class Place : std::uint8_t { leaf, intermediate, anchor };
constexpr std::string_view name_of(Place place) {
  return place == Place::leaf ? "leaf" : place == Place::intermediate ? "intermediate" : "anchor";
}

// What a rule has to be asked for. Without it the chain is good. `address`: its octets; as text it is a name. `status`:
// an OCSP response, which sessions ask for; functions that only hold a chain cannot miss it.
enum class Demand : std::uint8_t { nothing, name, purpose, address, mailbox, status };

// A revocation list that is about to be made by the issuer of the certificate in question.
struct ListDraft {
  pki::ListProfile profile;
  bool of_another = false;  // by the other authority instead
  bool damaged = false;     // its signature
};

// A certificate that is about to be made.
struct Draft {
  pki::CertificateProfile profile;
  crypto::PrivateKey key;
  std::function<void(ByteVector&)> edit = [](ByteVector&) {};  // of what was made
  bool by_namesake = false;  // signed with another key than its issuer's, which it names
  bool self_signed = false;  // instead of issued
  std::optional<ListDraft> list{};
};

// The chain of a rule that is broken at a place: what is sent, the leaf first, and what is trusted.
struct BrokenChain {
  std::vector<ByteVector> chain, trusted, lists;
  std::string chain_pem, trusted_pem, key_pem;
};

struct ChainRule {
  std::string what;
  std::vector<Place> places;
  std::optional<Errc> error;  // none: the chain is good
  unsigned bits = 0;          // of gnutls_certificate_status_t, besides GNUTLS_CERT_INVALID
  std::function<void(Draft&)> spoil;
  Demand demand = Demand::nothing;
  std::string name{kChainName};                     // whom the leaf should be for
  crypto::KeyType keys = crypto::KeyType::ec_p256;  // of all three, of which each signs with a hash of that strength
  bool shown = true;   // in a handshake. Not: nobody has the leaf's key, or the server puts the chain in order
  unsigned flags = 0;  // of gnutls_certificate_verify_flags, and the same for the engine:
  std::function<void(pki::VerifyOptions&)> options = [](pki::VerifyOptions&) {};
  std::function<void(BrokenChain&)> arrange = [](BrokenChain&) {};  // what was made
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
  const auto as_usual = [](pki::VerifyOptions&) {};
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
      flagged({"version 1, not allowed and allowed", kAnchor, {}, 0, old},
              GNUTLS_VERIFY_DO_NOT_ALLOW_X509_V1_CA_CRT | GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT, as_usual),
      flagged({"version 1, allowed", kIntermediate, no_ca, GNUTLS_CERT_SIGNER_NOT_CA, old},
              GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT, as_usual),
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
       [](Draft& draft) { draft.edit = [](ByteVector& der) { der.back() ^= 1; }; }},
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

// Chains of which everything keeps a profile, but for one thing.
inline ChainRule of_profile(ChainRule rule, unsigned profile, const pki::Strength& strength, crypto::KeyType keys) {
  rule.keys = keys;
  return flagged(std::move(rule), GNUTLS_PROFILE_TO_VFLAGS(profile),
                 [=](pki::VerifyOptions& options) { options.strength = strength; });
}

inline std::vector<ChainRule> rules_of_profiles() {
  using crypto::KeyType;
  static constexpr std::array kSuiteB128{KeyType::ec_p256, KeyType::ec_p384};
  static constexpr std::array kSuiteB192{KeyType::ec_p384};
  const pki::Strength very_weak{767, 0, 64}, low{1024, 160, 80}, legacy{1776, 192, 96}, medium{2048, 224, 112},
      high{3072, 256, 128}, ultra{8192, 384, 192}, future{15360, 512, 256}, suite_b_128{3072, 256, 128, kSuiteB128},
      suite_b_192{8192, 384, 192, kSuiteB192};
  const auto key = [](KeyType type, unsigned rsa_bits = 2048) {
    return [=](Draft& draft) { draft.key = crypto::PrivateKey::generate(type, rsa_bits).value(); };
  };
  const auto good = [](const char* what, auto spoil) { return ChainRule{what, kAnywhere, {}, 0, spoil}; };
  const auto small = [](const char* what, auto spoil) {
    return ChainRule{what, kAnywhere, Errc::key_too_small, GNUTLS_CERT_INSECURE_ALGORITHM, spoil};
  };
  const auto other = [](const char* what, auto spoil, const std::vector<Place>& places = kAnywhere) {
    return ChainRule{what, places, Errc::certificate_unsupported, GNUTLS_CERT_INSECURE_ALGORITHM, spoil};
  };
  const auto hash = [](SignatureScheme scheme) { return [=](Draft& draft) { draft.profile.signature = scheme; }; };
  const auto p256 = key(KeyType::ec_p256), p384 = key(KeyType::ec_p384), p521 = key(KeyType::ec_p521),
             rsa_1024 = key(KeyType::rsa, 1024), rsa_2048 = key(KeyType::rsa);
  return {
      of_profile(good("very weak", rsa_1024), GNUTLS_PROFILE_VERY_WEAK, very_weak, KeyType::ec_p256),
      of_profile(good("low", rsa_1024), GNUTLS_PROFILE_LOW, low, KeyType::ec_p256),
      of_profile(good("legacy", rsa_2048), GNUTLS_PROFILE_LEGACY, legacy, KeyType::ec_p256),
      of_profile(small("below legacy", rsa_1024), GNUTLS_PROFILE_LEGACY, legacy, KeyType::ec_p256),
      of_profile(good("medium", rsa_2048), GNUTLS_PROFILE_MEDIUM, medium, KeyType::ec_p256),
      of_profile(small("below medium", rsa_1024), GNUTLS_PROFILE_MEDIUM, medium, KeyType::ec_p256),
      of_profile(good("high", p256), GNUTLS_PROFILE_HIGH, high, KeyType::ec_p256),
      of_profile(small("below high", rsa_2048), GNUTLS_PROFILE_HIGH, high, KeyType::ec_p256),
      of_profile(good("ultra", p384), GNUTLS_PROFILE_ULTRA, ultra, KeyType::ec_p521),
      of_profile(small("below ultra", p256), GNUTLS_PROFILE_ULTRA, ultra, KeyType::ec_p521),
      of_profile(other("hash below ultra", hash(SignatureScheme::ecdsa_secp256r1_sha256), kIssued),
                 GNUTLS_PROFILE_ULTRA, ultra, KeyType::ec_p521),
      of_profile(good("future", p521), GNUTLS_PROFILE_FUTURE, future, KeyType::ec_p521),
      of_profile(small("below future", p384), GNUTLS_PROFILE_FUTURE, future, KeyType::ec_p521),
      of_profile(other("hash below future", hash(SignatureScheme::ecdsa_secp384r1_sha384), kIssued),
                 GNUTLS_PROFILE_FUTURE, future, KeyType::ec_p521),
      of_profile(good("suite B 128, P-256", p256), GNUTLS_PROFILE_SUITEB128, suite_b_128, KeyType::ec_p256),
      of_profile(good("suite B 128, P-384", p384), GNUTLS_PROFILE_SUITEB128, suite_b_128, KeyType::ec_p384),
      of_profile(other("not of suite B 128", p521), GNUTLS_PROFILE_SUITEB128, suite_b_128, KeyType::ec_p256),
      of_profile(good("suite B 192", p384), GNUTLS_PROFILE_SUITEB192, suite_b_192, KeyType::ec_p384),
      of_profile(small("below suite B 192", p256), GNUTLS_PROFILE_SUITEB192, suite_b_192, KeyType::ec_p384),
      of_profile(other("not of suite B 192", p521), GNUTLS_PROFILE_SUITEB192, suite_b_192, KeyType::ec_p384),
  };
}

// A public key of RSA that nobody can have made in the time of a test.
inline ByteVector rsa_spki(std::size_t bits) {
  const ByteVector modulus(bits / 8, 0xff);
  ByteVector key, out;
  pki::DerWriter(key).sequence([&](pki::DerWriter& numbers) {
    numbers.unsigned_integer(modulus);
    numbers.number(65537);
  });
  pki::DerWriter(out).sequence([&](pki::DerWriter& info) {
    info.sequence([](pki::DerWriter& algorithm) {
      algorithm.primitive(pki::Tag::object_identifier, pki::oid::rsa_encryption);
      algorithm.primitive(pki::Tag::null, {});
    });
    info.bit_string(key);
  });
  return out;
}

// Replaces the last octet of an object identifier wherever it is.
inline void rename_last(ByteVector& der, Bytes id, std::uint8_t last) {
  for (auto rest = std::span(der);;) {
    const auto found = std::ranges::search(rest, id);
    if (found.empty()) return;
    found.back() = last;
    rest = rest.subspan(static_cast<std::size_t>(found.end() - rest.begin()));
  }
}

inline std::vector<ChainRule> rules_of_algorithms() {
  static constexpr std::array<std::uint8_t, 8> kP256{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  constexpr unsigned insecure = GNUTLS_CERT_INSECURE_ALGORITHM;
  const auto sha1 = [](Draft& draft) { draft.profile.signature = SignatureScheme::ecdsa_sha1; };
  const auto sha224 = [](Draft& draft) {
    draft.edit = [](ByteVector& der) { rename_last(der, pki::oid::ecdsa_with_sha256, 1); };
  };
  const auto p192 = [](Draft& draft) {
    draft.profile.spki = draft.key.public_spki().value();
    rename_last(draft.profile.spki, kP256, 1);
  };
  const auto rsa = [](unsigned bits) { return [=](Draft& draft) { draft.profile.spki = rsa_spki(bits); }; };
  const auto unsupported = [&](const char* what, const std::vector<Place>& places, auto spoil) {
    return ChainRule{what, places, Errc::certificate_unsupported, insecure, spoil};
  };
  const auto not_shown = [](ChainRule rule) {
    rule.places = kLeaf;
    rule.shown = false;
    return rule;
  };
  const ChainRule curve = unsupported("unknown curve", kIssuers, p192),
                  large = unsupported("RSA key above the limit", kIssuers, rsa(pki::kMaxRsaBits + 8)),
                  largest{"RSA key at the limit", kLeaf, {}, 0, rsa(pki::kMaxRsaBits)};
  return {
      {"SHA-1", kIssued, Errc::certificate_insecure_signature, insecure, sha1},
      {"SHA-1", kAnchor, {}, 0, sha1},
      unsupported("unknown signature algorithm", kIssued, sha224),
      {"unknown signature algorithm", kAnchor, {}, 0, sha224},
      curve,
      not_shown(curve),
      large,
      not_shown(large),
      not_shown(largest),
  };
}

inline std::vector<ChainRule> rules_of_policies() {
  static constexpr std::array<std::uint8_t, 3> kInhibitAnyPolicy{0x55, 0x1d, 0x36};
  const ByteVector explicit_policy{0x30, 0x03, 0x80, 0x01, 0x00}, skip_none{0x02, 0x01, 0x00},
      policies{0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2a, 0x03};
  const auto unknown = [](const char* what, std::function<void(Draft&)> spoil) {
    return ChainRule{what, kAnywhere, Errc::certificate_critical_extension, GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, spoil};
  };
  return {
      unknown("policy constraints", adding(pki::oid::policy_constraints, explicit_policy, false)),
      unknown("policy constraints, critical", adding(pki::oid::policy_constraints, explicit_policy, true)),
      unknown("anyPolicy inhibited, critical", adding(kInhibitAnyPolicy, skip_none, true)),
      {"anyPolicy inhibited", kAnywhere, {}, 0, adding(kInhibitAnyPolicy, skip_none, false)},
      {"policies, critical", kAnywhere, {}, 0, adding(pki::oid::certificate_policies, policies, true)},
  };
}

// Of chains that are not complete, not in order, or not under an anchor.
inline std::vector<ChainRule> rules_of_paths() {
  constexpr unsigned no_signer = GNUTLS_CERT_SIGNER_NOT_FOUND;
  const auto arranged = [](ChainRule rule, std::function<void(BrokenChain&)> arrange) {
    rule.arrange = std::move(arrange);
    return rule;
  };
  const auto keep = [](Draft&) {};
  const auto nameless = [](Draft& draft) { draft.profile.common_name.clear(); };
  const auto alone = [](Draft& draft) { draft.self_signed = true; };
  const ChainRule good{"in order", kLeaf, {}, 0, keep};
  const auto trusting = [&](const char* what, std::size_t which) {
    ChainRule rule = arranged(good, [=](BrokenChain& broken) { broken.trusted = {broken.chain[which]}; });
    rule.what = what;
    return rule;
  };
  const auto not_itself = [](ChainRule rule) {
    return flagged(std::move(rule), GNUTLS_VERIFY_DO_NOT_ALLOW_SAME,
                   [](pki::VerifyOptions& options) { options.trust_leaf_itself = false; });
  };
  ChainRule leaf_not_itself = not_itself(trusting("leaf trusted itself, not allowed", 0));
  leaf_not_itself.error = Errc::certificate_unknown_issuer;
  leaf_not_itself.bits = no_signer;
  ChainRule unsorted = arranged(
      good, [](BrokenChain& broken) { broken.chain.insert(broken.chain.begin() + 1, broken.trusted.front()); });
  unsorted.what = "anchor between the others";
  unsorted.shown = false;
  ChainRule only_sorted = unsorted;
  only_sorted.error = Errc::certificate_no_intermediate;
  only_sorted.bits = no_signer;
  const auto in_order = [](pki::VerifyOptions& options) { options.allow_unsorted = false; };
  return {
      {"nameless authority", kIssuers, Errc::certificate_malformed, 0, nameless},
      {"nameless leaf", kLeaf, {}, 0, nameless},
      arranged({"nobody is trusted", kLeaf, Errc::certificate_unknown_issuer, no_signer, keep},
               [](BrokenChain& broken) { broken.trusted.clear(); }),
      {"self-signed", kLeaf, Errc::certificate_self_signed, no_signer, alone},
      {"self-signed", kIntermediate, Errc::certificate_unknown_issuer, no_signer, alone},
      arranged({"without the intermediate", kLeaf, Errc::certificate_no_intermediate, no_signer, keep},
               [](BrokenChain& broken) { broken.chain.resize(1); }),
      trusting("leaf trusted itself", 0),
      leaf_not_itself,
      trusting("intermediate trusted itself", 1),
      not_itself(trusting("intermediate trusted itself, a leaf not allowed", 1)),
      unsorted,
      flagged(only_sorted, GNUTLS_VERIFY_DO_NOT_ALLOW_UNSORTED_CHAIN, in_order),
      flagged(good, GNUTLS_VERIFY_DO_NOT_ALLOW_UNSORTED_CHAIN, in_order),
  };
}

inline std::vector<ChainRule> rules_of_names() {
  const auto names = [](std::vector<std::string> all) { return [=](Draft& draft) { draft.profile.names = all; }; };
  const auto mailbox = [](std::string_view address) {
    return [=](Draft& draft) {
      ByteVector value;
      pki::DerWriter(value).sequence([&](pki::DerWriter& list) {
        list.primitive(pki::context_primitive(2), as_bytes(kChainName));
        list.primitive(pki::context_primitive(1), as_bytes(address));
      });
      draft.profile.names.clear();
      draft.profile.more.push_back({pki::to_vector(pki::oid::subject_alt_name), false, value});
    };
  };
  constexpr unsigned other = GNUTLS_CERT_UNEXPECTED_OWNER;
  constexpr Errc wrong = Errc::certificate_wrong_name;
  const std::string name(kChainName), address(kAddressText);
  const auto both = names({name, address}), next = names({name, "192.0.2.2"});
  return {
      {"named in its subject only", kLeaf, Errc::certificate_name_in_subject, other, names({}), Demand::name},
      {"for the address as a name", kLeaf, {}, 0, both, Demand::name, address},
      {"for another address than the name", kLeaf, wrong, other, next, Demand::name, address},
      flagged({"for the address as a name, not allowed", kLeaf, wrong, other, both, Demand::name, address},
              GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES,
              [](pki::VerifyOptions& options) {
                if (options.name) options.name = pki::ReferenceName::of_nobody(kAddressText);
              }),
      {"for the address", kLeaf, {}, 0, both, Demand::address},
      {"for another address", kLeaf, wrong, other, next, Demand::address},
      {"for no address", kLeaf, wrong, other, [](Draft&) {}, Demand::address},
      {"for the mailbox", kLeaf, {}, 0, mailbox(kMailbox), Demand::mailbox},
      {"for another mailbox", kLeaf, wrong, other, mailbox("bob@example.com"), Demand::mailbox},
      {"for no mailbox", kLeaf, wrong, other, [](Draft&) {}, Demand::mailbox},
  };
}

inline std::vector<ChainRule> rules_of_revocation(std::int64_t now) {
  static const ByteVector kSerial{0x42}, kOtherSerial{0x43};
  const auto listed = [](ListDraft list) {
    return [=](Draft& draft) {
      draft.profile.serial = kSerial;
      draft.list = list;
    };
  };
  const auto list = [=](const ByteVector& serial, std::int64_t from, std::int64_t to) {
    return ListDraft{{.revoked = {{serial}}, .this_update = now + from, .next_update = now + to}};
  };
  constexpr std::int64_t kDay = pki::kDay;
  const ListDraft revoking = list(kSerial, -kDay, kDay);
  ListDraft of_another = revoking, damaged = revoking;
  of_another.of_another = true;
  damaged.damaged = true;
  const auto old = listed(list(kOtherSerial, -2 * kDay, -kDay)), future = listed(list(kOtherSerial, kDay, 2 * kDay));
  const auto ignoring = [](ChainRule rule) {
    return flagged(std::move(rule), GNUTLS_VERIFY_DISABLE_CRL_CHECKS, [](pki::VerifyOptions& options) {
      options.revocation_lists = nullptr;
      options.status_withheld = false;
    });
  };
  const auto undated = [](ChainRule rule) {
    return flagged(std::move(rule), GNUTLS_VERIFY_DISABLE_TIME_CHECKS,
                   [](pki::VerifyOptions& options) { options.check_validity = false; });
  };
  const auto promising = adding(pki::oid::tls_feature, {0x30, 0x03, 0x02, 0x01, 0x05}, false);
  return {
      {"revoked", kIssued, Errc::certificate_revoked, GNUTLS_CERT_REVOKED, listed(revoking)},
      {"another one revoked", kIssued, {}, 0, listed(list(kOtherSerial, -kDay, kDay))},
      {"revoked by another authority", kIssued, {}, 0, listed(of_another)},
      ignoring({"revoked, lists ignored", kIssued, {}, 0, listed(revoking)}),
      {"revoked by a damaged list", kIssued, Errc::revocation_list_bad_signature, 0, listed(damaged)},
      {"old list", kIssued, Errc::revocation_list_expired, GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED, old},
      {"list of the future", kIssued, Errc::revocation_list_not_yet_valid, GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE,
       future},
      undated({"old list, dates not checked", kIssued, {}, 0, old}),
      undated({"list of the future, dates not checked", kIssued, {}, 0, future}),
      {"OCSP response promised", kLeaf, Errc::certificate_status_missing, GNUTLS_CERT_MISSING_OCSP_STATUS, promising,
       Demand::status},
      ignoring({"OCSP response promised, ignored", kLeaf, {}, 0, promising, Demand::status}),
  };
}

inline std::vector<ChainRule> chain_rules(std::int64_t now) {
  std::vector<ChainRule> out = rules_of_leaves_and_signatures();
  for (const auto& rules :
       {rules_of_dates(now), rules_of_extensions(), rules_of_purposes(), rules_of_authorities(), rules_of_profiles(),
        rules_of_algorithms(), rules_of_policies(), rules_of_paths(), rules_of_names(), rules_of_revocation(now)})
    out.insert(out.end(), rules.begin(), rules.end());
  return out;
}

inline std::string private_key_pem(const crypto::PrivateKey& key) {
  const SecretBytes pkcs8 = key.to_pkcs8().value();
  const SecretBytes text = pki::encode_secret_pem("PRIVATE KEY", pkcs8.reveal());
  return std::string(as_text(text.reveal()));
}

// What curves of one strength sign with (other keys: as the maker has it).
inline std::optional<SignatureScheme> scheme_of(crypto::KeyType keys, const crypto::PrivateKey& signer) {
  using crypto::KeyType;
  const bool curve =
      signer.type() == KeyType::ec_p256 || signer.type() == KeyType::ec_p384 || signer.type() == KeyType::ec_p521;
  if (!curve) return std::nullopt;
  return keys == KeyType::ec_p256   ? SignatureScheme::ecdsa_secp256r1_sha256
         : keys == KeyType::ec_p384 ? SignatureScheme::ecdsa_secp384r1_sha384
                                    : SignatureScheme::ecdsa_secp521r1_sha512;
}

// The certificate of a draft; without an issuer it is its own.
inline pki::Made make(const ChainRule& rule, Draft draft, const pki::Made* issuer) {
  if (draft.self_signed) issuer = nullptr;
  if (!draft.profile.signature)
    draft.profile.signature = scheme_of(rule.keys, issuer == nullptr ? draft.key : issuer->key);
  ByteVector der = (issuer == nullptr ? pki::make_self_signed(draft.profile, draft.key)
                                      : pki::make_certificate(draft.profile, draft.key, issuer->as_issuer()))
                       .value();
  draft.edit(der);
  return {std::move(draft.key), std::move(pki::Certificate::parse(std::move(der)).value())};
}

inline BrokenChain break_chain(const ChainRule& rule, Place place, std::int64_t now) {
  constexpr std::int64_t kDay = pki::kDay;
  Draft anchor{pki::ca_profile("Root", now - kDay, now + kDay), pki::new_key(rule.keys)},
      middle{pki::ca_profile("Intermediate", now - kDay, now + kDay), pki::new_key(rule.keys)},
      last{pki::server_profile({std::string(kChainName)}, now - kDay, now + kDay), pki::new_key(rule.keys)};
  Draft& spoilt = place == Place::leaf ? last : place == Place::intermediate ? middle : anchor;
  rule.spoil(spoilt);
  const std::optional<ListDraft> list = spoilt.list;

  const auto issue = [&](Draft draft, const char* name, const pki::Made& issuer) {
    const pki::Made namesake = pki::self_signed(pki::ca(name));
    const bool by_namesake = draft.by_namesake;
    return make(rule, std::move(draft), by_namesake ? &namesake : &issuer);
  };
  const pki::Made root = make(rule, std::move(anchor), nullptr), intermediate = issue(std::move(middle), "Root", root),
                  leaf = issue(std::move(last), "Intermediate", intermediate);
  BrokenChain out;
  out.chain = {pki::to_vector(leaf.der()), pki::to_vector(intermediate.der())};
  out.trusted = {pki::to_vector(root.der())};
  if (list) {
    const bool by_root = (place == Place::intermediate) != list->of_another;
    out.lists = {pki::make_list(by_root ? root : intermediate, list->profile)};
    if (list->damaged) out.lists.front().back() ^= 1;
  }
  rule.arrange(out);
  for (const ByteVector& der : out.chain) out.chain_pem += pki::encode_pem("CERTIFICATE", der);
  for (const ByteVector& der : out.trusted) out.trusted_pem += pki::encode_pem("CERTIFICATE", der);
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
