// Each allocation of ours fails in turn where a session goes on, in every way that there is, and where a connection that stands
// has another handshake: renegotiation (TLS 1.2), a client's certificate later (TLS 1.3). The handshake says out_of_memory, or
// is a full one where it need not go on; what is delivered is what was sent, and early data is delivered once, though somebody
// sends it again after the failure.
#include "support/replaceable_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include "tls/session/memory_store.hpp"
#include "tls/session/replay_guard.hpp"
#include "unit/tls/failing_pair.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr std::string_view kEarly = "GET / HTTP/1.1\r\n\r\n";
constexpr std::uint64_t kNow = 1'800'000'000;  // seconds since 1970

enum class Kind : std::uint8_t { ticket12, id12, ticket13, early13, renegotiation12, authentication13 };

bool is_tls12(Kind kind) { return kind == Kind::ticket12 || kind == Kind::id12 || kind == Kind::renegotiation12; }
bool resumes(Kind kind) { return kind != Kind::renegotiation12 && kind != Kind::authentication13; }

std::shared_ptr<const Policy> policy_of(Kind kind) {
  auto out = std::make_shared<Policy>();
  out->versions = {is_tls12(kind) ? ProtocolVersion::tls12 : ProtocolVersion::tls13};
  out->groups = {NamedGroup::x25519, NamedGroup::secp256r1};
  return out;
}

// What a kind of connection begins with; the session is made once, without any failure.
struct Beginning {
  explicit Beginning(Kind wanted) : kind(wanted) {
    if (!resumes(kind)) return;
    Clocked pair(client_side(), server_side());
    EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes("world")), "world");
    session = std::make_shared<const SessionState>(std::move(*pair.client.session()));
    if (kind == Kind::id12) stored = std::move(store->find(session->session_id, kNow).result()->value());
  }

  Options client_side() const {
    Options out = mutual_client();
    out.policy = policy_of(kind);
    out.declines_renegotiation = false;
    out.post_handshake_auth = true;
    out.session = session;
    if (kind == Kind::early13 && session) out.early_data.assign(kEarly.begin(), kEarly.end());
    return out;
  }
  Options server_side() const {
    Options out = ordinary_server();
    out.policy = policy_of(kind);
    out.declines_renegotiation = false;
    out.post_handshake_auth = true;
    out.verifier = mutual_server().verifier;
    if (kind != Kind::id12) out.ticket_keys = ticket_keys();
    out.session_store = store;
    out.replay_guard = guard;
    out.max_early_data = kind == Kind::early13 ? 1000 : 0;
    return out;
  }
  // For the next connection: a failure may have made the entry useless.
  void renew() {
    store = std::make_shared<MemoryStore>();
    guard = std::make_shared<MemoryReplayGuard>(0);
    if (kind != Kind::id12) return;
    EXPECT_TRUE(store->add(session->session_id, stored.reveal(), kNow + 1000).result());
  }

  const Kind kind;
  std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
  std::shared_ptr<ReplayGuard> guard = std::make_shared<MemoryReplayGuard>(0);
  std::shared_ptr<const SessionState> session;
  SecretBytes stored;
};

class AnotherHandshake final : public FailingPair {
 public:
  explicit AnotherHandshake(Beginning& beginning) : beginning_(beginning) {
    beginning_.renew();
    client_options_ = beginning_.client_side();
    server_options_ = beginning_.server_side();
  }

  std::optional<Errc> go() {
    if (!create(services_, client_options_, server_options_)) return Errc::out_of_memory;
    if (!shake_hands()) return error;
    is_resumed_ = client->info().resumed;
    EXPECT_EQ(server->info().resumed, is_resumed_);
    if (!talk(*client, *server, "a line") || !talk(*server, *client, "behind the tickets")) return error;
    expect_early_data();
    if (!keep_session()) return error;
    if (beginning_.kind == Kind::renegotiation12 && !renegotiate()) return error;
    if (beginning_.kind == Kind::authentication13 && !authenticate()) return error;
    if (!talk(*client, *server, std::string(500, 'x')) || !talk(*server, *client, std::string(500, 'y'))) return error;
    if (!retried([&] { return client->close(); }) || !deliver(*client, *server)) return error;
    EXPECT_EQ(counted([&] { return server->read(buffer_); }).kind, Read::Kind::closed);
    return std::nullopt;
  }

  // Memory is back.
  void over(bool failed, std::optional<Errc>) {
    if (!failed) {
      EXPECT_EQ(is_resumed_, resumes(beginning_.kind));
      EXPECT_EQ(early_taken_, beginning_.kind == Kind::early13);
    }
    if (beginning_.kind != Kind::early13) return;
    Connection other(Role::server, services_, beginning_.server_side());
    ASSERT_TRUE(other.feed(from_client_));
    (void)other.handshake();
    (void)taken_output(other);
    (void)other.handshake();
    EXPECT_FALSE(other.established());
    const std::size_t again = other.read_early_data(buffer_);
    EXPECT_FALSE(early_taken_ && again != 0) << "delivered twice";
  }

