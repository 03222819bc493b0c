#pragma once
// A handshake that travels without records, as in QUIC (RFC 9001, 4.1): another protocol carries the messages of TLS 1.3,
// protects them with keys that it makes of TLS's secrets, and turns alerts into its own errors.
#include "base/alert.hpp"
#include "base/bytes.hpp"
#include "base/error.hpp"

namespace handfast::tls {

enum class EncryptionLevel : std::uint8_t { initial, early, handshake, application };  // RFC 9001, 4, Table 1

// The other protocol, as a connection sees it. What it answers ends the connection when it is an error. It may not call the
// connection.
class HandshakeChannel {
 public:
  virtual ~HandshakeChannel() = default;
  // Asked once, when the first handshake begins. Without the messages records carry them as ever, and the secrets are news.
  virtual bool carries_messages() const = 0;
  // Otherwise alerts leave in records, and nowhere when there are none.
  virtual bool carries_alerts() const = 0;
  // A whole handshake message, with its header. Messages of a level are one sequence of bytes.
  virtual Result<void> send(EncryptionLevel level, Bytes message) = 0;
  virtual Result<void> send_alert(EncryptionLevel level, AlertLevel severity, Alert alert) = 0;
  // The traffic secrets of a level; empty: of this direction not now. Those of `early` are of one direction alone.
  virtual Result<void> install(EncryptionLevel level, Bytes read, Bytes write) = 0;
};

}  // namespace handfast::tls
