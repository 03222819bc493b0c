#pragma once
// How both sides of TLS 1.3 go from secret to keys (RFC 8446, 7.1), and what of it they keep.
#include "tls/handshake/handshake.hpp"
#include "tls/keys/key_schedule.hpp"

namespace handfast::tls {

// What is left to be used once the rest of the handshake is protected.
struct HandshakeKeys {
  FinishedKey client_finished, server_finished;
  MasterSecret master;
  // The client's direction, as long as early data may still come; null otherwise.
  std::unique_ptr<HandshakeTrafficSecret> client_later{};
};

// With the transcript up to ServerHello. The key log is told.
HandshakeTrafficSecrets derive_handshake_traffic(Handshake& hs, const HandshakeSecret& secret);

// With the transcript up to the server's Finished. The key log is told.
ApplicationSecrets derive_application_secrets(Handshake& hs, const MasterSecret& master);

// With the transcript up to the client's Finished.
std::unique_ptr<const ResumptionSecret> derive_resumption_secret(Handshake& hs, const MasterSecret& master);

}  // namespace handfast::tls
