#pragma once
// What one connection of a test leaves to the next: a client its session, a server its ticket keys, stored sessions and seen hellos.
#include "bogo/session.hpp"
#include "tls/session/memory_store.hpp"
#include "tls/session/replay_guard.hpp"

namespace handfast::bogo {

class Legacy {
 public:
  Legacy();
  // Completes the options of the next connection. False: a client should resume, and has nothing to.
  [[nodiscard]] bool give(const Flags& flags, tls::Options& options);

  // After a connection. What it left is not as expected, in words; empty: all is.
  std::string take(const Flags& flags, const Session& connection);

 private:
  std::string unmet_on_server(const Flags& flags) const;
  std::string unmet_on_client(const Flags& flags, const tls::SessionInfo& info, const ByteVector& offered) const;

  std::shared_ptr<const tls::TicketKeys> ticket_keys_ =
      std::make_shared<const tls::TicketKeys>(ByteVector(tls::kTicketSecretSize));
  std::shared_ptr<tls::MemoryStore> store_ = std::make_shared<tls::MemoryStore>();
  std::shared_ptr<tls::ReplayGuard> guard_ = std::make_shared<tls::MemoryReplayGuard>(0);
  std::shared_ptr<const tls::SessionState> session_;
};

}  // namespace handfast::bogo
