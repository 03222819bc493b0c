#include "pki/verify.hpp"

#include <algorithm>
#include <limits>

#include "pki/crl.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 5280, 6.1";

// Where a path ended, the better the higher: nobody issued the last certificate, an issuer by name did not sign it, an
// issuer that signed or could have signed it must not.
enum class Step : std::uint8_t { no_issuer, not_signed, not_allowed };

// The further a path got, the better; its size is without the anchor.
unsigned rank_of(std::size_t path_size, Step step) {
  return static_cast<unsigned>(path_size) * 4 + static_cast<unsigned>(step);
}

// The error of the path that got furthest, and the certificate that it is about.
struct Furthest {
  Error error{Errc::internal_error};
  unsigned rank = 0;
  unsigned depth = 0;
  CertificateView certificate{};
};

std::optional<Error> check_leaf(const CertificateView& leaf, const VerifyOptions& options);
PathCertificate on_path(const CertificateView& certificate, const crypto::PublicKey& key);
std::optional<Error> check_issuer(const CertificateView& issuer, bool anchor, unsigned intermediates,
                                  const VerifyOptions& options);
Result<crypto::PublicKey> usable_key(const CertificateView& certificate, const VerifyOptions& options);
Result<SignatureScheme> check_signature(const CertificateView& certificate, const crypto::PublicKey& issuer_key);
bool names_another_key(const CertificateView& certificate, const CertificateView& issuer);
Error unknown_issuer(const CertificateView& certificate, bool others_sent, bool anything_trusted);
Error gave_up(Note limit);
Verdict refusal(const Error& error, unsigned depth, const CertificateView& certificate);
Verdict refusal(Errc code, Note expected, std::size_t count);

// Depth-first search from the leaf towards an anchor; anchors are tried before certificates that were sent.
class PathSearch {
 public:
  PathSearch(const TrustStore& store, std::span<const Bytes> others, const VerifyOptions& options);
  bool find(const CertificateView& leaf, const crypto::PublicKey& key);  // true: the path is good up to a trust anchor
  std::vector<PathCertificate> take_path() { return std::move(path_); }
  const Furthest& furthest() const { return furthest_; }

 private:
  bool extend();
  bool extend_by_anchor();
  bool extend_by_sent();
  bool accept_issuer(const CertificateView& issuer, bool anchor);
  bool revoked();
  bool on_path_already(const CertificateView& candidate) const;
  const CertificateView& child() const { return path_.back().certificate; }  // whose issuer is looked for
  unsigned intermediates() const;
  bool spend(unsigned& budget, Note limit);
  unsigned depth() const { return static_cast<unsigned>(path_.size() - 1); }  // of the last certificate
  void note(const Error& error, Step step, unsigned depth, const CertificateView& certificate);
  void note(const Error& error, unsigned rank, unsigned depth, const CertificateView& certificate);

  const TrustStore& store_;
  const VerifyOptions& options_;
  std::vector<CertificateView> sent_;  // what the peer sent besides the leaf and could be parsed
  std::optional<Error> malformed_;     // of the first that could not
  std::vector<PathCertificate> path_;  // so far, with the anchor once it is found
  unsigned signatures_left_ = kMaxSignatureChecks, issuers_left_ = kMaxIssuersTried;
  Furthest furthest_;
};

}  // namespace

Verdict verify_chain(const TrustStore& store, std::span<const Bytes> chain, const VerifyOptions& options) {
  if (chain.empty()) return refusal(Errc::certificate_missing, "at least one certificate", 0);
  if (chain.size() > kMaxChainCertificates)
    return refusal(Errc::certificate_chain_too_long, "at most 64 certificates", chain.size());
  const Result<CertificateView> leaf = CertificateView::parse(chain[0]);
  if (!leaf) return refusal(leaf.error(), 0, {});
  if (const auto error = check_leaf(*leaf, options)) return refusal(*error, 0, *leaf);
  const auto key = usable_key(*leaf, options);
  if (!key) return refusal(key.error(), 0, *leaf);

  PathSearch search(store, chain.subspan(1), options);
  if (!search.find(*leaf, *key)) {
    const Furthest& furthest = search.furthest();
    return refusal(furthest.error, furthest.depth, furthest.certificate);
  }
  if (options.name)
    if (const Result<void> named = check_name(*leaf, *options.name); !named) return refusal(named.error(), 0, *leaf);
  Verdict out;
  out.error.reset();
  out.path = search.take_path();
  return out;
}

std::string Verdict::anchor_text() const {
  return path.empty() ? std::string{} : path.back().certificate.subject_text();
}

