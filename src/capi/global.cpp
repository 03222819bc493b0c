// The library as a whole: its start, its version, random bytes.
#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "capi/application_extension.hpp"
#include "capi/explain_sink.hpp"
#include "capi/keylog.hpp"
#include "capi/log.hpp"
#include "capi/priority/handle.hpp"
#include "capi/services.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "crypto/random.hpp"

using namespace handfast;
using namespace handfast::capi;

// A program that prepares the library itself defines this function (GNUTLS_SKIP_GLOBAL_INIT in gnutls.h).
extern "C" [[gnu::visibility("default"), gnu::weak]] int _gnutls_global_init_skip();
int _gnutls_global_init_skip() { return 0; }

namespace {

// What may not wait until a program has put itself into a sandbox that forbids opening files (docs/api-behaviour.md, 15).
int prepare() {
  return c_call([]() -> int {
    prepare_log();
    if (!system_policy_is_acceptable()) return GNUTLS_E_UNWANTED_ALGORITHM;
    default_priority();
    capi_services();
    prepare_keylog();
    explain_form();
    std::array<std::uint8_t, 1> first{};  // the generator opens what it needs
    return crypto::random_bytes(first) ? GNUTLS_E_SUCCESS : GNUTLS_E_RANDOM_FAILED;
  });
}

int prepare_once() {
  static const int result = prepare();
  return result;
}

// Who has started the library and not ended it; its load counts as one.
std::atomic<unsigned> users = 0;

bool program_prepares() {
  const char* no_implicit = secure_getenv("GNUTLS_NO_IMPLICIT_INIT");
  return _gnutls_global_init_skip() != 0 || (no_implicit != nullptr && std::string_view(no_implicit) == "1");
}

// A program whose library could not be prepared as its administrator demands must not run: 3.7.9 ends it, too.
[[gnu::constructor]] void on_load() {
  if (program_prepares()) return;
  const int result = gnutls_global_init();
  if (result == GNUTLS_E_SUCCESS) return;
  std::fprintf(stderr, "libgnutls: cannot start: %s\n", gnutls_strerror(result));
  std::_Exit(EXIT_FAILURE);
}

// Three numbers; what is left out is 0. False for anything else.
bool read_version(std::string_view text, std::array<unsigned, 3>& out) {
  for (unsigned& number : out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return true;
    if (text.front() != '.') break;
    text.remove_prefix(1);
  }
  return text.empty();
}

}  // namespace

extern "C" {

int gnutls_global_init(void) {
  ++users;
  return prepare_once();
}

void gnutls_global_deinit(void) {
  unsigned before = users;
  while (before != 0 && !users.compare_exchange_weak(before, before - 1)) continue;
  if (before == 1) forget_global_registrations();
}

const char* gnutls_check_version(const char* req_version) {
  if (req_version == nullptr) return GNUTLS_VERSION;
  std::array<unsigned, 3> wanted{};
  constexpr std::array<unsigned, 3> here{GNUTLS_VERSION_MAJOR, GNUTLS_VERSION_MINOR, GNUTLS_VERSION_PATCH};
  return read_version(req_version, wanted) && wanted <= here ? GNUTLS_VERSION : nullptr;
}

void gnutls_global_set_mutex(mutex_init_func, mutex_deinit_func, mutex_lock_func, mutex_unlock_func) {}

void gnutls_global_set_time_function(gnutls_time_func time_func) {
  if (time_func != nullptr) replace_time_function(time_func);
}

int gnutls_rnd(gnutls_rnd_level_t level, void* data, size_t len) {
  const bool known = level == GNUTLS_RND_NONCE || level == GNUTLS_RND_RANDOM || level == GNUTLS_RND_KEY;
  if (!known) return GNUTLS_E_RANDOM_FAILED;
  if (!is_memory(data, len)) return GNUTLS_E_INVALID_REQUEST;
  return crypto::random_bytes(room_at(data, len)) ? GNUTLS_E_SUCCESS : GNUTLS_E_RANDOM_FAILED;
}

void gnutls_rnd_refresh(void) {}

}  // extern "C"
