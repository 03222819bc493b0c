#pragma once
// Secrets for debugging (draft-ietf-tls-keylogfile): to the program's function, else to the file that SSLKEYLOGFILE names.
#include "capi/public_api.hpp"
#include "tls/config.hpp"

namespace handfast::capi {

// Opens the file of SSLKEYLOGFILE, once; before a sandbox may forbid it. Ignored in a set-uid process.
void prepare_keylog();

// The secrets of a session: a function may be set at any time.
class SessionKeyLog final : public tls::KeyLog {
 public:
  explicit SessionKeyLog(gnutls_session_int& session) : session_(session) {}
  void log(std::string_view label, Bytes client_random, Bytes secret) override;

 private:
  gnutls_session_int& session_;
};

}  // namespace handfast::capi
