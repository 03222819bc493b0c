#pragma once
// Protection of records, of TLS 1.3 (RFC 8446, 5.2 and 5.3) and of TLS 1.2 with an AEAD (RFC 5246, 6.2.3.3): one direction's
// AEAD, nonce mask and sequence number.
#include <algorithm>

#include "base/codepoints.hpp"
#include "crypto/aead.hpp"
#include "tls/record/limits.hpp"

namespace handfast::tls {

using RecordHeader = std::array<std::uint8_t, kRecordHeaderSize>;
RecordHeader record_header(ContentType type, ProtocolVersion legacy_version, std::size_t length);

struct OpenedRecord {
  ContentType type{};
  Bytes content{};                 // a view of where it was opened
  std::size_t plaintext_size = 0;  // with the padding of TLS 1.3: what limits are about
};

enum class RecordFormat : std::uint8_t {
  tls13,                 // the content type is inside, the nonce is implicit
  tls12_implicit_nonce,  // RFC 7905, 2
  tls12_explicit_nonce,  // RFC 5288, 3; RFC 6655, 3: half of the nonce stands before the ciphertext
};

inline constexpr std::size_t kExplicitNonceSize = 8;
// Bytes of the IV that the key schedule gives for a format; the rest of the nonce stands in the record.
constexpr std::size_t fixed_iv_size(RecordFormat format) {
  return format == RecordFormat::tls12_explicit_nonce ? crypto::kAeadNonceSize - kExplicitNonceSize
                                                      : crypto::kAeadNonceSize;
}

class RecordProtection {
 public:
  // `iv` has fixed_iv_size(format) bytes.
  static Result<RecordProtection> create(crypto::AeadAlgorithm algorithm, Bytes key, Bytes iv,
                                         RecordFormat format = RecordFormat::tls13);

  // Bytes of the whole record, header included, for so much content. Only TLS 1.3 pads.
  std::size_t sealed_size(std::size_t content, std::size_t padding) const;

  // Writes header and protected body of one record; `out` has sealed_size() bytes and does not overlap `content`.
  Result<void> seal(ContentType type, Bytes content, std::size_t padding, MutableBytes out);

  // Opens the body of the record with this header into `out`, which has at least opened_size(body) bytes and either is the
  // whole body itself or does not overlap it. The sequence number stays when it fails.
  Result<OpenedRecord> open(Bytes header, Bytes body, MutableBytes out);
  std::size_t opened_size(std::size_t body) const;  // what decryption of a body writes

  bool is_tls13() const { return format_ == RecordFormat::tls13; }
  std::uint64_t records() const { return sequence_; }
  // TLS 1.2, which does not change its key by itself: it has protected as much as is safe (limits.hpp).
  bool is_used_up() const { return sequence_ >= kMaxSequence || blocks_left_ == 0; }
  void use_up(std::uint64_t blocks) { blocks_left_ -= std::min(blocks, blocks_left_); }

 private:
  RecordProtection(crypto::Aead aead, const crypto::Nonce& mask, RecordFormat format)
      : aead_(std::move(aead)), mask_(mask), format_(format) {}
  crypto::Nonce nonce() const;
  std::size_t overhead() const;  // explicit nonce and tag
  Result<void> seal12(ContentType type, Bytes content, MutableBytes out);
  Result<OpenedRecord> open13(Bytes header, Bytes body, MutableBytes out);
  Result<OpenedRecord> open12(Bytes header, Bytes body, MutableBytes out);

  crypto::Aead aead_;
  crypto::Nonce mask_;  // the per-connection IV; of an explicit nonce the part that stays
  std::uint64_t sequence_ = 0;
  std::uint64_t blocks_left_ = kMaxBlocksPerKey;  // only AES in TLS 1.2 uses them up
  RecordFormat format_;
};

}  // namespace handfast::tls
