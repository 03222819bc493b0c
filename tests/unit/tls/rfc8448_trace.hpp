#pragma once
// One section of a file in tests/vectors/rfc8448, and services that replay its secrets and signatures.
#include <deque>
#include <map>
#include <string>

#include "tls/connection/connection.hpp"

namespace handfast::test {

class Trace {
 public:
  // The section of that name; empty when the file or the section is missing.
  static Trace load(std::string_view section, std::string_view file = "transcripts.vec");

  bool empty() const { return values_.empty(); }
  bool has(const std::string& name) const { return values_.contains(name); }
  ByteVector operator[](const std::string& name) const;  // throws std::out_of_range for a name that is not there

 private:
  std::map<std::string, ByteVector> values_;
};

// Gives the bytes that it was made with, in order, and never more.
class Replay final : public tls::RandomSource {
 public:
  explicit Replay(ByteVector bytes) : left_(bytes.begin(), bytes.end()) {}
  bool fill(MutableBytes out) override;
  ByteVector take(std::size_t n);

 private:
  std::deque<std::uint8_t> left_;
};

// Private keys of the same bytes that the randoms come from: a client's and a server's pool goes on with them.
class ReplayedKeys final : public tls::EphemeralKeys {
 public:
  explicit ReplayedKeys(std::shared_ptr<Replay> pool) : pool_(std::move(pool)) {}
  Result<crypto::KeyExchange> generate(NamedGroup group) override;
  Result<crypto::Encapsulation> encapsulate(NamedGroup group, Bytes client_share) override;

 private:
  std::shared_ptr<Replay> pool_;
};

// Puts the trace's ClientHellos in the place of ours, which offers things in another order.
class ReplayedHellos final : public tls::ClientHelloFilter {
 public:
  explicit ReplayedHellos(const Trace& trace);
  void filter(ByteVector& message) override;

 private:
  std::deque<ByteVector> messages_;
};

// Answers with the trace's signature if it is asked to sign what the trace signed.
class ReplayedSignature final : public tls::Signer {
 public:
  ReplayedSignature(crypto::KeyType type, SignatureScheme scheme, ByteVector message, ByteVector signature)
      : type_(type), scheme_(scheme), message_(std::move(message)), signature_(std::move(signature)) {}
  crypto::KeyType type() const override { return type_; }
  unsigned bits() const override { return type_ == crypto::KeyType::rsa ? 1024 : 256; }  // of the traces' keys
  Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const override;

 private:
  crypto::KeyType type_;
  SignatureScheme scheme_;
  ByteVector message_, signature_;
};

}  // namespace handfast::test
