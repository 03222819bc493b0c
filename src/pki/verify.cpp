#include "pki/verify.hpp"

#include <algorithm>
#include <array>
#include <compare>

#include "pki/crl.hpp"
#include "pki/signature_budget.hpp"
#include "pki/text.hpp"
#include "pki/verify_rules.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 5280, 6.1";

// Where a path ended, the better the higher: nobody issued the last certificate, an issuer by name did not sign it, an
// issuer that signed or could have signed it cannot be used.
enum class Step : std::uint8_t { no_issuer, not_signed, not_usable };

// How much the end of a path tells: any that leads to an anchor more than one that does not, and that a limit was reached
// more than where that happened to be.
struct Rank {
  enum class Level : std::uint8_t { nothing, incomplete, limit, complete };
  Level level = Level::nothing;
  int value = 0;
  auto operator<=>(const Rank&) const = default;
};

struct Fault {
  Error error;
  unsigned depth = 0;
  CertificateView certificate{};
};

// The best path so far that is not good, as what is wrong with it.
struct Best {
  Rank rank;
  std::vector<Fault> faults;
};

// A certificate that was sent, and its key, decoded once at most: that costs something, and the peer chose it.
class Sent {
 public:
  explicit Sent(const CertificateView& certificate) : certificate_(certificate) {}
  const CertificateView& certificate() const { return certificate_; }
  const Result<crypto::PublicKey>& key() {
    if (!key_) key_.emplace(usable_key(certificate_));
    return *key_;
  }

 private:
  CertificateView certificate_;
  std::optional<Result<crypto::PublicKey>> key_;
};

// Issuers that keep all rules are tried before those that break one.
enum class Soundness : std::uint8_t { sound, faulty };

Result<SignatureScheme> check_signature(const CertificateView& certificate, const crypto::PublicKey& issuer_key);
bool names_another_key(const CertificateView& certificate, const CertificateView& issuer);
Error unknown_issuer(const CertificateView& certificate, unsigned depth, bool others_sent, bool anything_trusted);
Error only_a_namesake(const CertificateView& certificate);
Error gave_up(Note limit);
Verdict refusal(std::span<const Fault> faults);
Verdict refusal(Errc code, Note expected, std::size_t count);

// Depth-first search from the leaf towards an anchor; anchors are tried before certificates that were sent. It ends with the
// first path that nothing is wrong with, or that breaks no rule but those which the leaf breaks on every path.
class PathSearch {
 public:
  PathSearch(const TrustStore& store, std::span<const Bytes> others, const VerifyOptions& options);
  bool find(const CertificateView& leaf);  // true: the path is good up to a trust anchor
  std::vector<PathCertificate> take_path() { return std::move(path_); }
  std::vector<Fault> take_faults() { return std::move(best_.faults); }
  unsigned issuers_tried() const { return kMaxIssuersTried - issuers_left_; }
  std::uint64_t signature_cost() const { return signatures_.spent(); }

 private:
  // Each is true when the search is over.
  bool extend();
  bool extend_by_anchor(Soundness wanted);
  bool extend_by_sent(Soundness wanted);
  bool end_at_anchor();

  bool accept_issuer(const CertificateView& issuer, const Result<crypto::PublicKey>& key, bool anchor,
                     Soundness wanted);
  void drop_issuer();
  bool revoked();
  bool may_follow(std::size_t sent) const;
  bool on_path_already(const CertificateView& candidate) const;
  const CertificateView& child() const { return path_.back().certificate; }  // whose issuer is looked for
  unsigned intermediates() const;
  unsigned depth() const { return static_cast<unsigned>(path_.size() - 1); }  // of the last certificate
  bool spend_issuer();
  bool reached(Note limit);
  void add_faults(std::span<const Error> errors);
  void note(const Error& error, Step step, unsigned depth, const CertificateView& certificate);
  void note(Rank rank, std::span<const Fault> more);

  const TrustStore& store_;
  const VerifyOptions& options_;
  std::vector<Sent> sent_;                 // what the peer sent besides the leaf and could be parsed
  std::optional<Error> malformed_;         // of the first that could not
  std::vector<PathCertificate> path_;      // so far, with the anchor once it is found
  std::vector<Fault> faults_;              // of the path so far
  std::vector<std::size_t> faults_below_;  // how many there were before each issuer of the path
  std::size_t of_leaf_ = 0;                // how many of them every path has
  unsigned issuers_left_ = kMaxIssuersTried;
  SignatureBudget signatures_;
  bool good_ = false;
  Best best_;
};

}  // namespace

