#include "cli/connect.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "cli/channel.hpp"
#include "cli/host_name.hpp"
#include "cli/identity.hpp"
#include "cli/relay.hpp"
#include "cli/starttls.hpp"
#include "pki/name.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr std::string_view kDefaultPort = "443";

// What the server's certificate must be for and, unless it is an address, what is sent to it.
std::expected<std::string, std::string> server_name(const ConnectOptions& options, const std::string& host) {
  if (options.name) {
    const auto name = host_name(*options.name);
    if (name) return *name;
    return std::unexpected("handfast: --name \"" + pki::printable(*options.name) + "\": " + name.error() + "\n");
  }
  return host.substr(0, host.find('%'));  // without the interface of a link-local address
}

// Whom to believe; on failure what to print. Null: everybody.
std::expected<std::shared_ptr<tls::CertificateVerifier>, std::string> verifier_of(const ConnectOptions& options,
                                                                                  Reporter& reporter) {
  if (options.insecure) return nullptr;
  if (!options.fingerprint.empty()) {
    const auto wanted = parse_fingerprint(options.fingerprint);
    if (wanted) return std::make_shared<FingerprintVerifier>(*wanted, reporter);
    return std::unexpected("handfast: --fingerprint: SHA-256 has 64 hexadecimal digits, with colons or without\n");
  }
  auto trust = load_trust(options.shared.trust);
  if (!trust) return std::unexpected(local_error_text("trusted certificates", trust.error()));
  return std::make_shared<TrustVerifier>(std::move(*trust), reporter);
}

std::expected<tls::Options, std::string> client_options(const ConnectOptions& options, const std::string& host,
                                                        const std::shared_ptr<Reporter>& reporter) {
  auto out = engine_options(options.shared);
  if (!out) return out;
  auto name = server_name(options, host);
  if (!name) return std::unexpected(name.error());
  out->server_name = std::move(*name);
  if (options.shared.trace) out->observer = reporter;
  auto verifier = verifier_of(options, *reporter);
  if (!verifier) return std::unexpected(verifier.error());
  out->verifier = std::move(*verifier);
  return out;
}

// "HOST:PORT" with the name in the form that DNS has; on failure what to print.
std::expected<Endpoint, std::string> endpoint_of(const std::string& target, std::string_view default_port) {
  auto out = parse_endpoint(target, default_port);
  if (!out)
    return std::unexpected("handfast: " + pki::printable(target) +
                           ": expected HOST, HOST:PORT or [IPv6]:PORT, and a port from 1 to 65535\n");
  if (out->host.find(':') != std::string::npos) return *out;
  const auto host = host_name(out->host);
  if (!host) return std::unexpected("handfast: " + pki::printable(out->host) + ": " + host.error() + "\n");
  out->host = *host;
  return *out;
}

// The socket as it is before TLS.
class PlainSocket final : public PlainTransport {
 public:
  PlainSocket(const Descriptor& socket, const Deadline& deadline) : socket_(socket), deadline_(deadline) {}

  End send(std::string_view text) override {
    while (!text.empty()) {
      const ssize_t n = ::send(socket_.number(), text.data(), text.size(), MSG_NOSIGNAL);
      if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
      if (n >= 0 || errno == EINTR) continue;
      if (errno != EAGAIN) return End::closed;
      if (!wait(POLLOUT)) return End::timed_out;
    }
    return End::none;
  }

  Received receive(MutableBytes out) override {
    while (true) {
      const ssize_t n = ::recv(socket_.number(), out.data(), out.size(), 0);
      if (n > 0) return {static_cast<std::size_t>(n)};
      if (n < 0 && errno == EINTR) continue;
      if (n == 0 || errno != EAGAIN) return {0, End::closed};
      if (!wait(POLLIN)) return {0, End::timed_out};
    }
  }

 private:
  bool wait(short events) const {
    pollfd watched{socket_.number(), events, 0};
    int ready = 0;
    do ready = ::poll(&watched, 1, deadline_.poll_time());
    while (ready <= 0 && !deadline_.passed());
    return ready > 0;
  }

  const Descriptor& socket_;
  const Deadline& deadline_;
};

ExitStatus exit_status_of(const StartTlsFailure& failure) {
  switch (failure.end) {
    case PlainTransport::End::none: break;
    case PlainTransport::End::closed: return ExitStatus::handshake_failed;
    case PlainTransport::End::timed_out: return ExitStatus::timed_out;
  }
  return ExitStatus::not_tls;
}

// What was negotiated, and the name that was sent for it: the engine keeps a server's view of it.
tls::SessionInfo established_info(Channel& channel, const std::string& name) {
  tls::SessionInfo out = channel.tls().info();
  if (const auto reference = pki::ReferenceName::parse(name); reference && !reference->is_ip()) out.server_name = name;
  return out;
}

}  // namespace

ExitStatus connect_command(const ConnectOptions& options) {
  const StartTlsProtocol* protocol = find_starttls(options.starttls);
  const auto endpoint = endpoint_of(options.target, protocol != nullptr ? protocol->port : kDefaultPort);
  if (!endpoint) return print_error(endpoint.error()), ExitStatus::usage;
  Reporter::Settings settings;
  settings.style = style_of(STDERR_FILENO);
  settings.write = [](std::string_view text) { print_error(text); };
  const auto reporter = make_reporter(options.shared, std::move(settings));
  auto engine = client_options(options, endpoint->host, reporter);
  if (!engine) return print_error(engine.error()), ExitStatus::usage;
  const std::string name = engine->server_name;
  const std::chrono::seconds patience(options.shared.timeout);
  const Deadline deadline = options.shared.timeout == 0 ? Deadline::never() : Deadline::after(patience);
  auto connection = connect_tcp(*endpoint, deadline);
  if (!connection) {
    reporter->no_connection(endpoint->text(), connection.error());
    return ExitStatus::no_connection;
  }
  reporter->connected(endpoint->text(), connection->address);
  if (protocol != nullptr) {
    PlainSocket socket(connection->socket, deadline);
    if (const auto ready = start_tls(protocol->protocol, name, socket); !ready) {
      reporter->no_starttls(*protocol, ready.error());
      return exit_status_of(ready.error());
    }
    reporter->starttls(*protocol);
  }
  Channel channel(std::move(connection->socket), tls::Role::client, std::move(*engine), *reporter);
  if (channel.handshake(deadline) != Channel::Outcome::ready) {
    const tls::Failure failure = channel.explained();
    reporter->failed(failure);
    return exit_status_of(failure, false);
  }
  reporter->established(established_info(channel, name), channel.traffic());
  return relay(channel, *reporter, patience);
}

}  // namespace handfast::cli
