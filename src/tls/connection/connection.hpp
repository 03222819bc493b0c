#pragma once
// A TLS connection without I/O: bytes in, bytes out, events. The caller owns sockets, time-outs and errno.
//
// One thread may read while another writes; everything else (handshake, options, closing) is for one thread at a time.
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "base/task.hpp"
#include "tls/config.hpp"
#include "tls/failure.hpp"
#include "tls/record/handshake_channel.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::tls {

struct Step {  // the answer of handshake()
  enum class Kind : std::uint8_t {
    done,              // the connection stands
    waiting,           // call again when what `wait` names is there
    warning_alert,     // the peer sent a warning: not fatal, call again
    application_data,  // TLS 1.2: came before the peer's answer to the wish for another handshake; read() it, call again
    failed,            // final: failure() explains
  };
  Kind kind = Kind::waiting;
  Wait wait = Wait::nothing;
  Errc error{};   // of `failed`
  Alert alert{};  // of `warning_alert`
};

struct Read {  // the answer of read()
  enum class Kind : std::uint8_t {
    data,         // `size` bytes of application data
    wants_input,  // not a whole record yet: bytes_wanted() more
    closed,       // the peer's close_notify: a clean end
    warning_alert,
    rehandshake,  // TLS 1.2: the peer wants another handshake; renegotiate(), decline by an alert, or read on. TLS 1.3: the
                  // server wants a certificate; reauthenticate()
    failed,
  };
  Kind kind = Kind::wants_input;
  std::size_t size = 0;
  Errc error{};
  Alert alert{};
};

struct SessionInfo {  // what was negotiated; valid from the moment the hello exchange is over
  ProtocolVersion version{};
  CipherSuite cipher_suite{};
  NamedGroup group{};                                 // 0: no (EC)DHE
  SignatureScheme own_signature{}, peer_signature{};  // 0: that side did not sign
  bool hello_retry = false;
  bool post_handshake_auth = false;   // TLS 1.3: both sides can do it
  bool early_data_accepted = false;   // TLS 1.3
  bool session_stored = false;        // server: the session id is one of the store's
  bool resumption_requested = false;  // server of TLS 1.2: by a session id
  bool started_early = false;         // handshake() was done before the peer's Finished
  bool resumed = false;               // the session of an earlier connection: peer_chain is what came then
  bool peer_verified = false;         // by the verifier; false also means "left to the application"
  VerifiedFor verified_for{};         // then, or where the verifier accepted that there is no certificate
  bool certificate_requested = false;
  bool extended_master_secret = false;  // TLS 1.2 (RFC 7627); TLS 1.3 has its merits by itself
  bool secure_renegotiation = false;    // TLS 1.2: both sides said so (RFC 5746)
  std::uint32_t session_created = 0,
                session_lifetime = 0;  // of the one that is resumed: seconds since 1970, after that
  Random client_random{}, server_random{};
  ByteVector session_id;                  // TLS 1.2: as the server said it
  ByteVector session_name;                // of the one that is resumed; empty: it has none
  std::string application_protocol;       // empty: none
  std::string server_name;                // as the client sent it
  std::vector<ByteVector> peer_chain;     // DER, leaf first; empty: none was sent
  std::vector<ByteVector> peer_statuses;  // the OCSP responses that came with it, as far as any did; not judged
  std::shared_ptr<const Credential> own_credential;         // null: no certificate was sent
  std::shared_ptr<const WithheldCertificate> own_withheld;  // client: why not; null: it has none, or has sent one

  // Of the certificate at this place of the chain; empty: none came.
  Bytes peer_status(std::size_t place = 0) const {
    return place < peer_statuses.size() ? Bytes(peer_statuses[place]) : Bytes();
  }
};

