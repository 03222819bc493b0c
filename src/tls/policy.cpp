#include "tls/policy.hpp"

namespace handfast::tls {

const std::shared_ptr<const Policy>& default_policy() {
  static const auto policy = std::make_shared<const Policy>();
  return policy;
}

}  // namespace handfast::tls
