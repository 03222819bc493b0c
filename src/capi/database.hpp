#pragma once
// The functions of the application that keep sessions of TLS 1.2, as the engine sees them.
#include "capi/public_api.hpp"
#include "tls/session/session_store.hpp"

namespace handfast::capi {

class Database final : public tls::SessionStore {
 public:
  void* pointer = nullptr;
  gnutls_db_store_func store = nullptr;
  gnutls_db_retr_func retrieve = nullptr;
  gnutls_db_remove_func forget = nullptr;

  void give_up() { *this = Database(); }  // the application has ended the session
  bool is_usable() const { return store != nullptr && retrieve != nullptr; }

  Answer<void> add(Bytes id, Bytes session, std::uint64_t expires) override;
  Answer<std::optional<SecretBytes>> find(Bytes id, std::uint64_t now) override;
  void remove(Bytes id) override;
};

}  // namespace handfast::capi
