#pragma once
// Bytes that no honest peer sends: records and messages made and changed by hand, sealed with keys from the key log.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tls/connection/connection.hpp"
#include "tls/extension/registry.hpp"
#include "tls/record/protection.hpp"

namespace handfast::test {

inline constexpr std::size_t kMessageHeader = 4;

// One record in the clear.
ByteVector plain_record(ContentType type, Bytes content, ProtocolVersion version = ProtocolVersion::tls12);
ByteVector plain_alert(AlertLevel level, Alert alert);

// A handshake message: header and body.
ByteVector message_of(HandshakeType type, Bytes body);
template <class M>
ByteVector message_of(const M& message) {
  ByteVector body;
  if (!encode(message, body)) return {};
  return message_of(M::type, body);
}

// The first record's content; the record must be whole.
ByteVector content_of_first_record(Bytes records);

// Cuts bytes into whole records, or the content of records into whole handshake messages.
std::vector<ByteVector> split_records(Bytes bytes);
std::vector<ByteVector> split_messages(Bytes bytes);

using Messages = std::vector<ByteVector>;
ByteVector joined(const Messages& messages);

// The extension block of a message, as a list that can be edited.
struct LooseExtension {
  ExtensionType type{};
  ByteVector body;
};
using LooseExtensions = std::vector<LooseExtension>;
LooseExtensions extensions_in(Bytes block);
ByteVector block_of(const LooseExtensions& extensions);
LooseExtension& find_extension(LooseExtensions& list, ExtensionType type);  // ends the test program if it is not there

// A handshake message with its extensions edited: `message` and the result with header.
template <class M>
ByteVector with_extensions(Bytes message, const std::function<void(LooseExtensions&)>& edit) {
  M parsed = decode<M>(message.subspan(kMessageHeader)).value();
  LooseExtensions list = extensions_in(parsed.extensions.block);
  edit(list);
  const ByteVector block = block_of(list);
  parsed.extensions = {};
  parsed.extensions.block = block;
  return message_of(parsed);
}

struct Secrets final : tls::KeyLog {
  void log(std::string_view label, Bytes, Bytes secret) override {
    lines[std::string(label)].assign(secret.begin(), secret.end());
  }
  std::map<std::string, ByteVector> lines;
};

// Seals and opens as the owner of a secret does. The cipher is AES-128-GCM, the hash SHA-256.
class Forger {
 public:
  explicit Forger(Bytes traffic_secret);  // TLS 1.3, from the first record under it on
  // TLS 1.2, from the first record behind Finished on.
  // TLS 1.2, from the record behind Finished on, or from that one.
  Forger(tls::Role sender, Bytes master_secret, const tls::SessionInfo& info, bool behind_finished = true);
  ByteVector seal(ContentType type, Bytes content, std::size_t padding = 0);
  // Of a whole record; empty if it does not open. `type` may be null.
  ByteVector open(Bytes record, ContentType* type = nullptr);

 private:
  tls::RecordProtection seal_, open_;
};

}  // namespace handfast::test
