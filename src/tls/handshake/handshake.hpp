#pragma once
// What the protocol flows (client13.cpp, server13.cpp, ...) work with while a handshake runs: leaves that wait, messages in
// and out, keys. It is freed when the handshake ends. A flow says `co_await hs.receive<ServerHello>()`, and everything
// about suspension, records, limits, transcripts and observers happens here.
#include <algorithm>
#include <memory>
#include <variant>

#include "base/secret_queue.hpp"
#include "base/task.hpp"
#include "tls/connection/connection.hpp"
#include "tls/handshake/proofs.hpp"
#include "tls/keys/key_schedule.hpp"
#include "tls/keys/master_secret12.hpp"
#include "tls/keys/transcript.hpp"
#include "tls/message/client_hello.hpp"
#include "tls/message/server_hello.hpp"
#include "tls/record/inbound.hpp"
#include "tls/record/outbound.hpp"
#include "tls/session/received_ticket.hpp"
#include "tls/suites.hpp"

namespace handfast::tls {

// What the connection keeps when the handshake is over.
struct ApplicationKeys {
  TrafficSecret read, write;
  ExporterSecret exporter;
  std::unique_ptr<const ResumptionSecret> resumption;  // null: a server that makes no tickets for this client
  std::uint16_t tickets_made = 0;
};

// Both Finished messages of a handshake of TLS 1.2: a renegotiation is bound to them (RFC 5746, 3.1).
using VerifyData12 = std::array<std::uint8_t, kVerifyDataSize>;
struct FinishedPair {
  VerifyData12 client{}, server{};
};

// What a connection of TLS 1.2 keeps.
struct Keys12 {
  KeptMasterSecret12 master;
  FinishedPair finished;
};

using SessionKeys = std::variant<ApplicationKeys, Keys12>;

struct RefusedCertificate {  // for Failure
  std::string subject, issuer;
  unsigned depth = 0;
};

// What a renegotiation follows.
struct Previous {
  const SessionInfo& info;
  const FinishedPair& finished;
};

// The parts of a connection that its handshake works on.
struct HandshakeHost {
  Connection& connection;
  const Services& services;
  Options& options;
  SessionInfo& info;
  Inbound& inbound;
  Outbound& outbound;
  std::optional<SessionKeys>& keys;
  std::unique_ptr<const ReceivedTicket>& ticket;
  SecretQueue& application_data;         // where it is put when it comes between the messages of a renegotiation
  std::uint64_t& application_data_size;  // how much that was since the peer has begun, too
  SecretQueue& early_data;               // what a server received of it
  std::unique_ptr<const ExporterSecret>& early_exporter;
  std::unique_ptr<const Transcript>& kept_transcript;  // of the handshake, where a client may be asked later
  std::optional<Previous> previous{};                  // of a renegotiation
  Connection::State* reauthenticated = nullptr;        // of an authentication after the handshake
};

// What the flow is doing, for Failure: "await server_hello", "make certificate_verify".
struct Activity {
  std::string_view verb = "start", object = "handshake";
};

class Handshake final : public TaskContext {
 public:
  Handshake(Role role, HandshakeHost host);
  ~Handshake();

  Step resume();  // on until done, failed, or something is missing

  // ---- leaves ----
  template <class... Ms>  // co_await gives M, or std::variant<M...> of several; views in it live until the next receive
  class Receive;
  template <class... Ms>
  Receive<Ms...> receive();

  class ReceiveChangeCipherSpec;  // TLS 1.2: what the peer sends next is protected
  ReceiveChangeCipherSpec receive_change_cipher_spec();

  class Flush;  // until everything has left for the transport
  Flush flush();

  class StartEarly;  // resume() says that it is done, and when it is called again goes on from here
  StartEarly start_early(PeerIdentity identity, SessionKeys keys);

  template <class M>
  class Send;  // ready at once, or failed: a message joins the flight
  template <class M>
  Send<M> send(const M& message);

