// There are no tokens; what programs set for them is kept.
#include <mutex>

#include "capi/public_api.hpp"

namespace {

struct PinFunction {
  std::mutex mutex;
  gnutls_pin_callback_t function = nullptr;
  void* data = nullptr;
};

PinFunction& pin_function() {
  static PinFunction instance;
  return instance;
}

}  // namespace

extern "C" {

void gnutls_pkcs11_set_pin_function(gnutls_pin_callback_t fn, void* userdata) {
  const std::lock_guard lock(pin_function().mutex);
  pin_function().function = fn;
  pin_function().data = userdata;
}

gnutls_pin_callback_t gnutls_pkcs11_get_pin_function(void** userdata) {
  const std::lock_guard lock(pin_function().mutex);
  if (userdata != nullptr) *userdata = pin_function().data;
  return pin_function().function;
}

}  // extern "C"
