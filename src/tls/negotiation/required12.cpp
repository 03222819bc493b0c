#include "tls/negotiation/required12.hpp"

namespace handfast::tls {

Result<void> check_required12(const SessionInfo& info, const Policy& policy) {
  if (policy.require_extended_master_secret && !info.extended_master_secret)
    return fail(Errc::missing_extension, "extended_master_secret", "RFC 7627, 5.2", "extended_master_secret", "none");
  if (policy.require_secure_renegotiation && !info.secure_renegotiation)
    return fail(Errc::bad_renegotiation_info, "renegotiation_info", "RFC 5746, 4.1", "renegotiation_info", "none");
  return {};
}

}  // namespace handfast::tls
