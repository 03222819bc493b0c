#include "capi/keylog.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "capi/log.hpp"
#include "capi/session.hpp"
#include "tls/key_log_line.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// The file of the whole process. Each line is one write in append mode: lines of threads and processes never mix.
class KeyLogFile {
 public:
  KeyLogFile() {
    const char* path = secure_getenv("SSLKEYLOGFILE");
    if (path == nullptr || *path == '\0') return;
    descriptor_ = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor_ < 0) log(1, (Note("SSLKEYLOGFILE cannot be opened: ") << path).view());
  }
  bool is_open() const { return descriptor_ >= 0; }
  void write(std::string_view label, Bytes client_random, Bytes secret) const;

 private:
  int descriptor_ = -1;
};

void KeyLogFile::write(std::string_view label, Bytes client_random, Bytes secret) const {
  const SecretBytes line = tls::key_log_line(label, client_random, secret);
  ssize_t written = 0;
  do {
    written = ::write(descriptor_, line.reveal().data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written != static_cast<ssize_t>(line.size())) log(1, "SSLKEYLOGFILE: a line could not be written");
}

const KeyLogFile& key_log_file() {
  static const KeyLogFile file;
  return file;
}

void tell(gnutls_session_int& session, std::string_view label, Bytes secret) {
  SecretBytes copy(secret);  // the function gets bytes that it may change
  const gnutls_datum_t datum{copy.fill().data(), static_cast<unsigned>(copy.size())};
  session.keylog_function(&session, std::string(label).c_str(), &datum);
}

}  // namespace

void prepare_keylog() { key_log_file(); }

void SessionKeyLog::log(std::string_view label, Bytes client_random, Bytes secret) {
  if (session_.abandoned) return;
  if (session_.keylog_function != nullptr)
    tell(session_, label, secret);
  else if (key_log_file().is_open())
    key_log_file().write(label, client_random, secret);
}

}  // namespace handfast::capi

extern "C" {

void gnutls_session_set_keylog_function(gnutls_session_t session, gnutls_keylog_func func) {
  if (session != nullptr) session->keylog_function = func;
}

gnutls_keylog_func gnutls_session_get_keylog_function(const gnutls_session_t session) {
  return session == nullptr ? nullptr : session->keylog_function;
}

}  // extern "C"
