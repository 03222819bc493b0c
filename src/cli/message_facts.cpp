#include "cli/message_facts.hpp"

#include "pki/certificate.hpp"
#include "pki/text.hpp"
#include "tls/explain.hpp"
#include "tls/message/certificate.hpp"
#include "tls/message/certificate12.hpp"
#include "tls/message/certificate_request.hpp"
#include "tls/message/certificate_request12.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "tls/message/key_update.hpp"
#include "tls/message/new_session_ticket.hpp"
#include "tls/message/server_hello.hpp"
#include "tls/message/server_key_exchange.hpp"

namespace handfast::cli {

namespace {

using pki::printable;

constexpr std::size_t kHandshakeHeader = 4;        // RFC 8446, 4: type and length
constexpr std::size_t kMaxCertificatesShown = 16;  // a peer may send more than anyone wants to read
constexpr std::size_t kDateSize = 10;              // "2027-02-01"

template <class Number>
std::string text_of(Number value) {
  const std::string_view name = name_of(value);
  if (!name.empty()) return std::string(name);
  return std::string(hex_note(static_cast<std::uint64_t>(value), 2 * sizeof value).view());
}

template <class Items>
std::vector<std::string> texts_of(const Items& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(text_of(item));
  return out;
}

// Fills a set from its raw block, whatever the other side had asked for: showing is not judging.
template <class Set>
void read_extensions(Set& set) {
  for (const tls::RawExtension& raw : ListView<tls::RawExtension>(set.block)) {
    tls::ExtensionDecoder decoder(raw);
    Set::each(decoder, set);
  }
}

class Collector {
 public:
  explicit Collector(MessageFacts& out) : out_(out) {}

  void one(std::string_view key, std::string_view label, std::string value) {
    out_.facts.push_back({key, label, {std::move(value)}});
  }
  void list(std::string_view key, std::string_view label, std::vector<std::string> values, bool drawn = true) {
    out_.facts.push_back({key, label, std::move(values), true, drawn});
  }
  void protocols(const std::optional<tls::ProtocolNameList>& offered) {
    if (!offered) return;
    std::vector<std::string> names;
    for (const tls::ProtocolName& protocol : offered->protocol_name_list)
      names.push_back(printable(as_text(protocol.name)));
    list("alpn", "ALPN", std::move(names));
  }
  void record_size_limit(const std::optional<tls::RecordSizeLimit>& limit) {
    if (limit) one("record_size_limit", "records up to", std::to_string(limit->record_size_limit));
  }

