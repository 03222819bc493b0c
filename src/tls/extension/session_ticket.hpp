#pragma once
// session_ticket of TLS 1.2 (RFC 5077, 3.2): in ClientHello a ticket, or nothing from a client that would like one.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct SessionTicket {
  static constexpr ExtensionType type = ExtensionType::session_ticket;
  static constexpr std::string_view name = "session_ticket", rfc = "RFC 5077, 3.2";
  Bytes ticket{};
  static void fields(auto& io, auto& m) { io.rest(m.ticket, "ticket"); }
};

struct SessionTicketPromise {  // in ServerHello: a NewSessionTicket will come
  static constexpr ExtensionType type = ExtensionType::session_ticket;
  static constexpr std::string_view name = "session_ticket", rfc = "RFC 5077, 3.2";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
