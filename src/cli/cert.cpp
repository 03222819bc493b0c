#include "cli/cert.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "cli/host_name.hpp"
#include "cli/identity.hpp"
#include "cli/options.hpp"
#include "pki/certificate_maker.hpp"
#include "pki/key_file.hpp"
#include "pki/pem.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr std::int64_t kSecondsOfDay = 24 * 60 * 60;
constexpr std::int64_t kClockSkew =
    5 * 60;  // seconds between two computers, so that a fresh certificate is valid on both
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
constexpr mode_t kReadableByAll = kOwnerOnly | S_IRGRP | S_IROTH;

struct KeyChoice {
  std::string_view name;
  crypto::KeyType type;
  unsigned rsa_bits = 2048;
};
constexpr KeyChoice kKeys[] = {
    {"ecdsa", crypto::KeyType::ec_p256},      {"ecdsa-p384", crypto::KeyType::ec_p384},
    {"ecdsa-p521", crypto::KeyType::ec_p521}, {"ed25519", crypto::KeyType::ed25519},
    {"rsa", crypto::KeyType::rsa, 2048},      {"rsa-3072", crypto::KeyType::rsa, 3072},
    {"rsa-4096", crypto::KeyType::rsa, 4096},
};

struct Authority {
  std::vector<pki::Certificate> chain;  // the issuing certificate first
  crypto::PrivateKey key;
};

std::string certificate_file(const std::string& prefix) { return prefix + ".pem"; }
std::string key_file(const std::string& prefix) { return prefix + ".key"; }

const KeyChoice* find_key(std::string_view name) {
  for (const KeyChoice& choice : kKeys)
    if (choice.name == name) return &choice;
  return nullptr;
}

std::expected<Authority, std::string> load_authority(const std::string& prefix) {
  auto chain = pki::load_certificates(certificate_file(prefix));
  if (!chain) return std::unexpected(local_error_text(certificate_file(prefix), chain.error()));
  auto key = pki::load_private_key(key_file(prefix));
  if (!key) return std::unexpected(local_error_text(key_file(prefix), key.error()));
  const auto& constraints = chain->front().view().basic_constraints;
  if (!constraints || !constraints->ca)
    return std::unexpected("handfast: " + certificate_file(prefix) + ": this is no certificate authority\n");
  const auto spki = key->public_spki();
  if (!spki || !equal(*spki, chain->front().view().spki))
    return std::unexpected(local_error_text(key_file(prefix), Error{Errc::key_certificate_mismatch}));
  return Authority{std::move(*chain), std::move(*key)};
}

// Names of hosts are the same in any case (RFC 4343, 3).
bool lists(const std::vector<std::string>& names, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::any_of(
      names, [&](const std::string& other) { return std::ranges::equal(other, name, {}, lower, lower); });
}

// The names as they go into the certificate, or what is wrong with one.
std::expected<std::vector<std::string>, std::string> checked_names(const CertOptions& options) {
  std::vector<std::string> out;
  const auto refuse = [](const std::string& name, const std::string& trouble) {
    return std::unexpected("handfast: --name \"" + pki::printable(name) + "\": " + trouble + "\n");
  };
  for (const std::string& name : options.names) {
    if (options.kind == CertificateKind::server) {
      auto host = certificate_host_name(name);
      if (!host) return refuse(name, host.error());
      if (!lists(out, *host)) out.push_back(std::move(*host));
    } else {
      if (const std::string trouble = trouble_with_common_name(name); !trouble.empty()) return refuse(name, trouble);
      out.push_back(name);
    }
  }
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

pki::CertificateProfile profile_of(const CertOptions& options, const std::vector<std::string>& names) {
  const std::int64_t now = seconds_now();
  const std::int64_t from = now + options.start * kSecondsOfDay - kClockSkew;
  const std::int64_t until = now + (std::int64_t{options.start} + options.days) * kSecondsOfDay;
  switch (options.kind) {
    case CertificateKind::ca: return pki::ca_profile(names.front(), from, until);
    case CertificateKind::server: return pki::server_profile(names, from, until);
    case CertificateKind::client: return pki::client_profile(names.front(), from, until);
  }
  return {};
}

// What goes into the certificate's file: the chain up to the root, which everybody has to trust on other ways.
std::string chain_text(Bytes certificate, const Authority* authority) {
  constexpr std::string_view kLabel = "CERTIFICATE";
  std::string out = pki::encode_pem(kLabel, certificate);
  if (authority == nullptr) return out;
  for (const pki::Certificate& issuer : authority->chain)
    if (!issuer.view().self_issued()) out += pki::encode_pem(kLabel, issuer.der());
  return out;
}

std::expected<void, std::string> write_file(const std::string& name, std::string_view text, mode_t mode, bool force) {
  const auto trouble = [&] { return "handfast: " + name + ": " + std::generic_category().message(errno) + "\n"; };
  if (force && ::unlink(name.c_str()) != 0 && errno != ENOENT) return std::unexpected(trouble());
  const Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.open() && errno == EEXIST)
    return std::unexpected("handfast: " + name + ": it exists already; --force replaces it\n");
  if (!file.open() || !write_all(file.number(), text)) return std::unexpected(trouble());
  return {};
}

