// What programs hand to the C API as sessions: gnutls_session_set_data(), answers of a retrieve function, entries to be judged.
// First byte: what is done (Kind). The rest: the bytes themselves, or changes to those of a session of this process.
#include <cstring>
#include <deque>

#include "fuzz_toy/mutation.hpp"
#include "gnutls/gnutls.h"
#include "support/pki.hpp"

using namespace handfast;
using namespace handfast::fuzz;

namespace {

enum Kind : std::uint8_t {
  tls12 = 1,
  raw = 2,        // not a changed session
  to_client = 4,  // by gnutls_session_set_data()
  to_server = 8,  // by the retrieve function, in TLS 1.2
  tickets = 16,   // the server has keys for them
  early_data = 32,
};

constexpr std::size_t kMostBytes = 100'000;  // a change may double them

// What a database with one entry has.
struct Database {
  ByteVector entry;
  bool stores = false;
};

using Queue = std::deque<std::uint8_t>;

struct Transport {
  Queue *in, *out;
};

ssize_t push(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  const Bytes sent(static_cast<const std::uint8_t*>(bytes), size);
  auto& out = *static_cast<Transport*>(pointer)->out;
  out.insert(out.end(), sent.begin(), sent.end());
  return static_cast<ssize_t>(size);
}

ssize_t pull(gnutls_transport_ptr_t pointer, void* bytes, size_t size) {
  auto& in = *static_cast<Transport*>(pointer)->in;
  if (in.empty()) {
    errno = EAGAIN;
    return -1;
  }
  const MutableBytes out(static_cast<std::uint8_t*>(bytes), std::min(size, in.size()));
  for (std::uint8_t& byte : out) byte = in.front(), in.pop_front();
  return static_cast<ssize_t>(out.size());
}

int pull_timeout(gnutls_transport_ptr_t pointer, unsigned) {
  return static_cast<Transport*>(pointer)->in->empty() ? 0 : 1;
}

int store(void* pointer, gnutls_datum_t, gnutls_datum_t data) {
  auto& database = *static_cast<Database*>(pointer);
  if (database.stores) database.entry.assign(data.data, data.data + data.size);
  return 0;
}

gnutls_datum_t retrieve(void* pointer, gnutls_datum_t) {
  const ByteVector& entry = static_cast<Database*>(pointer)->entry;
  if (entry.empty()) return {nullptr, 0};
  auto* copy = static_cast<unsigned char*>(gnutls_malloc(entry.size()));
  std::copy(entry.begin(), entry.end(), copy);
  return {copy, static_cast<unsigned>(entry.size())};
}

int forget(void*, gnutls_datum_t) { return 0; }

gnutls_datum_t datum(std::string_view text) {
  return {const_cast<unsigned char*>(as_bytes(text).data()), static_cast<unsigned>(text.size())};
}

gnutls_certificate_credentials_t server_credentials() {
  static gnutls_certificate_credentials_t one = [] {
    gnutls_certificate_credentials_t made = nullptr;
    expect(gnutls_certificate_allocate_credentials(&made) == 0);
    const auto pem = test::TestCa::instance().server_pem();
    const gnutls_datum_t chain = datum(pem.chain), key = datum(pem.key);
    expect(gnutls_certificate_set_x509_key_mem(made, &chain, &key, GNUTLS_X509_FMT_PEM) == 0);
    return made;
  }();
  return one;
}

gnutls_certificate_credentials_t client_credentials() {
  static gnutls_certificate_credentials_t one = [] {
    gnutls_certificate_credentials_t made = nullptr;
    expect(gnutls_certificate_allocate_credentials(&made) == 0);
    return made;
  }();
  return one;
}

class Pair {
 public:
  Pair(std::uint8_t kind, Database& database) {
    const char* priority = (kind & tls12) != 0 ? "NORMAL:-VERS-ALL:+VERS-TLS1.2" : "NORMAL:-VERS-ALL:+VERS-TLS1.3";
    expect(gnutls_init(&client, GNUTLS_CLIENT | GNUTLS_NONBLOCK) == 0);
    expect(gnutls_init(&server, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_ENABLE_EARLY_DATA) == 0);
    begin(client, priority, client_credentials(), client_side_);
    begin(server, priority, server_credentials(), server_side_);
    if ((kind & tickets) != 0) {
      static const std::string secret(64, 'k');
      const gnutls_datum_t key = datum(secret);
      expect(gnutls_session_ticket_enable_server(server, &key) == 0);
    }
    gnutls_db_set_ptr(server, &database);
    gnutls_db_set_store_function(server, &store);
    gnutls_db_set_retrieve_function(server, &retrieve);
    gnutls_db_set_remove_function(server, &forget);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    gnutls_deinit(client);
    gnutls_deinit(server);
  }

  // Whether both came to an end without an error.
  bool shake_hands() {
    int of_client = GNUTLS_E_AGAIN, of_server = GNUTLS_E_AGAIN;
    for (int i = 0; i < 20; ++i) {
      if (goes_on(of_client)) of_client = gnutls_handshake(client);
      if (goes_on(of_server)) of_server = gnutls_handshake(server);
      for (const auto& [code, side] : {std::pair{of_client, client}, std::pair{of_server, server}})
        if (code < 0 && !goes_on(code)) (void)gnutls_alert_send_appropriate(side, code);
    }
    return of_client == 0 && of_server == 0;
  }