  template <class T>
  class Await;  // an answer from outside, which may come later
  template <class T>
  Await<T> await(Wait reason, Answer<T> answer);

  // ---- for the flows ----
  Role role() const { return role_; }
  const Services& services() const { return host_.services; }
  Options& options() { return host_.options; }
  SessionInfo& info() { return host_.info; }
  Inbound& inbound() { return host_.inbound; }
  const Inbound& inbound() const { return host_.inbound; }
  Outbound& outbound() { return host_.outbound; }
  Connection& connection() { return host_.connection; }
  const std::optional<Previous>& previous() const { return host_.previous; }
  const SessionInfo* known() const;  // what was agreed before, where the connection has had a handshake
  // A renegotiation that the peer has not answered yet: it may as well go on with application data.
  bool is_only_wanted() const { return is_only_wanted_; }
  bool started_early() const { return started_early_; }
  bool is_over() const { return !root_; }                                   // once begun
  std::unique_ptr<const ReceivedTicket>& ticket() { return host_.ticket; }  // client
  Result<void> random(MutableBytes out);
  Result<void> hello_random(Random& out);  // of our hello, unless the options name one
  Result<crypto::KeyExchange> generate_key(NamedGroup group);
  Result<crypto::Encapsulation> encapsulate(NamedGroup group, Bytes client_share);
  void log_secret(std::string_view label, Bytes secret);
  Result<void> send_change_cipher_spec();                       // RFC 8446, D.4; once
  Result<void> read_with(Result<RecordProtection> protection);  // needs record alignment
  Result<void> write_with(Result<RecordProtection> protection);
  // TLS 1.3: the same with the secret of a level. Where a channel carries the messages it is that which makes keys of secrets.
  template <class Secret>
  Result<void> read_with(EncryptionLevel level, const Secret& secret);
  template <class Secret>
  Result<void> write_with(EncryptionLevel level, const Secret& secret);
  // To the channel, if there is one: before messages of ours are carried at the level.
  Result<void> tell_secrets(EncryptionLevel level, Bytes read, Bytes write);
  // RFC 9001, 4.4: "A server MUST NOT use post-handshake client authentication"
  bool may_authenticate_later() { return options().post_handshake_auth && !is_carried(); }
  bool is_carried() const { return host_.outbound.is_carried(); }
  Result<void> write_change_cipher_spec();  // TLS 1.2 (RFC 5246, 7.1): what follows is protected
  const SuiteParameters& suite() const { return *suite_; }
  void set_suite(CipherSuite suite);  // of the version in info()
  // The end. Takes every proof, so that it cannot be reached without them.
  void establish(FinishedVerified, PeerIdentity identity, SessionKeys keys);
  // The same where only the client's identity is new.
  void reauthenticated(FinishedVerified, PeerIdentity identity);
  void keep_transcript() { host_.kept_transcript = std::make_unique<const Transcript>(transcript); }
  ApplicationKeys& application_keys() { return std::get<ApplicationKeys>(*host_.keys); }  // established, in TLS 1.3

  // The whole message that receive() gave last; valid as long as its views.
  Bytes received_message() const { return received_; }

  FinishedPair finished12;
  std::unique_ptr<const ExporterSecret>& early_exporter() { return host_.early_exporter; }
  bool takes_early_data = false;  // from here on application data that comes is that

  Transcript transcript;
  std::optional<FinishedKey> binder_key;  // of the session that our ClientHello offers
  Activity activity;
  RefusedCertificate refused_certificate;

 private:
  Leaf::Poll fails(const Error& why);
  Leaf::Poll poll_message(Bytes& message);
  Leaf::Poll poll_change_cipher_spec();
  Leaf::Poll poll_other(const Incoming& incoming);  // what no leaf waits for
  Leaf::Poll poll_application_data(Bytes data);
  bool takes_application_data() const;
  Leaf::Poll poll_start();
  Task<void> begin();
  // The program's limit, or the usual one, as far as the messages before it have left of the bound on their sum.
  std::size_t most_of_message(std::size_t usual);
  bool is_post_handshake(Bytes message) const;
  bool take_early_data(Bytes data);
  bool is_hello_request(Bytes message) const;
  void observe(bool sent, ContentType content, Bytes message, bool encrypted);
  void add_binder();
  Result<void> queue();  // what scratch_ holds
  Step finish(Step step);