Verdict verify_chain(const TrustStore& store, std::span<const Bytes> chain, const VerifyOptions& options) {
  if (chain.empty()) return refusal(Errc::certificate_missing, "at least one certificate", 0);
  if (chain.size() > kMaxChainCertificates)
    return refusal(Errc::certificate_chain_too_long, "at most 64 certificates", chain.size());
  const Result<CertificateView> leaf = CertificateView::parse(chain[0]);
  if (!leaf) return refusal(std::array{Fault{leaf.error()}});

  PathSearch search(store, chain.subspan(1), options);
  std::vector<Fault> faults;
  const bool good = search.find(*leaf);
  if (!good) faults = search.take_faults();
  for (const Error& error : faults_of_names(*leaf, options)) faults.push_back({error, 0, *leaf});
  Verdict out;
  if (!faults.empty()) out = refusal(faults);
  if (good) (faults.empty() ? out.path : out.misnamed_path) = search.take_path();
  if (faults.empty()) out.error.reset();
  out.issuers_tried = search.issuers_tried();
  out.signature_cost = search.signature_cost();
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
      sent_.emplace_back(*parsed);
    else if (!malformed_)
      malformed_ = parsed.error();
  }
}

bool PathSearch::find(const CertificateView& leaf) {
  path_.push_back({.certificate = leaf});
  add_faults(faults_of_leaf(leaf, options_));
  of_leaf_ = faults_.size();
  if (options_.trust_leaf_itself && store_.contains(leaf.der))
    (void)end_at_anchor();  // no other path can be better
  else
    (void)extend();  // whether it ended early does not matter
  return good_;
}

bool PathSearch::extend() {
  if (path_.size() == kMaxPathCertificates) {
    note(gave_up("at most 16 certificates in a path"), Step::no_issuer, depth(), child());
    return false;
  }
  for (const Soundness wanted : {Soundness::sound, Soundness::faulty})
    if (extend_by_anchor(wanted) || extend_by_sent(wanted)) return true;
  if (malformed_)  // it may have been the issuer
    note(*malformed_, Step::no_issuer, depth() + 1, {});
  else
    note(unknown_issuer(child(), depth(), !sent_.empty(), !store_.empty()), Step::no_issuer, depth(), child());
  return false;
}

bool PathSearch::extend_by_anchor(Soundness wanted) {
  bool over = false;
  store_.find(child().issuer).each([&](Bytes der) {
    over = !spend_issuer();
    if (over) return false;
    const Result<CertificateView> anchor = CertificateView::parse(der);
    if (!anchor) {
      note(anchor.error(), Step::not_usable, depth() + 1, {});
      return true;
    }
    if (!accept_issuer(*anchor, usable_key(*anchor), true, wanted)) return !(over = signatures_.exhausted());
    over = end_at_anchor();
    if (!over) drop_issuer();
    return !over;
  });
  return over;
}

bool PathSearch::extend_by_sent(Soundness wanted) {
  for (std::size_t i = 0; i < sent_.size(); ++i) {
    const CertificateView& candidate = sent_[i].certificate();
    if (!equal(candidate.subject, child().issuer) || !may_follow(i) || on_path_already(candidate)) continue;
    if (!spend_issuer()) return true;
    if (accept_issuer(candidate, sent_[i].key(), false, wanted)) {
      if (extend()) return true;
      drop_issuer();
    }
    if (signatures_.exhausted()) return true;
  }
  return false;
}

// The path is complete.
bool PathSearch::end_at_anchor() {
  if (faults_.empty()) return good_ = !revoked();
  note({Rank::Level::complete, -static_cast<int>(faults_.size())}, {});
  return faults_.size() == of_leaf_;
}

// Puts an issuer on the path, with what is wrong with it, if it has signed what was last on it. The signature comes last: it
// costs a hundred times what the other checks do.
bool PathSearch::accept_issuer(const CertificateView& issuer, const Result<crypto::PublicKey>& key, bool anchor,
                               Soundness wanted) {
  if (!key) {
    note(key.error(), Step::not_usable, depth() + 1, issuer);
    return false;
  }
  const std::vector<Error> faults =
      faults_of_issuer(issuer, *key, {.anchor = anchor, .intermediates = intermediates(), .child = child()}, options_);
  if (faults.empty() != (wanted == Soundness::sound)) return false;
  if (!signatures_.spend(*key)) return reached("signatures of limited cost");
  const auto signed_with = check_signature(child(), *key);
  if (!signed_with && names_another_key(child(), issuer))
    note(only_a_namesake(child()), Step::no_issuer, depth(), child());
  else if (!signed_with)
    note(signed_with.error(), Step::not_signed, depth(), child());
  if (!signed_with) return false;
  faults_below_.push_back(faults_.size());
  path_.back().signed_with = *signed_with;
  if (const auto weak = check_signature_strength(*signed_with, options_.strength)) add_faults({&*weak, 1});
  path_.push_back({.certificate = issuer});
  add_faults(faults);
  return true;
}

