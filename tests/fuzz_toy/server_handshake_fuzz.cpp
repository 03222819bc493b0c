// A server against a hostile client. First byte even: the rest is what the client sends. Odd: our client talks, and the rest
// changes both of its flights, inside the protection, too. The fourth bit of that byte: the server speaks TLS 1.2 only; the
// seventh: both sides have extensions of the application.
#include "fuzz_toy/mutation.hpp"
#include "fuzz_toy/speaker.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"

using namespace handfast;
using namespace handfast::fuzz;
using tls::Connection;
using tls::Options;
using tls::Role;

namespace {

std::shared_ptr<const tls::Credentials> server_credentials() {
  static const auto credentials = test::credentials(test::TestCa::instance().server());
  return credentials;
}
std::shared_ptr<const tls::Credentials> client_credentials() {
  static const auto credentials = test::credentials(test::TestCa::instance().client());
  return credentials;
}

Options server_options(std::uint8_t flags) {
  Options out;
  out.policy = fuzz_policy((flags & 8) != 0);
  out.credentials = server_credentials();
  out.application_protocols = {"h2"};
  out.record_size_limit = 16384;
  out.application_extensions = speaker(flags);
  out.cookie_always = (flags & 2) != 0;
  if ((flags & 4) != 0) {
    out.client_authentication = tls::ClientAuthentication::require;
    out.verifier = std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
  }
  return out;
}

void feed(Connection& server, Bytes from_client) {
  if (!server.feed(from_client)) return;
  const tls::Step step = server.handshake();
  expect(step.kind != tls::Step::Kind::failed || server.failure() != nullptr);
}

void finish(Connection& server) {
  server.output_taken(server.output().size());
  (void)server.handshake();
  std::array<std::uint8_t, 64> data{};
  for (int i = 0; i < 8; ++i)
    if (server.read(data).kind != tls::Read::Kind::data) break;
  server.input_ended();
  expect(server.established() || server.handshake().kind == tls::Step::Kind::failed);
}

// Our client, whose records the mutator changes.
void talk(Connection& server, Connection& client, const Secrets& secrets, Mutator& mutator) {
  for (int round = 0; round < 6; ++round) {
    (void)client.handshake();
    const ByteVector flight = take_output(client);
    const auto secret = secrets.lines.find("CLIENT_HANDSHAKE_TRAFFIC_SECRET");
    feed(server, mutate(flight, secret == secrets.lines.end() ? nullptr : &secret->second, mutator));
    const ByteVector answer = take_output(server);
    if (server.failure() != nullptr || !client.feed(answer)) return;
    (void)server.handshake();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto services = std::make_shared<const tls::Services>();
  (void)server_credentials(), (void)client_credentials();  // made before the generator starts over
  crypto::toy::seed_random(1);
  Connection server(Role::server, services, server_options(data[0]));
  (void)server.handshake();
  const Bytes rest = Bytes(data, size).subspan(1);
  if (data[0] % 2 == 0) {
    feed(server, rest);
    finish(server);
    return 0;
  }
  Options options;
  options.policy = fuzz_policy();
  options.key_shares = 1;
  options.server_name = "localhost";
  options.credentials = client_credentials();
  options.application_extensions = speaker(data[0]);
  const auto secrets = std::make_shared<Secrets>();
  options.key_log = secrets;
  Connection client(Role::client, services, std::move(options));
  Mutator mutator(rest);
  talk(server, client, *secrets, mutator);
  finish(server);
  return 0;
}
