#include "tls/record/inbound.hpp"

#include <algorithm>
#include <utility>

#include "base/reader.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMessageHeaderSize = 4;
constexpr std::size_t kEarlyRecordOverhead = 1 + 16;  // bytes: the content type and the tag

bool known(ContentType type) {
  return type == ContentType::change_cipher_spec || type == ContentType::alert || type == ContentType::handshake ||
         type == ContentType::application_data;
}

// RFC 5246, E.2: a length of 15 bits below a bit that is set, the type of the message, a version of TLS or SSL 2.0.
bool is_ssl2_hello(Bytes header) {
  return (header[0] & 0x80) != 0 && header[2] == 1 && (header[3] == 3 || (header[3] == 0 && header[4] == 2));
}

std::size_t length_in(Bytes header) { return std::size_t{header[3]} << 8 | header[4]; }

}  // namespace

std::size_t Inbound::wanted() const {
  if (in_.size() < kRecordHeaderSize) return kRecordHeaderSize - in_.size();
  const std::size_t whole = kRecordHeaderSize + length_in(in_.bytes());
  return in_.size() < whole ? whole - in_.size() : 0;
}

void Inbound::added(std::size_t n) {
  in_.added(n);
  bytes_received_ += n;
  if (n == 0 && !handshaking) in_.release();
}

Result<Incoming> Inbound::next(MutableBytes direct) {
  for (;;) {
    const auto message = whole_message();
    if (!message) return std::unexpected(message.error());
    if (*message) return Incoming{Incoming::Kind::handshake, **message};
    const auto record = next_record(direct);
    if (!record) return std::unexpected(record.error());
    if (!*record) return Incoming{};
    const auto incoming = dispatch(**record);
    if (!incoming) return std::unexpected(incoming.error());
    if (*incoming) return **incoming;
  }
}

Result<RecordAligned> Inbound::aligned() const {
  if (handshake_.size() == message_size_) return RecordAligned();
  return fail(Errc::data_across_key_change, "record", "RFC 8446, 5.1", "a message that ends its record",
              "more bytes of the old keys");
}

Result<void> Inbound::ends_flight() const {
  if (handshake_.size() == message_size_) return {};
  return fail(Errc::unexpected_message, "record", "RFC 8446, 4.1.4", "the end of the flight", "more handshake bytes");
}

Result<void> Inbound::no_change_cipher_spec_yet() const {
  if (change_cipher_specs_ == 0) return {};
  return fail(Errc::bad_change_cipher_spec, "change_cipher_spec", "RFC 5246, 7.1", "one, before Finished", "another");
}

Result<void> Inbound::add_handshake(EncryptionLevel at, Bytes bytes) {
  if (at != level_)
    return fail(Errc::unexpected_record, "crypto.level", "RFC 9001, 4.1.3", "the level that is read", "another one");
  if (bytes.size() > kMaxCarriedBytes - std::min(handshake_.size(), kMaxCarriedBytes))
    return fail(Errc::message_too_long, "crypto.length", "docs/limits.md", Note() << "at most " << kMaxCarriedBytes);
  append(handshake_, bytes);
  bytes_received_ += bytes.size();
  last_protected_ = at != EncryptionLevel::initial;
  return {};
}

void Inbound::move_to(EncryptionLevel next, RecordAligned) { level_ = next; }

void Inbound::begin_again() { change_cipher_specs_ = 0; }

void Inbound::put_back(Bytes message) { handshake_.insert(handshake_.begin(), message.begin(), message.end()); }

void Inbound::install(RecordProtection protection, RecordAligned) {
  protection_ = std::move(protection);
  last_protected_ = false;
  limit_.keys_changed();
}

// A whole record is taken from the transport's bytes, or nothing.
Result<std::optional<Inbound::Record>> Inbound::next_record(MutableBytes direct) {
  for (;;) {
    if (in_.size() < kRecordHeaderSize) {
      in_.release();
      if (ended_) return fail(Errc::closed_early, "record", "RFC 8446, 6.1", "close_notify", "end of file");
      return std::nullopt;
    }
    const auto length = check_header();
    if (!length) return std::unexpected(length.error());
    const std::size_t whole = kRecordHeaderSize + *length;
    if (in_.size() < whole) {
      if (ended_) return fail(Errc::closed_early, "record", "RFC 8446, 6.1", "the rest of a record", "end of file");
      return std::nullopt;
    }
    const MutableBytes bytes = in_.mutable_bytes().first(whole);
    auto record = open_record(bytes.first(kRecordHeaderSize), bytes.subspan(kRecordHeaderSize), direct);
    in_.taken(whole);
    if (!record || *record) return record;
  }
}

