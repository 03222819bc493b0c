// Each allocation of ours fails in turn, from the first to the last of a whole connection: handshake with
// HelloRetryRequest (TLS 1.3) and client certificate, data, key updates, closing. The call in which it happens says
// out_of_memory and nothing else, or did not need the memory after all; nothing is lost (AddressSanitizer looks), and
// what is over stays over.
//
// The provider's own memory is the subject of tests/unit/crypto/allocation_failure_test.cpp.
#include "support/failing_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include "unit/tls/refusal.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// One connection from beginning to end. Stops where memory runs out in a way that ends a connection; a call that may be
// made again is made again.
class WholeConnection {
 public:
  explicit WholeConnection(ProtocolVersion version)
      : version_(version), client_options_(mutual_client()), server_options_(mutual_server()) {
    Policy policy;
    policy.versions = {version};
    policy.groups = {NamedGroup::secp256r1};
    server_options_.policy = std::make_shared<const Policy>(policy);  // the client has sent no share for it
    server_options_.record_size_limit = client_options_.record_size_limit = 2000;
    server_options_.application_protocols = client_options_.application_protocols = {"a protocol with a long name"};
  }

  // What happened: nothing (all went well), or out_of_memory.
  std::optional<Errc> go() {
    if (!create()) return Errc::out_of_memory;
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

  std::optional<Connection> client, server;
  Errc error{};

 private:
  bool create() {
    Options client_side = client_options_, server_side = server_options_;
    try {
      const Counting here;
      client.emplace(Role::client, services_, std::move(client_side));
      server.emplace(Role::server, services_, std::move(server_side));
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }

  bool shake_hands() {
    for (int i = 0; i < 20; ++i) {
      for (Connection* side : {client.operator->(), server.operator->()}) {
        const Step step = counted([&] { return side->handshake(); });
        if (step.kind == Step::Kind::failed) return failed(*side, step.error);
        Connection& other = side == &*client ? *server : *client;
        if (!deliver(*side, other)) return false;
      }
      if (client->established() && server->established()) return true;
    }
    ADD_FAILURE() << "the handshake does not end";
    return false;
  }

  bool failed(Connection& side, Errc why_not) {
    error = why_not;
    const Step again = counted([&] { return side.handshake(); });
    EXPECT_EQ(again.kind, Step::Kind::failed);
    EXPECT_EQ(again.error, why_not);
    // When not a single byte is left, the code alone remains.
    if (allocator.shortage == Shortage::one_fails) {
      EXPECT_NE(side.failure(), nullptr);
    }
    if (side.failure() != nullptr) {
      EXPECT_EQ(side.failure()->error.code, why_not);
    }
    return false;
  }

  // All output of `from` becomes input of `to`; false when there was no memory for it.
  bool deliver(Connection& from, Connection& to) {
    while (!from.output().empty()) {
      const std::size_t n = std::min(from.output().size(), carried_.size());
      std::copy_n(from.output().begin(), n, carried_.begin());
      counted([&] { from.output_taken(n); });
      if (counted([&] { return to.feed(Bytes(carried_).first(n)); })) continue;
      error = Errc::out_of_memory;
      return false;
    }
    return true;
  }

  // A call that ran out of memory has done nothing: it may be made again, if memory comes back.
  bool retried(auto&& call) {
    for (int i = 0; i < 2; ++i) {
      const auto result = counted(call);
      if (result) return true;
      error = result.error().code;
      EXPECT_EQ(name_of(error), "out_of_memory");
      if (allocator.shortage == Shortage::all_fail_from_then_on) return false;
    }
    ADD_FAILURE() << "one failure only, but the call failed twice";
    return false;
  }

  // The peer is asked for new keys of its own, too, and answers however often it takes.
  bool update_keys(Connection& from, Connection& to) {
    if (!retried([&] { return from.update_keys(true); }) || !talk(from, to, "a new key")) return false;
    EXPECT_TRUE(to.owes_output());
    if (!retried([&] { return to.flush_owed(); })) return false;
    EXPECT_FALSE(to.output().empty()) << "the answer is lost";
    return deliver(to, from) && talk(to, from, "another new key");
  }

  bool talk(Connection& from, Connection& to, std::string_view text) {
    std::size_t received = 0;
    bool right = true;
    for (Bytes rest = as_bytes(text); !rest.empty();) {
      std::size_t written = 0;
      const bool done = retried([&]() -> Result<void> {
        const auto result = from.write(rest);
        if (!result) return std::unexpected(result.error());
        written = *result;
        return {};
      });
      if (!done || !deliver(from, to)) return false;
      rest = rest.subspan(written);
      for (;;) {
        const Read read = counted([&] { return to.read(buffer_); });
        if (read.kind == Read::Kind::failed) return failed(to, read.error);
        if (read.kind != Read::Kind::data) break;
        right = right && as_text(Bytes(buffer_).first(read.size)) == text.substr(received, read.size);
        received += read.size;
      }
    }
    EXPECT_TRUE(right);
    EXPECT_EQ(received, text.size());
    return true;
  }

  ProtocolVersion version_;
  Options client_options_, server_options_;
  std::shared_ptr<const Services> services_ = plain_services();
  std::array<std::uint8_t, 20000> carried_{};
  std::array<std::uint8_t, 300> buffer_{};  // smaller than the records, so that rests are kept
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
  constexpr long kMoreThanNeeded = 5000;
  unsigned survived = 0;
  for (long n = 0; n < kMoreThanNeeded; ++n) {
    auto run = std::make_unique<WholeConnection>(GetParam().version);
    allocator = {.until_failure = n, .shortage = GetParam().shortage};
    const std::optional<Errc> error = run->go();
    run->client.reset();
    run->server.reset();
    const bool reached = allocator.failures > 0;
    allocator.until_failure = -1;
    if (!reached) {
      EXPECT_EQ(error, std::nullopt);
      EXPECT_GT(n, 50) << "a connection needs more allocations than this";
      RecordProperty("allocations", static_cast<int>(n));
      RecordProperty("survived", static_cast<int>(survived));
      return;
    }
    survived += !error.has_value();
    ASSERT_EQ(name_of(error.value_or(Errc::out_of_memory)), "out_of_memory") << "allocation " << n;
    ASSERT_FALSE(HasFailure()) << "allocation " << n;
  }
  FAIL() << "it never stopped allocating";
}

}  // namespace
}  // namespace handfast::test

#endif
