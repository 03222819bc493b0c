#pragma once
// What a connection needs from outside. Services are shared by many connections and threads; options belong to one
// connection and are read again at named points, because a callback may change them.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/answer.hpp"
#include "base/codepoints.hpp"
#include "base/secret.hpp"
#include "crypto/hash.hpp"
#include "crypto/key_exchange.hpp"
#include "pki/verify.hpp"
#include "tls/credentials.hpp"
#include "tls/message/certificate_request.hpp"
#include "tls/message/client_hello.hpp"
#include "tls/message/random.hpp"
#include "tls/policy.hpp"
#include "tls/record/limits.hpp"
#include "tls/session/session_store.hpp"
#include "tls/session/ticket_keys.hpp"

namespace handfast::tls {

enum class Role : std::uint8_t { client, server };

// The certificate verdict: may be asynchronous.
class CertificateVerifier {
 public:
  virtual ~CertificateVerifier() = default;
  // `chain`: DER, the peer's leaf first; borrowed for the call. `server_name`: whom a client wants to talk to, empty on a
  // server. A refusal is an ordinary answer: a Verdict with an error.
  virtual Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, Role peer) = 0;
  // Whether anybody is to be asked. An application may say so late; false leaves the certificate to it.
  virtual bool is_wanted() const { return true; }
  // A client that was asked for a certificate, and may do without, has sent none.
  virtual Answer<pki::Verdict> verify_absence() {
    pki::Verdict accepted;
    accepted.error.reset();
    return Result<pki::Verdict>(std::move(accepted));
  }
  // What its verdicts depend on beside chain, name and time: whom it trusts and which rules it keeps. A session goes on only
  // under the settings, and for the name, that its peer was verified for.
  virtual crypto::Digest settings() const { return {}; }
};

class KeyLog {  // the lines of draft-ietf-tls-keylogfile
 public:
  virtual ~KeyLog() = default;
  virtual void log(std::string_view label, Bytes client_random, Bytes secret) = 0;
};

// Where hello randoms, session ids, cookies and padding come from (keys are made by the provider itself).
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  [[nodiscard]] virtual bool fill(MutableBytes out) = 0;
};

// Where ephemeral keys come from; tests inject known ones here.
class EphemeralKeys {
 public:
  virtual ~EphemeralKeys() = default;
  virtual Result<crypto::KeyExchange> generate(NamedGroup group) = 0;
  virtual Result<crypto::Encapsulation> encapsulate(NamedGroup group, Bytes client_share) = 0;
};

// Changes a ClientHello before it is sent: for known-answer tests, and for tests of how servers take odd hellos.
class ClientHelloFilter {
 public:
  virtual ~ClientHelloFilter() = default;
  virtual void filter(ByteVector& message) = 0;  // header and body
};

struct MessageEvent {  // what --trace draws
  bool sent = false;
  ContentType content{};        // handshake, change_cipher_spec or alert
  HandshakeType type{};         // of a handshake message
  bool is_hello_retry = false;  // a server_hello that is a HelloRetryRequest
  bool encrypted = false;
  ProtocolVersion version{};  // 0: not negotiated yet
  Bytes message{};            // header and body, borrowed for the call
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_message(const MessageEvent& event) = 0;
};

class ApplicationExtensions;
class Connection;
class HandshakeChannel;
class ReplayGuard;
struct SessionState;

// The application's word on a ClientHello, before anything is chosen: it may change the connection's options.
class ClientHelloCallback {
 public:
  virtual ~ClientHelloCallback() = default;
  virtual Answer<void> on_client_hello(const ClientHello& hello, Connection& connection) = 0;
};

// The application's word on a server's own certificate, once the version is chosen and before a certificate is: it may
// change the connection's credentials. Not asked again after HelloRetryRequest.
class ServerCertificateCallback {
 public:
  virtual ~ServerCertificateCallback() = default;
  virtual Answer<void> on_server_certificate(const ClientHello& hello, Connection& connection) = 0;
};

// The application's word on a server's wish for a certificate, before one is chosen: it may change the connection's options.
class CertificateRequestCallback {
 public:
  virtual ~CertificateRequestCallback() = default;
  virtual Answer<void> on_certificate_request(const CertificateRequest& request, Connection& connection) = 0;
};

enum class ClientAuthentication : std::uint8_t { none, request, require };

// Services; every pointer may be null and then means the obvious: the system's clock and randomness, no log, no observer.
struct Services {
  std::shared_ptr<RandomSource> random;
  std::shared_ptr<EphemeralKeys> ephemeral_keys;
  std::shared_ptr<ClientHelloFilter> client_hello_filter;
  std::chrono::system_clock::time_point (*clock)() = &std::chrono::system_clock::now;
};

