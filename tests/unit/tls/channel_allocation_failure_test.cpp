// Each allocation fails in turn while a channel carries the handshake (RFC 9001, 4.1): HelloRetryRequest, client certificate,
// tickets. What runs out of memory says so, and nothing else.
#include "support/replaceable_new.hpp"
#include "unit/tls/carried.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include "unit/tls/failing_pair.hpp"

namespace handfast::test {
namespace {

using namespace tls;

class CarriedConnection final : public FailingPair {
 public:
  CarriedConnection() : client_options_(mutual_client()), server_options_(mutual_server()) {
    Policy policy;
    policy.groups = {NamedGroup::secp256r1};
    server_options_.policy = std::make_shared<const Policy>(policy);
    server_options_.ticket_keys = ticket_keys();
    client_options_.channel = of_client_;
    server_options_.channel = of_server_;
  }

  std::optional<Errc> go() {
    if (!create(services_, client_options_, server_options_)) return Errc::out_of_memory;
    for (int round = 0; round < 6; ++round) {
      if (!step(*client) || !hand_over(*of_client_, *server)) return error;
      if (!step(*server) || !hand_over(*of_server_, *client)) return error;
    }
    EXPECT_TRUE(client->established() && server->established());
    EXPECT_EQ(client->session().has_value(), true);
    return std::nullopt;
  }
  void over(bool, std::optional<Errc>) {}

 private:
  bool step(Connection& side) {
    if (side.established()) {
      const Read read = counted([&] { return side.read({}); });
      return read.kind != Read::Kind::failed || failed(side, read.error);
    }
    const Step step = counted([&] { return side.handshake(); });
    return step.kind != Step::Kind::failed || failed(side, step.error);
  }
  bool hand_over(RecordingChannel& from, Connection& to) {
    for (; from.delivered < from.sent.size() && from.sent[from.delivered].level == to.read_level(); ++from.delivered) {
      const RecordingChannel::Piece& next = from.sent[from.delivered];
      if (!retried([&] { return to.receive_handshake(next.level, next.message); }) || !step(to)) return false;
    }
    return true;
  }

  std::shared_ptr<RecordingChannel> of_client_ = std::make_shared<RecordingChannel>();
  std::shared_ptr<RecordingChannel> of_server_ = std::make_shared<RecordingChannel>();
  Options client_options_, server_options_;
  std::shared_ptr<const Services> services_ = plain_services();
};

TEST(ChannelAllocationFailure, SaysOutOfMemory) {
  for (const Shortage shortage : {Shortage::one_fails, Shortage::all_fail_from_then_on})
    EXPECT_GT(run_out_of_memory(shortage, [] { return std::make_unique<CarriedConnection>(); }), 0);
}

}  // namespace
}  // namespace handfast::test

#endif
