#pragma once
// The way from plain text to TLS inside other protocols, up to the point where the ClientHello is due. What servers say is
// not to be trusted: it is bounded in size, and anything behind the go-ahead is refused, because nobody could have meant
// it but somebody on the way who wants it taken for protected (RFC 3207, 6, and CVE-2011-0411).
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace handfast::cli {

inline constexpr std::size_t kMaxStartTlsTalk = 64 * 1024;  // bytes of all that a server says; greetings have a few KB

enum class StartTls : std::uint8_t { smtp, imap, pop3, ldap, xmpp, ftp, postgres };

struct StartTlsProtocol {
  std::string_view option;  // "smtp"
  std::string_view name;    // "SMTP"
  std::string_view port;    // where such servers listen
  StartTls protocol;
};
std::vector<std::string> starttls_options();
const StartTlsProtocol* find_starttls(std::string_view option);

// Where the bytes come from.
class PlainTransport {
 public:
  virtual ~PlainTransport() = default;
  enum class End : std::uint8_t { none, closed, timed_out };
  virtual End send(std::string_view text) = 0;  // all of it
  struct Received {
    std::size_t size = 0;
    End end = End::none;
  };
  virtual Received receive(MutableBytes out) = 0;  // at least one byte, or an end
};

struct StartTlsFailure {
  std::string reason;  // a sentence: "The server does not offer STARTTLS."
  std::string answer;  // what the server said to it, printable; may be empty
  PlainTransport::End end = PlainTransport::End::none;
  bool other_name = false;  // the server may go on when it is asked for another name
};

// Talks to the server until it is ready for the ClientHello. `name`: of the server, which XMPP wants to know.
std::expected<void, StartTlsFailure> start_tls(StartTls protocol, std::string_view name, PlainTransport& transport);

}  // namespace handfast::cli
