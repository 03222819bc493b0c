// The program that BoringSSL's TLS test runner starts once for each test: connects to the runner and does what the flags say.
// Exit status: 0 success, 1 a failure whose reason stands on standard error, 89 not implemented, 90 a flag's expectation was
// not met.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "bogo/session.hpp"

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

int run(const Flags& flags) {
  if (!flags.unsupported.empty()) return ended(kUnimplemented, flags.unsupported);
  auto credentials = load_credentials(flags);
  if (!credentials) return ended(kUnimplemented, credentials.error());
  const auto application = std::make_shared<Application>(flags, std::move(*credentials));
  auto options = application->options();
  if (!options) return ended(kUnimplemented, options.error());
  Transport transport;
  if (!transport.connect(flags)) return ended(kFailure, std::string("connect: ") + std::strerror(errno));
  Session session(flags, application, std::move(*options), transport);
  const Done done = session.run();
  transport.drain();
  return done ? kSuccess : ended(status_of(done.error()), done.error().text);
}

}  // namespace

}  // namespace handfast::bogo

int main(int argc, char** argv) {
  using namespace handfast::bogo;
  std::signal(SIGPIPE, SIG_IGN);
  const Flags flags = parse_flags(argc, argv);
  if (flags.is_handshaker_supported) {  // the handshake of a connection does not move to another process
    std::puts("No");
    return 0;
  }
  return run(flags);
}
