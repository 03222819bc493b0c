#include "cli/identity.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "pki/certificate_maker.hpp"
#include "pki/key_file.hpp"
#include "pki/text.hpp"
#include "pki/verify.hpp"
#include "tls/explain.hpp"
#include "tls/explain_words.hpp"
#include "tls/key_log_line.hpp"

namespace handfast::cli {

namespace {

constexpr std::chrono::hours kSelfSignedLife{24 * 7};  // for trying out, not for service
constexpr std::chrono::hours kClockSkew{24};           // between two computers

std::int64_t seconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string subject_of(Bytes der) {
  const auto certificate = pki::CertificateView::parse(der);
  return certificate ? certificate->subject_text() : std::string();
}

}  // namespace

std::string local_error_text(std::string_view what, const Error& error) {
  std::string out = "handfast: " + std::string(what) + ": " + std::string(cause_of(error.code)) + "\n";
  const auto fact = [&](std::string_view label, std::string_view text) {
    if (!text.empty()) out += tls::fact_text(label, text);
  };
  fact("field", error.field);
  fact("expected", pki::printable(error.expected.view()));
  fact("found", pki::printable(error.found.view()));
  for (const std::string_view advice : tls::words_of(error.code).advice) fact("try", advice);
  return out;
}

std::expected<std::shared_ptr<const tls::Credential>, CredentialFailure> load_credential(
    const std::string& certificate_file, const std::string& key_file) {
  const std::string& key_place = key_file.empty() ? certificate_file : key_file;
  auto certificates = pki::load_certificates(certificate_file);
  if (!certificates) return std::unexpected(CredentialFailure{certificate_file, certificates.error()});
  auto key = pki::load_private_key(key_place);
  if (!key) return std::unexpected(CredentialFailure{key_place, key.error()});
  std::vector<ByteVector> chain;
  for (const pki::Certificate& certificate : *certificates)
    chain.emplace_back(certificate.der().begin(), certificate.der().end());
  auto credential = tls::Credential::create(std::move(chain), std::move(*key));
  if (!credential) return std::unexpected(CredentialFailure{key_place, credential.error()});
  return *credential;
}

std::string credential_failure_text(const CredentialFailure& failure, bool no_key_file) {
  const Error& error = failure.error;
  const bool no_key = error == Errc::pem_not_found || error.found.view() == pki::kIsCertificate;
  if (!no_key_file || !no_key || error.expected.view() != pki::kNeedsPrivateKey)
    return local_error_text(failure.file, error);
  return "handfast: " + failure.file + ": The file has a certificate and no private key.\n" +
         tls::fact_text("try", "give the file that has the key, too (--key FILE)");
}

std::optional<std::string> parse_fingerprint(std::string_view text) {
  constexpr std::size_t kDigits = 64;  // of SHA-256
  std::string digits(text), out;
  std::erase(digits, ':');
  if (digits.size() != kDigits) return std::nullopt;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const char digit = static_cast<char>(std::tolower(static_cast<unsigned char>(digits[i])));
    if (std::string_view("0123456789abcdef").find(digit) == std::string_view::npos) return std::nullopt;
    out += i > 0 && i % 2 == 0 ? std::string{':', digit} : std::string(1, digit);
  }
  return out;
}

Result<std::shared_ptr<const tls::Credential>> make_self_signed_credential(const std::string& name) {
  auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256);
  if (!key) return std::unexpected(key.error());
  const auto now = std::chrono::system_clock::now();
  const auto profile = pki::server_profile({name}, seconds_of(now - kClockSkew), seconds_of(now + kSelfSignedLife));
  auto certificate = pki::make_self_signed(profile, *key);
  if (!certificate) return std::unexpected(certificate.error());
  std::vector<ByteVector> chain;
  chain.push_back(std::move(*certificate));
  return tls::Credential::create(std::move(chain), std::move(*key));
}

Result<Trust> load_trust(const std::string& file) {
  if (file.empty()) {
    auto store = pki::TrustStore::system();
    if (!store) return std::unexpected(store.error());
    return Trust{*store, "system"};
  }
  auto store = std::make_shared<pki::TrustStore>();
  if (const auto added = store->add_file(file); !added) return std::unexpected(added.error());
  return Trust{store, file};
}

Answer<pki::Verdict> TrustVerifier::verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) {
  pki::VerifyOptions options;
  options.now = seconds_of(std::chrono::system_clock::now());
  options.purpose = peer == tls::Role::server ? pki::kServerPurpose : pki::kClientPurpose;
  if (peer == tls::Role::server) {
    const auto name = pki::ReferenceName::parse(server_name);
    if (!name) return Result<pki::Verdict>(std::unexpected(name.error()));
    options.name = *name;
  }
  pki::Verdict verdict = pki::verify_chain(*trust_.store, chain, options);
  if (verdict.ok()) {
    const std::string name = options.name ? options.name->text() : subject_of(chain.front());
    reporter_.verified({name, verdict.path.size(), verdict.anchor_text(), trust_.name});
  }
  return Result<pki::Verdict>(std::move(verdict));
}

Answer<pki::Verdict> FingerprintVerifier::verify(std::span<const Bytes> chain, std::string_view, tls::Role) {
  pki::Verdict verdict;
  const std::string found = fingerprint_text(chain.front());
  if (found == wanted_) {
    const std::string subject = subject_of(chain.front());
    reporter_.verified({subject, 1, subject, "fingerprint"});
    verdict.error.reset();
  } else {
    verdict.error = Error{Errc::certificate_rejected, tls::kFingerprintField, {}, Note(wanted_), Note(found)};
  }
  return Result<pki::Verdict>(std::move(verdict));
}

void FileKeyLog::log(std::string_view label, Bytes client_random, Bytes secret) {
  const SecretBytes line = tls::key_log_line(label, client_random, secret);
  const std::scoped_lock lock(mutex_);
  if (!write_all(file_.number(), as_text(line.reveal())))
    write_all(STDERR_FILENO, "handfast: the key log cannot be written\n");
}

std::string key_log_file(const std::string& file) {
  const char* variable = secure_getenv("SSLKEYLOGFILE");
  return !file.empty() ? file : variable != nullptr ? variable : "";
}

Result<std::shared_ptr<tls::KeyLog>> open_key_log(const std::string& file) {
  const std::string name = key_log_file(file);
  if (name.empty()) return std::shared_ptr<tls::KeyLog>();
  constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
  Descriptor descriptor(::open(name.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerOnly));
  if (!descriptor.open())
    return fail(Errc::file_error, "key log", {}, "a file that can be written to",
                Note(std::generic_category().message(errno)));
  return std::make_shared<FileKeyLog>(std::move(descriptor));
}

}  // namespace handfast::cli
