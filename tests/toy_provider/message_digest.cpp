#include "crypto/message_digest.hpp"

#include "toy_provider/toy.hpp"

namespace handfast::crypto {
namespace {

constexpr std::size_t kToySize = 32;

bool finish_sum(std::uint64_t& sum, std::uint64_t start, MutableBytes out) {
  toy::expand(toy::mix(std::exchange(sum, start)), out);
  return true;
}

}  // namespace

struct MessageDigest::State {
  std::uint64_t sum;
};

MessageDigest::MessageDigest(std::unique_ptr<State> state) : state_(std::move(state)) {}
MessageDigest::MessageDigest(MessageDigest&&) noexcept = default;
MessageDigest::~MessageDigest() = default;
Result<MessageDigest> MessageDigest::create(DigestAlgorithm) {
  return MessageDigest(std::make_unique<State>(toy::kEmptyChecksum));
}
Result<MessageDigest> MessageDigest::copy() const { return MessageDigest(std::make_unique<State>(*state_)); }
std::size_t MessageDigest::size() const { return kToySize; }
bool MessageDigest::update(Bytes bytes) {
  state_->sum = toy::checksum(state_->sum, bytes);
  return true;
}
bool MessageDigest::finish(MutableBytes out) { return finish_sum(state_->sum, toy::kEmptyChecksum, out); }

struct Mac::State {
  std::uint64_t start, sum;
};

Mac::Mac(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mac::Mac(Mac&&) noexcept = default;
Mac::~Mac() = default;
Result<Mac> Mac::create(MacAlgorithm, Bytes key) {
  const std::uint64_t start = toy::checksum(toy::kEmptyChecksum, key);
  return Mac(std::make_unique<State>(start, start));
}
Result<Mac> Mac::copy() const { return Mac(std::make_unique<State>(*state_)); }
std::size_t Mac::size() const { return kToySize; }
bool Mac::set_nonce(Bytes nonce) { return update(nonce); }
bool Mac::update(Bytes bytes) {
  state_->sum = toy::checksum(state_->sum, bytes);
  return true;
}
bool Mac::finish(MutableBytes out) { return finish_sum(state_->sum, state_->start, out); }

std::optional<std::size_t> hkdf_extract(DigestAlgorithm, Bytes salt, Bytes key, MutableBytes out) {
  toy::expand(toy::checksum(toy::checksum(toy::kEmptyChecksum, salt), key), out);
  return out.size();
}

bool hkdf_expand(DigestAlgorithm, Bytes key, Bytes info, MutableBytes out) {
  toy::expand(toy::checksum(toy::checksum(toy::kEmptyChecksum, key), info), out);
  return true;
}

bool pbkdf2(DigestAlgorithm, Bytes password, Bytes salt, std::uint32_t rounds, MutableBytes out) {
  toy::expand(toy::checksum(toy::checksum(rounds, password), salt), out);
  return true;
}

}  // namespace handfast::crypto
