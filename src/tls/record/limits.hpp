#pragma once
// Every limit of the record and handshake layers, with its reason. docs/limits.md repeats them for users.
#include <cstddef>
#include <cstdint>

namespace handfast::tls {

inline constexpr std::size_t kRecordHeaderSize = 5;
inline constexpr std::size_t kMaxPlaintext = 16384;          // RFC 8446, 5.1
inline constexpr std::size_t kMaxCiphertextExpansion = 256;  // RFC 8446, 5.2
inline constexpr std::size_t kMaxRecordBody = kMaxPlaintext + kMaxCiphertextExpansion;

inline constexpr unsigned kMaxEmptyRecords =
    32;  // in a row; an endless stream of them would cost time and give nothing
inline constexpr unsigned kMaxWarningAlerts =
    4;  // in a row; docs/api-behaviour.md, 3, allows 64, honest peers send one
inline constexpr std::uint16_t kMaxKeyUpdates = 8;  // within a second, as in GnuTLS; each costs two key derivations
// Beyond those, so many bytes of data received in that second buy an update: for a peer that updates its keys after each
// megabyte, at any speed.
inline constexpr std::uint64_t kDataForKeyUpdate = 65536;
inline constexpr unsigned kMaxRefusedRenegotiations = 4;  // in a row without data between; honest peers ask once
inline constexpr unsigned kMaxTickets = 64;               // in a row without data between
// TLS 1.3: requests for a certificate that a client keeps until its application answers. Data does not renew them.
inline constexpr unsigned kMaxKeptRequests = 8;
inline constexpr std::size_t kMaxKeptRequestBytes = 65536;
// TLS 1.2: data that is read while a renegotiation goes on which both sides have begun. It is not held: what was on its way.
inline constexpr std::uint64_t kMaxDataInRenegotiation = std::uint64_t{64} * 1024 * 1024;

// Once the peer is authenticated: a ticket of 65535 bytes with extensions, a CertificateRequest with as many of names.
inline constexpr std::size_t kMaxHandshakeMessage = 131072;
// Held for a peer that is not authenticated yet, beside two records: under 64 KB together. Real ones have some 100 bytes.
inline constexpr std::size_t kMaxFirstMessage = 30720;
// A server may hold two of them and two records at once, for anybody: under 64 KB together. Real ones have 0.2 to 6 KB.
inline constexpr std::size_t kMaxClientHello = 15360;
// Certificate and CertificateRequest, which may name hundreds of authorities. GnuTLS's default for a message.
inline constexpr std::size_t kMaxCertificateMessage = 131072;
// Of all messages of a handshake, until the peer is authenticated: the largest Certificate beside the largest request.
inline constexpr std::size_t kMaxHandshakeBytes = 262144;
// What a hello may have beside a ticket: a server makes none that it would not take back. Real hellos have 0.2 to 2 KB.
inline constexpr std::size_t kMaxBesideTicket = 4096;
inline constexpr std::size_t kMaxSkippedEarlyData = 16384;  // RFC 8446, 4.2.10: bounded; the usual max_early_data_size

// Of a level, where a channel carries the messages and no record bounds what comes at once: the longest message and some more.
inline constexpr std::size_t kMaxCarriedBytes = kMaxCertificateMessage + kMaxHandshakeMessage;

// After so many records the key is changed (RFC 8446, 5.5: at most 2^24.5 full records under AES-GCM).
inline constexpr std::uint64_t kMaxRecordsPerKey = std::uint64_t{1} << 24;
// TLS 1.2 cannot change it but by a renegotiation: so many blocks of 16 bytes are sent under one key of AES, which are as many
// full records, and then no more data.
inline constexpr std::uint64_t kBlockSize = 16;
inline constexpr std::uint64_t kMaxBlocksPerKey = kMaxRecordsPerKey * (kMaxPlaintext / kBlockSize);
// RFC 8446, 5.3, and RFC 5246, 6.1: "sequence numbers do not wrap". What is left is for alerts.
inline constexpr std::uint64_t kMaxSequence = ~std::uint64_t{0} - 16;

}  // namespace handfast::tls
