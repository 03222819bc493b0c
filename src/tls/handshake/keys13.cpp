#include "tls/handshake/keys13.hpp"

namespace handfast::tls {

HandshakeTrafficSecrets derive_handshake_traffic(Handshake& hs, const HandshakeSecret& secret) {
  HandshakeTrafficSecrets traffic = secret.traffic(hs.transcript.digest());
  hs.log_secret("CLIENT_HANDSHAKE_TRAFFIC_SECRET", traffic.client.reveal());
  hs.log_secret("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic.server.reveal());
  return traffic;
}

ApplicationSecrets derive_application_secrets(Handshake& hs, const MasterSecret& master) {
  ApplicationSecrets secrets = master.application(hs.transcript.digest());
  hs.log_secret("EXPORTER_SECRET", secrets.exporter.reveal());
  hs.log_secret("CLIENT_TRAFFIC_SECRET_0", secrets.client.reveal());
  hs.log_secret("SERVER_TRAFFIC_SECRET_0", secrets.server.reveal());
  return secrets;
}

std::unique_ptr<const ResumptionSecret> derive_resumption_secret(Handshake& hs, const MasterSecret& master) {
  return std::make_unique<const ResumptionSecret>(master.resumption(hs.transcript.digest()));
}

}  // namespace handfast::tls
