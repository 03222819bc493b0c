// Large messages of honest peers: certificates with thousands of names, requests with hundreds of authorities, tickets that hold a
// client's chain; and the bound on the sum of what a peer sends before it is authenticated.
#include "tls/message/certificate12.hpp"
#include "tls/message/certificate_request12.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"
#include "unit/tls/tampering.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr ProtocolVersion tls12 = ProtocolVersion::tls12, tls13 = ProtocolVersion::tls13;

std::shared_ptr<const Policy> only(ProtocolVersion version) {
  Policy out;
  out.versions = {version};
  return std::make_shared<const Policy>(out);
}

// A self-signed certificate of about so many bytes.
std::shared_ptr<const Credential> credential_of(std::size_t size) {
  constexpr std::size_t kPerName = 32;
  std::vector<std::string> names{"localhost"};
  for (std::size_t i = 0; i < size / kPerName; ++i) {
    std::string name = "name-" + std::to_string(1'000'000 + i) + ".many.example.org";
    names.push_back(name.substr(0, kPerName - 2));  // tag and length
  }
  auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  ByteVector der = pki::make_self_signed(pki::server_profile(std::move(names), kNotBefore, kNotAfter), key).value();
  return Credential::create({std::move(der)}, std::move(key)).value();
}

std::vector<ByteVector> authorities(std::size_t count, std::size_t size) {
  std::vector<ByteVector> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(size, static_cast<std::uint8_t>(i));
  return out;
}

class LargeMessages : public testing::TestWithParam<std::tuple<ProtocolVersion, Carriage>> {
 protected:
  static ProtocolVersion version() { return std::get<0>(GetParam()); }
  static Carriage carriage() { return std::get<1>(GetParam()); }
  static Options client() {
    Options out = mutual_client();
    out.verifier = nullptr;  // self-signed certificates
    out.policy = only(version());
    return out;
  }
  static Options server() {
    Options out = ordinary_server();
    out.policy = only(version());
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, LargeMessages,
                         testing::Combine(testing::Values(tls12, tls13), testing::ValuesIn(kCarriages)));

TEST_P(LargeMessages, ACertificateWithThousandsOfNames) {
  const auto large = credential_of(97'000);
  ASSERT_GT(large->chain.front().size(), 90'000U);
  Options sends = server();
  sends.credentials = credentials(large);
  Endpoints ends(client(), sends, carriage());
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  EXPECT_EQ(ends.client.info().peer_chain.front(), large->chain.front());
}

// 350 names of 180 bytes: nearly what their vector holds.
TEST_P(LargeMessages, ARequestThatNamesHundredsOfAuthorities) {
  Options asks = server();
  asks.client_authentication = ClientAuthentication::request;
  asks.certificate_authorities = authorities(350, 180);
  const Bytes ours = TestCa::instance().subject();
  asks.certificate_authorities.emplace_back(ours.begin(), ours.end());
  Endpoints ends(client(), asks, carriage());
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  EXPECT_EQ(ends.server.info().peer_chain.size(), 1U);
}

// Messages of TLS 1.2's server, of that size in all.
ByteVector certificate_of_size(const ByteVector& honest, std::size_t size) {
  Certificate12 message = decode<Certificate12>(Bytes(honest).subspan(kMessageHeader)).value();
  const Bytes chain = message.certificate_list.encoded();
  ByteVector list(chain.begin(), chain.end());
  EXPECT_TRUE(encode(Asn1Cert{ByteVector(size - honest.size() - 3)}, list));  // the vector's length
  message.certificate_list = ListView<Asn1Cert>(list);
  return message_of(message);
}

ByteVector request_of_size(std::size_t size) {
  constexpr std::size_t kRest = kMessageHeader + 1 + 1 + 2 + 2;  // one type, and lengths
  const std::size_t half = (size - kRest) / 2;
  const ByteVector types{64}, schemes(half / 2 * 2, 4);
  ByteVector names;
  EXPECT_TRUE(encode(DistinguishedName{ByteVector(size - kRest - schemes.size() - 2)}, names));
  return message_of(CertificateRequest12{ListView<ClientCertificateType>(types), ListView<SignatureScheme>(schemes),
                                         ListView<DistinguishedName>(names)});
}

// Each is allowed by itself; together they are too much of a peer that nobody has authenticated.
TEST(MessagesBeforeAuthentication, HaveABoundOnTheirSum) {
  constexpr std::size_t kLarge = 131'000, kSmaller = 120'000;
  for (const auto& [certificate, request] :
       {std::pair(kLarge, kSmaller), std::pair(kSmaller, kLarge), std::pair(kLarge, kLarge)}) {
    Options client = ordinary_client(), server = mutual_server();
    client.verifier = nullptr;
    Tampering12 tampering(client, server);
    tampering.tamper_with_server([&](Messages flight) {
      for (ByteVector& message : flight) {
        if (message[0] == static_cast<std::uint8_t>(HandshakeType::certificate))
          message = certificate_of_size(message, certificate);
        if (message[0] == static_cast<std::uint8_t>(HandshakeType::certificate_request))
          message = request_of_size(request);
      }
      return in_records(flight);
    });
    if (certificate + request < 2 * kLarge)
      EXPECT_EQ(tampering.ends.client.failure(), nullptr) << why(tampering.ends.client);
    else
      expect_refused(tampering.ends.client, {Errc::message_too_long, "handshake.length", "await server_hello_done"});
  }
}

// ------------------------------------------------------------------------------------------------------- tickets ----

class LargeTickets : public ResumptionTest, public testing::WithParamInterface<std::tuple<ProtocolVersion, Carriage>> {
 protected:
  LargeTickets() { carriage = std::get<1>(GetParam()); }
  static Options with_version(Options options) {
    options.policy = only(std::get<0>(GetParam()));
    return options;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, LargeTickets,
                         testing::Combine(testing::Values(tls12, tls13), testing::ValuesIn(kCarriages)));

// A ticket holds the client's chain. What the server could not take back in a ClientHello it does not give out, and the client
// comes back in full.
TEST_P(LargeTickets, GoOnOrAreNotMade) {
  const struct {
    std::size_t size, limit;
    bool made;
  } cases[] = {{2'000, 0, true},    {9'000, 0, true},       {16'000, 0, false},     {60'000, 0, false},
               {100'000, 0, false}, {9'000, 200'000, true}, {60'000, 200'000, true}};
  for (const auto& [size, limit, made] : cases) {
    Options client = with_version(ordinary_client()), server = with_version(ordinary_server());
    client.credentials = credentials(credential_of(size));
    server.client_authentication = ClientAuthentication::require;
    server.ticket_keys = ticket_keys();
    server.max_handshake_message = limit;
    client.session = first_session(client, server);
    ASSERT_EQ(client.session != nullptr && !client.session->ticket.empty(), made) << size;
    Clocked again(client, server, carriage);
    expect_works(again);
    EXPECT_EQ(again.server.info().resumed, made) << size;
    EXPECT_EQ(again.server.info().peer_chain, (*client.credentials)[0]->chain);
  }
}

}  // namespace
}  // namespace handfast::test
