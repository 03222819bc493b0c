// Extensions of the application: registered here, made and read by its callbacks.
#include "capi/application_extension.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

#include "capi/buffer.hpp"
#include "capi/names/extensions.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

constexpr std::size_t kMaxRegistered = 36;  // for a session, and for all of them, as in 3.7.9
constexpr unsigned kMessages = GNUTLS_EXT_FLAG_CLIENT_HELLO | GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO |
                               GNUTLS_EXT_FLAG_TLS13_SERVER_HELLO | GNUTLS_EXT_FLAG_EE | GNUTLS_EXT_FLAG_HRR;
constexpr unsigned kUsualMessages =
    GNUTLS_EXT_FLAG_CLIENT_HELLO | GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO | GNUTLS_EXT_FLAG_EE;

unsigned flag_of(tls::Place place) {
  switch (place) {
    case tls::Place::client_hello: return GNUTLS_EXT_FLAG_CLIENT_HELLO;
    case tls::Place::server_hello12: return GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO;
    case tls::Place::server_hello: return GNUTLS_EXT_FLAG_TLS13_SERVER_HELLO;
    case tls::Place::hello_retry_request: return GNUTLS_EXT_FLAG_HRR;
    case tls::Place::encrypted_extensions: return GNUTLS_EXT_FLAG_EE;
    case tls::Place::certificate:
    case tls::Place::certificate_request:
    case tls::Place::new_session_ticket: break;
  }
  return 0;
}

class GlobalExtensions {
 public:
  int add(std::shared_ptr<const RegisteredExtension> extension) {
    const std::lock_guard lock(mutex_);
    if (find(extension->type) != nullptr) return GNUTLS_E_ALREADY_REGISTERED;
    if (list_.size() == kMaxRegistered) return GNUTLS_E_MEMORY_ERROR;
    list_.push_back(std::move(extension));
    return GNUTLS_E_SUCCESS;
  }
  std::vector<std::shared_ptr<const RegisteredExtension>> all() const {
    const std::lock_guard lock(mutex_);
    return list_;
  }
  bool empty() const {
    const std::lock_guard lock(mutex_);
    return list_.empty();
  }
  const char* name_of(unsigned type, gnutls_ext_parse_type_t parse_point) const {
    const std::lock_guard lock(mutex_);
    const RegisteredExtension* found = find(static_cast<ExtensionType>(type));
    const bool fits = found != nullptr && (parse_point == GNUTLS_EXT_ANY || found->parse_point == parse_point);
    return fits ? found->name.c_str() : nullptr;
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    list_.clear();
  }

 private:
  const RegisteredExtension* find(ExtensionType type) const {
    for (const auto& extension : list_)
      if (extension->type == type) return extension.get();
    return nullptr;
  }
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const RegisteredExtension>> list_;
};

GlobalExtensions& global_extensions() {
  static GlobalExtensions all;
  return all;
}

}  // namespace

std::unexpected<Error> callback_error(gnutls_session_int& session, int code, std::string_view callback) {
  session.callback_code = code;
  return fail(Errc::callback_failed, callback);
}

SessionExtensions::~SessionExtensions() {
  for (Slot& slot : slots_) drop_data(slot);
}

void SessionExtensions::drop_data(Slot& slot) {
  const gnutls_ext_priv_data_t data = std::exchange(slot.data, nullptr);
  slot.has_data = false;
  if (data != nullptr && slot.extension->deinit != nullptr) slot.extension->deinit(data);
}

std::size_t SessionExtensions::slot_of(ExtensionType type) const {
  const auto found = std::ranges::find(slots_, type, [](const Slot& slot) { return slot.extension->type; });
  return found == slots_.end() ? kNone : static_cast<std::size_t>(found - slots_.begin());
}

const RegisteredExtension* SessionExtensions::find(ExtensionType type) const {
  const std::size_t index = slot_of(type);
  return index == kNone ? nullptr : slots_[index].extension.get();
}