namespace {

PathSearch::PathSearch(const TrustStore& store, std::span<const Bytes> others, const VerifyOptions& options)
    : store_(store), options_(options) {
  sent_.reserve(others.size());
  path_.reserve(std::min(others.size() + 2, kMaxPathCertificates));
  for (const Bytes der : others) {
    const Result<CertificateView> parsed = CertificateView::parse(der);
    if (parsed)
      sent_.push_back(*parsed);
    else if (!malformed_)
      malformed_ = parsed.error();
  }
}

bool PathSearch::find(const CertificateView& leaf, const crypto::PublicKey& key) {
  path_.push_back(on_path(leaf, key));
  return (options_.trust_leaf_itself && store_.contains(leaf.der)) || extend();
}

bool PathSearch::extend() {
  if (path_.size() == kMaxPathCertificates) {
    note(gave_up("at most 16 certificates in a path"), Step::no_issuer, depth(), child());
    return false;
  }
  if (extend_by_anchor() || extend_by_sent()) return true;
  if (malformed_)  // it may have been the issuer
    note(*malformed_, Step::no_issuer, depth() + 1, {});
  else
    note(unknown_issuer(child(), !sent_.empty(), !store_.empty()), Step::no_issuer, depth(), child());
  return false;
}

bool PathSearch::extend_by_anchor() {
  bool found = false;
  store_.find(child().issuer).each([&](Bytes der) {
    if (!spend(issuers_left_, "at most 1024 issuers tried")) return false;
    const Result<CertificateView> anchor = CertificateView::parse(der);
    if (!anchor) {
      note(anchor.error(), Step::not_allowed, depth() + 1, {});
      return true;
    }
    if (!accept_issuer(*anchor, true)) return true;
    found = !revoked();
    if (!found) path_.pop_back();
    return !found;
  });
  return found;
}

bool PathSearch::extend_by_sent() {
  for (const CertificateView& candidate : sent_) {
    if (!equal(candidate.subject, child().issuer) || on_path_already(candidate)) continue;
    if (!spend(issuers_left_, "at most 1024 issuers tried")) return false;
    if (!accept_issuer(candidate, false)) continue;
    if (extend()) return true;
    path_.pop_back();
  }
  return false;
}

// Puts an issuer on the path, if it may be there and has signed what was last on it. The signature comes last: it costs a
// hundred times what the other checks do.
bool PathSearch::accept_issuer(const CertificateView& issuer, bool anchor) {
  const auto not_allowed = [&](const Error& error) {
    note(error, Step::not_allowed, depth() + 1, issuer);
    return false;
  };
  if (const auto error = check_issuer(issuer, anchor, intermediates(), options_)) return not_allowed(*error);
  const Result<crypto::PublicKey> key = usable_key(issuer, options_);
  if (!key) return not_allowed(key.error());
  if (!spend(signatures_left_, "at most 64 signatures checked")) return false;
  const auto signed_with = check_signature(child(), *key);
  if (!signed_with && names_another_key(child(), issuer))
    note(unknown_issuer(child(), !sent_.empty(), true), Step::no_issuer, depth(), child());
  else if (!signed_with)
    note(signed_with.error(), Step::not_signed, depth(), child());
  if (!signed_with) return false;
  path_.back().signed_with = *signed_with;
  path_.push_back(on_path(issuer, *key));
  return true;
}

// Looked at when the path is complete: a list costs a signature check, and nobody but an authority can ask for many.
bool PathSearch::revoked() {
  if (options_.revocation_lists == nullptr) return false;
  const ListDates dates = options_.check_validity ? ListDates::checked : ListDates::ignored;
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) {
    const auto error = check_revocation(*options_.revocation_lists, path_[i].certificate, path_[i + 1].certificate,
                                        store_, options_.now, dates);
    if (!error) continue;
    note(*error, rank_of(path_.size() - 1, Step::not_allowed), static_cast<unsigned>(i), path_[i].certificate);
    return true;
  }
  return false;
}

// A key and name that are there already cannot lead anywhere new, under whichever certificate.
bool PathSearch::on_path_already(const CertificateView& candidate) const {
  return std::ranges::any_of(path_, [&](const PathCertificate& used) {
    return equal(used.certificate.subject, candidate.subject) && equal(used.certificate.spki, candidate.spki);
  });
}

// What pathLenConstraint counts: certificates between the leaf and the next issuer, self-issued ones aside (RFC 5280,
// 4.2.1.9).
unsigned PathSearch::intermediates() const {
  unsigned count = 0;
  for (std::size_t i = 1; i < path_.size(); ++i)
    if (!path_[i].certificate.self_issued()) ++count;
  return count;
}

