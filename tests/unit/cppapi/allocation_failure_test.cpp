// Each allocation fails in turn, as in tests/unit/tls, now under the C++ API: what configures and what makes a connection
// throws std::bad_alloc or says out_of_memory, every other call says out_of_memory, and nothing is lost
// (AddressSanitizer looks).
#include "support/failing_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include <array>

#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

using Status = Connection::Status;

struct Way {
  Shortage shortage{};
  Version version{};
};
std::string name_of_way(const testing::TestParamInfo<Way>& param) {
  return std::string(param.param.shortage == Shortage::one_fails ? "OneFails" : "AllFail") +
         (param.param.version == Version::tls13 ? "13" : "12");
}

// Runs `attempt` with one allocation more each time, until none fails any more. It returns what it failed with.
void each_in_turn(Shortage shortage, const std::function<std::optional<ErrorKind>()>& attempt) {
  constexpr long kMoreThanNeeded = 10'000;
  for (long n = 0; n < kMoreThanNeeded; ++n) {
    allocator = {.until_failure = n, .shortage = shortage};
    const std::optional<ErrorKind> error = attempt();
    const bool reached = allocator.failures > 0;
    allocator.until_failure = -1;
    if (!reached) {
      EXPECT_EQ(error, std::nullopt);
      EXPECT_GT(n, 20) << "there are more allocations than this";
      return;
    }
    ASSERT_EQ(error.value_or(ErrorKind::out_of_memory), ErrorKind::out_of_memory) << "allocation " << n;
    ASSERT_FALSE(testing::Test::HasFailure()) << "allocation " << n;
  }
  FAIL() << "it never stopped allocating";
}

// ----------------------------------------------------------------------------------------------- configuration ----

class CppConfigShortage : public testing::TestWithParam<Shortage> {};
INSTANTIATE_TEST_SUITE_P(When, CppConfigShortage, testing::Values(Shortage::one_fails, Shortage::all_fail_from_then_on),
                         [](const auto& param) { return param.param == Shortage::one_fails ? "OneFails" : "AllFail"; });

TEST_P(CppConfigShortage, ThrowsOrSaysOutOfMemory) {
  const std::string authority = TestCa::instance().certificate_pem();
  const TestCa::Pem identity = TestCa::instance().server_pem();
  each_in_turn(GetParam(), [&]() -> std::optional<ErrorKind> {
    const Counting here;
    try {
      ConfigBuilder builder;
      builder.trust_pem(authority)
          .identity_pem(identity.chain, identity.key)
          .application_protocols({"a protocol with a long name"})
          .groups({"X25519", "secp256r1"})
          .cipher_suites({"TLS_AES_128_GCM_SHA256"})
          .signature_schemes({"ecdsa_secp256r1_sha256"})
          .client_certificates(ClientCertificate::require)
          .also_check([](auto, std::string_view) { return true; })
          .key_log([](std::string_view) {});
      const auto config = builder.build();
      if (!config) return config.error().kind();
      const Config copy = *config;
      const Connection connection = Connection::server(copy);
      return std::nullopt;
    } catch (const std::bad_alloc&) {
      return ErrorKind::out_of_memory;
    }
  });
}

// -------------------------------------------------------------------------------------------- a whole connection ----

class WholeConnection {
 public:
  WholeConnection(const Config& client, const Config& server) : client_config_(client), server_config_(server) {}

  // What it failed with. Where one allocation fails alone, calls that may be made again are.
  std::optional<ErrorKind> go() {
    if (!create()) return ErrorKind::out_of_memory;
    if (!shake_hands()) return error_;
    for (Connection* from : {&*client_, &*server_}) {
      Connection& to = from == &*client_ ? *server_ : *client_;
      if (!talk(*from, to, "a line") || !talk(*from, to, std::string(5000, 'x'))) return error_;
      if (from->version() == Version::tls13 && !update_keys(*from, to)) return error_;
      std::array<std::uint8_t, 32> key{};
      if (!again([&] { return from->export_key("EXPORTER-test", {}, key); })) return ErrorKind::out_of_memory;
    }
    if (!again([&] { return client_->close(); }) || !deliver(*client_, *server_)) return ErrorKind::out_of_memory;
    if (counted([&] { return server_->read(buffer_); }).status != Status::closed) return failed(*server_);
    return std::nullopt;
  }

