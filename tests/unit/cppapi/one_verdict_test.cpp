// The C++ API gives the engine's verdict on a chain (tests/support/chain_rules.hpp), name and purpose included.
#include <array>

#include "support/chain_rules.hpp"
#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

TEST(CppVerdict, OfEveryRuleInEveryPlace) {
  unsigned count = 0;
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  for_each_broken_chain(now, [&](const ChainRule& rule, const std::string& what, const BrokenChain& broken) {
    const bool other_demand = rule.demand == Demand::address || rule.demand == Demand::mailbox;
    const bool possible = rule.flags == 0 && broken.lists.empty() && !broken.trusted.empty() && !other_demand;
    if (!possible || !rule.shown) return;  // what this API does not have: it trusts the system's where nobody is named
    SCOPED_TRACE(what);
    ++count;
    ConfigBuilder client, server;
    client.trust_pem(broken.trusted_pem).request_status();
    server.identity_pem(broken.chain_pem, broken.key_pem);
    Pair pair(client, server, rule.name);
    pair.handshake();
    EXPECT_EQ(pair.stands(), !rule.error) << why(pair.client);
    if (!rule.error) return;
    ASSERT_NE(pair.client.failure(), nullptr);
    EXPECT_EQ(pair.client.failure()->name(), handfast::name_of(*rule.error));
  });
  EXPECT_GE(count, 90U);
}

}  // namespace
}  // namespace handfast::test
