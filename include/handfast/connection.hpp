#pragma once
// A TLS connection without I/O: bytes in, bytes out. The program moves them between it and a transport:
//
//     Connection tls = Connection::client(config, "example.org");
//     Connection::Status status;
//     while ((status = tls.handshake()) != Connection::Status::done) {
//       if (status == Connection::Status::failed) ...    tls.failure()->text(); what output() holds is the alert
//       if (status == Connection::Status::wants_output) ...   send output(), say how much with output_taken()
//       if (status == Connection::Status::wants_input) ...    receive into input_space(), say how much
//     }
//
// Once the handshake is done, one thread may read while another writes: the reader calls read() and what is named
// input, the writer write(), close() and what is named output. Everything else is for one thread at a time.
// asio.hpp is this with Asio's sockets.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handfast/config.hpp"

namespace handfast {

class HANDFAST_API Connection {
 public:
  // `server_name`: whom to reach and whose certificate is accepted: a DNS name (which is sent, RFC 6066) or an IP
  // address (which is not). Empty: every certificate is refused, unless the Config has only_check().
  static Connection client(const Config& config, std::string_view server_name);
  static Connection server(const Config& config);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  enum class Status : std::uint8_t {
    done,
    wants_input,   // call again when more input has been added
    wants_output,  // call again when output() has been sent
    closed,        // the other side has said that it sends no more (close_notify)
    failed,        // failure() says why. output() may hold an alert that is worth sending
  };
  struct Transfer {
    Status status{};
    std::size_t size = 0;  // bytes of application data that were read or written
  };

  // Input: what the transport gave. More than input_wanted() may be added at once; what is added and not needed stays.
  std::size_t input_wanted() const;                    // bytes that complete the next step, at least
  std::span<std::uint8_t> input_space(std::size_t n);  // n bytes to fill; empty: out of memory
  void input_added(std::size_t n);                     // so many of them were filled
  void input_ended();                                  // the transport's end of file
  bool input_buffered() const;                         // input is here that read() has not looked at
  void transport_failed(ErrorKind kind, int error);    // transport or timed_out, and errno; final

  // Output: what the transport should send.
  bool has_output() const;
  std::span<const std::uint8_t> output();  // empty although has_output(): no memory for what is owed, which then waits
  void output_taken(std::size_t n);        // so many bytes of output() were sent

  Status handshake();
  // At most one record's rest; `out` may be smaller, nothing is lost. done: `size` bytes, 0 only when `out` is empty.
  Transfer read(std::span<std::uint8_t> out);
  std::size_t readable() const;  // decrypted bytes that wait
  // Takes at most one record's worth, which is then output(): done and how many, or failed.
  Transfer write(std::span<const std::uint8_t> data);
  // The same of several pieces, as if they were one: small ones share a record.
  Transfer write_gathered(std::span<const std::span<const std::uint8_t>> pieces);
  // close_notify is then output(), once; reading goes on until the other side closes, too. False: out of memory.
  bool close();
  // New keys for what this side sends, and for the other side's as well if asked (RFC 8446, 4.6.3). False: not TLS 1.3.
  bool update_keys(bool ask_peer);

  // Null while nothing has failed. What was first stays, but the connection's own failure goes before that of a call that
  // did not fit its state. Without memory to keep more it says just that.
  const Failure* failure() const;

  // What was negotiated: known once the handshake is done. Names are IANA's.
  Version version() const;
  std::string_view cipher_suite() const;
  std::string_view group() const;
  std::string_view peer_signature_scheme() const;                        // empty: the peer did not sign
  bool hello_retry() const;                                              // a HelloRetryRequest cost a round trip
  std::string_view application_protocol() const;                         // empty: none
  std::string_view server_name() const;                                  // as the client sent it; empty: not sent
  std::span<const std::vector<std::uint8_t>> peer_certificates() const;  // DER, leaf first
  bool peer_verified() const;                         // its certificates passed; false with only_check()
  std::span<const std::uint8_t> peer_status() const;  // its OCSP response, not judged; empty: none

  // Keying material for other protocols (RFC 8446, 7.5; RFC 5705): fills `out`. False before the handshake is done.
  bool export_key(std::string_view label, std::span<const std::uint8_t> context, std::span<std::uint8_t> out) const;

 private:
  struct Engine;
  explicit Connection(std::unique_ptr<Engine> engine) noexcept;
  std::unique_ptr<Engine> engine_;
};

}  // namespace handfast
