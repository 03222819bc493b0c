#pragma once
// What a Connection is made of. The receiving half and the sending half share only what is atomic, so that one thread may
// read while another writes.
#include <atomic>

#include "base/small_lock.hpp"
#include "tls/connection/connection.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/record/inbound.hpp"
#include "tls/record/outbound.hpp"

namespace handfast::tls {

// Another handshake on the same connection (TLS 1.2), or the client's authentication (TLS 1.3). What is agreed in it counts
// when it is over.
struct Renegotiation {
  SessionInfo info;
  FinishedPair before;
};

// What a message after the handshake means for who reads.
enum class AfterHandshake : std::uint8_t { done, rehandshake };

struct Connection::State {
  State(Role role, std::shared_ptr<const Services> services, Options options)
      : role(role), services(std::move(services)), options(std::move(options)) {}

  // Both halves.
  const Role role;
  const std::shared_ptr<const Services> services;
  Options options;
  SessionInfo info;
  std::optional<SessionKeys> keys;       // each half changes its own traffic secret only
  std::optional<SuiteParameters> suite;  // of `keys`
  std::unique_ptr<Handshake> handshake;  // while it runs
  std::unique_ptr<Renegotiation> renegotiation;
  std::unique_ptr<Renegotiation> last_renegotiation;  // callbacks may have kept pointers into it
  ByteVector early_hello;                             // of a peer that begins a handshake while data was read
  SmallLock failing;  // either half may find the connection broken: over `failure` and `held_alert`
  std::unique_ptr<Failure> failure;
  std::optional<Alert> held_alert;
  std::atomic<bool> has_failed{false};  // set last: who sees it may read `failure` and `failed_with`
  Errc failed_with{};
  bool resuming = false;  // inside handshake(): guards against a callback that calls it again
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  // The receiving half.
  Inbound inbound;
  SecretQueue leftover;    // decrypted, but more than the caller's buffer took
  SecretQueue early_data;  // server: that was taken, and not read yet
  std::unique_ptr<const ExporterSecret> early_exporter;
  std::unique_ptr<const Transcript> transcript;  // up to the client's Finished, where it may be asked for a certificate
  bool peer_closed = false;
  std::unique_ptr<const ReceivedTicket> ticket;      // the newest; of a server null
  unsigned tickets = 0, refused_renegotiations = 0;  // in a row, without data between
  unsigned kept_requests = 0;                        // in early_hello, of a server of TLS 1.3
  unsigned key_updates = 0;                          // received
  std::uint64_t key_updates_since = 0;               // milliseconds since 1970: since then they count
  std::uint64_t data_before_second = 0;              // bytes received until then
  std::uint64_t data_in_renegotiation = 0;           // the same
  std::atomic<unsigned> key_updates_asked_for{0};    // by the sender, and not answered yet

  // What the receiver owes; paid by the sender.
  std::atomic<bool> owes_key_update{false};
  std::atomic<bool> owes_no_renegotiation{false};
  std::atomic<bool> declined{false};  // by the sender: early_hello is not wanted
  std::atomic<int> owes_alert{-1};
  std::atomic<unsigned> owes_tickets{0};  // of a server that started early

  // The sending half.
  Outbound outbound;
  bool closed = false;
};

// A client of TLS 1.2 whose session went on without the extended master secret.
bool must_not_renegotiate(const Connection::State& state);

// A handshake message that leaves after the handshake, for the observer.
void observe_sent(const Connection::State& state, Bytes message);

// post_handshake.cpp: messages after the handshake (RFC 8446, 4.6).
Result<AfterHandshake> on_post_handshake_message(Connection::State& state, Bytes message);
Result<void> send_key_update(Connection::State& state, bool ask_peer);
Result<void> send_ticket(Connection::State& state);

// post_handshake12.cpp: the same for TLS 1.2.
Result<void> send_hello_request(Connection::State& state);
Result<AfterHandshake> on_post_handshake_message12(Connection::State& state, Bytes message);

// failure_record.cpp: what is known when it happens.
std::unique_ptr<Failure> make_failure(const Connection::State& state, const Error& error,
                                      std::optional<Alert> alert_sent, int system_error);

}  // namespace handfast::tls
