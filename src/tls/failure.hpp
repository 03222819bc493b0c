#pragma once
// Why a connection failed, in full: one structured reason, recorded where the failure happened. It never holds secrets,
// keys or application data; `first_bytes` are only kept of a peer that does not speak TLS.
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace handfast::tls {

struct Offer {  // our side in short
  std::string versions, groups, cipher_suites, signature_schemes, application_protocols, server_name;
};

// A certificate that a client had for a server that asked for one, and did not show.
struct WithheldCertificate {
  std::string subject, issuer;
  std::vector<std::string>
      authorities;                   // that the server names, and none of them issued it; empty: its kind does not fit
  std::size_t more_authorities = 0;  // than these
};

struct Failure {
  enum class Who : std::uint8_t { we, peer, transport };

  Error error;                      // code, field, expected, found, the RFC's section
  Who who = Who::we;                // who ended it
  std::string step;                 // "await server_hello", "make certificate_verify", "read application data"
  std::optional<Alert> alert_sent;  // chosen for the peer; held back until sent when `alert_held`
  bool alert_held = false;          // the program has to send it (gnutls_alert_send_appropriate)
  std::optional<Alert> alert_received;
  std::uint64_t bytes_sent = 0, bytes_received = 0;
  std::chrono::microseconds elapsed{};  // since the first step
  int system_error = 0;                 // errno of the transport, 0: none
  std::string first_bytes;              // printable beginning of what came instead of TLS
  std::string protocol_guess;           // "HTTP", "SSH", "SMTP", ...
  Offer offer;
  bool is_client = true;
  bool certificate_requested = false;                               // of the client
  bool certificate_sent = false;                                    // this side's own
  bool data_received = false;                                       // application data of the other side
  std::shared_ptr<const WithheldCertificate> certificate_withheld;  // by this client; null: there was none
  std::string certificate_subject;                                  // of the certificate that was refused
  std::string certificate_issuer;
  std::string certificate_fingerprint;  // empty: it is not the other side's own
  unsigned certificate_depth = 0;
};

}  // namespace handfast::tls
