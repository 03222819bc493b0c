#pragma once
// What happens on a connection, shown while it happens: drawn for people, or one JSON object a line for programs. Both say
// the same. A reporter belongs to one connection and one thread.
#include <chrono>
#include <functional>
#include <memory>

#include "cli/socket.hpp"
#include "cli/starttls.hpp"
#include "cli/terminal.hpp"
#include "tls/config.hpp"
#include "tls/connection/connection.hpp"
#include "tls/explain.hpp"

namespace handfast::cli {

struct VerifiedChain {
  std::string name;        // the server's name, or the client certificate's subject
  std::size_t length = 0;  // certificates from the leaf to the trust anchor, both included
  std::string anchor;      // the trust anchor's subject
  std::string store;       // where it is trusted: a file, or "system"
};

struct ServedCertificate {
  std::string subject, fingerprint;
  std::string until;  // "2027-02-01"
};

struct Traffic {
  std::uint64_t sent = 0, received = 0;  // bytes on the wire
};

class Reporter : public tls::Observer {
 public:
  struct Settings {
    tls::Role role = tls::Role::client;
    bool messages = false;                        // --trace: each message, not the outcome alone
    std::function<void(std::string_view)> write;  // takes whole lines
    Style style{};
    std::uint64_t connection = 0;  // a server's number for it; 0: none
    std::chrono::steady_clock::time_point (*now)() = &std::chrono::steady_clock::now;
  };

  // A server is ready: what it shows, and the command that connects to it.
  virtual void listening(std::string_view address, const std::vector<ServedCertificate>& certificates,
                         std::string_view connect) = 0;
  // `target`: whom a client connects to as typed, empty on a server; `address`: of the other side.
  virtual void connected(std::string_view target, std::string_view address) = 0;
  virtual void no_connection(std::string_view target, const ConnectFailure& failure) = 0;
  // The plain text in front of TLS went well, or not.
  virtual void starttls(const StartTlsProtocol& protocol) = 0;
  virtual void no_starttls(const StartTlsProtocol& protocol, const StartTlsFailure& failure) = 0;
  virtual void verified(const VerifiedChain& chain) = 0;
  virtual void established(const tls::SessionInfo& info, const Traffic& traffic) = 0;
  virtual void warning(Alert alert) = 0;  // from the other side; the connection goes on
  virtual void failed(const tls::Failure& failure) = 0;
  // Nothing is missing. `cleanly`: with close_notify, and not by the end of the TCP connection alone.
  virtual void closed(const Traffic& traffic, bool cleanly) = 0;

 protected:
  explicit Reporter(Settings settings) : settings_(std::move(settings)), start_(settings_.now()) {}

  std::int64_t microseconds() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(settings_.now() - start_).count();
  }
  bool client() const { return settings_.role == tls::Role::client; }
  // What to try when a server does not get from its plain text to TLS.
  static std::vector<std::string> advice_on(const StartTlsProtocol& protocol, const StartTlsFailure& failure);
  tls::ExplainContext context_of(const tls::Failure& failure) const;

  Settings settings_;
  std::chrono::steady_clock::time_point start_;
  std::string target_;
};

std::shared_ptr<Reporter> make_text_reporter(Reporter::Settings settings);
std::shared_ptr<Reporter> make_json_reporter(Reporter::Settings settings);

// Before data may flow: TLS 1.2 needs two (RFC 5246, Figure 1), TLS 1.3 one unless it has to ask again.
unsigned round_trips(const tls::SessionInfo& info);

// The common name of a subject in text, or all of it when it has none: "CN=Demo CA,O=Example" is "Demo CA".
std::string_view common_name(std::string_view subject);

}  // namespace handfast::cli