  void expect_data(gnutls_session_t from, gnutls_session_t to) {
    constexpr std::string_view kText = "the same story";
    expect(gnutls_record_send(from, kText.data(), kText.size()) == static_cast<ssize_t>(kText.size()));
    std::array<char, 64> data{};
    ssize_t n = GNUTLS_E_AGAIN;  // behind tickets
    for (int i = 0; i < 4 && n == GNUTLS_E_AGAIN; ++i) n = gnutls_record_recv(to, data.data(), data.size());
    expect(n > 0 && std::string_view(data.data(), static_cast<std::size_t>(n)) == kText);
  }

  gnutls_session_t client = nullptr, server = nullptr;

 private:
  static bool goes_on(int code) { return code == GNUTLS_E_AGAIN || code == GNUTLS_E_WARNING_ALERT_RECEIVED; }
  static void begin(gnutls_session_t session, const char* priority, gnutls_certificate_credentials_t credentials,
                    Transport& transport) {
    expect(gnutls_priority_set_direct(session, priority, nullptr) == 0);
    expect(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials) == 0);
    gnutls_transport_set_ptr(session, &transport);
    gnutls_transport_set_push_function(session, &push);
    gnutls_transport_set_pull_function(session, &pull);
    gnutls_transport_set_pull_timeout_function(session, &pull_timeout);
  }

  Queue to_server_, to_client_;
  Transport client_side_{&to_client_, &to_server_}, server_side_{&to_server_, &to_client_};
};

ByteVector data_of(gnutls_session_t session) {
  gnutls_datum_t data{nullptr, 0};
  expect(gnutls_session_get_data2(session, &data) == 0);
  ByteVector out(data.data, data.data + data.size);
  gnutls_free(data.data);
  return out;
}

// A session as its two sides keep it, for each kind made once in the process.
struct Session {
  ByteVector of_client, of_server;
};
const Session& real_session(std::uint8_t kind) {
  static std::map<std::uint8_t, Session> made;
  const auto which = static_cast<std::uint8_t>(kind & (tls12 | tickets));
  const auto [place, is_new] = made.try_emplace(which);
  if (!is_new) return place->second;
  Database database{.entry = {}, .stores = true};
  Pair pair(which, database);
  expect(pair.shake_hands());
  pair.expect_data(pair.server, pair.client);
  place->second = {data_of(pair.client), database.entry};
  return place->second;
}

ByteVector bytes_of(std::uint8_t kind, bool of_client, Bytes rest) {
  if ((kind & raw) != 0) return {rest.begin(), rest.end()};
  const Session& real = real_session(kind);
  ByteVector out = of_client ? real.of_client : real.of_server;
  Mutator mutator(rest);
  for (std::size_t i = 0; i < rest.size() / 4 && out.size() < kMostBytes; ++i) mutator.change(out);
  return out;
}

void judge(ByteVector entry) {
  gnutls_datum_t datum{entry.data(), static_cast<unsigned>(entry.size())};
  const time_t made = gnutls_db_check_entry_time(&datum), ends = gnutls_db_check_entry_expire_time(&datum);
  expect(made >= 0 && ends >= made);
  expect(gnutls_db_check_entry(nullptr, datum) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::uint8_t kind = data[0];
  const Bytes rest = Bytes(data, size).subspan(1);
  (void)server_credentials(), (void)client_credentials();
  const ByteVector of_client = bytes_of(kind, true, rest), of_server = bytes_of(kind, false, rest);
  judge(of_client);
  judge(of_server);
  Database database{.entry = (kind & to_server) != 0 ? of_server : real_session(kind).of_server, .stores = false};
  const ByteVector& honest = real_session(kind).of_client;
  crypto::toy::seed_random(1);
  Pair pair(kind, database);
  if ((kind & to_client) != 0) {
    const int code = gnutls_session_set_data(pair.client, of_client.data(), of_client.size());
    expect(code == 0 || code == (of_client.empty() ? GNUTLS_E_INVALID_REQUEST : GNUTLS_E_DB_ERROR));
  } else {
    expect(gnutls_session_set_data(pair.client, honest.data(), honest.size()) == 0);
  }
  if ((kind & early_data) != 0) (void)gnutls_record_send_early_data(pair.client, "early", 5);
  const bool unchanged = (kind & raw) == 0 && rest.size() < 4;
  const bool stands = pair.shake_hands();
  expect(stands || !unchanged);
  if (!stands) return 0;
  expect(gnutls_session_is_resumed(pair.client) == gnutls_session_is_resumed(pair.server));
  expect(!unchanged || (kind & (tls12 | tickets)) == 0 || gnutls_session_is_resumed(pair.client) != 0);
  pair.expect_data(pair.server, pair.client);
  pair.expect_data(pair.client, pair.server);
  const ByteVector next = data_of(pair.client);
  expect(gnutls_session_set_data(pair.client, next.data(), next.size()) == 0);
  return 0;
}
