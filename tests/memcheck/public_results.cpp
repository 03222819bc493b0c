// Where a secret's bytes become something that everybody may know: the linker puts these functions around ours and the provider's
// (--wrap), so that memcheck takes what they name for defined again, and nothing else.
#include <valgrind/memcheck.h>

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/key_exchange.hpp"
#include "crypto/signature.hpp"
#include "memcheck/secrecy.hpp"
#include "tls/session/ticket_keys.hpp"

// The names that the linker knows, of functions of C++: gcc's and clang's are the same.
#define HANDFAST_REAL(name) asm("__real_" name)
#define HANDFAST_WRAP(name) asm("__wrap_" name)
#define HANDFAST_EQUAL "_ZN8handfast19constant_time_equalESt4spanIKhLm18446744073709551615EES2_"
#define HANDFAST_EXPAND \
  "_ZN8handfast6crypto11hkdf_expandERKNS0_7HmacKeyESt4spanIKhLm18446744073709551615EES4_IhLm18446744073709551615EE"
#define HANDFAST_OPEN                                                                         \
  "_ZNK8handfast6crypto4Aead4openERKSt5arrayIhLm12EESt4spanIKhLm18446744073709551615EES8_S6_" \
  "IhLm18446744073709551615EE"
#define HANDFAST_SEAL                                                                            \
  "_ZNK8handfast6crypto4Aead4sealERKSt5arrayIhLm12EESt4spanIKhLm18446744073709551615EES8_S8_S6_" \
  "IhLm18446744073709551615EE"
#define HANDFAST_SIGN "_ZNK8handfast6crypto10PrivateKey4signENS_15SignatureSchemeESt4spanIKhLm18446744073709551615EE"
#define HANDFAST_VERIFY \
  "_ZNK8handfast6crypto9PublicKey6verifyENS_15SignatureSchemeESt4spanIKhLm18446744073709551615EES5_"
#define HANDFAST_OPEN_TICKET "_ZNK8handfast3tls10TicketKeys4openESt4spanIKhLm18446744073709551615EEm"
#define HANDFAST_AGREE "_ZNK8handfast6crypto11KeyExchange5agreeESt4spanIKhLm18446744073709551615EE"
#define HANDFAST_ENCAPSULATE "_ZN8handfast6crypto11encapsulateENS_10NamedGroupESt4spanIKhLm18446744073709551615EE"