 private:
  void on_carried(const Connection& from, Bytes bytes) override {
    const NotCounting here;
    if (&from == &*client && !from.established()) append(from_client_, bytes);
  }

  void expect_early_data() {
    const std::size_t n = server->read_early_data(buffer_);
    EXPECT_EQ(client->info().early_data_accepted, server->info().early_data_accepted);
    EXPECT_EQ(as_text(Bytes(buffer_).first(n)), server->info().early_data_accepted ? kEarly : "");
    early_taken_ = n != 0;
  }

  // session() is for programs that know of bad_alloc.
  bool keep_session() {
    return retried([&]() -> Result<void> {
      try {
        const auto kept = client->session();
        EXPECT_TRUE(kept.has_value() || !resumes(beginning_.kind));
        if (!kept) return {};
        const auto bytes = encode_session(*kept);
        if (!bytes) return std::unexpected(bytes.error());
        const auto state = decode_session(bytes->reveal());
        if (!state) return std::unexpected(state.error());
      } catch (const std::bad_alloc&) {
        return fail(Errc::out_of_memory);
      }
      return {};
    });
  }

  // A server asks, data is on its way in both directions, and the client follows.
  bool renegotiate() {
    std::size_t written = 0;
    received_.clear();
    if (!retried([&] { return server->request_renegotiation(); })) return false;
    if (!write(*client, as_bytes("still here, "), written) || !deliver(*server, *client)) return false;
    if (!receive(*client)) return false;
    EXPECT_TRUE(rehandshake_);
    server->options().client_authentication = ClientAuthentication::require;
    if (!retried([&] { return client->renegotiate(); }) || !retried([&] { return server->renegotiate(); }))
      return false;
    if (!write(*server, as_bytes("here, too"), written) || !shake_hands()) return false;
    EXPECT_EQ(received_.size(), 21U) << received_;
    EXPECT_EQ(server->info().peer_chain.size(), 1U);
    return true;
  }

  bool authenticate() {
    std::size_t written = 0;
    received_.clear();
    server->options().client_authentication = ClientAuthentication::require;
    if (!retried([&] { return server->reauthenticate(); })) return false;
    const Step step = counted([&] { return server->handshake(); });
    if (step.kind == Step::Kind::failed) return failed(*server, step.error);
    if (!write(*client, as_bytes("still here, "), written) || !deliver(*server, *client)) return false;
    if (!receive(*client)) return false;
    EXPECT_TRUE(rehandshake_);
    if (!retried([&] { return client->reauthenticate(); }) || !shake_hands()) return false;
    EXPECT_EQ(received_, "still here, ");
    EXPECT_EQ(server->info().peer_chain.size(), 1U);
    return true;
  }

  Beginning& beginning_;
  Options client_options_, server_options_;
  std::shared_ptr<const Services> services_ = clocked();
  ByteVector from_client_;  // of the handshake
  bool is_resumed_ = false, early_taken_ = false;
};

struct Way {
  Shortage shortage;
  Kind kind;
  std::string name;
};

std::vector<Way> all_ways() {
  constexpr std::array<std::pair<Kind, const char*>, 6> kKinds{{{Kind::ticket12, "Ticket12"},
                                                                {Kind::id12, "Id12"},
                                                                {Kind::ticket13, "Ticket13"},
                                                                {Kind::early13, "Early13"},
                                                                {Kind::renegotiation12, "Renegotiation12"},
                                                                {Kind::authentication13, "Authentication13"}}};
  std::vector<Way> out;
  for (const auto& [kind, name] : kKinds) {
    out.push_back({Shortage::one_fails, kind, std::string("OneFails") + name});
    out.push_back({Shortage::all_fail_from_then_on, kind, std::string("AllFail") + name});
  }
  return out;
}

class AgainAllocationFailure : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(When, AgainAllocationFailure, testing::ValuesIn(all_ways()),
                         [](const auto& param) { return param.param.name; });

TEST_P(AgainAllocationFailure, LosesNothing) {
  clock_now = std::chrono::system_clock::time_point(std::chrono::seconds(kNow));
  Beginning beginning(GetParam().kind);
  const long allocations =
      run_out_of_memory(GetParam().shortage, [&] { return std::make_unique<AnotherHandshake>(beginning); });
  EXPECT_GT(allocations, 30) << "it needs more allocations than this";
}

}  // namespace
}  // namespace handfast::test

#endif
