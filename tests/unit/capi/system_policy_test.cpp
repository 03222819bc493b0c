#include "capi/priority/system_policy.hpp"

#include "capi/priority/priority.hpp"
#include "facts.hpp"

namespace {

using namespace handfast::capi;

unsigned bad_line(std::string_view text) { return SystemPolicy::parse(text).first_bad_line(); }

bool forbids(std::string_view text, Restricted kind, unsigned id) {
  return !SystemPolicy::parse(text).allows(kind, id);
}

TEST(SystemPolicy, EmptyAllowsEverything) {
  const SystemPolicy policy = SystemPolicy::parse("");
  EXPECT_TRUE(policy.allows(Restricted::version, GNUTLS_TLS1_2));
  EXPECT_TRUE(policy.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, true));
  EXPECT_EQ(policy.first_bad_line(), 0U);
  EXPECT_EQ(default_priority_string(policy), "NORMAL");
}

TEST(SystemPolicy, Grammar) {
  EXPECT_TRUE(forbids("[overrides]\ndisabled-version=tls1.2\n", Restricted::version, GNUTLS_TLS1_2));
  EXPECT_TRUE(forbids(" [overrides] \n  disabled-version  =   tls1.2   \r\n", Restricted::version, GNUTLS_TLS1_2));
  EXPECT_TRUE(forbids("[Overrides]\nDisabled-Version=TLS1.2", Restricted::version, GNUTLS_TLS1_2));
  EXPECT_TRUE(forbids("# c\n[overrides]\ndisabled-version=tls1.2 # why\n", Restricted::version, GNUTLS_TLS1_2));
  EXPECT_FALSE(forbids("[overrides]\n; disabled-version=tls1.2\n", Restricted::version, GNUTLS_TLS1_2));
  EXPECT_FALSE(forbids("[overrides]\ndisabled-version = tls1.2, tls1.1\n", Restricted::version, GNUTLS_TLS1_2));
}

TEST(SystemPolicy, EveryOverride) {
  EXPECT_TRUE(forbids("[overrides]\ntls-disabled-cipher=aes-128-gcm", Restricted::cipher, GNUTLS_CIPHER_AES_128_GCM));
  EXPECT_TRUE(forbids("[overrides]\ntls-disabled-mac=sha1", Restricted::mac, GNUTLS_MAC_SHA1));
  EXPECT_TRUE(forbids("[overrides]\ntls-disabled-group=group-x25519", Restricted::group, GNUTLS_GROUP_X25519));
  EXPECT_TRUE(forbids("[overrides]\ntls-disabled-group=secp521r1", Restricted::group, GNUTLS_GROUP_SECP521R1));
  EXPECT_TRUE(forbids("[overrides]\ntls-disabled-kx=dhe-rsa", Restricted::key_exchange, GNUTLS_KX_DHE_RSA));
  EXPECT_TRUE(forbids("[overrides]\ndisabled-curve=secp384r1", Restricted::curve, GNUTLS_ECC_CURVE_SECP384R1));
  const SystemPolicy hash = SystemPolicy::parse("[overrides]\ninsecure-hash = sha384");
  EXPECT_FALSE(hash.allows_signature(GNUTLS_SIGN_RSA_SHA384, GNUTLS_DIG_SHA384, false));
  EXPECT_TRUE(hash.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, false));
  const SystemPolicy certificates = SystemPolicy::parse("[overrides]\ninsecure-sig-for-cert = rsa-sha256");
  EXPECT_TRUE(certificates.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, false));
  EXPECT_FALSE(certificates.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, true));
  const SystemPolicy everywhere = SystemPolicy::parse("[overrides]\ninsecure-sig = rsa-sha256");
  EXPECT_FALSE(everywhere.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, true));
}

TEST(SystemPolicy, BadLinesAreCountedAndLeftOut) {
  EXPECT_EQ(bad_line("\n[bogus]\nx=y\n"), 2U);
  EXPECT_EQ(bad_line("[overrides]\nbogus=1\n"), 2U);
  EXPECT_EQ(bad_line("[overrides]\ndisabled-version=tls9\n"), 2U);
  EXPECT_EQ(bad_line("[overrides]\ndisabled-version\n"), 2U);
  EXPECT_EQ(bad_line("[overrides\n"), 1U);
  EXPECT_EQ(bad_line("[overrides]\ndefault-priority-string=\n"), 2U);
  EXPECT_EQ(bad_line("[overrides]\nmin-verification-profile=bogus\n"), 2U);
  EXPECT_EQ(bad_line("[overrides]\nsecure-hash=sha256\n"), 2U);
  EXPECT_EQ(bad_line("[global]\noverride-mode=bogus\n"), 2U);
  EXPECT_EQ(bad_line("[global]\nbogus=1\n"), 2U);
  EXPECT_EQ(bad_line("[global]\nktls=true\noverride-mode=blocklist\n[overrides]\nallow-rsa-pkcs1-encrypt=false\n"), 0U);
  EXPECT_EQ(bad_line("[overrides]\ndisabled-version=tls1.2\n[global]\noverride-mode=allowlist\n"), 2U);
  EXPECT_TRUE(forbids("[overrides]\nbogus=1\ndisabled-version=tls1.2\n", Restricted::version, GNUTLS_TLS1_2));
}

TEST(SystemPolicy, AFileThatIsTooLongIsBad) { EXPECT_EQ(bad_line(std::string(300 * 1024, '\n')), 256U * 1024U + 1); }

