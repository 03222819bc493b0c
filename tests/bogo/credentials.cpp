#include "bogo/credentials.hpp"

#include <algorithm>

#include "bogo/policy.hpp"
#include "pki/key_file.hpp"

namespace handfast::bogo {

namespace {

// A signer that answers "not yet" the first time it is asked, as a key in another process would.
class LateSigner final : public tls::Signer {
 public:
  explicit LateSigner(std::shared_ptr<const tls::Signer> signer) : signer_(std::move(signer)) {}
  crypto::KeyType type() const override { return signer_->type(); }
  unsigned bits() const override { return signer_->bits(); }
  Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const override {
    ByteVector copy(message.begin(), message.end());
    return std::unique_ptr<Later<ByteVector>>(std::make_unique<Pending>(signer_, scheme, std::move(copy)));
  }

 private:
  class Pending final : public Later<ByteVector> {
   public:
    Pending(std::shared_ptr<const tls::Signer> signer, SignatureScheme scheme, ByteVector message)
        : signer_(std::move(signer)), scheme_(scheme), message_(std::move(message)) {}
    std::optional<Result<ByteVector>> poll() override {
      if (!std::exchange(asked_, true)) return std::nullopt;
      Answer<ByteVector> answer = signer_->sign(scheme_, message_);
      if (!answer.ready()) return std::nullopt;
      return std::move(answer.result());
    }

   private:
    std::shared_ptr<const tls::Signer> signer_;
    SignatureScheme scheme_;
    ByteVector message_;
    bool asked_ = false;
  };
  std::shared_ptr<const tls::Signer> signer_;
};

// What the tests take for granted where nothing is said: all that a key can do, larger hashes later.
constexpr SignatureScheme kSigningDefaults[] = {
    SignatureScheme::ed25519,
    SignatureScheme::ecdsa_secp256r1_sha256,
    SignatureScheme::ecdsa_secp384r1_sha384,
    SignatureScheme::ecdsa_secp521r1_sha512,
    SignatureScheme::rsa_pss_pss_sha256,
    SignatureScheme::rsa_pss_rsae_sha256,
    SignatureScheme::rsa_pkcs1_sha256,
    SignatureScheme::rsa_pss_pss_sha384,
    SignatureScheme::rsa_pss_rsae_sha384,
    SignatureScheme::rsa_pkcs1_sha384,
    SignatureScheme::rsa_pss_pss_sha512,
    SignatureScheme::rsa_pss_rsae_sha512,
    SignatureScheme::rsa_pkcs1_sha512,
    SignatureScheme::ecdsa_sha1,
    SignatureScheme::rsa_pkcs1_sha1,
};

// The runner's own number for the scheme of TLS 1.0 and 1.1: the tests want that no key ever signs with it.
constexpr auto kRsaPkcs1Md5Sha1 = static_cast<SignatureScheme>(0xff01);

std::expected<std::vector<SignatureScheme>, std::string> schemes_of(const CredentialFlags& flags) {
  std::vector<SignatureScheme> out;
  for (const int number : flags.signing_prefs) {
    const auto scheme = static_cast<SignatureScheme>(number);
    if (name_of(scheme).empty() && scheme != kRsaPkcs1Md5Sha1)
      return std::unexpected("signature scheme " + std::to_string(number));
    out.push_back(scheme);
  }
  if (out.empty()) out.assign(std::begin(kSigningDefaults), std::end(kSigningDefaults));
  return out;
}

std::optional<ByteVector> from_hex(std::string_view text) {
  ByteVector out;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(digit(text[i]) << 4 | digit(text[i + 1])));
  return out;
}

std::string words(const Error& error) { return std::string(name_of(error.code)) + " " + std::string(error.field); }

std::expected<std::shared_ptr<const tls::Credential>, std::string> load(const CredentialFlags& flags,
                                                                        const Flags& connection) {
  auto chain = load_chain(flags.certificate_file);
  if (!chain) return std::unexpected(words(chain.error()));
  auto key = pki::load_private_key(flags.key_file);
  if (!key) return std::unexpected(words(key.error()));
  const auto created = tls::Credential::create(std::move(*chain), std::move(*key));
  if (!created) return std::unexpected(words(created.error()));
  auto schemes = schemes_of(flags);
  if (!schemes) return std::unexpected(schemes.error());
  auto out = std::make_shared<tls::Credential>(**created);
  if (!has_profile(connection)) out->schemes = std::move(*schemes);  // none: those of the policy
  if (connection.async) out->signer = std::make_shared<LateSigner>(out->signer);
  return out;
}

}  // namespace

void LoadedCredential::staple(bool wanted) {
  auto changed = std::make_shared<tls::Credential>(*credential);
  changed->statuses.clear();
  if (wanted && !status.empty()) changed->statuses.push_back(status);
  credential = std::move(changed);
}

Result<std::vector<ByteVector>> load_chain(const std::string& file) {
  const auto certificates = pki::load_certificates(file);
  if (!certificates) return std::unexpected(certificates.error());
  std::vector<ByteVector> out;
  for (const pki::Certificate& certificate : *certificates)
    out.emplace_back(certificate.der().begin(), certificate.der().end());
  return out;
}

std::expected<std::vector<LoadedCredential>, std::string> load_credentials(const Flags& flags) {
  std::vector<LoadedCredential> out;
  const auto add = [&](const CredentialFlags& one, int index) -> std::expected<void, std::string> {
    auto credential = load(one, flags);
    if (!credential) return std::unexpected(credential.error());
    out.push_back({std::move(*credential), index, one.must_match_issuer, one.ocsp_response});
    if (!flags.set_ocsp_in_callback) out.back().staple(true);
    return {};
  };
  int index = 0;
  for (const CredentialFlags& one : flags.new_credentials)
    if (const auto added = add(one, index++); !added) return std::unexpected(added.error());
  if (!flags.default_credential.certificate_file.empty())
    if (const auto added = add(flags.default_credential, -1); !added) return std::unexpected(added.error());
  return out;
}

std::optional<std::vector<ByteVector>> parse_names(std::string_view list) {
  std::vector<ByteVector> out;
  if (list == "<NULL>" || list == "<EMPTY>") return out;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    auto name = from_hex(list.substr(0, comma));
    if (!name) return std::nullopt;
    out.push_back(std::move(*name));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

bool issued_by_one_of(const tls::Credential& credential, const std::vector<ByteVector>& authorities) {
  if (authorities.empty()) return true;
  return std::ranges::any_of(credential.chain, [&](const ByteVector& der) {
    const auto certificate = pki::CertificateView::parse(der);
    return certificate &&
           std::ranges::any_of(authorities, [&](Bytes name) { return equal(name, certificate->issuer); });
  });
}

}  // namespace handfast::bogo
