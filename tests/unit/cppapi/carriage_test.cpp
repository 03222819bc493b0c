// The C++ API in every way of carrying bytes, in either version, and interrupted at every step.
#include <array>

#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

using Status = Connection::Status;

struct Way {
  Carriage carriage;
  Version version{};
};
std::vector<Way> every_way() {
  std::vector<Way> out;
  for (const Version version : {Version::tls13, Version::tls12})
    for (const Carriage& carriage : kCarriages) out.push_back({carriage, version});
  return out;
}
std::string name_of_way(const testing::TestParamInfo<Way>& param) {
  const std::string version = param.param.version == Version::tls13 ? "Tls13" : "Tls12";
  return version + "Carriage" + std::to_string(param.index % std::size(kCarriages));
}

class CppCarried : public testing::TestWithParam<Way> {
 protected:
  static bool tls13() { return GetParam().version == Version::tls13; }
  static ConfigBuilder client() {
    ConfigBuilder out = client_builder();
    out.versions(GetParam().version, GetParam().version);
    return out;
  }
  static Pair joined(const ConfigBuilder& client, const ConfigBuilder& server, std::string_view name = "localhost") {
    return {client, server, name, GetParam().carriage};
  }

  // Data, keys and the end, as far as both sides agree.
  static void expect_works(Pair& pair) {
    pair.handshake();
    ASSERT_TRUE(pair.stands()) << why(pair.client) << why(pair.server);
    EXPECT_EQ(pair.client.version(), GetParam().version);
    EXPECT_EQ(pair.server.version(), GetParam().version);
    const std::string text(20'000, 'x');  // more than a record
    EXPECT_EQ(pair.transfer(pair.client, pair.server, "hello"), "hello");
    EXPECT_EQ(pair.transfer(pair.server, pair.client, text), text);
    std::array<std::uint8_t, 32> ours{}, theirs{};
    ASSERT_TRUE(pair.client.export_key("EXPORTER-test", {}, ours));
    ASSERT_TRUE(pair.server.export_key("EXPORTER-test", {}, theirs));
    EXPECT_EQ(ours, theirs);
    expect_clean_end(pair);
  }
  static void expect_clean_end(Pair& pair) {
    for (const auto& [from, to] : {std::pair(&pair.client, &pair.server), std::pair(&pair.server, &pair.client)}) {
      ASSERT_TRUE(from->close());
      pair.carry_pieces(*from, *to);
      to->input_ended();
      Status ended{};
      EXPECT_EQ(read_all(*to, &ended), "");
      EXPECT_EQ(ended, Status::closed) << why(*to);
      EXPECT_EQ(to->failure(), nullptr);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Every, CppCarried, testing::ValuesIn(every_way()), name_of_way);

TEST_P(CppCarried, FullHandshake) {
  ConfigBuilder client_side = client(), server_side = server_builder();
  client_side.application_protocols({"h2", "http/1.1"});
  server_side.application_protocols({"http/1.1"});
  Pair pair = joined(client_side, server_side);
  expect_works(pair);
  EXPECT_EQ(pair.client.application_protocol(), "http/1.1");
  EXPECT_EQ(pair.server.server_name(), "localhost");
}

TEST_P(CppCarried, HelloRetryRequest) {
  ConfigBuilder server_side = server_builder();
  server_side.groups({"secp384r1"});
  Pair pair = joined(client(), server_side);
  expect_works(pair);
  EXPECT_EQ(pair.client.hello_retry(), tls13());
  EXPECT_EQ(pair.server.hello_retry(), tls13());
  EXPECT_EQ(pair.client.group(), "secp384r1");
}

TEST_P(CppCarried, ClientCertificate) {
  const TestCa::Pem identity = TestCa::instance().client_pem();
  ConfigBuilder client_side = client(), server_side = server_builder();
  client_side.identity_pem(identity.chain, identity.key);
  server_side.client_certificates(ClientCertificate::require).trust_pem(TestCa::instance().certificate_pem());
  Pair pair = joined(client_side, server_side);
  expect_works(pair);
  EXPECT_TRUE(pair.server.peer_verified());
  EXPECT_EQ(pair.server.peer_certificates().size(), 1U);
}

TEST_P(CppCarried, OneByteBuffers) {
  Pair pair = joined(client(), server_builder());
  pair.handshake();
  ASSERT_TRUE(pair.stands()) << why(pair.client) << why(pair.server);
  const std::string text(500, 'y');
  ASSERT_EQ(pair.client.write(as_bytes(text)).size, text.size());
  std::string received;
  pair.carry_pieces(pair.client, pair.server, [&] { received += read_all(pair.server, nullptr, 1); });
  EXPECT_EQ(received, text);
}

TEST_P(CppCarried, KeyUpdates) {
  Pair pair = joined(client(), server_builder());
  pair.handshake();
  ASSERT_TRUE(pair.stands());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(pair.client.update_keys(true), tls13());
    EXPECT_EQ(pair.server.update_keys(true), tls13());
    EXPECT_EQ(pair.transfer(pair.client, pair.server, "one"), "one");
    EXPECT_EQ(pair.transfer(pair.server, pair.client, "two"), "two");
  }
}

TEST_P(CppCarried, ARefusedCertificate) {
  Pair pair = joined(client(), server_builder(), "other.example");
  pair.handshake();
  EXPECT_EQ(pair.client_status, Status::failed);
  EXPECT_EQ(pair.server_status, Status::failed);
  EXPECT_EQ(pair.client.failure()->name(), "certificate_wrong_name");
  EXPECT_EQ(pair.server.failure()->alert_received(), 42);  // bad_certificate
}

// Whatever does not fit is tried at every step of the handshake, and does not disturb it.
TEST_P(CppCarried, CallsThatDoNotFitDisturbNothing) {
  Pair pair = joined(client(), server_builder());
  const auto misuse = [](Connection& side) {
    std::array<std::uint8_t, 8> bytes{};
    if (side.handshake() == Status::done) return;
    EXPECT_EQ(side.read(bytes).status, Status::failed);
    EXPECT_EQ(side.write(bytes).status, Status::failed);
    EXPECT_FALSE(side.update_keys(true));
    EXPECT_FALSE(side.export_key("EXPORTER-test", {}, bytes));
    EXPECT_EQ(side.failure()->kind(), ErrorKind::misuse);
    EXPECT_EQ(side.readable(), 0U);
  };
  for (int flights = 0; flights < 3; ++flights) {
    misuse(pair.client);
    pair.carry_pieces(pair.client, pair.server, [&] { misuse(pair.server); });
    misuse(pair.server);
    pair.carry_pieces(pair.server, pair.client, [&] { misuse(pair.client); });
  }
  pair.handshake();
  ASSERT_TRUE(pair.stands()) << why(pair.client) << why(pair.server);
  EXPECT_EQ(pair.transfer(pair.client, pair.server, "hello"), "hello");
}

// ------------------------------------------------------------------------------------------- cut at every place ----

class CppCut : public testing::TestWithParam<Version> {};
INSTANTIATE_TEST_SUITE_P(Either, CppCut, testing::Values(Version::tls13, Version::tls12),
                         [](const auto& param) { return param.param == Version::tls13 ? "Tls13" : "Tls12"; });

// The transport ends, or fails, after so many bytes of what the server sends: the client says which, and never that it is
// done.
TEST_P(CppCut, TheClientSaysWhatHappened) {
  constexpr std::size_t kStep = 13;  // no length of any part of a flight
  ConfigBuilder client_side = client_builder(), server_side = server_builder();
  client_side.versions(GetParam(), GetParam());
  const Config client_config = built(client_side), server_config = built(server_side);
  unsigned cuts = 0;
  for (std::size_t left = 0;; left += kStep) {
    Connection client = Connection::client(client_config, "localhost"), server = Connection::server(server_config);
    std::size_t budget = left;
    Status status = client.handshake();
    for (int flights = 0; flights < 3 && budget > 0; ++flights) {
      if (client.has_output()) Pair::carry(client, server);
      (void)server.handshake();
      const auto output = server.output();
      const std::size_t n = std::min(output.size(), budget);
      std::copy_n(output.begin(), n, client.input_space(n).begin());
      client.input_added(n);
      server.output_taken(n);
      budget -= n;
      status = client.handshake();
    }
    if (status == Status::done) break;
    ++cuts;
    client.output_taken(client.output().size());
    const bool fails = cuts % 2 == 0;
    if (fails)
      client.transport_failed(ErrorKind::transport, ECONNRESET);
    else
      client.input_ended();
    ASSERT_EQ(client.handshake(), Status::failed) << left;
    ASSERT_EQ(client.failure()->kind(), fails ? ErrorKind::transport : ErrorKind::truncated) << left;
    EXPECT_EQ(client.handshake(), Status::failed);
    EXPECT_FALSE(client.failure()->text().empty());
  }
  EXPECT_GT(cuts, 40U);
}

}  // namespace
}  // namespace handfast::test