int SessionExtensions::add(std::shared_ptr<const RegisteredExtension> extension) {
  const std::size_t index = slot_of(extension->type);
  if (index == kNone) {
    if (slots_.size() >= kMaxRegistered) return GNUTLS_E_MEMORY_ERROR;
    slots_.push_back({.extension = std::move(extension)});
    return GNUTLS_E_SUCCESS;
  }
  if (!slots_[index].global) return GNUTLS_E_ALREADY_REGISTERED;
  drop_data(slots_[index]);
  slots_[index] = {.extension = std::move(extension)};  // the session's own goes before one for all
  return GNUTLS_E_SUCCESS;
}

void SessionExtensions::adopt_global() {
  for (const auto& extension : global_extensions().all())
    if (slot_of(extension->type) == kNone) slots_.push_back({.extension = extension, .global = true});
  supplemental_data.adopt_global();
}

void SessionExtensions::set_data(ExtensionType type, gnutls_ext_priv_data_t data) {
  const std::size_t index = slot_of(type);
  if (index == kNone) return;
  drop_data(slots_[index]);
  slots_[index].data = data;
  slots_[index].has_data = true;
}

bool SessionExtensions::get_data(ExtensionType type, gnutls_ext_priv_data_t& data) const {
  const std::size_t index = slot_of(type);
  if (index == kNone || !slots_[index].has_data) return false;
  data = slots_[index].data;
  return true;
}

bool SessionExtensions::is_due(const Slot& slot, tls::Place place, bool resumed) const {
  const RegisteredExtension& extension = *slot.extension;
  if (extension.send == nullptr || (extension.messages & flag_of(place)) == 0) return false;
  if (place == tls::Place::client_hello) return true;
  if (resumed && extension.parse_point != GNUTLS_EXT_MANDATORY) return false;
  return slot.received || extension.unasked;
}

Result<ByteVector> SessionExtensions::make(tls::Place place, bool resumed) {
  ByteVector out;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (place == tls::Place::client_hello) slots_[i].asked = false;
    if (!is_due(slots_[i], place, resumed)) continue;
    if (const auto made = make_one(i, place, out); !made) return std::unexpected(made.error());
  }
  return out;
}

Result<void> SessionExtensions::make_one(std::size_t index, tls::Place place, ByteVector& out) {
  const auto extension = slots_[index].extension;
  gnutls_buffer_st body;
  current_message_ = flag_of(place);
  const int code = extension->send(session_, &body);
  if (session_->abandoned || (code < 0 && code != GNUTLS_E_INT_RET_0))
    return callback_error(*session_, code, "extension_send_function");
  if (body.incomplete) return fail(Errc::out_of_memory);
  const bool present = code == GNUTLS_E_INT_RET_0 || !body.bytes.empty();
  if (place == tls::Place::client_hello) slots_[index].asked = present;
  if (present && !encode(tls::RawExtension{extension->type, body.bytes}, out))
    return fail(Errc::message_too_long, "extension_data", "RFC 8446, 4.2", "at most 65535 bytes");
  return {};
}

bool SessionExtensions::expects(ExtensionType type, tls::Place place) const {
  const std::size_t index = slot_of(type);
  if (index == kNone) return false;
  const Slot& slot = slots_[index];
  return (slot.extension->messages & flag_of(place)) != 0 && (slot.asked || slot.extension->unasked);
}

// What EncryptedExtensions hold is told in the order in which it came; other messages have an order of parse points.
Result<void> SessionExtensions::receive(tls::Place place, tls::Telling when,
                                        const ListView<tls::RawExtension>& extensions) {
  if (place == tls::Place::encrypted_extensions) return receive_phase(GNUTLS_EXT_ANY, place, extensions);
  const bool early = place != tls::Place::client_hello || when == tls::Telling::early;
  const bool late = place != tls::Place::client_hello || when == tls::Telling::late;
  if (early) {
    for (Slot& slot : slots_) slot.received = false;
    for (const auto phase : {GNUTLS_EXT_VERSION_NEG, GNUTLS_EXT_MANDATORY, GNUTLS_EXT_APPLICATION})
      if (const auto told = receive_phase(phase, place, extensions); !told) return told;
  }
  return late ? receive_phase(GNUTLS_EXT_TLS, place, extensions) : Result<void>();
}

