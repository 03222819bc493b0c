// Runs what works with secrets while memcheck watches: tickets, binders, the key schedule where a session goes on, the store, and
// records. The secrets have no value for it (secrecy.hpp), so that it reports whatever branches or looks something up by one.
// Arguments: none; the program has to run under `valgrind`. Exit status 0: nothing was reported but where it had to be; 77: no
// valgrind around it.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "memcheck/secrecy.hpp"
#include "tls/session/memory_store.hpp"
#include "tls/session/replay_guard.hpp"
#include "tls/session/ticket_keys.hpp"
#include "unit/tls/endpoints.hpp"

using namespace handfast;
using namespace handfast::memcheck;
using namespace handfast::tls;

namespace {

constexpr std::uint64_t kNow = 1'800'000'000;  // seconds since 1970
constexpr std::string_view kText = "what nobody else may know";

void expect(bool holds, const char* what) {
  if (holds) return;
  std::printf("not so: %s\n", what);
  std::exit(1);
}

std::chrono::system_clock::time_point test_clock() {
  return std::chrono::system_clock::time_point(std::chrono::seconds(kNow));
}

std::shared_ptr<const Services> services() {
  Services out;
  out.clock = &test_clock;
  return std::make_shared<const Services>(out);
}

ByteVector secret_bytes(std::size_t size, std::uint8_t value) {
  ByteVector out(size, value);
  make_secret(out);
  return out;
}

std::shared_ptr<const TicketKeys> ticket_keys(std::uint8_t seed = 1) {
  return std::make_shared<const TicketKeys>(secret_bytes(kTicketSecretSize, seed));
}

struct Setting {
  CipherSuite suite = CipherSuite::aes_128_gcm_sha256;
  bool by_store = false;  // TLS 1.2: without tickets
  bool tls12() const { return static_cast<unsigned>(suite) >= 0xc000; }
};

// What several connections share.
struct Farm {
  explicit Farm(Setting wanted) : setting(wanted) {
    auto made = std::make_shared<Policy>();
    made->versions = {setting.tls12() ? ProtocolVersion::tls12 : ProtocolVersion::tls13};
    made->cipher_suites = {setting.suite};
    made->groups = {NamedGroup::x25519, NamedGroup::secp256r1};
    policy = std::move(made);
  }
  Options client() const {
    Options out = test::ordinary_client();
    out.policy = policy;
    out.key_shares = 1;
    out.declines_renegotiation = false;
    out.record_padding = 20;
    out.session = session;
    return out;
  }
  Options server() const {
    Options out = test::ordinary_server();
    out.policy = policy;
    out.declines_renegotiation = false;
    if (!setting.by_store) out.ticket_keys = keys;
    out.session_store = store;
    out.replay_guard = guard;
    out.max_early_data = 1000;
    return out;
  }

  const Setting setting;
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const TicketKeys> keys = ticket_keys();
  std::shared_ptr<SessionStore> store = std::make_shared<MemoryStore>();
  std::shared_ptr<ReplayGuard> guard = std::make_shared<MemoryReplayGuard>(0);
  std::shared_ptr<const SessionState> session;
};

struct Pair {
  Pair(Options client_side, Options server_side)
      : client(Role::client, services(), std::move(client_side)),
        server(Role::server, services(), std::move(server_side)) {}

