#pragma once
// Certificate revocation lists (RFC 5280, 5): full lists of one authority. Delta lists, indirect lists and lists that
// cover part of an authority's certificates are refused when they are read, never half understood.
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "pki/certificate.hpp"
#include "pki/signature_budget.hpp"
#include "pki/trust_store.hpp"

namespace handfast::pki {

inline constexpr std::size_t kMaxRevocationListSize = 64 * 1024 * 1024;  // the largest public ones have about 40 MB
inline constexpr std::size_t kMaxRevocationLists = 4096;                 // of one collection: one for each authority

// One list, with its bytes.
class RevocationList {
 public:
  // Fails with der_malformed, or with unsupported_feature for a kind of list that is not handled.
  static Result<RevocationList> parse(ByteVector der);
  RevocationList(RevocationList&&) noexcept = default;
  RevocationList& operator=(RevocationList&&) noexcept = default;

  Bytes der() const { return der_; }
  Bytes issuer() const { return issuer_; }                   // Name in DER
  Bytes signature() const { return signature_; }             // tells lists apart
  std::int64_t this_update() const { return this_update_; }  // seconds since 1970
  std::optional<std::int64_t> next_update() const { return next_update_; }
  std::size_t size() const { return serials_.size(); }  // how many certificates are revoked
  bool lists(Bytes serial) const;                       // contents of the INTEGER
  // Whether that certificate's key signed the list, and may (RFC 5280, 6.3.3 (f) and (g)). Not, when the budget ends.
  bool signed_by(const CertificateView& issuer, SignatureBudget& budget) const;

 private:
  RevocationList() = default;
  ByteVector der_;
  Bytes tbs_, signature_algorithm_, signature_, issuer_;
  std::int64_t this_update_ = 0;
  std::optional<std::int64_t> next_update_;
  std::vector<Bytes> serials_;  // sorted
};

// Lists of any number of authorities. Filled by one thread, then read by any number.
class RevocationLists {
 public:
  // Each gives how many lists it found (one that is there already counts, and is kept once). On failure nothing is added:
  // der_malformed, unsupported_feature, pem_malformed, pem_not_found, invalid_request (more than kMaxRevocationLists).
  Result<std::size_t> add_der(Bytes list);
  Result<std::size_t> add_pem(Bytes text);
  Result<std::size_t> add_lists(const RevocationLists& other);

  bool empty() const { return lists_.empty(); }
  std::size_t size() const { return lists_.size(); }
  std::span<const std::shared_ptr<const RevocationList>> lists() const { return lists_; }

 private:
  Result<std::size_t> add(std::span<const std::shared_ptr<const RevocationList>> found);
  std::vector<std::shared_ptr<const RevocationList>> lists_;  // shared by copies of this collection
};

// When lists are looked at: within their dates, or whenever they were made.
enum class ListDates : std::uint8_t { checked, ignored };

// What the lists say of a certificate: nothing, certificate_revoked, or why a list of its issuer cannot be relied on:
// revocation_list_expired, revocation_list_not_yet_valid, revocation_list_bad_signature (also where the budget did not
// suffice). Whoever hands in a list wants it
// to count: one that cannot be relied on refuses the certificate. `issuer`: whose key signed the certificate; a list may
// also be signed by another certificate of that name in `store`, which an authority that changed its key has.
std::optional<Error> check_revocation(const RevocationLists& lists, const CertificateView& certificate,
                                      const CertificateView& issuer, const TrustStore& store, std::int64_t now,
                                      ListDates dates, SignatureBudget& budget);

}  // namespace handfast::pki
