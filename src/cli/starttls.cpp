#include "cli/starttls.hpp"

#include <algorithm>
#include <array>

#include "base/reader.hpp"
#include "pki/der.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr StartTlsProtocol kProtocols[] = {
    {"smtp", "SMTP", "25", StartTls::smtp},
    {"imap", "IMAP", "143", StartTls::imap},
    {"pop3", "POP3", "110", StartTls::pop3},
    {"ldap", "LDAP", "389", StartTls::ldap},
    {"xmpp", "XMPP", "5222", StartTls::xmpp},
    {"ftp", "FTP", "21", StartTls::ftp},
    {"postgres", "PostgreSQL", "5432", StartTls::postgres},
};

template <class T>
using Talked = std::expected<T, StartTlsFailure>;

std::unexpected<StartTlsFailure> refuse(std::string reason, std::string_view answer = {}) {
  constexpr std::size_t kShown = 200;  // characters of what the server said
  return std::unexpected(StartTlsFailure{std::move(reason), pki::printable(answer.substr(0, kShown))});
}

// The server's bytes in the pieces that protocols have.
class Talk {
 public:
  explicit Talk(PlainTransport& transport) : transport_(transport) {}

  Talked<void> say(std::string_view text) {
    if (const auto end = transport_.send(text); end != PlainTransport::End::none) return ended(end);
    return {};
  }

  // A line without its end.
  Talked<std::string> line() {
    std::size_t looked_at = 0;
    while (true) {
      const std::size_t end = buffer_.find('\n', looked_at);
      if (end != std::string::npos) {
        std::string out = take(end + 1);
        out.pop_back();
        if (out.ends_with('\r')) out.pop_back();
        return out;
      }
      looked_at = buffer_.size();
      if (const auto read = more(); !read) return std::unexpected(read.error());
    }
  }

  // Everything up to the end of the first of these texts.
  Talked<std::string> until(std::initializer_list<std::string_view> ends) {
    std::size_t looked_at = 0;
    while (true) {
      std::size_t first = std::string::npos;
      for (const std::string_view end : ends) {
        const std::size_t from = looked_at < end.size() ? 0 : looked_at - end.size();
        if (const std::size_t at = buffer_.find(end, from); at != std::string::npos)
          first = std::min(first, at + end.size());
      }
      if (first != std::string::npos) return take(first);
      looked_at = buffer_.size();
      if (const auto read = more(); !read) return std::unexpected(read.error());
    }
  }

  Talked<std::string> bytes(std::size_t size) {
    while (buffer_.size() < size)
      if (const auto read = more(); !read) return std::unexpected(read.error());
    return take(size);
  }

  // The server has said that it is ready: there must be nothing else.
  Talked<void> finish() const {
    if (buffer_.empty()) return {};
    return refuse(
        "Behind its go-ahead the server sent plain text that TLS would take for protected; somebody on the way may "
        "have put it there.",
        buffer_);
  }

 private:
  Talked<void> more() {
    std::array<std::uint8_t, 1024> piece{};
    const PlainTransport::Received received = transport_.receive(piece);
    if (received.end != PlainTransport::End::none) return ended(received.end);
    said_ += received.size;
    if (said_ > kMaxStartTlsTalk) return refuse("The server talks without coming to the point.", buffer_);
    buffer_ += as_text(Bytes(piece).first(received.size));
    return {};
  }

  std::unexpected<StartTlsFailure> ended(PlainTransport::End end) const {
    auto out = end == PlainTransport::End::timed_out ? refuse("The server did not answer in time.", buffer_)
                                                     : refuse("The server closed the connection.", buffer_);
    out.error().end = end;
    return out;
  }

  std::string take(std::size_t size) {
    std::string out = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return out;
  }

  PlainTransport& transport_;
  std::string buffer_;    // what has come and was not looked at
  std::size_t said_ = 0;  // of all that has come
};

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// ----------------------------------------------------------------------------------------------- SMTP and FTP ----