  Role role_;
  HandshakeHost host_;
  ByteVector scratch_;  // the message being made
  Bytes received_;
  std::optional<SuiteParameters> suite_;
  std::optional<Alert> warning_;
  bool is_only_wanted_, got_application_data_ = false;
  bool started_early_ = false, hands_over_ = false;
  bool awaits_finished_ = false;  // TLS 1.2: the peer's keys have changed, and no data may come before its Finished
  unsigned hello_requests_ = 0;
  std::size_t bytes_received_ = 0;       // of messages
  std::size_t early_data_received_ = 0;  // bytes that were taken
  bool change_cipher_spec_sent_ = false;
  std::optional<Task<void>> root_;
};

// The flows' entry points: the hello exchange up to the version (client.cpp, server.cpp), which then part.
Task<void> client_handshake(Handshake& hs);
Task<void> server_handshake(Handshake& hs);
// After the handshake of TLS 1.3 (reauthentication13.cpp).
Task<void> client_reauthentication(Handshake& hs);
Task<void> server_reauthentication(Handshake& hs);

// ------------------------------------------------------------------------------------------------- the leaves ----

bool is_hello_retry_request(Bytes message);
Error unexpected(Bytes message, std::string_view expected);

// Which of the awaited messages the bytes are: the type decides, and for the two that share one, the random.
template <class M>
bool is_message(Bytes message) {
  if (message.empty() || message[0] != static_cast<std::uint8_t>(M::type)) return false;
  if constexpr (std::is_same_v<M, ServerHello> || std::is_same_v<M, HelloRetryRequest>) {
    const bool retry = is_hello_retry_request(message);
    return retry == std::is_same_v<M, HelloRetryRequest>;
  }
  return true;
}

constexpr std::size_t usual_limit(HandshakeType type) {
  switch (type) {
    case HandshakeType::client_hello: return kMaxClientHello;
    case HandshakeType::certificate:
    case HandshakeType::certificate_request: return kMaxCertificateMessage;
    case HandshakeType::new_session_ticket: return kMaxHandshakeMessage;
    default: return kMaxFirstMessage;
  }
}

template <class... Ms>
class Handshake::Receive final : public Leaf {
 public:
  explicit Receive(Handshake& hs) : Leaf(hs, Wait::input), hs_(hs) {
    hs.inbound().max_message = hs.most_of_message(std::max({usual_limit(Ms::type)...}));
    hs.activity = {"await", first_name<Ms...>()};
  }
  Poll poll() override {
    Bytes message;
    const Poll arrived = hs_.poll_message(message);
    if (arrived != Poll::ready) return arrived;
    Poll parsed = Poll::failed;
    const bool awaited = ((is_message<Ms>(message) && (parsed = parse<Ms>(message), true)) || ...);
    return awaited ? parsed : fails(unexpected(message, first_name<Ms...>()));
  }
  auto await_resume() {
    if constexpr (sizeof...(Ms) == 1)
      return std::get<0>(message_);
    else
      return message_;
  }

 private:
  template <class First, class...>
  static constexpr std::string_view first_name() {
    return First::name;
  }
  template <class M>
  Poll parse(Bytes message) {
    const Result<M> decoded = decode<M>(message.subspan(4));
    if (!decoded) return fails(decoded.error());
    message_.template emplace<M>(*decoded);
    hs_.transcript.add(message);
    hs_.bytes_received_ += message.size();
    return Poll::ready;
  }
  Handshake& hs_;
  std::variant<Ms...> message_;
};

class Handshake::ReceiveChangeCipherSpec final : public Leaf {
 public:
  explicit ReceiveChangeCipherSpec(Handshake& hs) : Leaf(hs, Wait::input), hs_(hs) {
    hs.inbound().change_cipher_spec_allowed = true;
    hs.activity = {"await", "change_cipher_spec"};
  }
  Poll poll() override { return hs_.poll_change_cipher_spec(); }
  void await_resume() {
    hs_.inbound().change_cipher_spec_allowed = false;
    hs_.awaits_finished_ = true;
  }

