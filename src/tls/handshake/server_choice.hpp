#pragma once
// What a server keeps of a ClientHello once it has chosen; the message itself is gone by the next one.
#include "tls/keys/key_schedule.hpp"
#include "tls/negotiation/client_hello_answer.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::tls {

inline constexpr std::size_t kCookieSize = 32;  // random, kept by the connection: this server is not stateless

class ServerChoice {
 public:
  ServerChoice() = default;
  ServerChoice(const ServerChoice&) = delete;
  ServerChoice& operator=(const ServerChoice&) = delete;

  void take(const ClientHello& hello, const GroupChoice& group);
  bool needs_share() const { return !session || psk_mode != PskKeyExchangeMode::psk_ke; }

  OwnProof proof;                              // unless a session is resumed
  std::unique_ptr<SessionState> session;       // to be resumed
  std::uint16_t selected_identity = 0;         // of the client's, the one that `session` is
  std::optional<PskKeyExchangeMode> psk_mode;  // in which the client could go on from a session; none: in none of ours
  std::optional<EarlySecret> early_secret;     // of `session`
  ByteVector first_hello;                      // only while a second one is awaited
  ByteVector session_id, client_share, cookie;
  ByteVector retry_extensions;  // the application's, in HelloRetryRequest
  RecordSizes record_sizes;     // the client's, then our answer
  bool early_data = false;      // the client sends some, which is taken or has to be skipped (RFC 8446, 4.2.10)
  bool takes_early_data = false;
  std::uint32_t obfuscated_ticket_age = 0;  // of `session`, and its binder
  ByteVector binder;
};

Result<void> encode_protocol(const std::string& chosen, ByteVector& out);
Result<void> encode_authorities(const Options& options, ByteVector& out);

}  // namespace handfast::tls
