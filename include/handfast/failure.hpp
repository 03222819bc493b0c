#pragma once
// Why something failed: a kind for programs to decide upon, a name for logs, and words for people.
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "handfast/export.hpp"

namespace handfast {

// What a program may want to tell apart. Each failure has a finer name: Failure::name().
enum class ErrorKind : int {
  misuse = 1,           // a call that does not fit the connection's state, or an argument that makes no sense
  unusable_file,        // a certificate, key or trust file that cannot be read or does not hold what it should
  not_tls,              // the other side does not speak TLS
  nothing_in_common,    // both sides are right, but share no version, suite, group, protocol or certificate kind
  certificate_refused,  // this side refuses the other side's certificate
  alert_received,       // the other side ended the connection with an alert
  truncated,            // the transport ended without close_notify: what was read may not be all (RFC 8446, 6.1)
  transport,            // reading or writing failed below TLS
  timed_out,
  protocol,  // the other side broke the protocol, or somebody changed what it sent
  out_of_memory,
  internal,  // this side failed
};

// The category of std::error_codes that hold an ErrorKind; its name is "handfast".
HANDFAST_API const std::error_category& error_category() noexcept;
HANDFAST_API std::error_code make_error_code(ErrorKind kind) noexcept;

// A reason, immutable and cheap to copy. It never holds secrets, keys or application data.
class HANDFAST_API Failure {
 public:
  ErrorKind kind() const noexcept;
  std::error_code code() const noexcept { return make_error_code(kind()); }
  std::string_view name() const noexcept;              // "certificate_wrong_name"; docs/explanations.md lists them
  std::optional<std::uint8_t> alert_sent() const;      // what the other side was told (RFC 8446, 6)
  std::optional<std::uint8_t> alert_received() const;  // what the other side said
  int system_error() const noexcept;                   // errno of the transport; 0: none

  std::string summary() const;  // one sentence
  std::string text() const;     // several lines of at most 80 columns: the facts, what is likely, what to try
  std::string json() const;     // one object; docs/explanations.md lists its members

  struct Reason;  // the library's own
  explicit Failure(std::shared_ptr<const Reason> reason) noexcept : reason_(std::move(reason)) {}

 private:
  std::shared_ptr<const Reason> reason_;
};

}  // namespace handfast

template <>
struct std::is_error_code_enum<handfast::ErrorKind> : std::true_type {};
