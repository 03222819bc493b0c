#pragma once
// NewSessionTicket (RFC 8446, 4.6.1).
#include "tls/extension/sets.hpp"

namespace handfast::tls {

struct NewSessionTicket {
  static constexpr HandshakeType type = HandshakeType::new_session_ticket;
  static constexpr std::string_view name = "new_session_ticket", rfc = "RFC 8446, 4.6.1";
  std::uint32_t ticket_lifetime = 0;  // seconds
  std::uint32_t ticket_age_add = 0;
  Bytes ticket_nonce{};
  Bytes ticket{};
  NewSessionTicketExtensions extensions{};
  static void fields(auto& io, auto& m) {
    io.value(m.ticket_lifetime, "ticket_lifetime");
    io.value(m.ticket_age_add, "ticket_age_add");
    io.template opaque<1>(m.ticket_nonce, {0, 255}, "ticket_nonce");
    io.template opaque<2>(m.ticket, {1, 0xffff}, "ticket");
    io.extensions(m.extensions, "extensions");
  }
};

}  // namespace handfast::tls