struct Reply {
  std::string code;                // three digits
  std::vector<std::string> lines;  // without the code where they begin with it
};

// RFC 5321, 4.2 and RFC 959, 4.2: "250-first", ..., "250 last"; lines between may be anything in FTP.
Talked<Reply> read_reply(Talk& talk, std::string_view protocol) {
  auto line = talk.line();
  if (!line) return std::unexpected(line.error());
  Reply out{line->substr(0, 3), {}};
  const bool digits =
      out.code.size() == 3 && std::ranges::all_of(out.code, [](char c) { return c >= '0' && c <= '9'; });
  const std::string_view separator = std::string_view(*line).substr(std::min<std::size_t>(3, line->size()), 1);
  if (!digits || (!separator.empty() && separator != " " && separator != "-"))
    return refuse("The server does not speak " + std::string(protocol) + ".", *line);
  const std::string last = out.code + " ", middle = out.code + "-";
  bool ends = separator != "-";
  while (true) {
    const bool coded = line->starts_with(last) || line->starts_with(middle) || *line == out.code;
    out.lines.push_back(coded ? line->substr(std::min<std::size_t>(4, line->size())) : *line);
    if (ends) return out;
    line = talk.line();
    if (!line) return std::unexpected(line.error());
    ends = line->starts_with(last) || *line == out.code;
  }
}

// A reply with this code, or a refusal that shows the other one.
Talked<Reply> expect_reply(Talk& talk, std::string_view protocol, std::string_view code, std::string_view refusal) {
  auto reply = read_reply(talk, protocol);
  if (reply && reply->code != code) return refuse(std::string(refusal), reply->code + " " + reply->lines.front());
  return reply;
}

// RFC 3207, 4.
Talked<void> start_smtp(Talk& talk) {
  const auto greeting = expect_reply(talk, "SMTP", "220", "The server does not want to talk.");
  if (!greeting) return std::unexpected(greeting.error());
  if (const auto said = talk.say("EHLO localhost.localdomain\r\n"); !said) return said;
  const auto hello = expect_reply(talk, "SMTP", "250", "The server does not know EHLO, and so no STARTTLS.");
  if (!hello) return std::unexpected(hello.error());
  const bool offered = std::ranges::any_of(hello->lines, [](const std::string& line) {
    return equal_ignoring_case(line.substr(0, line.find(' ')), "STARTTLS");
  });
  if (!offered) return refuse("The server does not offer STARTTLS.");
  if (const auto said = talk.say("STARTTLS\r\n"); !said) return said;
  const auto ready = expect_reply(talk, "SMTP", "220", "The server refuses STARTTLS.");
  if (!ready) return std::unexpected(ready.error());
  return {};
}

// RFC 4217, 4.
Talked<void> start_ftp(Talk& talk) {
  const auto greeting = expect_reply(talk, "FTP", "220", "The server does not want to talk.");
  if (!greeting) return std::unexpected(greeting.error());
  if (const auto said = talk.say("AUTH TLS\r\n"); !said) return said;
  const auto ready = expect_reply(talk, "FTP", "234", "The server refuses AUTH TLS.");
  if (!ready) return std::unexpected(ready.error());
  return {};
}

// ---------------------------------------------------------------------------------------------- IMAP and POP3 ----

// RFC 9051, 6.2.1.
Talked<void> start_imap(Talk& talk) {
  const auto greeting = talk.line();
  if (!greeting) return std::unexpected(greeting.error());
  if (!greeting->starts_with("* ")) return refuse("The server does not speak IMAP.", *greeting);
  if (!greeting->starts_with("* OK")) return refuse("The server is in no state for STARTTLS.", *greeting);
  if (const auto said = talk.say("a STARTTLS\r\n"); !said) return said;
  while (true) {
    const auto answer = talk.line();
    if (!answer) return std::unexpected(answer.error());
    if (answer->starts_with("* ") && !answer->starts_with("* BYE")) continue;  // what the server tells unasked
    if (answer->starts_with("a OK")) return {};
    return refuse("The server refuses STARTTLS.", *answer);
  }
}

