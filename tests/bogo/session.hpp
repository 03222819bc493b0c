#pragma once
// One connection to the runner: handshake, echo, end. Every function gives the failure that the runner will read.
#include "bogo/application.hpp"
#include "bogo/carrier.hpp"

namespace handfast::bogo {

struct Ending {  // why a connection ended before its time
  enum class Kind : std::uint8_t { failed, expectation_not_met, unsupported };
  Kind kind = Kind::failed;
  std::string text;
};
using Done = std::expected<void, Ending>;

class Session {
 public:
  Session(const Flags& flags, std::shared_ptr<Application> application, tls::Options options, Carrier& carrier);

  Done run();

  // What the next connection may resume; null: nothing.
  std::shared_ptr<const tls::SessionState> resumable() const;
  const tls::SessionInfo& info() const { return connection_.info(); }

 private:
  Done handshake();
  Done shake_hands();
  Done renegotiate();
  Done on_wish();
  Done judge_again();
  Done check_handshake();
  Done exchange();
  Done echo();
  Done echo_early_data();
  Done answer_early_data();
  Done reply(MutableBytes message);
  Done write_initial();
  Done peek();
  Done check_session();
  Done finish();

  Done write(Bytes data);
  Done write_now(Bytes data);
  Done begin_write(Bytes data);
  std::expected<ByteVector, Ending> exported_keys();
  Done write_exported_keys();
  Done write_traffic_secrets();
  Done write_channel_binding();
  // Reads into `out`; 0 bytes are the end of the stream, whether it was announced or not.
  std::expected<std::size_t, Ending> read(MutableBytes out);
  Done receive();  // a little more input for the connection
  Done check_exporter();
  bool early_data_offered() const;
  void flush() { carrier_.flush(connection_); }
  std::unexpected<Ending> failure();

  const Flags& flags_;
  std::shared_ptr<Application> application_;
  Carrier& carrier_;
  const std::size_t early_size_;  // of what goes out in the first flight
  tls::Connection connection_;
  int renegotiations_ = 0;
  bool peer_closed_ = false;  // by close_notify
};

}  // namespace handfast::bogo
