// Everything that a handshake waits for comes later than it is asked for: from another thread, from the test, byte by
// byte.
#include <gtest/gtest.h>

#include <algorithm>

#include "tls/handshake/handshake.hpp"
#include "tls/suites.hpp"
#include "unit/tls/endpoints.hpp"
#include "unit/tls/later.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// A key that lives in another thread, which answers when it is told to.
class DistantKey final : public Signer {
 public:
  explicit DistantKey(std::shared_ptr<const Signer> key) : key_(std::move(key)) {}
  ~DistantKey() override {
    for (std::thread& thread : threads_) thread.join();
  }
  crypto::KeyType type() const override { return key_->type(); }
  unsigned bits() const override { return key_->bits(); }
  Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const override {
    desk_ = std::make_shared<Desk<ByteVector>>();
    scheme_ = scheme;
    message_.assign(message.begin(), message.end());
    return from(desk_);
  }
  bool was_asked() const { return desk_ != nullptr; }
  void answer() {
    threads_.emplace_back([key = key_, desk = desk_, scheme = scheme_, message = message_] {
      Answer<ByteVector> answer = key->sign(scheme, message);
      desk->put(answer.ready() ? std::move(answer.result()) : fail(Errc::signing_failed));
    });
    desk_->wait();
  }
  void refuse() { desk_->put(fail(Errc::signing_failed, "token")); }

 private:
  std::shared_ptr<const Signer> key_;
  mutable std::shared_ptr<Desk<ByteVector>> desk_;
  mutable SignatureScheme scheme_{};
  mutable ByteVector message_;
  std::vector<std::thread> threads_;
};

struct Distant {
  std::shared_ptr<DistantKey> key;
  std::shared_ptr<const Credentials> credentials;
};

Distant distant(const std::shared_ptr<const Credential>& issued) {
  auto signer = std::make_shared<DistantKey>(issued->signer);
  auto credential = std::make_shared<Credential>(*issued);
  credential->signer = signer;
  return {signer, credentials(std::move(credential))};
}

// A verdict that is asked for now and given later.
class DistantVerifier final : public CertificateVerifier {
 public:
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, Role peer) override {
    desk_ = std::make_shared<Desk<pki::Verdict>>();
    leaf_.assign(chain.front().begin(), chain.front().end());
    name_ = server_name;
    peer_ = peer;
    return from(desk_);
  }
  bool was_asked() const { return desk_ != nullptr; }
  void answer() {
    const Bytes chain[] = {leaf_};
    Answer<pki::Verdict> verdict = ChainVerifier(TestCa::instance().trust()).verify(chain, name_, peer_);
    ASSERT_TRUE(verdict.ready());
    desk_->put(std::move(verdict.result()));
  }
  void refuse(Errc why) {
    pki::Verdict verdict;
    verdict.error = Error{why};
    verdict.subject = "CN=refused";
    desk_->put(std::move(verdict));
  }

 private:
  std::shared_ptr<Desk<pki::Verdict>> desk_;
  ByteVector leaf_;
  std::string name_;
  Role peer_{};
};

class DistantApplication final : public ClientHelloCallback {
 public:
  Answer<void> on_client_hello(const ClientHello& hello, Connection& connection) override {
    desk_ = std::make_shared<Desk<void>>();
    suites_offered = hello.cipher_suites.encoded().size() / 2;
    connection_ = &connection;
    return from(desk_);
  }
  bool was_asked() const { return desk_ != nullptr; }
  void answer(Result<void> result = {}) { desk_->put(std::move(result)); }
  Connection& connection() { return *connection_; }
  std::size_t suites_offered = 0;

 private:
  std::shared_ptr<Desk<void>> desk_;
  Connection* connection_ = nullptr;
};

struct Way {
  Carriage carriage;
  ProtocolVersion version;
};
std::vector<Way> every_way() {
  std::vector<Way> out;
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12})
    for (const Carriage& carriage : kCarriages) out.push_back({carriage, version});
  return out;
}

