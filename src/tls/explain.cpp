#include "tls/explain.hpp"

#include <cerrno>
#include <system_error>

#include "pki/name.hpp"
#include "pki/text.hpp"
#include "tls/chain_verifier.hpp"
#include "tls/explain_services.hpp"
#include "tls/explain_words.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kLabelColumns = 14;  // two of indentation, ten of label, two between

using pki::printable;

constexpr std::string_view kAlertCall = "gnutls_alert_send_appropriate";  // the C API holds alerts back until then

std::string quantity(std::uint64_t count, std::string_view singular) {
  return std::to_string(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

std::string_view peer_of(const Failure& failure) { return failure.is_client ? "the server" : "the client"; }

bool about_negotiation(Errc code) { return code >= Errc::no_common_version && code <= Errc::no_usable_credentials; }

// Whether it ended before the other side said anything that belongs to TLS.
bool peer_was_silent(const Failure& failure) {
  return failure.error == Errc::closed_early && failure.bytes_received == 0;
}

// Whether the server asked who this client is, and heard nothing.
bool showed_no_certificate(const Failure& failure) {
  return failure.is_client && failure.certificate_requested && !failure.certificate_sent;
}

// Alerts with which servers refuse a client that has sent no certificate (RFC 8446, 4.4.2.4; RFC 5246, 7.4.6; and what
// is common besides: GnuTLS says decode_error of an empty Certificate of TLS 1.2).
bool demands_certificate(const Failure& failure) {
  if (!showed_no_certificate(failure) || failure.error != Errc::alert_received || !failure.alert_received) return false;
  switch (*failure.alert_received) {
    case Alert::certificate_required:
    case Alert::handshake_failure:
    case Alert::bad_certificate:
    case Alert::unsupported_certificate:
    case Alert::certificate_unknown:
    case Alert::unknown_ca:
    case Alert::access_denied:
    case Alert::decode_error: return true;
    default: return false;
  }
}

// Whether this client had a certificate that it kept from the server because that names other authorities.
bool withheld_for_authority(const Failure& failure) {
  return failure.certificate_withheld && !failure.certificate_withheld->authorities.empty();
}

bool ended_by_peer(const Failure& failure) {
  return failure.error == Errc::closed_early || failure.error == Errc::closed_in_handshake ||
         (failure.error == Errc::read_failed && failure.system_error == ECONNRESET);
}

// Whether a write found that the other side is gone.
bool written_to_nobody(const Failure& failure) {
  return failure.error == Errc::write_failed && (failure.system_error == EPIPE || failure.system_error == ECONNRESET);
}

bool in_handshake(const Failure& failure) { return failure.step.starts_with("await "); }

// Whether a client went away where its answer to the certificate was due. Many judge it when the handshake is over, and go
// before they have sent anything else.
bool closed_after_certificate(const Failure& failure) {
  return !failure.is_client && failure.certificate_sent && !failure.data_received &&
         (ended_by_peer(failure) || written_to_nobody(failure));
}

// Whether the program gave no name that a server's certificate could be compared with.
bool lacks_name(const Failure& failure) {
  return failure.error == Errc::certificate_wrong_name && failure.error.found.view() == kNoNameGiven;
}

// Whether the command was told which certificate to accept, and met another.
bool differs_from_fingerprint(const Failure& failure) {
  return failure.error == Errc::certificate_rejected && failure.error.field == kFingerprintField;
}

std::string cause_word(const Failure& failure) {
  if (lacks_name(failure)) return "no_name_given";
  if (closed_after_certificate(failure)) return "closed_after_certificate";
  if (peer_was_silent(failure)) return failure.is_client ? "closed_after_client_hello" : "closed_before_client_hello";
  if (failure.error == Errc::alert_received && failure.alert_received)
    return "alert_" + std::string(name_of(*failure.alert_received));
  return std::string(name_of(failure.error.code));
}

std::string summary_of_demand(const Failure& failure) {
  if (!failure.certificate_withheld)
    return "The server asked for a certificate of this side, got none, and ended the connection.";
  return std::string("The server got no certificate; this side's was held back, because ") +
         (withheld_for_authority(failure) ? "the server names other authorities." : "its kind of key does not fit.");
}

std::string summary_of(const Failure& failure) {
  if (peer_was_silent(failure))
    return "The connection was closed before " + std::string(peer_of(failure)) +
           (failure.is_client ? " answered." : " said anything.");
  if (differs_from_fingerprint(failure)) return "The certificate is not the one with the fingerprint that was given.";
  if (lacks_name(failure)) return "No name was given that the server's certificate could be for.";
  if (demands_certificate(failure)) return summary_of_demand(failure);
  if (closed_after_certificate(failure))
    return "The client closed the connection after it had been sent this side's certificate.";
  if (failure.error == Errc::read_failed && failure.system_error == ECONNRESET)
    return "The connection was cut off by the other side or by something on the way.";
  if (failure.error == Errc::alert_received && failure.alert_received)
    return alert_text(*failure.alert_received, failure.is_client ? "The server" : "The client");
  return std::string(cause_of(failure.error.code));
}

void add(std::vector<Fact>& facts, std::string_view label, std::string text) {
  if (!text.empty()) facts.push_back({std::string(label), std::move(text)});
}

std::string certificate_text(const Failure& failure) {
  if (failure.certificate_subject.empty()) return {};
  std::string out = std::to_string(failure.certificate_depth) + ", " + printable(failure.certificate_subject);
  if (!failure.certificate_issuer.empty()) out += ", issued by " + printable(failure.certificate_issuer);
  return out;
}

std::string withheld_text(const WithheldCertificate& withheld) {
  return printable(withheld.subject) + ", issued by " + printable(withheld.issuer);
}

std::string authorities_text(const WithheldCertificate& withheld) {
  std::string out;
  for (const std::string& authority : withheld.authorities) out += (out.empty() ? "" : "; ") + printable(authority);
  if (withheld.more_authorities != 0) out += "; and " + std::to_string(withheld.more_authorities) + " more";
  return out;
}

// Whether it is for the reader to say that the certificate is the right one after all.
bool about_trust(Errc code) {
  return code == Errc::certificate_self_signed || code == Errc::certificate_unknown_issuer ||
         code == Errc::certificate_no_intermediate;
}

std::string received_text(const Failure& failure) {
  std::string out = "\"" + printable(failure.first_bytes) + "\"";
  if (!failure.protocol_guess.empty()) out += ", which is " + failure.protocol_guess;
  const std::size_t shown = failure.first_bytes.size();
  if (shown < failure.bytes_received)
    out += " (first " + std::to_string(shown) + " of " + quantity(failure.bytes_received, "byte") + ")";
  return out;
}

// What was wanted and what was there, named after what it is about.
void add_values(const Failure& failure, std::vector<Fact>& facts) {
  const Error& error = failure.error;
  const std::string expected = printable(error.expected.view()), found = printable(error.found.view());
  if (error == Errc::not_tls) return add(facts, "received", received_text(failure));
  if (lacks_name(failure)) return;
  if (error == Errc::certificate_wrong_name || error == Errc::certificate_name_in_subject) {
    add(facts, "asked for", expected);
    return add(facts, "issued to", found);
  }
  if (error == Errc::closed_early || error == Errc::timed_out || error == Errc::read_failed)
    return add(facts, "received", failure.bytes_received == 0 ? "nothing" : quantity(failure.bytes_received, "byte"));
  if (error == Errc::alert_received && failure.alert_received) {
    const auto number = std::to_string(static_cast<unsigned>(*failure.alert_received));
    return add(facts, "reason", "alert " + std::string(name_of(*failure.alert_received)) + " (" + number + ")");
  }
  add(facts, "expected", expected);
  add(facts, "found", found);
}

std::string where_text(const Failure& failure) {
  std::string out = step_text(failure.step);
  if (about_certificate(failure)) out = "checking " + std::string(peer_of(failure)) + "'s certificate";
  if (out.empty()) out = "before the first message";
  out += ", after " + milliseconds_text(failure.elapsed.count(), failure.elapsed.count() < 10'000 ? 1 : 0) + " ms";
  if (!about_certificate(failure) && failure.bytes_sent != 0)
    out += "; " + quantity(failure.bytes_sent, "byte") + " sent";
  return out;
}

std::string_view deed_of(Errc code) {
  if (code == Errc::closed_early) return ", or something on the way, closed the connection";
  return code == Errc::closed_in_handshake ? " closed the connection" : " refused";
}

std::string who_text(const Failure& failure, const ExplainContext& context) {
  if (context.program_decides) return "this side found it; the program decides whether to go on";
  std::string out;
  switch (failure.who) {
    case Failure::Who::we: out = "this side refused"; break;
    case Failure::Who::peer: out = std::string(peer_of(failure)) + std::string(deed_of(failure.error.code)); break;
    case Failure::Who::transport: out = "the connection itself"; break;
  }
  if (failure.alert_sent) {
    const std::string name(name_of(*failure.alert_sent));
    out += failure.alert_held ? "; alert " + name + " waits until the program calls " + std::string(kAlertCall) + "()"
                              : "; alert " + name + " was sent";
  }
  if (failure.alert_received && failure.error != Errc::alert_received)
    out += "; alert " + std::string(name_of(*failure.alert_received)) + " came before";
  return out;
}

// Alerts with which a server says that the offer does not suit it.
bool about_offer(Alert alert) {
  return alert == Alert::handshake_failure || alert == Alert::protocol_version ||
         alert == Alert::insufficient_security || alert == Alert::unrecognized_name ||
         alert == Alert::no_application_protocol;
}

// Bytes of the other side that break the rules: those who mend it want the field and the rule.
bool against_the_rules(Errc code) { return code > Errc::not_tls && code < Errc::no_common_version; }

// What this side offered, as far as it may have to do with the failure.
std::string offer_text(const Failure& failure) {
  const Offer& offer = failure.offer;
  const Errc code = failure.error.code;
  std::string out = offer.versions;
  const auto part = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : "; ") + std::string(name) + printable(value);
  };
  part("name ", offer.server_name);
  part("key exchange ", offer.groups);
  if (code != Errc::closed_early) part("ciphers ", offer.cipher_suites);
  if (code == Errc::no_common_signature_scheme) part("signatures ", offer.signature_schemes);
  part("ALPN ", offer.application_protocols);
  return out;
}

std::vector<Fact> facts_of(const Failure& failure, const ExplainContext& context) {
  const Errc code = failure.error.code;
  std::vector<Fact> facts;
  add_values(failure, facts);
  add(facts, "certificate", certificate_text(failure));
  if (about_trust(code)) add(facts, "SHA-256", failure.certificate_fingerprint);
  if (demands_certificate(failure) && failure.certificate_withheld) {
    add(facts, "held back", withheld_text(*failure.certificate_withheld));
    add(facts, "accepted", authorities_text(*failure.certificate_withheld));
  }
  if (failure.system_error != 0) add(facts, "system", system_error_text(failure.system_error));
  if (against_the_rules(code) || code == Errc::certificate_wrong_purpose || code == Errc::key_usage_violation)
    add(facts, "field", std::string(failure.error.field));
  add(facts, "step", where_text(failure));
  add(facts, "who", who_text(failure, context));
  const bool hello_refused =
      failure.alert_received && about_offer(*failure.alert_received) && failure.step == "await server_hello";
  if (peer_was_silent(failure) || hello_refused || about_negotiation(code))
    add(facts, failure.is_client ? "offered" : "allowed", offer_text(failure));
  if (against_the_rules(code)) add(facts, "rule", std::string(failure.error.reference));
  return facts;
}

std::string likely_of(const Failure& failure, const Words& words) {
  if (demands_certificate(failure)) return failure.certificate_withheld ? "" : "no certificate is set up on this side";
  if (closed_after_certificate(failure))
    return std::string(
               "the client does not trust the certificate, or wants another name, and tells only its own user") +
           (in_handshake(failure) ? "" : "; or it is a check that wants no more than a handshake");
  if (showed_no_certificate(failure) && ended_by_peer(failure) && in_handshake(failure))
    return "a server that does not go on without a client certificate; it asked for one and got none";
  if (!peer_was_silent(failure)) return std::string(words.likely);
  if (!failure.is_client) return "a port check, a health check, or a client that gave up";
  return "a proxy, a firewall, or a server that cannot take so long a first message";
}

// The first name that a certificate lists, if one can connect to it.
std::string_view first_name(std::string_view names) {
  const std::string_view first = names.substr(0, names.find(','));
  return first.starts_with("*.") || first.find(' ') != std::string_view::npos ? std::string_view{} : first;
}

void advise_other_name(const Failure& failure, std::vector<std::string>& advice) {
  const std::string_view listed = first_name(failure.error.found.view());
  const std::string wanted = printable(failure.error.expected.view());
  if (failure.error.found.view() == pki::kNoNames)
    advice = {"have a certificate issued that lists " + (wanted.empty() ? "the server's name" : wanted) +
              " in subjectAltName"};
  if (listed.empty() || wanted.empty() || !failure.is_client) return;
  advice.clear();
  advice.push_back("connect to " + printable(listed) + ", or have the server's certificate list " + wanted);
}

// "4433" of "localhost:4433"; empty: the target has none.
std::string_view port_of(std::string_view target) {
  const std::size_t colon = target.rfind(':');
  const bool of_address = target.find(':') != colon && !target.substr(0, colon).ends_with(']');
  return colon == std::string_view::npos || of_address ? std::string_view{} : target.substr(colon + 1);
}

// What speaks where TLS was expected. The greetings of SMTP and FTP begin alike; what follows mostly tells them apart.
const Service* met_service(const Failure& failure, const ExplainContext& context) {
  if (failure.protocol_guess != "SMTP or FTP") return find_service(failure.protocol_guess);
  const bool ftp = failure.first_bytes.find("FTP") != std::string::npos || port_of(context.target) == "21";
  return find_service(ftp ? "FTP" : "SMTP");
}

std::string starttls_advice(const Service& service, const ExplainContext& context) {
  const std::string name(service.name), how(service.starttls);
  if (context.in_command && !context.target.empty())
    return "handfast connect " + printable(context.target) + " --starttls " + how + " : changes to TLS as " + name +
           " does it";
  return "a program that changes to TLS as " + name + " does it (STARTTLS)";
}

void advise_service(const Failure& failure, const ExplainContext& context, std::vector<std::string>& advice) {
  if (failure.error == Errc::not_tls && !failure.is_client) {
    advice = {failure.protocol_guess == "HTTP" ? "have the client use https:// for this port"
                                               : "have the client speak TLS on this port from the start"};
  } else if (failure.error == Errc::not_tls) {
    const Service* service = met_service(failure, context);
    if (service == nullptr) return;
    advice.clear();
    if (!service->tls_port.empty())
      advice.push_back("the port on which this service speaks TLS from the start (for " + std::string(service->name) +
                       " usually " + std::string(service->tls_port) + ")");
    if (!service->starttls.empty()) advice.push_back(starttls_advice(*service, context));
  } else if (failure.is_client && failure.bytes_received == 0 &&
             (failure.error == Errc::timed_out || ended_by_peer(failure))) {
    const Service* service = service_on_port(port_of(context.target));
    if (service != nullptr) advice.insert(advice.begin(), starttls_advice(*service, context));
  }
}

std::vector<std::string> advice_on_demand(const Failure& failure) {
  if (withheld_for_authority(failure))
    return {"give a certificate that one of the accepted authorities has issued, and its key (--cert and --key)",
            "if there is an authority between, have its certificate behind this side's own in the same file",
            "have the server accept the authority of this certificate"};
  if (failure.certificate_withheld) return {"use a certificate with an ECDSA P-256 key, or RSA of 2048 bits or more"};
  return {"give this side a certificate and its key that the server trusts (--cert and --key)",
          "ask those who run the server who issues such certificates"};
}

// What belongs to one failure goes before what the table says of its kind.
void advise_certificate(const Failure& failure, const ExplainContext& context, std::vector<std::string>& advice) {
  if (lacks_name(failure))
    advice = {"give the program the server's name, which is sent to the server and looked for in its certificate"};
  else if (failure.error == Errc::certificate_wrong_name)
    advise_other_name(failure, advice);
  if (differs_from_fingerprint(failure))
    advice = {"compare the fingerprint with what the server itself shows; if it differs, somebody else answers"};
  if (demands_certificate(failure)) advice = advice_on_demand(failure);
  const bool can_pin = failure.is_client && context.in_command && !failure.certificate_fingerprint.empty();
  if (can_pin && about_trust(failure.error.code))
    advice.push_back("when its owner has confirmed the fingerprint, accept this certificate alone (--fingerprint HEX)");
  if (closed_after_certificate(failure))
    advice = {"look into the client's log",
              "have the client trust the authority of this side's certificate, and use a name that it lists"};
}

std::vector<std::string> advice_of(const Failure& failure, const Words& words, const ExplainContext& context) {
  std::vector<std::string> advice;
  for (const std::string_view line : words.advice)
    if (!line.empty()) advice.emplace_back(line);
  advise_certificate(failure, context, advice);
  const bool long_hello = failure.is_client && failure.offer.groups.find("MLKEM") != std::string::npos;
  if (peer_was_silent(failure) && long_hello && !context.target.empty())
    advice.insert(advice.begin(), "handfast connect " + printable(context.target) +
                                      " --priority NORMAL:-GROUP-X25519-MLKEM768"
                                      " : a shorter first message; if that works, the way drops long ones");
  advise_service(failure, context, advice);
  if (!context.in_command)
    for (std::string& line : advice) line = without_options(line);
  return advice;
}

std::string_view who_word(Failure::Who who) {
  switch (who) {
    case Failure::Who::we: return "we";
    case Failure::Who::peer: return "peer";
    case Failure::Who::transport: return "transport";
  }
  return {};
}

std::vector<std::string> split(std::string_view list) {
  constexpr std::string_view kSeparator = ", ";
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t end = list.find(kSeparator);
    out.emplace_back(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + kSeparator.size());
  }
  return out;
}

