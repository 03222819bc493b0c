#include "capi/priority/priority.hpp"

#include <algorithm>
#include <cstdlib>

#include "capi/priority/engine_policy.hpp"
#include "capi/priority/handle.hpp"
#include "capi/priority/options.hpp"
#include "capi/priority/suites.hpp"
#include "facts.hpp"

namespace {

using namespace handfast;
using namespace handfast::capi;

// The policy file of the machine must not change what is tested; it is read at the first use.
const int isolated = setenv("GNUTLS_SYSTEM_PRIORITY_FILE", "/dev/null", 1);

std::expected<Priority, PriorityError> compile(std::string_view text, std::string_view system = {}) {
  return compile_priority(text, SystemPolicy::parse(system));
}

template <class List>
std::vector<unsigned> ids(const List& list) {
  return {list.begin(), list.end()};
}

using Ids = std::vector<unsigned>;

const Ids normal_ciphers = {GNUTLS_CIPHER_AES_256_GCM, GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_CIPHER_AES_256_CCM,
                            GNUTLS_CIPHER_AES_128_GCM, GNUTLS_CIPHER_AES_128_CCM,       GNUTLS_CIPHER_AES_256_CBC,
                            GNUTLS_CIPHER_AES_128_CBC};

TEST(Priority, AcceptsAndRefusesAsGnutlsDoes) {
  ASSERT_EQ(isolated, 0);
  std::size_t seen = 0;
  for (const auto& row : facts::read("gnutls-priorities.tsv")) {
    const std::string text = row.size() > 2 ? row[2] : "";
    SCOPED_TRACE(text);
    const auto priority = compile(text);
    EXPECT_EQ(priority ? 0 : priority.error().code, std::stoi(row.at(0)));
    EXPECT_EQ(priority ? 0 : priority.error().position, std::stoul(row.at(1)));
    ++seen;
  }
  EXPECT_GT(seen, 200U);
}

TEST(Priority, RefusesAnEmptyString) {
  const auto priority = compile("");
  ASSERT_FALSE(priority);
  EXPECT_EQ(priority.error().code, GNUTLS_E_INVALID_REQUEST);
  EXPECT_EQ(priority.error().position, 0U);
}

TEST(Priority, Normal) {
  const Priority priority = compile("NORMAL").value();
  EXPECT_EQ(ids(priority.protocols), (Ids{GNUTLS_TLS1_3, GNUTLS_TLS1_2}));
  EXPECT_EQ(ids(priority.ciphers), normal_ciphers);
  EXPECT_EQ(ids(priority.macs), (Ids{GNUTLS_MAC_SHA1, GNUTLS_MAC_AEAD}));
  EXPECT_EQ(ids(priority.key_exchanges), (Ids{GNUTLS_KX_ECDHE_ECDSA, GNUTLS_KX_ECDHE_RSA, GNUTLS_KX_DHE_RSA}));
  EXPECT_EQ(ids(priority.groups),
            (Ids{GNUTLS_GROUP_EXP_X25519_MLKEM768, GNUTLS_GROUP_X25519, GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1,
                 GNUTLS_GROUP_SECP521R1, GNUTLS_GROUP_FFDHE2048, GNUTLS_GROUP_FFDHE3072, GNUTLS_GROUP_FFDHE4096,
                 GNUTLS_GROUP_FFDHE6144, GNUTLS_GROUP_FFDHE8192}));
  EXPECT_EQ(ids(priority.curves), (Ids{GNUTLS_ECC_CURVE_X25519, GNUTLS_ECC_CURVE_SECP256R1, GNUTLS_ECC_CURVE_SECP384R1,
                                       GNUTLS_ECC_CURVE_SECP521R1}));
  EXPECT_EQ(priority.signatures.size(), 16U);
  EXPECT_FALSE(priority.signatures.contains(GNUTLS_SIGN_RSA_SHA1));
  EXPECT_EQ(ids(priority.client_certificates), Ids{GNUTLS_CRT_X509});
  EXPECT_EQ(ids(priority.server_certificates), Ids{GNUTLS_CRT_X509});
  EXPECT_EQ(priority.profile, GNUTLS_PROFILE_LOW);
  EXPECT_EQ(priority.renegotiation, Renegotiation::partial);
}

TEST(Priority, OtherKeywords) {
  EXPECT_EQ(compile("PERFORMANCE")->ciphers.front(), static_cast<unsigned>(GNUTLS_CIPHER_AES_128_GCM));
  EXPECT_TRUE(compile("PFS")->has(PriorityOption::no_tickets_tls12));
  EXPECT_EQ(ids(compile("SECURE128")->ciphers), normal_ciphers);
  const Priority secure192 = compile("SECURE192").value();
  EXPECT_EQ(ids(secure192.groups), (Ids{GNUTLS_GROUP_SECP384R1, GNUTLS_GROUP_SECP521R1, GNUTLS_GROUP_FFDHE8192}));
  EXPECT_EQ(ids(secure192.macs), Ids{GNUTLS_MAC_AEAD});
  EXPECT_EQ(secure192.profile, GNUTLS_PROFILE_HIGH);
  EXPECT_EQ(ids(compile("SECURE256")->ciphers), ids(secure192.ciphers));
  const Priority legacy = compile("LEGACY").value();
  EXPECT_TRUE(legacy.key_exchanges.contains(GNUTLS_KX_RSA));
  EXPECT_TRUE(legacy.signatures.contains(GNUTLS_SIGN_RSA_SHA1));
  EXPECT_EQ(legacy.profile, GNUTLS_PROFILE_UNKNOWN);
  const Priority suiteb = compile("SUITEB128").value();
  EXPECT_EQ(ids(suiteb.protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(suiteb.groups), (Ids{GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1}));
  EXPECT_EQ(suiteb.profile, GNUTLS_PROFILE_SUITEB128);
  EXPECT_EQ(ids(compile("SUITEB192")->ciphers), Ids{GNUTLS_CIPHER_AES_256_GCM});
}

TEST(Priority, KeywordsAddWhatIsNotThereYet) {
  const Priority both = compile("SECURE256:+SECURE128").value();
  EXPECT_EQ(both.groups[0], static_cast<unsigned>(GNUTLS_GROUP_SECP384R1));
  EXPECT_TRUE(both.groups.contains(GNUTLS_GROUP_X25519));
  EXPECT_EQ(ids(both.macs), (Ids{GNUTLS_MAC_AEAD, GNUTLS_MAC_SHA1}));
  EXPECT_EQ(ids(compile("SUITEB128:+VERS-TLS1.3")->protocols), (Ids{GNUTLS_TLS1_2, GNUTLS_TLS1_3}));
  EXPECT_EQ(ids(compile("NONE:+SUITEB128")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NONE:+NORMAL:+VERS-TLS1.2")->protocols), Ids{GNUTLS_TLS1_2});
}

TEST(Priority, TheWeakestProfileCounts) {
  const std::pair<const char*, gnutls_certificate_verification_profiles_t> cases[] = {
      {"SECURE256:+SECURE128", GNUTLS_PROFILE_LOW},
      {"SECURE192:+SECURE128", GNUTLS_PROFILE_LOW},
      {"SECURE128:+SECURE256", GNUTLS_PROFILE_LOW},
      {"SECURE256:+SECURE192", GNUTLS_PROFILE_HIGH},
      {"SECURE256:+LEGACY", GNUTLS_PROFILE_HIGH},
      {"LEGACY:+SECURE256", GNUTLS_PROFILE_HIGH},
      {"NONE:+VERS-TLS1.3:+SECURE256", GNUTLS_PROFILE_HIGH},
      {"SUITEB192:+SUITEB128", GNUTLS_PROFILE_SUITEB128},
      {"SUITEB192:+SECURE256", GNUTLS_PROFILE_HIGH},
      {"SECURE256:%PROFILE_LOW", GNUTLS_PROFILE_LOW},
      {"SECURE256:%PROFILE_LOW:+SECURE192", GNUTLS_PROFILE_LOW},
      {"SECURE256:+SECURE128:%PROFILE_HIGH", GNUTLS_PROFILE_HIGH},
      {"NORMAL:%PROFILE_HIGH:+SECURE128", GNUTLS_PROFILE_LOW},
      {"SECURE128:%PROFILE_ULTRA:+SECURE256", GNUTLS_PROFILE_HIGH},
  };
  for (const auto& [text, profile] : cases) EXPECT_EQ(compile(text).value().profile, profile) << text;
}

TEST(Priority, TheOrderOfTokensIsTheOrderOfPreference) {
  EXPECT_EQ(ids(compile("NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3")->protocols), (Ids{GNUTLS_TLS1_2, GNUTLS_TLS1_3}));
  const Priority moved = compile("NORMAL:-AES-256-GCM:+AES-256-GCM:+AES-128-GCM").value();
  EXPECT_EQ(moved.ciphers[0], static_cast<unsigned>(GNUTLS_CIPHER_CHACHA20_POLY1305));
  EXPECT_EQ(*(moved.ciphers.end() - 1), static_cast<unsigned>(GNUTLS_CIPHER_AES_256_GCM));
  EXPECT_EQ(ids(compile("NORMAL:-GROUP-ALL:+GROUP-SECP384R1:+GROUP-X25519")->groups),
            (Ids{GNUTLS_GROUP_SECP384R1, GNUTLS_GROUP_X25519}));
}

TEST(Priority, CatchAllTokens) {
  EXPECT_EQ(ids(compile("PERFORMANCE:-CIPHER-ALL:+CIPHER-ALL")->ciphers), normal_ciphers);
  EXPECT_EQ(ids(compile("NORMAL:-GROUP-ALL:+GROUP-DH-ALL")->groups),
            (Ids{GNUTLS_GROUP_FFDHE2048, GNUTLS_GROUP_FFDHE3072, GNUTLS_GROUP_FFDHE4096, GNUTLS_GROUP_FFDHE6144,
                 GNUTLS_GROUP_FFDHE8192}));
  EXPECT_EQ(ids(compile("NORMAL:-GROUP-ALL:+GROUP-EC-ALL")->groups),
            (Ids{GNUTLS_GROUP_X25519, GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1, GNUTLS_GROUP_SECP521R1}));
  EXPECT_EQ(ids(compile("NORMAL:-CURVE-ALL:+CURVE-X25519")->groups), Ids{GNUTLS_GROUP_X25519});
  EXPECT_TRUE(compile("NORMAL:-CTYPE-ALL")->client_certificates.empty());
  EXPECT_TRUE(compile("NORMAL:-CTYPE-CLI-X509")->client_certificates.empty());
  EXPECT_FALSE(compile("NORMAL:-CTYPE-CLI-X509")->server_certificates.empty());
}

TEST(Priority, WhatIsKnownByNameOnlyChangesNothing) {
  for (const char* token :
       {"+GROUP-X448", "+SIGN-EdDSA-Ed448", "+CAMELLIA-128-GCM", "+GOST", "+VERS-SSL3.0", "+VERS-TLS1.0",
        "+VERS-DTLS1.2", "+ARCFOUR-128", "+NULL", "+MD5", "+DHE-DSS", "+RSA-EXPORT", "+COMP-DEFLATE", "+CTYPE-OPENPGP",
        "+CTYPE-RAWPK", "-GOST", "-VERS-DTLS-ALL", "%STATELESS_COMPRESSION"}) {
    SCOPED_TRACE(token);
    const Priority priority = compile(std::string("NORMAL:") + token).value();
    const Priority normal = compile("NORMAL").value();
    EXPECT_EQ(ids(priority.protocols), ids(normal.protocols));
    EXPECT_EQ(ids(priority.ciphers), ids(normal.ciphers));
    EXPECT_EQ(ids(priority.macs), ids(normal.macs));
    EXPECT_EQ(ids(priority.key_exchanges), ids(normal.key_exchanges));
    EXPECT_EQ(ids(priority.groups), ids(normal.groups));
    EXPECT_EQ(ids(priority.signatures), ids(normal.signatures));
    EXPECT_EQ(priority.options, normal.options);
  }
}

TEST(Priority, VersionsThatLackSomethingGo) {
  EXPECT_EQ(ids(compile("NORMAL:-GROUP-ALL")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:%NO_EXTENSIONS")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:+SRP")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:+RSA-PSK")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:+PSK")->protocols), (Ids{GNUTLS_TLS1_3, GNUTLS_TLS1_2}));
  EXPECT_EQ(ids(compile("NORMAL:-KX-ALL")->protocols), Ids{GNUTLS_TLS1_3});
  EXPECT_EQ(ids(compile("NORMAL:-AEAD")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:-SIGN-ALL:+SIGN-ECDSA-SHA256")->protocols), Ids{GNUTLS_TLS1_2});
  EXPECT_EQ(ids(compile("NORMAL:-VERS-TLS1.2")->protocols), Ids{GNUTLS_TLS1_3});
}

TEST(Priority, NothingLeftIsBlamedOnAToken) {
  const auto blame = [](const char* text) {
    const auto priority = compile(text);
    EXPECT_FALSE(priority) << text;
    if (priority) return std::string();
    EXPECT_EQ(priority.error().code, GNUTLS_E_NO_PRIORITIES_WERE_SET) << text;
    return priority.error().culprit;
  };
  EXPECT_EQ(blame("NORMAL:+SRP:-VERS-ALL:%COMPAT"), "-VERS-ALL");
  EXPECT_EQ(blame("NORMAL:-SIGN-ALL"), "-SIGN-ALL");
  EXPECT_EQ(blame("NORMAL:-VERS-TLS1.2:-GROUP-ALL"), "-GROUP-ALL");
  EXPECT_EQ(blame("NONE:+VERS-TLS1.3"), "");
}

TEST(Priority, DeviatesFromGnutlsOnPurpose) {
  // Nothing could be negotiated: said at once instead of at the handshake.
  for (const char* text : {"NORMAL:-VERS-TLS-ALL", "NORMAL:-KX-ALL:-VERS-TLS1.3", "NORMAL:-SIGN-ALL",
                           "NONE:+VERS-TLS1.2:+AES-128-GCM:+AEAD:+SIGN-ALL:+ECDHE-RSA"}) {
    EXPECT_EQ(compile(text).error().code, GNUTLS_E_NO_PRIORITIES_WERE_SET) << text;
  }
  // Words that only begin like a token are no tokens.
  for (const char* text : {"NORMAL:+VERS-ALLX", "NORMAL:+SIGN-ALLX", "NORMAL:+CIPHER-GOST", "NORMAL:+KX-"}) {
    EXPECT_EQ(compile(text).error().code, GNUTLS_E_INVALID_REQUEST) << text;
  }
  // Newer releases know these.
  for (const char* text : {"NORMAL:+GROUP-X25519-MLKEM768", "NORMAL:+SIGN-ML-DSA-65", "NORMAL:%NO_SHUFFLE_EXTENSIONS",
                           "NORMAL:%NO_STATUS_REQUEST", "NORMAL:%FORCE_SESSION_HASH"}) {
    EXPECT_TRUE(compile(text)) << text;
  }
}

TEST(Priority, SpecialKeywords) {
  const Priority priority =
      compile("NORMAL:%SERVER_PRECEDENCE:%SAFE_RENEGOTIATION:%PROFILE_HIGH:%VERIFY_ALLOW_SIGN_WITH_SHA1").value();
  EXPECT_TRUE(priority.has(PriorityOption::server_precedence));
  EXPECT_EQ(priority.renegotiation, Renegotiation::safe);
  EXPECT_EQ(priority.profile, GNUTLS_PROFILE_HIGH);
  EXPECT_EQ(priority.verify_flags, static_cast<unsigned>(GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1));
  EXPECT_TRUE(compile("NORMAL:%COMPAT")->has(PriorityOption::no_etm));
  for (const SpecialKeyword& keyword : special_keywords()) {
    EXPECT_TRUE(compile(std::string("NORMAL:%") + keyword.name)) << keyword.name;
  }
}

TEST(Priority, EverythingAtOnceFitsTheLists) {
  std::string text = "LEGACY:+NORMAL:+SECURE128:+SECURE192:+SUITEB128:+SUITEB192:+PERFORMANCE";
  const auto add = [&text](const char* prefix, const char* name) { text.append(":+").append(prefix).append(name); };
  for (const auto& row : facts::read("gnutls-names.tsv")) {
    if (row.at(0) == "cipher" || row.at(0) == "kx") add("", row.at(2).c_str());
    if (row.at(0) == "sign") add("SIGN-", row.at(2).c_str());
    if (row.at(0) == "group") add("GROUP-", row.at(2).c_str());
    if (row.at(0) == "protocol") add("VERS-", row.at(2).c_str());
  }
  for (const char* hybrid : {"X25519-MLKEM768", "SECP256R1-MLKEM768", "SECP384R1-MLKEM1024"}) add("GROUP-", hybrid);
  for (const char* mac : {"SHA1", "SHA256", "SHA384", "AEAD"}) add("", mac);
  const Priority priority = compile(text).value();
  EXPECT_EQ(priority.ciphers.size(), 10U);
  EXPECT_EQ(priority.macs.size(), 4U);
  EXPECT_EQ(priority.key_exchanges.size(), 12U);
  EXPECT_EQ(priority.groups.size(), 12U);
  EXPECT_EQ(priority.signatures.size(), 18U);
}

TEST(Priority, SuitesInOrderOfPreference) {
  const auto suites = enabled_suites(compile("NORMAL").value());
  ASSERT_GT(suites.size(), 8U);
  EXPECT_STREQ(suites[0]->name, "TLS_AES_256_GCM_SHA384");
  EXPECT_STREQ(suites[1]->name, "TLS_CHACHA20_POLY1305_SHA256");
  EXPECT_STREQ(suites[2]->name, "TLS_AES_128_GCM_SHA256");
  EXPECT_STREQ(suites[3]->name, "TLS_AES_128_CCM_SHA256");
  EXPECT_STREQ(suites[4]->name, "TLS_ECDHE_ECDSA_AES_256_GCM_SHA384");
  EXPECT_TRUE(
      std::ranges::none_of(suites, [](const CipherSuiteName* suite) { return suite->key_exchange == GNUTLS_KX_RSA; }));
}

TEST(Priority, EnginePolicy) {
  const tls::Policy policy = engine_policy(compile("NORMAL:%SERVER_PRECEDENCE").value()).value();
  EXPECT_EQ(policy.versions.front(), ProtocolVersion::tls13);
  EXPECT_EQ(policy.cipher_suites.front(), CipherSuite::aes_256_gcm_sha384);
  EXPECT_EQ(policy.groups.front(), NamedGroup::x25519_mlkem768);
  EXPECT_EQ(policy.signature_schemes.size(), 13U);
  EXPECT_TRUE(policy.server_preference);
  EXPECT_TRUE(policy.middlebox_compatibility);
  EXPECT_FALSE(engine_policy(compile("NORMAL:%DISABLE_TLS13_COMPAT_MODE").value())->middlebox_compatibility);
  EXPECT_EQ(key_shares_for(GNUTLS_CLIENT), 2U);
  EXPECT_EQ(key_shares_for(GNUTLS_CLIENT | GNUTLS_KEY_SHARE_TOP), 1U);
  EXPECT_EQ(key_shares_for(GNUTLS_CLIENT | GNUTLS_KEY_SHARE_TOP3), 3U);
}

TEST(PriorityHandle, ErrorPositionPointsIntoTheCallersString) {
  gnutls_priority_t handle = nullptr;
  const char* position = "untouched";
  const char* text = "NORMAL:+SHA1:+bogus";
  EXPECT_EQ(gnutls_priority_init(&handle, text, &position), GNUTLS_E_INVALID_REQUEST);
  EXPECT_EQ(position, text + 13);
  EXPECT_EQ(gnutls_priority_init(&handle, "NORMAL", &position), 0);
  EXPECT_STREQ(position, "NORMAL");
  gnutls_priority_deinit(handle);
  EXPECT_EQ(gnutls_priority_init(&handle, nullptr, &position), 0);
  EXPECT_EQ(position, nullptr);
  gnutls_priority_deinit(handle);
  EXPECT_EQ(gnutls_priority_init(nullptr, "NORMAL", nullptr), GNUTLS_E_INVALID_REQUEST);
}

TEST(PriorityHandle, AppendsToTheDefault) {
  gnutls_priority_t handle = nullptr;
  const char* position = nullptr;
  const char* text = "-VERS-TLS1.2:+bogus";
  const unsigned append = GNUTLS_PRIORITY_INIT_DEF_APPEND;
  EXPECT_EQ(gnutls_priority_init2(&handle, text, &position, append), GNUTLS_E_INVALID_REQUEST);
  EXPECT_EQ(position, text + 13);
  EXPECT_EQ(gnutls_priority_init2(&handle, nullptr, &position, append), GNUTLS_E_INVALID_REQUEST);
  EXPECT_EQ(gnutls_priority_init2(&handle, "", &position, append), GNUTLS_E_INVALID_REQUEST);
  ASSERT_EQ(gnutls_priority_init2(&handle, "-VERS-TLS1.2", &position, append), 0);
  const unsigned* list = nullptr;
  ASSERT_EQ(gnutls_priority_protocol_list(handle, &list), 1);
  EXPECT_EQ(list[0], static_cast<unsigned>(GNUTLS_TLS1_3));
  gnutls_priority_deinit(handle);
}

TEST(PriorityHandle, ListsAndSuites) {
  gnutls_priority_t handle = nullptr;
  ASSERT_EQ(gnutls_priority_init(&handle, "NORMAL", nullptr), 0);
  const unsigned* list = nullptr;
  EXPECT_EQ(gnutls_priority_cipher_list(handle, &list), 7);
  EXPECT_EQ(list[0], static_cast<unsigned>(GNUTLS_CIPHER_AES_256_GCM));
  EXPECT_EQ(gnutls_priority_mac_list(handle, &list), 2);
  EXPECT_EQ(gnutls_priority_kx_list(handle, &list), 3);
  EXPECT_EQ(gnutls_priority_group_list(handle, &list), 10);
  EXPECT_EQ(gnutls_priority_ecc_curve_list(handle, &list), 4);
  EXPECT_EQ(gnutls_priority_sign_list(handle, &list), 16);
  EXPECT_EQ(gnutls_priority_certificate_type_list(handle, &list), 1);
  EXPECT_EQ(gnutls_priority_certificate_type_list2(handle, &list, GNUTLS_CTYPE_SERVER), 1);
  EXPECT_EQ(gnutls_priority_certificate_type_list2(handle, &list, GNUTLS_CTYPE_OURS), GNUTLS_E_INVALID_REQUEST);
  EXPECT_EQ(gnutls_priority_compression_list(handle, &list), 1);
  EXPECT_EQ(gnutls_priority_cipher_list(nullptr, &list), GNUTLS_E_INVALID_REQUEST);
  std::vector<std::string> names;
  unsigned index = 0;
  for (unsigned i = 0; gnutls_priority_get_cipher_suite_index(handle, i, &index) == 0; ++i) {
    names.emplace_back(gnutls_cipher_suite_info(index, nullptr, nullptr, nullptr, nullptr, nullptr));
  }
  ASSERT_EQ(names.size(), enabled_suites(*handle->priority).size());
  EXPECT_EQ(names.front(), "TLS_AES_256_GCM_SHA384");
  EXPECT_EQ(names.back(), enabled_suites(*handle->priority).back()->name);
  gnutls_priority_deinit(handle);
  gnutls_priority_deinit(nullptr);
}

TEST(PriorityHandle, ListsItsKeywords) {
  EXPECT_STREQ(gnutls_priority_string_list(0, GNUTLS_PRIORITY_LIST_INIT_KEYWORDS), "NORMAL");
  EXPECT_EQ(gnutls_priority_string_list(8, GNUTLS_PRIORITY_LIST_INIT_KEYWORDS), nullptr);
  EXPECT_STREQ(gnutls_priority_string_list(0, GNUTLS_PRIORITY_LIST_SPECIAL), "COMPAT");
  EXPECT_EQ(gnutls_priority_string_list(1000, GNUTLS_PRIORITY_LIST_SPECIAL), nullptr);
  EXPECT_EQ(gnutls_priority_string_list(0, 0), nullptr);
}

}  // namespace
