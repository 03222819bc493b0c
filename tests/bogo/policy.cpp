#include "bogo/policy.hpp"

#include <span>

#include "crypto/key_exchange.hpp"

namespace handfast::bogo {

namespace {

constexpr int kDefaultGroups[] = {0x11ec, 0x001d, 0x0017, 0x0018};
constexpr int kDefaultVerifyPrefs[] = {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201};
constexpr unsigned kDefaultKeyShares = 2;
// The runner's own number for the scheme of TLS 1.0 and 1.1: no message names it.
constexpr int kRsaPkcs1Md5Sha1 = 0xff01;

template <class T, std::size_t N>
std::expected<void, std::string> fill(StaticVector<T, N>& out, const std::vector<int>& given,
                                      std::span<const int> usual, auto&& usable) {
  out.clear();
  for (const int number : given.empty() ? usual : std::span<const int>(given)) {
    const auto value = static_cast<T>(number);
    if (!usable(value) || !out.push_back(value)) return std::unexpected("code point " + std::to_string(number));
  }
  return {};
}

// SP 800-52r2, 3.3.1.1 and 3.4.2.2: what NIST approves.
void follow_fips(tls::Policy& out) {
  out.cipher_suites = {CipherSuite::aes_128_gcm_sha256,
                       CipherSuite::aes_256_gcm_sha384,
                       CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256,
                       CipherSuite::ecdhe_rsa_aes_128_gcm_sha256,
                       CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384,
                       CipherSuite::ecdhe_rsa_aes_256_gcm_sha384};
  out.groups = {NamedGroup::secp256r1, NamedGroup::secp384r1};
  out.signature_schemes = {SignatureScheme::rsa_pkcs1_sha256,       SignatureScheme::rsa_pkcs1_sha384,
                           SignatureScheme::rsa_pkcs1_sha512,       SignatureScheme::ecdsa_secp256r1_sha256,
                           SignatureScheme::ecdsa_secp384r1_sha384, SignatureScheme::rsa_pss_rsae_sha256,
                           SignatureScheme::rsa_pss_rsae_sha384,    SignatureScheme::rsa_pss_rsae_sha512};
}

void use_256_bits_only(tls::Policy& out) {
  out.cipher_suites = {CipherSuite::aes_256_gcm_sha384, CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384,
                       CipherSuite::ecdhe_rsa_aes_256_gcm_sha384};
  out.groups = {NamedGroup::secp384r1};
}

// WPA3, version 3.1, 3.5: its mode of 192 bits.
void follow_wpa(tls::Policy& out) {
  use_256_bits_only(out);
  out.signature_schemes = {SignatureScheme::rsa_pkcs1_sha384, SignatureScheme::rsa_pkcs1_sha512,
                           SignatureScheme::ecdsa_secp384r1_sha384, SignatureScheme::rsa_pss_rsae_sha384,
                           SignatureScheme::rsa_pss_rsae_sha512};
}

// RFC 9151, without what is not implemented: ML-KEM-1024, which the tests add, and static RSA.
void follow_cnsa1(tls::Policy& out) {
  use_256_bits_only(out);
  out.signature_schemes = {SignatureScheme::ecdsa_secp384r1_sha384, SignatureScheme::rsa_pss_rsae_sha384,
                           SignatureScheme::rsa_pkcs1_sha384};
  out.server_preference = true;
}

// Prefers AES-256, and allows all the rest.
void prefer_aes_256(tls::Policy& out) {
  out.cipher_suites = {CipherSuite::aes_256_gcm_sha384,
                       CipherSuite::aes_128_gcm_sha256,
                       CipherSuite::chacha20_poly1305_sha256,
                       CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384,
                       CipherSuite::ecdhe_rsa_aes_256_gcm_sha384,
                       CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256,
                       CipherSuite::ecdhe_rsa_aes_128_gcm_sha256,
                       CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256,
                       CipherSuite::ecdhe_rsa_chacha20_poly1305_sha256};
  out.server_preference = true;
}

void follow_profile(const Flags& flags, tls::Policy& out) {
  if (flags.fips_202205) follow_fips(out);
  if (flags.wpa_202304) follow_wpa(out);
  if (flags.cnsa1_202603) follow_cnsa1(out);
  if (flags.cnsa_202407) prefer_aes_256(out);
}

}  // namespace

bool scheme_known(SignatureScheme scheme) { return !name_of(scheme).empty(); }

bool has_profile(const Flags& flags) { return flags.fips_202205 || flags.wpa_202304 || flags.cnsa1_202603; }

std::expected<std::shared_ptr<const tls::Policy>, std::string> make_policy(const Flags& flags) {
  auto out = std::make_shared<tls::Policy>();
  out->versions.clear();
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12})
    if (flags.allows(version)) out->versions.push_back(version);
  if (out->versions.empty()) return std::unexpected("versions below TLS 1.2 alone");
  if (const auto done = fill(out->groups, flags.curves, kDefaultGroups, crypto::group_supported); !done)
    return std::unexpected(done.error());
  std::vector<int> schemes = flags.verify_prefs;
  std::erase(schemes, kRsaPkcs1Md5Sha1);
  if (const auto done = fill(out->signature_schemes, schemes, kDefaultVerifyPrefs, scheme_known); !done)
    return std::unexpected(done.error());
  out->cipher_suites = {CipherSuite::aes_128_gcm_sha256,
                        CipherSuite::aes_256_gcm_sha384,
                        CipherSuite::chacha20_poly1305_sha256,
                        CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256,
                        CipherSuite::ecdhe_rsa_aes_128_gcm_sha256,
                        CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384,
                        CipherSuite::ecdhe_rsa_aes_256_gcm_sha384,
                        CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256,
                        CipherSuite::ecdhe_rsa_chacha20_poly1305_sha256};
  out->server_preference = flags.server_preference;
  out->fallback = flags.fallback_scsv;
  out->unsafe_renegotiation = flags.decides_on_renegotiation();
  out->require_secure_renegotiation = flags.no_legacy_server_connect;
  follow_profile(flags, *out);
  return out;
}

std::expected<unsigned, std::string> key_shares(const Flags& flags, const tls::Policy& policy) {
  if (flags.no_key_shares) return 0U;
  if (flags.key_shares.empty()) return kDefaultKeyShares;
  // Shares are of the first groups; any other choice cannot be expressed.
  for (std::size_t i = 0; i < flags.key_shares.size(); ++i)
    if (i >= policy.groups.size() || static_cast<int>(policy.groups[i]) != flags.key_shares[i])
      return std::unexpected("key shares that are not those of the first groups");
  return static_cast<unsigned>(flags.key_shares.size());
}

}  // namespace handfast::bogo
