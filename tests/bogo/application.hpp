#pragma once
// The application's part in a handshake: options made from the flags, and the callbacks that the tests steer. It also notes
// what the checks after the handshake need.
#include <array>

#include "bogo/credentials.hpp"
#include "bogo/quic_parameters.hpp"
#include "tls/connection/connection.hpp"

namespace handfast::bogo {

// What was seen during the handshake.
struct Seen {
  ByteVector offered_protocols;                 // server: the client's ALPN list, as on the wire
  ByteVector peer_verify_schemes;               // the peer's signature_algorithms, as on the wire
  std::vector<ByteVector> authorities;          // the peer's certificate_authorities, in DER
  bool session_offered = false;                 // server: by the client, in a ClientHello of TLS 1.3
  bool other_suites = false;                    // server: the client offers some that are not implemented
  std::vector<ProtocolVersion> older_versions;  // server: of TLS, all that a client knows that knows no newer ones
  std::optional<int> ticket_age_skew;           // server: seconds that the client's clock is ahead of ours
  ByteVector client_secret, server_secret;      // the first application traffic secrets
  ByteVector first_finished;                    // the verify_data of the first Finished that was sent or received
};

class Application final : public std::enable_shared_from_this<Application>,
                          public tls::CertificateVerifier,
                          public tls::ClientHelloCallback,
                          public tls::CertificateRequestCallback,
                          public tls::KeyLog,
                          public tls::Observer {
 public:
  Application(const Flags& flags, std::vector<LoadedCredential> credentials);

  // Without a session and without ticket keys. Fails with the reason why the test is not implemented.
  std::expected<tls::Options, std::string> options();

  // Whose connection this is; before its handshake begins.
  void attach(const tls::SessionInfo& info) { info_ = &info; }

  // The alert that the application chooses for a refusal of its own, where it is not the engine's.
  std::optional<Alert> own_alert(Errc error) const;

  const Seen& seen() const { return seen_; }
  const QuicParameters& quic() const { return *quic_; }
  const std::vector<LoadedCredential>& credentials() const { return credentials_; }

  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override;
  Answer<void> on_client_hello(const tls::ClientHello& hello, tls::Connection& connection) override;
  Answer<void> on_certificate_request(const tls::CertificateRequest& request, tls::Connection& connection) override;
  void log(std::string_view label, Bytes client_random, Bytes secret) override;
  void on_message(const tls::MessageEvent& event) override;

 private:
  Result<void> decide_on_status(const tls::ClientHello& hello);
  Answer<void> choose_certificate(tls::Connection& connection) const;
  Result<void> keep_fitting_credentials(tls::Connection& connection) const;
  void note(const tls::ClientHello& hello);
  void note_versions(const tls::ClientHello& hello);
  void note(const auto& extensions);

  const Flags& flags_;
  std::vector<LoadedCredential> credentials_;
  Seen seen_;
  std::shared_ptr<QuicParameters> quic_;
  const tls::SessionInfo* info_ = nullptr;
};

}  // namespace handfast::bogo
