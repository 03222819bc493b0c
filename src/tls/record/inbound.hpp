#pragma once
// The receiving half of a connection: bytes from the transport become records, records become whole handshake messages,
// application data and alerts. Everything that may be wrong with a record is refused here.
#include <optional>

#include "base/alert.hpp"
#include "base/buffer.hpp"
#include "base/relaxed.hpp"
#include "tls/record/fragment_limit.hpp"
#include "tls/record/handshake_channel.hpp"

namespace handfast::tls {

struct Incoming {
  enum class Kind : std::uint8_t {
    wants_input,
    handshake,
    application_data,
    change_cipher_spec,
    warning_alert,
    close_notify
  };
  Kind kind = Kind::wants_input;
  Bytes bytes{};           // a whole handshake message with its header, or application data; valid until the next call
  bool delivered = false;  // application data: already in the caller's memory, `bytes` are a view of it
  Alert alert{};
};

// Proof that no byte of the peer's old keys waits to be read (RFC 8446, 5.1); only Inbound makes it.
class RecordAligned {
  RecordAligned() = default;
  friend class Inbound;
};

class Inbound {
 public:
  // From the transport.
  std::size_t wanted() const;  // how many more bytes complete the current record's header, or its body
  MutableBytes space(std::size_t n) { return in_.room(n); }
  void added(std::size_t n);  // 0: nothing came, and an empty space is given back
  void ended() { ended_ = true; }
  bool has_bytes() const { return !in_.empty(); }
  bool is_idle() const { return in_.empty() && handshake_.empty() && !ended_; }  // next() would only want input
  std::uint64_t bytes_received() const { return bytes_received_; }               // any thread may ask
  std::uint64_t data_received() const { return data_received_; }  // bytes of application data; any thread may ask
  Bytes first_bytes() const { return in_.bytes(); }

  // From a channel that carries the messages (RFC 9001, 4.1.3): bytes of the level that is read now.
  Result<void> add_handshake(EncryptionLevel at, Bytes bytes);
  bool is_inside_message() const { return handshake_.size() > message_size_; }

  // The next thing that has arrived. `direct`: where application data may be decrypted to when it fits.
  Result<Incoming> next(MutableBytes direct = {});

  // What next() gave out last has been used: an idle connection keeps no memory for it.
  void release_used();

  Result<RecordAligned> aligned() const;
  // That the peer has sent nothing behind its message that waits for our answer: what it sends next depends on that.
  Result<void> ends_flight() const;
  // TLS 1.2: a ChangeCipherSpec that came while TLS 1.3 was possible was one too many (RFC 5246, 7.1).
  Result<void> no_change_cipher_spec_yet() const;
  void install(RecordProtection protection, RecordAligned);
  void move_to(EncryptionLevel next, RecordAligned);
  EncryptionLevel level() const { return level_; }
  // TLS 1.2: another handshake on the same connection,
  void begin_again();
  // whose first message was given out before it was wanted, and is given out again.
  void put_back(Bytes message);
  bool is_protected() const { return protection_.has_value(); }
  bool last_was_protected() const { return last_protected_; }
  std::uint64_t records() const { return protection_ ? protection_->records() : 0; }  // opened with the current key

  enum class EarlyData : std::uint8_t { none, skip_plaintext, skip_protected };
  // RFC 8446, 4.2.10: at most so many bytes of plaintext, as far as that can be known.
  void skip_early_data(EarlyData how, std::size_t most = kMaxSkippedEarlyData) {
    early_data_ = how;
    most_skipped_ = most;
  }

  std::size_t max_message = kMaxHandshakeMessage;
  std::size_t max_plaintext() const { return limit_.bytes(); }  // what record_size_limit promised (RFC 8449)
  void limit_plaintext(std::size_t most) { limit_.set(most, protection_); }
  // TLS 1.3: from the first ClientHello to the peer's Finished (RFC 8446, 5), and so long an alert may be in the clear.
  // TLS 1.2: while one is awaited.
  bool change_cipher_spec_allowed = false;
  bool handshaking = true;            // no application data may come, not even none
  bool every_alert_is_fatal = false;  // RFC 8446, 6: in TLS 1.3, but for two
  std::optional<Alert> alert_received;

 private:
  struct Record {
    ContentType type{};
    Bytes content{};
    bool delivered = false;
  };
  Result<std::optional<Record>> next_record(MutableBytes direct);
  Result<std::size_t> check_header();
  Result<std::optional<Record>> open_record(Bytes header, MutableBytes body, MutableBytes direct);
  bool skipped(ContentType outer, std::size_t size, bool opened);
  Result<std::optional<Incoming>> dispatch(const Record& record);
  Result<std::optional<Incoming>> on_handshake(const Record& record);
  Result<std::optional<Incoming>> on_alert(const Record& record);
  Result<std::optional<Incoming>> on_change_cipher_spec(const Record& record);
  Result<std::optional<Incoming>> on_application_data(const Record& record);
  void drop_message();
  bool may_interleave(const Record& record) const;
  Result<std::optional<Bytes>> whole_message();
  Result<void> count_empty();

  std::optional<RecordProtection> protection_;
  Buffer in_;
  FragmentLimit limit_;
  ByteVector handshake_;          // of messages that are not whole yet, or wait behind the current one
  std::size_t message_size_ = 0;  // of the message given out last, still at the front of handshake_
  Relaxed<std::uint64_t> bytes_received_ = 0;
  Relaxed<std::uint64_t> data_received_ = 0;
  std::size_t skipped_bytes_ = 0, most_skipped_ = kMaxSkippedEarlyData;
  unsigned empty_records_ = 0, warning_alerts_ = 0, change_cipher_specs_ = 0;
  EarlyData early_data_ = EarlyData::none;
  EncryptionLevel level_ = EncryptionLevel::initial;
  bool ended_ = false, first_record_seen_ = false, last_protected_ = false;
};

}  // namespace handfast::tls