class Asynchronous : public testing::TestWithParam<Way> {
 protected:
  static bool tls12() { return GetParam().version == ProtocolVersion::tls12; }
  Endpoints joined(Options client, Options server) {
    Policy policy;
    policy.versions = {GetParam().version};
    client.policy = std::make_shared<const Policy>(policy);
    return Endpoints(std::move(client), std::move(server), GetParam().carriage);
  }
  // Runs the handshake; each time that `waiting` needs something from outside it must say `reason`, however often it is
  // asked, and then `answer` is called.
  void run(Endpoints& pair, Connection& waiting, Wait reason, const std::function<void()>& answer) {
    outcome = pair.link.handshake([&] {
      for (int i = 0; i < 3; ++i) {
        const Step step = waiting.handshake();
        ASSERT_EQ(step.kind, Step::Kind::waiting) << why(waiting);
        ASSERT_EQ(step.wait, reason);
      }
      ++waits;
      answer();
    });
  }
  void expect_established(Endpoints& pair, unsigned expected_waits) {
    EXPECT_TRUE(outcome.ok()) << "client: " << why(pair.client) << "\nserver: " << why(pair.server);
    EXPECT_EQ(waits, expected_waits);
    EXPECT_EQ(pair.client.info().version, GetParam().version);
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes("hello")), "hello");
  }

  MemoryLink::Outcome outcome{};
  unsigned waits = 0;
};

INSTANTIATE_TEST_SUITE_P(Every, Asynchronous, testing::ValuesIn(every_way()),
                         [](const auto& param) { return "way" + std::to_string(param.index); });

TEST_P(Asynchronous, ServerKeyInAnotherThread) {
  const Distant server = distant(TestCa::instance().server());
  Options options;
  options.credentials = server.credentials;
  Endpoints pair = joined(ordinary_client(), std::move(options));
  run(pair, pair.server, Wait::signature, [&] { server.key->answer(); });
  expect_established(pair, 1);
}

TEST_P(Asynchronous, ClientKeyInAnotherThread) {
  const Distant client = distant(TestCa::instance().client(crypto::KeyType::ed25519));
  Options options = ordinary_client();
  options.credentials = client.credentials;
  Endpoints pair = joined(std::move(options), mutual_server());
  run(pair, pair.client, Wait::signature, [&] { client.key->answer(); });
  expect_established(pair, 1);
  EXPECT_TRUE(pair.server.info().peer_verified);
}

TEST_P(Asynchronous, SignatureRefused) {
  const Distant server = distant(TestCa::instance().server());
  Options options;
  options.credentials = server.credentials;
  Endpoints pair = joined(ordinary_client(), std::move(options));
  run(pair, pair.server, Wait::signature, [&] { server.key->refuse(); });
  EXPECT_EQ(outcome.server.error, Errc::signing_failed);
  ASSERT_NE(pair.server.failure(), nullptr);
  EXPECT_EQ(pair.server.failure()->step, tls12() ? "make server_key_exchange" : "make certificate_verify");
  EXPECT_EQ(pair.server.failure()->alert_sent, Alert::internal_error);
  EXPECT_EQ(outcome.client.error, Errc::alert_received);
}

TEST_P(Asynchronous, VerdictOnServer) {
  const auto verifier = std::make_shared<DistantVerifier>();
  Options options = ordinary_client();
  options.verifier = verifier;
  Endpoints pair = joined(std::move(options), ordinary_server());
  run(pair, pair.client, Wait::certificate_verdict, [&] { verifier->answer(); });
  expect_established(pair, 1);
  EXPECT_TRUE(pair.client.info().peer_verified);
}

TEST_P(Asynchronous, VerdictOnClient) {
  const auto verifier = std::make_shared<DistantVerifier>();
  Options options = mutual_server();
  options.verifier = verifier;
  Endpoints pair = joined(mutual_client(), std::move(options));
  run(pair, pair.server, Wait::certificate_verdict, [&] { verifier->answer(); });
  expect_established(pair, 1);
  EXPECT_TRUE(pair.server.info().peer_verified);
}

TEST_P(Asynchronous, VerdictRefuses) {
  const auto verifier = std::make_shared<DistantVerifier>();
  Options options = ordinary_client();
  options.verifier = verifier;
  Endpoints pair = joined(std::move(options), ordinary_server());
  run(pair, pair.client, Wait::certificate_verdict, [&] { verifier->refuse(Errc::certificate_revoked); });
  EXPECT_EQ(outcome.client.error, Errc::certificate_revoked);
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.failure()->step, "check certificate");
  EXPECT_EQ(pair.client.failure()->certificate_subject, "CN=refused");
  EXPECT_EQ(outcome.server.error, Errc::alert_received);
  EXPECT_EQ(pair.server.failure()->alert_received, Alert::certificate_revoked);
}

TEST_P(Asynchronous, ApplicationSeesClientHello) {
  const auto application = std::make_shared<DistantApplication>();
  Options options = ordinary_server();
  options.client_hello_callback = application;
  Endpoints pair = joined(ordinary_client(), std::move(options));
  run(pair, pair.server, Wait::application, [&] { application->answer(); });
  expect_established(pair, 1);
  const auto of_version = [](CipherSuite suite) { return suite_of(suite, GetParam().version).has_value(); };
  const auto offered = std::ranges::count_if(Policy().cipher_suites, of_version);
  EXPECT_EQ(application->suites_offered, static_cast<std::size_t>(offered));
}

