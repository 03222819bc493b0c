// The program that BoringSSL's TLS test runner starts once for each test: connects to the runner, several times when sessions
// are resumed, and does what the flags say.
// Exit status: 0 success, 1 a failure whose reason stands on standard error, 89 not implemented, 90 a flag's expectation was
// not met.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "bogo/clock.hpp"
#include "bogo/legacy.hpp"
#include "bogo/quic_carrier.hpp"

namespace handfast::bogo {

namespace {

constexpr int kSuccess = 0, kFailure = 1, kUnimplemented = 89, kExpectationNotMet = 90;
constexpr const char* kEndOfText = "--- DONE ---";  // what comes behind it is a sanitizer's report, and fails the test

int ended(int status, std::string_view text) {
  std::fprintf(stderr, "%.*s\n%s\n", static_cast<int>(text.size()), text.data(), kEndOfText);
  return status;
}

int status_of(const Ending& ending) {
  switch (ending.kind) {
    case Ending::Kind::failed: return kFailure;
    case Ending::Kind::expectation_not_met: return kExpectationNotMet;
    case Ending::Kind::unsupported: return kUnimplemented;
  }
  return kFailure;
}

// One connection, ready to be made.
struct Prepared {
  const Flags& flags;
  std::shared_ptr<Application> application;
  tls::Options options;
};

std::expected<Prepared, std::string> prepare(const Flags& flags) {
  auto credentials = load_credentials(flags);
  if (!credentials) return std::unexpected(credentials.error());
  auto application = std::make_shared<Application>(flags, std::move(*credentials));
  auto options = application->options();
  if (!options) return std::unexpected(options.error());
  return Prepared{flags, std::move(application), std::move(*options)};
}

std::unique_ptr<Carrier> make_carrier(const Flags& flags, Transport& transport) {
  if (flags.quic) return std::make_unique<QuicCarrier>(transport);
  return std::make_unique<RecordCarrier>(transport);
}

Done make_connection(Prepared connection, Legacy& legacy) {
  const Flags& flags = connection.flags;
  const auto failed = [](std::string why) { return std::unexpected(Ending{Ending::Kind::failed, std::move(why)}); };
  if (!legacy.give(flags, connection.options)) return failed("no session to resume");
  Transport transport;
  if (!transport.connect(flags)) return failed(std::string("connect: ") + std::strerror(errno));
  const std::unique_ptr<Carrier> carrier = make_carrier(flags, transport);
  Session session(flags, connection.application, std::move(connection.options), *carrier);
  Done done = session.run();
  transport.drain();
  const std::string unmet = legacy.take(flags, session);
  if (done && !unmet.empty()) done = std::unexpected(Ending{Ending::Kind::expectation_not_met, unmet});
  advance_clock(std::chrono::seconds(flags.resumption_delay));
  return done;
}

int run(const CommandLine& line) {
  if (!line.unsupported.empty()) return ended(kUnimplemented, line.unsupported);
  std::vector<Prepared> connections;
  for (int i = 0; i <= line.initial.resume_count; ++i) {
    auto prepared = prepare(i == 0 ? line.initial : line.resumption);
    if (!prepared) return ended(kUnimplemented, prepared.error());
    connections.push_back(std::move(*prepared));
  }
  Legacy legacy;
  for (Prepared& connection : connections) {
    const Done done = make_connection(std::move(connection), legacy);
    if (!done) return ended(status_of(done.error()), done.error().text);
  }
  return kSuccess;
}

}  // namespace

}  // namespace handfast::bogo

int main(int argc, char** argv) {
  using namespace handfast::bogo;
  std::signal(SIGPIPE, SIG_IGN);
  const CommandLine line = parse_flags(argc, argv);
  if (line.initial.is_handshaker_supported) {  // the handshake of a connection does not move to another process
    std::puts("No");
    return 0;
  }
  return run(line);
}
