#include "tls/keys/transcript.hpp"

#include <algorithm>
#include <array>

#include "base/codepoints.hpp"
#include "base/reader.hpp"

namespace handfast::tls {

void Transcript::add(Bytes message) {
  if (hash_) hash_->update(message);
  if (!keeps_) return;
  constexpr std::size_t kUsualHellos = 1024;  // bytes, of both; one allocation
  if (kept_.empty()) kept_.reserve(std::max(message.size(), kUsualHellos));
  append(kept_, message);
}

void Transcript::choose(crypto::HashAlgorithm algorithm) {
  if (hash_) return;
  choose_and_keep(algorithm);
  forget_messages();
}

void Transcript::choose_and_keep(crypto::HashAlgorithm algorithm) {
  hash_.emplace(algorithm);
  hash_->update(kept_);
}

void Transcript::forget_messages() {
  give_back(kept_);
  keeps_ = false;
}

void Transcript::choose_after_retry(crypto::HashAlgorithm algorithm) {
  Reader in(kept_);
  (void)in.number<1>();
  (void)in.prefixed<3>();
  const Bytes client_hello = Bytes(kept_).first(in.offset());
  const crypto::Digest first = crypto::hash(algorithm, client_hello);
  const std::array<std::uint8_t, 4> header{static_cast<std::uint8_t>(HandshakeType::message_hash), 0, 0,
                                           static_cast<std::uint8_t>(first.size())};
  hash_.emplace(algorithm);
  hash_->update(header);
  hash_->update(first);
  hash_->update(in.rest());
  before_second_hello_ = hash_;
  forget_messages();
}

crypto::Digest Transcript::up_to_binders(crypto::HashAlgorithm algorithm, Bytes first_part) const {
  crypto::Hash hash = before_second_hello_ ? *before_second_hello_ : crypto::Hash(algorithm);
  hash.update(first_part);
  return hash.digest();
}

crypto::Digest Transcript::digest_of_first(crypto::HashAlgorithm algorithm) const {
  return crypto::hash(algorithm, kept_);
}

crypto::Digest Transcript::digest() const { return hash_->digest(); }

}  // namespace handfast::tls