Result<std::size_t> Inbound::check_header() {
  const Bytes header = in_.bytes().first(kRecordHeaderSize);
  const auto type = static_cast<ContentType>(header[0]);
  if (!first_record_seen_ && is_ssl2_hello(header))
    return fail(Errc::ssl2_hello, "record", "RFC 6176, 3", "a TLS record", "a CLIENT-HELLO of SSL 2.0");
  if (!first_record_seen_ && (!known(type) || header[1] != 3))
    return fail(Errc::not_tls, "record", "RFC 8446, 5.1", "a TLS record");
  if (!known(type))
    return fail(Errc::unknown_record_type, "record.type", "RFC 8446, 5", "a known content type",
                hex_note(header[0], 2));
  if (header[1] != 3)  // the minor number "MUST be ignored for all purposes"
    return fail(Errc::wrong_record_version, "record.legacy_record_version", "RFC 8446, 5.1", "0x03..",
                hex_note(header[1], 2));
  first_record_seen_ = true;
  const std::size_t length = length_in(header);
  const std::size_t most = protection_ || early_data_ == EarlyData::skip_plaintext ? kMaxRecordBody : kMaxPlaintext;
  if (length > most) {
    Note found;
    found << length << " bytes";
    return fail(Errc::record_too_long, "record.length", "RFC 8446, 5.1", "at most 2^14 (+256) bytes", found);
  }
  return length;
}

Result<std::optional<Inbound::Record>> Inbound::open_record(Bytes header, MutableBytes body, MutableBytes direct) {
  const auto outer = static_cast<ContentType>(header[0]);
  // RFC 8446, D.4 and 5: change_cipher_spec stays in the clear. An alert does, too, when the peer could not compute its
  // handshake keys; it can only end a connection that nobody has authenticated yet. Later keys are new as well, but then
  // anybody on the way could forge a close_notify.
  const bool tls13 = protection_ && protection_->is_tls13();
  const bool first = tls13 && change_cipher_spec_allowed && protection_->records() == 0;
  const bool plain_alert = first && outer == ContentType::alert;
  const bool plain_change = tls13 && outer == ContentType::change_cipher_spec;
  if (!protection_ || plain_change || plain_alert) {
    if (skipped(outer, body.size(), false)) return std::nullopt;
    last_protected_ = false;
    return Record{outer, body};
  }
  if (tls13 && outer != ContentType::application_data)  // RFC 8446, 5.2
    return fail(Errc::unexpected_record, "record.opaque_type", "RFC 8446, 5.2", "application_data", name_of(outer));
  const bool fits = direct.size() >= protection_->opened_size(body.size()) && !direct.empty();
  const MutableBytes out = fits ? direct : body;
  const auto opened = protection_->open(header, body, out);
  if (!opened) {
    if (opened.error() == Errc::bad_record_mac && skipped(outer, body.size(), true)) return std::nullopt;
    return std::unexpected(opened.error());
  }
  early_data_ = EarlyData::none;
  last_protected_ = true;
  if (opened->plaintext_size > max_plaintext())  // with padding
    return fail(Errc::record_too_long, "record.encrypted_record", "RFC 8449, 4", "no more than record_size_limit");
  if (!fits && opened->type == ContentType::application_data) in_.wipes_taken();
  return Record{opened->type, opened->content, fits};
}

// RFC 8446, 5.1: "if a message is split over two or more records, there MUST NOT be any other records between them". RFC 5246,
// 6.2.1: data "MAY be interleaved", once it is protected.
bool Inbound::may_interleave(const Record& record) const {
  if (record.type == ContentType::handshake || record.type == ContentType::alert) return true;
  return record.type == ContentType::application_data && last_protected_ && !protection_->is_tls13();
}

// RFC 8446, 4.2.10: a server that refuses early data skips what it cannot use, up to a limit.
bool Inbound::skipped(ContentType outer, std::size_t size, bool opened) {
  const bool wanted = early_data_ == (opened ? EarlyData::skip_protected : EarlyData::skip_plaintext);
  if (!opened && handshake_.size() > message_size_) return false;  // RFC 8446, 5.1: not inside a split message
  if (!wanted || outer != ContentType::application_data) return false;
  skipped_bytes_ += size > kEarlyRecordOverhead ? size - kEarlyRecordOverhead : 1;  // an empty record is not free
  return skipped_bytes_ <= most_skipped_;
}

Result<std::optional<Incoming>> Inbound::dispatch(const Record& record) {
  if (handshake_.size() > message_size_ && !may_interleave(record))
    return fail(Errc::unexpected_record, "record.type", "RFC 8446, 5.1", "the rest of a handshake message",
                name_of(record.type));
  switch (record.type) {
    case ContentType::handshake: return on_handshake(record);
    case ContentType::alert: return on_alert(record);
    case ContentType::change_cipher_spec: return on_change_cipher_spec(record);
    case ContentType::application_data: return on_application_data(record);
    case ContentType::invalid: break;
  }
  return fail(Errc::unknown_record_type, "record.type", "RFC 8446, 5.2", "a known content type");
}

