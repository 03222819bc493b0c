#include "cli/exit_status.hpp"

#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

// Alerts with which a server answers a client's last flight: the client believes by then that the handshake is over
// (RFC 8446, 4.4.2.4).
bool refuses_client_certificate(Alert alert) {
  switch (alert) {
    case Alert::bad_certificate:
    case Alert::unsupported_certificate:
    case Alert::certificate_revoked:
    case Alert::certificate_expired:
    case Alert::certificate_unknown:
    case Alert::unknown_ca:
    case Alert::access_denied:
    case Alert::decrypt_error:
    case Alert::certificate_required: return true;
    default: return false;
  }
}

}  // namespace

ExitStatus exit_status_of(const tls::Failure& failure, bool established) {
  const Errc code = failure.error.code;
  if (code == Errc::timed_out) return ExitStatus::timed_out;
  if (established) {
    const bool refused =
        code == Errc::alert_received && failure.alert_received && refuses_client_certificate(*failure.alert_received);
    return refused ? ExitStatus::handshake_failed : ExitStatus::broken;
  }
  if (tls::about_certificate(failure)) return ExitStatus::certificate_refused;
  if (code == Errc::not_tls) return ExitStatus::not_tls;
  return ExitStatus::handshake_failed;
}

}  // namespace handfast::cli
