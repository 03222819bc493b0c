#include "pki/key_file.hpp"

#include "pki/encrypted_key.hpp"
#include "pki/file.hpp"
#include "pki/pem.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

enum class KeyFormat : std::uint8_t { pkcs8, sec1, pkcs1, encrypted_pkcs8 };

std::optional<KeyFormat> format_of(std::string_view label) {
  if (label == "PRIVATE KEY") return KeyFormat::pkcs8;                      // RFC 7468, 10
  if (label == "EC PRIVATE KEY") return KeyFormat::sec1;                    // RFC 5915, 4
  if (label == "RSA PRIVATE KEY") return KeyFormat::pkcs1;                  // by custom
  if (label == "ENCRYPTED PRIVATE KEY") return KeyFormat::encrypted_pkcs8;  // RFC 7468, 11
  return std::nullopt;
}

// The four formats begin differently: RFC 5958, 2; RFC 5915, 3; RFC 8017, A.1.2; RFC 5958, 3.
std::optional<KeyFormat> format_of(Bytes der) {
  DerReader outer(der);
  DerReader in(outer.content(Tag::sequence, "private key"));
  if (!outer.ok()) return std::nullopt;
  if (in.next_is(Tag::sequence)) {  // a certificate begins like this, too, but not with an algorithm
    DerReader algorithm(in.content(Tag::sequence, "encryption algorithm"));
    const bool encrypted = in.ok() && algorithm.next_is(Tag::object_identifier) && in.next_is(Tag::octet_string);
    return encrypted ? std::optional(KeyFormat::encrypted_pkcs8) : std::nullopt;
  }
  in.small_number("version");
  if (!in.ok()) return std::nullopt;
  if (in.next_is(Tag::sequence)) return KeyFormat::pkcs8;
  if (in.next_is(Tag::octet_string)) return KeyFormat::sec1;
  if (in.next_is(Tag::integer)) return KeyFormat::pkcs1;
  return std::nullopt;
}

std::unexpected<Error> encrypted() {
  return fail(Errc::key_encrypted, "private key", "RFC 7468, 11", "a key without a password", "an encrypted one");
}

// `other`: the label of what is there instead: "CERTIFICATE REQUEST", "OPENSSH PRIVATE KEY"; empty: nothing is.
std::unexpected<Error> nothing_found(Note expected, std::string_view other) {
  const Note found = other.empty() ? Note("none, in PEM or DER") : Note(printable(other));
  return fail(Errc::pem_not_found, "file contents", "RFC 7468", expected, found);
}

std::unexpected<Error> pkcs12_found() {
  return fail(Errc::pkcs12_container, "file contents", "RFC 7292, 4", "PEM or DER", "PKCS#12");
}

Result<crypto::PrivateKey> read_key(KeyFormat format, Bytes der, std::optional<Bytes> password) {
  switch (format) {
    case KeyFormat::pkcs8: return crypto::PrivateKey::from_pkcs8(der);
    case KeyFormat::sec1: return crypto::PrivateKey::from_sec1(der);
    case KeyFormat::pkcs1: return crypto::PrivateKey::from_pkcs1(der);
    case KeyFormat::encrypted_pkcs8: break;
  }
  if (!password) return encrypted();
  const auto plain = decrypt_pkcs8(der, *password);
  if (!plain) return std::unexpected(plain.error());
  auto key = crypto::PrivateKey::from_pkcs8(plain->reveal());
  // One wrong password in 256 leaves right padding behind, but no key.
  if (!key && key.error() == Errc::key_malformed) return wrong_password();
  return key;
}

bool looks_like_der(Bytes bytes) { return !bytes.empty() && bytes[0] == static_cast<std::uint8_t>(Tag::sequence); }

}  // namespace

