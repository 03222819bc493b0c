#pragma once
// A key of TLS 1.2 near its end, which nobody reaches in a test: it is 256 GB away.
#include "tls/connection/state.hpp"

namespace handfast::test {

// An explicit instantiation may name what is private.
template <auto kState, auto kProtection>
struct PrivateMembers {
  friend std::optional<tls::RecordProtection>& sending_protection(tls::Connection& connection) {
    return (*(connection.*kState)).outbound.*kProtection;
  }
};
std::optional<tls::RecordProtection>& sending_protection(tls::Connection& connection);
template struct PrivateMembers<&tls::Connection::state_, &tls::Outbound::protection_>;

inline constexpr std::uint64_t kFinishedBlocks = 2;  // 16 bytes, and one more for each record

// Right behind a handshake: so many blocks are left to the key that `connection` sends with.
inline void leave_blocks(tls::Connection& connection, std::uint64_t blocks) {
  sending_protection(connection)->use_up(tls::kMaxBlocksPerKey - kFinishedBlocks - blocks);
}

}  // namespace handfast::test