// PREFIX is the beginning of two files' names.
std::string trouble_with_prefix(const std::string& prefix) {
  const std::string name = std::filesystem::path(prefix).filename().string();
  if (!name.empty() && name != "." && name != "..") return {};
  return "handfast: --out " + pki::printable(prefix) +
         ": this is a folder; the beginning of a file's name is meant: " + pki::printable(prefix) +
         (prefix.ends_with('/') ? "" : "/") + "server\n";
}

// What is signed all the same, because tests need it; but nobody should wonder later.
std::string warning_about(const Authority& authority, const std::string& prefix, const pki::CertificateProfile& made) {
  const std::int64_t end = authority.chain.front().view().not_after;
  if (end + kSecondsOfDay >= made.not_after) return {};  // made one after the other with the same number of days
  const std::string file = certificate_file(prefix);
  const std::string trouble = end < seconds_now() ? " has expired" : " ends before the new certificate";
  return "handfast: warning: " + file + trouble + ": it is valid until " + pki::time_text(end) +
         ", and what it signed is refused after that\n";
}

std::expected<std::string, std::string> make(const CertOptions& options) {
  const auto names = checked_names(options);
  if (!names) return std::unexpected(names.error());
  if (auto trouble = trouble_with_prefix(options.out); !trouble.empty()) return std::unexpected(std::move(trouble));
  std::optional<Authority> authority;
  if (!options.ca.empty()) {
    auto loaded = load_authority(options.ca);
    if (!loaded) return std::unexpected(loaded.error());
    authority.emplace(std::move(*loaded));
  }
  const KeyChoice* choice = find_key(options.key_type);
  if (choice == nullptr) return std::unexpected("handfast: --key-type " + options.key_type + ": unknown\n");
  auto key = crypto::PrivateKey::generate(choice->type, choice->rsa_bits);
  if (!key) return std::unexpected(local_error_text("new key", key.error()));
  const pki::CertificateProfile profile = profile_of(options, *names);
  auto certificate = authority ? pki::make_certificate(profile, *key, {authority->chain.front().view(), authority->key})
                               : pki::make_self_signed(profile, *key);
  if (!certificate) return std::unexpected(local_error_text("new certificate", certificate.error()));
  auto secret = key->to_pkcs8();
  if (!secret) return std::unexpected(local_error_text("new key", secret.error()));

  const SecretBytes key_text = pki::encode_secret_pem("PRIVATE KEY", secret->reveal());
  if (auto written = write_file(key_file(options.out), as_text(key_text.reveal()), kOwnerOnly, options.force); !written)
    return std::unexpected(written.error());
  const std::string text = chain_text(*certificate, authority ? &*authority : nullptr);
  if (auto written = write_file(certificate_file(options.out), text, kReadableByAll, options.force); !written)
    return std::unexpected(written.error());
  if (authority) print_error(warning_about(*authority, options.ca, profile));
  return certificate_file(options.out) + " and " + key_file(options.out) + ": for " + listed(*names) + ", valid from " +
         pki::time_text(profile.not_before) + " until " + pki::time_text(profile.not_after) + "\n";
}

}  // namespace

std::vector<std::string> key_types() {
  std::vector<std::string> out;
  for (const KeyChoice& choice : kKeys) out.emplace_back(choice.name);
  return out;
}

ExitStatus cert_command(const CertOptions& options) {
  const auto made = make(options);
  if (!made) return print_error(made.error()), ExitStatus::usage;
  return write_all(STDOUT_FILENO, *made) ? ExitStatus::ok : ExitStatus::usage;
}

}  // namespace handfast::cli
