#include <openssl/bn.h>

#include <algorithm>

#include "crypto/libcrypto/key_exchange_parts.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

// The primes of RFC 7919, A, are 2^b - 2^(b-64) + (floor(2^(b-130) e) + X) 2^64 - 1. They therefore begin with the same
// words, the digits of e, differ in one word because of X, and end in 64 ones.
constexpr std::uint32_t kLeadingWords[] = {
    0xffffffff, 0xffffffff, 0xadf85458, 0xa2bb4a9a, 0xafdc5620, 0x273d3cf1, 0xd8b9c583, 0xce2d3695, 0xa9e13641,
    0x146433fb, 0xcc939dce, 0x249b3ef9, 0x7d2fe363, 0x630c75d8, 0xf681b202, 0xaec4617a, 0xd3df1ed5, 0xd5fd6561,
    0x2433f51f, 0x5f066ed0, 0x85636555, 0x3ded1af3, 0xb557135e, 0x7f57c935, 0x984f0c70, 0xe0e68b77, 0xe2a689da,
    0xf3efe872, 0x1df158a1, 0x36ade735, 0x30acca4f, 0x483a797a, 0xbc0ab182, 0xb324fb61, 0xd108a94b, 0xb2c8e3fb,
    0xb96adab7, 0x60d7f468, 0x1d4f42a3, 0xde394df4, 0xae56ede7, 0x6372bb19, 0x0b07a7c8, 0xee0a6d70, 0x9e02fce1,
    0xcdf7e2ec, 0xc03404cd, 0x28342f61, 0x9172fe9c, 0xe98583ff, 0x8e4f1232, 0xeef28183, 0xc3fe3b1b, 0x4c6fad73,
    0x3bb5fcbc, 0x2ec22005, 0xc58ef183, 0x7d1683b2, 0xc6f34a26, 0xc1b2effa, 0x886b4238, 0x611fcfdc, 0xde355b3b,
    0x6519035b, 0xbc34f4de, 0xf99c0238, 0x61b46fc9, 0xd6e6c907, 0x7ad91d26, 0x91f7f7ee, 0x598cb0fa, 0xc186d91c,
    0xaefe1309, 0x85139270, 0xb4130c93, 0xbc437944, 0xf4fd4452, 0xe2d74dd3, 0x64f2e21e, 0x71f54bff, 0x5cae82ab,
    0x9c9df69e, 0xe86d2bc5, 0x22363a0d, 0xabc52197, 0x9b0deada, 0x1dbf9a42, 0xd5c4484e, 0x0abcd06b, 0xfa53ddef,
    0x3c1b20ee, 0x3fd59d7c, 0x25e41d2b, 0x669e1ef1, 0x6e6f52c3, 0x164df4fb, 0x7930e9e4, 0xe58857b6, 0xac7d5f42,
    0xd69f6d18, 0x7763cf1d, 0x55034004, 0x87f55ba5, 0x7e31cc7a, 0x7135c886, 0xefb4318a, 0xed6a1e01, 0x2d9e6832,
    0xa907600a, 0x918130c4, 0x6dc778f9, 0x71ad0038, 0x092999a3, 0x33cb8b7a, 0x1a1db93d, 0x7140003c, 0x2a4ecea9,
    0xf98d0acc, 0x0a8291cd, 0xcec97dcf, 0x8ec9b55a, 0x7f88a46b, 0x4db5a851, 0xf44182e1, 0xc68a007e, 0x5e0dd902,
    0x0bfd64b6, 0x45036c7a, 0x4e677d2c, 0x38532a3a, 0x23ba4442, 0xcaf53ea6, 0x3bb45432, 0x9b7624c8, 0x917bdd64,
    0xb1c0fd4c, 0xb38e8c33, 0x4c701c3a, 0xcdad0657, 0xfccfec71, 0x9b1f5c3e, 0x4e46041f, 0x388147fb, 0x4cfdb477,
    0xa52471f7, 0xa9a96910, 0xb855322e, 0xdb6340d8, 0xa00ef092, 0x350511e3, 0x0abec1ff, 0xf9e3a26e, 0x7fb29f8c,
    0x183023c3, 0x587e38da, 0x0077d9b4, 0x763e4e4b, 0x94b2bbc1, 0x94c6651e, 0x77caf992, 0xeeaac023, 0x2a281bf6,
    0xb3a739c1, 0x22611682, 0x0ae8db58, 0x47a67cbe, 0xf9c9091b, 0x462d538c, 0xd72b0374, 0x6ae77f5e, 0x62292c31,
    0x1562a846, 0x505dc82d, 0xb854338a, 0xe49f5235, 0xc95b9117, 0x8ccf2dd5, 0xcacef403, 0xec9d1810, 0xc6272b04,
    0x5b3b71f9, 0xdc6b80d6, 0x3fdd4a8e, 0x9adb1e69, 0x62a69526, 0xd43161c1, 0xa41d570d, 0x7938dad4, 0xa40e329c,
    0xcff46aaa, 0x36ad004c, 0xf600c838, 0x1e425a31, 0xd951ae64, 0xfdb23fce, 0xc9509d43, 0x687feb69, 0xedd1cc5e,
    0x0b8cc3bd, 0xf64b10ef, 0x86b63142, 0xa3ab8829, 0x555b2f74, 0x7c932665, 0xcb2c0f1c, 0xc01bd702, 0x29388839,
    0xd2af05e4, 0x54504ac7, 0x8b758282, 0x2846c0ba, 0x35c35f5c, 0x59160cc0, 0x46fd8251, 0x541fc68c, 0x9c86b022,
    0xbb709987, 0x6a460e74, 0x51a8a931, 0x09703fee, 0x1c217e6c, 0x3826e52c, 0x51aa691e, 0x0e423cfc, 0x99e9e316,
    0x50c1217b, 0x624816cd, 0xad9a95f9, 0xd5b80194, 0x88d9c0a0, 0xa1fe3075, 0xa577e231, 0x83f81d4a, 0x3f2fa457,
    0x1efc8ce0, 0xba8a4fe8, 0xb6855dfe, 0x72b0a66e, 0xded2fbab, 0xfbe58a30, 0xfafabe1c, 0x5d71a87e, 0x2f741ef8,
    0xc1fe86fe, 0xa6bbfde5, 0x30677f0d, 0x97d11d49, 0xf7a8443d, 0x0822e506, 0xa9f4614e, 0x011e2a94, 0x838ff88c,
    0xd68c8bb7,
};