Result<void> SessionExtensions::receive_phase(gnutls_ext_parse_type_t phase, tls::Place place,
                                              const ListView<tls::RawExtension>& extensions) {
  for (const tls::RawExtension& raw : extensions) {
    const std::size_t index = slot_of(raw.type);
    if (index == kNone || slots_[index].extension->messages == 0) continue;
    if (phase != GNUTLS_EXT_ANY && slots_[index].extension->parse_point != phase) continue;
    // RFC 8446, 4.2: "not specified for the message in which it appears"; answers were judged by expects().
    if ((slots_[index].extension->messages & flag_of(place)) == 0)
      return fail(Errc::forbidden_extension, "extensions", "RFC 8446, 4.2", "an extension of this message",
                  "one that was registered for others");
    if (const auto told = receive_one(index, place, raw.body); !told) return told;
  }
  return {};
}

Result<void> SessionExtensions::receive_one(std::size_t index, tls::Place place, Bytes body) {
  const auto extension = slots_[index].extension;
  if (extension->receive == nullptr) return {};
  current_message_ = flag_of(place);
  const int code = extension->receive(session_, body.data(), body.size());
  if (session_->abandoned || code < 0) return callback_error(*session_, code, "extension_recv_function");
  slots_[index].received = true;
  return {};
}

SessionExtensions& extensions_of(gnutls_session_int& session) {
  if (!session.extensions) {
    session.extensions = std::make_unique<SessionExtensions>(&session);
    session.connection.options().application_extensions = {std::shared_ptr<void>(), session.extensions.get()};
  }
  return *session.extensions;
}

void adopt_global_registrations(gnutls_session_int& session) {
  if (global_extensions().empty() && !has_global_supplemental()) return;
  extensions_of(session).adopt_global();
}

void forget_global_registrations() {
  global_extensions().clear();
  forget_global_supplemental();
}

namespace {

// 0: it can be registered.
int judge_type(int type, unsigned flags) {
  if (type < 0 || type > std::numeric_limits<std::uint16_t>::max()) return GNUTLS_E_INVALID_REQUEST;
  if (tls::knows_extension(static_cast<ExtensionType>(type))) return GNUTLS_E_ALREADY_REGISTERED;
  const auto known = std::ranges::find(extensions(), static_cast<unsigned>(type), &ExtensionName::id);
  if (known == extensions().end()) return GNUTLS_E_SUCCESS;
  const bool overrides = known->overridable && (flags & GNUTLS_EXT_FLAG_OVERRIDE_INTERNAL) != 0;
  return overrides ? GNUTLS_E_SUCCESS : GNUTLS_E_ALREADY_REGISTERED;
}

// As 3.7.9 reads the flags: without a message, the usual ones and nothing else that is among them.
void set_flags(RegisteredExtension& extension, unsigned flags) {
  extension.messages = flags & kMessages;
  if (extension.messages == 0) {
    extension.messages = kUsualMessages;
    return;
  }
  extension.unasked = (flags & GNUTLS_EXT_FLAG_IGNORE_CLIENT_REQUEST) != 0;
  const unsigned transports = flags & (GNUTLS_EXT_FLAG_TLS | GNUTLS_EXT_FLAG_DTLS);
  if (transports == GNUTLS_EXT_FLAG_DTLS) extension.messages = 0;
}

const char* built_in_name(unsigned type, gnutls_ext_parse_type_t parse_point) {
  const auto known = std::ranges::find(extensions(), type, &ExtensionName::id);
  if (known == extensions().end()) return nullptr;
  return parse_point == GNUTLS_EXT_ANY || parse_point == known->parse_point ? known->name : nullptr;
}

bool is_type(unsigned type) { return type <= std::numeric_limits<std::uint16_t>::max(); }

}  // namespace

}  // namespace handfast::capi