class Connection {
 public:
  // Never fails; what is missing shows in the first handshake().
  Connection(Role role, std::shared_ptr<const Services> services, Options options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Role role() const;
  Options& options();  // may be changed between calls and inside callbacks
  const SessionInfo& info() const;
  const Failure* failure() const;  // null while nothing has failed
  // A copy of failure(), for any thread; while nothing has failed, what it would be if `error` ended the connection now.
  // Null: out of memory.
  std::unique_ptr<Failure> describe(const Error& error, int system_error) const;

  // Input. bytes_wanted() is how many more bytes complete the next step: the rest of a record's header, then of its body;
  // never more, so that nothing behind the TLS connection is read. More may be fed all the same.
  std::size_t bytes_wanted() const;
  MutableBytes input_space(std::size_t n);            // where to put them; empty: out of memory
  void input_added(std::size_t n);                    // 0: nothing came, the space is given back
  [[nodiscard]] bool feed(Bytes bytes);               // copies; false: out of memory
  void input_ended();                                 // the transport's end of file
  void transport_failed(Errc why, int system_error);  // read_failed, write_failed or timed_out; final
  bool input_buffered() const;                        // bytes of a record are here that read() has not looked at

  // The same where the channel of the options carries the messages: bytes of the handshake, in their order. Those of another
  // level than read_level() are refused, which changes nothing (RFC 9001, 4.1.3). handshake(), and read() after it, use them.
  Result<void> receive_handshake(EncryptionLevel level, Bytes bytes);
  EncryptionLevel read_level() const;
  bool is_carried() const;         // by the channel: there are no records
  bool is_inside_message() const;  // the rest of a handshake message is awaited

  // Output: what the transport should send.
  Bytes output() const;
  void output_taken(std::size_t n);
  void drop_output();  // all of it, but for what is pinned
  // What output() shows stays where it is while another thread works on the connection.
  void pin_output(bool pinned);

  // The handshake: gnutls_handshake() is this plus I/O. Call until done or failed.
  Step handshake();
  bool established() const;  // the handshake is over; another one is at most wanted, so that read() and write() work
  // write() takes data: also while an authentication of TLS 1.3 goes on, unless a flight of it is half made.
  bool writable() const;
  // It was done early, and the peer's Finished has not come: the next read() or handshake() waits for it.
  bool finishing() const;

  // TLS 1.2: another handshake on this connection. renegotiate() lets the next handshake() begin, or as a server wait for, one;
  // request_renegotiation() queues a server's HelloRequest, which the client need not follow. Both fail with invalid_request
  // in TLS 1.3 and where application data cannot be sent.
  Result<void> renegotiate();
  Result<void> request_renegotiation();
  bool renegotiating() const;
  // TLS 1.3: lets the next handshake() ask for the client's certificate or, as a client that read() has told of it, answer (RFC
  // 8446, 4.6.2). Fails with invalid_request where post_handshake_auth was not agreed.
  Result<void> reauthenticate();

  // Application data. read() gives at most one record's rest; nothing of it is lost when `out` is smaller.
  Read read(MutableBytes out);
  // What a server took of the client's early data, from the moment it has come: how much of the rest fits. It may have been
  // sent by somebody who repeats what he saw (RFC 8446, 8).
  std::size_t read_early_data(MutableBytes out);
  std::size_t readable() const;               // decrypted bytes that wait in memory
  std::uint64_t records_read() const;         // of the current key; the last one has this number minus one
  Result<std::size_t> write(Bytes data);      // at most one record; how much of `data` is now output
  std::size_t max_fragment() const;           // bytes of plaintext in one record that we send now
  std::size_t max_received_fragment() const;  // the same of the peer
  std::size_t record_overhead() const;        // bytes that a record adds to its plaintext now
  Result<void> close();                       // queues close_notify, once
  Result<void> update_keys(bool ask_peer);    // queues a KeyUpdate (RFC 8446, 4.6.3)
  // Queues one more ticket of TLS 1.3 (RFC 8446, 4.6.1). Fails with invalid_request on a client, in TLS 1.2, without ticket
  // keys, and when the client could not use it.
  Result<void> send_ticket();
  Result<void> send_alert(AlertLevel level, Alert alert);
  std::optional<Alert> pending_alert() const;  // the fatal alert that hold_alerts keeps back
  bool owes_output() const;                    // read() left an answer that the next write() or flush_owed() sends
  Result<void> flush_owed();

  // Exporters (RFC 8446, 7.5; RFC 5705). In TLS 1.2 no context is another thing than an empty one. Fails with
  // invalid_request before the handshake is done.
  Result<void> export_key(std::string_view label, std::optional<Bytes> context, MutableBytes out) const;
  // The same before the handshake is over (RFC 8446, 7.5), where early data was offered and, on a server, taken.
  Result<void> export_early_key(std::string_view label, Bytes context, MutableBytes out) const;
  // What early data is protected with, while the handshake goes on and there are keys for it.
  std::optional<CipherSuite> early_cipher_suite() const;
  // What another connection can resume, as far as it is known now: of a client of TLS 1.3 with the newest ticket. Nothing
  // before a ticket came, where the server gave neither ticket nor session id, and of a server.
  std::optional<SessionState> session() const;
  Bytes master_secret() const;  // of a finished handshake of TLS 1.2, otherwise empty

  struct State;  // connection/state.hpp

 private:
  Read finish();

  std::unique_ptr<State> state_;
};

}  // namespace handfast::tls
