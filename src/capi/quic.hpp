#pragma once
// The program as the channel of a handshake without records: it gets messages, secrets and alerts by its functions, and
// gives the peer's messages by gnutls_handshake_write().
#include <array>

#include "capi/public_api.hpp"
#include "tls/record/handshake_channel.hpp"

namespace handfast::capi {

class ProgramChannel final : public tls::HandshakeChannel {
 public:
  explicit ProgramChannel(gnutls_session_int& session) : session_(session) {}

  bool carries_messages() const override { return read_function != nullptr; }
  bool carries_alerts() const override { return alert_function != nullptr; }
  Result<void> send(tls::EncryptionLevel level, Bytes message) override;
  Result<void> send_alert(tls::EncryptionLevel level, AlertLevel severity, Alert alert) override;
  Result<void> install(tls::EncryptionLevel level, Bytes read, Bytes write) override;

  // Keeps bytes until the connection reads their level. 0, or a GNUTLS_E_ number.
  int hold(tls::EncryptionLevel level, Bytes bytes);
  // Gives the connection what it can read now. 0; GNUTLS_E_AGAIN: there is nothing; or another number.
  int pass_on();
  // The same after the handshake, until everything is used.
  int use_all();

  gnutls_handshake_read_func read_function = nullptr;
  gnutls_handshake_secret_func secret_function = nullptr;
  gnutls_alert_read_func alert_function = nullptr;

 private:
  Result<void> judge(int code, std::string_view function);

  gnutls_session_int& session_;
  std::array<ByteVector, 4> held_;  // by level
  bool using_all_ = false;
};

// The number for an error of the engine where a function of the program may have been the cause.
int code_of(const gnutls_session_int& session, Errc error);

}  // namespace handfast::capi
