#pragma once
// A handshake between our client and our server on the toy provider, in which the input changes what one side sends, inside
// the protection as well: the key log gives the keys to open and seal again.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <source_location>
#include <string>
#include <vector>

#include "tls/connection/connection.hpp"
#include "tls/keys/key_schedule.hpp"
#include "toy_provider/toy.hpp"

namespace handfast::fuzz {

inline void expect(bool holds, std::source_location where = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: what is expected does not hold\n", where.file_name(), where.line());
  std::abort();
}

struct Secrets final : tls::KeyLog {
  void log(std::string_view label, Bytes, Bytes secret) override {
    lines[std::string(label)].assign(secret.begin(), secret.end());
  }
  std::map<std::string, ByteVector> lines;
};

inline tls::RecordProtection protection_of(const ByteVector& secret) {
  return tls::TrafficSecret(crypto::HashAlgorithm::sha256, crypto::SecretDigest(secret))
      .protection(crypto::AeadAlgorithm::aes_128_gcm)
      .value();
}

// The input as a list of changes, each of 4 bytes: position (2), what to do, value.
class Mutator {
 public:
  explicit Mutator(Bytes input) : input_(input) {}
  void change(ByteVector& content) {
    if (input_.size() < 4) return;
    const Bytes step = input_.first(4);
    input_ = input_.subspan(4);
    if (content.empty()) return;
    const std::size_t at = (std::size_t{step[0]} << 8 | step[1]) % content.size();
    const auto here = content.begin() + static_cast<std::ptrdiff_t>(at);
    switch (step[2] % 6) {
      case 0: break;  // this one stays
      case 1: *here = static_cast<std::uint8_t>(*here ^ step[3]); break;
      case 2: content.insert(here, step[3]); break;
      case 3: content.erase(here); break;
      case 4: content.resize(at); break;
      case 5: content.insert(content.end(), content.begin(), content.end()); break;
    }
  }

 private:
  Bytes input_;
};

inline std::vector<ByteVector> split_records(Bytes bytes) {
  std::vector<ByteVector> out;
  while (bytes.size() >= tls::kRecordHeaderSize) {
    const std::size_t size = tls::kRecordHeaderSize + (std::size_t{bytes[3]} << 8 | bytes[4]);
    if (bytes.size() < size) break;
    out.emplace_back(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    bytes = bytes.subspan(size);
  }
  return out;
}

// Changes the records of one flight: plain ones behind their header, protected ones inside, under `secret` from its start.
inline ByteVector mutate(Bytes flight, const ByteVector* secret, Mutator& mutator) {
  std::optional<tls::RecordProtection> opener, sealer;
  if (secret != nullptr) opener.emplace(protection_of(*secret)), sealer.emplace(protection_of(*secret));
  ByteVector out;
  for (ByteVector& record : split_records(flight)) {
    const Bytes header = Bytes(record).first(tls::kRecordHeaderSize);
    const bool is_protected = opener && record[0] == static_cast<std::uint8_t>(ContentType::application_data);
    ByteVector content(record.begin() + tls::kRecordHeaderSize, record.end());
    auto type = static_cast<ContentType>(record[0]);
    if (is_protected) {
      const auto opened = opener->open(header, content, content);
      if (!opened) return out;
      type = opened->type;
      content.resize(opened->content.size());
    }
    mutator.change(content);
    if (content.size() > tls::kMaxPlaintext) content.resize(tls::kMaxPlaintext);
    if (is_protected) {
      ByteVector sealed(sealer->sealed_size(content.size(), 0));
      if (!sealer->seal(type, content, 0, sealed)) return out;
      append(out, sealed);
    } else {
      append(out, tls::record_header(type, ProtocolVersion::tls12, content.size()));
      append(out, content);
    }
  }
  return out;
}

inline std::shared_ptr<const tls::Policy> fuzz_policy(bool tls12_only = false) {
  auto policy = std::make_shared<tls::Policy>();
  if (tls12_only) policy->versions = {ProtocolVersion::tls12};
  policy->cipher_suites = {CipherSuite::aes_128_gcm_sha256, CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256};
  policy->groups = {NamedGroup::x25519, NamedGroup::secp256r1};
  return policy;
}

inline ByteVector take_output(tls::Connection& connection) {
  ByteVector out(connection.output().begin(), connection.output().end());
  connection.output_taken(out.size());
  return out;
}

}  // namespace handfast::fuzz
