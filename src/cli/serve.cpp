#include "cli/serve.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <mutex>

#include "cli/acceptor.hpp"
#include "cli/channel.hpp"
#include "cli/host_name.hpp"
#include "cli/identity.hpp"
#include "cli/message_facts.hpp"
#include "cli/services.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr std::chrono::milliseconds kCloseTime{2000};  // for the other side to take the last bytes

// What all connections share.
struct Server {
  const ServeOptions& options;
  tls::Options engine;
  std::optional<Trust> trust;  // of client certificates
  Service service;
  Style style;
  std::mutex output;  // a connection's report comes in whole pieces
};

std::expected<Service, std::string> service_of(const ServeOptions& options) {
  if (options.echo) return echo_service();
  if (options.http_folder.empty()) return print_service();
  std::error_code error;
  const auto root = std::filesystem::canonical(options.http_folder, error);
  if (error || !std::filesystem::is_directory(root, error))
    return std::unexpected("handfast: --http " + options.http_folder + ": this is no folder that can be read\n");
  SecretFiles secrets;
  // Without --key the key is in the certificate's file.
  secrets.add(options.shared.key.empty() ? options.shared.certificate : options.shared.key);
  secrets.add(key_log_file(options.shared.key_log));
  return file_service(root, std::move(secrets));
}

std::expected<tls::Options, std::string> server_options(const ServeOptions& options) {
  auto out = engine_options(options.shared);
  if (!out) return out;
  if (!options.self_signed.empty()) {
    const auto name = certificate_host_name(options.self_signed);
    if (!name)
      return std::unexpected("handfast: --self-signed \"" + pki::printable(options.self_signed) +
                             "\": " + name.error() + "\n");
    auto credential = make_self_signed_credential(*name);
    if (!credential)
      return std::unexpected(local_error_text("--self-signed " + options.self_signed, credential.error()));
    out->credentials = std::make_shared<const tls::Credentials>(tls::Credentials{*credential});
  }
  if (!out->credentials)
    return std::unexpected(
        "handfast: a server needs a certificate: --cert FILE and --key FILE, or --self-signed NAME\n");
  if (!options.http_folder.empty() && out->application_protocols.empty()) out->application_protocols = {"http/1.1"};
  out->require_application_protocol = true;                                // RFC 7301, 3.2
  if (options.require_client_certificate && options.shared.trust.empty())  // the system trusts the web's servers
    return std::unexpected(
        "handfast: --require-client-certificate: whose certificates are good? Give their authority: --trust FILE\n");
  if (options.require_client_certificate)
    out->client_authentication = tls::ClientAuthentication::require;
  else if (!options.shared.trust.empty())
    out->client_authentication = tls::ClientAuthentication::request;
  return out;
}

// One connection, from the first byte to the last.
class ServedConnection {
 public:
  ServedConnection(Server& server, std::uint64_t number, int stop) : server_(server), stop_(stop) {
    Reporter::Settings settings;
    settings.role = tls::Role::server;
    settings.connection = number;
    settings.style = server.style;
    settings.write = [this](std::string_view text) { report_ += text; };
    reporter_ = make_reporter(server.options.shared, std::move(settings));
  }
  ~ServedConnection() { print_report(); }
  ServedConnection(const ServedConnection&) = delete;
  ServedConnection& operator=(const ServedConnection&) = delete;

  void run(TcpConnection connection) {
    reporter_->connected({}, connection.address);
    Channel channel(std::move(connection.socket), tls::Role::server, engine_options(), *reporter_, stop_);
    const std::chrono::seconds idle(server_.options.shared.timeout);
    Channel::Outcome outcome = channel.handshake(idle.count() == 0 ? Deadline::never() : Deadline::after(idle));
    if (outcome == Channel::Outcome::ready) {
      reporter_->established(channel.tls().info(), channel.traffic());
      print_report();
      outcome = server_.service({channel, idle});
    }
    end(channel, outcome);
  }

 private:
  tls::Options engine_options() {
    tls::Options out = server_.engine;
    if (server_.options.shared.trace) out.observer = reporter_;
    if (server_.trust) out.verifier = std::make_shared<TrustVerifier>(*server_.trust, *reporter_);
    return out;
  }

  void end(Channel& channel, Channel::Outcome outcome) {
    const bool broken = channel.failure() != nullptr;
    // A service knows when nothing is lost by it: then it says `closed`.
    if (broken && outcome == Channel::Outcome::closed) return reporter_->closed(channel.traffic(), false);
    if (broken) return reporter_->failed(channel.explained());
    if (outcome == Channel::Outcome::failed || !channel.tls().established()) return;
    static_cast<void>(channel.close(Deadline::after(kCloseTime)));  // a courtesy: all that was to be said is said
    reporter_->closed(channel.traffic(), true);
  }

