#include "cli/message_facts.hpp"
#include "cli/reporter.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kNameColumn = 10;     // behind the time
constexpr std::size_t kSizeEnd = 59;        // sizes are aligned on the right
constexpr std::size_t kHeadingColumn = 63;  // of "client    server"
constexpr std::size_t kSubjectColumns = 18, kKeyColumns = 8;

struct Marks {
  std::string_view to_server, to_client, sealed_to_server, sealed_to_client, separator, rule;
};
constexpr Marks kUnicode{"───────▶", "       ◀───────", "═══════▶", "       ◀═══════", " · ", "──"};
constexpr Marks kAscii{"------->", "       <-------", "=======>", "       <=======", " | ", "--"};

std::string count_of(std::uint64_t n, std::string_view unit) { return std::to_string(n) + " " + std::string(unit); }

// "TLS 1.3, TLS 1.2" is "TLS 1.3, 1.2".
std::string joined(const std::vector<std::string>& values) {
  constexpr std::string_view kRepeated = "TLS ";
  std::string out;
  for (const std::string& value : values) {
    std::string_view shown = value;
    if (!out.empty() && shown.starts_with(kRepeated) && out.starts_with(kRepeated))
      shown.remove_prefix(kRepeated.size());
    if (!out.empty()) out += ", ";
    out += shown;
  }
  return out;
}

class TextReporter final : public Reporter {
 public:
  explicit TextReporter(Settings settings)
      : Reporter(std::move(settings)), marks_(settings_.style.unicode ? kUnicode : kAscii) {}

  void listening(std::string_view, const std::vector<ServedCertificate>& certificates,
                 std::string_view connect) override {
    std::string out;
    for (const ServedCertificate& certificate : certificates) {
      out += tls::fact_text("serving", certificate.subject + ", until " + certificate.until);
      out += tls::fact_text("SHA-256", certificate.fingerprint);
    }
    write(out + "  connect     " + std::string(connect) + "\n");  // in one line, however long: it is to be copied
  }

  void connected(std::string_view target, std::string_view address) override {
    target_ = target;
    start_ = settings_.now();
    if (!settings_.messages) return;
    const std::string who =
        client() ? target_ + " (" + std::string(address) + ")"
                 : "connection " + std::to_string(settings_.connection) + " from " + std::string(address);
    write(painted(settings_.style, Colour::bold, padded(who, std::max(kHeadingColumn, columns_of(who) + 2))) +
          "client    server\n\n");
  }

  void no_connection(std::string_view target, const ConnectFailure& failure) override {
    std::string out = headline("No connection to " + std::string(target) + ": " + failure.reason + ".");
    for (const std::string& attempt : failure.attempts)
      out += tls::fact_text(failure.attempts.front() == attempt ? "tried" : "", attempt);
    if (failure.attempts.empty())
      out += tls::fact_text("try", "check the spelling of the name, and that this computer is on the network");
    else
      out += tls::fact_text("try",
                            "check that the service runs there and listens on this port; a firewall may stand between");
    write(out);
  }

  void starttls(const StartTlsProtocol& protocol) override {
    if (settings_.messages) detail(std::string(protocol.name) + ": the server is ready for TLS");
  }

  void no_starttls(const StartTlsProtocol& protocol, const StartTlsFailure& failure) override {
    std::string out = headline("No TLS by " + std::string(protocol.name) + ": " + failure.reason);
    if (!failure.answer.empty()) out += tls::fact_text("received", "\"" + failure.answer + "\"");
    for (const std::string& line : advice_on(protocol, failure)) out += tls::fact_text("try", line);
    write(out);
  }

  void on_message(const tls::MessageEvent& event) override {
    if (!settings_.messages) return;
    if (event.encrypted && !sealed_) {
      detail(painted(settings_.style, Colour::dim,
                     std::string(marks_.rule) + " encrypted from here on " + std::string(marks_.rule)));
      sealed_ = true;
    }
    const MessageFacts facts = facts_of(event);
    row(event, facts);
    details(facts);
    for (std::size_t i = 0; i < facts.certificates.size(); ++i) certificate(i, facts.certificates[i]);
  }

  void verified(const VerifiedChain& chain) override {
    verified_ = chain.name;
    if (!settings_.messages) return;
    detail(painted(settings_.style, Colour::green, "verified") + ": " + chain.name + ", chain of " +
           std::to_string(chain.length) + ", trust anchor \"" + std::string(common_name(chain.anchor)) + "\" (" +
           chain.store + ")");
  }

