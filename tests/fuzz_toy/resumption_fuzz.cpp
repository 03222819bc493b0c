// Connections, one after the other, that go on from each other's sessions: the input chooses the settings of each, what both
// sides do and in which order (data, another handshake, a client's certificate later, new keys, tickets), and what happens to
// their records on the way. What holds whatever comes: data arrives as it was sent, or not at all, up to the end that its
// sender has set; both sides tell the same story; early data is delivered once, however often it comes; who repeats what he
// saw has no connection. Where nothing is damaged, nothing fails and all arrives, unless one side changes its keys too often.
//
// Input: for each connection two bytes of settings (Setting), then steps (Action), each in the lower bits of a byte, with an
// argument in the upper ones.
#include <algorithm>
#include <set>

#include "fuzz_toy/wire.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"
#include "tls/record/limits.hpp"
#include "tls/session/memory_store.hpp"
#include "tls/session/replay_guard.hpp"

using namespace handfast;
using namespace handfast::fuzz;
using tls::Connection;
using tls::Options;
using tls::Read;
using tls::Role;
using tls::Step;

namespace {

constexpr std::size_t kMostConnections = 5, kMostActions = 160, kMostTurns = 400, kMostKeyChanges = 10;
constexpr std::uint32_t kMaxEarlyData = 2000;

std::chrono::system_clock::time_point clock_now;
std::chrono::system_clock::time_point fuzz_clock() { return clock_now; }

enum Setting : std::uint16_t {
  client12 = 1,
  no_client_tickets = 2,
  no_ticket_keys = 4,
  no_store = 8,
  cookie = 16,
  small_records = 32,
  single_bytes = 64,
  server12 = 128,
  // The second byte.
  client_certificate = 1 << 8,
  with_early_data = 2 << 8,
  with_session = 4 << 8,
  older_session = 8 << 8,
  changed_session = 16 << 8,
  other_protocol = 32 << 8,
  no_extended_master_secret = 64 << 8,
  other_ticket_keys = 128 << 8,
};

enum Action : std::uint8_t {
  step_client,
  step_server,
  carry_to_server,
  carry_to_client,
  write_client,
  write_server,
  read_client,
  read_server,
  client_again,
  server_asks,
  server_goes_on,
  server_ticket,
  new_keys,
  close_side,
  decline,
  clock_on,
  damage_to_server,
  damage_to_client,
  read_early,
  repeat_earlier,
  everything,
  next_connection,
  kActions
};

// What outlives a connection.
struct World {
  std::shared_ptr<tls::Services> services = std::make_shared<tls::Services>();
  std::shared_ptr<tls::ReplayGuard> guard = std::make_shared<tls::MemoryReplayGuard>(0);
  std::shared_ptr<tls::SessionStore> store = std::make_shared<tls::MemoryStore>();
  std::vector<std::shared_ptr<const tls::SessionState>> sessions;
  struct Earlier {
    std::uint16_t settings;
    std::string early_data;
    std::vector<ByteVector> records;
  };
  std::vector<Earlier> earlier;
  std::set<std::string> delivered;  // early data; each connection's is another text
};

std::shared_ptr<tls::CertificateVerifier> verifier() {
  static const auto one = std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
  return one;
}

std::shared_ptr<const tls::Policy> policy_of(bool tls12_only, std::uint16_t settings) {
  auto out = std::make_shared<tls::Policy>(*fuzz_policy(tls12_only));
  out->extended_master_secret = (settings & no_extended_master_secret) == 0;
  return out;
}

Options client_options(std::uint16_t settings) {
  static const auto credentials = test::credentials(test::TestCa::instance().client());
  Options out;
  out.policy = policy_of((settings & client12) != 0, settings);
  out.key_shares = 1;
  out.server_name = "localhost";
  out.credentials = credentials;
  out.verifier = verifier();
  out.application_protocols = {(settings & other_protocol) != 0 ? "http/1.1" : "h2"};
  out.tickets12 = out.tickets13 = (settings & no_client_tickets) == 0;
  out.post_handshake_auth = true;
  out.declines_renegotiation = false;
  if ((settings & small_records) != 0) out.record_size_limit = 64;
  return out;
}

Options server_options(std::uint16_t settings, const World& world) {
  static const auto credentials = test::credentials(test::TestCa::instance().server());
  static const auto keys = std::make_shared<const tls::TicketKeys>(ByteVector(tls::kTicketSecretSize, 1));
  static const auto other_keys = std::make_shared<const tls::TicketKeys>(ByteVector(tls::kTicketSecretSize, 2));
  Options out;
  out.policy = fuzz_policy((settings & server12) != 0);
  out.credentials = credentials;
  out.verifier = verifier();
  out.application_protocols = {"h2", "http/1.1"};
  out.record_size_limit = 16384;
  out.cookie_always = (settings & cookie) != 0;
  if ((settings & client_certificate) != 0) out.client_authentication = tls::ClientAuthentication::request;
  if ((settings & no_ticket_keys) == 0) out.ticket_keys = (settings & other_ticket_keys) != 0 ? other_keys : keys;
  if ((settings & no_store) == 0) out.session_store = world.store;
  out.replay_guard = world.guard;
  out.max_early_data = kMaxEarlyData;
  out.post_handshake_auth = true;
  out.declines_renegotiation = false;
  return out;
}

// Early data is one text for each ClientHello; all of it or its beginning comes, and no second time.
void expect_early_data(World& world, Connection& server, std::string& received, const std::string& sent) {
  std::array<std::uint8_t, 300> buffer{};
  while (const std::size_t n = server.read_early_data(buffer)) {
    if (received.empty()) expect(world.delivered.insert(sent).second);
    received += as_text(Bytes(buffer).first(n));
    expect(sent.starts_with(received));
  }
}

// Somebody sends again what the client of an earlier connection has sent.
void repeat(World& world, std::uint8_t which) {
  if (world.earlier.empty()) return;
  const World::Earlier& earlier = world.earlier[which % world.earlier.size()];
  Connection server(Role::server, world.services, server_options(earlier.settings, world));
  std::string received;
  for (const ByteVector& record : earlier.records) {
    expect(server.feed(record));
    (void)server.handshake();
    (void)take_output(server);
    (void)server.handshake();
    expect(!server.established());
    expect_early_data(world, server, received, earlier.early_data);
  }
}

struct Side {
  Side(Role role, const World& world, Options options) : connection(role, world.services, std::move(options)) {}
  Connection connection;
  Wire out;
  std::string sent, received;  // application data
  bool closed = false, saw_close = false;
  unsigned wishes = 0, tickets = 0, refusals = 0;
  unsigned key_changes = 0, key_updates = 0;  // asked for here; sent at most, answers to the peer included
  bool wanted_by_peer = false;                // another handshake
};

class Pair {
 public:
  Pair(World& world, std::uint16_t settings, Script& script)
      : world_(world),
        settings_(settings),
        may_fail_((settings & changed_session) != 0),
        early_data_(early_data_of(settings, world)),
        client_(Role::client, world, offering(client_options(settings), script)),
        server_(Role::server, world, server_options(settings, world)) {}