void PathSearch::drop_issuer() {
  path_.pop_back();
  faults_.erase(faults_.begin() + static_cast<std::ptrdiff_t>(faults_below_.back()), faults_.end());
  faults_below_.pop_back();
}

// Looked at when the path is complete and good otherwise: a list costs a signature check.
bool PathSearch::revoked() {
  if (options_.revocation_lists == nullptr) return false;
  const ListDates dates = options_.check_validity ? ListDates::checked : ListDates::ignored;
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) {
    const auto error = check_revocation(*options_.revocation_lists, path_[i].certificate, path_[i + 1].certificate,
                                        store_, options_.now, dates, signatures_);
    if (!error) continue;
    const Fault fault{*error, static_cast<unsigned>(i), path_[i].certificate};
    note({Rank::Level::complete, -1}, {&fault, 1});
    return true;
  }
  return false;
}

// A chain in order has each certificate's issuer right behind it.
bool PathSearch::may_follow(std::size_t sent) const { return options_.allow_unsorted || sent == depth(); }

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

bool PathSearch::spend_issuer() {
  if (issuers_left_ == 0) return reached("at most 1024 issuers tried");
  --issuers_left_;
  return true;
}

bool PathSearch::reached(Note limit) {
  const Fault fault{gave_up(limit), depth(), child()};
  note({Rank::Level::limit, 0}, {&fault, 1});
  return false;
}

void PathSearch::add_faults(std::span<const Error> errors) {
  for (const Error& error : errors) faults_.push_back({error, depth(), child()});
}

void PathSearch::note(const Error& error, Step step, unsigned depth, const CertificateView& certificate) {
  const Fault fault{error, depth, certificate};
  note({Rank::Level::incomplete, static_cast<int>(path_.size()) * 4 + static_cast<int>(step)}, {&fault, 1});
}

void PathSearch::note(Rank rank, std::span<const Fault> more) {
  if (rank <= best_.rank) return;
  best_ = {rank, faults_};
  best_.faults.insert(best_.faults.end(), more.begin(), more.end());
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

// Of the three causes that people mix up: a server that certified itself, one that forgot the certificates between, and an
// authority that is not trusted here.
Error unknown_issuer(const CertificateView& certificate, unsigned depth, bool others_sent, bool anything_trusted) {
  Note expected("a trusted certificate of "), found;
  expected << certificate.issuer_text();
  Errc code = Errc::certificate_unknown_issuer;
  if (certificate.self_issued()) {
    if (depth == 0) code = Errc::certificate_self_signed;
    found << "a self-signed certificate that is not trusted";
  } else if (!anything_trusted) {
    found << "no certificate is trusted here";
  } else {
    if (depth == 0) code = Errc::certificate_no_intermediate;
    found << (others_sent ? "neither trusted here nor sent by the other side"
                          : "not trusted here, and the other side sent no intermediate certificate");
  }
  return error_of(code, "issuer", kReference, expected, found);
}

// An issuer by name that has another key than the one that is named (RFC 5280, 4.2.1.1).
Error only_a_namesake(const CertificateView& certificate) {
  return error_of(Errc::certificate_unknown_issuer, "issuer", kReference,
                  Note("a trusted certificate of ") << certificate.issuer_text(), "one of that name, with another key");
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

// The first fault counts, and the others are told, too.
Verdict refusal(std::span<const Fault> faults) {
  const Fault& first = faults.front();
  Verdict out;
  out.error = first.error;
  out.depth = first.depth;
  for (const Fault& other : faults.subspan(1)) out.others.push_back(other.error);
  if (first.certificate.der.empty()) return out;  // it could not be parsed
  out.subject = subject_or_name(first.certificate);
  out.issuer = first.certificate.issuer_text();
  return out;
}

Verdict refusal(Errc code, Note expected, std::size_t count) {
  Note found;
  found << count << " certificates";
  return refusal(std::array{Fault{error_of(code, "certificate_list", kReference, expected, found)}});
}

}  // namespace

}  // namespace handfast::pki
