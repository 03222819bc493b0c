#include "crypto/key_exchange.hpp"

#include "crypto/libcrypto/key_exchange_parts.hpp"

namespace handfast::crypto {

struct KeyExchange::State {
  NamedGroup group;
  ByteVector share;
  std::optional<PartKey> first, second;
};

namespace {

struct GroupParts {
  Part first = Part::none, second = Part::none;  // in the order of the shares and of the secret
};

// draft-ietf-tls-ecdhe-mlkem, 3.1: the ML-KEM half comes first beside X25519, second beside a NIST curve.
GroupParts parts_of(NamedGroup group) {
  switch (group) {
    case NamedGroup::x25519: return {Part::x25519};
    case NamedGroup::secp256r1: return {Part::p256};
    case NamedGroup::secp384r1: return {Part::p384};
    case NamedGroup::secp521r1: return {Part::p521};
    case NamedGroup::x25519_mlkem768: return {Part::mlkem768, Part::x25519};
    case NamedGroup::secp256r1_mlkem768: return {Part::p256, Part::mlkem768};
    case NamedGroup::secp384r1_mlkem1024: return {Part::p384, Part::mlkem1024};
    case NamedGroup::ffdhe2048: return {Part::ffdhe2048};
    case NamedGroup::ffdhe3072: return {Part::ffdhe3072};
    case NamedGroup::ffdhe4096: return {Part::ffdhe4096};
    case NamedGroup::ffdhe6144: return {Part::ffdhe6144};
    case NamedGroup::ffdhe8192: return {Part::ffdhe8192};
    case NamedGroup::x448: break;
  }
  return {};
}

std::size_t secret_size(GroupParts parts) { return sizes_of(parts.first).secret + sizes_of(parts.second).secret; }

Result<void> check_size(Bytes share, std::size_t expected) {
  if (share.size() == expected) return {};
  return fail(Errc::wrong_key_share, "key_share.key_exchange", "RFC 8446, 4.2.8", Note() << expected << " bytes",
              Note() << share.size() << " bytes");
}

template <class Key>
Result<std::optional<PartKey>> as_part(Result<Key> key) {
  if (!key) return std::unexpected(key.error());
  return std::optional<PartKey>(std::move(*key));
}

Result<std::optional<PartKey>> generate_part(Part part, MutableBytes share) {
  switch (part) {
    case Part::none: return std::nullopt;
    case Part::x25519: return as_part(X25519Key::generate(share));
    case Part::p256:
    case Part::p384:
    case Part::p521: return as_part(CurveKey::generate(part, share));
    case Part::mlkem768:
    case Part::mlkem1024: return as_part(MlkemKey::generate(part, share));
    case Part::ffdhe2048:
    case Part::ffdhe3072:
    case Part::ffdhe4096:
    case Part::ffdhe6144:
    case Part::ffdhe8192: return as_part(FfdheKey::generate(part, share));
  }
  return std::nullopt;
}

Result<void> agree_part(const std::optional<PartKey>& key, Bytes peer_share, MutableBytes secret) {
  if (!key) return {};
  return std::visit([&](const auto& own) { return own.agree(peer_share, secret); }, *key);
}

Result<void> encapsulate_part(Part part, Bytes client_share, MutableBytes server_share, MutableBytes secret) {
  if (part == Part::mlkem768 || part == Part::mlkem1024) {
    return MlkemKey::encapsulate(part, client_share, server_share, secret);
  }
  const auto own = generate_part(part, server_share);
  if (!own) return std::unexpected(own.error());
  return agree_part(*own, client_share, secret);
}

}  // namespace

bool group_supported(NamedGroup group) { return parts_of(group).first != Part::none; }

std::size_t client_share_size(NamedGroup group) {
  const GroupParts parts = parts_of(group);
  return sizes_of(parts.first).client_share + sizes_of(parts.second).client_share;
}

std::size_t server_share_size(NamedGroup group) {
  const GroupParts parts = parts_of(group);
  return sizes_of(parts.first).server_share + sizes_of(parts.second).server_share;
}

Result<KeyExchange> KeyExchange::generate(NamedGroup group) {
  if (!group_supported(group)) return fail(Errc::unsupported_feature, "named_group");
  const GroupParts parts = parts_of(group);
  auto state = std::make_unique<State>(State{group, ByteVector(client_share_size(group)), {}, {}});
  const MutableBytes share = state->share;
  const std::size_t first_size = sizes_of(parts.first).client_share;
  auto first = generate_part(parts.first, share.first(first_size));
  if (!first) return std::unexpected(first.error());
  auto second = generate_part(parts.second, share.subspan(first_size));
  if (!second) return std::unexpected(second.error());
  state->first = std::move(*first);
  state->second = std::move(*second);
  return KeyExchange(std::move(state));
}

Result<KeyExchange> KeyExchange::from_private_key(NamedGroup group, Bytes private_key) {
  const Part part = parts_of(group).first;
  auto state = std::make_unique<State>(State{group, ByteVector(client_share_size(group)), {}, {}});
  Result<std::optional<PartKey>> key;
  switch (group) {
    case NamedGroup::x25519: key = as_part(X25519Key::from_private_key(private_key, state->share)); break;
    case NamedGroup::secp256r1:
    case NamedGroup::secp384r1:
    case NamedGroup::secp521r1: key = as_part(CurveKey::from_private_key(part, private_key, state->share)); break;
    default: return fail(Errc::unsupported_feature, "named_group");
  }
  if (!key) return std::unexpected(key.error());
  state->first = std::move(*key);
  return KeyExchange(std::move(state));
}

KeyExchange::KeyExchange(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyExchange::KeyExchange(KeyExchange&&) noexcept = default;
KeyExchange& KeyExchange::operator=(KeyExchange&&) noexcept = default;
KeyExchange::~KeyExchange() = default;

NamedGroup KeyExchange::group() const { return state_->group; }

Bytes KeyExchange::share() const { return state_->share; }

Result<SharedSecret> KeyExchange::agree(Bytes peer_share) const {
  const GroupParts parts = parts_of(state_->group);
  if (auto ok = check_size(peer_share, server_share_size(state_->group)); !ok) return std::unexpected(ok.error());
  const PartSizes first = sizes_of(parts.first);
  Result<SharedSecret> secret(SharedSecret(secret_size(parts)));
  const MutableBytes out = secret->fill();
  if (auto ok = agree_part(state_->first, peer_share.first(first.server_share), out.first(first.secret)); !ok) {
    return std::unexpected(ok.error());
  }
  if (auto ok = agree_part(state_->second, peer_share.subspan(first.server_share), out.subspan(first.secret)); !ok) {
    return std::unexpected(ok.error());
  }
  return secret;
}

Result<Encapsulation> encapsulate(NamedGroup group, Bytes client_share) {
  if (!group_supported(group)) return fail(Errc::unsupported_feature, "named_group");
  if (auto ok = check_size(client_share, client_share_size(group)); !ok) return std::unexpected(ok.error());
  const GroupParts parts = parts_of(group);
  const PartSizes first = sizes_of(parts.first);
  Result<Encapsulation> out(std::in_place, ByteVector(server_share_size(group)), SharedSecret(secret_size(parts)));
  const MutableBytes share = out->share, secret = out->secret.fill();
  if (auto ok = encapsulate_part(parts.first, client_share.first(first.client_share), share.first(first.server_share),
                                 secret.first(first.secret));
      !ok) {
    return std::unexpected(ok.error());
  }
  if (parts.second == Part::none) return out;
  if (auto ok = encapsulate_part(parts.second, client_share.subspan(first.client_share),
                                 share.subspan(first.server_share), secret.subspan(first.secret));
      !ok) {
    return std::unexpected(ok.error());
  }
  return out;
}

Result<Encapsulation> encapsulate(const KeyExchange& own, Bytes client_share) {
  if (parts_of(own.group()).second != Part::none) return fail(Errc::unsupported_feature, "named_group");
  auto secret = own.agree(client_share);
  if (!secret) return std::unexpected(secret.error());
  return Encapsulation{ByteVector(own.share().begin(), own.share().end()), std::move(*secret)};
}

PartSizes sizes_of(Part part) {
  switch (part) {
    case Part::none: return {0, 0, 0};
    case Part::x25519: return {32, 32, 32};
    case Part::p256: return {65, 65, 32};
    case Part::p384: return {97, 97, 48};
    case Part::p521: return {133, 133, 66};
    case Part::mlkem768: return {1184, 1088, 32};
    case Part::mlkem1024: return {1568, 1568, 32};
    case Part::ffdhe2048: return {256, 256, 256};
    case Part::ffdhe3072: return {384, 384, 384};
    case Part::ffdhe4096: return {512, 512, 512};
    case Part::ffdhe6144: return {768, 768, 768};
    case Part::ffdhe8192: return {1024, 1024, 1024};
  }
  return {0, 0, 0};
}

}  // namespace handfast::crypto
