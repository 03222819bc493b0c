#pragma once
// How many bytes of plaintext a record of one direction may have, where it is less than TLS allows (RFC 8449, RFC 6066, 4).
#include <optional>
#include <utility>

#include "tls/record/protection.hpp"

namespace handfast::tls {

class FragmentLimit {
 public:
  std::size_t bytes() const { return now_; }

  // At most kMaxPlaintext, from here on; in a renegotiation from the new keys on (RFC 8449, 4).
  void set(std::size_t most, const std::optional<RecordProtection>& protection) {
    const bool renegotiates = protection && !protection->is_tls13();
    (renegotiates ? next_ : now_) = static_cast<std::uint16_t>(most);
  }
  void keys_changed() {
    if (next_ != 0) now_ = std::exchange(next_, std::uint16_t{0});
  }

 private:
  std::uint16_t now_ = kMaxPlaintext;
  std::uint16_t next_ = 0;  // of the keys that come; 0: as before
};

}  // namespace handfast::tls
