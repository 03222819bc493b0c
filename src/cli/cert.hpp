#pragma once
// `handfast cert`: certificates for private networks and tests.
#include "cli/exit_status.hpp"
#include "crypto/signature.hpp"

#include <string>
#include <vector>

namespace handfast::cli {

enum class CertificateKind { ca, server, client };

struct CertOptions {
  CertificateKind kind = CertificateKind::server;
  std::vector<std::string> names;  // of a server: each is listed; of the others: one
  std::string ca;                  // prefix of the authority's files; empty: signs itself
  std::string out;                 // prefix of the files to make: PREFIX.pem and PREFIX.key
  int days = 90;                   // of validity
  int start = 0;                   // days from now; negative: in the past
  std::string key_type = "ecdsa";  // of key_types()
  bool force = false;              // overwrite
};

std::vector<std::string> key_types();

ExitStatus cert_command(const CertOptions& options);

}  // namespace handfast::cli
