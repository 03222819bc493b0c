#pragma once
// Who this side is, and whom it believes: certificates and keys from files or made on the spot, trust, the key log.
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "cli/reporter.hpp"
#include "pki/text.hpp"
#include "pki/trust_store.hpp"
#include "tls/credentials.hpp"

namespace handfast::cli {

// Why a file or an argument of this side cannot be used, in the form of other explanations. `what` names it: "server.key".
std::string local_error_text(std::string_view what, const Error& error);

// Reads a chain and its key; `key_file` may be the same file, and is when it is empty. The error says which in `field`.
struct CredentialFailure {
  std::string file;
  Error error;
};
std::expected<std::shared_ptr<const tls::Credential>, CredentialFailure> load_credential(
    const std::string& certificate_file, const std::string& key_file);
// `no_key_file`: the key was looked for in the certificate's file.
std::string credential_failure_text(const CredentialFailure& failure, bool no_key_file);

using pki::fingerprint_text;
// The same form of what somebody typed, with colons or without, in either case; nothing: this is no fingerprint.
std::optional<std::string> parse_fingerprint(std::string_view text);

// A fresh key and a certificate for this name that it signs itself, valid for a few days.
Result<std::shared_ptr<const tls::Credential>> make_self_signed_credential(const std::string& name);

struct Trust {
  std::shared_ptr<const pki::TrustStore> store;
  std::string name;  // for people: the file, or "system"
};
Result<Trust> load_trust(const std::string& file);  // empty: the system's

// Verifies the other side's certificate against a trust store, and tells the reporter.
class TrustVerifier final : public tls::CertificateVerifier {
 public:
  // The reporter outlives the verifier.
  TrustVerifier(Trust trust, Reporter& reporter) : trust_(std::move(trust)), reporter_(reporter) {}
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override;

 private:
  Trust trust_;
  Reporter& reporter_;
};

// Accepts the one certificate that has this fingerprint, whatever name it is for and whoever issued it.
class FingerprintVerifier final : public tls::CertificateVerifier {
 public:
  FingerprintVerifier(std::string wanted, Reporter& reporter) : wanted_(std::move(wanted)), reporter_(reporter) {}
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override;

 private:
  std::string wanted_;  // as fingerprint_text() gives it
  Reporter& reporter_;
};

// Appends the secrets of connections to a file for Wireshark and its like; shared by connections.
class FileKeyLog final : public tls::KeyLog {
 public:
  explicit FileKeyLog(Descriptor file) : file_(std::move(file)) {}
  void log(std::string_view label, Bytes client_random, Bytes secret) override;

 private:
  std::mutex mutex_;
  Descriptor file_;
};
// `file`, or if it is empty the environment's SSLKEYLOGFILE; empty when that is not set either.
std::string key_log_file(const std::string& file);
// Null when there is none. file_error.
Result<std::shared_ptr<tls::KeyLog>> open_key_log(const std::string& file);

}  // namespace handfast::cli
