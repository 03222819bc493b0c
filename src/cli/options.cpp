#include "cli/options.hpp"

#include <unistd.h>

#include "capi/priority/engine_policy.hpp"
#include "cli/identity.hpp"
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
    std::string out =
        "handfast: --priority " + text + ": " +
        (error.code == GNUTLS_E_NO_PRIORITIES_WERE_SET ? "nothing is left to negotiate" : "this cannot be read") + "\n";
    if (!error.culprit.empty())
      out += tls::fact_text("found", "\"" + error.culprit + "\", at character " + std::to_string(error.position + 1));
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
    if (!credential) return std::unexpected(local_error_text(credential.error().file, credential.error().error));
    out.credentials = std::make_shared<const tls::Credentials>(tls::Credentials{*credential});
  }
  auto key_log = open_key_log(options.key_log);
  if (!key_log) return std::unexpected(local_error_text("key log", key_log.error()));
  out.key_log = *key_log;
  return out;
}

std::shared_ptr<Reporter> make_reporter(const SharedOptions& options, Reporter::Settings settings) {
  settings.messages = options.trace;
  return options.json ? make_json_reporter(std::move(settings)) : make_text_reporter(std::move(settings));
}

void print_error(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace handfast::cli