bool PathSearch::spend(unsigned& budget, Note limit) {
  if (budget > 0) return --budget, true;
  note(gave_up(limit), std::numeric_limits<unsigned>::max(), depth(), child());
  return false;
}

void PathSearch::note(const Error& error, Step step, unsigned depth, const CertificateView& certificate) {
  note(error, rank_of(path_.size(), step), depth, certificate);
}

void PathSearch::note(const Error& error, unsigned rank, unsigned depth, const CertificateView& certificate) {
  if (rank > furthest_.rank) furthest_ = {error, rank, depth, certificate};
}

Error error_of(Errc code, std::string_view field, std::string_view reference, Note expected, Note found) {
  return {code, field, reference, expected, found};
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

std::optional<Error> check_extensions(const CertificateView& certificate, const VerifyOptions& options) {
  if (!certificate.unknown_critical.empty() && options.check_unknown_extensions) {
    Note found("extension ");
    found << object_identifier_text(certificate.unknown_critical);
    return error_of(Errc::certificate_critical_extension, "extensions", "RFC 5280, 4.2",
                    "critical extensions that are known here", found);
  }
  if (certificate.name_constraints)
    return error_of(Errc::certificate_name_constraints, "nameConstraints", "RFC 5280, 4.2.1.10",
                    "no name constraints, which are not supported", "name constraints");
  return std::nullopt;
}

std::optional<Error> check_extended_key_usage(const CertificateView& certificate, Purpose purpose) {
  if (purpose == Purpose::any || !certificate.extended_key_usage) return std::nullopt;
  const bool server = purpose == Purpose::server;
  if (certificate.has_extended_key_usage(server ? oid::server_auth : oid::client_auth) ||
      certificate.has_extended_key_usage(oid::any_extended_key_usage))
    return std::nullopt;
  Note found("only");
  for (const Bytes listed : *certificate.extended_key_usage) found << " " << object_identifier_text(listed);
  return error_of(
      Errc::certificate_wrong_purpose, "extKeyUsage", "RFC 5280, 4.2.1.12",
      server ? "TLS server authentication (1.3.6.1.5.5.7.3.1)" : "TLS client authentication (1.3.6.1.5.5.7.3.2)",
      found);
}

std::optional<Error> check_key_usage(const CertificateView& certificate, std::uint16_t wanted, Note expected) {
  if (!certificate.key_usage || (*certificate.key_usage & wanted) == wanted) return std::nullopt;
  return error_of(Errc::certificate_wrong_purpose, "keyUsage", "RFC 5280, 4.2.1.3", expected, "other usages only");
}

std::optional<Error> check_serial(const CertificateView& certificate) {
  if (certificate.serial.size() <= kMaxSerialOctets) return std::nullopt;
  Note found;
  found << certificate.serial.size() << " octets";
  return error_of(Errc::certificate_malformed, "serialNumber", "RFC 5280, 4.1.2.2", "at most 20 octets", found);
}

std::optional<Error> check_leaf(const CertificateView& leaf, const VerifyOptions& options) {
  if (auto error = check_extensions(leaf, options)) return error;
  if (auto error = check_serial(leaf)) return error;
  if (auto error = options.check_validity ? check_validity(leaf, options.now) : std::nullopt) return error;
  if (auto error = check_key_usage(leaf, options.leaf_key_usage, "the use that the key exchange makes of it"))
    return error;
  return check_extended_key_usage(leaf, options.purpose);
}

bool may_be_ca(const CertificateView& issuer, bool anchor) {
  if (issuer.basic_constraints) return issuer.basic_constraints->ca;
  return anchor && issuer.version < 3;  // old roots, trusted explicitly, from before there were extensions
}

std::optional<Error> check_issuer(const CertificateView& issuer, bool anchor, unsigned intermediates,
                                  const VerifyOptions& options) {
  constexpr std::size_t kEmptyName = 2;     // identifier and length of a SEQUENCE without contents
  if (issuer.subject.size() <= kEmptyName)  // RFC 5280, 4.1.2.6
    return error_of(Errc::certificate_malformed, "subject", "RFC 5280, 4.1.2.6", "a name of the authority", "none");
  if (!may_be_ca(issuer, anchor))
    return error_of(Errc::certificate_not_a_ca, "basicConstraints.cA", "RFC 5280, 4.2.1.9", "TRUE",
                    issuer.basic_constraints ? "FALSE" : "no basicConstraints");
  if (const auto& constraints = issuer.basic_constraints;
      constraints && constraints->path_length && *constraints->path_length < intermediates) {
    Note expected("at most "), found;
    expected << *constraints->path_length << " authorities below it";
    found << intermediates;
    return error_of(Errc::certificate_path_too_long, "basicConstraints.pathLenConstraint", "RFC 5280, 4.2.1.9",
                    expected, found);
  }
  if (auto error = check_extensions(issuer, options)) return error;
  if (auto error = anchor ? std::nullopt : check_serial(issuer)) return error;  // roots in use have longer ones
  if (auto error = check_key_usage(issuer, key_usage::key_cert_sign, "keyCertSign")) return error;
  if (auto error = check_extended_key_usage(issuer, options.purpose)) return error;
  const bool dated = options.check_validity && (!anchor || options.check_anchor_validity);
  return dated ? check_validity(issuer, options.now) : std::nullopt;
}

Result<crypto::PublicKey> usable_key(const CertificateView& certificate, const VerifyOptions& options) {
  Result<crypto::PublicKey> key = certificate.public_key();
  if (!key) {
    Error error = key.error();
    if (error.code == Errc::key_unsupported) error.code = Errc::certificate_unsupported;
    if (error.code == Errc::key_malformed) error.code = Errc::certificate_malformed;
    return std::unexpected(error);
  }
  const bool rsa = key->type() == crypto::KeyType::rsa || key->type() == crypto::KeyType::rsa_pss;
  if (!rsa) return key;
  Note found("RSA with ");
  found << key->bits() << " bits";
  if (key->bits() < options.least_rsa_bits) {
    Note expected("RSA with at least ");
    expected << options.least_rsa_bits << " bits";
    return fail(Errc::key_too_small, "subjectPublicKeyInfo", kReference, expected, found);
  }
  if (key->bits() > kMaxRsaBits)
    return fail(Errc::certificate_unsupported, "subjectPublicKeyInfo", kReference, "RSA with at most 8192 bits", found);
  return key;
}

PathCertificate on_path(const CertificateView& certificate, const crypto::PublicKey& key) {
  return {.certificate = certificate, .key_type = key.type(), .key_bits = key.bits()};
}

Result<SignatureScheme> check_signature(const CertificateView& certificate, const crypto::PublicKey& issuer_key) {
  const Result<SignatureScheme> scheme = signature_scheme(certificate.signature_algorithm, issuer_key.type());
  if (!scheme || issuer_key.verify(*scheme, certificate.tbs, certificate.signature)) return scheme;
  return fail(Errc::certificate_bad_signature, "signatureValue", "RFC 5280, 6.1.3", "a signature by its issuer",
              "one that does not verify with the issuer's key");
}

// A namesake of the issuer, with another key (RFC 5280, 4.2.1.1): its failure to verify tells nothing of the signature.
bool names_another_key(const CertificateView& certificate, const CertificateView& issuer) {
  const Bytes wanted = certificate.authority_key_id, there = issuer.subject_key_id;
  return !wanted.empty() && !there.empty() && !equal(wanted, there);
}

Error unknown_issuer(const CertificateView& certificate, bool others_sent, bool anything_trusted) {
  Note expected("a trusted certificate of "), found;
  expected << certificate.issuer_text();
  if (!anything_trusted)
    found << "no certificate is trusted here";
  else if (certificate.self_issued())
    found << "a self-signed certificate that is not trusted";
  else if (others_sent)
    found << "neither trusted here nor sent by the other side";
  else
    found << "not trusted here, and the other side sent no intermediate certificate";
  return error_of(Errc::certificate_unknown_issuer, "issuer", kReference, expected, found);
}

Error gave_up(Note limit) {
  return error_of(Errc::certificate_path_too_long, "certificate_list", kReference, limit,
                  "no trusted path within that");
}

std::string subject_or_name(const CertificateView& certificate) {
  const std::string subject = certificate.subject_text();
  if (!subject.empty() || !certificate.subject_alt_name) return subject;
  for (const GeneralName& name : *certificate.subject_alt_name)
    if (name.type == GeneralNameType::dns) return printable(as_text(name.value));
  return subject;
}

Verdict refusal(const Error& error, unsigned depth, const CertificateView& certificate) {
  Verdict out;
  out.error = error;
  out.depth = depth;
  if (certificate.der.empty()) return out;  // it could not be parsed
  out.subject = subject_or_name(certificate);
  out.issuer = certificate.issuer_text();
  return out;
}

Verdict refusal(Errc code, Note expected, std::size_t count) {
  Note found;
  found << count << " certificates";
  return refusal(error_of(code, "certificate_list", kReference, expected, found), 0, {});
}

}  // namespace

}  // namespace handfast::pki
