#include "capi/supplemental.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>

#include "capi/application_extension.hpp"
#include "capi/buffer.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

class GlobalSupplemental {
 public:
  int add(std::shared_ptr<const RegisteredSupplemental> registered) {
    const std::lock_guard lock(mutex_);
    if (find(registered->type) != nullptr) return GNUTLS_E_ALREADY_REGISTERED;
    list_.push_back(std::move(registered));
    ever_ = true;
    return GNUTLS_E_SUCCESS;
  }
  std::vector<std::shared_ptr<const RegisteredSupplemental>> all() const {
    const std::lock_guard lock(mutex_);
    return list_;
  }
  const char* name_of(unsigned type) const {
    const std::lock_guard lock(mutex_);
    const RegisteredSupplemental* found = find(type);
    return found == nullptr ? nullptr : found->name.c_str();
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    list_.clear();
  }
  bool ever() const { return ever_; }

 private:
  const RegisteredSupplemental* find(unsigned type) const {
    for (const auto& registered : list_)
      if (registered->type == type) return registered.get();
    return nullptr;
  }
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const RegisteredSupplemental>> list_;
  std::atomic<bool> ever_ = false;
};

GlobalSupplemental& global_supplemental() {
  static GlobalSupplemental all;
  return all;
}

}  // namespace

Result<ByteVector> SessionSupplemental::make() {
  ByteVector out;
  for (std::size_t i = 0; sends_ && i < registered_.size(); ++i) {
    const auto registered = registered_[i];  // the callback may register more
    if (registered->send == nullptr) continue;
    gnutls_buffer_st data;
    const int code = registered->send(session_, &data);
    if (session_->abandoned || code < 0) return callback_error(*session_, code, "supplemental_send_function");
    if (data.incomplete) return fail(Errc::out_of_memory);
    if (!data.bytes.empty() && !encode(tls::SupplementalDataEntry{registered->type, data.bytes}, out))
      return fail(Errc::message_too_long, "supplemental_data", "RFC 4680, 2", "at most 65535 bytes of each type");
  }
  return out;
}

Result<void> SessionSupplemental::receive(const ListView<tls::SupplementalDataEntry>& entries) {
  for (const tls::SupplementalDataEntry& entry : entries)
    if (const auto done = receive_one(entry); !done) return done;
  return {};
}

Result<void> SessionSupplemental::receive_one(const tls::SupplementalDataEntry& entry) {
  const auto type = &RegisteredSupplemental::type;
  const auto found =
      std::ranges::find_if(registered_, [&](const auto& r) { return (*r).*type == entry.supp_data_type; });
  if (found == registered_.end() || (*found)->receive == nullptr)
    return fail(Errc::wrong_supplemental_data, "supplemental_data.supp_data_type", "RFC 4680",
                "a type that was registered", hex_note(entry.supp_data_type, 4));
  const int code = (*found)->receive(session_, entry.data.data(), entry.data.size());
  if (session_->abandoned || code < 0) return callback_error(*session_, code, "supplemental_recv_function");
  return {};
}

void SessionSupplemental::adopt_global() {
  for (auto& registered : global_supplemental().all())
    if (std::ranges::find(registered_, registered) == registered_.end()) registered_.push_back(std::move(registered));
}

bool has_global_supplemental() { return global_supplemental().ever(); }
void forget_global_supplemental() { global_supplemental().clear(); }

namespace {

bool is_type(int type) { return type >= 0 && type <= std::numeric_limits<std::uint16_t>::max(); }

std::shared_ptr<const RegisteredSupplemental> registration(const char* name, int type, gnutls_supp_recv_func receive,
                                                           gnutls_supp_send_func send) {
  return std::make_shared<RegisteredSupplemental>(name, static_cast<std::uint16_t>(type), receive, send);
}

}  // namespace

}  // namespace handfast::capi

extern "C" {

int gnutls_supplemental_register(const char* name, gnutls_supplemental_data_format_type_t type,
                                 gnutls_supp_recv_func supp_recv_func, gnutls_supp_send_func supp_send_func) {
  if (name == nullptr || !is_type(type)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return global_supplemental().add(registration(name, type, supp_recv_func, supp_send_func)); });
}

int gnutls_session_supplemental_register(gnutls_session_t session, const char* name,
                                         gnutls_supplemental_data_format_type_t type,
                                         gnutls_supp_recv_func supp_recv_func, gnutls_supp_send_func supp_send_func,
                                         unsigned int) {
  if (session == nullptr || name == nullptr || !is_type(type)) return GNUTLS_E_INVALID_REQUEST;
  if (gnutls_supplemental_get_name(type) != nullptr) return GNUTLS_E_ALREADY_REGISTERED;
  return c_call([&] {
    extensions_of(*session).supplemental_data.add(registration(name, type, supp_recv_func, supp_send_func));
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_supplemental_recv(gnutls_session_t session, unsigned do_recv_supplemental) {
  if (session == nullptr) return;
  (void)c_call([&] {
    extensions_of(*session).supplemental_data.set_awaits(do_recv_supplemental != 0);
    return 0;
  });
}

void gnutls_supplemental_send(gnutls_session_t session, unsigned do_send_supplemental) {
  if (session == nullptr) return;
  (void)c_call([&] {
    extensions_of(*session).supplemental_data.set_sends(do_send_supplemental != 0);
    return 0;
  });
}

const char* gnutls_supplemental_get_name(gnutls_supplemental_data_format_type_t type) {
  return global_supplemental().name_of(static_cast<unsigned>(type));
}

}  // extern "C"
