// Records of TLS 1.2 with an AEAD (RFC 5246, 6.2.3.3): the type stays outside, and what is authenticated beside the content is
// the sequence number, the type, the version and the content's length.
#include "base/copy.hpp"
#include "tls/record/protection.hpp"

namespace handfast::tls {

namespace {

using AdditionalData = std::array<std::uint8_t, 13>;

void put_number(MutableBytes out, std::uint64_t value) {  // big-endian, as long as `out`
  for (std::size_t i = 0; i < out.size(); ++i) out[out.size() - 1 - i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// `header` gives type and version: those of the record on the wire.
AdditionalData additional_data(std::uint64_t sequence, Bytes header, std::size_t content) {
  AdditionalData out{};
  const MutableBytes bytes(out);
  put_number(bytes.first(8), sequence);
  copy_bytes(header.first(3), bytes.subspan(8));
  put_number(bytes.last(2), content);
  return out;
}

}  // namespace

Result<void> RecordProtection::seal12(ContentType type, Bytes content, MutableBytes out) {
  const RecordHeader header = record_header(type, ProtocolVersion::tls12, out.size() - kRecordHeaderSize);
  copy_bytes(header, out);
  MutableBytes body = out.subspan(kRecordHeaderSize);
  crypto::Nonce nonce = this->nonce();
  if (format_ == RecordFormat::tls12_explicit_nonce) {  // the sequence number: unique, as RFC 5288, 3, demands
    copy_bytes(Bytes(nonce).last(kExplicitNonceSize), body);
    body = body.subspan(kExplicitNonceSize);
    use_up(1 + content.size() / kBlockSize);  // AES; ChaCha20 has no such limit (RFC 8446, 5.5)
  }
  if (!aead_.seal(nonce, additional_data(sequence_, header, content.size()), content, {}, body))
    return fail(Errc::crypto_failed, "record");
  ++sequence_;
  return {};
}

Result<OpenedRecord> RecordProtection::open12(Bytes header, Bytes body, MutableBytes out) {
  if (body.size() < overhead())
    return fail(Errc::bad_record_mac, "record.fragment", "RFC 5246, 6.2.3.3", "a nonce and a tag", "fewer bytes");
  const std::size_t size = opened_size(body.size());
  if (out.data() == body.data()) out = out.subspan(body.size() - size - aead_.tag_size());  // plaintext over ciphertext
  crypto::Nonce nonce = this->nonce();
  if (format_ == RecordFormat::tls12_explicit_nonce) {
    copy_bytes(body.first(kExplicitNonceSize), MutableBytes(nonce).last(kExplicitNonceSize));
    body = body.subspan(kExplicitNonceSize);
  }
  const MutableBytes content = out.first(size);
  if (!aead_.open(nonce, additional_data(sequence_, header, size), body, content))
    return fail(Errc::bad_record_mac, "record.fragment", "RFC 5246, 6.2.3.3");
  ++sequence_;
  if (size > kMaxPlaintext)
    return fail(Errc::record_too_long, "record.fragment", "RFC 5246, 6.2.1", "at most 16384 bytes of plaintext");
  return OpenedRecord{static_cast<ContentType>(header[0]), content, size};
}

}  // namespace handfast::tls