  // False: the connection is over.
  bool act(std::uint8_t code, Script& script);
  void end();

 private:
  static std::string early_data_of(std::uint16_t settings, const World& world) {
    const std::size_t number = world.earlier.size();
    if ((settings & with_early_data) == 0) return {};
    return "early " + std::to_string(number) + std::string(number * 600, '.');
  }
  Options offering(Options options, Script& script);
  bool is_tls12() const { return client_.connection.info().version == ProtocolVersion::tls12; }
  void step(Side& side);
  bool carry(Side& from, Side& to, std::size_t most);
  bool read(Side& from, Side& to, std::size_t size);
  void write(Side& side, std::size_t size);
  void again(Side& side);
  void ask();
  void refuse(Side& side);
  void close(Side& side);
  void change_keys(Side& side, bool ask_peer);
  bool turn();
  void settle();
  void check_story();
  void check_end(Side& side);
  bool ended_by_key_updates() const;

  World& world_;
  const std::uint16_t settings_;
  bool may_fail_;         // what has been done is not always possible
  bool refused_ = false;  // one side waits for an answer that will not come
  std::string early_data_, early_received_;
  Side client_, server_;
};

Options Pair::offering(Options options, Script& script) {
  options.early_data.assign(early_data_.begin(), early_data_.end());
  if ((settings_ & with_session) == 0 || world_.sessions.empty()) return options;
  const std::size_t count = world_.sessions.size();
  options.session = world_.sessions[(settings_ & older_session) != 0 ? script.next() % count : count - 1];
  // RFC 8446, D.3: an answer in TLS 1.2 to early data ends the connection.
  if ((settings_ & server12) != 0) may_fail_ = true;
  if ((settings_ & changed_session) == 0) return options;
  const std::array<std::uint8_t, 4> change{script.next(), script.next(), script.next(), script.next()};
  const auto encoded = tls::encode_session(*options.session);
  ByteVector bytes(encoded->reveal().begin(), encoded->reveal().end());
  Mutator(change).change(bytes);
  if (auto changed = tls::decode_session(bytes))
    options.session = std::make_shared<const tls::SessionState>(std::move(*changed));
  return options;
}

void Pair::step(Side& side) {
  const Step step = side.connection.handshake();
  if (step.kind != Step::Kind::failed) return;
  const tls::Failure* failure = side.connection.failure();
  expect(failure != nullptr && failure->error.code == step.error);
}

bool Pair::carry(Side& from, Side& to, std::size_t most) {
  from.out.take(from.connection);
  return from.out.deliver(to.connection, most, (settings_ & single_bytes) != 0);
}

// What `to` reads of `from`'s; whether anything came.
bool Pair::read(Side& from, Side& to, std::size_t size) {
  ByteVector buffer(size);
  const Read read = to.connection.read(buffer);
  switch (read.kind) {
    case Read::Kind::data:
      to.received += as_text(Bytes(buffer).first(read.size));
      expect(from.sent.starts_with(to.received));
      return true;
    case Read::Kind::closed:  // nobody but the peer can have closed, and nothing may be missing
      expect(from.closed && to.received == from.sent);
      return !std::exchange(to.saw_close, true);
    case Read::Kind::rehandshake: to.wanted_by_peer = true; return false;
    case Read::Kind::warning_alert: return true;
    case Read::Kind::wants_input: return false;
    case Read::Kind::failed: return false;
  }
  return false;
}

void Pair::write(Side& side, std::size_t size) {
  if (!side.connection.established()) return;
  // Behind a client's hello, which a server may have answered.
  if (&side == &client_ && is_tls12() && side.connection.renegotiating()) may_fail_ = true;
  std::string text(size, 'a');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (side.sent.size() + i) % 23);
  const auto written = side.connection.write(as_bytes(text));
  if (written) side.sent += text.substr(0, *written);
}