JsonObject offer_json(const Offer& offer) {
  JsonObject out;
  out.add("versions", split(offer.versions)).add("groups", split(offer.groups));
  out.add("cipher_suites", split(offer.cipher_suites)).add("signature_schemes", split(offer.signature_schemes));
  const auto name = pki::ReferenceName::parse(offer.server_name);
  const bool address = name && name->is_ip();  // which is never sent (RFC 6066, 3)
  out.add("application_protocols", split(offer.application_protocols));
  out.add_text_or_null("sni", address ? std::string_view{} : offer.server_name);
  return out;
}

void add_alert(JsonObject& out, std::string_view key, const std::optional<Alert>& alert) {
  out.add_text_or_null(key, alert ? name_of(*alert) : std::string_view{});
}

struct ErrnoName {
  int number;
  std::string_view name;
};
constexpr ErrnoName kErrnoNames[] = {
    // those that a socket or a file gives; strerrorname_np() needs a recent glibc
    {EACCES, "EACCES"},
    {EADDRINUSE, "EADDRINUSE"},
    {EAGAIN, "EAGAIN"},
    {EBADF, "EBADF"},
    {ECONNABORTED, "ECONNABORTED"},
    {ECONNREFUSED, "ECONNREFUSED"},
    {ECONNRESET, "ECONNRESET"},
    {EHOSTDOWN, "EHOSTDOWN"},
    {EHOSTUNREACH, "EHOSTUNREACH"},
    {EINTR, "EINTR"},
    {EINVAL, "EINVAL"},
    {EIO, "EIO"},
    {EISDIR, "EISDIR"},
    {EMFILE, "EMFILE"},
    {ENETDOWN, "ENETDOWN"},
    {ENETRESET, "ENETRESET"},
    {ENETUNREACH, "ENETUNREACH"},
    {ENOBUFS, "ENOBUFS"},
    {ENOENT, "ENOENT"},
    {ENOMEM, "ENOMEM"},
    {ENOTCONN, "ENOTCONN"},
    {ENOTSOCK, "ENOTSOCK"},
    {EPERM, "EPERM"},
    {EPIPE, "EPIPE"},
    {EPROTO, "EPROTO"},
    {ETIMEDOUT, "ETIMEDOUT"},
};

}  // namespace

