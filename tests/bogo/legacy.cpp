#include "bogo/legacy.hpp"

#include <algorithm>

#include "bogo/late.hpp"

namespace handfast::bogo {

namespace {

// BoringSSL's numbers, for the connections of a server.
constexpr std::uint32_t kMaxEarlyData = 14336, kReplayWindowMs = 60'000;

// A store in another process, as far as a connection can see.
class LateStore final : public tls::SessionStore {
 public:
  explicit LateStore(std::shared_ptr<tls::SessionStore> store) : store_(std::move(store)) {}
  Answer<void> add(Bytes id, Bytes session, std::uint64_t expires) override {
    Answer<void> done = store_->add(id, session, expires);
    return done.ready() ? answer<void>(std::move(done.result()), true) : std::move(done);
  }
  Answer<std::optional<SecretBytes>> find(Bytes id, std::uint64_t now) override {
    Answer<std::optional<SecretBytes>> found = store_->find(id, now);
    return found.ready() ? answer<std::optional<SecretBytes>>(std::move(found.result()), true) : std::move(found);
  }
  void remove(Bytes id) override { store_->remove(id); }

 private:
  std::shared_ptr<tls::SessionStore> store_;
};

// The guard as well.
class LateGuard final : public tls::ReplayGuard {
 public:
  explicit LateGuard(std::shared_ptr<tls::ReplayGuard> guard) : guard_(std::move(guard)) {
    window_ms = kReplayWindowMs;
  }
  Answer<bool> is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) override {
    Answer<bool> known = guard_->is_new(binder, now, expires);
    return known.ready() ? answer<bool>(std::move(known.result()), true) : std::move(known);
  }

 private:
  std::shared_ptr<tls::ReplayGuard> guard_;
};

// As much as the ticket allows. That it allows nothing, the engine has to notice.
SecretVector early_data_for(const Flags& flags, const tls::SessionState& session) {
  const Bytes all = as_bytes(flags.shim_initial_write);
  const Bytes fitting =
      session.max_early_data == 0 ? all : all.first(std::min<std::size_t>(all.size(), session.max_early_data));
  return {fitting.begin(), fitting.end()};
}

}  // namespace

Legacy::Legacy() { guard_->window_ms = kReplayWindowMs; }

bool Legacy::give(const Flags& flags, tls::Options& options) {
  if (flags.resumes && !flags.is_server && !session_) return false;
  options.session = session_;
  options.tickets12 = !flags.no_ticket;
  if (flags.speaks_early()) options.early_data = early_data_for(flags, *session_);
  if (!flags.is_server) return true;
  if (flags.enable_early_data) {
    options.max_early_data = kMaxEarlyData;
    options.replay_guard = guard_;
    if (flags.async) options.replay_guard = std::make_shared<LateGuard>(guard_);
  }
  if (!flags.no_ticket && !flags.skip_ticket) options.ticket_keys = ticket_keys_;
  options.session_store = store_;
  if (flags.async) options.session_store = std::make_shared<LateStore>(store_);
  return true;
}

std::string Legacy::take(const Flags& flags, const Session& connection) {
  if (flags.is_server) return unmet_on_server(flags);
  const ByteVector offered = session_ ? session_->ticket : ByteVector();
  session_ = connection.resumable();
  return unmet_on_client(flags, connection.info(), offered);
}

std::string Legacy::unmet_on_server(const Flags& flags) const {
  if (flags.resumes) return {};
  if (flags.expect_session_id && store_->size() == 0) return "the session was not stored";
  if (flags.expect_no_session_id && store_->size() > 0) return "the session was stored";
  return {};
}

// In TLS 1.2 a session is there when the handshake is done, and that of a resumed connection is new only if its ticket is; the
// tickets of TLS 1.3 come later.
std::string Legacy::unmet_on_client(const Flags& flags, const tls::SessionInfo& info, const ByteVector& offered) const {
  if (info.version != ProtocolVersion::tls12 || flags.send_alert) return {};
  const bool is_new = session_ && (!info.resumed || session_->ticket != offered);
  const bool expected = !flags.expect_no_session && (!info.resumed || flags.expect_ticket_renewal);
  if (is_new == expected) return {};
  return is_new ? "a new session came" : "no new session came";
}

}  // namespace handfast::bogo
