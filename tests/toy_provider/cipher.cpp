#include "crypto/cipher.hpp"

#include <algorithm>

#include "toy_provider/toy.hpp"

namespace handfast::crypto {

// A stream of bytes from key and nonce, and a checksum of what it has hidden.
struct Cipher::State {
  std::uint64_t key;
  bool encrypts;
  std::uint64_t seed = 0, at = 0, sum = 0;

  void start(Bytes iv) {
    seed = toy::mix(toy::checksum(key, iv));
    at = 0;
    sum = seed;
  }
  void apply(Bytes in, MutableBytes out) {
    for (std::size_t i = 0; i < in.size(); ++i) {
      const std::uint8_t byte = in[i];
      out[i] = static_cast<std::uint8_t>(byte ^ toy::mix(seed + at++));
      const std::uint8_t hidden = encrypts ? out[i] : byte;
      sum = toy::checksum(sum, Bytes(&hidden, 1));
    }
  }
};

Cipher::Cipher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cipher::Cipher(Cipher&&) noexcept = default;
Cipher& Cipher::operator=(Cipher&&) noexcept = default;
Cipher::~Cipher() = default;

Result<Cipher> Cipher::create(CipherAlgorithm, Direction direction, Bytes key) {
  return Cipher(std::make_unique<State>(toy::checksum(toy::kEmptyChecksum, key), direction == Direction::encrypt));
}

bool Cipher::start(Bytes iv) {
  state_->start(iv);
  return true;
}

bool Cipher::authenticate(Bytes data) {
  state_->sum = toy::checksum(state_->sum, data);
  return true;
}

bool Cipher::transform(Bytes in, MutableBytes out) {
  if (in.size() != out.size()) return false;
  state_->apply(in, out);
  return true;
}

bool Cipher::tag(MutableBytes out) {
  toy::expand(toy::mix(state_->sum), out);
  return true;
}

bool Cipher::seal(Bytes nonce, Bytes additional_data, Bytes plaintext, MutableBytes out, MutableBytes tag_out) {
  return start(nonce) && authenticate(additional_data) && transform(plaintext, out) && tag(tag_out);
}

bool Cipher::open(Bytes nonce, Bytes additional_data, Bytes ciphertext, Bytes wanted, MutableBytes out) {
  std::array<std::uint8_t, 16> made{};
  const MutableBytes tag_made = MutableBytes(made).first(std::min(wanted.size(), made.size()));
  if (start(nonce) && authenticate(additional_data) && transform(ciphertext, out) && tag(tag_made) &&
      equal(tag_made, wanted))
    return true;
  std::ranges::fill(out, std::uint8_t{0});
  return false;
}

}  // namespace handfast::crypto
