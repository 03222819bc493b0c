// A handshake without records (RFC 9001, 4.1) in which the input changes the messages of one side, whatever their level, and how
// they are cut. First byte: the kind of handshake (Kind); the second: bytes given at once, 0 for whole messages. The rest:
// changes (mutation.hpp), one for each message.
#include "fuzz_toy/mutation.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"
#include "tls/record/handshake_channel.hpp"

using namespace handfast;
using namespace handfast::fuzz;
using tls::Connection;
using tls::EncryptionLevel;
using tls::Options;
using tls::Role;

namespace {

enum Kind : std::uint8_t { server_changes = 1, asks_client = 2, retries = 4, wrong_levels = 8 };

struct Piece {
  EncryptionLevel level;
  ByteVector bytes;
};

class Queue final : public tls::HandshakeChannel {
 public:
  bool carries_messages() const override { return true; }
  bool carries_alerts() const override { return true; }
  Result<void> send(EncryptionLevel level, Bytes message) override {
    expect(message.size() >= 4 && level != EncryptionLevel::early);
    pieces.push_back({level, ByteVector(message.begin(), message.end())});
    return {};
  }
  Result<void> send_alert(EncryptionLevel, AlertLevel, Alert) override { return {}; }
  Result<void> install(EncryptionLevel level, Bytes read, Bytes write) override {
    if (!read.empty()) reads[level].assign(read.begin(), read.end());
    if (!write.empty()) writes[level].assign(write.begin(), write.end());
    return {};
  }
  std::vector<Piece> pieces;
  std::size_t taken = 0;
  std::map<EncryptionLevel, ByteVector> reads, writes;
};

Options options_of(Role role, std::uint8_t kind, const std::shared_ptr<Queue>& channel) {
  static const auto of_server = test::credentials(test::TestCa::instance().server());
  static const auto of_client = test::credentials(test::TestCa::instance().client());
  static const auto verifier = std::make_shared<tls::ChainVerifier>(test::TestCa::instance().trust());
  Options out;
  out.policy = fuzz_policy();
  out.channel = channel;
  out.verifier = verifier;
  out.credentials = role == Role::server ? of_server : of_client;
  out.server_name = "localhost";
  out.cookie_always = (kind & retries) != 0;
  if ((kind & asks_client) != 0) out.client_authentication = tls::ClientAuthentication::require;
  return out;
}

void step(Connection& connection) {
  if (connection.failure() != nullptr) return;
  if (connection.established()) {
    expect(connection.read({}).kind != tls::Read::Kind::failed || connection.failure() != nullptr);
    return;
  }
  expect(connection.handshake().kind != tls::Step::Kind::failed || connection.failure() != nullptr);
  expect(connection.output().empty());
}

// In order, at the level that is read; what comes at another is refused and changes nothing.
void deliver(Queue& from, Connection& to, std::size_t most, Mutator* mutator, bool at_wrong_levels) {
  for (; from.taken < from.pieces.size() && from.pieces[from.taken].level == to.read_level(); ++from.taken) {
    ByteVector bytes = std::move(from.pieces[from.taken].bytes);
    if (mutator != nullptr) mutator->change(bytes);
    for (Bytes rest = bytes; !rest.empty();) {
      if (at_wrong_levels) expect(!to.receive_handshake(EncryptionLevel::early, rest));
      const Bytes part = rest.first(most == 0 ? rest.size() : std::min(most, rest.size()));
      if (!to.receive_handshake(to.read_level(), part)) return;
      rest = rest.subspan(part.size());
      step(to);
    }
  }
}

void expect_agreement(Queue& client, Queue& server) {
  for (const EncryptionLevel level : {EncryptionLevel::handshake, EncryptionLevel::application})
    expect(client.reads[level] == server.writes[level] && client.writes[level] == server.reads[level]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint8_t kind = data[0];
  const std::size_t most = data[1];
  const auto services = std::make_shared<const tls::Services>();
  const auto of_client = std::make_shared<Queue>(), of_server = std::make_shared<Queue>();
  const Options client_options = options_of(Role::client, kind, of_client);  // made before the generator starts over
  const Options server_options = options_of(Role::server, kind, of_server);
  crypto::toy::seed_random(1);
  Connection client(Role::client, services, client_options), server(Role::server, services, server_options);
  Mutator mutator(Bytes(data, size).subspan(2));
  Mutator* of[] = {&mutator, nullptr};
  if ((kind & server_changes) != 0) std::swap(of[0], of[1]);
  for (int round = 0; round < 6; ++round) {
    step(client);
    deliver(*of_client, server, most, of[0], (kind & wrong_levels) != 0);
    step(server);
    deliver(*of_server, client, most, of[1], (kind & wrong_levels) != 0);
  }
  if (client.established() && server.established()) expect_agreement(*of_client, *of_server);
  return 0;
}
