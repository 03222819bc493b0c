#pragma once
// `handfast connect`: a TLS connection between a server and this program's input and output.
#include "cli/exit_status.hpp"
#include "cli/options.hpp"

namespace handfast::cli {

struct ConnectOptions {
  std::string target;               // HOST[:PORT]
  std::optional<std::string> name;  // instead of HOST for the certificate and SNI
  std::string fingerprint;          // instead of trust: the one certificate that is accepted
  std::string starttls;             // how to get to TLS: of starttls_options(); empty: it comes first
  bool insecure = false;
  SharedOptions shared;
};

ExitStatus connect_command(const ConnectOptions& options);

}  // namespace handfast::cli
