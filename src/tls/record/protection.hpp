#pragma once
// Protection of TLS 1.3 records (RFC 8446, 5.2 and 5.3): one direction's AEAD, nonce mask and sequence number.
#include "base/codepoints.hpp"
#include "crypto/aead.hpp"
#include "tls/record/limits.hpp"

namespace handfast::tls {

using RecordHeader = std::array<std::uint8_t, kRecordHeaderSize>;
RecordHeader record_header(ContentType type, ProtocolVersion legacy_version, std::size_t length);

struct OpenedRecord {
  ContentType type{};
  std::size_t size = 0;  // of the content, at the start of where it was opened
};

class RecordProtection {
 public:
  static Result<RecordProtection> create(crypto::AeadAlgorithm algorithm, Bytes key, Bytes iv);

  // Bytes of the whole record, header included, for so much content.
  std::size_t sealed_size(std::size_t content, std::size_t padding) const;

  // Writes header and protected body of one record; `out` has sealed_size() bytes and does not overlap `content`.
  Result<void> seal(ContentType type, Bytes content, std::size_t padding, MutableBytes out);

  // Opens the body of the record with this header into `out`, which has at least body - tag bytes and either is the body
  // itself or does not overlap it. The sequence number stays when it fails.
  Result<OpenedRecord> open(Bytes header, Bytes body, MutableBytes out);

  std::size_t tag_size() const { return aead_.tag_size(); }
  std::uint64_t records() const { return sequence_; }

 private:
  RecordProtection(crypto::Aead aead, const crypto::Nonce& mask) : aead_(std::move(aead)), mask_(mask) {}
  crypto::Nonce nonce() const;

  crypto::Aead aead_;
  crypto::Nonce mask_;  // the per-connection IV
  std::uint64_t sequence_ = 0;
};

}  // namespace handfast::tls