struct Group {
  std::size_t words;        // of 32 bits
  std::uint32_t last_word;  // before the 64 ones
  unsigned exponent_bits;   // RFC 7919, 5.2 and A: enough for the group's strength
};

Group parameters_of(Part group) {
  switch (group) {
    case Part::ffdhe2048: return {64, 0x61285c97, 225};
    case Part::ffdhe3072: return {96, 0x66c62e37, 275};
    case Part::ffdhe4096: return {128, 0x5e655f6a, 325};
    case Part::ffdhe6144: return {192, 0xd0e40e65, 375};
    default: return {256, 0xc5c6424c, 400};
  }
}

bssl::UniquePtr<BIGNUM> prime_of(const Group& group) {
  std::array<std::uint8_t, 1024> bytes;
  bytes.fill(0xff);
  const auto put = [&bytes](std::size_t at, std::uint32_t word) {
    for (std::size_t i = 0; i < 4; ++i) bytes[4 * at + i] = static_cast<std::uint8_t>(word >> (24 - 8 * i));
  };
  for (std::size_t i = 0; i < group.words - 3; ++i) put(i, kLeadingWords[i]);
  put(group.words - 3, group.last_word);
  return bssl::UniquePtr<BIGNUM>(BN_bin2bn(bytes.data(), 4 * group.words, nullptr));
}

std::unexpected<Error> provider_failed() { return fail(provider_error(Errc::crypto_failed), "key_share"); }

}  // namespace

// Without q, which is (p-1)/2, the provider honours the exponent's length and does no second exponentiation to check a
// share, which a safe prime does not need: that takes a seventh of the time.
Result<FfdheKey> FfdheKey::generate(Part group, MutableBytes share) {
  const Group parameters = parameters_of(group);
  FfdheKey out{bssl::UniquePtr<DH>(DH_new())};
  bssl::UniquePtr<BIGNUM> prime = prime_of(parameters);
  bssl::UniquePtr<BIGNUM> generator(BN_new());
  if (!out.key_ || !prime || !generator || !BN_set_word(generator.get(), 2) ||
      !DH_set0_pqg(out.key_.get(), prime.get(), nullptr, generator.get())) {
    return provider_failed();
  }
  static_cast<void>(prime.release());  // the DH owns them now
  static_cast<void>(generator.release());
  if (!DH_set_length(out.key_.get(), parameters.exponent_bits) || !DH_generate_key(out.key_.get()) ||
      !BN_bn2bin_padded(share.data(), share.size(), DH_get0_pub_key(out.key_.get()))) {
    return provider_failed();
  }
  return out;
}

// The provider refuses shares outside 2 to p-2 (RFC 8446, 4.2.8.1).
Result<void> FfdheKey::agree(Bytes peer_share, MutableBytes secret) const {
  const bssl::UniquePtr<BIGNUM> peer(BN_bin2bn(peer_share.data(), peer_share.size(), nullptr));
  if (!peer) return provider_failed();
  if (DH_compute_key_padded(secret.data(), peer.get(), key_.get()) == static_cast<int>(secret.size())) return {};
  wipe(secret);
  return fail(provider_error(Errc::wrong_key_share), "key_share.key_exchange", "RFC 8446, 4.2.8.1",
              "a number from 2 to p-2");
}

}  // namespace handfast::crypto
