#pragma once
// The usual certificate verdict: the chain against a trust store, at once.
#include "pki/trust_store.hpp"
#include "tls/config.hpp"

namespace handfast::tls {

// What a verdict found in the place of a server's name where the program has given none.
inline constexpr std::string_view kNoNameGiven = "no name to check";

class ChainVerifier final : public CertificateVerifier {
 public:
  // `clock`: of the moment that certificates must be valid at.
  explicit ChainVerifier(std::shared_ptr<const pki::TrustStore> store,
                         std::chrono::system_clock::time_point (*clock)() = &std::chrono::system_clock::now)
      : store_(std::move(store)), clock_(clock) {}
  // A client's verdict needs a name: without one the certificate is refused, never accepted for any name.
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, Role peer) override;
  crypto::Digest settings() const override { return store_->fingerprint(); }

 private:
  std::shared_ptr<const pki::TrustStore> store_;
  std::chrono::system_clock::time_point (*clock_)();
};

}  // namespace handfast::tls
