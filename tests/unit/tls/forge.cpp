#include "unit/tls/forge.hpp"

#include <algorithm>
#include <cstdlib>

#include "tls/keys/key_schedule.hpp"
#include "tls/keys/prf.hpp"

namespace handfast::test {

namespace {

// Pieces that say their length themselves: `header` bytes first, the last `width` of them the length of what follows.
std::vector<ByteVector> split(Bytes bytes, std::size_t header, std::size_t width) {
  std::vector<ByteVector> out;
  while (bytes.size() >= header) {
    std::size_t size = 0;
    for (const std::uint8_t byte : bytes.subspan(header - width, width)) size = size << 8 | byte;
    size = std::min(header + size, bytes.size());
    out.emplace_back(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    bytes = bytes.subspan(size);
  }
  return out;
}

tls::RecordProtection protection_of(Bytes traffic_secret) {
  const tls::TrafficSecret secret(crypto::HashAlgorithm::sha256, crypto::SecretDigest(traffic_secret));
  return secret.protection(crypto::AeadAlgorithm::aes_128_gcm).value();
}

// RFC 5246, 6.3: the keys of client and server, then their IVs.
tls::RecordProtection protection12_of(tls::Role sender, Bytes master_secret, const tls::SessionInfo& info) {
  constexpr std::size_t kKeySize = 16;
  constexpr auto format = tls::RecordFormat::tls12_explicit_nonce;
  constexpr std::size_t kIvSize = tls::fixed_iv_size(format);
  ByteVector seed(info.server_random.begin(), info.server_random.end());
  append(seed, info.client_random);
  std::array<std::uint8_t, 2 * (kKeySize + kIvSize)> block{};
  tls::prf(crypto::HmacKey(crypto::HashAlgorithm::sha256, master_secret), "key expansion", seed, block);
  const std::size_t side = sender == tls::Role::client ? 0 : 1;
  const Bytes key = Bytes(block).subspan(side * kKeySize, kKeySize);
  const Bytes iv = Bytes(block).subspan(2 * kKeySize + side * kIvSize, kIvSize);
  return tls::RecordProtection::create(crypto::AeadAlgorithm::aes_128_gcm, key, iv, format).value();
}

}  // namespace

ByteVector plain_record(ContentType type, Bytes content, ProtocolVersion version) {
  ByteVector out;
  append(out, tls::record_header(type, version, content.size()));
  append(out, content);
  return out;
}

ByteVector plain_alert(AlertLevel level, Alert alert) {
  const std::uint8_t body[] = {static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(alert)};
  return plain_record(ContentType::alert, body);
}

ByteVector message_of(HandshakeType type, Bytes body) {
  ByteVector out;
  Writer writer(out);
  writer.number<1>(static_cast<std::uint32_t>(type));
  writer.number<3>(static_cast<std::uint32_t>(body.size()));
  writer.put(body);
  return out;
}

ByteVector content_of_first_record(Bytes records) {
  const ByteVector first = split_records(records).at(0);
  return ByteVector(first.begin() + tls::kRecordHeaderSize, first.end());
}

std::vector<ByteVector> split_records(Bytes bytes) { return split(bytes, tls::kRecordHeaderSize, 2); }
std::vector<ByteVector> split_messages(Bytes bytes) { return split(bytes, kMessageHeader, 3); }

ByteVector joined(const Messages& messages) {
  ByteVector out;
  for (const ByteVector& message : messages) append(out, message);
  return out;
}

LooseExtensions extensions_in(Bytes block) {
  LooseExtensions out;
  for (const tls::RawExtension& raw : ListView<tls::RawExtension>(block))
    out.push_back({raw.type, ByteVector(raw.body.begin(), raw.body.end())});
  return out;
}

ByteVector block_of(const LooseExtensions& extensions) {
  ByteVector out;
  for (const LooseExtension& extension : extensions)
    if (!encode(tls::RawExtension{extension.type, extension.body}, out)) std::abort();
  return out;
}

LooseExtension& find_extension(LooseExtensions& list, ExtensionType type) {
  const auto found = std::ranges::find(list, type, &LooseExtension::type);
  if (found == list.end()) std::abort();
  return *found;
}

Forger::Forger(Bytes traffic_secret) : seal_(protection_of(traffic_secret)), open_(protection_of(traffic_secret)) {}

Forger::Forger(tls::Role sender, Bytes master_secret, const tls::SessionInfo& info, bool behind_finished)
    : seal_(protection12_of(sender, master_secret, info)), open_(protection12_of(sender, master_secret, info)) {
  if (behind_finished) (void)open(seal(ContentType::handshake, {}));  // in its place
}

ByteVector Forger::seal(ContentType type, Bytes content, std::size_t padding) {
  ByteVector out(seal_.sealed_size(content.size(), padding));
  if (!seal_.seal(type, content, padding, out)) out.clear();
  return out;
}

ByteVector Forger::open(Bytes record, ContentType* type) {
  ByteVector out(record.size());
  const auto opened = open_.open(record.first(tls::kRecordHeaderSize), record.subspan(tls::kRecordHeaderSize), out);
  if (!opened) return {};
  if (type != nullptr) *type = opened->type;
  out.resize(opened->content.size());
  return out;
}

}  // namespace handfast::test
