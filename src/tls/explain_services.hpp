#pragma once
// Services that people meet in place of TLS: where each speaks TLS, and how it changes to it.
#include <string_view>

namespace handfast::tls {

struct Service {
  std::string_view name;         // "SMTP"
  std::string_view tls_port;     // where it speaks TLS from the start, by IANA's registry; empty: nowhere by custom
  std::string_view plain_port;   // where it begins in plain text
  std::string_view starttls;     // what `handfast connect --starttls` calls the change to TLS; empty: there is none
  std::string_view also_port{};  // another one like plain_port
};

// By what Failure::protocol_guess says; null: unknown, or a service that does not use TLS.
const Service* find_service(std::string_view name);
// The one that begins in plain text and changes to TLS on this port, by custom; null: none.
const Service* service_on_port(std::string_view port);

}  // namespace handfast::tls
