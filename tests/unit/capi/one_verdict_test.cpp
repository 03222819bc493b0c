// Every function of the C API that gives a verdict on a chain gives the engine's (tests/support/chain_rules.hpp): about what
// it was asked for, and nothing else.
#include <gtest/gtest.h>

#include <deque>

#include "capi/public_api.hpp"
#include "capi/services.hpp"
#include "support/chain_rules.hpp"
#include "unit/pki/revocation_list_maker.hpp"

namespace handfast::capi {
namespace {

using test::BrokenChain;
using test::ChainRule;
using test::Demand;
using test::kChainName;

constexpr unsigned kNobodyAsked = ~0U;

gnutls_datum_t datum(std::string& text) {
  return {static_cast<unsigned char*>(static_cast<void*>(text.data())), static_cast<unsigned>(text.size())};
}

// What is asked for beside the chain itself.
struct Asked {
  bool name = false, purpose = false;
  unsigned status_of(const ChainRule& rule) const {
    const bool told = rule.demand == Demand::nothing || (rule.demand == Demand::name && name) ||
                      (rule.demand == Demand::purpose && purpose);
    return rule.error && told ? GNUTLS_CERT_INVALID | rule.bits : 0;
  }
};
constexpr Asked kNothing{}, kName{.name = true}, kPurpose{.purpose = true}, kBoth{.name = true, .purpose = true};

std::vector<gnutls_typed_vdata_st> demands(Asked asked, std::string& name, std::string& purpose) {
  std::vector<gnutls_typed_vdata_st> out;
  if (asked.name) out.push_back({GNUTLS_DT_DNS_HOSTNAME, datum(name).data, 0});
  if (asked.purpose) out.push_back({GNUTLS_DT_KEY_PURPOSE_OID, datum(purpose).data, 0});
  return out;
}

struct Handles {
  explicit Handles(const std::vector<ByteVector>& certificates) {
    for (const ByteVector& der : certificates) {
      std::string bytes(as_text(der));
      const gnutls_datum_t data = datum(bytes);
      EXPECT_EQ(gnutls_x509_crt_init(&all.emplace_back()), 0);
      EXPECT_EQ(gnutls_x509_crt_import(all.back(), &data, GNUTLS_X509_FMT_DER), 0);
    }
  }
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() {
    for (const gnutls_x509_crt_t certificate : all) gnutls_x509_crt_deinit(certificate);
  }
  unsigned size() const { return static_cast<unsigned>(all.size()); }
  std::vector<gnutls_x509_crt_t> all;
};

// A handshake of two sessions over memory, of which the client judges the server, and what it then says.
class Handshake {
 public:
  Handshake(const BrokenChain& broken, unsigned flags) {
    std::string chain = broken.chain_pem, key = broken.key_pem, trust = broken.anchor_pem;
    const gnutls_datum_t chain_data = datum(chain), key_data = datum(key), trust_data = datum(trust);
    gnutls_certificate_allocate_credentials(&server_credentials_);
    gnutls_certificate_allocate_credentials(&client_credentials_);
    EXPECT_EQ(gnutls_certificate_set_x509_key_mem(server_credentials_, &chain_data, &key_data, GNUTLS_X509_FMT_PEM), 0);
    EXPECT_EQ(gnutls_certificate_set_x509_trust_mem(client_credentials_, &trust_data, GNUTLS_X509_FMT_PEM), 1);
    gnutls_certificate_set_verify_flags(client_credentials_, flags);
    prepare(server_, GNUTLS_SERVER, server_credentials_, to_server_, to_client_);
    prepare(client_, GNUTLS_CLIENT, client_credentials_, to_client_, to_server_);
  }
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;
  ~Handshake() {
    gnutls_deinit(client_.session);
    gnutls_deinit(server_.session);
    gnutls_certificate_free_credentials(server_credentials_);
    gnutls_certificate_free_credentials(client_credentials_);
  }
  gnutls_session_t client() { return client_.session; }
  void revoke(Bytes list) {
    std::string bytes(as_text(list));
    const gnutls_datum_t data = datum(bytes);
    EXPECT_EQ(gnutls_certificate_set_x509_crl_mem(client_credentials_, &data, GNUTLS_X509_FMT_DER), 1);
  }
  int run() {  // what the client's handshake returned
    int client = GNUTLS_E_AGAIN, server = GNUTLS_E_AGAIN;
    while (client == GNUTLS_E_AGAIN) {
      client = gnutls_handshake(client_.session);
      if (server == GNUTLS_E_AGAIN) server = gnutls_handshake(server_.session);
      if (server != 0 && server != GNUTLS_E_AGAIN) return client;
    }
    return client;
  }