// RFC 2595, 4.
Talked<void> start_pop3(Talk& talk) {
  const auto greeting = talk.line();
  if (!greeting) return std::unexpected(greeting.error());
  if (!greeting->starts_with("+OK")) return refuse("The server does not speak POP3.", *greeting);
  if (const auto said = talk.say("STLS\r\n"); !said) return said;
  const auto answer = talk.line();
  if (!answer) return std::unexpected(answer.error());
  if (!answer->starts_with("+OK")) return refuse("The server refuses STLS.", *answer);
  return {};
}

// ------------------------------------------------------------------------------------------------------- LDAP ----

constexpr std::uint32_t kMessageId = 1;

// RFC 4511, 4.14.1: the extended operation by its name alone.
std::string ldap_request() {
  constexpr auto kExtendedRequest = static_cast<pki::Tag>(0x77);  // [APPLICATION 23], constructed
  ByteVector out;
  pki::DerWriter writer(out);
  writer.sequence([&](pki::DerWriter& message) {
    message.number(kMessageId);
    message.nested(kExtendedRequest, [](pki::DerWriter& request) {
      request.primitive(pki::context_primitive(0), as_bytes("1.3.6.1.4.1.1466.20037"));
    });
  });
  return std::string(as_text(out));
}

// The length behind an identifier octet. BER (RFC 4511, 5.1): servers in use write four octets where one would do.
std::size_t ber_length(Reader& in) {
  const std::uint32_t first = in.number<1>();
  if (first < 0x80) return first;
  const std::uint32_t octets = first & 0x7f;
  if (octets == 0 || octets > 4) in.fail(Fault::bad_value);
  std::size_t out = 0;
  for (const std::uint8_t octet : in.take(octets)) out = out << 8 | octet;
  return out;
}

Bytes ber_element(Reader& in, std::uint32_t tag) {
  if (in.number<1>() != tag) in.fail(Fault::bad_value);
  return in.take(ber_length(in));
}

// The contents of the next LDAPMessage.
Talked<std::string> read_ldap_message(Talk& talk) {
  constexpr std::size_t kSequence = 0x30;
  auto header = talk.bytes(2);
  if (!header) return header;
  const auto length = static_cast<std::uint8_t>((*header)[1]);
  if (static_cast<std::uint8_t>((*header)[0]) != kSequence || length == 0x80 || length > 0x84)
    return refuse("The server does not speak LDAP.", *header);
  if (length > 0x80) {
    const auto octets = talk.bytes(length & 0x7fu);
    if (!octets) return octets;
    *header += *octets;
  }
  Reader in(as_bytes(*header).subspan(1));
  const std::size_t size = ber_length(in);
  if (size > kMaxStartTlsTalk) return refuse("The server talks without coming to the point.");
  return talk.bytes(size);
}

Talked<void> start_ldap(Talk& talk) {
  constexpr std::uint32_t kInteger = 0x02, kOctetString = 0x04, kEnumerated = 0x0a, kExtendedResponse = 0x78;
  constexpr std::array<std::uint8_t, 1> kSuccess{0};
  if (const auto said = talk.say(ldap_request()); !said) return said;
  const auto message = read_ldap_message(talk);
  if (!message) return std::unexpected(message.error());
  Reader in(as_bytes(*message));
  const Bytes id = ber_element(in, kInteger);
  Reader response(ber_element(in, kExtendedResponse));
  const Bytes result = ber_element(response, kEnumerated);
  ber_element(response, kOctetString);  // matchedDN
  const Bytes diagnostic = ber_element(response, kOctetString);
  if (!in.ok() || !response.ok()) return refuse("The server does not speak LDAP.");
  const bool ours = equal(id, std::array<std::uint8_t, 1>{kMessageId});  // 0 is a notice of disconnection (4.4.1)
  if (!ours || !equal(result, kSuccess)) return refuse("The server refuses StartTLS.", as_text(diagnostic));
  return {};
}

