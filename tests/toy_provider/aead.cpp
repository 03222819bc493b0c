#include "crypto/aead.hpp"

#include <algorithm>

#include "toy_provider/toy.hpp"

namespace handfast::crypto {
namespace {

std::uint64_t stream_seed(std::uint64_t key, const Nonce& nonce) { return toy::mix(toy::checksum(key, nonce)); }

// Applied twice it gives the bytes back.
void apply_stream(std::uint64_t seed, MutableBytes bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t block = toy::mix(seed + at);
    for (std::size_t i = at; i < std::min(at + 8, bytes.size()); ++i) {
      bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ (block >> (8 * (i - at))));
    }
  }
}

void write_tag(std::uint64_t seed, Bytes additional_data, Bytes ciphertext, MutableBytes tag) {
  std::uint64_t sum = toy::checksum(~seed, additional_data);
  sum = toy::checksum(toy::mix(sum), ciphertext);
  toy::expand(toy::mix(sum), tag);
}

}  // namespace

struct Aead::State {
  std::uint64_t key;
};

Result<Aead> Aead::create(AeadAlgorithm algorithm, Bytes key) {
  if (key.size() != aead_key_size(algorithm)) return fail(Errc::crypto_failed, "aead.key");
  const std::uint64_t sum = toy::checksum(toy::mix(static_cast<std::uint64_t>(algorithm)), key);
  return Aead(std::make_unique<State>(sum), aead_tag_size(algorithm));
}

Aead::Aead(std::unique_ptr<State> state, std::size_t tag_size) : state_(std::move(state)), tag_size_(tag_size) {}
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

bool Aead::seal(const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer, MutableBytes out) const {
  const std::size_t size = plaintext.size() + trailer.size();
  if (!state_ || trailer.size() > 1 || out.size() != size + tag_size_) return false;
  if (!plaintext.empty()) std::memmove(out.data(), plaintext.data(), plaintext.size());
  if (!trailer.empty()) out[plaintext.size()] = trailer[0];
  const std::uint64_t seed = stream_seed(state_->key, nonce);
  apply_stream(seed, out.first(size));
  write_tag(seed, additional_data, out.first(size), out.subspan(size));
  return true;
}

bool Aead::open(const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out) const {
  std::array<std::uint8_t, kMaxAeadTagSize> expected;
  const MutableBytes tag = MutableBytes(expected).first(tag_size_);
  if (state_ && sealed.size() >= tag_size_ && out.size() == sealed.size() - tag_size_) {
    const std::uint64_t seed = stream_seed(state_->key, nonce);
    write_tag(seed, additional_data, sealed.first(out.size()), tag);
    if (equal(tag, sealed.subspan(out.size()))) {
      if (!out.empty()) std::memmove(out.data(), sealed.data(), out.size());
      apply_stream(seed, out);
      return true;
    }
  }
  std::ranges::fill(out, std::uint8_t{0});
  return false;
}

}  // namespace handfast::crypto
