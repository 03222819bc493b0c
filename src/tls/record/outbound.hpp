#pragma once
// The sending half of a connection: what leaves is cut into records, protected, and waits in one buffer for the transport.
// Shares nothing with the receiving half.
#include <memory>
#include <optional>

#include "base/buffer.hpp"
#include "base/relaxed.hpp"
#include "tls/record/fragment_limit.hpp"
#include "tls/record/handshake_channel.hpp"

namespace handfast::tls {

class Outbound {
 public:
  // Handshake messages are collected, so that a flight fills as few records as possible, until flush_handshake().
  Result<void> queue_handshake(Bytes message);
  Result<void> flush_handshake();
  bool has_handshake() const { return !handshake_.empty(); }  // collected, and not flushed
  void discard_handshake() { give_back(handshake_); }         // of a flight that failed half-way

  // From here on a channel hears of secrets and, as far as it wants, carries messages and alerts. Null: there is none.
  void use(std::shared_ptr<HandshakeChannel> channel);
  HandshakeChannel* channel() const { return channel_.get(); }
  bool is_carried() const { return carried_; }
  Result<void> send_alert(AlertLevel severity, Alert alert);

  // Sends anything else, in as many records as it takes; collected handshake messages go first.
  Result<void> send(ContentType type, Bytes content);

  // Protects everything from here on with these keys (what was collected goes out under the old ones).
  Result<void> install(RecordProtection protection);
  // Where a channel carries what leaves; what was collected goes out at the level before.
  Result<void> move_to(EncryptionLevel next);
  void unprotect() { protection_.reset(); }  // a second ClientHello after refused early data

  Bytes output() const { return (other_first_ ? *other_ : out_).bytes(); }
  void output_taken(std::size_t n);
  void drop_output();  // but for what is pinned
  // While one thread sends the bytes of output(), another may make records: those bytes stay where they are, and what is made
  // comes behind them.
  void pin_output(bool pinned) { pinned_ = pinned; }
  bool is_pinned() const { return pinned_; }

  bool is_protected() const { return protection_ || (carried_ && level_ != EncryptionLevel::initial); }
  std::uint64_t records() const { return protection_ ? protection_->records() : 0; }
  bool key_is_used_up() const { return protection_ && protection_->is_used_up(); }  // no more data under it
  std::size_t record_overhead() const { return protection_ ? protection_->sealed_size(0, 0) : kRecordHeaderSize; }
  std::uint64_t bytes_taken() const { return bytes_taken_; }  // any thread may ask

  ProtocolVersion plaintext_version = ProtocolVersion::tls10;  // legacy_record_version (RFC 8446, 5.1)
  std::size_t max_fragment() const { return limit_.bytes(); }  // RFC 8449 may make it smaller
  void limit_fragments(std::size_t most) { limit_.set(most, protection_); }
  std::size_t padding = 0;  // zeros added to each record (RFC 8446, 5.4)

 private:
  Result<void> send_record(ContentType type, Bytes fragment);
  Result<void> carry(Bytes messages);
  Buffer& first() { return other_first_ ? *other_ : out_; }  // what output() shows
  Buffer& second() { return other_first_ ? out_ : *other_; }
  bool has_second() { return other_ != nullptr && !second().empty(); }
  Buffer& last();

  std::shared_ptr<HandshakeChannel> channel_;
  std::optional<RecordProtection> protection_;
  ByteVector handshake_;
  Buffer out_;
  std::unique_ptr<Buffer> other_;  // takes turns with the former where output is pinned; null: there was no need
  FragmentLimit limit_;
  Relaxed<std::uint64_t> bytes_taken_ = 0;
  EncryptionLevel level_ = EncryptionLevel::initial;
  bool carried_ = false, pinned_ = false, other_first_ = false;
};

}  // namespace handfast::tls
