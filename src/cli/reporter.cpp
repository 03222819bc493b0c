#include "cli/reporter.hpp"

#include "capi/error_code.hpp"
#include "capi/error_table.hpp"

namespace handfast::cli {

tls::ExplainContext Reporter::context_of(const tls::Failure& failure) const {
  const capi::ErrorEntry* entry = capi::find_error(capi::gnutls_code_for(failure.error.code));
  if (entry == nullptr) return {.target = target_, .in_command = true};
  return {.target = target_, .error_name = entry->name, .code = entry->number, .in_command = true};
}

std::vector<std::string> Reporter::advice_on(const StartTlsProtocol& protocol, const StartTlsFailure& failure) {
  if (failure.other_name)
    return {"give the domain that the server serves (--name DOMAIN): in " + std::string(protocol.name) +
            " it is that of the addresses, and often not the host"};
  return {"check that the server there speaks " + std::string(protocol.name) +
          " and has TLS set up; or the port where TLS comes first, without --starttls"};
}

unsigned round_trips(const tls::SessionInfo& info) {
  return info.hello_retry || info.version == ProtocolVersion::tls12 ? 2 : 1;
}

std::string_view common_name(std::string_view subject) {
  constexpr std::string_view kAttribute = "CN=";
  if (!subject.starts_with(kAttribute)) return subject;
  const std::string_view value = subject.substr(kAttribute.size());
  return value.substr(0, value.find(','));
}

}  // namespace handfast::cli
