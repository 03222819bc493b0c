#include "cli/message_facts.hpp"
#include "cli/reporter.hpp"

namespace handfast::cli {

namespace {

class JsonReporter final : public Reporter {
 public:
  explicit JsonReporter(Settings settings) : Reporter(std::move(settings)) {}

  void listening(std::string_view address, const std::vector<ServedCertificate>& certificates,
                 std::string_view connect) override {
    std::vector<JsonObject> shown;
    for (const ServedCertificate& certificate : certificates)
      shown.push_back(JsonObject()
                          .add("subject", certificate.subject)
                          .add("until", certificate.until)
                          .add("sha256", certificate.fingerprint));
    JsonObject out = event("listening");
    write(out.add("address", address).add_objects("certificates", shown).add("connect", connect));
  }

  void connected(std::string_view target, std::string_view address) override {
    target_ = target;
    start_ = settings_.now();
    JsonObject out = event("connected");
    out.add_text_or_null("target", target).add("address", address).add("role", client() ? "client" : "server");
    write(out);
  }

  void no_connection(std::string_view target, const ConnectFailure& failure) override {
    JsonObject out = event("no_connection");
    out.add("target", target).add("reason", failure.reason).add("tried", failure.attempts);
    write(out.add("timed_out", failure.timed_out));
  }

  void starttls(const StartTlsProtocol& protocol) override {
    JsonObject out = event("starttls");
    write(out.add("protocol", protocol.option));
  }

  void no_starttls(const StartTlsProtocol& protocol, const StartTlsFailure& failure) override {
    JsonObject out = event("no_starttls");
    out.add("protocol", protocol.option).add("reason", failure.reason).add_text_or_null("received", failure.answer);
    out.add("timed_out", failure.end == PlainTransport::End::timed_out);
    write(out.add("try", advice_on(protocol, failure)));
  }

  void on_message(const tls::MessageEvent& message) override {
    if (!settings_.messages) return;
    const MessageFacts facts = facts_of(message);
    JsonObject out = event("message");
    out.add("from", message.sent == client() ? "client" : "server")
        .add("sent", message.sent)
        .add("message", facts.name);
    out.add("bytes", message.message.size()).add("encrypted", message.encrypted);
    add_to(out, facts);
    write(out);
  }

  void verified(const VerifiedChain& chain) override {
    JsonObject out = event("verified");
    out.add("name", chain.name).add("chain", chain.length).add("anchor", chain.anchor).add("store", chain.store);
    write(out);
  }

  void established(const tls::SessionInfo& info, const Traffic& traffic) override {
    JsonObject out = event("established");
    out.add("version", name_of(info.version)).add("group", name_of(info.group));
    out.add("cipher_suite", name_of(info.cipher_suite)).add_text_or_null("alpn", info.application_protocol);
    out.add_text_or_null("sni", info.server_name).add("verified", info.peer_verified);
    out.add_text_or_null("peer_signature", name_of(info.peer_signature))
        .add("peer_certificates", info.peer_chain.size());
    out.add("round_trips", round_trips(info)).add("resumed", info.resumed);
    add_traffic(out, traffic);
  }

  void warning(Alert alert) override {
    JsonObject out = event("warning");
    write(out.add("alert", name_of(alert)));
  }

  void failed(const tls::Failure& failure) override {
    JsonObject out = event("failed");
    write(out.add("failure", tls::explanation_json(failure, context_of(failure))));
  }

  void closed(const Traffic& traffic, bool cleanly) override {
    JsonObject out = event("closed");
    out.add("close_notify", cleanly);
    add_traffic(out, traffic);
  }

 private:
  JsonObject event(std::string_view name) const {
    JsonObject out;
    out.add("event", name).add_milliseconds("ms", microseconds());
    if (settings_.connection != 0) out.add("connection", settings_.connection);
    return out;
  }
  void add_traffic(JsonObject& out, const Traffic& traffic) {
    write(out.add("bytes_sent", traffic.sent).add("bytes_received", traffic.received));
  }
  void write(const JsonObject& object) { settings_.write(object.text() + "\n"); }
};

}  // namespace

std::shared_ptr<Reporter> make_json_reporter(Reporter::Settings settings) {
  return std::make_shared<JsonReporter>(std::move(settings));
}

}  // namespace handfast::cli