TEST_P(Asynchronous, ApplicationChangesPolicyAndCredentials) {
  const auto application = std::make_shared<DistantApplication>();
  const CipherSuite suite =
      tls12() ? CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256 : CipherSuite::chacha20_poly1305_sha256;
  Options options;  // no certificate yet: the application brings one
  options.client_hello_callback = application;
  Endpoints pair = joined(ordinary_client(), std::move(options));
  run(pair, pair.server, Wait::application, [&] {
    Policy policy;
    policy.cipher_suites = {suite};
    policy.groups = {NamedGroup::secp521r1};
    application->connection().options().policy = std::make_shared<const Policy>(policy);
    application->connection().options().credentials = ordinary_server().credentials;
    application->answer();
  });
  expect_established(pair, 1);
  EXPECT_EQ(pair.client.info().cipher_suite, suite);
  EXPECT_EQ(pair.client.info().group, NamedGroup::secp521r1);
}

TEST_P(Asynchronous, ApplicationRefuses) {
  const auto application = std::make_shared<DistantApplication>();
  Options options = ordinary_server();
  options.client_hello_callback = application;
  Endpoints pair = joined(ordinary_client(), std::move(options));
  run(pair, pair.server, Wait::application, [&] { application->answer(fail(Errc::unrecognized_name, "server_name")); });
  EXPECT_EQ(outcome.server.error, Errc::unrecognized_name);
  EXPECT_EQ(outcome.client.error, Errc::alert_received);
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.failure()->alert_received, Alert::unrecognized_name);
}

// A callback that calls the handshake which called it is told so, and nothing else happens.
struct Reentrant final : ClientHelloCallback {
  Answer<void> on_client_hello(const ClientHello&, Connection& connection) override {
    inner = connection.handshake();
    return Result<void>();
  }
  Step inner{};
};

TEST(Reentry, IsRefusedAndHarmless) {
  const auto application = std::make_shared<Reentrant>();
  Options options = ordinary_server();
  options.client_hello_callback = application;
  Endpoints pair(ordinary_client(), std::move(options));
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.server);
  EXPECT_EQ(application->inner.kind, Step::Kind::failed);
  EXPECT_EQ(application->inner.error, Errc::invalid_request);
}

// Each flight leaves byte by byte: until its last byte the handshake waits for output, and right after it for input.
TEST(SlowTransport, EveryByteOfAFlightIsAwaited) {
  Endpoints pair(mutual_client(), mutual_server());
  std::size_t bytes = 0;
  const auto flush = [&](Connection& from, Connection& to) {
    while (!from.output().empty()) {
      const Step step = from.handshake();
      ASSERT_EQ(step.kind, Step::Kind::waiting);
      ASSERT_EQ(step.wait, Wait::output);
      ASSERT_TRUE(to.feed(from.output().first(1)));
      from.output_taken(1);
      ++bytes;
    }
  };
  EXPECT_EQ(pair.client.handshake().wait, Wait::output);
  flush(pair.client, pair.server);
  EXPECT_EQ(pair.client.handshake().wait, Wait::input);
  EXPECT_EQ(pair.server.handshake().wait, Wait::output);
  flush(pair.server, pair.client);
  EXPECT_EQ(pair.server.handshake().wait, Wait::input);
  EXPECT_EQ(pair.client.handshake().wait, Wait::output);
  flush(pair.client, pair.server);
  EXPECT_EQ(pair.client.handshake().kind, Step::Kind::done);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::done);
  EXPECT_GT(bytes, 2000U);
}

// A connection that goes away in the middle of a wait takes everything with it (AddressSanitizer looks for what it
// forgot), and who answers afterwards finds nobody.
TEST(Abandoned, WhileSigning) {
  const Distant server = distant(TestCa::instance().server());
  Options options;
  options.credentials = server.credentials;
  {
    Endpoints pair(ordinary_client(), std::move(options));
    EXPECT_EQ(pair.link.handshake().server.wait, Wait::signature);
  }
  ASSERT_TRUE(server.key->was_asked());
  server.key->answer();
}

TEST(Abandoned, WhileVerifying) {
  const auto verifier = std::make_shared<DistantVerifier>();
  Options options = ordinary_client();
  options.verifier = verifier;
  {
    Endpoints pair(std::move(options), ordinary_server());
    EXPECT_EQ(pair.link.handshake().client.wait, Wait::certificate_verdict);
  }
  ASSERT_TRUE(verifier->was_asked());
  verifier->answer();
}

