// A server of ours that gets back a session it never made: in a ticket under its own key, as a server of the same farm, or an
// older one, may have sealed it, or from its store. The client knows the session's secret, if there is any, and says that the
// session is good. First byte: the kind of handshake (Kind). The rest: the session's bytes.
#include "fuzz_toy/mutation.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"
#include "tls/handshake/authentication.hpp"
#include "tls/session/replay_guard.hpp"
#include "tls/session/session_store.hpp"
#include "tls/session/ticket_keys.hpp"

using namespace handfast;
using namespace handfast::fuzz;
using tls::Connection;
using tls::Options;
using tls::Role;
using tls::SessionState;

namespace {

enum Kind : std::uint8_t {
  tls12 = 1,
  from_store = 2,  // in TLS 1.2
  with_early_data = 4,
  require_certificate = 8,
  request_certificate = 16,
  no_extended_master_secret = 32,
  no_name = 64,
  own_age = 128,  // the client's ticket has just been made, whatever the session says
};

constexpr std::uint64_t kNow = 1'800'000'000;  // seconds since 1970
constexpr std::uint32_t kMaxEarlyData = 1000;
constexpr std::string_view kEarly = "early", kText = "the same story";

std::chrono::system_clock::time_point fuzz_clock() {
  return std::chrono::system_clock::time_point(std::chrono::seconds(kNow));
}

// Answers every question with the same bytes.
struct Store final : tls::SessionStore {
  explicit Store(Bytes bytes) : answer(bytes) {}
  Answer<void> add(Bytes, Bytes, std::uint64_t) override { return Result<void>(); }
  Answer<std::optional<SecretBytes>> find(Bytes, std::uint64_t) override {
    return Result<std::optional<SecretBytes>>(SecretBytes(answer));
  }
  void remove(Bytes) override {}
  Bytes answer;
};

std::shared_ptr<tls::CertificateVerifier> verifier() {
  static const auto one = std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
  return one;
}

std::shared_ptr<const tls::Policy> policy_of(std::uint8_t kind) {
  auto out = std::make_shared<tls::Policy>(*fuzz_policy((kind & tls12) != 0));
  out->extended_master_secret = (kind & no_extended_master_secret) == 0;
  return out;
}

Options server_options(std::uint8_t kind, const std::shared_ptr<const tls::TicketKeys>& keys, Bytes stored) {
  static const auto credentials = test::credentials(test::TestCa::instance().server());
  Options out;
  out.policy = fuzz_policy();
  out.credentials = credentials;
  out.verifier = verifier();
  out.application_protocols = {"h2"};
  if ((kind & from_store) == 0) out.ticket_keys = keys;
  out.session_store = std::make_shared<Store>(stored);
  out.replay_guard = std::make_shared<tls::MemoryReplayGuard>(0);
  out.max_early_data = kMaxEarlyData;
  if ((kind & request_certificate) != 0) out.client_authentication = tls::ClientAuthentication::request;
  if ((kind & require_certificate) != 0) out.client_authentication = tls::ClientAuthentication::require;
  return out;
}

// What its client has to have so that it offers the session.
SessionState offered(std::uint8_t kind, const tls::TicketKeys& keys, Bytes bytes, const Result<SessionState>& session) {
  SessionState out;
  if (session) out = *tls::decode_session(tls::encode_session(*session)->reveal());
  const bool older = (kind & tls12) != 0;
  out.version = older ? ProtocolVersion::tls12 : ProtocolVersion::tls13;
  out.cipher_suite = older ? CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256 : CipherSuite::aes_128_gcm_sha256;
  if (out.secret.empty()) out.secret = crypto::SecretDigest(ByteVector(32, 7));
  out.server_name = (kind & no_name) != 0 ? "" : "localhost";
  out.created = static_cast<std::uint32_t>(kNow) - 10;
  out.lifetime = 1000;
  out.received_ms = session && (kind & own_age) == 0 ? session->received_ms : kNow * 1000;
  out.peer_verified = true;
  out.ticket.clear();
  out.session_id.clear();
  if (older && (kind & from_store) != 0)
    out.session_id = ByteVector(32, 5);
  else
    out.ticket = *keys.seal(bytes, kNow, {});
  return out;
}

Options client_options(std::uint8_t kind, SessionState session) {
  static const auto credentials = test::credentials(test::TestCa::instance().client());
  Options out;
  out.policy = policy_of(kind);
  out.server_name = session.server_name;
  if ((kind & no_name) == 0) out.verifier = verifier();
  out.credentials = credentials;
  out.application_protocols = {"h2", "http/1.1"};
  if (out.verifier) session.verified_for = tls::verification_of(out);
  out.session = std::make_shared<const SessionState>(std::move(session));
  if ((kind & with_early_data) != 0) out.early_data.assign(kEarly.begin(), kEarly.end());
  return out;
}

void shake_hands(Connection& client, Connection& server) {
  for (int i = 0; i < 10; ++i) {
    (void)client.handshake();
    expect(server.feed(take_output(client)));
    (void)server.handshake();
    expect(client.feed(take_output(server)));
  }
}

void expect_data(Connection& from, Connection& to) {
  expect(from.write(as_bytes(kText)).has_value());
  expect(to.feed(take_output(from)));
  std::array<std::uint8_t, 64> data{};
  const tls::Read read = to.read(data);
  expect(read.kind == tls::Read::Kind::data && as_text(Bytes(data).first(read.size)) == kText);
}

// What a server may go on from.
void expect_resumable(const Connection& server, const Result<SessionState>& session) {
  expect(session.has_value());
  expect(session->version == server.info().version && session->server_name == server.info().server_name);
  expect(!session->secret.empty() && session->usable_at(kNow));
  expect(session->peer_chain == server.info().peer_chain && session->peer_verified == server.info().peer_verified);
  expect(session->peer_chain.empty() || session->peer_verified);
}

void expect_early_data(Connection& server, const Result<SessionState>& session) {
  std::array<std::uint8_t, 64> data{};
  const std::size_t n = server.read_early_data(data);
  expect(server.info().early_data_accepted ? as_text(Bytes(data).first(n)) == kEarly : n == 0);
  expect(n == 0 || (session && session->max_early_data >= kEarly.size() && session->max_early_data <= kMaxEarlyData &&
                    session->application_protocol == server.info().application_protocol));
}

void expect_same_story(Connection& client, Connection& server) {
  const tls::SessionInfo &a = client.info(), &b = server.info();
  expect(a.version == b.version && a.cipher_suite == b.cipher_suite && a.resumed == b.resumed);
  expect(a.application_protocol == b.application_protocol && a.early_data_accepted == b.early_data_accepted);
  expect(a.extended_master_secret == b.extended_master_secret);
  std::array<std::uint8_t, 32> of_client{}, of_server{};
  const bool exports = a.version == ProtocolVersion::tls13 || a.extended_master_secret;  // RFC 7627, 5.4
  expect(client.export_key("story", Bytes(), of_client).has_value() == exports);
  expect(server.export_key("story", Bytes(), of_server).has_value() == exports);
  expect(of_client == of_server);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 60'000) return 0;  // a ticket has to fit into its message
  const std::uint8_t kind = data[0];
  const Bytes bytes = Bytes(data, size).subspan(1);
  auto services = std::make_shared<tls::Services>();
  services->clock = &fuzz_clock;
  static const auto keys = std::make_shared<const tls::TicketKeys>(ByteVector(tls::kTicketSecretSize, 1));
  const auto session = tls::decode_session(bytes);
  Options server_side = server_options(kind, keys, bytes);
  Options client_side = client_options(kind, offered(kind, *keys, bytes, session));
  crypto::toy::seed_random(1);
  Connection client(Role::client, services, std::move(client_side));
  Connection server(Role::server, services, std::move(server_side));
  shake_hands(client, server);
  for (Connection* side : {&client, &server}) {
    expect(side->established() == (side->failure() == nullptr));
    side->input_ended();
  }
  expect(client.established() == server.established());
  if (!server.established()) return 0;
  if (server.info().resumed) expect_resumable(server, session);
  expect_early_data(server, session);
  expect_same_story(client, server);
  expect_data(client, server);
  expect_data(server, client);
  return 0;
}
