#include "handfast/config.hpp"

#include <algorithm>
#include <optional>

#include "base/codepoints.hpp"
#include "cppapi/checks.hpp"
#include "cppapi/reason.hpp"
#include "cppapi/settings.hpp"
#include "crypto/scheme.hpp"
#include "pki/key_file.hpp"
#include "tls/key_log_line.hpp"
#include "tls/negotiation/versions.hpp"
#include "tls/suites.hpp"

namespace handfast {

namespace {

class KeyLogLines final : public tls::KeyLog {  // draft-ietf-tls-keylogfile
 public:
  explicit KeyLogLines(std::function<void(std::string_view)> line) : line_(std::move(line)) {}
  void log(std::string_view label, Bytes client_random, Bytes secret) override {
    const SecretBytes line = tls::key_log_line(label, client_random, secret);
    std::string_view text = as_text(line.reveal());
    text.remove_suffix(1);  // the line end
    line_(text);
  }

 private:
  std::function<void(std::string_view)> line_;
};

bool usable(NamedGroup group) { return crypto::group_supported(group); }
bool usable(CipherSuite suite) { return tls::tls13_suite(suite) || tls::tls12_suite(suite); }
bool usable(SignatureScheme scheme) { return crypto::scheme_parts(scheme).has_value(); }

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// The code point with IANA's name, among those that work here.
template <class CodePoint>
std::optional<CodePoint> named(std::string_view name) {
  for (std::uint32_t number = 0; number <= 0xffff; ++number) {
    const auto value = static_cast<CodePoint>(number);
    if (same_name(name_of(value), name) && usable(value)) return value;
  }
  return std::nullopt;
}

}  // namespace

struct ConfigBuilder::Draft {
  Config::Settings settings;
  tls::Policy policy;
  std::optional<pki::TrustStore> trust;  // none: what the system trusts
  tls::Credentials identities;
  CertificateCheck also, only;
  std::optional<Failure> failure;  // the first

  void fail(const Error& error, std::string_view place) {
    if (!failure) failure = configuration_failure(error, place);
  }
  pki::TrustStore& store() {
    if (!trust) trust.emplace();
    return *trust;
  }

  void add_identity(Result<std::vector<pki::Certificate>> certificates, Result<crypto::PrivateKey> key,
                    std::string_view certificates_place, std::string_view key_place) {
    if (!certificates) return fail(certificates.error(), certificates_place);
    if (!key) return fail(key.error(), key_place);
    std::vector<ByteVector> chain;
    for (const pki::Certificate& each : *certificates) chain.emplace_back(each.der().begin(), each.der().end());
    auto identity = tls::Credential::create(std::move(chain), std::move(*key));
    if (!identity) return fail(identity.error(), key_place);
    identities.push_back(std::move(*identity));
  }

  template <class CodePoint, std::size_t N>
  void set_list(StaticVector<CodePoint, N>& list, const std::vector<std::string_view>& names) {
    list = {};
    for (const std::string_view name : names) {
      const auto value = named<CodePoint>(name);
      if (!value || list.size() == N)
        return fail(Error{Errc::invalid_request, {}, {}, "a name that is known", name}, name);
      if (!list.contains(*value)) list.push_back(*value);
    }
  }
};

ConfigBuilder::ConfigBuilder() : draft_(std::make_unique<Draft>()) {}
ConfigBuilder::~ConfigBuilder() = default;
ConfigBuilder::ConfigBuilder(ConfigBuilder&&) noexcept = default;
ConfigBuilder& ConfigBuilder::operator=(ConfigBuilder&&) noexcept = default;

ConfigBuilder& ConfigBuilder::trust_system() {
  if (const auto system = pki::TrustStore::system())
    draft_->store().add_store(**system);
  else
    draft_->fail(system.error(), "the system's trust store");
  return *this;
}

ConfigBuilder& ConfigBuilder::trust_file(const std::filesystem::path& file) {
  if (const auto added = draft_->store().add_file(file); !added) draft_->fail(added.error(), file.native());
  return *this;
}

ConfigBuilder& ConfigBuilder::trust_pem(std::string_view certificates) {
  if (const auto added = draft_->store().add_pem(as_bytes(certificates)); !added)
    draft_->fail(added.error(), "trusted certificates");
  return *this;
}

ConfigBuilder& ConfigBuilder::identity_files(const std::filesystem::path& chain, const std::filesystem::path& key) {
  draft_->add_identity(pki::load_certificates(chain), pki::load_private_key(key), chain.native(), key.native());
  return *this;
}

ConfigBuilder& ConfigBuilder::identity_pem(std::string_view chain, std::string_view key) {
  draft_->add_identity(pki::read_certificates(as_bytes(chain)), pki::read_private_key(as_bytes(key)),
                       "certificate chain", "private key");
  return *this;
}

ConfigBuilder& ConfigBuilder::application_protocols(std::vector<std::string> names) {
  constexpr std::size_t kLongest = 255;  // RFC 7301, 3.1
  for (const std::string& name : names)
    if (name.empty() || name.size() > kLongest)
      draft_->fail(Error{Errc::invalid_request, {}, "RFC 7301, 3.1", "1 to 255 bytes each"}, "application protocols");
  draft_->settings.options.application_protocols = std::move(names);
  return *this;
}

ConfigBuilder& ConfigBuilder::require_application_protocol() {
  draft_->settings.options.require_application_protocol = true;
  return *this;
}

ConfigBuilder& ConfigBuilder::versions(Version least, Version best) {
  StaticVector<ProtocolVersion, 4> wanted;
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12})
    if (version >= static_cast<ProtocolVersion>(least) && version <= static_cast<ProtocolVersion>(best))
      wanted.push_back(version);
  draft_->policy.versions = wanted;
  return *this;
}