bool is_pkcs12(Bytes der) {
  constexpr std::uint32_t kVersion = 3;
  constexpr std::array<std::uint8_t, 8> kPkcs7{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};  // 1.2.840.113549.1.7
  if (der.size() > 1 && der[0] == static_cast<std::uint8_t>(Tag::sequence) &&
      der[1] == 0x80) {  // BER, as some write it
    Reader in(der.subspan(2));
    return equal(in.take(3), std::array<std::uint8_t, 3>{0x02, 0x01, kVersion}) && in.number<1>() == 0x30;
  }
  DerReader outer(der);
  DerReader in(outer.content(Tag::sequence, "PFX"));
  const bool version = in.small_number("version") == kVersion;
  DerReader contents(in.content(Tag::sequence, "authSafe"));
  const Bytes type = contents.object_identifier("contentType");
  return version && contents.ok() && type.size() == kPkcs7.size() + 1 && equal(type.first(kPkcs7.size()), kPkcs7);
}

Result<crypto::PrivateKey> read_private_key(Bytes pem_or_der, std::optional<Bytes> password) {
  if (pem_or_der.size() > kMaxKeyFileSize)
    return fail(Errc::key_malformed, "private key", {}, "at most 65536 bytes", "more");
  if (looks_like_der(pem_or_der)) {
    const std::optional<KeyFormat> format = format_of(pem_or_der);
    if (format) return read_key(*format, pem_or_der, password);
    if (CertificateView::parse(pem_or_der))
      return fail(Errc::key_malformed, "file contents", "RFC 5958, 2", kNeedsPrivateKey, kIsCertificate);
    return fail(Errc::key_malformed, "private key", "RFC 5958, 2", "PKCS#8, SEC 1 or PKCS#1", "another structure");
  }
  PemReader in(pem_or_der);
  std::string_view other;
  for (;;) {
    const Result<std::optional<PemBlock>> block = in.next();
    if (!block) return std::unexpected(block.error());
    if (!*block) return nothing_found(kNeedsPrivateKey, other);
    const std::optional<KeyFormat> format = format_of((*block)->label);
    if (!format) {
      other = (*block)->label;
      continue;
    }
    if ((*block)->encrypted) return encrypted();
    const Result<SecretBytes> der = decode_secret_pem(**block);
    if (!der) return std::unexpected(der.error());
    return read_key(*format, der->reveal(), password);
  }
}

Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& file) {
  const Result<SecretBytes> contents = read_secret_file(file, kMaxKeyFileSize);
  if (!contents) return std::unexpected(contents.error());
  if (is_pkcs12(contents->reveal())) return pkcs12_found();
  return read_private_key(contents->reveal());
}

Result<std::vector<Certificate>> read_certificates(Bytes pem_or_der) {
  std::vector<Certificate> out;
  const auto add = [&out](ByteVector der) -> std::optional<Error> {
    Result<Certificate> certificate = Certificate::parse(std::move(der));
    if (!certificate) return certificate.error();
    if (out.size() == kMaxCertificatesInFile)
      return Error{Errc::certificate_chain_too_long, "file contents", {}, "at most 1024 certificates", "more"};
    out.push_back(std::move(*certificate));
    return std::nullopt;
  };
  if (looks_like_der(pem_or_der)) {
    if (const auto error = add(ByteVector(pem_or_der.begin(), pem_or_der.end()))) return std::unexpected(*error);
    return out;
  }
  PemReader in(pem_or_der);
  std::string_view other;
  for (;;) {
    const Result<std::optional<PemBlock>> block = in.next();
    if (!block) return std::unexpected(block.error());
    if (!*block) break;
    if (!is_certificate(**block)) {
      other = (*block)->label;
      continue;
    }
    Result<ByteVector> der = decode_pem(**block);
    if (!der) return std::unexpected(der.error());
    if (const auto error = add(std::move(*der))) return std::unexpected(*error);
  }
  if (out.empty()) return nothing_found("a certificate", other);
  return out;
}

Result<std::vector<Certificate>> load_certificates(const std::filesystem::path& file) {
  const Result<ByteVector> contents = read_file(file, kMaxCertificateFileSize);
  if (!contents) return std::unexpected(contents.error());
  if (is_pkcs12(*contents)) return pkcs12_found();
  return read_certificates(*contents);
}

}  // namespace handfast::pki