// ------------------------------------------------------------------------------------------------------- XMPP ----

// RFC 6120, 4.9.3: the conditions that are about the domain in `to`.
std::unexpected<StartTlsFailure> refuse_stream(std::string_view answer, std::string_view name) {
  for (const std::string_view condition : {"<host-unknown", "<host-gone", "<improper-addressing"}) {
    const std::size_t at = answer.find(condition);
    if (at == std::string_view::npos) continue;
    auto out = refuse("The server does not serve the domain " + pki::printable(name) + ".", answer.substr(at));
    out.error().other_name = true;
    return out;
  }
  return refuse("The server does not want to talk.", answer);
}

// RFC 6120, 5.4.
Talked<void> start_xmpp(Talk& talk, std::string_view name) {
  constexpr std::string_view kStartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  const std::string opening = "<?xml version='1.0'?><stream:stream to='" + std::string(name) +
                              "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
  if (const auto said = talk.say(opening); !said) return said;
  const auto features = talk.until({"</stream:features>", "<stream:features/>", "</stream:stream>", "</stream:error>"});
  if (!features) return std::unexpected(features.error());
  if (features->find("<stream:stream") == std::string::npos)
    return refuse("The server does not speak XMPP.", *features);
  if (features->find("<stream:error") != std::string::npos) return refuse_stream(*features, name);
  if (features->find("<starttls") == std::string::npos) return refuse("The server does not offer STARTTLS.", *features);
  if (const auto said = talk.say(kStartTls); !said) return said;
  const auto answer = talk.until({">"});
  if (!answer) return std::unexpected(answer.error());
  const std::string_view element = std::string_view(*answer).substr(std::min(answer->find('<'), answer->size()));
  if (!element.starts_with("<proceed")) return refuse("The server refuses STARTTLS.", *answer);
  if (element.ends_with("/>")) return {};
  const auto closing = talk.until({">"});
  if (!closing) return std::unexpected(closing.error());
  if (*closing != "</proceed>") return refuse("The server does not speak XMPP.", *closing);
  return {};
}

// ------------------------------------------------------------------------------------------------- PostgreSQL ----

// The protocol's SSLRequest: its own length and a code that is no version; the answer is one letter.
Talked<void> start_postgres(Talk& talk) {
  constexpr std::string_view kSslRequest("\x00\x00\x00\x08\x04\xd2\x16\x2f", 8);
  if (const auto said = talk.say(kSslRequest); !said) return said;
  const auto answer = talk.bytes(1);
  if (!answer) return std::unexpected(answer.error());
  if (*answer == "N") return refuse("The server does not offer TLS.", *answer);
  if (*answer != "S") return refuse("The server does not know the request for TLS.", *answer);
  return {};
}

Talked<void> talk_in(StartTls protocol, std::string_view name, Talk& talk) {
  switch (protocol) {
    case StartTls::smtp: return start_smtp(talk);
    case StartTls::imap: return start_imap(talk);
    case StartTls::pop3: return start_pop3(talk);
    case StartTls::ldap: return start_ldap(talk);
    case StartTls::xmpp: return start_xmpp(talk, name);
    case StartTls::ftp: return start_ftp(talk);
    case StartTls::postgres: return start_postgres(talk);
  }
  return {};
}

}  // namespace

std::vector<std::string> starttls_options() {
  std::vector<std::string> out;
  for (const StartTlsProtocol& known : kProtocols) out.emplace_back(known.option);
  return out;
}

const StartTlsProtocol* find_starttls(std::string_view option) {
  for (const StartTlsProtocol& known : kProtocols)
    if (known.option == option) return &known;
  return nullptr;
}

std::expected<void, StartTlsFailure> start_tls(StartTls protocol, std::string_view name, PlainTransport& transport) {
  Talk talk(transport);
  if (auto talked = talk_in(protocol, name, talk); !talked) return talked;
  return talk.finish();
}

}  // namespace handfast::cli
