#include "handfast/connection.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "base/codepoints.hpp"
#include "cppapi/reason.hpp"
#include "cppapi/settings.hpp"
#include "tls/connection/connection.hpp"
#include "tls/record/limits.hpp"

namespace handfast {

struct Connection::Engine {
  Engine(tls::Role role, const Config& config, tls::Options options)
      : tls(role, config.settings().services, std::move(options)) {
    static_cast<void>(no_memory());
  }

  // What of wants_input and wants_output is due.
  Status waiting() const { return tls.output().empty() ? Status::wants_input : Status::wants_output; }

  // A call failed: there is always a failure() then, also where the connection itself has not failed.
  Status failed(const Error& error) {
    const std::lock_guard lock(failing);
    if (tls.failure() == nullptr && !unrecorded) unrecorded = unrecorded_failure(error);
    return Status::failed;
  }

  const Failure* explained() {
    const std::lock_guard lock(failing);
    const tls::Failure* recorded = tls.failure();
    if (recorded == nullptr) return unrecorded ? &*unrecorded : nullptr;
    try {
      if (!failure) failure.emplace(std::make_shared<const Failure::Reason>(*recorded, tls.options().server_name));
    } catch (const std::bad_alloc&) {
      return &no_memory();  // there may be more to say when it is asked for again
    }
    return &*failure;
  }

  tls::Connection tls;
  std::mutex failing;                          // reader and writer may ask for the failure at once
  std::optional<Failure> failure, unrecorded;  // the engine's; a call's that the engine keeps no record of
};

Connection::Connection(std::unique_ptr<Engine> engine) noexcept : engine_(std::move(engine)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::client(const Config& config, std::string_view server_name) {
  tls::Options options = config.settings().options;
  options.server_name = server_name;
  return Connection(std::make_unique<Engine>(tls::Role::client, config, std::move(options)));
}

Connection Connection::server(const Config& config) {
  return Connection(std::make_unique<Engine>(tls::Role::server, config, config.settings().options));
}

std::size_t Connection::input_wanted() const { return engine_->tls.bytes_wanted(); }
std::span<std::uint8_t> Connection::input_space(std::size_t n) {
  const MutableBytes space = engine_->tls.input_space(n);
  if (space.size() < n) static_cast<void>(engine_->failed(Error{Errc::out_of_memory}));
  return space;
}
void Connection::input_added(std::size_t n) { engine_->tls.input_added(n); }
void Connection::input_ended() { engine_->tls.input_ended(); }
bool Connection::input_buffered() const { return engine_->tls.input_buffered(); }

void Connection::transport_failed(ErrorKind kind, int error) {
  const Errc why = kind == ErrorKind::timed_out ? Errc::timed_out : Errc::read_failed;
  engine_->tls.transport_failed(why, error);
  static_cast<void>(engine_->failed(Error{why}));
}

bool Connection::has_output() const { return !engine_->tls.output().empty() || engine_->tls.owes_output(); }

std::span<const std::uint8_t> Connection::output() {
  // A peer that takes nothing gets no more answers.
  if (engine_->tls.owes_output() && engine_->tls.output().empty())
    static_cast<void>(engine_->tls.flush_owed());  // without memory it stays owed; what was there before goes out
  return engine_->tls.output();
}

void Connection::output_taken(std::size_t n) { engine_->tls.output_taken(n); }

Connection::Status Connection::handshake() {
  while (true) {
    const tls::Step step = engine_->tls.handshake();
    switch (step.kind) {
      case tls::Step::Kind::done: return Status::done;
      case tls::Step::Kind::failed: return engine_->failed(Error{step.error});
      case tls::Step::Kind::warning_alert: continue;
      case tls::Step::Kind::application_data: continue;          // in a renegotiation, which is declined
      case tls::Step::Kind::waiting: return engine_->waiting();  // keys and checks of a Config answer at once
    }
  }
}

Connection::Transfer Connection::read(std::span<std::uint8_t> out) {
  while (true) {
    const tls::Read read = engine_->tls.read(out);
    switch (read.kind) {
      case tls::Read::Kind::data:
        if (read.size == 0 && !out.empty()) continue;  // an empty record
        return {Status::done, read.size};
      case tls::Read::Kind::wants_input: return {Status::wants_input};
      case tls::Read::Kind::closed: return {Status::closed};
      case tls::Read::Kind::warning_alert: continue;
      case tls::Read::Kind::rehandshake: continue;  // declined already
      case tls::Read::Kind::failed: return {engine_->failed(Error{read.error})};
    }
  }
}

std::size_t Connection::readable() const { return engine_->tls.readable(); }

Connection::Transfer Connection::write(std::span<const std::uint8_t> data) {
  const Result<std::size_t> taken = engine_->tls.write(data);
  if (!taken) return {engine_->failed(taken.error())};
  return {Status::done, *taken};
}

Connection::Transfer Connection::write_gathered(std::span<const std::span<const std::uint8_t>> pieces) {
  const std::size_t most = engine_->tls.max_fragment();
  const auto first = std::ranges::find_if_not(pieces, [](Bytes piece) { return piece.empty(); });
  if (first != pieces.end() && (first->size() >= most || first + 1 == pieces.end())) return write(*first);
  std::array<std::uint8_t, tls::kMaxPlaintext> record;  // which is not larger than that (RFC 8446, 5.1)
  std::size_t size = 0;
  for (const Bytes piece : pieces) {
    const Bytes part = piece.first(std::min(piece.size(), most - size));
    std::ranges::copy(part, record.begin() + static_cast<std::ptrdiff_t>(size));
    size += part.size();
  }
  const MutableBytes gathered = MutableBytes(record).first(size);
  const Transfer out = write(gathered);
  wipe(gathered);
  return out;
}

bool Connection::close() {
  const Result<void> closed = engine_->tls.close();
  if (!closed) static_cast<void>(engine_->failed(closed.error()));
  return closed.has_value();
}

bool Connection::update_keys(bool ask_peer) { return engine_->tls.update_keys(ask_peer).has_value(); }

const Failure* Connection::failure() const { return engine_->explained(); }

Version Connection::version() const { return static_cast<Version>(engine_->tls.info().version); }
std::string_view Connection::cipher_suite() const { return name_of(engine_->tls.info().cipher_suite); }
std::string_view Connection::group() const { return name_of(engine_->tls.info().group); }
std::string_view Connection::peer_signature_scheme() const { return name_of(engine_->tls.info().peer_signature); }
bool Connection::hello_retry() const { return engine_->tls.info().hello_retry; }
std::string_view Connection::application_protocol() const { return engine_->tls.info().application_protocol; }
std::string_view Connection::server_name() const { return engine_->tls.info().server_name; }
std::span<const std::vector<std::uint8_t>> Connection::peer_certificates() const {
  return engine_->tls.info().peer_chain;
}
bool Connection::peer_verified() const { return engine_->tls.info().peer_verified; }
std::span<const std::uint8_t> Connection::peer_status() const { return engine_->tls.info().peer_status(); }

bool Connection::export_key(std::string_view label, std::span<const std::uint8_t> context,
                            std::span<std::uint8_t> out) const {
  return engine_->tls.export_key(label, context, out).has_value();
}

}  // namespace handfast