bool about_certificate(const Failure& failure) {
  const Errc code = failure.error.code;
  return !failure.certificate_subject.empty() ||
         (code >= Errc::certificate_malformed && code <= Errc::certificate_rejected);
}

Explanation explain(const Failure& failure, const ExplainContext& context) {
  Words words = words_of(failure.error.code);
  if (failure.error == Errc::alert_received && failure.alert_received) words = words_of(*failure.alert_received).words;
  Explanation out;
  out.summary = summary_of(failure);
  out.cause = cause_word(failure);
  out.facts = facts_of(failure, context);
  if (!context.error_name.empty())
    add(out.facts, "code", std::string(context.error_name) + " (" + std::to_string(context.code) + ")");
  out.likely = likely_of(failure, words);
  out.advice = advice_of(failure, words, context);
  return out;
}

std::string explanation_text(const Failure& failure, const ExplainContext& context, std::string_view opening) {
  return explanation_text(explain(failure, context), opening);
}

std::string explanation_text(const Explanation& explanation, std::string_view opening) {
  std::string summary = explanation.summary;
  if (!opening.empty()) summary.front() = static_cast<char>(summary.front() | 0x20);  // within a sentence: lower case
  std::string out = std::string(opening) + summary + "\n";
  for (const Fact& fact : explanation.facts) out += fact_text(fact.label, fact.text);
  if (!explanation.likely.empty()) out += fact_text("likely", explanation.likely);
  for (const std::string& line : explanation.advice)
    out += fact_text(&line == &explanation.advice.front() ? "try" : "or", line);
  return out;
}

