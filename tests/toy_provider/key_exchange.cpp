// Diffie-Hellman modulo 2^64 with numbers that are multiplied rather than raised: the private x has the public x*g,
// both sides compute x*y*g. A share is that number, filled up to the real size of the group's shares; from a peer's
// share only the number is read, so that a recorded real share works as well as ours.
#include "crypto/key_exchange.hpp"

#include "crypto/random.hpp"
#include "toy_provider/toy.hpp"

namespace handfast::crypto {

struct KeyExchange::State {
  NamedGroup group;
  std::uint64_t private_key;
  ByteVector share;
};

namespace {

constexpr std::uint64_t kGenerator = 0xa0761d6478bd642f;
constexpr std::uint8_t kUncompressed = 4;

struct GroupShape {
  std::size_t client_share = 0, server_share = 0, secret = 0;
  bool begins_with_point = false;  // whose first byte is 4
};

GroupShape shape_of(NamedGroup group) {
  switch (group) {
    case NamedGroup::x25519: return {32, 32, 32};
    case NamedGroup::secp256r1: return {65, 65, 32, true};
    case NamedGroup::secp384r1: return {97, 97, 48, true};
    case NamedGroup::secp521r1: return {133, 133, 66, true};
    case NamedGroup::x25519_mlkem768: return {1216, 1120, 64};
    case NamedGroup::secp256r1_mlkem768: return {1249, 1153, 64, true};
    case NamedGroup::secp384r1_mlkem1024: return {1665, 1665, 80, true};
    case NamedGroup::ffdhe2048: return {256, 256, 256};
    case NamedGroup::ffdhe3072: return {384, 384, 384};
    case NamedGroup::ffdhe4096: return {512, 512, 512};
    case NamedGroup::ffdhe6144: return {768, 768, 768};
    case NamedGroup::ffdhe8192: return {1024, 1024, 1024};
    case NamedGroup::x448: break;
  }
  return {};
}

ByteVector make_share(GroupShape shape, std::size_t size, std::uint64_t private_key) {
  ByteVector out(size);
  const std::uint64_t number = private_key * kGenerator;
  toy::expand(number, out);
  if (shape.begins_with_point) out[0] = kUncompressed;
  toy::store(MutableBytes(out).subspan(shape.begins_with_point ? 1 : 0), number);
  return out;
}

Result<SharedSecret> make_secret(GroupShape shape, std::size_t expected_size, std::uint64_t private_key, Bytes peer) {
  const auto wrong = [] { return fail(Errc::wrong_key_share, "key_share.key_exchange", "RFC 8446, 4.2.8"); };
  if (peer.size() != expected_size || (shape.begins_with_point && peer[0] != kUncompressed)) return wrong();
  const std::uint64_t number = toy::load(peer.subspan(shape.begins_with_point ? 1 : 0)) * private_key;
  if (number == 0) return wrong();
  Result<SharedSecret> out(SharedSecret(shape.secret));
  toy::expand(number, out->fill());
  return out;
}

std::uint64_t random_private_key() {
  std::array<std::uint8_t, 8> bytes{};
  static_cast<void>(random_bytes(bytes));  // ours never fails
  return toy::load(bytes) | 1;             // odd, so that a product is 0 only if the peer's number is
}

}  // namespace

bool group_supported(NamedGroup group) { return shape_of(group).secret != 0; }
std::size_t client_share_size(NamedGroup group) { return shape_of(group).client_share; }
std::size_t server_share_size(NamedGroup group) { return shape_of(group).server_share; }

Result<KeyExchange> KeyExchange::generate(NamedGroup group) {
  if (!group_supported(group)) return fail(Errc::unsupported_feature, "named_group");
  const std::uint64_t key = random_private_key();
  const GroupShape shape = shape_of(group);
  return KeyExchange(std::make_unique<State>(State{group, key, make_share(shape, shape.client_share, key)}));
}

Result<KeyExchange> KeyExchange::from_private_key(NamedGroup group, Bytes private_key) {
  const GroupShape shape = shape_of(group);
  switch (group) {
    case NamedGroup::x25519:
    case NamedGroup::secp256r1:
    case NamedGroup::secp384r1:
    case NamedGroup::secp521r1: break;
    default: return fail(Errc::unsupported_feature, "named_group");
  }
  if (private_key.size() != shape.secret) return fail(Errc::key_malformed, "private_key");
  const std::uint64_t key = toy::checksum(toy::kEmptyChecksum, private_key) | 1;
  return KeyExchange(std::make_unique<State>(State{group, key, make_share(shape, shape.client_share, key)}));
}

KeyExchange::KeyExchange(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyExchange::KeyExchange(KeyExchange&&) noexcept = default;
KeyExchange& KeyExchange::operator=(KeyExchange&&) noexcept = default;
KeyExchange::~KeyExchange() = default;

NamedGroup KeyExchange::group() const { return state_->group; }
Bytes KeyExchange::share() const { return state_->share; }

Result<SharedSecret> KeyExchange::agree(Bytes peer_share) const {
  const GroupShape shape = shape_of(state_->group);
  return make_secret(shape, shape.server_share, state_->private_key, peer_share);
}

Result<Encapsulation> encapsulate(NamedGroup group, Bytes client_share) {
  if (!group_supported(group)) return fail(Errc::unsupported_feature, "named_group");
  const GroupShape shape = shape_of(group);
  const std::uint64_t key = random_private_key();
  auto secret = make_secret(shape, shape.client_share, key, client_share);
  if (!secret) return std::unexpected(secret.error());
  return Encapsulation{make_share(shape, shape.server_share, key), std::move(*secret)};
}

Result<Encapsulation> encapsulate(const KeyExchange& own, Bytes client_share) {
  const GroupShape shape = shape_of(own.group());
  if (shape.client_share != shape.server_share) return fail(Errc::unsupported_feature, "named_group");
  auto secret = own.agree(client_share);
  if (!secret) return std::unexpected(secret.error());
  return Encapsulation{ByteVector(own.share().begin(), own.share().end()), std::move(*secret)};
}

}  // namespace handfast::crypto
