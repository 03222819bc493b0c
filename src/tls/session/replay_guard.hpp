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

  // For how long a ClientHello that is taken now could be fresh again, or one that comes now have been fresh before: it may
  // be early the first time and late the second.
  std::uint64_t remembered_for_ms() const { return std::uint64_t{2} * window_ms + 1000; }

  // By how much a ClientHello may come earlier or later than its ticket's age says (RFC 8446, 8.3).
  std::uint32_t window_ms = 10'000;
  // When the memory began, in milliseconds since 1970; 0: it reaches back as far as is needed. What came before that is not
  // remembered: until `remembered_for_ms` are over, no early data is taken under a ticket that is older, and the guard is
  // not asked (RFC 8446, 8.2). Under a younger ticket nothing can have come.
  std::uint64_t started_ms = 0;
};

inline constexpr std::size_t kUsualRememberedHellos = 65'536;  // each of about 100 bytes, for some 20 seconds

// In this process's memory. When it is full every other ClientHello is taken for a repeated one. So is, when the clock has
// been set back, every one that came at a moment whose ClientHellos are forgotten already.
class MemoryReplayGuard final : public ReplayGuard {
 public:
  explicit MemoryReplayGuard(std::uint64_t started, std::size_t most = kUsualRememberedHellos)  // seconds since 1970
      : most_(most) {
    started_ms = 1000 * started;
  }
  Answer<bool> is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) override;

 private:
  void forget_expired(std::uint64_t now);

  const std::size_t most_;
  std::mutex mutex_;
  std::map<ByteVector, std::uint64_t> expires_;
  std::uint64_t looked_at_ = 0;
  std::uint64_t forgotten_until_ = 0;  // the latest `expires` of what was forgotten
};

}  // namespace handfast::tls
