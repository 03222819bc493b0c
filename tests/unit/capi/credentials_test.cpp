// What of its credentials a session takes over before a handshake.
#include "capi/credentials.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "capi/session.hpp"
#include "pki/certificate_maker.hpp"
#include "pki/key_file.hpp"
#include "pki/pem.hpp"

namespace handfast::capi {
namespace {

std::string data_file(const char* name) { return std::string(HANDFAST_TESTS_DIR "/capi/data/") + name; }

std::string authority_in_pem(std::string name) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  return pki::encode_pem("CERTIFICATE", pki::make_self_signed(pki::ca_profile(std::move(name), 0, 1), key).value());
}

class SessionCredentials : public testing::Test {
 protected:
  SessionCredentials() {
    EXPECT_EQ(gnutls_init(&server_, GNUTLS_SERVER), 0);
    EXPECT_EQ(gnutls_init(&client_, GNUTLS_CLIENT), 0);
    EXPECT_EQ(gnutls_certificate_allocate_credentials(&credentials_), 0);
    EXPECT_EQ(gnutls_credentials_set(server_, GNUTLS_CRD_CERTIFICATE, credentials_), 0);
    EXPECT_EQ(gnutls_credentials_set(client_, GNUTLS_CRD_CERTIFICATE, credentials_), 0);
  }
  ~SessionCredentials() override {
    gnutls_deinit(server_);
    gnutls_deinit(client_);
    gnutls_certificate_free_credentials(credentials_);
  }
  const tls::Options& applied(gnutls_session_t session) {
    EXPECT_EQ(apply_credentials(*session), 0);
    return session->connection.options();
  }
  std::size_t names() { return applied(server_).certificate_authorities.size(); }
  int trust(const std::string& pem) {
    ByteVector copy(pem.begin(), pem.end());
    const gnutls_datum_t datum{copy.data(), static_cast<unsigned>(copy.size())};
    return gnutls_certificate_set_x509_trust_mem(credentials_, &datum, GNUTLS_X509_FMT_PEM);
  }

