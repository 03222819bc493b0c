#pragma once
// What the flags let a connection negotiate, and what the tests take for granted where they say nothing.
#include <expected>
#include <memory>
#include <string>

#include "bogo/flags.hpp"
#include "tls/policy.hpp"

namespace handfast::bogo {

// Fails with the reason why the test is not implemented.
std::expected<std::shared_ptr<const tls::Policy>, std::string> make_policy(const Flags& flags);
// Of how many of the policy's groups the ClientHello has shares.
std::expected<unsigned, std::string> key_shares(const Flags& flags, const tls::Policy& policy);

// Whether the flags ask for a whole set of rules by its name: it then also says what a key signs with.
bool has_profile(const Flags& flags);

bool scheme_known(SignatureScheme scheme);

}  // namespace handfast::bogo
