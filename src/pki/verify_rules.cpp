#include "pki/verify_rules.hpp"

#include <algorithm>

#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 5280, 6.1";

void add(std::vector<Error>& faults, std::optional<Error> error) {
  if (error) faults.push_back(*error);
}

std::optional<Error> check_validity(const CertificateView& certificate, std::int64_t now) {  // RFC 5280, 4.1.2.5
  if (now >= certificate.not_before && now <= certificate.not_after) return std::nullopt;
  Note expected("a certificate that is valid at "), found;
  expected << time_text(now);
  if (now < certificate.not_before) {
    found << "valid from " << time_text(certificate.not_before);
    return error_of(Errc::certificate_not_yet_valid, "validity.notBefore", "RFC 5280, 4.1.2.5", expected, found);
  }
  found << "valid until " << time_text(certificate.not_after);
  return error_of(Errc::certificate_expired, "validity.notAfter", "RFC 5280, 4.1.2.5", expected, found);
}

std::optional<Error> check_critical(const CertificateView& certificate, const VerifyOptions& options) {
  if (certificate.unknown_critical.empty() || !options.check_unknown_extensions) return std::nullopt;
  return error_of(Errc::certificate_critical_extension, "extensions", "RFC 5280, 4.2",
                  "critical extensions that are known here",
                  Note("extension ") << object_identifier_text(certificate.unknown_critical));
}

std::optional<Error> check_name_constraints(const CertificateView& certificate) {
  if (!certificate.name_constraints) return std::nullopt;
  return error_of(Errc::certificate_name_constraints, "nameConstraints", "RFC 5280, 4.2.1.10",
                  "no name constraints, which are not supported", "name constraints");
}

Note purpose_text(std::string_view purpose) {
  Note out;
  if (purpose == kServerPurpose) return out << "TLS server authentication (" << purpose << ")";
  if (purpose == kClientPurpose) return out << "TLS client authentication (" << purpose << ")";
  return out << printable(purpose);
}

// A certificate without the extension is for everything, and so is one that lists anyExtendedKeyUsage. An authority that
// has it vouches for these purposes only: the section speaks of the certificate's own key, but authorities limit those below
// them by it, and verifiers read it so.
std::optional<Error> check_purpose(const CertificateView& certificate, std::string_view purpose) {
  if (purpose.empty() || !certificate.extended_key_usage) return std::nullopt;
  Note found("only");
  std::size_t looked_at = 0;
  for (const Bytes listed : *certificate.extended_key_usage) {
    if (++looked_at > kMaxPurposes) break;
    const std::string text = object_identifier_text(listed);
    if (text == purpose || equal(listed, oid::any_extended_key_usage)) return std::nullopt;
    found << " " << text;
  }
  return error_of(Errc::certificate_wrong_purpose, "extKeyUsage", "RFC 5280, 4.2.1.12", purpose_text(purpose), found);
}

std::optional<Error> check_serial(const CertificateView& certificate) {
  if (certificate.serial.size() <= kMaxSerialOctets) return std::nullopt;
  Note found;
  found << certificate.serial.size() << " octets";
  return error_of(Errc::certificate_malformed, "serialNumber", "RFC 5280, 4.1.2.2", "at most 20 octets", found);
}

bool is_rsa(crypto::KeyType type) { return type == crypto::KeyType::rsa || type == crypto::KeyType::rsa_pss; }

std::optional<Error> check_key(const crypto::PublicKey& key, const Strength& strength) {
  constexpr std::string_view kField = "subjectPublicKeyInfo";
  const std::string_view kind = is_rsa(key.type()) ? "RSA with " : "a curve of ";
  const unsigned least = is_rsa(key.type()) ? strength.rsa_bits : strength.curve_bits;
  Note found(kind);
  found << key.bits() << " bits";
  if (key.bits() < least) {
    Note expected(is_rsa(key.type()) ? "RSA with at least " : "a curve of at least ");
    expected << least << " bits";
    return error_of(Errc::key_too_small, kField, kReference, expected, found);
  }
  const bool right_kind =
      strength.kinds.empty() || std::ranges::find(strength.kinds, key.type()) != strength.kinds.end();
  if (right_kind) return std::nullopt;
  return error_of(Errc::certificate_unsupported, kField, kReference, "a kind of key that the profile allows", found);
}

