#include "tls/handshake/handshake.hpp"

#include <algorithm>

#include "base/copy.hpp"
#include "tls/connection/state.hpp"
#include "tls/services.hpp"

namespace handfast::tls {

namespace {
// Holds all frames of the usual flows; what does not fit goes to the heap, one by one.
constexpr std::size_t kArenaSize = 10 * 1024;  // the deepest flow needs 9.5 KB; they go with the handshake
constexpr std::size_t kMessageHeaderSize = 4;
constexpr std::size_t kRandomOffset = kMessageHeaderSize + 2;  // behind legacy_version
}  // namespace

bool is_hello_retry_request(Bytes message) {
  return message.size() >= kRandomOffset + kHelloRetryRequestRandom.size() &&
         equal(message.subspan(kRandomOffset, kHelloRetryRequestRandom.size()), kHelloRetryRequestRandom);
}

Error unexpected(Bytes message, std::string_view expected) {
  const auto type = static_cast<HandshakeType>(message[0]);
  // RFC 8446, 4.1.4: a second HelloRetryRequest in the same connection.
  const bool retry = type == HandshakeType::server_hello && is_hello_retry_request(message);
  Note found = retry ? Note("hello_retry_request") : Note(name_of(type));
  if (found.empty()) found << "message type " << message[0];
  const Errc code = retry && expected == ServerHello::name ? Errc::second_hello_retry : Errc::unexpected_message;
  return {code, "handshake.msg_type", "RFC 8446, 4", expected, found};
}

Handshake::Handshake(Role role, HandshakeHost host)
    : TaskContext(kArenaSize),
      role_(role),
      host_(host),
      is_only_wanted_(host.previous || host.reauthenticated != nullptr) {
  constexpr std::size_t kUsualMessage = 1024;  // bytes; it grows for larger ones
  scratch_.reserve(kUsualMessage);
}

Handshake::~Handshake() { wipe(scratch_); }

Step Handshake::resume() {
  if (!root_) {
    root_.emplace(begin());
    if (!root_->handle()) {
      error = Error{Errc::out_of_memory};
      return finish({Step::Kind::failed, Wait::nothing, Errc::out_of_memory});
    }
    root_->handle().resume();
  }
  for (;;) {
    const auto& promise = root_->handle().promise();
    if (promise.has_failed) return finish({Step::Kind::failed, Wait::nothing, error->code});
    if (root_->handle().done()) return finish({Step::Kind::done});
    if (warning_) return {Step::Kind::warning_alert, Wait::input, {}, *std::exchange(warning_, std::nullopt)};
    if (std::exchange(got_application_data_, false)) return {Step::Kind::application_data, Wait::application};
    if (std::exchange(hands_over_, false)) return {Step::Kind::done};
    Leaf& waiting = *leaf;
    const Leaf::Poll poll = waiting.poll();
    if (warning_ || got_application_data_ || hands_over_) continue;
    if (poll == Leaf::Poll::pending) return {Step::Kind::waiting, waiting.reason};
    leaf = nullptr;
    (poll == Leaf::Poll::ready ? waiting.owner->self : waiting.owner->propagate()).resume();
  }
}

Task<void> Handshake::begin() {
  if (host_.reauthenticated == nullptr)
    return role_ == Role::client ? client_handshake(*this) : server_handshake(*this);
  transcript = *host_.kept_transcript;
  set_suite(info().cipher_suite);
  return role_ == Role::client ? client_reauthentication(*this) : server_reauthentication(*this);
}

const SessionInfo* Handshake::known() const {
  if (host_.previous) return &host_.previous->info;
  return host_.reauthenticated != nullptr ? &host_.reauthenticated->info : nullptr;
}

// Destroys all frames: every local's destructor runs, secrets are wiped.
Step Handshake::finish(Step step) {
  root_.reset();
  return step;
}

Result<void> Handshake::hello_random(Random& out) {
  const ChosenValues* chosen = options().chosen.get();
  if (chosen == nullptr || !chosen->hello_random) return random(out);
  out = *chosen->hello_random;
  return {};
}

Result<void> Handshake::random(MutableBytes out) { return fill_random(services(), out); }

Result<crypto::KeyExchange> Handshake::generate_key(NamedGroup group) {
  if (EphemeralKeys* keys = services().ephemeral_keys.get()) return keys->generate(group);
  return crypto::KeyExchange::generate(group);
}

Result<crypto::Encapsulation> Handshake::encapsulate(NamedGroup group, Bytes client_share) {
  if (EphemeralKeys* keys = services().ephemeral_keys.get()) return keys->encapsulate(group, client_share);
  return crypto::encapsulate(group, client_share);
}

void Handshake::log_secret(std::string_view label, Bytes secret) {
  if (KeyLog* log = options().key_log.get()) log->log(label, info().client_random, secret);
}

Result<void> Handshake::send_change_cipher_spec() {
  // RFC 9001, 8.4: without records there is nothing that middleboxes could see.
  if (change_cipher_spec_sent_ || !options().policy->middlebox_compatibility || is_carried()) return {};
  change_cipher_spec_sent_ = true;
  constexpr std::array<std::uint8_t, 1> body{1};
  observe(true, ContentType::change_cipher_spec, body, false);
  return outbound().send(ContentType::change_cipher_spec, body);
}

Result<void> Handshake::read_with(Result<RecordProtection> protection) {
  if (!protection) return std::unexpected(protection.error());
  const auto aligned = inbound().aligned();
  if (!aligned) return std::unexpected(aligned.error());
  inbound().install(std::move(*protection), *aligned);
  return {};
}

Result<void> Handshake::write_with(Result<RecordProtection> protection) {
  if (!protection) return std::unexpected(protection.error());
  return outbound().install(std::move(*protection));
}

Result<void> Handshake::tell_secrets(EncryptionLevel level, Bytes read, Bytes write) {
  HandshakeChannel* channel = outbound().channel();
  return channel != nullptr ? channel->install(level, read, write) : Result<void>();
}

Result<void> Handshake::write_change_cipher_spec() {
  constexpr std::array<std::uint8_t, 1> body{1};
  observe(true, ContentType::change_cipher_spec, body, false);
  return outbound().send(ContentType::change_cipher_spec, body);
}

void Handshake::set_suite(CipherSuite suite) {
  info().cipher_suite = suite;
  suite_ = suite_of(suite, info().version);
}

void Handshake::establish(FinishedVerified, PeerIdentity identity, SessionKeys keys) {
  const auto* resumed = std::get_if<SessionResumed>(&identity);
  info().peer_verified =
      resumed != nullptr ? resumed->peer_verified() : std::holds_alternative<CertificateVerified>(identity);
  host_.keys = std::move(keys);
}

Handshake::StartEarly Handshake::start_early(PeerIdentity identity, SessionKeys keys) {
  info().peer_verified = std::holds_alternative<CertificateVerified>(identity);
  host_.keys = std::move(keys);
  return StartEarly(*this);
}

void Handshake::reauthenticated(FinishedVerified, PeerIdentity identity) {
  info().peer_verified = std::holds_alternative<CertificateVerified>(identity);
}

Leaf::Poll Handshake::fails(const Error& why) {
  error = why;
  return Leaf::Poll::failed;
}

// The next handshake message; everything else that may arrive is dealt with on the way.
Leaf::Poll Handshake::poll_message(Bytes& message) {
  for (;;) {
    const auto incoming = inbound().next();
    if (!incoming) return fails(incoming.error());
    if (incoming->kind == Incoming::Kind::change_cipher_spec) {  // RFC 8446, 5: "MUST simply drop it"
      observe(false, ContentType::change_cipher_spec, incoming->bytes, false);
      continue;
    }
    if (incoming->kind == Incoming::Kind::application_data && takes_early_data) {
      if (take_early_data(incoming->bytes)) continue;
      return fails(
          {Errc::too_much_early_data, "application_data", "RFC 8446, 4.2.10", "at most max_early_data_size", {}});
    }
    if (incoming->kind != Incoming::Kind::handshake) return poll_other(*incoming);
    if (is_hello_request(incoming->bytes)) {  // RFC 5246, 7.4.1.1: ignored by a client that is negotiating
      if (++hello_requests_ <= kMaxRefusedRenegotiations) continue;
      return fails({Errc::too_many_renegotiations, "hello_request", "docs/limits.md", "at most 4 in a row", {}});
    }
    if (is_post_handshake(incoming->bytes)) {
      const auto done = on_post_handshake_message(*host_.reauthenticated, incoming->bytes);
      if (!done) return fails(done.error());
      continue;
    }
    if (std::exchange(is_only_wanted_, false)) inbound().handshaking = true;
    message = received_ = incoming->bytes;
    observe(false, ContentType::handshake, message, inbound().last_was_protected());
    return Leaf::Poll::ready;
  }
}

Leaf::Poll Handshake::poll_change_cipher_spec() {
  const auto incoming = inbound().next();
  if (!incoming) return fails(incoming.error());
  if (incoming->kind == Incoming::Kind::handshake) return fails(unexpected(incoming->bytes, "change_cipher_spec"));
  if (incoming->kind != Incoming::Kind::change_cipher_spec) return poll_other(*incoming);
  observe(false, ContentType::change_cipher_spec, incoming->bytes, false);
  return Leaf::Poll::ready;
}

Leaf::Poll Handshake::poll_other(const Incoming& incoming) {
  switch (incoming.kind) {
    case Incoming::Kind::warning_alert: warning_ = incoming.alert; return Leaf::Poll::pending;
    case Incoming::Kind::close_notify:
      return fails({Errc::closed_in_handshake, "alert", "RFC 8446, 6.1", activity.object, "close_notify"});
    case Incoming::Kind::application_data:
      if (takes_application_data()) return poll_application_data(incoming.bytes);
      return fails({Errc::unexpected_record, "record.type", "RFC 8446, 4.4.4", activity.object, "application data"});
    case Incoming::Kind::wants_input:
    case Incoming::Kind::handshake:
    case Incoming::Kind::change_cipher_spec: break;
  }
  return Leaf::Poll::pending;
}

// RFC 5246, 6.2.1 and 7.4.9: data may come between the messages of a renegotiation, but not between ChangeCipherSpec and
// Finished.
bool Handshake::takes_application_data() const {
  return is_only_wanted_ || (host_.previous && !awaits_finished_ && inbound().last_was_protected());
}

// The application reads it before the handshake goes on.
Leaf::Poll Handshake::poll_application_data(Bytes data) {
  if (!is_only_wanted_) host_.application_data_size += data.size();
  if (host_.application_data_size > kMaxDataInRenegotiation)
    return fails({Errc::unexpected_record, "application_data", "docs/limits.md", activity.object, "data without end"});
  if (data.empty()) return Leaf::Poll::pending;
  host_.application_data.add(data);
  hello_requests_ = 0;
  got_application_data_ = true;
  return Leaf::Poll::pending;
}

Leaf::Poll Handshake::poll_start() {
  if (started_early_) return Leaf::Poll::ready;
  info().started_early = started_early_ = hands_over_ = true;
  return Leaf::Poll::pending;
}

bool Handshake::take_early_data(Bytes data) {
  if (data.size() > options().max_early_data - std::min<std::size_t>(early_data_received_, options().max_early_data))
    return false;
  host_.early_data.add(data);
  early_data_received_ += data.size();
  return true;
}

std::size_t Handshake::most_of_message(std::size_t usual) {
  if (options().max_handshake_message != 0) return options().max_handshake_message;
  return std::min(usual, kMaxHandshakeBytes - std::min(bytes_received_, kMaxHandshakeBytes));
}

// RFC 8446, 4.6.2: a KeyUpdate may come before the answer to a request, but not between its messages.
bool Handshake::is_post_handshake(Bytes message) const {
  return is_only_wanted_ && host_.reauthenticated != nullptr &&
         static_cast<HandshakeType>(message[0]) == HandshakeType::key_update;
}

bool Handshake::is_hello_request(Bytes message) const {
  const bool possible = role_ == Role::client && host_.info.version != ProtocolVersion::tls13;
  return possible && message.size() == kMessageHeaderSize &&
         static_cast<HandshakeType>(message[0]) == HandshakeType::hello_request;
}

void Handshake::observe(bool sent, ContentType content, Bytes message, bool encrypted) {
  Observer* observer = options().observer.get();
  if (observer == nullptr) return;
  const bool is_handshake = content == ContentType::handshake && !message.empty();
  const auto type = is_handshake ? static_cast<HandshakeType>(message[0]) : HandshakeType{};
  const bool retry = is_handshake && type == HandshakeType::server_hello && is_hello_retry_request(message);
  observer->on_message({sent, content, type, retry, encrypted, info().version, message});
}

// A ClientHello that offers a session ends with a list of one binder, which covers everything before that list (RFC 8446,
// 4.2.11.2).
void Handshake::add_binder() {
  constexpr std::size_t kLengths = 2 + 1;  // of the list, of the binder
  const std::size_t size = crypto::hash_size(binder_key->algorithm());
  const crypto::Digest covered =
      transcript.up_to_binders(binder_key->algorithm(), Bytes(scratch_).first(scratch_.size() - size - kLengths));
  const crypto::SecretDigest binder = binder_key->verify_data(covered);
  copy_bytes(binder.reveal(), MutableBytes(scratch_).last(size));
}

Result<void> Handshake::queue() {
  const bool is_client_hello = scratch_[0] == static_cast<std::uint8_t>(HandshakeType::client_hello);
  if (ClientHelloFilter* filter = services().client_hello_filter.get(); filter != nullptr && is_client_hello)
    filter->filter(scratch_);
  if (binder_key && is_client_hello) add_binder();
  const Bytes message = scratch_;
  transcript.add(message);
  observe(true, ContentType::handshake, message, outbound().is_protected());
  return outbound().queue_handshake(message);
}

}  // namespace handfast::tls