 private:
  Handshake& hs_;
};

class Handshake::Flush final : public Leaf {
 public:
  explicit Flush(Handshake& hs) : Leaf(hs, Wait::output), hs_(hs) {}
  Poll poll() override {
    const auto flushed = hs_.outbound().flush_handshake();
    if (!flushed) return fails(flushed.error());
    // Another thread that is sending takes this along.
    return hs_.outbound().output().empty() || hs_.outbound().is_pinned() ? Poll::ready : Poll::pending;
  }
  void await_resume() {}

 private:
  Handshake& hs_;
};

class Handshake::StartEarly final : public Leaf {
 public:
  explicit StartEarly(Handshake& hs) : Leaf(hs, Wait::nothing), hs_(hs) {}
  Poll poll() override { return hs_.poll_start(); }
  void await_resume() {}

 private:
  Handshake& hs_;
};

template <class M>
class Handshake::Send final : public Leaf {
 public:
  Send(Handshake& hs, const M& message) : Leaf(hs, Wait::nothing), hs_(hs), message_(message) {
    hs.activity = {"make", M::name};
  }
  Poll poll() override {
    hs_.scratch_.clear();
    Writer writer(hs_.scratch_);
    writer.template number<1>(static_cast<std::uint32_t>(M::type));
    {
      const auto length = writer.prefix(3);
      Encoder encoder(writer);
      M::fields(encoder, message_);
    }
    const auto queued = writer.ok() ? hs_.queue() : fail(Errc::message_too_long, M::name, M::rfc);
    return queued ? Poll::ready : fails(queued.error());
  }
  void await_resume() {}

 private:
  Handshake& hs_;
  const M& message_;
};

template <class T>
class Handshake::Await final : public Leaf {
 public:
  Await(Handshake& hs, Wait wait, Answer<T> answer) : Leaf(hs, wait), answer_(std::move(answer)) {}
  Poll poll() override {
    if (!answer_.ready()) return Poll::pending;
    const Result<T>& result = answer_.result();
    return result ? Poll::ready : fails(result.error());
  }
  T await_resume() {
    if constexpr (!std::is_void_v<T>) return std::move(*answer_.result());
  }

 private:
  Answer<T> answer_;
};

template <class Secret>
Result<void> Handshake::read_with(EncryptionLevel level, const Secret& secret) {
  const auto aligned = inbound().aligned();
  if (!aligned) return std::unexpected(aligned.error());
  if (!is_carried())
    if (const auto done = read_with(secret.protection(suite().aead)); !done) return done;
  inbound().move_to(level, *aligned);
  return {};
}
template <class Secret>
Result<void> Handshake::write_with(EncryptionLevel level, const Secret& secret) {
  if (!is_carried())
    if (const auto done = write_with(secret.protection(suite().aead)); !done) return done;
  return outbound().move_to(level);
}

template <class... Ms>
Handshake::Receive<Ms...> Handshake::receive() {
  return Receive<Ms...>(*this);
}
inline Handshake::ReceiveChangeCipherSpec Handshake::receive_change_cipher_spec() {
  return ReceiveChangeCipherSpec(*this);
}
inline Handshake::Flush Handshake::flush() { return Flush(*this); }
template <class M>
Handshake::Send<M> Handshake::send(const M& message) {
  return Send<M>(*this, message);
}
template <class T>
Handshake::Await<T> Handshake::await(Wait reason, Answer<T> answer) {
  return Await<T>(*this, reason, std::move(answer));
}

}  // namespace handfast::tls
