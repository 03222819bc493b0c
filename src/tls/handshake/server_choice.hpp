#pragma once
// What a server keeps of a ClientHello once it has chosen; the message itself is gone by the next one.
#include "tls/negotiation/client_hello_answer.hpp"

namespace handfast::tls {

inline constexpr std::size_t kCookieSize = 32;  // random, kept by the connection: this server is not stateless

class ServerChoice {
 public:
  ServerChoice() = default;
  ServerChoice(const ServerChoice&) = delete;
  ServerChoice& operator=(const ServerChoice&) = delete;

  void take(const ClientHello& hello, const GroupChoice& group);

  OwnProof proof;
  ByteVector first_hello;  // only while a second one is awaited
  ByteVector session_id, client_share, cookie;
  std::optional<RecordSizeLimit> record_size_limit;
  bool early_data = false;  // the client sends some, which has to be skipped (RFC 8446, 4.2.10)
};

Result<void> encode_protocol(const std::string& chosen, ByteVector& out);
Result<void> encode_authorities(const Options& options, ByteVector& out);

}  // namespace handfast::tls