TEST(SystemPolicy, NamedPriorityStrings) {
  const SystemPolicy policy = SystemPolicy::parse(
      "PLAIN=NORMAL:-VERS-TLS1.3\n[priorities]\nSYSTEM = NORMAL:-AES-128-CBC\nBAD=NORMAL:+bogus\nLOOP=@LOOP\nEMPTY=\n");
  EXPECT_EQ(policy.first_bad_line(), 0U);
  EXPECT_FALSE(compile_priority("@PLAIN", policy)->protocols.contains(GNUTLS_TLS1_3));
  EXPECT_FALSE(compile_priority("@SYSTEM", policy)->ciphers.contains(GNUTLS_CIPHER_AES_128_CBC));
  EXPECT_TRUE(compile_priority("@SYSTEM:+PSK", policy)->key_exchanges.contains(GNUTLS_KX_PSK));
  EXPECT_TRUE(compile_priority("@NOPE,SYSTEM", policy));
  EXPECT_TRUE(compile_priority("@NOPE,NOPE2,SYSTEM:%COMPAT", policy));
  EXPECT_TRUE(compile_priority("@SYSTEM,", policy));
  for (const char* text : {"@NOPE", "@NOPE,@SYSTEM", "@system", "@", "@BAD", "@LOOP", "@EMPTY", "@SYSTEM:+bogus"}) {
    const auto priority = compile_priority(text, policy);
    ASSERT_FALSE(priority) << text;
    EXPECT_EQ(priority.error().code, GNUTLS_E_INVALID_REQUEST) << text;
    EXPECT_EQ(priority.error().position, 0U) << text;
  }
  EXPECT_EQ(compile_priority("@BAD", policy).error().culprit, "+bogus");
}

TEST(SystemPolicy, TheLastOfTwoStringsCounts) {
  const SystemPolicy policy = SystemPolicy::parse("A=NORMAL\nA=NORMAL:-VERS-TLS1.3\n");
  EXPECT_EQ(policy.priority_string("A"), "NORMAL:-VERS-TLS1.3");
}

TEST(SystemPolicy, RestrictsEveryPriorityString) {
  const SystemPolicy policy = SystemPolicy::parse(
      "[overrides]\ndisabled-version=tls1.2\ntls-disabled-cipher=aes-256-gcm\ntls-disabled-group=x25519-mlkem768\n"
      "tls-disabled-kx=dhe-rsa\ndisabled-curve=secp256r1\ninsecure-hash=sha512\nmin-verification-profile=medium\n");
  EXPECT_EQ(policy.first_bad_line(), 0U);
  const Priority priority = compile_priority("NORMAL:+VERS-TLS1.2:+GROUP-SECP256R1", policy).value();
  EXPECT_FALSE(priority.protocols.contains(GNUTLS_TLS1_2));
  EXPECT_FALSE(priority.ciphers.contains(GNUTLS_CIPHER_AES_256_GCM));
  EXPECT_EQ(priority.groups.front(), static_cast<unsigned>(GNUTLS_GROUP_X25519));
  EXPECT_FALSE(priority.groups.contains(GNUTLS_GROUP_SECP256R1));
  EXPECT_FALSE(priority.key_exchanges.contains(GNUTLS_KX_DHE_RSA));
  EXPECT_FALSE(priority.signatures.contains(GNUTLS_SIGN_RSA_PSS_RSAE_SHA512));
  EXPECT_EQ(priority.profile, GNUTLS_PROFILE_MEDIUM);
  EXPECT_EQ(compile_priority("NORMAL:%PROFILE_ULTRA", policy)->profile, GNUTLS_PROFILE_ULTRA);
}

TEST(SystemPolicy, DefaultPriorityString) {
  const SystemPolicy policy = SystemPolicy::parse("[overrides]\ndefault-priority-string = SECURE192:-VERS-TLS1.2\n");
  EXPECT_EQ(default_priority_string(policy), "SECURE192:-VERS-TLS1.2");
  EXPECT_EQ(compile_appended_priority("+bogus", policy).error().position, 0U);
  EXPECT_TRUE(compile_appended_priority("+VERS-TLS1.2", policy)->protocols.contains(GNUTLS_TLS1_2));
}

TEST(SystemPolicy, Allowlist) {
  const SystemPolicy policy = SystemPolicy::parse(
      "[global]\noverride-mode = allowlist\n[overrides]\nsecure-hash = sha256\nenabled-curve = secp256r1\n"
      "secure-sig = ecdsa-secp256r1-sha256\nenabled-version = tls1.3\ntls-enabled-cipher = aes-128-gcm\n"
      "tls-enabled-mac = aead\ntls-enabled-group = secp256r1\n");
  EXPECT_EQ(policy.first_bad_line(), 0U);
  const Priority priority = compile_priority("@SYSTEM", policy).value();
  EXPECT_EQ(priority.protocols.size(), 1U);
  EXPECT_EQ(priority.ciphers.size(), 1U);
  EXPECT_EQ(priority.groups.front(), static_cast<unsigned>(GNUTLS_GROUP_SECP256R1));
  EXPECT_EQ(priority.signatures.front(), static_cast<unsigned>(GNUTLS_SIGN_ECDSA_SECP256R1_SHA256));
  const Priority normal = compile_priority("NORMAL", policy).value();
  EXPECT_EQ(normal.ciphers.size(), 1U);
  EXPECT_EQ(normal.groups.size(), 1U);
  EXPECT_TRUE(policy.allows_signature(GNUTLS_SIGN_ECDSA_SECP256R1_SHA256, GNUTLS_DIG_SHA256, false));
  EXPECT_FALSE(policy.allows_signature(GNUTLS_SIGN_ECDSA_SECP256R1_SHA256, GNUTLS_DIG_SHA256, true));
  EXPECT_FALSE(policy.allows_signature(GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256, false));
}

}  // namespace