 private:
  MessageFacts& out_;
};

void show(MessageFacts& out, const tls::ClientHello& hello) {
  Collector add(out);
  const tls::ClientHelloExtensions& extensions = hello.extensions;
  if (extensions.supported_versions)
    add.list("versions", "", texts_of(extensions.supported_versions->versions));
  else
    add.list("versions", "", {text_of(hello.legacy_version)});
  if (extensions.key_share) {
    std::vector<std::string> groups;
    for (const tls::KeyShareEntry& share : extensions.key_share->client_shares) groups.push_back(text_of(share.group));
    const std::string_view label = groups.empty() ? "no shares" : "shares";
    add.list("key_shares", label, std::move(groups));
  }
  if (extensions.server_name && !extensions.server_name->server_name_list.empty())
    add.one("sni", "SNI", printable(as_text(extensions.server_name->server_name_list.begin()->host_name)));
  add.protocols(extensions.application_protocols);
  add.record_size_limit(extensions.record_size_limit);
  if (extensions.cookie)
    add.one("cookie", "returns cookie of", std::to_string(extensions.cookie->cookie.size()) + " B");
  if (extensions.pre_shared_key) add.one("resumption", "asks to", "resume");
  add.list("cipher_suites", "ciphers", texts_of(hello.cipher_suites), false);
  if (extensions.supported_groups)
    add.list("groups", "groups", texts_of(extensions.supported_groups->named_group_list), false);
  if (extensions.signature_algorithms)
    add.list("signature_schemes", "signatures",
             texts_of(extensions.signature_algorithms->supported_signature_algorithms), false);
}

void show_choice(Collector& add, const auto& hello) {
  const auto& selected = hello.extensions.supported_versions;
  add.one("version", "", text_of(selected ? selected->selected_version : hello.legacy_version));
  add.one("cipher_suite", "", text_of(hello.cipher_suite));
}

void show(MessageFacts& out, const tls::ServerHello& hello) {
  Collector add(out);
  show_choice(add, hello);
  if (hello.extensions.key_share) add.one("group", "", text_of(hello.extensions.key_share->server_share.group));
}

void show(MessageFacts& out, const tls::HelloRetryRequest& hello) {
  Collector add(out);
  show_choice(add, hello);
  if (hello.extensions.key_share)
    add.one("group", "asks for a share of", text_of(hello.extensions.key_share->selected_group));
  if (hello.extensions.cookie)
    add.one("cookie", "cookie of", std::to_string(hello.extensions.cookie->cookie.size()) + " B");
}

void show(MessageFacts& out, const tls::EncryptedExtensions& message) {
  Collector add(out);
  add.protocols(message.extensions.application_protocols);
  add.record_size_limit(message.extensions.record_size_limit);
  if (message.extensions.supported_groups)
    add.list("groups", "groups", texts_of(message.extensions.supported_groups->named_group_list), false);
}

void show_authorities(Collector& add, const ListView<tls::DistinguishedName>& authorities) {
  if (authorities.empty()) return;
  std::vector<std::string> names;
  for (const tls::DistinguishedName& authority : authorities) names.push_back(pki::name_text(authority.name));
  add.list("certificate_authorities", "issued by", std::move(names));
}

void show(MessageFacts& out, const tls::CertificateRequest12& message) {
  Collector add(out);
  show_authorities(add, message.certificate_authorities);
  add.list("signature_schemes", "signatures", texts_of(message.supported_signature_algorithms), false);
}

void show(MessageFacts& out, const tls::ServerKeyExchange& message) {
  Collector(out).one("group", "", text_of(message.params.named_curve));
  out.remark = text_of(message.algorithm);
}

void show(MessageFacts& out, const tls::CertificateRequest& message) {
  Collector add(out);
  const tls::CertificateRequestExtensions& extensions = message.extensions;
  if (extensions.certificate_authorities) show_authorities(add, extensions.certificate_authorities->authorities);
  if (extensions.signature_algorithms)
    add.list("signature_schemes", "signatures",
             texts_of(extensions.signature_algorithms->supported_signature_algorithms), false);
}

void show_certificates(MessageFacts& out, const auto& list) {
  for (const auto& entry : list) {
    if (out.certificates.size() == kMaxCertificatesShown) break;
    out.certificates.push_back(certificate_fact(entry.cert_data));
  }
  if (out.certificates.empty()) out.remark = "none";
}

void show(MessageFacts& out, const tls::Certificate& message) { show_certificates(out, message.certificate_list); }
void show(MessageFacts& out, const tls::Certificate12& message) { show_certificates(out, message.certificate_list); }

void show(MessageFacts& out, const tls::CertificateVerify& message) { out.remark = text_of(message.algorithm); }

void show(MessageFacts& out, const tls::KeyUpdate& message) {
  out.remark = message.request_update == KeyUpdateRequest::update_requested ? "asks for one in return" : "";
}

void show(MessageFacts& out, const tls::NewSessionTicket& message) {
  Collector(out).one("lifetime_seconds", "valid for seconds:", std::to_string(message.ticket_lifetime));
}

template <class Message>
void decode_and_show(MessageFacts& out, Bytes body) {
  Result<Message> message = decode<Message>(body);
  if (!message) {
    out.remark = "cannot be read";
    return;
  }
  if constexpr (requires { message->extensions; }) read_extensions(message->extensions);
  show(out, *message);
}

void show_handshake(MessageFacts& out, const tls::MessageEvent& event) {
  const Bytes body = event.message.subspan(std::min(kHandshakeHeader, event.message.size()));
  const bool tls12 = event.version == ProtocolVersion::tls12;
  switch (event.type) {
    case HandshakeType::client_hello: return decode_and_show<tls::ClientHello>(out, body);
    case HandshakeType::server_hello:
      if (event.is_hello_retry) return decode_and_show<tls::HelloRetryRequest>(out, body);
      return decode_and_show<tls::ServerHello>(out, body);
    case HandshakeType::encrypted_extensions: return decode_and_show<tls::EncryptedExtensions>(out, body);
    case HandshakeType::certificate_request:
      return tls12 ? decode_and_show<tls::CertificateRequest12>(out, body)
                   : decode_and_show<tls::CertificateRequest>(out, body);
    case HandshakeType::certificate:
      return tls12 ? decode_and_show<tls::Certificate12>(out, body) : decode_and_show<tls::Certificate>(out, body);
    case HandshakeType::server_key_exchange: return decode_and_show<tls::ServerKeyExchange>(out, body);
    case HandshakeType::certificate_verify: return decode_and_show<tls::CertificateVerify>(out, body);
    case HandshakeType::key_update: return decode_and_show<tls::KeyUpdate>(out, body);
    case HandshakeType::new_session_ticket: return decode_and_show<tls::NewSessionTicket>(out, body);
    default: return;  // Finished has nothing to show, and other messages are not known
  }
}

std::string handshake_name(const tls::MessageEvent& event) {
  if (event.is_hello_retry) return "HelloRetryRequest";
  const std::string_view name = name_of(event.type);
  if (name.empty()) return "handshake message " + std::to_string(static_cast<unsigned>(event.type));
  return tls::message_name(name);
}

void show_alert(MessageFacts& out, Bytes message) {
  out.name = "Alert";
  Reader in(message);
  const auto level = static_cast<AlertLevel>(in.number<1>());
  const auto alert = static_cast<Alert>(in.number<1>());
  if (!in.done()) return;
  out.remark = name_of(alert);
  const std::string number = std::to_string(static_cast<unsigned>(alert));
  out.facts.push_back({"level", "", {level == AlertLevel::warning ? "warning" : "fatal"}});
  out.facts.push_back({"alert", "number", {number}});
}

}  // namespace

MessageFacts facts_of(const tls::MessageEvent& event) {
  MessageFacts out;
  switch (event.content) {
    case ContentType::handshake:
      out.name = handshake_name(event);
      show_handshake(out, event);
      break;
    case ContentType::alert: show_alert(out, event.message); break;
    case ContentType::change_cipher_spec:  // RFC 8446, D.4; in TLS 1.2 protection begins with it
      out.name = "ChangeCipherSpec";
      if (event.version != ProtocolVersion::tls12) out.remark = "for old middleboxes";
      break;
    default: out.name = text_of(event.content);
  }
  return out;
}

void add_to(JsonObject& out, const MessageFacts& facts) {
  if (!facts.remark.empty()) out.add("detail", facts.remark);
  for (const MessageFact& fact : facts.facts) {
    if (fact.list)
      out.add(fact.key, fact.values);
    else
      out.add(fact.key, fact.values.front());
  }
  if (facts.certificates.empty()) return;
  std::vector<JsonObject> certificates;
  for (const CertificateFact& certificate : facts.certificates)
    certificates.push_back(JsonObject()
                               .add("subject", certificate.subject)
                               .add("issuer", certificate.issuer)
                               .add("key", certificate.key)
                               .add("until", certificate.until));
  out.add_objects("certificates", certificates);
}

std::string key_text(const crypto::PublicKey& key) {
  switch (key.type()) {
    case crypto::KeyType::rsa: return "RSA " + std::to_string(key.bits());
    case crypto::KeyType::rsa_pss: return "RSA-PSS " + std::to_string(key.bits());
    case crypto::KeyType::ec_p256: return "EC P-256";
    case crypto::KeyType::ec_p384: return "EC P-384";
    case crypto::KeyType::ec_p521: return "EC P-521";
    case crypto::KeyType::ed25519: return "Ed25519";
  }
  return {};
}

CertificateFact certificate_fact(Bytes der) {
  const auto certificate = pki::CertificateView::parse(der);
  if (!certificate) return {.subject = "(cannot be read)", .issuer = "?", .key = "?", .until = "?"};
  const auto key = certificate->public_key();
  return {.subject = certificate->subject_text(),
          .issuer = certificate->issuer_text(),
          .key = key ? key_text(*key) : "unknown key",
          .until = pki::time_text(certificate->not_after).substr(0, kDateSize)};
}

}  // namespace handfast::cli
