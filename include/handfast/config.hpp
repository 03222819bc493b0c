#pragma once
// What many connections have in common: whom to trust, what to prove oneself with, what to negotiate.
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handfast/failure.hpp"

namespace handfast {

enum class Version : std::uint16_t { tls12 = 0x0303, tls13 = 0x0304 };

// A server's wish for the client's certificate.
enum class ClientCertificate : std::uint8_t { none, request, require };

// Immutable and cheap to copy: every connection that is made of it, in any thread, shares it.
class HANDFAST_API Config {
 public:
  struct Settings;  // the library's own
  explicit Config(std::shared_ptr<const Settings> settings) noexcept : settings_(std::move(settings)) {}
  const Settings& settings() const noexcept { return *settings_; }

 private:
  std::shared_ptr<const Settings> settings_;
};

// Makes a Config. Nothing fails before build(), which gives the first failure of all calls. Where nothing is said:
// TLS 1.3 and 1.2, post-quantum key exchange first, no application protocol; a client trusts what the operating system
// trusts, a server asks for no client certificate.
class HANDFAST_API ConfigBuilder {
 public:
  ConfigBuilder();
  ~ConfigBuilder();
  ConfigBuilder(ConfigBuilder&&) noexcept;
  ConfigBuilder& operator=(ConfigBuilder&&) noexcept;

  // Authorities whose certificates are accepted; each call adds. A failure is of kind unusable_file.
  ConfigBuilder& trust_system();
  ConfigBuilder& trust_file(const std::filesystem::path& file);  // PEM or DER
  ConfigBuilder& trust_pem(std::string_view certificates);

  // A certificate chain, leaf first, and the leaf's private key, in PEM. Of several the one is used that suits the
  // other side best: its server name, its signature schemes, its authorities. Fails with unusable_file: also when the
  // key is encrypted or belongs to another certificate.
  ConfigBuilder& identity_files(const std::filesystem::path& chain, const std::filesystem::path& key);
  ConfigBuilder& identity_pem(std::string_view chain, std::string_view key);

  // ALPN (RFC 7301), in order of preference: 1 to 255 bytes each.
  ConfigBuilder& application_protocols(std::vector<std::string> names);
  // No common one is a failure (nothing_in_common): on a server of a client that offers some, on a client always.
  ConfigBuilder& require_application_protocol();

  ConfigBuilder& versions(Version least, Version best);
  // By IANA's names ("X25519MLKEM768", "TLS_AES_128_GCM_SHA256", "ecdsa_secp256r1_sha256"), in order of preference;
  // case does not matter. Fails with misuse: a name that is unknown here.
  ConfigBuilder& groups(const std::vector<std::string_view>& names);
  ConfigBuilder& cipher_suites(const std::vector<std::string_view>& names);
  ConfigBuilder& signature_schemes(const std::vector<std::string_view>& names);
  ConfigBuilder& server_preference();  // a server's own order decides, not the client's

  ConfigBuilder& client_certificates(ClientCertificate wish);

  // The certificates of a peer, DER, leaf first; borrowed for the call.
  using Certificates = std::span<const std::span<const std::uint8_t>>;
  // The program's word on a chain that has passed every check: false refuses it. May be called by several threads.
  ConfigBuilder& also_check(std::function<bool(Certificates chain, std::string_view server_name)> check);
  // The program's word alone: nothing else is checked, not even the name. For tests, and for pinned keys.
  ConfigBuilder& only_check(std::function<bool(Certificates chain, std::string_view server_name)> check);

  ConfigBuilder& request_status();  // a client asks for an OCSP response, which Connection::peer_status() gives

  // Each connection's secrets, one line each without its end, in the format of SSLKEYLOGFILE: whoever has them can read
  // the connection. May be called by several threads.
  ConfigBuilder& key_log(std::function<void(std::string_view line)> log);

  // A builder may go on to make others.
  std::expected<Config, Failure> build() const;

 private:
  struct Draft;
  std::unique_ptr<Draft> draft_;
};

}  // namespace handfast
