// Our client against our server, over a wire that the input changes: both come to an end, and tell the same story. First
// byte: the kind of handshake (Kind). The rest: changes, one for each record in the order in which they are sent.
#include "fuzz_toy/mutation.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"

using namespace handfast;
using namespace handfast::fuzz;
using tls::Connection;
using tls::Options;
using tls::Role;

namespace {

constexpr int kMostFlights = 12;  // a retried handshake has five

enum Kind : std::uint8_t { tls12 = 1, client_certificate = 2, cookie = 4, small_records = 8 };

std::shared_ptr<tls::CertificateVerifier> verifier() {
  return std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
}

Options client_options(std::uint8_t kind) {
  static const auto credentials = test::credentials(test::TestCa::instance().client());
  Options out;
  out.policy = fuzz_policy((kind & tls12) != 0);
  out.key_shares = 1;
  out.server_name = "localhost";
  out.credentials = credentials;
  out.verifier = verifier();
  out.application_protocols = {"h2", "http/1.1"};
  if ((kind & small_records) != 0) out.record_size_limit = 64;
  return out;
}

Options server_options(std::uint8_t kind) {
  static const auto credentials = test::credentials(test::TestCa::instance().server());
  Options out;
  out.policy = fuzz_policy();
  out.credentials = credentials;
  out.verifier = verifier();
  out.application_protocols = {"http/1.1"};
  out.record_size_limit = 16384;
  out.cookie_always = (kind & cookie) != 0;
  if ((kind & client_certificate) != 0) out.client_authentication = tls::ClientAuthentication::require;
  return out;
}

// One flight; false when there was nothing to carry.
bool carry(Connection& from, Connection& to, Mutator& mutator) {
  const ByteVector flight = take_output(from);
  return !flight.empty() && to.feed(mutate(flight, nullptr, mutator));
}

void shake_hands(Connection& client, Connection& server, Mutator& mutator) {
  for (int i = 0; i < kMostFlights; ++i) {
    (void)client.handshake();
    const bool sent = carry(client, server, mutator);
    (void)server.handshake();
    const bool answered = carry(server, client, mutator);
    if (!sent && !answered) break;
  }
}

void expect_end(Connection& connection) {
  connection.input_ended();
  const tls::Step step = connection.handshake();
  const bool failed = step.kind == tls::Step::Kind::failed;
  expect(failed || step.kind == tls::Step::Kind::done);
  expect(!failed || (connection.failure() != nullptr && connection.failure()->error.code == step.error));
}

void expect_same_story(Connection& client, Connection& server) {
  const tls::SessionInfo &a = client.info(), &b = server.info();
  expect(a.version == b.version && a.cipher_suite == b.cipher_suite && a.group == b.group);
  expect(a.application_protocol == b.application_protocol && a.hello_retry == b.hello_retry);
  expect(a.client_random == b.client_random && a.server_random == b.server_random);
  expect(a.extended_master_secret == b.extended_master_secret && a.certificate_requested == b.certificate_requested);
  std::array<std::uint8_t, 32> of_client{}, of_server{};
  expect(client.export_key("story", Bytes(), of_client).has_value());
  expect(server.export_key("story", Bytes(), of_server).has_value());
  expect(of_client == of_server);
}

// What arrives is what was sent, or nothing.
void expect_data(Connection& from, Connection& to) {
  constexpr std::string_view kText = "the same story";
  if (!from.write(as_bytes(kText))) return;
  if (!to.feed(take_output(from))) return;
  std::array<std::uint8_t, 64> data{};
  const tls::Read read = to.read(data);
  if (read.kind == tls::Read::Kind::data) expect(as_text(Bytes(data).first(read.size)) == kText);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto services = std::make_shared<const tls::Services>();
  Options client_side = client_options(data[0]), server_side = server_options(data[0]);
  crypto::toy::seed_random(1);
  Connection client(Role::client, services, std::move(client_side));
  Connection server(Role::server, services, std::move(server_side));
  Mutator mutator(Bytes(data, size).subspan(1));
  shake_hands(client, server, mutator);
  const bool unchanged = size < 5;
  expect(!unchanged || (client.established() && server.established()));
  if (client.established() && server.established()) {
    expect_same_story(client, server);
    expect_data(client, server);
    expect_data(server, client);
  }
  expect_end(client);
  expect_end(server);
  return 0;
}
