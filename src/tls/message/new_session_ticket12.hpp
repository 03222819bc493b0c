#pragma once
// NewSessionTicket of TLS 1.2 (RFC 5077, 3.3).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct NewSessionTicket12 {
  static constexpr HandshakeType type = HandshakeType::new_session_ticket;
  static constexpr std::string_view name = "new_session_ticket", rfc = "RFC 5077, 3.3";
  std::uint32_t ticket_lifetime_hint = 0;  // seconds; 0: the server does not say
  Bytes ticket{};                          // empty: none after all
  static void fields(auto& io, auto& m) {
    io.value(m.ticket_lifetime_hint, "ticket_lifetime_hint");
    io.template opaque<2>(m.ticket, {0, 0xffff}, "ticket");
  }
};

}  // namespace handfast::tls
