#include "tls/record/protection.hpp"

#include <algorithm>
#include <optional>

#include "base/copy.hpp"

namespace handfast::tls {

namespace {

// The inner plaintext ends with the content type and zeros (RFC 8446, 5.2). Gives the content's size, or nothing.
std::optional<std::size_t> content_size(Bytes inner) {
  std::size_t size = inner.size();
  while (size > 0 && inner[size - 1] == 0) --size;
  if (size == 0) return std::nullopt;
  return size - 1;
}

}  // namespace

RecordHeader record_header(ContentType type, ProtocolVersion legacy_version, std::size_t length) {
  const auto version = static_cast<std::uint16_t>(legacy_version);
  return {static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(version >> 8), static_cast<std::uint8_t>(version),
          static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
}

Result<RecordProtection> RecordProtection::create(crypto::AeadAlgorithm algorithm, Bytes key, Bytes iv,
                                                  RecordFormat format) {
  auto aead = crypto::Aead::create(algorithm, key);
  if (!aead) return std::unexpected(aead.error());
  crypto::Nonce mask{};
  if (iv.size() != fixed_iv_size(format)) return fail(Errc::internal_error, "iv");
  copy_bytes(iv, mask);
  return RecordProtection(std::move(*aead), mask, format);
}

std::size_t RecordProtection::overhead() const {
  return aead_.tag_size() + (format_ == RecordFormat::tls12_explicit_nonce ? kExplicitNonceSize : 0);
}

std::size_t RecordProtection::sealed_size(std::size_t content, std::size_t padding) const {
  return kRecordHeaderSize + content + (is_tls13() ? 1 + padding : 0) + overhead();
}

std::size_t RecordProtection::opened_size(std::size_t body) const { return body > overhead() ? body - overhead() : 0; }

Result<void> RecordProtection::seal(ContentType type, Bytes content, std::size_t padding, MutableBytes out) {
  if (!is_tls13()) return seal12(type, content, out);
  const std::size_t body_size = out.size() - kRecordHeaderSize;
  copy_bytes(record_header(ContentType::application_data, ProtocolVersion::tls12, body_size), out);
  const Bytes header = out.first(kRecordHeaderSize);
  const MutableBytes body = out.subspan(kRecordHeaderSize);
  const std::array<std::uint8_t, 1> inner_type{static_cast<std::uint8_t>(type)};
  bool sealed = false;
  if (padding == 0) {
    sealed = aead_.seal(nonce(), header, content, inner_type, body);
  } else {
    const MutableBytes inner = body.first(content.size() + 1 + padding);
    copy_bytes(content, inner);
    std::ranges::fill(inner.subspan(content.size()), std::uint8_t{0});
    inner[content.size()] = inner_type[0];
    sealed = aead_.seal(nonce(), header, inner, {}, body);
  }
  if (!sealed) return fail(Errc::crypto_failed, "record");
  ++sequence_;
  return {};
}

Result<OpenedRecord> RecordProtection::open(Bytes header, Bytes body, MutableBytes out) {
  return is_tls13() ? open13(header, body, out) : open12(header, body, out);
}

Result<OpenedRecord> RecordProtection::open13(Bytes header, Bytes body, MutableBytes out) {
  if (body.size() < overhead() + 1)  // RFC 8446, 5.2: a record holds at least the inner content type
    return fail(Errc::bad_record_mac, "record.encrypted_record", "RFC 8446, 5.2", "more than a tag");
  const MutableBytes inner = out.first(opened_size(body.size()));
  if (!aead_.open(nonce(), header, body, inner))
    return fail(Errc::bad_record_mac, "record.encrypted_record", "RFC 8446, 5.2");
  ++sequence_;
  if (inner.size() > kMaxPlaintext + 1)
    return fail(Errc::record_too_long, "record.encrypted_record", "RFC 8446, 5.4", "at most 16385 bytes of plaintext");
  const auto size = content_size(inner);
  if (!size)  // RFC 8446, 5.4: "If a receiving implementation does not find a non-zero octet"
    return fail(Errc::unexpected_record, "record.type", "RFC 8446, 5.4", "a content type", "only padding");
  return OpenedRecord{static_cast<ContentType>(inner[*size]), inner.first(*size), inner.size() - 1};
}

crypto::Nonce RecordProtection::nonce() const {
  crypto::Nonce out = mask_;
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint8_t& byte = out[out.size() - 1 - i];
    byte = static_cast<std::uint8_t>(byte ^ static_cast<std::uint8_t>(sequence_ >> (8 * i)));
  }
  return out;
}

}  // namespace handfast::tls
