// Every number, name and size of tests/data/gnutls-names.tsv, asked from this library.
#include <strings.h>

#include "capi/public_api.hpp"
#include "facts.hpp"

namespace {

using Attributes = std::map<std::string, std::string>;
using Check = void (*)(int number, const std::string& name, const Attributes& attributes);

unsigned number_in(const Attributes& attributes, const char* key) {
  return static_cast<unsigned>(std::stoul(attributes.at(key)));
}

int id_in(const Attributes& attributes) { return std::stoi(attributes.at("id")); }

void check_all(const std::string& kind, std::size_t expected, Check check) {
  std::size_t seen = 0;
  for (const auto& row : facts::read("gnutls-names.tsv")) {
    if (row.at(0) != kind) continue;
    SCOPED_TRACE(row.at(2));
    ++seen;
    check(std::stoi(row.at(1)), row.at(2), row.size() > 3 ? facts::attributes(row.at(3)) : Attributes{});
  }
  EXPECT_EQ(seen, expected);
}

TEST(Names, Ciphers) {
  check_all("cipher", 43, [](int number, const std::string& name, const Attributes& attributes) {
    const auto cipher = static_cast<gnutls_cipher_algorithm_t>(number);
    EXPECT_STREQ(gnutls_cipher_get_name(cipher), name.c_str());
    EXPECT_EQ(gnutls_cipher_get_id(name.c_str()), id_in(attributes));
    EXPECT_EQ(gnutls_cipher_get_key_size(cipher), number_in(attributes, "key"));
    EXPECT_EQ(gnutls_cipher_get_block_size(cipher), number_in(attributes, "block"));
    EXPECT_EQ(gnutls_cipher_get_iv_size(cipher), number_in(attributes, "iv"));
    EXPECT_EQ(gnutls_cipher_get_tag_size(cipher), number_in(attributes, "tag"));
  });
}

TEST(Names, Macs) {
  check_all("mac", 31, [](int number, const std::string& name, const Attributes& attributes) {
    const auto mac = static_cast<gnutls_mac_algorithm_t>(number);
    EXPECT_STREQ(gnutls_mac_get_name(mac), name.c_str());
    EXPECT_EQ(gnutls_mac_get_id(name.c_str()), id_in(attributes));
    EXPECT_EQ(gnutls_mac_get_key_size(mac), number_in(attributes, "key"));
    EXPECT_EQ(gnutls_mac_get_nonce_size(mac), number_in(attributes, "nonce"));
    EXPECT_EQ(gnutls_hmac_get_len(mac), number_in(attributes, "len"));
    EXPECT_EQ(gnutls_hmac_get_key_size(mac), number_in(attributes, "key"));
  });
}

TEST(Names, Digests) {
  check_all("digest", 17, [](int number, const std::string& name, const Attributes& attributes) {
    const auto digest = static_cast<gnutls_digest_algorithm_t>(number);
    EXPECT_STREQ(gnutls_digest_get_name(digest), name.c_str());
    EXPECT_EQ(gnutls_digest_get_id(name.c_str()), id_in(attributes));
    EXPECT_EQ(gnutls_hash_get_len(digest), number_in(attributes, "len"));
    EXPECT_EQ(facts::text_or_dash(gnutls_digest_get_oid(digest)), attributes.at("oid"));
    EXPECT_EQ(gnutls_oid_to_digest(attributes.at("oid").c_str()), number);
  });
}

TEST(Names, KeyExchanges) {
  check_all("kx", 15, [](int number, const std::string& name, const Attributes& attributes) {
    EXPECT_STREQ(gnutls_kx_get_name(static_cast<gnutls_kx_algorithm_t>(number)), name.c_str());
    EXPECT_EQ(gnutls_kx_get_id(name.c_str()), id_in(attributes));
  });
}

TEST(Names, PublicKeyAlgorithms) {
  for (const auto& row : facts::read("gnutls-names.tsv")) {
    if (row.at(0) != "pk") continue;
    const auto algorithm = static_cast<gnutls_pk_algorithm_t>(std::stoi(row.at(1)));
    EXPECT_STREQ(gnutls_pk_get_name(algorithm), row.at(2).c_str());
    EXPECT_STREQ(gnutls_pk_algorithm_get_name(algorithm), row.at(2).c_str());
    EXPECT_EQ(gnutls_pk_get_id(row.at(2).c_str()), algorithm);
    if (const char* oid = gnutls_pk_get_oid(algorithm); oid != nullptr) {
      EXPECT_NE(row.at(3).find(std::string("oid=") + oid + " "), std::string::npos);
      EXPECT_EQ(gnutls_oid_to_pk(oid), algorithm);
    }
  }
}

TEST(Names, Signatures) {
  check_all("sign", 48, [](int number, const std::string& name, const Attributes& attributes) {
    const auto sign = static_cast<gnutls_sign_algorithm_t>(number);
    EXPECT_STREQ(gnutls_sign_get_name(sign), name.c_str());
    EXPECT_EQ(gnutls_sign_get_id(name.c_str()), id_in(attributes));
    EXPECT_EQ(static_cast<unsigned>(gnutls_sign_get_hash_algorithm(sign)), number_in(attributes, "hash"));
    EXPECT_EQ(static_cast<unsigned>(gnutls_sign_get_pk_algorithm(sign)), number_in(attributes, "pk"));
    EXPECT_EQ(facts::text_or_dash(gnutls_sign_get_oid(sign)), attributes.at("oid"));
    EXPECT_EQ(gnutls_sign_is_secure(sign), number_in(attributes, "secure"));
    EXPECT_EQ(gnutls_sign_is_secure2(sign, GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS), number_in(attributes, "certs"));
    std::string supported;
    for (int key = 0; key < 20; ++key) {
      if (gnutls_sign_supports_pk_algorithm(sign, static_cast<gnutls_pk_algorithm_t>(key)) != 0) {
        supported += std::to_string(key) + ",";
      }
    }
    EXPECT_EQ(supported, attributes.at("supports"));
  });
}

TEST(Names, Curves) {
  check_all("curve", 21, [](int number, const std::string& name, const Attributes& attributes) {
    const auto curve = static_cast<gnutls_ecc_curve_t>(number);
    EXPECT_STREQ(gnutls_ecc_curve_get_name(curve), name.c_str());
    EXPECT_EQ(gnutls_ecc_curve_get_id(name.c_str()), id_in(attributes));
    EXPECT_EQ(static_cast<unsigned>(gnutls_ecc_curve_get_size(curve)), number_in(attributes, "size"));
    EXPECT_EQ(static_cast<unsigned>(gnutls_ecc_curve_get_pk(curve)), number_in(attributes, "pk"));
    EXPECT_EQ(facts::text_or_dash(gnutls_ecc_curve_get_oid(curve)), attributes.at("oid"));
    EXPECT_EQ(gnutls_oid_to_ecc_curve(attributes.at("oid").c_str()), id_in(attributes));
  });
}

TEST(Names, Groups) {
  check_all("group", 19, [](int number, const std::string& name, const Attributes& attributes) {
    EXPECT_STREQ(gnutls_group_get_name(static_cast<gnutls_group_t>(number)), name.c_str());
    EXPECT_EQ(gnutls_group_get_id(name.c_str()), id_in(attributes));
  });
}

TEST(Names, Protocols) {
  check_all("protocol", 8, [](int number, const std::string& name, const Attributes& attributes) {
    EXPECT_STREQ(gnutls_protocol_get_name(static_cast<gnutls_protocol_t>(number)), name.c_str());
    EXPECT_EQ(gnutls_protocol_get_id(name.c_str()), id_in(attributes));
  });
}

TEST(Names, CertificateTypes) {
  EXPECT_STREQ(gnutls_certificate_type_get_name(GNUTLS_CRT_X509), "X.509");
  EXPECT_STREQ(gnutls_certificate_type_get_name(GNUTLS_CRT_RAWPK), "Raw Public Key");
  EXPECT_EQ(gnutls_certificate_type_get_name(GNUTLS_CRT_OPENPGP), nullptr);
  EXPECT_EQ(gnutls_certificate_type_get_id("x.509"), GNUTLS_CRT_X509);
  EXPECT_EQ(gnutls_certificate_type_get_id("X509"), GNUTLS_CRT_X509);
  EXPECT_EQ(gnutls_certificate_type_get_id("RAWPK"), GNUTLS_CRT_RAWPK);
  EXPECT_EQ(gnutls_certificate_type_get_id("Raw Public Key"), GNUTLS_CRT_UNKNOWN);
}

TEST(Names, AlertsAndMessages) {
  std::size_t seen = 0;
  for (const auto& row : facts::read("gnutls-names.tsv")) {
    const int number = std::stoi(row.at(1), nullptr, row.at(0) == "suite" ? 16 : 10);
    if (row.at(0) == "alert") {
      const auto alert = static_cast<gnutls_alert_description_t>(number);
      EXPECT_STREQ(gnutls_alert_get_name(alert), row.at(2).c_str());
      EXPECT_EQ(std::string("str=") + gnutls_alert_get_strname(alert), row.at(3));
      ++seen;
    }
    if (row.at(0) == "handshake") {
      EXPECT_STREQ(gnutls_handshake_description_get_name(static_cast<gnutls_handshake_description_t>(number)),
                   row.at(2).c_str());
      ++seen;
    }
  }
  EXPECT_EQ(seen, 32U + 21U);
  EXPECT_STREQ(gnutls_handshake_description_get_name(static_cast<gnutls_handshake_description_t>(77)),
               "Unknown Handshake packet");
  EXPECT_EQ(gnutls_alert_get_name(static_cast<gnutls_alert_description_t>(77)), nullptr);
}

TEST(Names, SecurityLevels) {
  check_all("secparam", 10, [](int number, const std::string& name, const Attributes& attributes) {
    // A name may hold a blank, which ends up in the attributes' text; the fields are keyed all the same.
    const auto level = static_cast<gnutls_sec_param_t>(number);
    EXPECT_STREQ(gnutls_sec_param_get_name(level), name.c_str());
    EXPECT_EQ(gnutls_sec_param_to_symmetric_bits(level), number_in(attributes, "sym"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_RSA, level), number_in(attributes, "rsa"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_DSA, level), number_in(attributes, "dsa"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_DH, level), number_in(attributes, "dh"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_ECDSA, level), number_in(attributes, "ec"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_ECDH_X25519, level), number_in(attributes, "x25519"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_EDDSA_ED25519, level), number_in(attributes, "ed25519"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_GOST_12_256, level), number_in(attributes, "gost"));
    EXPECT_EQ(gnutls_sec_param_to_pk_bits(GNUTLS_PK_UNKNOWN, level), number_in(attributes, "unk"));
  });
  EXPECT_STREQ(gnutls_sec_param_get_name(GNUTLS_SEC_PARAM_UNKNOWN), "Unknown");
}

TEST(Names, SecurityLevelOfAKey) {
  struct {
    unsigned bits;
    gnutls_sec_param_t rsa;
    gnutls_sec_param_t curve;
  } const facts[] = {
      {0, GNUTLS_SEC_PARAM_UNKNOWN, GNUTLS_SEC_PARAM_UNKNOWN},
      {1, GNUTLS_SEC_PARAM_INSECURE, GNUTLS_SEC_PARAM_VERY_WEAK},
      {159, GNUTLS_SEC_PARAM_INSECURE, GNUTLS_SEC_PARAM_VERY_WEAK},
      {160, GNUTLS_SEC_PARAM_INSECURE, GNUTLS_SEC_PARAM_LOW},
      {255, GNUTLS_SEC_PARAM_INSECURE, GNUTLS_SEC_PARAM_MEDIUM},
      {256, GNUTLS_SEC_PARAM_INSECURE, GNUTLS_SEC_PARAM_HIGH},
      {512, GNUTLS_SEC_PARAM_EXPORT, GNUTLS_SEC_PARAM_FUTURE},
      {767, GNUTLS_SEC_PARAM_VERY_WEAK, GNUTLS_SEC_PARAM_FUTURE},
      {1024, GNUTLS_SEC_PARAM_LOW, GNUTLS_SEC_PARAM_FUTURE},
      {2047, GNUTLS_SEC_PARAM_LEGACY, GNUTLS_SEC_PARAM_FUTURE},
      {2048, GNUTLS_SEC_PARAM_MEDIUM, GNUTLS_SEC_PARAM_FUTURE},
      {15360, GNUTLS_SEC_PARAM_FUTURE, GNUTLS_SEC_PARAM_FUTURE},
  };
  for (const auto& fact : facts) {
    EXPECT_EQ(gnutls_pk_bits_to_sec_param(GNUTLS_PK_RSA, fact.bits), fact.rsa) << fact.bits;
    EXPECT_EQ(gnutls_pk_bits_to_sec_param(GNUTLS_PK_ECDSA, fact.bits), fact.curve) << fact.bits;
  }
}

TEST(Names, CipherSuites) {
  std::size_t seen = 0;
  for (const auto& row : facts::read("gnutls-names.tsv")) {
    if (row.at(0) != "suite") continue;
    const Attributes attributes = facts::attributes(row.at(3));
    const char* name =
        gnutls_cipher_suite_get_name(static_cast<gnutls_kx_algorithm_t>(number_in(attributes, "kx")),
                                     static_cast<gnutls_cipher_algorithm_t>(number_in(attributes, "cipher")),
                                     static_cast<gnutls_mac_algorithm_t>(number_in(attributes, "mac")));
    EXPECT_EQ(facts::text_or_dash(name), attributes.at("name"));
    ++seen;
  }
  EXPECT_EQ(seen, 188U);
}

TEST(Names, CipherSuiteInfoListsWhatIsOffered) {
  unsigned char id[2] = {};
  gnutls_protocol_t version{};
  std::map<std::string, unsigned> found;
  for (std::size_t i = 0;; ++i) {
    const char* name = gnutls_cipher_suite_info(i, id, nullptr, nullptr, nullptr, &version);
    if (name == nullptr) break;
    found[name] = static_cast<unsigned>(id[0] << 8 | id[1]);
  }
  EXPECT_EQ(found.at("TLS_AES_128_GCM_SHA256"), 0x1301U);
  EXPECT_EQ(found.at("TLS_ECDHE_ECDSA_CHACHA20_POLY1305"), 0xcca9U);
  EXPECT_FALSE(found.contains("TLS_RSA_CAMELLIA_128_GCM_SHA256"));
  EXPECT_FALSE(found.contains("TLS_RSA_ARCFOUR_128_SHA1"));
  EXPECT_FALSE(found.contains("TLS_RSA_NULL_SHA256"));
}

template <class Id>
std::vector<Id> list_of(const Id* list) {
  std::vector<Id> ids;
  while (*list != Id{}) ids.push_back(*list++);
  return ids;
}

TEST(Names, ListsHoldWhatHasAName) {
  for (const auto id : list_of(gnutls_cipher_list())) EXPECT_NE(gnutls_cipher_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_mac_list())) EXPECT_NE(gnutls_mac_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_digest_list())) EXPECT_NE(gnutls_digest_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_kx_list())) EXPECT_NE(gnutls_kx_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_pk_list())) EXPECT_NE(gnutls_pk_algorithm_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_sign_list())) EXPECT_NE(gnutls_sign_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_ecc_curve_list())) EXPECT_NE(gnutls_ecc_curve_get_name(id), nullptr) << id;
  for (const auto id : list_of(gnutls_group_list())) EXPECT_NE(gnutls_group_get_name(id), nullptr) << id;
  EXPECT_EQ(list_of(gnutls_protocol_list()), (std::vector{GNUTLS_TLS1_2, GNUTLS_TLS1_3}));
  EXPECT_EQ(list_of(gnutls_compression_list()), std::vector{GNUTLS_COMP_NULL});
  EXPECT_EQ(list_of(gnutls_certificate_type_list()), std::vector{GNUTLS_CRT_X509});
}

