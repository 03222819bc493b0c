#pragma once
// What keeps early data from being taken twice (RFC 8446, 8.2): each ClientHello is remembered for as long as it could be
// played again. One guard serves many connections and threads at once; servers that share ticket keys have to share a guard.
#include <map>
#include <mutex>

#include "base/answer.hpp"
#include "base/bytes.hpp"

namespace handfast::tls {

class ReplayGuard {
 public:
  virtual ~ReplayGuard() = default;
  // Whether the ClientHello with this binder, which is borrowed for the call, came for the first time. From then on it is
  // remembered until `expires`, in seconds since 1970. A failure is as good as no: without early data the handshake goes on.
  virtual Answer<bool> is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) = 0;

  // By how much a ClientHello may come earlier or later than its ticket's age says (RFC 8446, 8.3).
  std::uint32_t window_ms = 10'000;
};

inline constexpr std::size_t kUsualRememberedHellos = 65'536;  // each of about 100 bytes, for some 20 seconds

// In this process's memory. When it is full every other ClientHello is taken for a repeated one, and after a start every one
// that might have come before it (RFC 8446, 8.2).
class MemoryReplayGuard final : public ReplayGuard {
 public:
  explicit MemoryReplayGuard(std::uint64_t started, std::size_t most = kUsualRememberedHellos)  // seconds since 1970
      : started_(started), most_(most) {}
  Answer<bool> is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) override;

 private:
  void forget_expired(std::uint64_t now);

  const std::uint64_t started_;
  const std::size_t most_;
  std::mutex mutex_;
  std::map<ByteVector, std::uint64_t> expires_;
  std::uint64_t looked_at_ = 0;
};

}  // namespace handfast::tls
