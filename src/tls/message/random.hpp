#pragma once
#include <array>
#include <cstdint>

namespace handfast::tls {

using Random = std::array<std::uint8_t, 32>;  // of a hello (RFC 8446, 4.1.2)

}  // namespace handfast::tls
