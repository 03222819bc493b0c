#pragma once
// What the signature checks of one verdict may cost altogether. A chain is the peer's: it says how many there are, and how
// large the keys.
#include <cstdint>

#include "crypto/signature.hpp"

namespace handfast::pki {

// In squares of bits, as the time grows: 128 checks with RSA-2048 or P-256, 32 with RSA-4096, 8 with RSA-8192. The longest
// path of RSA-4096 takes 15. About 10 ms.
inline constexpr std::uint64_t kSignatureBudget = std::uint64_t{128} * 2048 * 2048;

class SignatureBudget {
 public:
  // Takes what a check with this key costs. False: so much is not left, and the check must not be made.
  bool spend(const crypto::PublicKey& key) {
    const std::uint64_t cost = cost_of(key);
    exhausted_ = exhausted_ || cost > kSignatureBudget - spent_;
    if (!exhausted_) spent_ += cost;
    return !exhausted_;
  }
  bool exhausted() const { return exhausted_; }  // a check was refused
  std::uint64_t spent() const { return spent_; }

 private:
  // A signature on a curve of n bits takes about as long as RSA's with 8 n bits.
  static std::uint64_t cost_of(const crypto::PublicKey& key) {
    const bool rsa = key.type() == crypto::KeyType::rsa || key.type() == crypto::KeyType::rsa_pss;
    const std::uint64_t bits = rsa ? key.bits() : std::uint64_t{8} * key.bits();
    return bits * bits;
  }

  std::uint64_t spent_ = 0;
  bool exhausted_ = false;
};

}  // namespace handfast::pki
