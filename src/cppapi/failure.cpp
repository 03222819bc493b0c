#include "handfast/failure.hpp"

#include "cppapi/reason.hpp"
#include "tls/explain.hpp"

namespace handfast {

namespace {

std::string_view text_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::misuse: return "the call or its argument does not fit";
    case ErrorKind::unusable_file: return "a certificate, key or trust file cannot be used";
    case ErrorKind::not_tls: return "the other side does not speak TLS";
    case ErrorKind::nothing_in_common: return "both sides have nothing in common";
    case ErrorKind::certificate_refused: return "the other side's certificate is refused";
    case ErrorKind::alert_received: return "the other side ended the connection with an alert";
    case ErrorKind::truncated: return "the stream was cut off";
    case ErrorKind::transport: return "the transport failed";
    case ErrorKind::timed_out: return "timed out";
    case ErrorKind::protocol: return "the other side broke the protocol";
    case ErrorKind::out_of_memory: return "out of memory";
    case ErrorKind::internal: return "this side failed";
  }
  return "unknown";
}

class Category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "handfast"; }
  std::string message(int kind) const override { return std::string(text_of(static_cast<ErrorKind>(kind))); }
};

std::optional<std::uint8_t> number_of(std::optional<Alert> alert) {
  if (!alert) return std::nullopt;
  return static_cast<std::uint8_t>(*alert);
}

}  // namespace

const std::error_category& error_category() noexcept {
  static const Category category;
  return category;
}

std::error_code make_error_code(ErrorKind kind) noexcept { return {static_cast<int>(kind), error_category()}; }

ErrorKind Failure::kind() const noexcept { return kind_of(reason_->failure.error.code); }
std::string_view Failure::name() const noexcept { return name_of(reason_->failure.error.code); }
int Failure::system_error() const noexcept { return reason_->failure.system_error; }
std::optional<std::uint8_t> Failure::alert_sent() const { return number_of(reason_->failure.alert_sent); }
std::optional<std::uint8_t> Failure::alert_received() const { return number_of(reason_->failure.alert_received); }

std::string Failure::summary() const { return tls::explain(reason_->failure, {.target = reason_->target}).summary; }

std::string Failure::text() const {
  return tls::explanation_text(reason_->failure, {.target = reason_->target}, reason_->opening);
}

std::string Failure::json() const {
  return tls::explanation_json(reason_->failure, {.target = reason_->target}).text();
}

const Failure& no_memory() {
  static const Failure failure = [] {
    auto reason = std::make_shared<Failure::Reason>();
    reason->failure.error = Error{Errc::out_of_memory};
    return Failure(std::move(reason));
  }();
  return failure;
}

Failure unrecorded_failure(const Error& error) noexcept try {
  auto reason = std::make_shared<Failure::Reason>();
  reason->failure.error = error;
  return Failure(std::move(reason));
} catch (const std::bad_alloc&) {
  return no_memory();
}

Failure configuration_failure(Error error, std::string_view place) {
  auto reason = std::make_shared<Failure::Reason>();
  reason->opening = "Configuration failed: ";
  reason->failure.error = error;
  reason->failure.step = "configure";
  if (error.field.empty()) reason->failure.error.field = "configuration";
  if (!place.empty()) reason->failure.step.append(" ").append(place);
  return Failure(std::move(reason));
}

}  // namespace handfast
