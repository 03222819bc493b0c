#pragma once
// The application's protection against early data that is played again, as the engine sees it.
#include <memory>

#include "capi/public_api.hpp"
#include "tls/session/replay_guard.hpp"

namespace handfast::capi {

// Asks the function that gnutls_anti_replay_set_add_function() set.
class ApplicationGuard final : public tls::ReplayGuard {
 public:
  Answer<bool> is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) override;

  gnutls_db_add_func add = nullptr;
  void* pointer = nullptr;
};

}  // namespace handfast::capi

struct gnutls_anti_replay_st {
  std::shared_ptr<handfast::capi::ApplicationGuard> guard = std::make_shared<handfast::capi::ApplicationGuard>();
};