  // What is on the wire is everybody's.
  static void carry(Connection& from, Connection& to, const std::function<void(ByteVector&)>& change = {}) {
    ByteVector bytes = public_copy(from.output());
    from.output_taken(bytes.size());
    if (change && !bytes.empty()) change(bytes);
    expect(to.feed(bytes), "memory");
  }
  bool shake_hands(const std::function<void(ByteVector&)>& change_first = {}) {
    for (int i = 0; i < 8; ++i) {
      (void)client.handshake();
      carry(client, server, i == 0 ? change_first : nullptr);
      (void)server.handshake();
      carry(server, client);
    }
    return client.established() && server.established();
  }
  void expect_data(Connection& from, Connection& to) {
    ByteVector text(kText.begin(), kText.end());
    make_secret(text);
    expect(from.write(text).has_value(), "data is sent");
    carry(from, to);
    std::array<std::uint8_t, 100> out{};
    const Read read = to.read(out);
    expect(read.kind == Read::Kind::data && read.size == kText.size(), "data arrives");
    expect(is_secret(Bytes(out).first(read.size)), "data that arrives is as secret as what was sent");
    expect(as_text(public_copy(Bytes(out).first(read.size))) == kText, "data arrives unchanged");
  }
  void expect_data() {
    expect_data(server, client);  // behind the tickets
    expect_data(client, server);
  }

