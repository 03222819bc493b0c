// A client that sends early data to a server which does not resume (RFC 8446, 4.2.10): what it cannot read is skipped, up to
// a limit, and the handshake goes on.
#include "tls/record/limits.hpp"
#include "unit/tls/refusal.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// Adds early_data, and the pre_shared_key that it stands on, to the first ClientHello.
struct EarlyOffer final : ClientHelloFilter {
  void filter(ByteVector& message) override {
    if (std::exchange(done_, true)) return;
    message = with_extensions<ClientHello>(message, [](LooseExtensions& list) {
      ByteVector psk{0, 8, 0, 2, 1, 2, 0, 0, 0, 0, 0, 33, 32};
      psk.resize(psk.size() + 32);
      list.push_back({ExtensionType::early_data, {}});
      list.push_back({ExtensionType::pre_shared_key, std::move(psk)});
    });
  }

 private:
  bool done_ = false;
};

struct Case {
  bool offers, retry;
  std::size_t record_size, records;  // of early data; nobody has the key
};

class EarlyData : public testing::Test {
 protected:
  // The server as far as it comes with the client's hello, the early data, and the client's answer.
  void run(const Case& now) {
    auto services = std::make_shared<Services>();
    if (now.offers) services->client_hello_filter = std::make_shared<EarlyOffer>();
    client.emplace(Role::client, services, ordinary_client());
    Options options = ordinary_server();
    if (now.retry) {
      Policy policy;
      policy.groups = {NamedGroup::secp384r1};
      options.policy = std::make_shared<const Policy>(policy);
    }
    server.emplace(Role::server, plain_services(), std::move(options));
    (void)client->handshake();
    ASSERT_TRUE(server->feed(taken_output(*client)));
    for (std::size_t i = 0; i < now.records; ++i)
      ASSERT_TRUE(server->feed(plain_record(ContentType::application_data, ByteVector(now.record_size, 7))));
    for (int round = 0; round < 4 && server->failure() == nullptr; ++round) {
      (void)server->handshake();
      ASSERT_TRUE(client->feed(taken_output(*server)));
      (void)client->handshake();
      ASSERT_TRUE(server->feed(taken_output(*client)));
    }
    (void)server->handshake();
  }
  std::optional<Connection> client, server;
};

TEST_F(EarlyData, IsSkipped) {
  for (const bool retry : {false, true}) {
    for (const Case& now : {Case{true, retry, 100, 0}, Case{true, retry, 100, 1}, Case{true, retry, 100, 100},
                            Case{true, retry, kMaxSkippedEarlyData, 1}}) {
      run(now);
      EXPECT_TRUE(server->established()) << retry << ", " << now.records << " records: " << why(*server);
      EXPECT_TRUE(client->established()) << why(*client);
    }
  }
}

TEST_F(EarlyData, IsSkippedWithinALimit) {
  run({true, false, 1024, kMaxSkippedEarlyData / 1024 + 1});
  expect_refused(*server, {Errc::bad_record_mac, "record.encrypted_record"});
  run({true, true, 1024, kMaxSkippedEarlyData / 1024 + 1});
  expect_refused(*server, {Errc::unexpected_record, "record.type", "await client_hello"});
}

TEST_F(EarlyData, IsNotSkippedWithoutAnOffer) {
  run({false, false, 100, 1});
  expect_refused(*server, {Errc::bad_record_mac, "record.encrypted_record"});
  run({false, true, 100, 1});
  expect_refused(*server, {Errc::unexpected_record, "record.type", "await client_hello"});
}

// Once the first record of the handshake has opened, nothing is skipped any more.
TEST_F(EarlyData, EndsWithTheFirstRecordThatOpens) {
  run({true, false, 100, 1});
  ASSERT_TRUE(server->established()) << why(*server);
  ASSERT_TRUE(server->feed(plain_record(ContentType::application_data, ByteVector(100, 7))));
  std::array<std::uint8_t, 16> buffer{};
  EXPECT_EQ(server->read(buffer).error, Errc::bad_record_mac);
}

}  // namespace
}  // namespace handfast::test
