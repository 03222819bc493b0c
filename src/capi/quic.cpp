// TLS 1.3 without records (RFC 9001, 4.1).
#include "capi/quic.hpp"

#include <algorithm>

#include "base/copy.hpp"
#include "capi/error_code.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/record/limits.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

gnutls_record_encryption_level_t number_of(tls::EncryptionLevel level) {
  return static_cast<gnutls_record_encryption_level_t>(level);
}

gnutls_handshake_description_t description_of(Bytes message) {
  const auto type = static_cast<HandshakeType>(message[0]);
  if (type == HandshakeType::server_hello && tls::is_hello_retry_request(message))
    return GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST;
  return static_cast<gnutls_handshake_description_t>(type);
}

class Using {
 public:
  explicit Using(bool& flag) : flag_(flag) { flag = true; }
  Using(const Using&) = delete;
  Using& operator=(const Using&) = delete;
  ~Using() { flag_ = false; }

 private:
  bool& flag_;
};

const std::uint8_t* or_null(Bytes secret) { return secret.empty() ? nullptr : secret.data(); }

}  // namespace

int code_of(const gnutls_session_int& session, Errc error) {
  return error == Errc::callback_failed && session.callback_code < 0 ? session.callback_code : gnutls_code_for(error);
}

// The function may have given the session up.
Result<void> ProgramChannel::judge(int code, std::string_view function) {
  if (code >= 0 && !session_.abandoned) return {};
  session_.callback_code = code;
  return fail(Errc::callback_failed, function);
}

Result<void> ProgramChannel::send(tls::EncryptionLevel level, Bytes message) {
  if (read_function == nullptr)
    return fail(Errc::invalid_request, "handshake_read_function", {}, "one", "none any more");
  return judge(read_function(&session_, number_of(level), description_of(message), message.data(), message.size()),
               "handshake_read_function");
}

Result<void> ProgramChannel::send_alert(tls::EncryptionLevel level, AlertLevel severity, Alert alert) {
  return judge(alert_function(&session_, number_of(level), static_cast<gnutls_alert_level_t>(severity),
                              static_cast<gnutls_alert_description_t>(alert)),
               "alert_read_function");
}

Result<void> ProgramChannel::install(tls::EncryptionLevel level, Bytes read, Bytes write) {
  if (secret_function == nullptr) return {};
  return judge(
      secret_function(&session_, number_of(level), or_null(read), or_null(write), std::max(read.size(), write.size())),
      "handshake_secret_function");
}

int ProgramChannel::hold(tls::EncryptionLevel level, Bytes bytes) {
  ByteVector& held = held_[static_cast<std::size_t>(level)];
  if (bytes.size() > tls::kMaxCarriedBytes - held.size()) return GNUTLS_E_HANDSHAKE_TOO_LARGE;
  append(held, bytes);
  return 0;
}

int ProgramChannel::pass_on() {
  const tls::EncryptionLevel level = session_.connection.read_level();
  const auto current = held_.begin() + static_cast<std::ptrdiff_t>(level);
  // RFC 9001, 4.1.3: "if there is data from a previous encryption level that TLS has not consumed, this MUST be treated as
  // a connection error"
  if (!std::all_of(held_.begin(), current, [](const ByteVector& before) { return before.empty(); })) {
    session_.connection.transport_failed(Errc::data_across_key_change, 0);
    return gnutls_code_for(Errc::data_across_key_change);
  }
  if (current->empty()) return GNUTLS_E_AGAIN;
  ByteVector bytes = std::exchange(*current, {});
  const auto given = session_.connection.receive_handshake(level, bytes);
  if (given) return 0;
  *current = std::move(bytes);  // there was no memory: the next call tries again
  return gnutls_code_for(given.error().code);
}

int ProgramChannel::use_all() {
  if (using_all_) return 0;  // called inside a function of the program's: whoever called that goes on
  const Using here(using_all_);
  int code = 0;
  while (code == 0) {
    code = pass_on();
    if (code != 0) break;
    const tls::Read read = session_.connection.read({});
    session_.messages.processed();
    code = session_.abandoned ? GNUTLS_E_INVALID_SESSION : session_.messages.take_hook_code();
    if (read.kind == tls::Read::Kind::failed) code = gnutls_code_for(read.error);
  }
  if (session_.connection.failure() != nullptr) return session_.report_failure(code);
  if (code == GNUTLS_E_AGAIN && !session_.connection.is_inside_message()) return 0;
  return code;
}

}  // namespace handfast::capi

namespace {

// Null: out of memory, which the handshake tells.
ProgramChannel* channel_of(gnutls_session_t session) {
  if (session == nullptr) return nullptr;
  if (session->channel == nullptr) session->channel.reset(new (std::nothrow) ProgramChannel(*session));
  session->channel_missing = session->channel == nullptr;
  session->connection.options().channel = {std::shared_ptr<void>(), session->channel.get()};
  return session->channel.get();
}

int write(gnutls_session_int& session, tls::EncryptionLevel level, Bytes bytes) {
  if (session.finished) return GNUTLS_E_INVALID_SESSION;
  if (level < session.connection.read_level()) return GNUTLS_E_DECRYPTION_FAILED;
  if (level == tls::EncryptionLevel::early) return GNUTLS_E_INVALID_REQUEST;  // RFC 9001, 8.3: it carries no messages
  if (const int code = session.channel->hold(level, bytes); code != 0) return code;
  const bool is_over = session.connection.established() && !session.inside_handshake();
  return is_over ? session.channel->use_all() : 0;
}

}  // namespace

extern "C" {

void gnutls_handshake_set_read_function(gnutls_session_t session, gnutls_handshake_read_func func) {
  if (ProgramChannel* channel = channel_of(session); channel != nullptr) channel->read_function = func;
}

void gnutls_handshake_set_secret_function(gnutls_session_t session, gnutls_handshake_secret_func func) {
  if (ProgramChannel* channel = channel_of(session); channel != nullptr) channel->secret_function = func;
}

void gnutls_alert_set_read_function(gnutls_session_t session, gnutls_alert_read_func func) {
  if (ProgramChannel* channel = channel_of(session); channel != nullptr) channel->alert_function = func;
}

int gnutls_handshake_write(gnutls_session_t session, gnutls_record_encryption_level_t level, const void* data,
                           size_t data_size) {
  if (session == nullptr || session->channel == nullptr || !session->channel->carries_messages())
    return GNUTLS_E_INVALID_REQUEST;
  if (level > GNUTLS_ENCRYPTION_LEVEL_APPLICATION || !is_memory(data, data_size)) return GNUTLS_E_INVALID_REQUEST;
  const Bytes bytes = bytes_at(data, data_size);
  const InCall inside(*session);
  return explained(*session, c_call([&] { return write(*session, static_cast<tls::EncryptionLevel>(level), bytes); }),
                   CallKind::handshake);
}

}  // extern "C"
