#include "cli/options.hpp"

#include <unistd.h>

#include "capi/priority/engine_policy.hpp"
#include "cli/identity.hpp"
#include "pki/text.hpp"
#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kMaxProtocolName = 255;  // RFC 7301, 3.1

std::expected<tls::Policy, std::string> policy_of(const std::string& wanted) {
  const capi::SystemPolicy& system = capi::system_policy();
  const std::string text = wanted.empty() ? std::string(capi::default_priority_string(system)) : wanted;
  const auto priority = capi::compile_priority(text, system);
  if (!priority) {
    const capi::PriorityError& error = priority.error();
    const bool nothing_left = error.code == GNUTLS_E_NO_PRIORITIES_WERE_SET;
    std::string out = "handfast: --priority " + pki::printable(text) + ": " +
                      (nothing_left ? "nothing is left to negotiate" : "this cannot be read") + "\n";
    // What took the last choice away has no position of its own, because it may stand in the system's policy.
    const std::size_t position = nothing_left ? text.rfind(error.culprit) : error.position;
    if (!error.culprit.empty())
      out += tls::fact_text("found",
                            "\"" + pki::printable(error.culprit) + "\"" +
                                (position == std::string::npos ? ", in the system's policy"
                                                               : ", at character " + std::to_string(position + 1)));
    return std::unexpected(out + tls::fact_text("try", "NORMAL, and changes to it such as NORMAL:-GROUP-X25519"));
  }
  const auto policy = capi::engine_policy(*priority);
  if (!policy)
    return std::unexpected("handfast: --priority " + text +
                           ": no version, cipher, group or signature is left that this program has\n");
  return *policy;
}

}  // namespace

std::expected<tls::Options, std::string> engine_options(const SharedOptions& options) {
  tls::Options out;
  const auto policy = policy_of(options.priority);
  if (!policy) return std::unexpected(policy.error());
  out.policy = std::make_shared<const tls::Policy>(*policy);
  for (const std::string& protocol : options.alpn)
    if (protocol.empty() || protocol.size() > kMaxProtocolName)
      return std::unexpected("handfast: --alpn: a protocol name has 1 to 255 bytes\n");
  out.application_protocols = options.alpn;
  if (!options.key.empty() && options.certificate.empty())
    return std::unexpected("handfast: --key needs the certificate that it belongs to (--cert)\n");
  if (!options.certificate.empty()) {
    auto credential = load_credential(options.certificate, options.key);
    if (!credential) return std::unexpected(credential_failure_text(credential.error(), options.key.empty()));
    out.credentials = std::make_shared<const tls::Credentials>(tls::Credentials{*credential});
  }
  auto key_log = open_key_log(options.key_log);
  if (!key_log)
    return std::unexpected(
        "handfast: key log " + pki::printable(key_log_file(options.key_log)) + ": The file could not be written.\n" +
        tls::fact_text("found", key_log.error().found.view()) +
        tls::fact_text("try", "name a file in a folder that exists and that this program may write to"));
  out.key_log = *key_log;
  return out;
}

std::shared_ptr<Reporter> make_reporter(const SharedOptions& options, Reporter::Settings settings) {
  settings.messages = options.trace;
  return options.json ? make_json_reporter(std::move(settings)) : make_text_reporter(std::move(settings));
}

void print_error(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace handfast::cli