 private:
  bool create() {
    try {
      const Counting here;
      client_.emplace(Connection::client(client_config_, "localhost"));
      server_.emplace(Connection::server(server_config_));
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }

  bool shake_hands() {
    for (int flights = 0; flights < 10; ++flights) {
      bool stands = true;
      for (Connection* side : {&*client_, &*server_}) {
        const Status status = counted([&] { return side->handshake(); });
        if (status == Status::failed) return failed(*side), false;
        stands = stands && status == Status::done;
        if (!deliver(*side, side == &*client_ ? *server_ : *client_)) return error_ = ErrorKind::out_of_memory, false;
      }
      if (stands) return true;
    }
    ADD_FAILURE() << "the handshake does not end";
    return false;
  }

  // There is always a reason, and it can be asked for without memory.
  ErrorKind failed(const Connection& side) {
    const Failure* failure = counted([&] { return side.failure(); });
    if (failure == nullptr) {
      ADD_FAILURE() << "a failure without a reason";
      return error_ = ErrorKind::internal;
    }
    error_ = failure->kind();
    EXPECT_EQ(failure->code(), error_);
    EXPECT_FALSE(failure->text().empty());
    return error_;
  }

  bool deliver(Connection& from, Connection& to) {
    for (int i = 0; from.has_output(); ++i) {
      const auto output = counted([&] { return from.output(); });
      const auto space = counted([&] { return to.input_space(output.size()); });
      if (output.empty() || space.size() != output.size()) {
        if (i > 2 || allocator.shortage == Shortage::all_fail_from_then_on) return false;
        continue;
      }
      std::ranges::copy(output, space.begin());
      to.input_added(output.size());
      counted([&] { from.output_taken(output.size()); });
    }
    return true;
  }

  static bool again(auto&& call) {
    return counted(call) || (allocator.shortage == Shortage::one_fails && counted(call));
  }

  bool update_keys(Connection& from, Connection& to) {
    if (!again([&] { return from.update_keys(true); })) return error_ = ErrorKind::out_of_memory, false;
    if (!talk(from, to, "a new key")) return false;
    if (!deliver(to, from)) return error_ = ErrorKind::out_of_memory, false;
    return talk(to, from, "another new key");
  }

  bool talk(Connection& from, Connection& to, std::string_view text) {
    std::string received;
    received.reserve(text.size());
    for (std::string_view rest = text; !rest.empty();) {
      Connection::Transfer written = counted([&] { return from.write(as_bytes(rest)); });
      if (written.status == Status::failed && failed(from) == ErrorKind::out_of_memory &&
          allocator.shortage == Shortage::one_fails)
        written = counted([&] { return from.write(as_bytes(rest)); });
      if (written.status != Status::done) return failed(from), false;
      if (!deliver(from, to)) return error_ = ErrorKind::out_of_memory, false;
      rest.remove_prefix(written.size);
      Connection::Transfer read{};
      while ((read = counted([&] { return to.read(buffer_); })).status == Status::done)
        received.append(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(read.size));
      if (read.status == Status::failed) return failed(to), false;
    }
    EXPECT_EQ(received, text);
    return true;
  }

  const Config &client_config_, &server_config_;
  std::optional<Connection> client_, server_;
  ErrorKind error_{};
  std::array<std::uint8_t, 300> buffer_{};  // smaller than the records, so that rests are kept
};

class CppShortage : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(When, CppShortage,
                         testing::Values(Way{Shortage::one_fails, Version::tls13},
                                         Way{Shortage::one_fails, Version::tls12},
                                         Way{Shortage::all_fail_from_then_on, Version::tls13},
                                         Way{Shortage::all_fail_from_then_on, Version::tls12}),
                         name_of_way);

TEST_P(CppShortage, SaysOutOfMemory) {
  const TestCa::Pem identity = TestCa::instance().client_pem();
  ConfigBuilder client = client_builder(), server = server_builder();
  const auto check = [](auto, std::string_view) { return true; };
  std::size_t logged = 0;
  const auto log = [&](std::string_view line) { logged += line.size(); };
  client.versions(GetParam().version, GetParam().version).identity_pem(identity.chain, identity.key);
  client.application_protocols({"a protocol with a long name"}).also_check(check).key_log(log);
  server.groups({"secp256r1"}).application_protocols({"a protocol with a long name"});  // which costs a retry
  server.client_certificates(ClientCertificate::require).trust_pem(TestCa::instance().certificate_pem());
  const Config client_config = built(client), server_config = built(server);
  {
    EXPECT_EQ(WholeConnection(client_config, server_config).go(), std::nullopt);
  }  // what is made once, is
  each_in_turn(GetParam().shortage, [&] { return WholeConnection(client_config, server_config).go(); });
  EXPECT_GT(logged, 0U);
}

}  // namespace
}  // namespace handfast::test

#endif