  gnutls_session_t server_ = nullptr, client_ = nullptr;
  gnutls_certificate_credentials_t credentials_ = nullptr;
};

TEST_F(SessionCredentials, AServerNamesItsAuthoritiesWhenItAsks) {
  EXPECT_EQ(trust(authority_in_pem("One") + authority_in_pem("Two") + authority_in_pem("One")), 3);
  EXPECT_EQ(names(), 0u);
  gnutls_certificate_server_set_request(server_, GNUTLS_CERT_REQUEST);
  EXPECT_EQ(names(), 2u);  // two certificates have one name
  EXPECT_TRUE(applied(client_).certificate_authorities.empty());
  gnutls_certificate_send_x509_rdn_sequence(server_, 1);
  EXPECT_EQ(names(), 0u);
  gnutls_certificate_send_x509_rdn_sequence(server_, 0);
  EXPECT_EQ(names(), 2u);
  gnutls_certificate_server_set_request(server_, GNUTLS_CERT_IGNORE);
  EXPECT_EQ(names(), 0u);
}

TEST_F(SessionCredentials, NamesThatWereDroppedStayTrusted) {
  gnutls_certificate_server_set_request(server_, GNUTLS_CERT_REQUIRE);
  EXPECT_EQ(trust(authority_in_pem("One")), 1);
  gnutls_certificate_free_ca_names(credentials_);
  EXPECT_EQ(names(), 0u);
  EXPECT_EQ(credentials_->snapshot().trust->size(), 1u);
  EXPECT_EQ(trust(authority_in_pem("Two")), 1);
  EXPECT_EQ(names(), 1u);
  gnutls_certificate_free_cas(credentials_);
  EXPECT_EQ(names(), 0u);
  EXPECT_TRUE(credentials_->snapshot().trust->empty());
}

TEST_F(SessionCredentials, NamesThatDoNotFitAreLeftOut) {
  gnutls_certificate_server_set_request(server_, GNUTLS_CERT_REQUIRE);
  const std::string long_name(65'000, 'x');
  EXPECT_EQ(trust(authority_in_pem(long_name) + authority_in_pem("One")), 2);
  EXPECT_EQ(names(), 0u);
}

TEST_F(SessionCredentials, WhoTookASnapshotKeepsIt) {
  EXPECT_EQ(trust(authority_in_pem("One")), 1);
  const auto before = credentials_->snapshot();
  EXPECT_EQ(trust(authority_in_pem("Two")), 1);
  EXPECT_EQ(before.trust->size(), 1u);
  EXPECT_EQ(credentials_->snapshot().trust->size(), 2u);
}

TEST_F(SessionCredentials, KeysAreNumberedInTheirOrder) {
  const std::string chain = data_file("server.pem"), key = data_file("server.key");
  const auto add = [&] {
    return gnutls_certificate_set_x509_key_file(credentials_, chain.c_str(), key.c_str(), GNUTLS_X509_FMT_PEM);
  };
  EXPECT_EQ(add(), 0);
  EXPECT_EQ(add(), 0);
  gnutls_certificate_set_flags(credentials_, GNUTLS_CERTIFICATE_API_V2);
  EXPECT_EQ(add(), 2);
  EXPECT_EQ(applied(server_).credentials->size(), 3u);
  gnutls_certificate_free_keys(credentials_);
  EXPECT_EQ(applied(server_).credentials, nullptr);
  EXPECT_EQ(add(), 0);
  const std::string other = data_file("client.key");
  EXPECT_EQ(gnutls_certificate_set_x509_key_file(credentials_, chain.c_str(), other.c_str(), GNUTLS_X509_FMT_PEM),
            GNUTLS_E_CERTIFICATE_KEY_MISMATCH);
  EXPECT_EQ(applied(server_).credentials->size(), 1u);
}

TEST_F(SessionCredentials, TheVerifierIsThereWhenSomebodyAsksForIt) {
  EXPECT_FALSE(applied(client_).verifier->is_wanted());
  gnutls_session_set_verify_cert(client_, "localhost", 0);
  EXPECT_TRUE(applied(client_).verifier->is_wanted());
  gnutls_session_set_verify_function(client_, nullptr);
  EXPECT_FALSE(applied(client_).verifier->is_wanted());
  gnutls_certificate_set_verify_function(credentials_, [](gnutls_session_t) { return 0; });
  EXPECT_TRUE(applied(client_).verifier->is_wanted());
}

TEST_F(SessionCredentials, WithoutCredentialsOnlyAServerMayStart) {
  gnutls_credentials_clear(server_);
  gnutls_credentials_clear(client_);
  EXPECT_EQ(apply_credentials(*server_), 0);
  EXPECT_EQ(server_->connection.options().credentials, nullptr);
  EXPECT_EQ(apply_credentials(*client_), GNUTLS_E_INSUFFICIENT_CREDENTIALS);
}

TEST_F(SessionCredentials, ListsCanBeLimitedToThoseOfTrustedAuthorities) {
  const auto revoke = [&] {
    return gnutls_certificate_set_x509_crl_file(credentials_, data_file("revocation_list.pem").c_str(),
                                                GNUTLS_X509_FMT_PEM);
  };
  gnutls_certificate_set_flags(credentials_, GNUTLS_CERTIFICATE_VERIFY_CRLS);
  EXPECT_EQ(revoke(), GNUTLS_E_CRL_VERIFICATION_ERROR);
  EXPECT_EQ(credentials_->snapshot().revocation_lists, nullptr);
  const auto authority = data_file("authority.pem");
  EXPECT_EQ(gnutls_certificate_set_x509_trust_file(credentials_, authority.c_str(), GNUTLS_X509_FMT_PEM), 1);
  EXPECT_EQ(revoke(), 1);
  EXPECT_EQ(revoke(), 1);
  EXPECT_EQ(credentials_->snapshot().revocation_lists->size(), 1u);
  gnutls_certificate_free_crls(credentials_);
  EXPECT_EQ(credentials_->snapshot().revocation_lists, nullptr);
}

int find_nothing(gnutls_session_t, const gnutls_datum_t*, int, const gnutls_pk_algorithm_t*, int, gnutls_retr2_st*) {
  return 0;
}

// The engine is asked for what somebody listens to, and for nothing else.
TEST_F(SessionCredentials, AServerListensToTheEngineOnlyForTheApplication) {
  const tls::Options& options = applied(server_);
  EXPECT_EQ(options.server_certificate_callback, nullptr);
  gnutls_certificate_set_retrieve_function(credentials_, &find_nothing);
  EXPECT_NE(applied(server_).server_certificate_callback, nullptr);
  gnutls_certificate_set_retrieve_function3(credentials_, nullptr);
  EXPECT_EQ(applied(server_).server_certificate_callback, nullptr);

  gnutls_transport_set_pull_function(server_, [](gnutls_transport_ptr_t, void*, size_t) -> ssize_t {
    errno = EAGAIN;
    return -1;
  });
  EXPECT_EQ(gnutls_set_default_priority(server_), 0);
  EXPECT_EQ(gnutls_handshake(server_), GNUTLS_E_AGAIN);
  EXPECT_EQ(options.client_hello_callback, nullptr);
  gnutls_handshake_set_post_client_hello_function(server_, [](gnutls_session_t) { return 0; });
  EXPECT_EQ(gnutls_handshake(server_), GNUTLS_E_AGAIN);
  EXPECT_NE(options.client_hello_callback, nullptr);
}

TEST_F(SessionCredentials, SessionsOutliveTheirHandle) {
  gnutls_certificate_credentials_t gone = nullptr;
  EXPECT_EQ(gnutls_certificate_allocate_credentials(&gone), 0);
  EXPECT_EQ(gnutls_certificate_set_x509_key_file(gone, data_file("server.pem").c_str(), data_file("server.key").c_str(),
                                                 GNUTLS_X509_FMT_PEM),
            0);
  EXPECT_EQ(gnutls_credentials_set(server_, GNUTLS_CRD_CERTIFICATE, gone), 0);
  gnutls_certificate_free_credentials(gone);
  EXPECT_EQ(applied(server_).credentials->size(), 1u);
  EXPECT_EQ(gnutls_credentials_set(server_, GNUTLS_CRD_CERTIFICATE, nullptr), 0);
  EXPECT_EQ(applied(server_).credentials, nullptr);
}

TEST_F(SessionCredentials, TheTrustListIsTheirs) {
  gnutls_x509_trust_list_t list = nullptr, own = nullptr;
  gnutls_certificate_get_trust_list(credentials_, &own);
  EXPECT_EQ(gnutls_x509_trust_list_add_trust_file(own, data_file("authority.pem").c_str(), nullptr, GNUTLS_X509_FMT_PEM,
                                                  0, 0),
            1);
  EXPECT_EQ(credentials_->snapshot().trust->size(), 1u);
  EXPECT_EQ(gnutls_x509_trust_list_init(&list, 0), 0);
  gnutls_certificate_set_trust_list(credentials_, own, 0);  // in place of itself
  gnutls_certificate_set_trust_list(credentials_, list, 0);
  EXPECT_TRUE(credentials_->snapshot().trust->empty());
}

// The same handle twice, or with two lists of handles, is freed once.
TEST(TrustList, FreesWhatItWasGiven) {
  gnutls_x509_trust_list_t list = nullptr;
  gnutls_x509_crt_t authority = nullptr;
  gnutls_x509_crl_t revoked = nullptr;
  gnutls_datum_t pem{}, crl{};
  ASSERT_EQ(gnutls_load_file(data_file("authority.pem").c_str(), &pem), 0);
  ASSERT_EQ(gnutls_load_file(data_file("revocation_list.pem").c_str(), &crl), 0);
  EXPECT_EQ(gnutls_x509_trust_list_init(&list, 0), 0);
  EXPECT_EQ(gnutls_x509_crt_init(&authority), 0);
  EXPECT_EQ(gnutls_x509_trust_list_add_cas(list, &authority, 1, 0), GNUTLS_E_INVALID_REQUEST);  // empty
  EXPECT_EQ(gnutls_x509_crt_import(authority, &pem, GNUTLS_X509_FMT_PEM), 0);
  EXPECT_EQ(gnutls_x509_crl_init(&revoked), 0);
  EXPECT_EQ(gnutls_x509_crl_import(revoked, &crl, GNUTLS_X509_FMT_PEM), 0);
  constexpr unsigned strict = GNUTLS_TL_VERIFY_CRL | GNUTLS_TL_FAIL_ON_INVALID_CRL;
  EXPECT_EQ(gnutls_x509_trust_list_add_crls(list, &revoked, 1, strict, 0), GNUTLS_E_CRL_VERIFICATION_ERROR);
  EXPECT_EQ(gnutls_x509_trust_list_add_crls(list, &revoked, 1, GNUTLS_TL_VERIFY_CRL, 0), 0);
  EXPECT_EQ(gnutls_x509_trust_list_add_cas(list, &authority, 1, 0), 1);
  EXPECT_EQ(gnutls_x509_trust_list_add_cas(list, &authority, 1, GNUTLS_TL_NO_DUPLICATES), 1);
  EXPECT_EQ(gnutls_x509_trust_list_add_crls(list, &revoked, 1, strict, 0), 1);
  gnutls_x509_trust_list_deinit(list, 1);
  gnutls_free(pem.data);
  gnutls_free(crl.data);
}

}  // namespace
}  // namespace handfast::capi