extern "C" {

int gnutls_ext_register(const char* name, int type, gnutls_ext_parse_type_t parse_point, gnutls_ext_recv_func recv_func,
                        gnutls_ext_send_func send_func, gnutls_ext_deinit_data_func deinit_func, gnutls_ext_pack_func,
                        gnutls_ext_unpack_func) {
  if (name == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = judge_type(type, 0); code != 0) return code;
  return c_call([&] {
    auto extension = std::make_shared<RegisteredExtension>(name, static_cast<ExtensionType>(type), parse_point,
                                                           recv_func, send_func, deinit_func, kUsualMessages);
    return global_extensions().add(std::move(extension));
  });
}

int gnutls_session_ext_register(gnutls_session_t session, const char* name, int type,
                                gnutls_ext_parse_type_t parse_point, gnutls_ext_recv_func recv_func,
                                gnutls_ext_send_func send_func, gnutls_ext_deinit_data_func deinit_func,
                                gnutls_ext_pack_func, gnutls_ext_unpack_func, unsigned flags) {
  if (session == nullptr || name == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = judge_type(type, flags); code != 0) return code;
  return c_call([&] {
    auto extension = std::make_shared<RegisteredExtension>(name, static_cast<ExtensionType>(type), parse_point,
                                                           recv_func, send_func, deinit_func);
    set_flags(*extension, flags);
    return extensions_of(*session).add(std::move(extension));
  });
}

void gnutls_ext_set_data(gnutls_session_t session, unsigned type, gnutls_ext_priv_data_t data) {
  if (session == nullptr || !is_type(type)) return;
  (void)c_call([&] {  // without memory there is no extension that the data could belong to
    adopt_global_registrations(*session);
    if (session->extensions) session->extensions->set_data(static_cast<ExtensionType>(type), data);
    return 0;
  });
}

int gnutls_ext_get_data(gnutls_session_t session, unsigned type, gnutls_ext_priv_data_t* data) {
  if (session == nullptr || data == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const bool found =
      is_type(type) && session->extensions && session->extensions->get_data(static_cast<ExtensionType>(type), *data);
  return found ? GNUTLS_E_SUCCESS : GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

unsigned gnutls_ext_get_current_msg(gnutls_session_t session) {
  return session != nullptr && session->extensions ? session->extensions->current_message() : 0;
}

const char* gnutls_ext_get_name(unsigned int ext) { return gnutls_ext_get_name2(nullptr, ext, GNUTLS_EXT_ANY); }

const char* gnutls_ext_get_name2(gnutls_session_t session, unsigned int type, gnutls_ext_parse_type_t parse_point) {
  if (!is_type(type)) return nullptr;
  const auto* own =
      session != nullptr && session->extensions ? session->extensions->find(static_cast<ExtensionType>(type)) : nullptr;
  if (own != nullptr && (parse_point == GNUTLS_EXT_ANY || parse_point == own->parse_point)) return own->name.c_str();
  if (const char* name = built_in_name(type, parse_point); name != nullptr) return name;
  return global_extensions().name_of(type, parse_point);
}

int gnutls_buffer_append_data(gnutls_buffer_t dest, const void* data, size_t data_size) {
  if (dest == nullptr || !is_memory(data, data_size)) return GNUTLS_E_INVALID_REQUEST;
  const int code = c_call([&] {
    append(dest->bytes, bytes_at(data, data_size));
    return GNUTLS_E_SUCCESS;
  });
  if (code != 0) dest->incomplete = true;
  return code;
}

}  // extern "C"