void Pair::again(Side& side) {
  if (!side.connection.established()) return;
  const tls::SessionInfo& info = side.connection.info();
  if (info.version == ProtocolVersion::tls12) {
    if (info.resumed && !info.extended_master_secret) may_fail_ = true;  // RFC 7627, 5.4
    (void)side.connection.renegotiate();
  } else {
    (void)side.connection.reauthenticate();
  }
}

void Pair::ask() {
  Connection& server = server_.connection;
  if (!server.established() || server_.wishes == 3) return;
  ++server_.wishes;
  if (!is_tls12()) {
    server.options().client_authentication = tls::ClientAuthentication::request;
    return again(server_);
  }
  (void)server.request_renegotiation();
}

void Pair::refuse(Side& side) {
  if (!side.connection.established() || !is_tls12() || side.refusals == 3 || side.connection.failure() != nullptr)
    return;
  // An answer to nobody's request (RFC 5246, 7.2.2), which drops what has come of the peer's own answer.
  if (side.connection.renegotiating()) may_fail_ = true;
  if (side.connection.send_alert(AlertLevel::warning, Alert::no_renegotiation)) ++side.refusals;
  if (std::exchange(side.wanted_by_peer, false)) refused_ = true;
}

void Pair::close(Side& side) {
  if (!side.connection.established() || side.connection.failure() != nullptr) return;
  may_fail_ = true;  // the peer may be in a handshake
  if (side.connection.close()) side.closed = true;
}

void Pair::change_keys(Side& side, bool ask_peer) {
  if (!side.connection.established() || ++side.key_changes > kMostKeyChanges) return;
  if (!side.connection.update_keys(ask_peer)) return;  // in TLS 1.2 there is no such thing
  ++side.key_updates;
  if (ask_peer) ++(&side == &client_ ? server_ : client_).key_updates;
}

// docs/limits.md: so many within a second, and later ones as data allows. No time and no data is needed for the first ones.
bool Pair::ended_by_key_updates() const {
  const auto ended = [](const Side& side, const Side& peer) {
    const tls::Failure* failure = side.connection.failure();
    if (failure == nullptr || failure->error.code != Errc::too_many_key_updates) return false;
    expect(peer.key_updates > tls::kMaxKeyUpdates);
    return true;
  };
  return ended(client_, server_) || ended(server_, client_);
}

bool Pair::act(std::uint8_t code, Script& script) {
  const std::size_t argument = code >> 5;
  Side &client = client_, &server = server_, &side = argument % 2 == 0 ? client_ : server_;
  switch (code % 32) {
    case step_client: step(client); break;
    case step_server: step(server); break;
    case carry_to_server: (void)carry(client, server, argument + 1); break;
    case carry_to_client: (void)carry(server, client, argument + 1); break;
    case write_client: write(client, 1 + argument * argument * 20); break;
    case write_server: write(server, 1 + argument * argument * 20); break;
    case read_client: (void)read(server, client, 1 + argument * 100); break;
    case read_server: (void)read(client, server, 1 + argument * 100); break;
    case client_again: client.wanted_by_peer = false, again(client); break;
    case server_asks: ask(); break;
    case server_goes_on: server.wanted_by_peer = false, again(server); break;
    case server_ticket:
      if (++server.tickets <= 20) (void)server.connection.send_ticket();
      break;
    case new_keys: change_keys(side, argument > 1); break;
    case close_side: close(side); break;
    case decline: refuse(side); break;
    case clock_on: clock_now += std::chrono::milliseconds(700 * argument * argument); break;
    case damage_to_server: client.out.take(client.connection), client.out.damage(script); break;
    case damage_to_client: server.out.take(server.connection), server.out.damage(script); break;
    case read_early: expect_early_data(world_, server.connection, early_received_, early_data_); break;
    case repeat_earlier: repeat(world_, script.next()); break;
    case everything: settle(); break;
    case next_connection: return false;
    default: break;
  }
  return true;
}

