// Every function of the C API that gives a verdict on a chain gives the engine's (tests/support/chain_rules.hpp): about what
// it was asked for, and nothing else.
#include <gtest/gtest.h>

#include <deque>

#include "capi/public_api.hpp"
#include "capi/services.hpp"
#include "capi/verify.hpp"
#include "support/chain_rules.hpp"

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
using Asked = std::vector<Demand>;

bool has(const Asked& asked, Demand demand) { return std::ranges::find(asked, demand) != asked.end(); }

unsigned status_of(const ChainRule& rule, const Asked& asked) {
  const bool told = rule.demand == Demand::nothing || has(asked, rule.demand);
  return rule.error && told ? GNUTLS_CERT_INVALID | rule.bits : 0;
}

// An address or a mailbox is asked for only by the rules about them: other leaves have none.
std::vector<Asked> all_asked(const ChainRule& rule) {
  std::vector<Asked> out{{}, {Demand::name}, {Demand::purpose}, {Demand::name, Demand::purpose}};
  if (rule.demand > Demand::purpose) out.push_back({rule.demand});
  return out;
}

// The same for functions that take a list of demands.
struct Demands {
  Demands(const Asked& asked, const ChainRule& rule) : name(rule.name) {
    const auto add = [&](Demand demand, gnutls_vdata_types_t type, std::string& value) {
      if (has(asked, demand)) all.push_back({type, datum(value).data, static_cast<unsigned>(value.size())});
    };
    add(Demand::name, GNUTLS_DT_DNS_HOSTNAME, name);
    add(Demand::purpose, GNUTLS_DT_KEY_PURPOSE_OID, purpose);
    add(Demand::address, GNUTLS_DT_IP_ADDRESS, address);
    add(Demand::mailbox, GNUTLS_DT_RFC822NAME, mailbox);
  }
  Demands(const Demands&) = delete;
  Demands& operator=(const Demands&) = delete;
  unsigned size() const { return static_cast<unsigned>(all.size()); }
  std::string name, purpose{pki::kServerPurpose}, address{test::kAddress}, mailbox{test::kMailbox};
  std::vector<gnutls_typed_vdata_st> all;
};

// What the functions of one kind of handle make of DER.
template <class Handle, auto kInit, auto kImport, auto kDeinit>
struct Imported {
  explicit Imported(const std::vector<ByteVector>& ders) {
    for (const ByteVector& der : ders) {
      std::string bytes(as_text(der));
      const gnutls_datum_t data = datum(bytes);
      EXPECT_EQ(kInit(&all.emplace_back()), 0);
      EXPECT_EQ(kImport(all.back(), &data, GNUTLS_X509_FMT_DER), 0);
    }
  }
  Imported(const Imported&) = delete;
  Imported& operator=(const Imported&) = delete;
  ~Imported() {
    for (const Handle handle : all) kDeinit(handle);
  }
  unsigned size() const { return static_cast<unsigned>(all.size()); }
  std::vector<Handle> all;
};
using Handles = Imported<gnutls_x509_crt_t, gnutls_x509_crt_init, gnutls_x509_crt_import, gnutls_x509_crt_deinit>;
using Lists = Imported<gnutls_x509_crl_t, gnutls_x509_crl_init, gnutls_x509_crl_import, gnutls_x509_crl_deinit>;

