#include "pki/trust_store.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>

#include "pki/certificate.hpp"
#include "pki/file.hpp"
#include "pki/key_file.hpp"
#include "pki/pem.hpp"

namespace handfast::pki {

namespace {

// Where distributions keep the certificates of their authorities, the first that is there.
constexpr std::array kSystemBundles{
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Alpine, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",                                  // Alpine, BSDs
    "/usr/local/share/certs/ca-root-nss.crt",             // FreeBSD
};

enum class Unusable : std::uint8_t { fail, skip };  // what to do with a certificate that cannot be used

// The key of the index. Its quality matters to speed only, and the names in a store are its owner's.
std::uint64_t key_of(Bytes subject) { return std::hash<std::string_view>{}(as_text(subject)); }

Result<TrustStore::Anchor> anchor_of(Bytes der) {
  const Result<Bytes> subject = locate_subject(der);
  if (!subject) return std::unexpected(subject.error());
  return TrustStore::Anchor{key_of(*subject), der, *subject};
}

// The same error, with the place of the certificate among those of its file.
std::unexpected<Error> of_entry(std::size_t number, Error error) {
  Note found("certificate ");
  found << number << " of the file: " << (error.found.empty() ? "broken" : error.found.view());
  error.found = found;
  return std::unexpected(error);
}

// Decodes all certificates into one block.
Result<TrustStore::Found> decode_certificates(Bytes text, Unusable unusable) {
  TrustStore::Found out;
  out.block.resize(base64_decoded_limit(text.size()));
  std::size_t used = 0, number = 0;
  PemReader in(text, BlockEnd::any);
  for (;;) {
    const Result<std::optional<PemBlock>> block = in.next();
    if (!block && unusable == Unusable::fail) return of_entry(number + 1, block.error());
    if (!block || !*block) break;
    if (!is_certificate(**block)) continue;
    ++number;
    const MutableBytes room = MutableBytes(out.block).subspan(used);
    Result<std::size_t> size = decode_base64((*block)->body, room);
    if (size && *size == 0) size = fail(Errc::pem_malformed, "base64", "RFC 7468, 3", "a certificate", "nothing");
    const Result<TrustStore::Anchor> anchor = size ? anchor_of(room.first(*size)) : std::unexpected(size.error());
    if (!anchor && unusable == Unusable::fail) return of_entry(number, anchor.error());
    if (!anchor) continue;
    out.anchors.push_back(*anchor);
    used += *size;
  }
  if (out.anchors.empty())
    return fail(Errc::pem_not_found, "trusted certificates", "RFC 7468, 5", "at least one certificate", "none");
  return out;
}

Result<TrustStore::Found> found_in(ByteVector der) {
  TrustStore::Found out;
  out.block = std::move(der);
  const Result<TrustStore::Anchor> anchor = anchor_of(out.block);
  if (!anchor) return std::unexpected(anchor.error());
  out.anchors.push_back(*anchor);
  return out;
}

Result<TrustStore::Found> found_in_file(const std::filesystem::path& file, Unusable unusable) {
  Result<ByteVector> contents = read_file(file, kMaxTrustFileSize);
  if (!contents) return std::unexpected(contents.error());
  if (is_pkcs12(*contents))
    return fail(Errc::pkcs12_container, "trusted certificates", "RFC 7292, 4", "PEM or DER", "PKCS#12");
  const bool der = !contents->empty() && contents->front() == static_cast<std::uint8_t>(Tag::sequence);
  return der ? found_in(std::move(*contents)) : decode_certificates(*contents, unusable);
}

}  // namespace

Result<std::size_t> TrustStore::add_der(Bytes certificate) {
  return add(found_in(ByteVector(certificate.begin(), certificate.end())));
}

Result<std::size_t> TrustStore::add_pem(Bytes text) { return add(decode_certificates(text, Unusable::fail)); }

Result<std::size_t> TrustStore::add_file(const std::filesystem::path& file) {
  return add(found_in_file(file, Unusable::fail));
}

Result<std::size_t> TrustStore::add_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  std::size_t count = 0, looked_at = 0;
  Found all;
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    if (++looked_at > kMaxTrustDirectoryFiles)
      return fail(Errc::file_error, "folder", {}, "at most 10000 files", "more");
    std::error_code gone;  // a dangling link is no file
    if (!files->is_regular_file(gone)) continue;
    Result<Found> found = found_in_file(files->path(), Unusable::skip);
    if (!found) continue;
    count += found->anchors.size();
    append(std::move(*found));
  }
  Note expected("a folder that can be read: ");
  expected << directory.native();
  if (error) return fail(Errc::file_error, "folder", {}, expected, Note(error.message()));
  return count;
}