  Connection client, server;
};

std::shared_ptr<const SessionState> kept(const Connection& client) {
  auto session = client.session();
  expect(session.has_value(), "there is a session");
  expect(is_secret(session->secret.reveal()), "a session's secret is one");
  return std::make_shared<const SessionState>(std::move(*session));
}

// A session that has gone through a program's memory, as gnutls_session_get_data2() gives it out.
std::shared_ptr<const SessionState> stored_and_read(const SessionState& session) {
  const auto bytes = encode_session(session);
  expect(bytes.has_value(), "a session has bytes");
  auto again = decode_session(bytes->reveal());
  expect(again && is_secret(again->secret.reveal()), "a session is read again");
  return std::make_shared<const SessionState>(std::move(*again));
}

Farm farm_with_session(Setting setting) {
  Farm farm(setting);
  Pair first(farm.client(), farm.server());
  expect(first.shake_hands(), "the first handshake");
  first.expect_data();
  farm.session = stored_and_read(*kept(first.client));
  return farm;
}

void goes_on(Setting setting) {
  const Farm farm = farm_with_session(setting);
  for (int i = 0; i < 2; ++i) {
    Pair pair(farm.client(), farm.server());
    expect(pair.shake_hands(), "the session goes on");
    expect(pair.client.info().resumed && pair.server.info().resumed, "the session is resumed");
    pair.expect_data();
    ByteVector exported(32);
    expect(pair.client.export_key("EXPERIMENTAL", std::nullopt, exported).has_value(), "a key is exported");
    expect(is_secret(exported), "an exported key is secret");
    if (setting.tls12()) continue;
    expect(pair.client.update_keys(true).has_value(), "keys are changed");
    pair.expect_data(pair.client, pair.server);
    pair.expect_data(pair.server, pair.client);
  }
}

void renegotiates() {
  const Farm farm = farm_with_session({CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256});
  Pair pair(farm.client(), farm.server());
  expect(pair.shake_hands() && pair.client.info().resumed, "the session goes on");
  expect(pair.client.renegotiate() && pair.server.renegotiate(), "renegotiation is possible");
  expect(pair.shake_hands(), "renegotiation");
  pair.expect_data();
}

void takes_early_data() {
  const Farm farm = farm_with_session({});
  Options client = farm.client();
  client.early_data.assign(kText.begin(), kText.end());
  make_secret(client.early_data);
  Pair pair(std::move(client), farm.server());
  expect(pair.shake_hands(), "a handshake with early data");
  expect(pair.server.info().early_data_accepted, "early data is taken");
  std::array<std::uint8_t, 100> out{};
  const std::size_t n = pair.server.read_early_data(out);
  expect(n == kText.size() && is_secret(Bytes(out).first(n)), "early data is as secret as it was");
  pair.expect_data();
}

// One byte of the ticket or, at the end of the hello, of the binder is another.
void refuses_what_is_damaged(bool in_ticket) {
  const Farm farm = farm_with_session({});
  const ByteVector ticket = farm.session->ticket;
  Pair pair(farm.client(), farm.server());
  const bool stands = pair.shake_hands([&](ByteVector& hello) {
    const auto at = in_ticket ? std::ranges::search(hello, ticket).end() : hello.end();
    *(at - 1) ^= 1;
  });
  expect(!stands, "a changed hello has no handshake");  // of another transcript, if not of another binder
  expect(pair.server.info().resumed == false, "nothing goes on");
}

void refuses_a_damaged_record(CipherSuite suite) {
  const Farm farm = farm_with_session({suite});
  Pair pair(farm.client(), farm.server());
  expect(pair.shake_hands(), "the session goes on");
  expect(pair.client.write(as_bytes(kText)).has_value(), "data is sent");
  Pair::carry(pair.client, pair.server, [](ByteVector& record) { record.back() ^= 1; });
  std::array<std::uint8_t, 100> out{};
  expect(pair.server.read(out).kind == Read::Kind::failed, "a damaged record is refused");
}

void other_keys_do_not_open() {
  Farm farm = farm_with_session({});
  farm.keys = ticket_keys(2);
  Pair pair(farm.client(), farm.server());
  expect(pair.shake_hands() && !pair.server.info().resumed, "a foreign ticket is a full handshake");
  const ByteVector state = secret_bytes(100, 5);
  const auto ticket = farm.keys->seal(state, kNow, {});
  expect(ticket.has_value(), "a ticket is sealed");
  const ByteVector sent = public_copy(*ticket);
  expect(farm.keys->open(sent, kNow + kTicketKeyPeriod).has_value(), "the key of the period before opens");
  expect(!farm.keys->open(sent, kNow + 3 * kTicketKeyPeriod), "an old key does not");
}

// What memcheck has to report.
void compares_a_secret() {
  const ByteVector secret = secret_bytes(32, 7), guess(32, 8);
  volatile bool same = equal(secret, guess);
  (void)same;
}
void looks_up_by_a_secret() {
  static volatile std::uint8_t table[256];
  const ByteVector secret = secret_bytes(1, 7);
  volatile std::uint8_t found = table[secret[0]];
  (void)found;
}

struct Scenario {
  std::string name;
  std::function<void()> run;
  bool is_reported = false;
};

std::vector<Scenario> all() {
  std::vector<Scenario> out{{"a secret compared like anything else", &compares_a_secret, true},
                            {"a table looked up by a secret", &looks_up_by_a_secret, true},
                            {"early data", &takes_early_data},
                            {"a renegotiation", &renegotiates},
                            {"a damaged ticket", [] { refuses_what_is_damaged(true); }},
                            {"a damaged binder", [] { refuses_what_is_damaged(false); }},
                            {"other ticket keys", &other_keys_do_not_open}};
  for (const CipherSuite suite :
       {CipherSuite::aes_128_gcm_sha256, CipherSuite::aes_256_gcm_sha384, CipherSuite::chacha20_poly1305_sha256,
        CipherSuite::aes_128_ccm_sha256, CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256,
        CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384, CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256,
        CipherSuite::ecdhe_ecdsa_aes_128_ccm}) {
    const std::string name(name_of(suite));
    out.push_back({"a ticket of " + name, [suite] { goes_on({suite}); }});
    out.push_back({"a damaged record of " + name, [suite] { refuses_a_damaged_record(suite); }});
    if (Setting{suite}.tls12()) out.push_back({"a session id of " + name, [suite] { goes_on({suite, true}); }});
  }
  return out;
}

}  // namespace

int main() {
  if (RUNNING_ON_VALGRIND == 0) {
    std::puts("this program tells nothing outside of valgrind");
    return 77;
  }
  bool right = true;
  for (const Scenario& scenario : all()) {
    const auto before = VALGRIND_COUNT_ERRORS;
    scenario.run();
    const auto reported = VALGRIND_COUNT_ERRORS - before;
    const bool as_it_should_be = (reported != 0) == scenario.is_reported;
    std::printf("%s: %s, %u reports\n", as_it_should_be ? "right" : "WRONG", scenario.name.c_str(),
                static_cast<unsigned>(reported));
    (void)std::fflush(stdout);
    right = right && as_it_should_be;
  }
  return right ? 0 : 1;
}