  void established(const tls::SessionInfo& info, const Traffic& traffic) override {
    std::string out = settings_.messages ? "\n" : "";
    out += painted(settings_.style, Colour::green, name_of(info.version));
    for (const std::string_view part : {name_of(info.group), name_of(info.cipher_suite)})
      out += std::string(marks_.separator) + std::string(part);
    if (!info.application_protocol.empty())
      out += std::string(marks_.separator) + pki::printable(info.application_protocol);
    out += std::string(marks_.separator) + identity(info) + "\n";
    if (settings_.messages)
      out += (round_trips(info) == 1 ? "1 round trip, " : "2 round trips, ") + milliseconds_text(microseconds(), 1) +
             " ms, " + count_of(traffic.sent, "B sent, ") + count_of(traffic.received, "B received, not resumed\n\n");
    write(out);
  }

  void warning(Alert alert) override {
    const std::string_view sender = client() ? "The server" : "The client";
    write("Warning, alert " + std::string(name_of(alert)) + ": " + tls::alert_text(alert, sender) +
          " The connection goes on.\n");
  }

  void failed(const tls::Failure& failure) override {
    const std::string text = tls::explanation_text(failure, context_of(failure));
    const std::size_t first = text.find('\n');
    write((settings_.messages ? "\n" : "") + headline(text.substr(0, first)) + text.substr(first + 1));
  }

  void closed(const Traffic& traffic, bool cleanly) override {
    if (settings_.messages)
      write(std::string(cleanly ? "closed" : "closed without close_notify") + " after " +
            milliseconds_text(microseconds(), 1) + " ms, " + count_of(traffic.sent, "B sent, ") +
            count_of(traffic.received, "B received\n"));
  }

 private:
  void write(std::string_view text) { settings_.write(text); }
  std::string headline(std::string_view line) { return painted(settings_.style, Colour::red, line) + "\n"; }

  void row(const tls::MessageEvent& event, const MessageFacts& facts) {
    const bool to_server = event.sent == client();
    std::string left = milliseconds_text(microseconds(), 1) + " ms";
    left.insert(0, left.size() < kNameColumn - 2 ? kNameColumn - 2 - left.size() : 0, ' ');
    left += "  " + facts.name + (facts.remark.empty() ? "" : "  " + facts.remark);
    const std::string size = count_of(event.message.size(), "B");
    const std::size_t used = columns_of(left) + size.size();
    left.append(used < kSizeEnd ? kSizeEnd - used : 1, ' ');
    std::string_view arrow = to_server ? marks_.to_server : marks_.to_client;
    if (event.encrypted) arrow = to_server ? marks_.sealed_to_server : marks_.sealed_to_client;
    write(left + size + "  " + std::string(arrow) + "\n");
  }

  void details(const MessageFacts& facts) {
    std::string line;
    for (const MessageFact& fact : facts.facts) {
      if (!fact.drawn) continue;
      std::string part(fact.label);
      if (!part.empty() && !fact.values.empty()) part += ' ';
      part += joined(fact.values);
      const std::size_t width = columns_of(line) + columns_of(marks_.separator) + columns_of(part);
      if (!line.empty() && kNameColumn + width > kColumns) {
        detail(line);
        line.clear();
      }
      line += (line.empty() ? "" : std::string(marks_.separator)) + part;
    }
    if (!line.empty()) detail(line);
  }

  void certificate(std::size_t depth, const CertificateFact& fact) {
    const bool self_signed = fact.issuer == fact.subject;
    const std::string subject = padded(fact.subject, std::max(kSubjectColumns, columns_of(fact.subject)));
    detail(std::to_string(depth) + "  " + subject + "  " + padded(fact.key, std::max(kKeyColumns, fact.key.size())) +
           "  until " + fact.until + "  " +
           (self_signed ? "self-signed" : "signed by " + std::string(common_name(fact.issuer))));
  }

  void detail(std::string_view text) { write(std::string(kNameColumn, ' ') + std::string(text) + "\n"); }

  std::string identity(const tls::SessionInfo& info) const {
    if (info.peer_verified) return verified_ + " verified";
    if (!info.peer_chain.empty()) return painted(settings_.style, Colour::red, "certificate NOT verified");
    return info.certificate_requested ? "no client certificate"
           : client()                 ? "no certificate"
                                      : "client not asked who it is";
  }

  const Marks& marks_;
  bool sealed_ = false;
  std::string verified_;
};

}  // namespace

std::shared_ptr<Reporter> make_text_reporter(Reporter::Settings settings) {
  return std::make_shared<TextReporter>(std::move(settings));
}

}  // namespace handfast::cli
