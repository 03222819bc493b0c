#pragma once
// A TLS connection on a non-blocking socket: moves bytes between the two, and waits with poll(2).
#include "cli/reporter.hpp"
#include "cli/socket.hpp"
#include "tls/connection/connection.hpp"

namespace handfast::cli {

class Channel {
 public:
  enum class Outcome : std::uint8_t {
    ready,
    closed,   // the other side's close_notify
    failed,   // failure() explains
    stopped,  // the stop descriptor became readable
  };
  struct Received {
    Outcome outcome = Outcome::failed;
    std::size_t size = 0;  // of `ready`
  };

  // `stop`: a descriptor that ends every wait when it becomes readable; -1: none. The reporter outlives the channel.
  Channel(Descriptor socket, tls::Role role, tls::Options options, Reporter& reporter, int stop = -1);

  tls::Connection& tls() { return tls_; }
  int socket() const { return socket_.number(); }
  const Traffic& traffic() const { return traffic_; }
  const tls::Failure* failure() const { return tls_.failure(); }
  tls::Failure explained() const;  // the failure, also when there was no memory left to record it

  // For servers and for the start of a client: these wait.
  Outcome handshake(Deadline deadline);
  Received receive(MutableBytes out, Deadline deadline);  // `ready` with at least one byte
  Outcome send(Bytes data, Deadline deadline);            // all of it
  Outcome send(std::string_view text, Deadline deadline) { return send(as_bytes(text), deadline); }
  // close_notify, the end of the TCP stream, and the rest of what the other side sends, which is dropped: closing a socket
  // with unread bytes makes TCP forget what it has not delivered yet.
  Outcome close(Deadline deadline);

  // For a client that also watches other descriptors: these do not wait.
  void send_queued();  // as much output as the socket takes
  bool output_waits() const { return !tls_.output().empty(); }
  void receive_available();  // once, and only if the connection wants input
  // Decrypted data that is there; `ready` with size 0 when more input is needed.
  Received take_data(MutableBytes out);
  void time_out() { tls_.transport_failed(Errc::timed_out, 0); }

 private:
  enum class Woken : std::uint8_t { by_socket, by_stop, by_time };
  Woken wait(short events, Deadline deadline);
  Outcome flush(Deadline deadline);  // sends all output
  Outcome finish_handshake(Deadline deadline);
  Outcome explain_write_error();  // `failed`: why nothing can be sent, in the other side's words if it left any
  void say_goodbye();             // after a failure: the alert, if it can still be sent
  void drop_output() { tls_.output_taken(tls_.output().size()); }

  Descriptor socket_;
  Reporter& reporter_;
  int stop_;
  Traffic traffic_;
  int write_error_ = 0;  // errno of a failed send(); told only when reading does not say more
  tls::Connection tls_;
};

}  // namespace handfast::cli
