// A client against a hostile server. First byte even: the rest is what the server sends. Odd: our server answers, and the
// rest changes its flight, inside the protection, too. Its fourth bit: the server speaks TLS 1.2 only; its seventh: both
// sides have extensions of the application.
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

Options client_options(std::uint8_t flags) {
  Options out;
  out.policy = fuzz_policy();
  out.key_shares = 1;
  out.server_name = "localhost";
  out.verifier = std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
  out.application_protocols = {"h2", "http/1.1"};
  out.record_size_limit = 16384;
  out.application_extensions = speaker(flags);
  return out;
}

void run(Connection& client, Bytes from_server) {
  if (!client.feed(from_server)) return;
  const tls::Step step = client.handshake();
  expect(step.kind != tls::Step::Kind::failed || client.failure() != nullptr);
  client.output_taken(client.output().size());
  for (int i = 0; i < 4; ++i) (void)client.handshake(), client.output_taken(client.output().size());
  std::array<std::uint8_t, 64> data{};
  for (int i = 0; i < 8; ++i)
    if (client.read(data).kind != tls::Read::Kind::data) break;
  client.input_ended();
  expect(client.established() || client.handshake().kind == tls::Step::Kind::failed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto services = std::make_shared<const tls::Services>();
  (void)server_credentials();  // made before the generator starts over
  crypto::toy::seed_random(1);
  Connection client(Role::client, services, client_options(data[0]));
  (void)client.handshake();
  const ByteVector hello = take_output(client);
  (void)client.handshake();
  const Bytes rest = Bytes(data, size).subspan(1);
  if (data[0] % 2 == 0) {
    run(client, rest);
    return 0;
  }
  Options options;
  options.policy = fuzz_policy((data[0] & 8) != 0);
  options.credentials = server_credentials();
  options.application_protocols = {"h2"};
  options.record_size_limit = 16384;
  if (data[0] % 4 == 3) options.client_authentication = tls::ClientAuthentication::request;
  options.application_extensions = speaker(data[0]);
  const auto secrets = std::make_shared<Secrets>();
  options.key_log = secrets;
  Connection server(Role::server, services, std::move(options));
  if (!server.feed(hello)) return 0;
  (void)server.handshake();
  const ByteVector flight = take_output(server);
  const auto secret = secrets->lines.find("SERVER_HANDSHAKE_TRAFFIC_SECRET");
  Mutator mutator(rest);
  run(client, mutate(flight, secret == secrets->lines.end() ? nullptr : &secret->second, mutator));
  return 0;
}
