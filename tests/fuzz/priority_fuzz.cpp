// Priority strings and policy files. Input: a policy file, a NUL byte, a priority string; without a NUL all of it is the
// string, under an empty policy.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "capi/priority/engine_policy.hpp"
#include "capi/priority/suites.hpp"

namespace {

using namespace handfast::capi;

void require(bool condition) {
  if (!condition) std::abort();
}

// What the rest of the library relies on.
void check(const Priority& priority, const SystemPolicy& system) {
  require(!priority.protocols.empty());
  require(!enabled_suites(priority).empty());
  require(!priority.signatures.empty());
  for (const unsigned id : priority.protocols) require(system.allows(Restricted::version, id));
  for (const unsigned id : priority.ciphers) require(system.allows(Restricted::cipher, id));
  for (const unsigned id : priority.groups) require(system.allows(Restricted::group, id));
  const auto policy = engine_policy(priority);
  require(!policy || !policy->cipher_suites.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t nul = input.find('\0');
  const SystemPolicy system =
      SystemPolicy::parse(nul == std::string_view::npos ? std::string_view() : input.substr(0, nul));
  const std::string_view text = nul == std::string_view::npos ? input : input.substr(nul + 1);
  const auto priority = compile_priority(text, system);
  if (priority) {
    check(*priority, system);
  } else {
    require(priority.error().position <= text.size());
  }
  const auto appended = compile_appended_priority(text, system);
  require(appended || appended.error().position <= text.size());
  return 0;
}
