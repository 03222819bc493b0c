#pragma once
// What a side may insist on in TLS 1.2, once both hellos are known.
#include "tls/connection/connection.hpp"

namespace handfast::tls {

// RFC 7627, 5.2 and 5.3; RFC 5746, 4.1 and 4.3.
Result<void> check_required12(const SessionInfo& info, const Policy& policy);

}  // namespace handfast::tls
