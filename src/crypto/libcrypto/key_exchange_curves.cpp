#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdh.h>

#include "crypto/libcrypto/key_exchange_parts.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

constexpr std::uint8_t kUncompressed = 4;  // RFC 8446, 4.2.8.2: legacy_form

const EC_GROUP* group_of(Part curve) {
  if (curve == Part::p256) return EC_group_p256();
  return curve == Part::p384 ? EC_group_p384() : EC_group_p521();
}

std::unexpected<Error> provider_failed() { return fail(provider_error(Errc::crypto_failed), "key_share"); }

bssl::UniquePtr<EC_KEY> empty_key(Part curve) {
  bssl::UniquePtr<EC_KEY> key(EC_KEY_new());
  if (!key || !EC_KEY_set_group(key.get(), group_of(curve))) return nullptr;
  return key;
}

}  // namespace

Result<CurveKey> CurveKey::generate(Part curve, MutableBytes share) {
  CurveKey out(empty_key(curve));
  if (!out.key_ || !EC_KEY_generate_key(out.key_.get())) return provider_failed();
  if (auto written = out.write_share(share); !written) return std::unexpected(written.error());
  return out;
}

Result<CurveKey> CurveKey::from_private_key(Part curve, Bytes private_key, MutableBytes share) {
  if (private_key.size() != sizes_of(curve).secret) return fail(Errc::key_malformed, "private_key", "RFC 5915, 3");
  const EC_GROUP* const group = group_of(curve);
  CurveKey out(empty_key(curve));
  const bssl::UniquePtr<BIGNUM> scalar(BN_bin2bn(private_key.data(), private_key.size(), nullptr));
  const bssl::UniquePtr<EC_POINT> point(EC_POINT_new(group));
  if (!out.key_ || !scalar || !point) return provider_failed();
  if (!EC_KEY_set_private_key(out.key_.get(), scalar.get())) {
    return fail(provider_error(Errc::key_malformed), "private_key", "RFC 5915, 3",
                "a number from 1 to the order less 1");
  }
  if (!EC_POINT_mul(group, point.get(), scalar.get(), nullptr, nullptr, nullptr) ||
      !EC_KEY_set_public_key(out.key_.get(), point.get())) {
    return provider_failed();
  }
  if (auto written = out.write_share(share); !written) return std::unexpected(written.error());
  return out;
}

Result<void> CurveKey::write_share(MutableBytes share) const {
  const std::size_t written = EC_POINT_point2oct(EC_KEY_get0_group(key_.get()), EC_KEY_get0_public_key(key_.get()),
                                                 POINT_CONVERSION_UNCOMPRESSED, share.data(), share.size(), nullptr);
  if (written != share.size()) return provider_failed();
  return {};
}

// The provider would also take compressed and hybrid points and, for one byte, infinity; that the point lies on the
// curve it checks.
Result<void> CurveKey::agree(Bytes peer_share, MutableBytes secret) const {
  if (peer_share[0] != kUncompressed) {
    return fail(Errc::wrong_key_share, "key_share.key_exchange", "RFC 8446, 4.2.8.2",
                "an uncompressed point (first byte 4)", Note("first byte ") << std::uint64_t{peer_share[0]});
  }
  const EC_GROUP* const group = EC_KEY_get0_group(key_.get());
  const bssl::UniquePtr<EC_POINT> point(EC_POINT_new(group));
  if (!point) return provider_failed();
  if (!EC_POINT_oct2point(group, point.get(), peer_share.data(), peer_share.size(), nullptr)) {
    return fail(provider_error(Errc::wrong_key_share), "key_share.key_exchange", "RFC 8446, 4.2.8.2",
                "a point on the curve", "a point beside it");
  }
  if (ECDH_compute_key(secret.data(), secret.size(), point.get(), key_.get(), nullptr) !=
      static_cast<int>(secret.size())) {
    wipe(secret);
    return provider_failed();
  }
  return {};
}

}  // namespace handfast::crypto