bool may_be_ca(const CertificateView& issuer, const Place& place, const VerifyOptions& options) {
  if (issuer.basic_constraints) return issuer.basic_constraints->ca;
  return place.anchor && issuer.version < 3 && options.trust_version_1;  // trusted explicitly
}

std::optional<Error> check_authority(const CertificateView& issuer, const Place& place, const VerifyOptions& options) {
  if (may_be_ca(issuer, place, options)) return std::nullopt;
  return error_of(Errc::certificate_not_a_ca, "basicConstraints.cA", "RFC 5280, 4.2.1.9", "TRUE",
                  issuer.basic_constraints ? "FALSE" : "no basicConstraints");
}

std::optional<Error> check_authority_name(const CertificateView& issuer) {
  constexpr std::size_t kEmptyName = 2;  // identifier and length of a SEQUENCE without contents
  if (issuer.subject.size() > kEmptyName) return std::nullopt;
  return error_of(Errc::certificate_malformed, "subject", "RFC 5280, 4.1.2.6", "a name of the authority", "none");
}

std::optional<Error> check_path_length(const CertificateView& issuer, unsigned intermediates) {
  const auto& constraints = issuer.basic_constraints;
  if (!constraints || !constraints->path_length || *constraints->path_length >= intermediates) return std::nullopt;
  Note expected("at most "), found;
  expected << *constraints->path_length << " authorities below it";
  found << intermediates;
  return error_of(Errc::certificate_path_too_long, "basicConstraints.pathLenConstraint", "RFC 5280, 4.2.1.9", expected,
                  found);
}

std::optional<Error> check_signing(const CertificateView& issuer) {
  if (!issuer.key_usage || (*issuer.key_usage & key_usage::key_cert_sign) != 0) return std::nullopt;
  return error_of(Errc::certificate_wrong_purpose, "keyUsage", "RFC 5280, 4.2.1.3", "keyCertSign", "other usages only");
}

bool has_too_many_features(const CertificateView& certificate) {
  unsigned count = 0;
  if (!certificate.tls_features) return false;
  for ([[maybe_unused]] const TlsFeature each : *certificate.tls_features)
    if (++count > kMaxTlsFeatures) return true;
  return false;
}

// RFC 7633, 4.2.2: what an authority issues has the same features or more.
std::optional<Error> check_tls_features(const CertificateView& issuer, const CertificateView& child) {
  if (!issuer.tls_features) return std::nullopt;
  if (has_too_many_features(issuer) || has_too_many_features(child))
    return error_of(Errc::certificate_features, "tlsFeature", "docs/limits.md", Note("at most ") << kMaxTlsFeatures,
                    "more");
  for (const TlsFeature wanted : *issuer.tls_features) {
    if (child.has_tls_feature(wanted)) continue;
    Note expected("the TLS feature ");
    expected << wanted.number << " of its issuer";
    return error_of(Errc::certificate_features, "tlsFeature", "RFC 7633, 4.2.2", expected,
                    child.tls_features ? "other features" : "none");
  }
  return std::nullopt;
}

// Half the length of its hash: what finding a collision takes.
unsigned hash_bits_of(SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::ecdsa_secp384r1_sha384:
    case SignatureScheme::rsa_pkcs1_sha384:
    case SignatureScheme::rsa_pss_rsae_sha384:
    case SignatureScheme::rsa_pss_pss_sha384: return 192;
    case SignatureScheme::ecdsa_secp521r1_sha512:
    case SignatureScheme::rsa_pkcs1_sha512:
    case SignatureScheme::rsa_pss_rsae_sha512:
    case SignatureScheme::rsa_pss_pss_sha512: return 256;
    default: return 128;  // SHA-256, and Ed25519 as a whole; nothing weaker gets here
  }
}

}  // namespace

