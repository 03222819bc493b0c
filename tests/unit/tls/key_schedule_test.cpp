#include "tls/keys/key_schedule.hpp"

#include <gtest/gtest.h>

#include <string>

namespace handfast::tls {
namespace {

using crypto::HashAlgorithm;

// RFC 8446, 7.1, written out: HKDF-Expand-Label with a hash as its output.
ByteVector expand(HashAlgorithm hash, Bytes secret, const std::string& label, Bytes context) {
  const std::size_t size = crypto::hash_size(hash);
  const std::string full = "tls13 " + label;
  ByteVector info{0, static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(full.size())};
  info.insert(info.end(), full.begin(), full.end());
  info.push_back(static_cast<std::uint8_t>(context.size()));
  info.insert(info.end(), context.begin(), context.end());
  ByteVector out(size);
  EXPECT_TRUE(crypto::hkdf_expand(crypto::HmacKey(hash, secret), info, out));
  return out;
}

ByteVector extract(HashAlgorithm hash, Bytes salt, Bytes input) {
  const crypto::SecretDigest out = crypto::hkdf_extract(hash, salt, input);
  return ByteVector(out.reveal().begin(), out.reveal().end());
}

TEST(KeySchedule, WithoutAPskItStartsFromZeros) {
  const crypto::SharedSecret shared{ByteVector(32, 0x42)};
  for (const HashAlgorithm hash : {HashAlgorithm::sha256, HashAlgorithm::sha384}) {
    const ByteVector zeros(crypto::hash_size(hash));
    const crypto::Digest nothing = crypto::hash(hash, {});
    const ByteVector early = extract(hash, zeros, zeros);
    const ByteVector handshake = extract(hash, expand(hash, early, "derived", nothing), shared.reveal());

    HandshakeSecret secret = EarlySecret::without_psk(hash).advance(shared);
    const HandshakeTrafficSecrets traffic = secret.traffic(nothing);
    EXPECT_TRUE(equal(traffic.client.reveal(), expand(hash, handshake, "c hs traffic", nothing)));
    EXPECT_TRUE(equal(traffic.server.reveal(), expand(hash, handshake, "s hs traffic", nothing)));

    const ByteVector master = extract(hash, expand(hash, handshake, "derived", nothing), zeros);
    const ApplicationSecrets application = std::move(secret).advance().application(nothing);
    EXPECT_TRUE(equal(application.client.reveal(), expand(hash, master, "c ap traffic", nothing)));
    EXPECT_TRUE(equal(application.server.reveal(), expand(hash, master, "s ap traffic", nothing)));
    EXPECT_TRUE(equal(application.exporter.reveal(), expand(hash, master, "exp master", nothing)));
  }
}

}  // namespace
}  // namespace handfast::tls
