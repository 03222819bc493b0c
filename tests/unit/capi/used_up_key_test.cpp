// What a program sees of a key of TLS 1.2 that comes to its end: a number, nothing lost, and a rehandshake as the way out.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capi/session.hpp"
#include "support/used_key.hpp"

namespace handfast::capi {
namespace {

constexpr const char* kChain = HANDFAST_TESTS_DIR "/capi/data/server.pem";
constexpr const char* kKey = HANDFAST_TESTS_DIR "/capi/data/server.key";

class UsedUpKey : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, descriptors_.data()), 0);
    ASSERT_EQ(gnutls_certificate_allocate_credentials(&credentials_), 0);
    ASSERT_EQ(gnutls_certificate_set_x509_key_file(credentials_, kChain, kKey, GNUTLS_X509_FMT_PEM), 0);
    begin(client, GNUTLS_CLIENT, descriptors_[0]);
    begin(server, GNUTLS_SERVER, descriptors_[1]);
    shake();
  }
  void TearDown() override {
    gnutls_deinit(client);
    gnutls_deinit(server);
    gnutls_certificate_free_credentials(credentials_);
    for (const int descriptor : descriptors_) close(descriptor);
  }
  void begin(gnutls_session_t& session, unsigned role, int descriptor) {
    ASSERT_EQ(gnutls_init(&session, role), 0);
    ASSERT_EQ(gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM", nullptr),
              0);
    ASSERT_EQ(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials_), 0);
    gnutls_transport_set_int(session, descriptor);
  }
  void shake() {
    int of_client = GNUTLS_E_AGAIN, of_server = GNUTLS_E_AGAIN;
    while (of_client == GNUTLS_E_AGAIN || of_server == GNUTLS_E_AGAIN) {
      if (of_client == GNUTLS_E_AGAIN) of_client = gnutls_handshake(client);
      if (of_server == GNUTLS_E_AGAIN) of_server = gnutls_handshake(server);
    }
    ASSERT_EQ(of_client, 0);
    ASSERT_EQ(of_server, 0);
  }
  void expect_received(std::string_view wanted) {
    std::array<char, 64> out{};
    const ssize_t got = gnutls_record_recv(server, out.data(), out.size());
    ASSERT_EQ(got, static_cast<ssize_t>(wanted.size()));
    EXPECT_EQ(std::string_view(out.data(), wanted.size()), wanted);
  }

  gnutls_session_t client = nullptr, server = nullptr;

 private:
  std::array<int, 2> descriptors_{};
  gnutls_certificate_credentials_t credentials_ = nullptr;
};

TEST_F(UsedUpKey, IsANumber) {
  test::leave_blocks(client->connection, 2);
  for (int i = 0; i < 2; ++i) ASSERT_EQ(gnutls_record_send(client, "before", 6), 6);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(gnutls_record_send(client, "behind", 6), GNUTLS_E_RECORD_LIMIT_REACHED);
  for (int i = 0; i < 2; ++i) expect_received("before");
  ASSERT_EQ(gnutls_record_send(server, "answer", 6), 6);
  std::array<char, 8> out{};
  EXPECT_EQ(gnutls_record_recv(client, out.data(), out.size()), 6);
  EXPECT_EQ(gnutls_bye(client, GNUTLS_SHUT_WR), 0);
  EXPECT_EQ(gnutls_record_recv(server, out.data(), out.size()), 0);
}

TEST_F(UsedUpKey, CorkedDataWaitsForARehandshake) {
  test::leave_blocks(client->connection, 0);
  gnutls_record_cork(client);
  ASSERT_EQ(gnutls_record_send(client, "corked", 6), 6);
  EXPECT_EQ(gnutls_record_uncork(client, 0), GNUTLS_E_RECORD_LIMIT_REACHED);
  EXPECT_EQ(gnutls_record_uncork(client, GNUTLS_RECORD_WAIT), GNUTLS_E_RECORD_LIMIT_REACHED);
  shake();
  EXPECT_EQ(gnutls_record_uncork(client, 0), 6);
  expect_received("corked");
}

}  // namespace
}  // namespace handfast::capi