Result<std::optional<Incoming>> Inbound::on_handshake(const Record& record) {
  if (record.content
          .empty())  // RFC 8446, 5.1: "Implementations MUST NOT send zero-length fragments of Handshake types"
    return fail(Errc::empty_record, "record", "RFC 8446, 5.1", "handshake bytes", "none");
  empty_records_ = 0;
  append(handshake_, record.content);
  return std::nullopt;
}

Result<std::optional<Incoming>> Inbound::on_alert(const Record& record) {
  if (record.content.empty())  // RFC 8446, 5.4: "unexpected_message"
    return fail(Errc::empty_record, "record", "RFC 8446, 5.4", "an alert", "nothing");
  Reader in(record.content);
  const auto level = static_cast<AlertLevel>(in.number<1>());
  const auto alert = static_cast<Alert>(in.number<1>());
  if (!in.done()) return fail(Errc::bad_alert, "alert", "RFC 8446, 6", "2 bytes");  // 5.1: neither split nor joined
  if (alert == Alert::close_notify) return Incoming{Incoming::Kind::close_notify, {}, false, alert};
  // RFC 8446, 6: in TLS 1.3 the level says nothing, every alert but close_notify and user_canceled is an error.
  const bool warning = every_alert_is_fatal ? alert == Alert::user_canceled : level == AlertLevel::warning;
  if (!warning) {
    alert_received = alert;
    return fail(Errc::alert_received, "alert.description", "RFC 8446, 6.2", {}, name_of(alert));
  }
  if (every_alert_is_fatal && handshake_.size() > message_size_)  // RFC 8446, 5.1; RFC 5246, 6.2.1, allows it
    return fail(Errc::unexpected_record, "record.type", "RFC 8446, 5.1", "the rest of a handshake message",
                name_of(record.type));
  if (++warning_alerts_ > kMaxWarningAlerts)
    return fail(Errc::too_many_warning_alerts, "alert", {}, "at most 4 warnings in a row");
  return Incoming{Incoming::Kind::warning_alert, {}, false, alert};
}

Result<std::optional<Incoming>> Inbound::on_change_cipher_spec(const Record& record) {
  // RFC 8446, 5: "a protected change_cipher_spec record MUST abort the handshake"; in TLS 1.2 it is how keys change again.
  if (last_protected_ && protection_->is_tls13())
    return fail(Errc::bad_change_cipher_spec, "change_cipher_spec", "RFC 8446, 5", "an unprotected record",
                "a protected one");
  if (!change_cipher_spec_allowed || !std::ranges::equal(record.content, std::array<std::uint8_t, 1>{1}))
    return fail(Errc::bad_change_cipher_spec, "change_cipher_spec", "RFC 8446, 5", "the byte 1, during the handshake");
  if (++change_cipher_specs_ > kMaxEmptyRecords) return fail(Errc::too_many_empty_records, "change_cipher_spec");
  return Incoming{Incoming::Kind::change_cipher_spec, record.content};
}

Result<std::optional<Incoming>> Inbound::on_application_data(const Record& record) {
  if (!last_protected_)
    return fail(Errc::unexpected_record, "record.type", "RFC 8446, 5.1", "handshake", name_of(record.type));
  if (record.content.empty()) {  // allowed (RFC 8446, 5.1), but not without end
    if (const auto counted = count_empty(); !counted) return std::unexpected(counted.error());
    if (!handshaking) return std::nullopt;
  } else {
    empty_records_ = warning_alerts_ = 0;
  }
  data_received_ += record.content.size();
  return Incoming{Incoming::Kind::application_data, record.content, record.delivered};
}

void Inbound::release_used() {
  in_.release();
  drop_message();
  if (handshake_.empty()) give_back(handshake_);
}

// The one given out before: its views have been used.
void Inbound::drop_message() {
  if (message_size_ == 0) return;
  handshake_.erase(handshake_.begin(), handshake_.begin() + static_cast<std::ptrdiff_t>(message_size_));
  message_size_ = 0;
}

Result<std::optional<Bytes>> Inbound::whole_message() {
  drop_message();
  if (handshake_.size() < kMessageHeaderSize) return std::nullopt;
  Reader header(handshake_);
  (void)header.number<1>();
  const std::size_t size = kMessageHeaderSize + header.number<3>();
  if (size > max_message) {
    Note found;
    found << size << " bytes";
    Note expected;
    expected << "at most " << max_message << " bytes";
    return fail(Errc::message_too_long, "handshake.length", "docs/limits.md", expected, found);
  }
  if (handshake_.size() < size) return std::nullopt;
  message_size_ = size;
  return Bytes(handshake_).first(size);
}

Result<void> Inbound::count_empty() {
  if (++empty_records_ <= kMaxEmptyRecords) return {};
  return fail(Errc::too_many_empty_records, "record", {}, "at most 32 empty records in a row");
}

}  // namespace handfast::tls