ConfigBuilder& ConfigBuilder::groups(const std::vector<std::string_view>& names) {
  draft_->set_list(draft_->policy.groups, names);
  return *this;
}

ConfigBuilder& ConfigBuilder::cipher_suites(const std::vector<std::string_view>& names) {
  draft_->set_list(draft_->policy.cipher_suites, names);
  return *this;
}

ConfigBuilder& ConfigBuilder::signature_schemes(const std::vector<std::string_view>& names) {
  draft_->set_list(draft_->policy.signature_schemes, names);
  return *this;
}

ConfigBuilder& ConfigBuilder::server_preference() {
  draft_->policy.server_preference = true;
  draft_->settings.options.server_application_protocol_precedence = true;
  return *this;
}

ConfigBuilder& ConfigBuilder::client_certificates(ClientCertificate wish) {
  using enum tls::ClientAuthentication;
  tls::ClientAuthentication& out = draft_->settings.options.client_authentication;
  switch (wish) {
    case ClientCertificate::none: out = none; break;
    case ClientCertificate::request: out = request; break;
    case ClientCertificate::require: out = require; break;
  }
  return *this;
}

ConfigBuilder& ConfigBuilder::also_check(CertificateCheck check) {
  draft_->also = std::move(check);
  return *this;
}

ConfigBuilder& ConfigBuilder::only_check(CertificateCheck check) {
  draft_->only = std::move(check);
  return *this;
}

ConfigBuilder& ConfigBuilder::request_status() {
  draft_->settings.options.request_status = true;
  return *this;
}

ConfigBuilder& ConfigBuilder::key_log(std::function<void(std::string_view line)> log) {
  draft_->settings.options.key_log = std::make_shared<KeyLogLines>(std::move(log));
  return *this;
}

std::expected<Config, Failure> ConfigBuilder::build() const {
  const Draft& draft = *draft_;
  const auto refuse = [](const Error& error, std::string_view place) {
    return std::unexpected(configuration_failure(error, place));
  };
  if (draft.failure) return std::unexpected(*draft.failure);
  if (tls::usable_versions(draft.policy).empty())
    return refuse(Error{Errc::no_priorities, {}, {}, "a version with a cipher suite of its own", "none"}, "versions");
  if (draft.policy.groups.empty()) return refuse(Error{Errc::no_priorities, {}, {}, "a group", "none"}, "groups");
  if (draft.policy.signature_schemes.empty())
    return refuse(Error{Errc::no_priorities, {}, {}, "a signature scheme", "none"}, "signature schemes");
  const tls::Options& wanted = draft.settings.options;
  if (wanted.require_application_protocol && wanted.application_protocols.empty())
    return refuse(Error{Errc::invalid_request, {}, "RFC 7301, 3.1", "a protocol", "none"}, "application protocols");
  const bool judges_clients = wanted.client_authentication != tls::ClientAuthentication::none;
  if (judges_clients && !draft.trust &&
      !draft.only)  // what the system trusts are the web's servers, not anybody's clients
    return refuse(Error{Errc::invalid_request, {}, {}, "the authorities of client certificates", "none"},
                  "client certificates");

  auto settings = std::make_shared<Config::Settings>(draft.settings);
  tls::Options& options = settings->options;
  options.policy = std::make_shared<const tls::Policy>(draft.policy);
  if (!draft.identities.empty()) options.credentials = std::make_shared<const tls::Credentials>(draft.identities);
  if (draft.only) {
    options.verifier = program_check(nullptr, draft.only);
  } else {
    std::shared_ptr<pki::TrustStore> store;
    if (draft.trust) {
      store = std::make_shared<pki::TrustStore>();
      store->add_store(*draft.trust);
    }
    options.verifier = chain_check(std::move(store));
    if (draft.also) options.verifier = program_check(options.verifier, draft.also);
  }
  return Config(std::move(settings));
}

}  // namespace handfast