JsonObject explanation_json(const Failure& failure, const ExplainContext& context) {
  const Explanation explanation = explain(failure, context);
  const Error& error = failure.error;
  JsonObject out;
  out.add("error", context.error_name.empty() ? name_of(error.code) : context.error_name);
  out.add("code", context.code).add("who", who_word(failure.who)).add("role", failure.is_client ? "client" : "server");
  out.add_text_or_null("step", failure.step).add_text_or_null("field", error.field);
  out.add_text_or_null("expected", error.expected.view()).add_text_or_null("found", error.found.view());
  out.add_text_or_null("rule", error.reference);
  add_alert(out, "alert_sent", failure.alert_sent);
  out.add("alert_held", failure.alert_held);
  out.add_text_or_null("alert_call", failure.alert_held ? kAlertCall : std::string_view());
  add_alert(out, "alert_received", failure.alert_received);
  out.add("fatal", context.fatal).add("bytes_sent", failure.bytes_sent).add("bytes_received", failure.bytes_received);
  out.add_milliseconds("ms", failure.elapsed.count());
  if (failure.system_error == 0)
    out.add_null("errno");
  else
    out.add("errno", system_error_text(failure.system_error));
  out.add_text_or_null("first_bytes", failure.first_bytes).add_text_or_null("protocol", failure.protocol_guess);
  if (failure.certificate_subject.empty())
    out.add_null("certificate");
  else
    out.add("certificate", JsonObject()
                               .add("depth", failure.certificate_depth)
                               .add("subject", failure.certificate_subject)
                               .add("issuer", failure.certificate_issuer)
                               .add_text_or_null("sha256", failure.certificate_fingerprint));
  if (const WithheldCertificate* withheld = failure.certificate_withheld.get())
    out.add("withheld", JsonObject()
                            .add("subject", withheld->subject)
                            .add("issuer", withheld->issuer)
                            .add("authorities", withheld->authorities)
                            .add("more_authorities", withheld->more_authorities));
  else
    out.add_null("withheld");
  out.add("offer", offer_json(failure.offer));
  out.add("cause", explanation.cause).add("text", explanation.summary);
  out.add_text_or_null("likely", explanation.likely).add("try", explanation.advice);
  return out;
}

