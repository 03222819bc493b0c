#include "unit/tls/rfc8448_trace.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

#include "tls/record/limits.hpp"
#include "unit/crypto/bytes_for_test.hpp"

namespace handfast::test {

namespace {

// The file's numbers that are not hex (CurrentTimestamp, PskIdentity) are not asked for.
ByteVector unhex_with_blanks(std::string text) {
  std::erase_if(text, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) == 0; });
  return unhex(text);
}

}  // namespace

Trace Trace::load(std::string_view section, std::string_view name) {
  Trace out;
  std::ifstream file(HANDFAST_TESTS_DIR "/vectors/rfc8448/" + std::string(name));
  const std::string header = "[" + std::string(section) + "]";
  std::string line;
  bool inside = false;
  while (std::getline(file, line)) {
    if (line.starts_with('[')) inside = line == header;
    const std::size_t equals = line.find(" =");
    if (!inside || line.starts_with('#') || equals == std::string::npos) continue;
    out.values_[line.substr(0, equals)] = unhex_with_blanks(line.substr(equals + 2));
  }
  return out;
}

ByteVector Trace::operator[](const std::string& name) const { return values_.at(name); }

bool Replay::fill(MutableBytes out) {
  if (out.size() > left_.size()) return false;
  std::ranges::copy(take(out.size()), out.begin());
  return true;
}

ByteVector Replay::take(std::size_t n) {
  const auto end = left_.begin() + static_cast<std::ptrdiff_t>(std::min(n, left_.size()));
  ByteVector out(left_.begin(), end);
  left_.erase(left_.begin(), end);
  return out;
}

Result<crypto::KeyExchange> ReplayedKeys::generate(NamedGroup group) {
  constexpr std::size_t kKeySize = 32;  // X25519 and P-256, the groups of the traces
  return crypto::KeyExchange::from_private_key(group, pool_->take(kKeySize));
}

Result<crypto::Encapsulation> ReplayedKeys::encapsulate(NamedGroup group, Bytes client_share) {
  const auto own = generate(group);
  if (!own) return std::unexpected(own.error());
  return crypto::encapsulate(*own, client_share);
}

ReplayedHellos::ReplayedHellos(const Trace& trace) {
  for (const char* name : {"Record_ClientHello_1", "Record_ClientHello_2"}) {
    if (!trace.has(name)) continue;
    ByteVector record = trace[name];
    record.erase(record.begin(), record.begin() + tls::kRecordHeaderSize);
    messages_.push_back(std::move(record));
  }
}

void ReplayedHellos::filter(ByteVector& message) {
  message = messages_.front();
  messages_.pop_front();
}

Answer<ByteVector> ReplayedSignature::sign(SignatureScheme scheme, Bytes message) const {
  if (scheme != scheme_) return Result<ByteVector>(fail(Errc::signing_failed, "scheme", {}, {}, name_of(scheme)));
  if (!equal(message, message_)) return Result<ByteVector>(fail(Errc::signing_failed, "message"));
  return Result<ByteVector>(signature_);
}

}  // namespace handfast::test