namespace handfast::memcheck {

namespace {

using crypto::Aead, crypto::HmacKey, crypto::KeyExchange, crypto::Nonce, crypto::SharedSecret, crypto::Encapsulation;
using crypto::PrivateKey, crypto::PublicKey;
using tls::TicketKeys;

constexpr std::size_t kAdditionalData13 = 5, kAdditionalData12 = 13;  // bytes; the latter have the type behind a number
constexpr std::size_t kTypeAt = 8;
constexpr std::size_t kNameSize = 16;           // of a ticket's key
constexpr std::size_t kStoredSecretSizeAt = 7;  // docs/sessions.md: format, version, suite, group
constexpr std::string_view kTicketKeyLabel = "handfast ticket key";

std::size_t padding_begins(Bytes inner) {
  std::size_t at = inner.size();
  while (at > 0 && inner[at - 1] == 0) --at;
  return at;
}

// An AEAD's nonce may be known (RFC 5116, 3.1); the provider's CCM compares its counter.
Nonce public_nonce(const Nonce& nonce) {
  Nonce out = nonce;
  make_public(out);
  return out;
}

// What a record carries is the application's secret, but how long it is and what kind is not, nor are messages and alerts.
void publish_record(Bytes additional_data, MutableBytes inner) {
  constexpr auto kData = static_cast<std::uint8_t>(ContentType::application_data);
  ByteVector copy(inner.begin(), inner.end());
  make_public(copy);
  if (additional_data.size() == kAdditionalData12) {
    if (additional_data[kTypeAt] != kData) make_public(inner);
    return;
  }
  const std::size_t end = padding_begins(copy);
  if (end == 0) return make_public(inner);
  make_public(copy[end - 1] == kData ? inner.subspan(end - 1) : inner);
}

}  // namespace

// Whether a MAC is right shows in what happens next.
extern "C" int __real_CRYPTO_memcmp(const void* a, const void* b, size_t size);
extern "C" int __wrap_CRYPTO_memcmp(const void* a, const void* b, size_t size);
extern "C" int __wrap_CRYPTO_memcmp(const void* a, const void* b, size_t size) {
  int out = __real_CRYPTO_memcmp(a, b, size);
  (void)VALGRIND_MAKE_MEM_DEFINED(&out, sizeof out);
  return out;
}

bool real_equal(Bytes a, Bytes b) HANDFAST_REAL(HANDFAST_EQUAL);
bool wrap_equal(Bytes a, Bytes b) HANDFAST_WRAP(HANDFAST_EQUAL);
bool wrap_equal(Bytes a, Bytes b) {
  bool out = real_equal(a, b);
  (void)VALGRIND_MAKE_MEM_DEFINED(&out, sizeof out);
  return out;
}

// The name of a ticket's key stands in front of each ticket.
bool real_expand(const HmacKey& key, Bytes info, MutableBytes out) HANDFAST_REAL(HANDFAST_EXPAND);
bool wrap_expand(const HmacKey& key, Bytes info, MutableBytes out) HANDFAST_WRAP(HANDFAST_EXPAND);
bool wrap_expand(const HmacKey& key, Bytes info, MutableBytes out) {
  const bool done = real_expand(key, info, out);
  if (as_text(info).starts_with(kTicketKeyLabel)) make_public(out.first(kNameSize));
  return done;
}

bool real_seal(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
               MutableBytes out) HANDFAST_REAL(HANDFAST_SEAL);
bool wrap_seal(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
               MutableBytes out) HANDFAST_WRAP(HANDFAST_SEAL);
bool wrap_seal(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
               MutableBytes out) {
  return real_seal(self, public_nonce(nonce), additional_data, plaintext, trailer, out);
}

bool real_open(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out)
    HANDFAST_REAL(HANDFAST_OPEN);
bool wrap_open(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out)
    HANDFAST_WRAP(HANDFAST_OPEN);
bool wrap_open(const Aead* self, const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out) {
  const bool opened = real_open(self, public_nonce(nonce), additional_data, sealed, out);
  const bool is_record = additional_data.size() == kAdditionalData13 || additional_data.size() == kAdditionalData12;
  if (opened && is_record) publish_record(additional_data, out);
  return opened;
}

// A session's secret is the only secret in it that is kept from the server itself.
std::optional<SecretBytes> real_open_ticket(const TicketKeys* self, Bytes ticket, std::uint64_t now)
    HANDFAST_REAL(HANDFAST_OPEN_TICKET);
std::optional<SecretBytes> wrap_open_ticket(const TicketKeys* self, Bytes ticket, std::uint64_t now)
    HANDFAST_WRAP(HANDFAST_OPEN_TICKET);
std::optional<SecretBytes> wrap_open_ticket(const TicketKeys* self, Bytes ticket, std::uint64_t now) {
  auto state = real_open_ticket(self, ticket, now);
  if (!state || state->size() <= kStoredSecretSizeAt) return state;
  const MutableBytes bytes = state->fill();
  make_public(bytes);
  const std::size_t size = bytes[kStoredSecretSizeAt];
  make_secret(bytes.subspan(kStoredSecretSizeAt + 1, size));
  return state;
}

// What is signed was on the wire, or is the hash of what was.
using Signature = Result<ByteVector>;
Signature real_sign(const PrivateKey* self, SignatureScheme scheme, Bytes message) HANDFAST_REAL(HANDFAST_SIGN);
Signature wrap_sign(const PrivateKey* self, SignatureScheme scheme, Bytes message) HANDFAST_WRAP(HANDFAST_SIGN);
Signature wrap_sign(const PrivateKey* self, SignatureScheme scheme, Bytes message) {
  return real_sign(self, scheme, public_copy(message));
}

bool real_verify(const PublicKey* self, SignatureScheme scheme, Bytes message, Bytes signature)
    HANDFAST_REAL(HANDFAST_VERIFY);
bool wrap_verify(const PublicKey* self, SignatureScheme scheme, Bytes message, Bytes signature)
    HANDFAST_WRAP(HANDFAST_VERIFY);
bool wrap_verify(const PublicKey* self, SignatureScheme scheme, Bytes message, Bytes signature) {
  return real_verify(self, scheme, public_copy(message), signature);
}

// From here on the key schedule has secrets.
Result<SharedSecret> real_agree(const KeyExchange* self, Bytes share) HANDFAST_REAL(HANDFAST_AGREE);
Result<SharedSecret> wrap_agree(const KeyExchange* self, Bytes share) HANDFAST_WRAP(HANDFAST_AGREE);
Result<SharedSecret> wrap_agree(const KeyExchange* self, Bytes share) {
  auto out = real_agree(self, share);
  if (out) make_secret(out->fill());
  return out;
}

Result<Encapsulation> real_encapsulate(NamedGroup group, Bytes share) HANDFAST_REAL(HANDFAST_ENCAPSULATE);
Result<Encapsulation> wrap_encapsulate(NamedGroup group, Bytes share) HANDFAST_WRAP(HANDFAST_ENCAPSULATE);
Result<Encapsulation> wrap_encapsulate(NamedGroup group, Bytes share) {
  auto out = real_encapsulate(group, share);
  if (out) make_secret(out->secret.fill());
  return out;
}

}  // namespace handfast::memcheck