TEST(Names, HybridGroups) {
  EXPECT_STREQ(gnutls_group_get_name(GNUTLS_GROUP_EXP_X25519_MLKEM768), "X25519-MLKEM768");
  EXPECT_EQ(gnutls_group_get_id("x25519-mlkem768"), GNUTLS_GROUP_EXP_X25519_MLKEM768);
}

TEST(Names, NamesAreFoundInAnyCaseAndNullIsUnknown) {
  EXPECT_EQ(gnutls_cipher_get_id("aes-128-gcm"), GNUTLS_CIPHER_AES_128_GCM);
  EXPECT_EQ(gnutls_protocol_get_id("tls1.3"), GNUTLS_TLS1_3);
  EXPECT_EQ(gnutls_cipher_get_id(nullptr), GNUTLS_CIPHER_UNKNOWN);
  EXPECT_EQ(gnutls_protocol_get_id("x"), GNUTLS_VERSION_UNKNOWN);
  EXPECT_EQ(gnutls_oid_to_sign(nullptr), GNUTLS_SIGN_UNKNOWN);
  EXPECT_EQ(gnutls_cipher_get_name(static_cast<gnutls_cipher_algorithm_t>(150)), nullptr);
  EXPECT_STREQ(gnutls_pk_get_name(GNUTLS_PK_UNKNOWN), "Unknown");
}