Error error_of(Errc code, std::string_view field, std::string_view reference, Note expected, Note found) {
  return {code, field, reference, expected, found};
}

Result<crypto::PublicKey> usable_key(const CertificateView& certificate) {
  Result<crypto::PublicKey> key = certificate.public_key();
  if (!key) {
    Error error = key.error();
    if (error.code == Errc::key_unsupported) error.code = Errc::certificate_unsupported;
    if (error.code == Errc::key_malformed) error.code = Errc::certificate_malformed;
    return std::unexpected(error);
  }
  if (!is_rsa(key->type()) || key->bits() <= kMaxRsaBits) return key;
  return fail(Errc::certificate_unsupported, "subjectPublicKeyInfo", kReference, "RSA with at most 8192 bits",
              Note("RSA with ") << key->bits() << " bits");
}

std::vector<Error> faults_of_leaf(const CertificateView& leaf, const VerifyOptions& options) {
  std::vector<Error> out;
  add(out, check_critical(leaf, options));
  add(out, check_name_constraints(leaf));
  add(out, check_serial(leaf));
  if (options.check_validity) add(out, check_validity(leaf, options.now));
  add(out, check_purpose(leaf, options.purpose));
  if (options.status_withheld) add(out, check_status_withheld(leaf));
  const Result<crypto::PublicKey> key = usable_key(leaf);
  add(out, key ? check_key(*key, options.strength) : key.error());
  return out;
}

std::vector<Error> faults_of_issuer(const CertificateView& issuer, const crypto::PublicKey& key, const Place& place,
                                    const VerifyOptions& options) {
  std::vector<Error> out;
  add(out, check_authority_name(issuer));
  add(out, check_authority(issuer, place, options));
  add(out, check_path_length(issuer, place.intermediates));
  add(out, check_critical(issuer, options));
  add(out, check_name_constraints(issuer));
  if (!place.anchor) add(out, check_serial(issuer));  // roots in use have longer ones
  add(out, check_signing(issuer));
  add(out, check_tls_features(issuer, place.child));
  add(out, check_purpose(issuer, options.purpose));
  if (options.check_validity && (!place.anchor || options.check_anchor_validity))
    add(out, check_validity(issuer, options.now));
  add(out, check_key(key, options.strength));
  return out;
}

// RFC 7633, 4.3.3: what the client asked for and the certificate promises, the server must have given.
std::optional<Error> check_status_withheld(const CertificateView& leaf) {
  constexpr TlsFeature kStatusRequest{5};
  if (!leaf.has_tls_feature(kStatusRequest)) return std::nullopt;
  return error_of(Errc::certificate_status_missing, "tlsFeature", "RFC 7633, 4.3.3", "an OCSP response", "none");
}

std::optional<Error> check_signature_strength(SignatureScheme scheme, const Strength& strength) {
  if (hash_bits_of(scheme) >= strength.hash_bits) return std::nullopt;
  return error_of(Errc::certificate_unsupported, "signatureAlgorithm", kReference,
                  Note("a hash of ") << 2 * std::uint64_t{strength.hash_bits} << " bits", name_of(scheme));
}

std::vector<Error> faults_of_names(const CertificateView& leaf, const VerifyOptions& options) {
  std::vector<Error> out;
  const auto check = [&](const Result<void>& named) {
    if (!named) out.push_back(named.error());
  };
  if (options.name)
    check(check_name(leaf, *options.name, options.allow_wildcards ? Wildcards::allowed : Wildcards::ignored));
  if (options.address) check(check_name(leaf, *options.address));
  if (options.email) check(check_email(leaf, *options.email));
  return out;
}

}  // namespace handfast::pki