  void print_report() {
    if (report_.empty()) return;
    const std::scoped_lock lock(server_.output);
    print_error(report_);
    report_.clear();
  }

  Server& server_;
  int stop_;
  std::string report_;
  std::shared_ptr<Reporter> reporter_;
};

// A command line for another terminal: it works wherever the name leads and whoever issued the certificate.
std::string connect_line(const Endpoint& endpoint, Bytes certificate) {
  const Endpoint reached{endpoint.host.empty() ? "localhost" : endpoint.host, endpoint.port};
  std::string digits = fingerprint_text(certificate);
  std::erase(digits, ':');
  return "handfast connect " + reached.text() + " --fingerprint " + digits;
}

// Of a certificate with an empty subject, which stands for the names that it lists (RFC 5280, 4.2.1.6).
std::string name_of(const tls::Credential& credential) {
  std::string out;
  for (const std::string& name : credential.names) out += (out.empty() ? "" : ", ") + pki::printable(name);
  return out.empty() ? "a certificate without a subject" : out;
}

void tell_ready(const Server& server, const Endpoint& endpoint) {
  Reporter::Settings settings;
  settings.role = tls::Role::server;
  settings.style = server.style;
  settings.write = [](std::string_view text) { print_error(text); };
  std::vector<ServedCertificate> shown;
  for (const auto& credential : *server.engine.credentials) {
    const Bytes leaf = credential->chain.front();
    const CertificateFact fact = certificate_fact(leaf);
    shown.push_back({fact.subject.empty() ? name_of(*credential) : fact.subject, fingerprint_text(leaf), fact.until});
  }
  make_reporter(server.options.shared, std::move(settings))
      ->listening(endpoint.text(), shown, connect_line(endpoint, server.engine.credentials->front()->chain.front()));
}

ExitStatus run_acceptor(const std::string& listen, Acceptor::Handler handler, Acceptor::Ready ready) {
  const auto endpoint = parse_listen_address(listen);
  if (!endpoint) {
    print_error("handfast: --listen " + pki::printable(listen) +
                ": expected PORT, HOST:PORT, *:PORT or [IPv6]:PORT, and a port up to 65535\n");
    return ExitStatus::usage;
  }
  const auto served = Acceptor(std::move(handler), std::move(ready)).run(*endpoint);
  if (served) return ExitStatus::ok;
  print_error("handfast: cannot listen on " + endpoint->text() + ": " + served.error() + "\n");
  return ExitStatus::no_connection;
}

void answer_in_plain_http(const TcpConnection& connection) {
  constexpr std::string_view kAnswer =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n"
      "Connection: close\r\n\r\nBad Request\n";
  constexpr int kPatience = 2000;  // milliseconds
  pollfd wait{connection.socket.number(), POLLIN, 0};
  std::array<char, 4096> request{};  // one piece is enough to say no
  if (::poll(&wait, 1, kPatience) <= 0) return;
  if (::recv(wait.fd, request.data(), request.size(), 0) <= 0) return;
  static_cast<void>(::send(wait.fd, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL));  // fits any socket buffer
  ::shutdown(wait.fd, SHUT_WR);
  while (::poll(&wait, 1, kPatience) > 0 && ::recv(wait.fd, request.data(), request.size(), 0) > 0) {
  }
}

}  // namespace

ExitStatus serve_command(const ServeOptions& options) {
  auto engine = server_options(options);
  if (!engine) return print_error(engine.error()), ExitStatus::usage;
  auto service = service_of(options);
  if (!service) return print_error(service.error()), ExitStatus::usage;
  Server server{options, std::move(*engine), {}, std::move(*service), style_of(STDERR_FILENO), {}};
  if (server.engine.client_authentication != tls::ClientAuthentication::none) {
    auto trust = load_trust(options.shared.trust);
    if (!trust) return print_error(local_error_text("trusted certificates", trust.error())), ExitStatus::usage;
    server.trust = std::move(*trust);
  }
  return run_acceptor(
      options.listen,
      [&server](TcpConnection connection, std::uint64_t number, int stop) {
        ServedConnection(server, number, stop).run(std::move(connection));
      },
      [&server](const Endpoint& endpoint) { tell_ready(server, endpoint); });
}

ExitStatus plain_http_command(const std::string& listen) {
  return run_acceptor(
      listen, [](const TcpConnection& connection, std::uint64_t, int) { answer_in_plain_http(connection); },
      [](const Endpoint&) {});
}

}  // namespace handfast::cli
