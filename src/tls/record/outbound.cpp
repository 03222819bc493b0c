#include "tls/record/outbound.hpp"

#include <algorithm>

#include "base/copy.hpp"
#include "base/reader.hpp"

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
  return carried_ ? carry(messages) : send(ContentType::handshake, messages);
}

void Outbound::use(std::shared_ptr<HandshakeChannel> channel) {
  channel_ = std::move(channel);
  carried_ = channel_ && channel_->carries_messages();
}

// One by one, though they were collected.
Result<void> Outbound::carry(Bytes messages) {
  constexpr std::size_t kMessageHeaderSize = 4;
  while (!messages.empty()) {
    Reader header(messages);
    (void)header.number<1>();
    const Bytes message = messages.first(kMessageHeaderSize + header.number<3>());
    if (const auto sent = channel_->send(level_, message); !sent) return sent;
    messages = messages.subspan(message.size());
  }
  return {};
}

// RFC 9001, 4.8: an alert becomes an error of the other protocol.
Result<void> Outbound::send_alert(AlertLevel severity, Alert alert) {
  if (channel_ && channel_->carries_alerts()) {
    if (const auto flushed = flush_handshake(); !flushed) return flushed;
    return channel_->send_alert(level_, severity, alert);
  }
  const std::array<std::uint8_t, 2> body{static_cast<std::uint8_t>(severity), static_cast<std::uint8_t>(alert)};
  return send(ContentType::alert, body);
}

Result<void> Outbound::send(ContentType type, Bytes content) {
  if (const auto flushed = flush_handshake(); !flushed) return flushed;
  if (carried_ && type == ContentType::handshake) return carry(content);
  if (carried_)  // RFC 9001, 4.1.3: "TLS application data and other content types cannot be carried by QUIC"
    return fail(Errc::invalid_request, "record.type", "RFC 9001, 4.1.3", "a handshake message", name_of(type));
  do {
    const Bytes fragment = content.first(std::min(content.size(), max_fragment()));
    if (const auto sent = send_record(type, fragment); !sent) return sent;
    content = content.subspan(fragment.size());
  } while (!content.empty());
  return {};
}

Result<void> Outbound::install(RecordProtection protection) {
  if (const auto flushed = flush_handshake(); !flushed) return flushed;
  protection_ = std::move(protection);
  limit_.keys_changed();
  return {};
}

Result<void> Outbound::move_to(EncryptionLevel next) {
  if (const auto flushed = flush_handshake(); !flushed) return flushed;
  level_ = next;
  return {};
}

void Outbound::output_taken(std::size_t n) {
  first().taken(n);
  bytes_taken_ += n;
  if (!first().empty()) return;
  first().release();  // an idle connection holds no buffer
  other_first_ = has_second() && !other_first_;
  if (!other_first_ && !has_second()) other_.reset();
}

void Outbound::drop_output() {
  if (has_second()) second().taken(second().size());
  if (!pinned_) output_taken(first().size());
}

// Where what is made comes behind all that waits.
Buffer& Outbound::last() {
  if (!pinned_ && !has_second()) return first();
  if (other_ == nullptr) other_ = std::make_unique<Buffer>();
  return second();
}

Result<void> Outbound::send_record(ContentType type, Bytes fragment) {
  // RFC 8446, D.4: change_cipher_spec is never protected in TLS 1.3. In TLS 1.2 it is whenever the keys change again.
  const bool sealed = protection_ && (type != ContentType::change_cipher_spec || !protection_->is_tls13());
  const std::size_t most_padding = max_fragment() - fragment.size();
  const std::size_t pad = std::min(padding, most_padding);
  const std::size_t size =
      sealed ? protection_->sealed_size(fragment.size(), pad) : kRecordHeaderSize + fragment.size();
  Buffer& buffer = last();
  const MutableBytes space = buffer.room(size);
  if (space.size() != size) return fail(Errc::out_of_memory);
  if (sealed) {
    if (const auto done = protection_->seal(type, fragment, pad, space); !done) return done;
  } else {
    copy_bytes(record_header(type, plaintext_version, fragment.size()), space);
    copy_bytes(fragment, space.subspan(kRecordHeaderSize));
  }
  buffer.added(size);
  return {};
}

}  // namespace handfast::tls