TEST(Abandoned, WhileTheApplicationThinks) {
  const auto application = std::make_shared<DistantApplication>();
  Options options = ordinary_server();
  options.client_hello_callback = application;
  {
    Endpoints pair(ordinary_client(), std::move(options));
    EXPECT_EQ(pair.link.handshake().server.wait, Wait::application);
  }
  ASSERT_TRUE(application->was_asked());
  application->answer();
}

TEST(Abandoned, AfterSoManyBytes) {
  std::size_t taken = 0;
  for (std::size_t stop = 1;; stop += 5) {
    Endpoints pair(mutual_client(), mutual_server());
    (void)pair.client.handshake();
    (void)pair.server.handshake();
    taken = 0;
    const auto carry = [&](Connection& from, Connection& to) {
      while (taken < stop && !from.output().empty()) {
        ASSERT_TRUE(to.feed(from.output().first(1)));
        from.output_taken(1);
        (void)to.handshake();
        ++taken;
      }
      (void)from.handshake();
    };
    for (int flight = 0; flight < 2; ++flight) {
      carry(pair.client, pair.server);
      carry(pair.server, pair.client);
    }
    if (taken < stop) break;  // that was the whole handshake
  }
  EXPECT_GT(taken, 2000U);
}

// The kinds of waiting that no flow of TLS 1.3 has yet: the same leaf, awaited by a flow of the test's own.
Task<int> ask(Handshake& hs, Wait reason, std::shared_ptr<Desk<int>>& desk) {
  Answer<int> answer = from(desk);
  const int first = co_await hs.await(reason, std::move(answer));
  Answer<int> another = from(desk);
  const int second = co_await hs.await(reason, std::move(another));
  co_return 10 * first + second;
}

class Waiting : public testing::TestWithParam<Wait> {
 protected:
  void start() {
    task.emplace(ask(hs, GetParam(), desk));
    task->handle().resume();
  }
  // What Handshake::resume() does for its own flows.
  Leaf::Poll poll() {
    Leaf& leaf = *hs.leaf;
    EXPECT_EQ(leaf.reason, GetParam());
    const Leaf::Poll out = leaf.poll();
    if (out == Leaf::Poll::ready) leaf.owner->self.resume();
    if (out == Leaf::Poll::failed) leaf.owner->propagate().resume();
    return out;
  }

  Connection connection{Role::client, plain_services(), Options()};
  Services services;
  Options options;
  SessionInfo info;
  Inbound inbound;
  Outbound outbound;
  std::optional<SessionKeys> keys;
  std::unique_ptr<const ReceivedTicket> ticket;
  SecretQueue data;
  std::uint64_t data_size = 0;
  std::unique_ptr<const ExporterSecret> exporter;
  std::unique_ptr<const Transcript> transcript;
  Handshake hs{Role::client,
               {connection, services, options, info, inbound, outbound, keys, ticket, data, data_size, data, exporter,
                transcript}};
  std::shared_ptr<Desk<int>> desk = std::make_shared<Desk<int>>();
  std::optional<Task<int>> task;  // destroyed before the handshake whose memory it lives in
};

INSTANTIATE_TEST_SUITE_P(ForWhat, Waiting, testing::Values(Wait::decryption, Wait::session_lookup, Wait::ticket),
                         [](const auto& param) {
                           std::string name(name_of(param.param));
                           std::erase_if(name, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) == 0; });
                           return name;
                         });

TEST_P(Waiting, GoesOnWithTheAnswer) {
  start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(poll(), Leaf::Poll::pending);
  desk->put(4);
  EXPECT_EQ(poll(), Leaf::Poll::ready);
  EXPECT_EQ(poll(), Leaf::Poll::pending);
  std::thread other([&] { desk->put(2); });
  desk->wait();
  EXPECT_EQ(poll(), Leaf::Poll::ready);
  other.join();
  ASSERT_TRUE(task->handle().done());
  EXPECT_EQ(task->handle().promise().value, std::optional(42));
}

TEST_P(Waiting, EndsWithTheError) {
  start();
  desk->put(fail(Errc::callback_failed, "store"));
  EXPECT_EQ(poll(), Leaf::Poll::failed);
  EXPECT_TRUE(task->handle().promise().has_failed);
  ASSERT_TRUE(hs.error.has_value());
  EXPECT_EQ(hs.error->code, Errc::callback_failed);
}

TEST_P(Waiting, MayBeAbandoned) {
  start();
  EXPECT_EQ(poll(), Leaf::Poll::pending);
}

}  // namespace
}  // namespace handfast::test
