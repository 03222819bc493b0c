#pragma once
// How the bytes of a connection reach the runner and come back: in the records of TLS, or as in QUIC.
#include "bogo/transport.hpp"
#include "tls/connection/connection.hpp"

namespace handfast::bogo {

class Carrier {
 public:
  virtual ~Carrier() = default;

  // The options of a connection that is carried this way; before there is one.
  virtual void adapt(tls::Options&) {}
  // The connection, before its handshake begins.
  virtual void attach(const tls::Connection&) {}

  // Sends what the connection has to say, at most so many bytes of it.
  virtual void flush(tls::Connection& connection, std::size_t at_most = static_cast<std::size_t>(-1)) = 0;
  // Waits for a little input. What it means is said by the next call that reads, except for what TLS has no part in.
  virtual Result<void> receive(tls::Connection& connection) = 0;

  // Application data, once the handshake is done.
  virtual tls::Read read(tls::Connection& connection, MutableBytes out) = 0;
  virtual Result<std::size_t> write(tls::Connection& connection, Bytes data) = 0;
  // What came early, as far as a server took it; 0 bytes: no more.
  virtual std::size_t read_early_data(tls::Connection& connection, MutableBytes out) = 0;
  // A server may answer it before the client has said Finished.
  virtual bool answers_early_data() const = 0;
};

class RecordCarrier final : public Carrier {
 public:
  explicit RecordCarrier(Transport& transport) : transport_(transport) {}
  void flush(tls::Connection& connection, std::size_t at_most) override;
  Result<void> receive(tls::Connection& connection) override;
  tls::Read read(tls::Connection& connection, MutableBytes out) override { return connection.read(out); }
  Result<std::size_t> write(tls::Connection& connection, Bytes data) override { return connection.write(data); }
  std::size_t read_early_data(tls::Connection& connection, MutableBytes out) override {
    return connection.read_early_data(out);
  }
  bool answers_early_data() const override { return false; }

 private:
  Transport& transport_;
};

}  // namespace handfast::bogo