// A handshake of two sessions over memory, of which the client judges the server, and what it then says.
class Handshake {
 public:
  Handshake(const BrokenChain& broken, unsigned flags) {
    std::string chain = broken.chain_pem, key = broken.key_pem, trust = broken.trusted_pem;
    const gnutls_datum_t chain_data = datum(chain), key_data = datum(key), trust_data = datum(trust);
    gnutls_certificate_allocate_credentials(&server_credentials_);
    gnutls_certificate_allocate_credentials(&client_credentials_);
    EXPECT_EQ(gnutls_certificate_set_x509_key_mem(server_credentials_, &chain_data, &key_data, GNUTLS_X509_FMT_PEM), 0);
    const int trusted = gnutls_certificate_set_x509_trust_mem(client_credentials_, &trust_data, GNUTLS_X509_FMT_PEM);
    EXPECT_TRUE(trusted == 1 || broken.trusted.empty());
    for (const ByteVector& der : broken.lists) {
      std::string list(as_text(der));
      const gnutls_datum_t list_data = datum(list);
      EXPECT_EQ(gnutls_certificate_set_x509_crl_mem(client_credentials_, &list_data, GNUTLS_X509_FMT_DER), 1);
    }
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

void check_engine(const ChainRule& rule, const BrokenChain& broken, const Asked& asked) {
  pki::TrustStore store;
  pki::RevocationLists lists;
  for (const ByteVector& der : broken.trusted) ASSERT_TRUE(store.add_der(der));
  for (const ByteVector& der : broken.lists) ASSERT_TRUE(lists.add_der(der));
  pki::VerifyOptions options{.now = current_time(), .purpose = pki::kNoPurpose};
  if (has(asked, Demand::name)) options.name = pki::ReferenceName::parse(rule.name).value();
  if (has(asked, Demand::purpose)) options.purpose = pki::kServerPurpose;
  if (has(asked, Demand::address)) options.address = pki::ReferenceName::ip(as_bytes(test::kAddress)).value();
  if (has(asked, Demand::mailbox)) options.email = test::kMailbox;
  options.status_withheld = has(asked, Demand::status);
  options.revocation_lists = &lists;
  rule.options(options);
  const std::vector<Bytes> chain(broken.chain.begin(), broken.chain.end());
  const pki::Verdict verdict = pki::verify_chain(store, chain, options);
  EXPECT_EQ(verdict.ok(), status_of(rule, asked) == 0);
  EXPECT_TRUE(verdict.others.empty());
  if (verdict.ok()) return;
  EXPECT_EQ(verdict.error->code, rule.error) << handfast::name_of(verdict.error->code);
}

void check_handles(const ChainRule& rule, const BrokenChain& broken, const Asked& asked) {
  gnutls_x509_trust_list_t list = nullptr;
  ASSERT_EQ(gnutls_x509_trust_list_init(&list, 0), 0);
  Handles trusted(broken.trusted), chain(broken.chain);
  const Lists lists(broken.lists);
  EXPECT_EQ(gnutls_x509_trust_list_add_cas(list, trusted.all.data(), trusted.size(), 0),
            static_cast<int>(trusted.size()));
  EXPECT_EQ(gnutls_x509_trust_list_add_crls(list, lists.all.data(), lists.size(), 0, 0),
            static_cast<int>(lists.size()));
  unsigned status = kNobodyAsked;
  Demands demands(asked, rule);
  EXPECT_EQ(gnutls_x509_trust_list_verify_crt2(list, chain.all.data(), chain.size(), demands.all.data(), demands.size(),
                                               rule.flags, &status, nullptr),
            0);
  EXPECT_EQ(status, status_of(rule, asked)) << std::hex << status;
  EXPECT_EQ(gnutls_x509_trust_list_verify_crt(list, chain.all.data(), chain.size(), rule.flags, &status, nullptr), 0);
  EXPECT_EQ(status, status_of(rule, {})) << std::hex << status;
  EXPECT_EQ(gnutls_x509_crt_list_verify(chain.all.data(), chain.size(), trusted.all.data(), trusted.size(),
                                        lists.all.data(), lists.size(), rule.flags, &status),
            0);
  EXPECT_EQ(status, status_of(rule, {})) << std::hex << status;
  gnutls_x509_trust_list_deinit(list, 0);
}

// What a session asks for: clients want an OCSP response.
Asked by_session(Asked asked) {
  asked.push_back(Demand::status);
  return asked;
}

// After a handshake that left the verdict to the program.
void check_peer(const ChainRule& rule, const BrokenChain& broken) {
  Handshake handshake(broken, rule.flags);
  ASSERT_EQ(handshake.run(), 0);
  unsigned status = kNobodyAsked;
  for (const Asked& asked : all_asked(rule)) {
    Demands demands(asked, rule);
    EXPECT_EQ(gnutls_certificate_verify_peers(handshake.client(), demands.all.data(), demands.size(), &status), 0);
    EXPECT_EQ(status, status_of(rule, by_session(asked))) << std::hex << status;
  }
  EXPECT_EQ(gnutls_certificate_verify_peers2(handshake.client(), &status), 0);
  EXPECT_EQ(status, status_of(rule, by_session({}))) << std::hex << status;
  EXPECT_EQ(gnutls_certificate_verify_peers3(handshake.client(), rule.name.c_str(), &status), 0);
  EXPECT_EQ(status, status_of(rule, by_session({Demand::name}))) << std::hex << status;
}

// Inside a handshake: by gnutls_session_set_verify_cert(), or by gnutls_session_set_verify_cert2().
void check_handshake(const ChainRule& rule, const BrokenChain& broken, const Asked& asked, bool second) {
  Handshake handshake(broken, 0);
  Demands demands(asked, rule);
  if (second)
    gnutls_session_set_verify_cert2(handshake.client(), demands.all.data(), demands.size(), rule.flags);
  else
    gnutls_session_set_verify_cert(handshake.client(), has(asked, Demand::name) ? rule.name.c_str() : nullptr,
                                   rule.flags);
  const unsigned expected = status_of(rule, by_session(asked));
  EXPECT_EQ(handshake.run(), expected == 0 ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  EXPECT_EQ(gnutls_session_get_verify_cert_status(handshake.client()), expected);
}

TEST(OneVerdict, OfEveryRuleInEveryPlace) {
  unsigned count = 0;
  test::for_each_broken_chain(current_time(),
                              [&](const ChainRule& rule, const std::string& what, const BrokenChain& broken) {
                                SCOPED_TRACE(what);
                                ++count;
                                for (const Asked& asked : all_asked(rule)) {
                                  check_engine(rule, broken, asked);
                                  if (!has(asked, Demand::status)) check_handles(rule, broken, asked);
                                  if (rule.shown) check_handshake(rule, broken, asked, true);
                                }
                                if (!rule.shown) return;
                                for (const Asked& asked : {Asked{}, Asked{Demand::name}})
                                  check_handshake(rule, broken, asked, false);
                                check_peer(rule, broken);
                              });
  EXPECT_GE(count, 190U);
}

// Whoever gives an error bits of its own gives it a rule.
TEST(OneVerdict, OfEveryErrorThatHasBits) {
  const std::vector<ChainRule> rules = test::chain_rules(current_time());
  for (unsigned number = 0; !handfast::name_of(static_cast<Errc>(number)).empty(); ++number)
    for (const char* field : {"", "keyUsage"}) {
      const Error error{static_cast<Errc>(number), field};
      const unsigned bits = bits_for(error);
      const auto same = [&](const ChainRule& rule) { return rule.error == error.code && rule.bits == bits; };
      EXPECT_TRUE(bits == 0 || std::ranges::any_of(rules, same)) << handfast::name_of(error.code) << " " << field;
    }
}

}  // namespace
}  // namespace handfast::capi
