#include "tls/record/outbound.hpp"

#include <algorithm>

#include "base/copy.hpp"

namespace handfast::tls {

Result<void> Outbound::queue_handshake(Bytes message) {
  constexpr std::size_t kUsualFlight = 2048;  // bytes: one allocation, where messages come one by one
  if (handshake_.empty()) handshake_.reserve(std::max(message.size(), kUsualFlight));
  append(handshake_, message);
  return {};
}

Result<void> Outbound::flush_handshake() {
  if (handshake_.empty()) return {};
  const ByteVector messages = std::exchange(handshake_, {});
  return send(ContentType::handshake, messages);
}

Result<void> Outbound::send(ContentType type, Bytes content) {
  if (const auto flushed = flush_handshake(); !flushed) return flushed;
  do {
    const Bytes fragment = content.first(std::min(content.size(), max_fragment));
    if (const auto sent = send_record(type, fragment); !sent) return sent;
    content = content.subspan(fragment.size());
  } while (!content.empty());
  return {};
}

Result<void> Outbound::install(RecordProtection protection) {
  if (const auto flushed = flush_handshake(); !flushed) return flushed;
  protection_ = std::move(protection);
  return {};
}

void Outbound::output_taken(std::size_t n) {
  out_.taken(n);
  bytes_taken_ += n;
  if (out_.empty()) out_.release();  // an idle connection holds no buffer
}

Result<void> Outbound::send_record(ContentType type, Bytes fragment) {
  // RFC 8446, D.4: change_cipher_spec is never protected in TLS 1.3. In TLS 1.2 it is whenever the keys change again.
  const bool sealed = protection_ && (type != ContentType::change_cipher_spec || !protection_->is_tls13());
  const std::size_t most_padding = max_fragment - fragment.size();
  const std::size_t pad = std::min(padding, most_padding);
  const std::size_t size =
      sealed ? protection_->sealed_size(fragment.size(), pad) : kRecordHeaderSize + fragment.size();
  const MutableBytes space = out_.room(size);
  if (space.size() != size) return fail(Errc::out_of_memory);
  if (sealed) {
    if (const auto done = protection_->seal(type, fragment, pad, space); !done) return done;
  } else {
    copy_bytes(record_header(type, plaintext_version, fragment.size()), space);
    copy_bytes(fragment, space.subspan(kRecordHeaderSize));
  }
  out_.added(size);
  return {};
}

}  // namespace handfast::tls