// Each side does what it can; whether anything happened.
bool Pair::turn() {
  bool moved = false;
  for (Side* side : {&client_, &server_}) {
    Side& other = side == &client_ ? server_ : client_;
    Connection& connection = side->connection;
    if (!connection.established() || connection.renegotiating()) step(*side);
    while (connection.established() && read(other, *side, 200)) moved = true;
    if (std::exchange(side->wanted_by_peer, false)) again(*side), moved = true;
    if (connection.owes_output()) (void)connection.flush_owed();
    if (carry(*side, other, 1000)) moved = true;
  }
  return moved;
}

void Pair::settle() {
  for (std::size_t i = 0, idle = 0; idle < 3; ++i, ++idle) {
    expect(i < kMostTurns);
    if (turn()) idle = 0;
  }
}

void Pair::check_story() {
  Connection &client = client_.connection, &server = server_.connection;
  if (!client.established() || !server.established() || client.renegotiating() || server.renegotiating()) return;
  const tls::SessionInfo &a = client.info(), &b = server.info();
  expect(a.version == b.version && a.cipher_suite == b.cipher_suite && a.resumed == b.resumed);
  expect(a.application_protocol == b.application_protocol && a.hello_retry == b.hello_retry);
  expect(a.client_random == b.client_random && a.server_random == b.server_random);
  expect(a.extended_master_secret == b.extended_master_secret && a.early_data_accepted == b.early_data_accepted);
  expect(a.group == b.group || (settings_ & changed_session) != 0);
  expect(a.peer_verified);
  std::array<std::uint8_t, 32> of_client{}, of_server{};
  const bool exports = a.version == ProtocolVersion::tls13 || a.extended_master_secret;  // RFC 7627, 5.4
  expect(client.export_key("story", Bytes(), of_client).has_value() == exports);
  expect(server.export_key("story", Bytes(), of_server).has_value() == exports);
  expect(of_client == of_server);
}

void Pair::check_end(Side& side) {
  Connection& connection = side.connection;
  connection.input_ended();
  Step step = connection.handshake();
  for (int i = 0; i < 8 && (step.kind == Step::Kind::warning_alert || step.kind == Step::Kind::waiting); ++i) {
    (void)take_output(connection);
    step = connection.handshake();
  }
  if (step.kind == Step::Kind::application_data) return;  // not read to the end, which only a test can do
  expect(step.kind == Step::Kind::failed || step.kind == Step::Kind::done);
  expect(step.kind != Step::Kind::failed || connection.failure() != nullptr);
}

void Pair::end() {
  settle();
  Connection &client = client_.connection, &server = server_.connection;
  // A server that only waits asks, too.
  if (is_tls12() && server.renegotiating() && !client.renegotiating() && !refused_) {
    again(client_);
    settle();
  }
  expect_early_data(world_, server, early_received_, early_data_);
  check_story();
  const bool damaged = client_.out.damaged() || server_.out.damaged();
  const bool failed = client.failure() != nullptr || server.failure() != nullptr;
  expect(!failed || damaged || may_fail_ || ended_by_key_updates());
  if (!damaged && !failed) {
    const bool stands = client.established() && server.established();
    expect(stands || may_fail_);
    expect(!stands || (client_.received == server_.sent && server_.received == client_.sent));
    expect(early_received_ == (server.info().early_data_accepted ? early_data_ : ""));
    expect(refused_ || may_fail_ || (!client.renegotiating() && !server.renegotiating()));
  }
  if (auto session = client.session(); session && (settings_ & changed_session) == 0)
    world_.sessions.push_back(std::make_shared<const tls::SessionState>(std::move(*session)));
  world_.earlier.push_back({settings_, early_data_, client_.out.sent()});
  check_end(client_);
  check_end(server_);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  World world;
  world.services->clock = &fuzz_clock;
  (void)client_options(0), (void)server_options(0, world);  // certificates are made before the generator starts over
  crypto::toy::seed_random(1);
  clock_now = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));
  Script script(Bytes(data, size));
  std::size_t actions = 0;
  while (!script.empty() && world.earlier.size() < kMostConnections) {
    const auto low = script.next(), high = script.next();
    Pair pair(world, static_cast<std::uint16_t>(high << 8 | low), script);
    while (!script.empty() && actions++ < kMostActions && pair.act(script.next(), script)) {
    }
    pair.end();
  }
  return 0;
}
