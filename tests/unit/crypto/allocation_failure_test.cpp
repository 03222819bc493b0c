// Each allocation of the provider fails in turn: the call must fail with out_of_memory, or not need it, and nothing may
// be lost (run under AddressSanitizer to see that). The three functions below are the provider's hooks, which this
// program takes over, as nobody can with our shared libraries.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "crypto/aead.hpp"
#include "crypto/key_exchange.hpp"
#include "crypto/signature.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/crypto/key_samples.hpp"

namespace {

int allocations_until_failure = -1;  // below 0: none fails
int failures = 0;

bool may_allocate() {
  if (allocations_until_failure < 0) return true;
  if (allocations_until_failure-- > 0) return true;
  allocations_until_failure = -1;
  ++failures;
  return false;
}

}  // namespace

extern "C" {

void* OPENSSL_memory_alloc(std::size_t size);
void OPENSSL_memory_free(void* memory);
std::size_t OPENSSL_memory_get_size(void* memory);

// The size stands before the block: malloc_usable_size() may be more than was asked for, and the provider copies that
// much.
void* OPENSSL_memory_alloc(std::size_t size) {
  if (!may_allocate()) return nullptr;
  auto* const block = static_cast<std::max_align_t*>(std::malloc(sizeof(std::max_align_t) + size));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof size);
  return block + 1;
}

void OPENSSL_memory_free(void* memory) {
  if (memory != nullptr) std::free(static_cast<std::max_align_t*>(memory) - 1);
}

std::size_t OPENSSL_memory_get_size(void* memory) {
  std::size_t size = 0;
  std::memcpy(&size, static_cast<std::max_align_t*>(memory) - 1, sizeof size);
  return size;
}
}

namespace handfast::crypto {
namespace {

using namespace handfast::test;

constexpr int kMoreThanAnyCallNeeds = 5000;

// `call` gives its error, or none if it succeeded.
void fail_each(const std::string& what, const std::function<std::optional<Errc>()>& call) {
  SCOPED_TRACE(what);
  ASSERT_EQ(call(), std::nullopt) << "without any failure";
  for (int i = 0; i < kMoreThanAnyCallNeeds; ++i) {
    failures = 0;
    allocations_until_failure = i;
    const auto error = call();
    const bool reached = failures > 0;
    allocations_until_failure = -1;
    if (!reached) {
      EXPECT_EQ(error, std::nullopt);
      EXPECT_GT(i, 0) << "this call allocates nothing: it does not belong here";
      ::testing::Test::RecordProperty(what, i);
      return;
    }
    if (error) {
      EXPECT_EQ(name_of(*error), name_of(Errc::out_of_memory)) << "allocation " << i;
    }
  }
  FAIL() << "it never stopped allocating";
}

template <class T>
std::optional<Errc> error_of(const Result<T>& result) {
  if (result) return std::nullopt;
  return result.error().code;
}

TEST(AllocationFailure, GenerateKeyExchange) {
  for (const NamedGroup group : {NamedGroup::secp256r1, NamedGroup::secp384r1, NamedGroup::secp521r1,
                                 NamedGroup::secp384r1_mlkem1024, NamedGroup::x25519_mlkem768, NamedGroup::ffdhe2048}) {
    fail_each(std::string(name_of(group)), [&] { return error_of(KeyExchange::generate(group)); });
  }
}

// The NIST curves are missing here: AWS-LC 5.12 checks a peer's point with numbers that it assumes to have got, and
// reads address 0 when it has not (EC_KEY_check_fips).
TEST(AllocationFailure, Agree) {
  for (const NamedGroup group : {NamedGroup::x25519_mlkem768, NamedGroup::ffdhe2048}) {
    const std::string name(name_of(group));
    const auto client = KeyExchange::generate(group);
    ASSERT_TRUE(client.has_value());
    const auto server = encapsulate(group, client->share());
    ASSERT_TRUE(server.has_value());
    fail_each(name + "_encapsulate", [&] { return error_of(encapsulate(group, client->share())); });
    fail_each(name + "_agree", [&] { return error_of(client->agree(server->share)); });
  }
}

TEST(AllocationFailure, Keys) {
  const std::pair<const char*, std::string_view> files[] = {
      {"rsa", kRsaPkcs8}, {"rsa_pss", kPssSha256Pkcs8}, {"p256", kP256Pkcs8}, {"p521", kP521Pkcs8}};
  for (const auto& [name, hex] : files) {
    const ByteVector file = unhex(hex);
    const auto key = PrivateKey::from_pkcs8(file);
    ASSERT_TRUE(key.has_value());
    const ByteVector spki = key->public_spki().value();
    const std::string prefix = std::string(name) + "_";
    fail_each(prefix + "from_pkcs8", [&] { return error_of(PrivateKey::from_pkcs8(file)); });
    fail_each(prefix + "to_pkcs8", [&] { return error_of(key->to_pkcs8()); });
    fail_each(prefix + "public_spki", [&] { return error_of(key->public_spki()); });
    fail_each(prefix + "from_spki", [&] { return error_of(PublicKey::from_spki(spki)); });
  }
}

TEST(AllocationFailure, Signatures) {
  const std::tuple<const char*, std::string_view, SignatureScheme> keys[] = {
      {"rsa", kRsaPkcs8, SignatureScheme::rsa_pss_rsae_sha256},
      {"rsa_pkcs1", kRsaPkcs8, SignatureScheme::rsa_pkcs1_sha256},
      {"p256", kP256Pkcs8, SignatureScheme::ecdsa_secp256r1_sha256},
      {"p521", kP521Pkcs8, SignatureScheme::ecdsa_secp521r1_sha512}};
  for (const auto& [name, hex, scheme_of_key] : keys) {
    const SignatureScheme scheme = scheme_of_key;
    const ByteVector file = unhex(hex);
    fail_each(std::string(name) + "_sign", [&] {
      const auto key = PrivateKey::from_pkcs8(file);
      if (!key) return error_of(key);
      return error_of(key->sign(scheme, pattern(10)));
    });
    const auto key = PrivateKey::from_pkcs8(file);
    ASSERT_TRUE(key.has_value());
    const ByteVector signature = key->sign(scheme, pattern(10)).value();
    const auto own = PublicKey::from_spki(key->public_spki().value());
    ASSERT_TRUE(own.has_value());
    fail_each(std::string(name) + "_verify", [&]() -> std::optional<Errc> {
      if (own->verify(scheme, pattern(10), signature)) return std::nullopt;
      return Errc::out_of_memory;  // verify() knows yes and no only; that it says no is what counts
    });
  }
}

TEST(AllocationFailure, Ccm) {
  fail_each("ccm", [] { return error_of(Aead::create(AeadAlgorithm::aes_128_ccm, pattern(16))); });
}

// What a failed call left in the provider's error queue must not explain a later failure.
TEST(AllocationFailure, IsForgottenAfterwards) {
  const auto own = KeyExchange::generate(NamedGroup::secp256r1);
  ASSERT_TRUE(own.has_value());
  allocations_until_failure = 0;
  EXPECT_EQ(error_of(own->agree(own->share())), Errc::out_of_memory);
  allocations_until_failure = -1;
  ByteVector beside_the_curve = bytes_of(own->share());
  beside_the_curve.back() ^= 1;
  EXPECT_EQ(error_of(own->agree(beside_the_curve)), Errc::wrong_key_share);
}

}  // namespace
}  // namespace handfast::crypto
