#pragma once
// The certificates that are trusted without further proof. Adding locates only each one's subject; a certificate is
// parsed when a path reaches it. Filled by one thread, then read by any number.
#include <filesystem>
#include <memory>
#include <mutex>
#include <ranges>
#include <set>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "crypto/hash.hpp"

namespace handfast::pki {

inline constexpr std::size_t kMaxTrustFileSize = 16 * 1024 * 1024;  // the distributions' bundles have 0.2 MB
inline constexpr std::size_t kMaxTrustDirectoryFiles = 10'000;

class TrustStore {
 public:
  TrustStore() = default;
  TrustStore(TrustStore&&) noexcept = default;
  TrustStore& operator=(TrustStore&&) noexcept = default;

  // Each gives how many certificates it found (one that is there already counts, and is kept once). On failure
  // nothing is added: certificate_malformed, pem_malformed, pem_not_found, file_error.
  Result<std::size_t> add_der(Bytes certificate);
  Result<std::size_t> add_pem(Bytes text);                          // any number of certificates
  Result<std::size_t> add_file(const std::filesystem::path& file);  // PEM or DER
  // Every regular file of a folder, not of its subfolders. Files without a certificate are passed over; only a folder
  // that cannot be read fails.
  Result<std::size_t> add_directory(const std::filesystem::path& directory);

  void add_store(const TrustStore& other);  // copies what is in it

  // The store of the operating system, read once and shared, and read again when its file has changed. file_error where
  // there is none.
  static Result<std::shared_ptr<const TrustStore>> system();

  std::size_t size() const { return anchors_.size(); }
  bool empty() const { return anchors_.empty(); }
  bool contains(Bytes certificate) const;  // this very certificate
  // SHA-256 of what is in it: the same of stores that trust the same certificates. Computed once, by whichever thread.
  const crypto::Digest& fingerprint() const;

  struct Anchor {
    std::uint64_t key = 0;  // hash of the subject, the order of the index
    Bytes der{}, subject{};
  };
  struct Order {
    using is_transparent = void;
    bool operator()(const Anchor& a, const Anchor& b) const;
    bool operator()(const Anchor& a, std::uint64_t key) const { return a.key < key; }
    bool operator()(std::uint64_t key, const Anchor& a) const { return key < a.key; }
  };
  using Anchors = std::set<Anchor, Order>;
  // Those with this subject (Name in DER), in no particular order. Valid until the next addition.
  class Matches;
  Matches find(Bytes subject) const;
  const Anchors& anchors() const { return anchors_; }

  struct Found {  // certificates on their way into a store
    ByteVector block;
    std::vector<Anchor> anchors;  // views into `block`
  };

 private:
  Result<std::size_t> add(Result<Found> found);
  void append(Found found);

  struct Fingerprint {
    std::once_flag once;
    crypto::Digest value;
  };
  std::unique_ptr<Fingerprint> fingerprint_ = std::make_unique<Fingerprint>();
  std::vector<ByteVector> blocks_;  // what the anchors' views point into
  Anchors anchors_;
};

class TrustStore::Matches {
 public:
  Matches(Anchors::const_iterator begin, Anchors::const_iterator end, Bytes subject)
      : anchors_(begin, end), subject_(subject) {}
  template <class Visit>
  void each(Visit visit) const {  // visit(Bytes der) -> bool: false stops
    for (const Anchor& anchor : anchors_)
      if (equal(anchor.subject, subject_) && !visit(anchor.der)) return;
  }

 private:
  std::ranges::subrange<Anchors::const_iterator> anchors_;
  Bytes subject_;
};

}  // namespace handfast::pki