// What is random unless a program, or a test, chooses it.
struct ChosenValues {
  std::optional<Random> hello_random{};  // of our hello
  ByteVector session_id{};               // client: of its hello where no session has one, at most 32 bytes; empty: none
  ByteVector cookie{};                   // server, cookie_always; empty: none
};

// Idle connections keep them, so what is small stands together.
struct Options {
  std::shared_ptr<const Policy> policy = default_policy();
  std::shared_ptr<const Credentials> credentials;
  std::shared_ptr<CertificateVerifier> verifier;  // null: the peer's certificate is left to the application
  std::shared_ptr<KeyLog> key_log;
  std::shared_ptr<Observer> observer;
  std::shared_ptr<ClientHelloCallback> client_hello_callback;                // server
  std::shared_ptr<ServerCertificateCallback> server_certificate_callback;    // server
  std::shared_ptr<CertificateRequestCallback> certificate_request_callback;  // client
  std::shared_ptr<ApplicationExtensions> application_extensions;             // of its own; null: none
  std::shared_ptr<HandshakeChannel>
      channel;              // of QUIC and its like (RFC 9001), kept from the first handshake on; null: none
  std::string server_name;  // client: whom to reach; DNS name (sent as SNI) or IP address (never sent)
  std::string verify_name;  // client: checked instead of server_name when set
  std::vector<std::string> application_protocols;   // in order of preference
  std::vector<ByteVector> certificate_authorities;  // server: DER names sent in CertificateRequest
  std::shared_ptr<const ChosenValues> chosen;       // null: nothing is

  // Resumption and early data.
  std::shared_ptr<const SessionState> session;    // client: to resume, if server and settings allow it
  std::shared_ptr<const TicketKeys> ticket_keys;  // server: null: no tickets
  std::shared_ptr<SessionStore> session_store;    // server: for sessions of TLS 1.2 without a ticket; null: none
  std::shared_ptr<ReplayGuard> replay_guard;      // server: null: no early data is taken
  ByteVector session_name;                        // server: of the session that its tickets stand for, at most 32 bytes
  SecretVector early_data;  // client: sent in the first flight (RFC 8446, 4.2.10) where `session` allows as much

  std::size_t max_handshake_message = 0;  // bytes; 0: as limits.hpp says
  std::size_t record_padding = 0;         // zeros added to each record of data, as far as it may grow (RFC 8446, 5.4)
  std::uint32_t session_lifetime = kTicketLifetime;  // server: seconds; a ticket opens for kTicketKeyPeriod at least
  std::uint32_t max_early_data = 0;                  // server: bytes that a client may send so; 0: none
  unsigned tickets = 2;                              // server: how many after a handshake of TLS 1.3
  unsigned key_shares = 2;                           // client: of so many groups the first ClientHello carries shares
  // Bytes of plaintext in a record that we accept, 64 to 16384; 0: nothing is said of it (RFC 8449; RFC 6066, 4).
  std::uint16_t record_size_limit = 0;
  std::uint16_t max_key_updates = kMaxKeyUpdates;  // of the peer, in a second
  // Client: 512, 1024, 2048 and 4096 shall limit what we send, too, so that a server can be told that knows only RFC 6066, 4.
  bool offer_max_fragment_length = false;
  ClientAuthentication client_authentication = ClientAuthentication::none;  // server
  bool certificate_for_any_server = false;  // client: certificates are shown to one that names other authorities, too
  bool send_server_name = true;
  bool require_application_protocol = false;  // no common one is fatal, on either side, where any is set
  bool server_application_protocol_precedence = false;
  bool request_status = false;         // client: ask for an OCSP response (RFC 6066, 8)
  bool declines_renegotiation = true;  // TLS 1.2: at once; otherwise read() tells the application of the wish
  bool allow_identity_change = false;  // the peer may renegotiate, or authenticate again, with another certificate
  bool post_handshake_auth = false;    // TLS 1.3: a client can be asked for a certificate later (RFC 8446, 4.6.2)
  bool announce_groups = false;        // server: supported_groups in EncryptedExtensions
  bool cookie_always = false;          // server: HelloRetryRequest with a cookie to every client
  bool automatic_key_update = true;    // before a key has protected kMaxRecordsPerKey records
  bool tickets13 = true;               // client of TLS 1.3: takes tickets and comes back with them
  bool tickets12 = true;               // TLS 1.2: a client asks for one, a server gives it (RFC 5077)
  // Data before the peer's Finished: a client of TLS 1.2 (False Start, RFC 7918), a server of TLS 1.3 (RFC 8446, 4.4.4).
  bool start_early = false;
  bool hold_alerts = false;           // a fatal alert waits until the application sends it
  bool early_data_elsewhere = false;  // client: early data is offered, and the channel carries it
};

}  // namespace handfast::tls