 private:
  using Queue = std::deque<unsigned char>;
  struct Side {
    gnutls_session_t session = nullptr;
    Queue *in = nullptr, *out = nullptr;
  };
  static void prepare(Side& side, unsigned role, gnutls_certificate_credentials_t credentials, Queue& in, Queue& out) {
    side.in = &in;
    side.out = &out;
    EXPECT_EQ(gnutls_init(&side.session, role), 0);
    EXPECT_EQ(gnutls_set_default_priority(side.session), 0);
    EXPECT_EQ(gnutls_credentials_set(side.session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
    gnutls_transport_set_ptr(side.session, &side);
    gnutls_transport_set_push_function(side.session, [](gnutls_transport_ptr_t to, const void* data, size_t size) {
      const auto bytes = std::span(static_cast<const unsigned char*>(data), size);
      Queue& queue = *static_cast<Side*>(to)->out;
      queue.insert(queue.end(), bytes.begin(), bytes.end());
      return static_cast<ssize_t>(size);
    });
    gnutls_transport_set_pull_function(side.session, [](gnutls_transport_ptr_t from, void* data, size_t size) {
      const Side& reader = *static_cast<Side*>(from);
      if (reader.in->empty()) return gnutls_transport_set_errno(reader.session, EAGAIN), ssize_t{-1};
      const auto room = std::span(static_cast<unsigned char*>(data), std::min(size, reader.in->size()));
      for (unsigned char& byte : room) {
        byte = reader.in->front();
        reader.in->pop_front();
      }
      return static_cast<ssize_t>(room.size());
    });
  }

  Queue to_client_, to_server_;
  Side client_, server_;
  gnutls_certificate_credentials_t server_credentials_ = nullptr, client_credentials_ = nullptr;
};

class OneVerdict : public testing::Test {
 protected:
  void check_engine(const ChainRule& rule, const BrokenChain& broken, Asked asked) {
    pki::TrustStore store;
    ASSERT_TRUE(store.add_der(broken.anchor));
    pki::VerifyOptions options{.now = current_time(), .purpose = pki::kNoPurpose};
    if (asked.name) options.name = pki::ReferenceName::parse(kChainName).value();
    if (asked.purpose) options.purpose = pki::kServerPurpose;
    rule.options(options);
    const std::vector<Bytes> chain(broken.chain.begin(), broken.chain.end());
    const pki::Verdict verdict = pki::verify_chain(store, chain, options);
    EXPECT_EQ(verdict.ok(), asked.status_of(rule) == 0);
    EXPECT_TRUE(verdict.others.empty());
    if (verdict.ok()) return;
    EXPECT_EQ(verdict.error->code, rule.error) << handfast::name_of(verdict.error->code);
  }

  void check_trust_list(const ChainRule& rule, const BrokenChain& broken, Asked asked) {
    gnutls_x509_trust_list_t list = nullptr;
    ASSERT_EQ(gnutls_x509_trust_list_init(&list, 0), 0);
    Handles anchor({broken.anchor}), chain(broken.chain);
    EXPECT_EQ(gnutls_x509_trust_list_add_cas(list, anchor.all.data(), 1, 0), 1);
    unsigned status = kNobodyAsked;
    auto data = demands(asked, name_, purpose_);
    EXPECT_EQ(gnutls_x509_trust_list_verify_crt2(list, chain.all.data(), chain.size(), data.data(),
                                                 static_cast<unsigned>(data.size()), rule.flags, &status, nullptr),
              0);
    EXPECT_EQ(status, asked.status_of(rule)) << std::hex << status;
    EXPECT_EQ(gnutls_x509_trust_list_verify_crt(list, chain.all.data(), chain.size(), rule.flags, &status, nullptr), 0);
    EXPECT_EQ(status, kNothing.status_of(rule)) << std::hex << status;
    EXPECT_EQ(gnutls_x509_crt_list_verify(chain.all.data(), chain.size(), anchor.all.data(), 1, nullptr, 0, rule.flags,
                                          &status),
              0);
    EXPECT_EQ(status, kNothing.status_of(rule)) << std::hex << status;
    gnutls_x509_trust_list_deinit(list, 0);
  }

  // After a handshake that left the verdict to the program.
  void check_peer(const ChainRule& rule, const BrokenChain& broken) {
    Handshake handshake(broken, rule.flags);
    ASSERT_EQ(handshake.run(), 0);
    unsigned status = kNobodyAsked;
    for (const Asked asked : {kNothing, kName, kPurpose, kBoth}) {
      auto data = demands(asked, name_, purpose_);
      EXPECT_EQ(
          gnutls_certificate_verify_peers(handshake.client(), data.data(), static_cast<unsigned>(data.size()), &status),
          0);
      EXPECT_EQ(status, asked.status_of(rule)) << std::hex << status;
    }
    EXPECT_EQ(gnutls_certificate_verify_peers2(handshake.client(), &status), 0);
    EXPECT_EQ(status, kNothing.status_of(rule)) << std::hex << status;
    EXPECT_EQ(gnutls_certificate_verify_peers3(handshake.client(), name_.c_str(), &status), 0);
    EXPECT_EQ(status, kName.status_of(rule)) << std::hex << status;
  }

  // Inside a handshake. `asked` with both: gnutls_session_set_verify_cert2(), else the older function.
  void check_handshake(const ChainRule& rule, const BrokenChain& broken, Asked asked) {
    Handshake handshake(broken, 0);
    auto data = demands(asked, name_, purpose_);
    if (asked.purpose)
      gnutls_session_set_verify_cert2(handshake.client(), data.data(), static_cast<unsigned>(data.size()), rule.flags);
    else
      gnutls_session_set_verify_cert(handshake.client(), asked.name ? name_.c_str() : nullptr, rule.flags);
    const unsigned expected = asked.status_of(rule);
    EXPECT_EQ(handshake.run(), expected == 0 ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
    EXPECT_EQ(gnutls_session_get_verify_cert_status(handshake.client()), expected);
  }

  std::string name_{kChainName}, purpose_{pki::kServerPurpose};
};

TEST_F(OneVerdict, OfEveryRuleInEveryPlace) {
  unsigned count = 0;
  test::for_each_broken_chain(current_time(),
                              [&](const ChainRule& rule, const std::string& what, const BrokenChain& broken) {
                                SCOPED_TRACE(what);
                                ++count;
                                for (const Asked asked : {kNothing, kName, kPurpose, kBoth}) {
                                  check_engine(rule, broken, asked);
                                  check_trust_list(rule, broken, asked);
                                  check_handshake(rule, broken, asked);
                                }
                                check_peer(rule, broken);
                              });
  EXPECT_GE(count, 60U);
}

struct List {
  explicit List(Bytes der) : bytes(as_text(der)) {
    const gnutls_datum_t data = datum(bytes);
    EXPECT_EQ(gnutls_x509_crl_init(&handle), 0);
    EXPECT_EQ(gnutls_x509_crl_import(handle, &data, GNUTLS_X509_FMT_DER), 0);
  }
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  ~List() { gnutls_x509_crl_deinit(handle); }
  std::string bytes;
  gnutls_x509_crl_t handle = nullptr;
};

// The same chain, of which lists revoke one certificate or none.
TEST_F(OneVerdict, OfRevocation) {
  const std::int64_t now = current_time();
  const auto ca = [&](const char* name) { return pki::ca_profile(name, now - pki::kDay, now + pki::kDay); };
  const pki::Made root = pki::self_signed(ca("Root")), intermediate = pki::issued_by(root, ca("Intermediate")),
                  leaf = pki::issued_by(intermediate, pki::server_profile({name_}, now - pki::kDay, now + pki::kDay));
  const auto list_of = [&](const pki::Made& issuer, const pki::Made* revoked) {
    pki::ListProfile profile{.this_update = now - pki::kDay, .next_update = now + pki::kDay};
    if (revoked != nullptr) profile.revoked.push_back({pki::to_vector(revoked->certificate->serial)});
    return pki::make_list(issuer, profile);
  };
  struct Case {
    ByteVector list;
    unsigned flags;
    unsigned status;
  };
  constexpr unsigned kRevoked = GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED;
  const Case cases[] = {{list_of(root, nullptr), 0, 0},
                        {list_of(root, &intermediate), 0, kRevoked},
                        {list_of(root, &leaf), 0, 0},  // of another authority
                        {list_of(intermediate, &leaf), 0, kRevoked},
                        {list_of(intermediate, &leaf), GNUTLS_VERIFY_DISABLE_CRL_CHECKS, 0}};
  for (const Case& one : cases) {
    const Handles anchor({pki::to_vector(root.der())}),
        chain({pki::to_vector(leaf.der()), pki::to_vector(intermediate.der())});
    const List list(one.list);
    gnutls_x509_trust_list_t trusted = nullptr;
    ASSERT_EQ(gnutls_x509_trust_list_init(&trusted, 0), 0);
    EXPECT_EQ(gnutls_x509_trust_list_add_cas(trusted, anchor.all.data(), 1, 0), 1);
    EXPECT_EQ(gnutls_x509_trust_list_add_crls(trusted, &list.handle, 1, 0, 0), 1);
    unsigned status = kNobodyAsked;
    EXPECT_EQ(gnutls_x509_trust_list_verify_crt(trusted, const_cast<gnutls_x509_crt_t*>(chain.all.data()), chain.size(),
                                                one.flags, &status, nullptr),
              0);
    EXPECT_EQ(status, one.status);
    EXPECT_EQ(gnutls_x509_crt_list_verify(chain.all.data(), chain.size(), anchor.all.data(), 1, &list.handle, 1,
                                          one.flags, &status),
              0);
    EXPECT_EQ(status, one.status);
    gnutls_x509_trust_list_deinit(trusted, 0);

    BrokenChain broken;
    broken.chain_pem = pki::encode_pem("CERTIFICATE", leaf.der()) + pki::encode_pem("CERTIFICATE", intermediate.der());
    broken.anchor_pem = pki::encode_pem("CERTIFICATE", root.der());
    broken.key_pem = test::private_key_pem(leaf.key);
    for (const bool in_handshake : {false, true}) {
      Handshake handshake(broken, one.flags);
      handshake.revoke(one.list);
      if (in_handshake) gnutls_session_set_verify_cert(handshake.client(), name_.c_str(), 0);
      const bool refused = in_handshake && one.status != 0;
      EXPECT_EQ(handshake.run(), refused ? GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR : 0);
      if (in_handshake) {
        EXPECT_EQ(gnutls_session_get_verify_cert_status(handshake.client()), one.status);
        continue;
      }
      EXPECT_EQ(gnutls_certificate_verify_peers2(handshake.client(), &status), 0);
      EXPECT_EQ(status, one.status);
    }
  }
}

}  // namespace
}  // namespace handfast::capi
