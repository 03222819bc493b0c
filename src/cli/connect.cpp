#include "cli/connect.hpp"

#include <unistd.h>

#include "cli/channel.hpp"
#include "cli/identity.hpp"
#include "cli/relay.hpp"
#include "pki/name.hpp"

namespace handfast::cli {

namespace {

constexpr std::string_view kDefaultPort = "443";

std::expected<tls::Options, std::string> client_options(const ConnectOptions& options, const std::string& host,
                                                        const std::shared_ptr<Reporter>& reporter) {
  auto out = engine_options(options.shared);
  if (!out) return out;
  out->server_name = options.name.empty() ? host : options.name;
  if (const auto name = pki::ReferenceName::parse(out->server_name); !name)
    return std::unexpected("handfast: " + out->server_name + ": this is no host name and no IP address\n");
  if (options.shared.trace) out->observer = reporter;
  if (options.insecure) return out;
  auto trust = load_trust(options.shared.trust);
  if (!trust) return std::unexpected(local_error_text("trusted certificates", trust.error()));
  out->verifier = std::make_shared<TrustVerifier>(std::move(*trust), *reporter);
  return out;
}

}  // namespace

ExitStatus connect_command(const ConnectOptions& options) {
  const auto endpoint = parse_endpoint(options.target, kDefaultPort);
  if (!endpoint) {
    print_error("handfast: " + options.target + ": expected HOST, HOST:PORT or [IPv6]:PORT\n");
    return ExitStatus::usage;
  }
  Reporter::Settings settings;
  settings.style = style_of(STDERR_FILENO);
  settings.write = [](std::string_view text) { print_error(text); };
  const auto reporter = make_reporter(options.shared, std::move(settings));
  auto engine = client_options(options, endpoint->host, reporter);
  if (!engine) {
    print_error(engine.error());
    return ExitStatus::usage;
  }
  const std::chrono::seconds patience(options.shared.timeout);
  const Deadline deadline = options.shared.timeout == 0 ? Deadline::never() : Deadline::after(patience);
  auto connection = connect_tcp(*endpoint, deadline);
  if (!connection) {
    reporter->no_connection(endpoint->text(), connection.error());
    return ExitStatus::no_connection;
  }
  reporter->connected(endpoint->text(), connection->address);
  Channel channel(std::move(connection->socket), tls::Role::client, std::move(*engine), *reporter);
  if (channel.handshake(deadline) != Channel::Outcome::ready) {
    const tls::Failure failure = channel.explained();
    reporter->failed(failure);
    return exit_status_of(failure, false);
  }
  reporter->established(channel.tls().info(), channel.traffic());
  return relay(channel, *reporter, patience);
}

}  // namespace handfast::cli