void TrustStore::add_store(const TrustStore& other) {
  std::size_t size = 0;
  for (const Anchor& anchor : other.anchors_) size += anchor.der.size();
  Found copy;
  copy.block.reserve(size);
  for (const Anchor& anchor : other.anchors_) handfast::append(copy.block, anchor.der);
  std::size_t at = 0;
  for (const Anchor& anchor : other.anchors_) {
    const Bytes der = Bytes(copy.block).subspan(at, anchor.der.size());
    const auto subject_at = static_cast<std::size_t>(anchor.subject.data() - anchor.der.data());
    copy.anchors.push_back({anchor.key, der, der.subspan(subject_at, anchor.subject.size())});
    at += der.size();
  }
  append(std::move(copy));
}

namespace {

// What tells that a file is another one than before.
struct Version {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  bool operator==(const Version&) const = default;
};

std::optional<Version> version_of(const char* file) {
  struct stat status{};
  if (stat(file, &status) != 0) return std::nullopt;
  return Version{status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace

Result<std::shared_ptr<const TrustStore>> TrustStore::system() {
  static std::mutex mutex;
  static std::shared_ptr<const TrustStore> store;
  static Version read_version;
  const std::scoped_lock lock(mutex);
  for (const char* const file : kSystemBundles) {
    const std::optional<Version> version = version_of(file);
    if (!version) continue;
    if (store && *version == read_version) return store;
    Result<Found> found = found_in_file(file, Unusable::skip);
    if (!found) return std::unexpected(found.error());
    auto fresh = std::make_shared<TrustStore>();
    fresh->append(std::move(*found));
    store = std::move(fresh);
    read_version = *version;
    return store;
  }
  return fail(Errc::file_error, "trust store", {}, "a file such as /etc/ssl/certs/ca-certificates.crt",
              "none; the package ca-certificates may be missing");
}

bool TrustStore::contains(Bytes certificate) const {
  const Result<Bytes> subject = locate_subject(certificate);
  bool found = false;
  if (subject) find(*subject).each([&](Bytes der) { return found = equal(der, certificate), !found; });
  return found;
}

TrustStore::Matches TrustStore::find(Bytes subject) const {
  const auto [begin, end] = anchors_.equal_range(key_of(subject));
  return Matches(begin, end, subject);
}

Result<std::size_t> TrustStore::add(Result<Found> found) {
  if (!found) return std::unexpected(found.error());
  const std::size_t count = found->anchors.size();
  append(std::move(*found));
  return count;
}

void TrustStore::append(Found found) {
  blocks_.push_back(std::move(found.block));  // moving a vector leaves its bytes where they are
  fingerprint_ = std::make_unique<Fingerprint>();
  anchors_.insert(found.anchors.begin(), found.anchors.end());
}

bool TrustStore::Order::operator()(const Anchor& a, const Anchor& b) const {
  return a.key != b.key ? a.key < b.key : as_text(a.der) < as_text(b.der);
}

const crypto::Digest& TrustStore::fingerprint() const {
  std::call_once(fingerprint_->once, [this] {
    crypto::Hash all(crypto::HashAlgorithm::sha256);
    for (const Anchor& anchor : anchors_) all.update(crypto::hash(crypto::HashAlgorithm::sha256, anchor.der));
    fingerprint_->value = all.digest();
  });
  return fingerprint_->value;
}

}  // namespace handfast::pki
