#pragma once
// A connection in the runner's make-believe QUIC: records whose header says level and cipher suite, and whose body begins with
// the traffic secret in the clear, so that each side sees whether the other has the same.
#include <array>

#include "bogo/carrier.hpp"

namespace handfast::bogo {

class QuicCarrier final : public Carrier, public tls::HandshakeChannel {
 public:
  explicit QuicCarrier(Transport& transport) : transport_(transport) {}

  void adapt(tls::Options& options) override;
  void attach(const tls::Connection& connection) override { connection_ = &connection; }
  void flush(tls::Connection& connection, std::size_t at_most) override;
  Result<void> receive(tls::Connection& connection) override;
  tls::Read read(tls::Connection& connection, MutableBytes out) override;
  Result<std::size_t> write(tls::Connection& connection, Bytes data) override;
  std::size_t read_early_data(tls::Connection& connection, MutableBytes out) override;
  bool answers_early_data() const override;

  bool carries_messages() const override { return true; }
  bool carries_alerts() const override { return true; }
  Result<void> send(tls::EncryptionLevel level, Bytes message) override;
  Result<void> send_alert(tls::EncryptionLevel level, AlertLevel severity, Alert alert) override;
  Result<void> install(tls::EncryptionLevel level, Bytes read, Bytes write) override;

 private:
  struct Header {
    ContentType type{};
    std::uint8_t level = 0;
    CipherSuite suite{};
    std::uint32_t size = 0;
  };
  struct Keys {  // of one level and direction; a suite of 0: none yet
    CipherSuite suite{};
    ByteVector secret;
  };

  CipherSuite suite_of(tls::EncryptionLevel level) const;
  void put(tls::EncryptionLevel level, ContentType type, Bytes content);
  [[nodiscard]] bool fill(MutableBytes out);  // false: the stream has ended
  Result<void> check(const Header& header, ByteVector& body) const;
  Result<void> take(tls::Connection& connection, const Header& header, Bytes content);
  std::size_t take_data(MutableBytes out);

  Transport& transport_;
  const tls::Connection* connection_ = nullptr;
  CipherSuite early_suite_{};           // of the session that a client offers
  SecretVector early_data_;             // a client's, until it is sent
  ByteVector output_;                   // records that wait for flush()
  ByteVector data_;                     // application data that was received
  std::array<Keys, 4> reads_, writes_;  // by level
};

}  // namespace handfast::bogo