std::string without_options(std::string_view advice) {
  constexpr std::string_view kOption = " (--";
  std::string out(advice);
  const std::size_t begin = out.find(kOption), end = out.find(')', begin);
  return begin == std::string::npos || end == std::string::npos ? out : out.erase(begin, end + 1 - begin);
}

std::string fact_text(std::string_view label, std::string_view text) {
  std::string line = "  " + std::string(label);
  line.resize(std::max(kLabelColumns, line.size() + 1), ' ');
  std::string out;
  std::size_t column = line.size();
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!first && column + 1 + word.size() > kColumns) {
      out += line + "\n";
      line.assign(kLabelColumns, ' ');
      column = kLabelColumns;
      first = true;
    }
    if (!first) line += ' ';
    line += word;
    column += word.size() + (first ? 0 : 1);
    first = false;
  }
  return out + line + "\n";
}

std::string alert_text(Alert alert, std::string_view sender) {
  constexpr std::string_view kPronoun = "It";
  std::string out(words_of(alert).meaning);
  return out.replace(0, kPronoun.size(), sender);
}

std::string step_text(std::string_view step) {
  struct Verb {
    std::string_view word, said;
  };
  constexpr Verb kVerbs[] = {{"read or write ", "reading or writing "},
                             {"start ", "starting the "},
                             {"await ", "waiting for "},
                             {"make ", "making "},
                             {"send ", "sending "},
                             {"read ", "reading "},
                             {"check ", "checking "},
                             {"write ", "writing "}};
  for (const Verb& verb : kVerbs) {
    if (!step.starts_with(verb.word)) continue;
    const std::string_view what = step.substr(verb.word.size());
    // Structures of the RFC; "application data" and the like stay as they are.
    const bool words = what.find(' ') != std::string_view::npos || what == "handshake";
    return std::string(verb.said) + (words ? std::string(what) : message_name(what));
  }
  return std::string(step);
}

std::string message_name(std::string_view snake_case) {
  std::string out;
  bool upper = true;
  for (const char c : snake_case) {
    if (c != '_') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return out;
}

std::string system_error_text(int system_error) {
  std::string name;
  for (const ErrnoName& known : kErrnoNames)
    if (known.number == system_error) name = std::string(known.name) + ", ";
  if (name.empty()) name = "errno " + std::to_string(system_error) + ", ";
  return name + std::generic_category().message(system_error);
}

}  // namespace handfast::tls
