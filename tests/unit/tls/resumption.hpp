#pragma once
// What tests of resumption begin with: two connections, one after the other, and a clock that they may move on.
#include <gtest/gtest.h>

#include "tls/session/ticket_keys.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {

inline std::chrono::system_clock::time_point clock_now;
inline std::chrono::system_clock::time_point test_clock() { return clock_now; }

inline std::shared_ptr<const tls::Services> clocked() {
  tls::Services out;
  out.clock = &test_clock;
  return std::make_shared<const tls::Services>(out);
}

inline std::shared_ptr<const tls::TicketKeys> ticket_keys(std::uint8_t seed = 1) {
  return std::make_shared<const tls::TicketKeys>(ByteVector(tls::kTicketSecretSize, seed));
}

struct Clocked : Endpoints {
  Clocked(tls::Options client_side, tls::Options server_side, Carriage carriage = {})
      : Endpoints(std::move(client_side), std::move(server_side), carriage, clocked()) {}
};

class ResumptionTest : public testing::Test {
 protected:
  using StoredSession = std::shared_ptr<const tls::SessionState>;

  void SetUp() override { clock_now = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000)); }

  void expect_works(Clocked& pair) {
    ASSERT_TRUE(pair.link.handshake().ok()) << "client: " << why(pair.client) << "\nserver: " << why(pair.server);
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes("world")), "world");  // behind the tickets
  }

  // The session of a connection with these options.
  StoredSession first_session(tls::Options client, tls::Options server) {
    Clocked pair(std::move(client), std::move(server), carriage);
    expect_works(pair);
    EXPECT_FALSE(pair.client.info().resumed);
    return session_of(pair);
  }
  static StoredSession session_of(const Clocked& pair) {
    auto session = pair.client.session();
    if (!session) return nullptr;
    return std::make_shared<const tls::SessionState>(std::move(*session));
  }

  template <class Change>
  static StoredSession changed(const tls::SessionState& session, Change change) {
    tls::SessionState out = tls::decode_session(tls::encode_session(session)->reveal()).value();
    change(out);
    return std::make_shared<const tls::SessionState>(std::move(out));
  }

  void expect_resumed(tls::Options client, tls::Options server, bool resumed) {
    Clocked pair(std::move(client), std::move(server), carriage);
    expect_works(pair);
    EXPECT_EQ(pair.client.info().resumed, resumed);
    EXPECT_EQ(pair.server.info().resumed, resumed);
    EXPECT_TRUE(pair.client.info().peer_verified);
    EXPECT_EQ(pair.client.info().peer_chain.size(), 1U);
  }

  // The same trust and one more certificate: another verdict may follow.
  static std::shared_ptr<tls::CertificateVerifier> trusting_more() {
    auto store = std::make_shared<pki::TrustStore>();
    store->add_store(*TestCa::instance().trust());
    if (!store->add_der(TestCa::instance().server()->chain.front())) ADD_FAILURE() << "the certificate is no anchor";
    return std::make_shared<tls::ChainVerifier>(std::move(store));
  }

  // `server`, which demands a certificate and judges it by the usual trust or by more.
  static tls::Options requiring_certificate(tls::Options server, bool more) {
    server = asking_for_certificate(std::move(server), more);
    server.client_authentication = tls::ClientAuthentication::require;
    return server;
  }
  // The same, but content without one.
  static tls::Options asking_for_certificate(tls::Options server, bool more) {
    server.client_authentication = tls::ClientAuthentication::request;
    server.verifier = more ? trusting_more() : mutual_server().verifier;
    return server;
  }

  Carriage carriage{};
};

}  // namespace handfast::test
