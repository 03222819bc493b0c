#include "pki/crl.hpp"

#include <algorithm>
#include <string_view>

#include "pki/object_identifiers.hpp"
#include "pki/pem.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 5280, 5.1";

// What a list holds besides the serial numbers, as views, and what makes it unusable.
struct ListContents {
  Bytes tbs, inner_algorithm, signature_algorithm, signature, issuer;
  std::int64_t this_update = 0;
  std::optional<std::int64_t> next_update;
  std::vector<Bytes> serials;
  std::uint32_t version = 1;
  Bytes not_handled;  // the first extension that changes what the list means: its object identifier
};

void read_tbs(DerReader& tbs, ListContents& out);
void read_revoked(DerReader& list, ListContents& out);
void read_extensions(DerReader& in, ListContents& out);
bool changes_meaning(const Extension& extension);
Result<std::shared_ptr<const RevocationList>> read_list(ByteVector der);
bool is_time(Tag tag) { return tag == Tag::utc_time || tag == Tag::generalized_time; }
bool before(Bytes a, Bytes b) { return as_text(a) < as_text(b); }
bool is_list(const PemBlock& block) { return block.label == "X509 CRL" || block.label == "CRL"; }  // RFC 7468, 6

std::optional<Error> check_dates(const RevocationList& list, std::int64_t now);
bool signed_by_authority(const RevocationList& list, const CertificateView& issuer, const TrustStore& store,
                         SignatureBudget& budget);

}  // namespace

Result<RevocationList> RevocationList::parse(ByteVector der) {
  if (der.size() > kMaxRevocationListSize)
    return fail(Errc::der_malformed, "CertificateList", kReference, "at most 64 MB", "more");
  RevocationList out;
  out.der_ = std::move(der);
  ListContents contents;
  DerReader in(out.der_);
  in.sequence("CertificateList", [&](DerReader& list) {
    DerReader start = list;
    contents.tbs = start.whole(Tag::sequence, "tbsCertList");
    list.sequence("tbsCertList", [&](DerReader& tbs) { read_tbs(tbs, contents); });
    contents.signature_algorithm = list.whole(Tag::sequence, "signatureAlgorithm");
    contents.signature = list.bit_string("signatureValue");
    if (!equal(contents.inner_algorithm, contents.signature_algorithm))  // RFC 5280, 5.1.1.2
      list.fail(Fault::bad_value, "signatureAlgorithm");
  });
  in.expect_end("CertificateList");
  if (!in.ok()) return std::unexpected(in.error(Errc::der_malformed, kReference));
  if (!contents.not_handled.empty())
    return fail(Errc::unsupported_feature, "crlExtensions", "RFC 5280, 5.2", "a full list of one authority",
                Note("extension ") << object_identifier_text(contents.not_handled));
  std::ranges::sort(contents.serials, before);
  out.tbs_ = contents.tbs;
  out.signature_algorithm_ = contents.signature_algorithm;
  out.signature_ = contents.signature;
  out.issuer_ = contents.issuer;
  out.this_update_ = contents.this_update;
  out.next_update_ = contents.next_update;
  out.serials_ = std::move(contents.serials);
  return out;
}

bool RevocationList::lists(Bytes serial) const { return std::ranges::binary_search(serials_, serial, before); }

bool RevocationList::signed_by(const CertificateView& issuer, SignatureBudget& budget) const {
  if (!equal(issuer.subject, issuer_)) return false;
  if (issuer.key_usage && (*issuer.key_usage & key_usage::crl_sign) == 0) return false;
  const Result<crypto::PublicKey> key = issuer.public_key();
  if (!key) return false;
  const Result<SignatureScheme> scheme = signature_scheme(signature_algorithm_, key->type());
  return scheme && budget.spend(*key) && key->verify(*scheme, tbs_, signature_);
}

Result<std::size_t> RevocationLists::add_der(Bytes list) {
  const auto parsed = read_list(ByteVector(list.begin(), list.end()));
  if (!parsed) return std::unexpected(parsed.error());
  return add({&*parsed, 1});
}

Result<std::size_t> RevocationLists::add_pem(Bytes text) {
  std::vector<std::shared_ptr<const RevocationList>> found;
  PemReader in(text);
  for (;;) {
    const Result<std::optional<PemBlock>> block = in.next();
    if (!block) return std::unexpected(block.error());
    if (!*block) break;
    if (!is_list(**block)) continue;
    Result<ByteVector> der = decode_pem(**block);
    if (!der) return std::unexpected(der.error());
    const auto parsed = read_list(std::move(*der));
    if (!parsed) return std::unexpected(parsed.error());
    found.push_back(*parsed);
  }
  if (found.empty()) return fail(Errc::pem_not_found, "revocation lists", "RFC 7468, 6", "at least one list", "none");
  return add(found);
}

Result<std::size_t> RevocationLists::add_lists(const RevocationLists& other) { return add(other.lists_); }

Result<std::size_t> RevocationLists::add(std::span<const std::shared_ptr<const RevocationList>> found) {
  if (found.size() > kMaxRevocationLists - lists_.size())
    return fail(Errc::invalid_request, "revocation lists", {}, "at most 4096 lists", "more");
  for (const auto& list : found) {
    const auto same = [&](const auto& known) { return equal(known->der(), list->der()); };
    if (std::ranges::none_of(lists_, same)) lists_.push_back(list);
  }
  return found.size();
}

