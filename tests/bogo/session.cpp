#include "bogo/session.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "bogo/clock.hpp"
#include "bogo/expectations.hpp"
#include "bogo/policy.hpp"

namespace handfast::bogo {

namespace {

// "wrong_group server_hello.key_share: ...": the words before the colon are what config.json maps to.
std::string describe(const Error& error, std::string_view about) {
  std::string out(name_of(error.code));
  out.append(" ").append(about).append(": ").append(cause_of(error.code));
  if (!error.expected.empty()) out.append(" expected ").append(error.expected.view());
  if (!error.found.empty()) out.append(", found ").append(error.found.view());
  return out;
}

// For an alert of the peer its name, "alert_received handshake_failure: ..."; for what is not TLS, what it looks like.
std::string describe(const tls::Failure& failure) {
  const Error& error = failure.error;
  if (error == Errc::alert_received) return describe(error, error.found.view());
  if (!failure.protocol_guess.empty()) return describe(error, failure.protocol_guess);
  return describe(error, error.field);
}

std::unexpected<Ending> ended_by(const Error& error) {
  return std::unexpected(Ending{Ending::Kind::failed, describe(error, error.field)});
}

std::shared_ptr<const tls::Services> services() {
  tls::Services out;
  out.clock = &now;
  return std::make_shared<const tls::Services>(out);
}

// The peer knows only versions that are not implemented here, and that the command line would have let it use.
bool lacks_version(const Flags& flags, const tls::Failure& failure, const Seen& seen) {
  constexpr ProtocolVersion kOlder[] = {ProtocolVersion::tls10, ProtocolVersion::tls11};
  const auto allowed = [&](ProtocolVersion version) { return flags.allows(version); };
  const Error& error = failure.error;
  if (flags.is_server) return error == Errc::no_common_version && std::ranges::any_of(seen.older_versions, allowed);
  if (error == Errc::alert_received)  // which ones it knows is not said
    return failure.alert_received == Alert::protocol_version && std::ranges::any_of(kOlder, allowed);
  if (error != Errc::no_common_version) return false;
  return std::ranges::any_of(
      kOlder, [&](ProtocolVersion version) { return allowed(version) && error.found.view() == name_of(version); });
}

tls::Options adapted(Carrier& carrier, tls::Options options) {
  carrier.adapt(options);
  return options;
}

}  // namespace

Session::Session(const Flags& flags, std::shared_ptr<Application> application, tls::Options options, Carrier& carrier)
    : flags_(flags),
      application_(std::move(application)),
      carrier_(carrier),
      early_size_(options.early_data.size()),
      connection_(flags.is_server ? tls::Role::server : tls::Role::client, services(),
                  adapted(carrier, std::move(options))) {
  application_->attach(connection_.info());
  carrier_.attach(connection_);
}

Done Session::run() {
  // The engine has an explicit handshake only; -implicit-handshake leaves it to the first reading or writing.
  if (!flags_.implicit_handshake)
    if (auto done = handshake(); !done) return done;
  if (auto done = exchange(); !done) return done;
  if (auto done = check_session(); !done) return done;
  if (auto done = finish(); !done) return done;
  if (flags_.handshake_never_done && !connection_.finishing())
    return std::unexpected(Ending{Ending::Kind::expectation_not_met, "the handshake was done"});
  if (renegotiations_ == flags_.expect_total_renegotiations) return {};
  return std::unexpected(
      Ending{Ending::Kind::expectation_not_met, std::to_string(renegotiations_) + " renegotiations"});
}

std::shared_ptr<const tls::SessionState> Session::resumable() const {
  auto session = connection_.session();
  return session ? std::make_shared<const tls::SessionState>(std::move(*session)) : nullptr;
}

Done Session::handshake() {
  if (auto done = shake_hands(); !done) return done;
  if (auto done = judge_again(); !done) return done;
  return check_handshake();
}

// To the end of the handshake, or up to data that comes before another one.
Done Session::shake_hands() {
  for (;;) {
    const tls::Step step = connection_.handshake();
    switch (step.kind) {
      case tls::Step::Kind::done: flush(); return {};
      case tls::Step::Kind::failed: return failure();
      case tls::Step::Kind::warning_alert: continue;
      case tls::Step::Kind::application_data: return {};
      case tls::Step::Kind::waiting: break;
    }
    flush();
    if (step.wait != Wait::input) continue;
    if (auto done = receive(); !done) return done;
    if (auto done = answer_early_data(); !done) return done;
  }
}

Done Session::on_wish() {
  if (!flags_.decides_on_renegotiation() || flags_.renegotiate_ignore) return {};
  return renegotiate();
}

// Begins another handshake, or goes on with it.
Done Session::renegotiate() {
  if (const auto wanted = connection_.renegotiate(); !wanted) return ended_by(wanted.error());
  if (auto done = shake_hands(); !done) return done;
  if (connection_.renegotiating()) return {};  // data comes first
  ++renegotiations_;
  if (flags_.renegotiate_once) connection_.options().declines_renegotiation = true;
  if (!connection_.info().resumed) return {};
  return std::unexpected(Ending{Ending::Kind::expectation_not_met, "a renegotiation resumed a session"});
}

// A session says that its chain was accepted once. An application that wants to know whether it still is asks by itself.
Done Session::judge_again() {
  const tls::SessionInfo& info = connection_.info();
  if (!flags_.reverify_on_resume || !info.resumed) return {};
  const std::vector<Bytes> chain(info.peer_chain.begin(), info.peer_chain.end());
  Answer<pki::Verdict> answer = application_->verify(chain, flags_.host_name, tls::Role::server);
  while (!answer.ready()) {
  }
  if (!answer.result()) return ended_by(answer.result().error());
  const auto& error = answer.result()->error;
  if (!error) return {};
  const Alert alert = application_->own_alert(error->code).value_or(Alert::certificate_unknown);
  if (const auto sent = connection_.send_alert(AlertLevel::fatal, alert); !sent) return ended_by(sent.error());
  flush();
  return ended_by(*error);
}

Done Session::check_handshake() {
  const tls::SessionInfo& info = connection_.info();
  const auto unmet = unmet_expectation(flags_, *application_, info, early_data_offered());
  if (unmet.empty()) return {};
  return std::unexpected(Ending{Ending::Kind::expectation_not_met, unmet});
}

Done Session::exchange() {
  if (flags_.handshake_twice)
    if (auto done = shake_hands(); !done) return done;
  if (flags_.no_op_extra_handshake && connection_.handshake().kind != tls::Step::Kind::done) return failure();
  if (flags_.export_keying_material > 0)
    if (auto done = write_exported_keys(); !done) return done;
  if (flags_.export_traffic_secrets)
    if (auto done = write_traffic_secrets(); !done) return done;
  if (flags_.tls_unique)
    if (auto done = write_channel_binding(); !done) return done;
  if (flags_.send_alert) {
    const auto sent = connection_.send_alert(AlertLevel::fatal, Alert::decompression_failure_reserved);
    if (!sent) return ended_by(sent.error());
    flush();
    return {};
  }
  if (flags_.shim_writes_first)
    if (auto done = write_initial(); !done) return done;
  if (flags_.read_with_unfinished_write)
    if (auto done = begin_write(as_bytes(flags_.shim_initial_write)); !done) return done;
  if (flags_.shim_shuts_down) return {};
  return echo();
}

// What did not go out early. After a refusal nothing is said again: an application decides on that.
Done Session::write_initial() {
  if (!connection_.established())
    if (auto done = handshake(); !done) return done;
  if (flags_.retries) return {};
  const Bytes all = as_bytes(flags_.shim_initial_write);
  return write(connection_.info().early_data_accepted ? all.subspan(early_size_) : all);
}

Done Session::echo() {
  if (auto done = echo_early_data(); !done) return done;
  ByteVector buffer(static_cast<std::size_t>(flags_.read_size));
  for (;;) {
    if (flags_.peek_then_read)
      if (auto done = peek(); !done) return done;
    const auto size = read(buffer);
    if (!size) return std::unexpected(size.error());
    if (*size == 0) return {};
    if (auto done = reply(MutableBytes(buffer).first(*size)); !done) return done;
  }
}

Done Session::reply(MutableBytes message) {
  if (flags_.key_update)
    if (const auto updated = connection_.update_keys(false); !updated) return ended_by(updated.error());
  for (std::uint8_t& byte : message) byte ^= 0xff;
  return write(message);
}

// Answered when the client has proved that it is there.
Done Session::echo_early_data() {
  if (flags_.is_server && !connection_.established())
    if (auto done = handshake(); !done) return done;
  ByteVector buffer(static_cast<std::size_t>(flags_.read_size));
  while (const std::size_t size = carrier_.read_early_data(connection_, buffer))
    if (auto done = reply(MutableBytes(buffer).first(size)); !done) return done;
  return {};
}

// Before that, where the carrier says when it is possible (RFC 9001, 5.7).
Done Session::answer_early_data() {
  if (!flags_.is_server || !carrier_.answers_early_data()) return {};
  ByteVector buffer(static_cast<std::size_t>(flags_.read_size));
  while (const std::size_t size = carrier_.read_early_data(connection_, buffer)) {
    const MutableBytes message = MutableBytes(buffer).first(size);
    for (std::uint8_t& byte : message) byte ^= 0xff;
    if (auto done = write_now(message); !done) return done;
  }
  return {};
}

// Asking for no bytes brings the next ones into memory and takes none of them.
Done Session::peek() {
  if (const auto first = read({}); !first) return std::unexpected(first.error());
  const std::size_t readable = connection_.readable();
  if (const auto second = read({}); !second) return std::unexpected(second.error());
  if (connection_.readable() == readable) return {};
  return std::unexpected(Ending{Ending::Kind::expectation_not_met, "bytes were lost by looking at them"});
}

// The runner's servers of TLS 1.3 send tickets, which come before the data that was read.
Done Session::check_session() {
  const bool comes = !flags_.is_server && !flags_.send_alert && !flags_.shim_shuts_down;
  if (!comes || connection_.info().version != ProtocolVersion::tls13) return {};
  const auto session = connection_.session();
  if (!session && flags_.expect_no_session) return {};
  const bool early_data = session && session->max_early_data > 0;
  if (session && !flags_.expect_no_session && early_data == flags_.expect_ticket_supports_early_data) return {};
  return std::unexpected(
      Ending{Ending::Kind::expectation_not_met, session ? "a ticket, or its early data" : "no ticket"});
}

Done Session::finish() {
  if (!flags_.check_close_notify || flags_.send_alert) return {};
  if (const auto closed = connection_.close(); !closed) return ended_by(closed.error());
  flush();
  std::array<std::uint8_t, 512> waste{};
  while (!peer_closed_) {
    const auto size = read(waste);
    if (!size) return std::unexpected(size.error());
    if (*size == 0 && !peer_closed_) return failure();
    if (*size > 0) return std::unexpected(Ending{Ending::Kind::failed, "application data after our close_notify"});
  }
  return {};
}

Done Session::write(Bytes data) {
  if (!connection_.established())
    if (auto done = handshake(); !done) return done;
  return write_now(data);
}

Done Session::write_now(Bytes data) {
  while (!data.empty()) {
    const auto written = carrier_.write(connection_, data);
    if (!written) return ended_by(written.error());
    data = data.subspan(*written);
    flush();
  }
  return {};
}

// Leaves the end of the record to the next flush.
Done Session::begin_write(Bytes data) {
  const auto written = connection_.write(data);
  if (!written) return ended_by(written.error());
  carrier_.flush(connection_, 1);
  return {};
}

std::expected<ByteVector, Ending> Session::exported_keys() {
  ByteVector keys(static_cast<std::size_t>(flags_.export_keying_material));
  std::optional<Bytes> context;  // RFC 5705, 4: none is another thing than an empty one
  if (flags_.use_export_context) context = as_bytes(flags_.export_context);
  const auto exported = connection_.export_key(flags_.export_label, context, keys);
  if (!exported) return ended_by(exported.error());
  return keys;
}

Done Session::write_exported_keys() {
  if (!connection_.established())
    if (auto done = handshake(); !done) return done;
  const auto keys = exported_keys();
  return keys ? write(*keys) : std::unexpected(keys.error());
}

Done Session::write_traffic_secrets() {
  const Seen& seen = application_->seen();
  const ByteVector& theirs = flags_.is_server ? seen.client_secret : seen.server_secret;
  const ByteVector& ours = flags_.is_server ? seen.server_secret : seen.client_secret;
  ByteVector message{static_cast<std::uint8_t>(theirs.size()), static_cast<std::uint8_t>(theirs.size() >> 8)};
  append(message, theirs);
  append(message, ours);
  return write(message);
}

// tls-unique (RFC 5929, 3). It is the application's to make, of the messages that an observer sees.
Done Session::write_channel_binding() {
  const tls::SessionInfo& info = connection_.info();
  // RFC 7627, 5.4: the handshake that resumes a session without the extension may be the same on another connection.
  const bool unique = info.version == ProtocolVersion::tls12 && (!info.resumed || info.extended_master_secret);
  if (!unique) return std::unexpected(Ending{Ending::Kind::failed, "no channel binding"});
  return write(application_->seen().first_finished);
}

std::expected<std::size_t, Ending> Session::read(MutableBytes out) {
  if (!connection_.established())
    if (const auto done = handshake(); !done) return std::unexpected(done.error());
  for (;;) {
    if (connection_.renegotiating() && connection_.readable() == 0)
      if (const auto done = renegotiate(); !done) return std::unexpected(done.error());
    const tls::Read result = carrier_.read(connection_, out);
    switch (result.kind) {
      case tls::Read::Kind::data: return result.size;
      case tls::Read::Kind::closed: peer_closed_ = true; return 0;
      case tls::Read::Kind::warning_alert: continue;
      case tls::Read::Kind::rehandshake:
        if (const auto done = on_wish(); !done) return std::unexpected(done.error());
        continue;
      case tls::Read::Kind::failed:
        if (result.error == Errc::closed_early && !flags_.check_close_notify) return 0;
        return failure();
      case tls::Read::Kind::wants_input: break;
    }
    if (const auto done = receive(); !done) return std::unexpected(done.error());
  }
}

Done Session::receive() {
  if (auto done = check_exporter(); !done) return done;
  if (const auto received = carrier_.receive(connection_); !received) return ended_by(received.error());
  return {};  // what it means is said by the next call that reads
}

// While the keys of a connection change, and before it has any, there is nothing to export.
Done Session::check_exporter() {
  const bool between_reads = flags_.use_exporter_between_reads && connection_.renegotiating();
  const bool early = flags_.export_keying_material > 0 && !flags_.is_server && early_size_ > 0;
  if (!between_reads && (!early || connection_.established())) return {};
  const auto keys = exported_keys();
  return keys ? Done() : std::unexpected(keys.error());
}

// RFC 8446, 7.5: a client exports keys before the answer exactly if it sent early data.
bool Session::early_data_offered() const {
  std::array<std::uint8_t, 1> key{};
  return connection_.export_early_key("handfast", {}, key).has_value();
}

// Tells the peer, and gives the reason.
std::unexpected<Ending> Session::failure() {
  const tls::Failure* failure = connection_.failure();
  if (failure == nullptr) return std::unexpected(Ending{Ending::Kind::failed, "failed without a failure"});
  if (const auto held = connection_.pending_alert()) {
    const Alert alert = application_->own_alert(failure->error.code).value_or(*held);
    if (const auto sent = connection_.send_alert(AlertLevel::fatal, alert); !sent) return ended_by(sent.error());
  }
  if (const auto told = connection_.flush_owed(); !told) return ended_by(told.error());
  flush();
  const Seen& seen = application_->seen();
  const bool older = !has_profile(flags_) && lacks_version(flags_, *failure, seen);
  const bool no_suite = failure->error == Errc::no_common_cipher_suite || failure->error == Errc::no_common_group;
  // The suites of a profile are known: that none of them is common is then the test's own doing.
  const bool foreign = no_suite && seen.other_suites && !has_profile(flags_);
  const auto kind = older || foreign ? Ending::Kind::unsupported : Ending::Kind::failed;
  return std::unexpected(Ending{kind, describe(*failure)});
}

}  // namespace handfast::bogo
