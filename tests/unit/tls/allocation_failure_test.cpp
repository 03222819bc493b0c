// Each allocation of ours fails in turn, from the first to the last of a whole connection: handshake with
// HelloRetryRequest (TLS 1.3) and client certificate, data, key updates, closing. The call in which it happens says
// out_of_memory and nothing else, or did not need the memory after all; nothing is lost (AddressSanitizer looks), and
// what is over stays over.
//
// The provider's own memory is the subject of tests/unit/crypto/allocation_failure_test.cpp.
#include "support/failing_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include "unit/tls/failing_pair.hpp"
#include "unit/tls/speaker.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// One connection from beginning to end. Stops where memory runs out in a way that ends a connection; a call that may be
// made again is made again.
class WholeConnection final : public FailingPair {
 public:
  explicit WholeConnection(ProtocolVersion version)
      : version_(version), client_options_(mutual_client()), server_options_(mutual_server()) {
    Policy policy;
    policy.versions = {version};
    policy.groups = {NamedGroup::secp256r1};
    server_options_.policy = std::make_shared<const Policy>(policy);  // the client has sent no share for it
    server_options_.record_size_limit = client_options_.record_size_limit = 2000;
    server_options_.application_protocols = client_options_.application_protocols = {"a protocol with a long name"};
    client_options_.application_extensions = speaker({Speaker::Place::client_hello});
    server_options_.application_extensions = speaker({Speaker::Place::server_hello12, Speaker::Place::server_hello});
  }

  // What happened: nothing (all went well), or out_of_memory.
  std::optional<Errc> go() {
    if (!create(services_, client_options_, server_options_)) return Errc::out_of_memory;
    if (!shake_hands()) return error;
    for (Connection* from : {client.operator->(), server.operator->()}) {
      Connection& to = from == &*client ? *server : *client;
      if (!talk(*from, to, "a line") || !talk(*from, to, std::string(5000, 'x'))) return error;
      if (version_ == ProtocolVersion::tls13 && !update_keys(*from, to)) return error;
      if (!talk(*from, to, "after")) return error;
      std::array<std::uint8_t, 32> key{};
      if (!retried([&] { return from->export_key("EXPORTER-test", Bytes(), key); })) return error;
    }
    if (!retried([&] { return client->close(); }) || !deliver(*client, *server)) return error;
    EXPECT_EQ(counted([&] { return server->read(buffer_); }).kind, Read::Kind::closed);
    return std::nullopt;
  }
  void over(bool, std::optional<Errc>) {}

 private:
  static std::shared_ptr<Speaker> speaker(std::initializer_list<Speaker::Place> places) {
    auto out = std::make_shared<Speaker>();
    for (const auto place : places) out->says[place] = "what does not fit into the string itself";
    out->data = {"what does not fit into the string itself"};
    out->awaits_data = true;
    return out;
  }
  // The peer is asked for new keys of its own, too, and answers however often it takes.
  bool update_keys(Connection& from, Connection& to) {
    if (!retried([&] { return from.update_keys(true); }) || !talk(from, to, "a new key")) return false;
    EXPECT_TRUE(to.owes_output());
    if (!retried([&] { return to.flush_owed(); })) return false;
    EXPECT_FALSE(to.output().empty()) << "the answer is lost";
    return deliver(to, from) && talk(to, from, "another new key");
  }

  ProtocolVersion version_;
  Options client_options_, server_options_;
  std::shared_ptr<const Services> services_ = plain_services();
};

struct Way {
  Shortage shortage;
  ProtocolVersion version;
  const char* name;
};
class AllocationFailure : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(When, AllocationFailure,
                         testing::Values(Way{Shortage::one_fails, ProtocolVersion::tls13, "OneFails13"},
                                         Way{Shortage::one_fails, ProtocolVersion::tls12, "OneFails12"},
                                         Way{Shortage::all_fail_from_then_on, ProtocolVersion::tls13, "AllFail13"},
                                         Way{Shortage::all_fail_from_then_on, ProtocolVersion::tls12, "AllFail12"}),
                         [](const auto& param) { return param.param.name; });

TEST_P(AllocationFailure, SaysOutOfMemory) {
  const long allocations =
      run_out_of_memory(GetParam().shortage, [] { return std::make_unique<WholeConnection>(GetParam().version); });
  EXPECT_GT(allocations, 50) << "a connection needs more allocations than this";
}

}  // namespace
}  // namespace handfast::test

#endif
