#pragma once
// `handfast serve`: a TLS server for tests, demonstrations and files.
#include "cli/exit_status.hpp"
#include "cli/options.hpp"

namespace handfast::cli {

struct ServeOptions {
  std::string listen = "localhost:4433";
  std::string self_signed;  // a name; instead of certificate files
  std::string http_folder;  // empty: no HTTP
  bool echo = false;
  bool require_client_certificate = false;
  SharedOptions shared;
};

ExitStatus serve_command(const ServeOptions& options);

// A server that speaks HTTP without TLS and refuses everything: what a client meets that takes a wrong port for TLS.
ExitStatus plain_http_command(const std::string& listen);

}  // namespace handfast::cli