TEST(Names, SignatureOfKeyAndHash) {
  EXPECT_EQ(gnutls_pk_to_sign(GNUTLS_PK_RSA, GNUTLS_DIG_SHA256), GNUTLS_SIGN_RSA_SHA256);
  EXPECT_EQ(gnutls_pk_to_sign(GNUTLS_PK_RSA_PSS, GNUTLS_DIG_SHA384), GNUTLS_SIGN_RSA_PSS_SHA384);
  EXPECT_EQ(gnutls_pk_to_sign(GNUTLS_PK_ECDSA, GNUTLS_DIG_SHA256), GNUTLS_SIGN_ECDSA_SHA256);
  EXPECT_EQ(gnutls_pk_to_sign(GNUTLS_PK_EDDSA_ED25519, GNUTLS_DIG_SHA512), GNUTLS_SIGN_EDDSA_ED25519);
  EXPECT_EQ(gnutls_pk_to_sign(GNUTLS_PK_EDDSA_ED25519, GNUTLS_DIG_SHA256), GNUTLS_SIGN_UNKNOWN);
}

TEST(Names, ObjectIdentifiers) {
  EXPECT_EQ(gnutls_oid_to_mac("1.2.840.113549.2.9"), GNUTLS_MAC_SHA256);
  EXPECT_EQ(gnutls_oid_to_mac("1.2.840.113549.2.6"), GNUTLS_MAC_UNKNOWN);
  EXPECT_EQ(gnutls_oid_to_sign("1.2.840.113549.1.1.10"), GNUTLS_SIGN_RSA_PSS_SHA256);
  EXPECT_EQ(gnutls_oid_to_sign("1.3.14.3.2.29"), GNUTLS_SIGN_RSA_SHA1);
  EXPECT_EQ(gnutls_oid_to_gost_paramset(gnutls_gost_paramset_get_oid(GNUTLS_GOST_PARAMSET_CP_B)),
            GNUTLS_GOST_PARAMSET_CP_B);
}

TEST(Names, VerificationProfiles) {
  EXPECT_STREQ(gnutls_certificate_verification_profile_get_name(GNUTLS_PROFILE_VERY_WEAK), "Very weak");
  EXPECT_EQ(gnutls_certificate_verification_profile_get_id("suiteb192"), GNUTLS_PROFILE_SUITEB192);
  EXPECT_EQ(gnutls_certificate_verification_profile_get_id("xx"), GNUTLS_PROFILE_UNKNOWN);
}

}  // namespace