std::optional<Error> check_revocation(const RevocationLists& lists, const CertificateView& certificate,
                                      const CertificateView& issuer, const TrustStore& store, std::int64_t now,
                                      ListDates dates, SignatureBudget& budget) {
  for (const auto& list : lists.lists()) {
    if (!equal(list->issuer(), certificate.issuer)) continue;
    if (!signed_by_authority(*list, issuer, store, budget))
      return Error{Errc::revocation_list_bad_signature, "signatureValue", "RFC 5280, 6.3.3",
                   "a list signed by its authority",
                   budget.exhausted() ? "signatures that cost too much to check"
                                      : "one that none of the authority's keys signed"};
    if (list->lists(certificate.serial))
      return Error{Errc::certificate_revoked, "revokedCertificates", "RFC 5280, 6.3.3",
                   Note("no revocation by ") << certificate.issuer_text(), "a revocation"};
    if (dates == ListDates::ignored) continue;
    if (auto error = check_dates(*list, now)) return error;
  }
  return std::nullopt;
}

namespace {

Result<std::shared_ptr<const RevocationList>> read_list(ByteVector der) {
  Result<RevocationList> parsed = RevocationList::parse(std::move(der));
  if (!parsed) return std::unexpected(parsed.error());
  return std::make_shared<const RevocationList>(std::move(*parsed));
}

void read_tbs(DerReader& tbs, ListContents& out) {
  if (tbs.next_is(Tag::integer)) {
    out.version = tbs.small_number("version") + 1;
    if (out.version != 2) tbs.fail(Fault::bad_value, "version");  // RFC 5280, 5.1.2.1
  }
  out.inner_algorithm = tbs.whole(Tag::sequence, "signature");
  out.issuer = tbs.whole(Tag::sequence, "issuer");
  out.this_update = tbs.time("thisUpdate");
  if (is_time(tbs.next_tag())) out.next_update = tbs.time("nextUpdate");
  if (tbs.next_is(Tag::sequence)) {  // an empty one should be left out (RFC 5280, 5.1.2.6), but says the same
    tbs.sequence("revokedCertificates", [&](DerReader& list) {
      while (!list.at_end()) read_revoked(list, out);
    });
  }
  if (!tbs.next_is(context_constructed(0))) return;
  if (out.version != 2) return tbs.fail(Fault::bad_value, "crlExtensions");  // RFC 5280, 5.1.2.7
  tbs.nested(context_constructed(0), "crlExtensions", [&](DerReader& in) { read_extensions(in, out); });
}

void read_revoked(DerReader& list, ListContents& out) {
  list.sequence("revokedCertificate", [&](DerReader& entry) {
    out.serials.push_back(entry.integer("userCertificate"));
    entry.time("revocationDate");
    if (entry.at_end()) return;
    if (out.version != 2) return entry.fail(Fault::bad_value, "crlEntryExtensions");  // RFC 5280, 5.1.2.6
    read_extensions(entry, out);
  });
}

void read_extensions(DerReader& in, ListContents& out) {
  in.sequence("extensions", [&](DerReader& list) {
    if (list.at_end()) list.fail(Fault::too_short, "extensions");
    while (!list.at_end()) {
      Extension extension;
      read_item(list, extension);
      if (list.ok() && out.not_handled.empty() && changes_meaning(extension)) out.not_handled = extension.id;
    }
  });
}

// A critical extension that is not processed forbids the use of its list (RFC 5280, 5.2 and 5.3). Those that restrict or
// extend what a list covers do so even where the authority forgot to say critical.
bool changes_meaning(const Extension& extension) {
  return extension.critical || equal(extension.id, oid::delta_crl_indicator) ||
         equal(extension.id, oid::issuing_distribution_point) || equal(extension.id, oid::certificate_issuer);
}

std::optional<Error> check_dates(const RevocationList& list, std::int64_t now) {
  const auto expected = [&] { return Note("a list that is current at ") << time_text(now); };
  if (now < list.this_update())
    return Error{Errc::revocation_list_not_yet_valid, "thisUpdate", "RFC 5280, 5.1.2.4", expected(),
                 Note("issued at ") << time_text(list.this_update())};
  if (list.next_update() && now > *list.next_update())
    return Error{Errc::revocation_list_expired, "nextUpdate", "RFC 5280, 5.1.2.5", expected(),
                 Note("to be replaced by ") << time_text(*list.next_update())};
  return std::nullopt;
}

bool signed_by_authority(const RevocationList& list, const CertificateView& issuer, const TrustStore& store,
                         SignatureBudget& budget) {
  if (list.signed_by(issuer, budget)) return true;
  bool found = false;
  store.find(issuer.subject).each([&](Bytes der) {
    const Result<CertificateView> anchor = CertificateView::parse(der);
    found = anchor && list.signed_by(*anchor, budget);
    return !found && !budget.exhausted();
  });
  return found;
}

}  // namespace

}  // namespace handfast::pki
