#include "capi/names/digests.hpp"

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

constexpr Digest table[] = {
    {GNUTLS_DIG_MD5, "MD5", 16, "1.2.840.113549.2.5"},
    {GNUTLS_DIG_SHA1, "SHA1", 20, "1.3.14.3.2.26"},
    {GNUTLS_DIG_RMD160, "RIPEMD160", 20, "1.3.36.3.2.1"},
    {GNUTLS_DIG_MD2, "MD2", 0, "1.2.840.113549.2.2"},
    {GNUTLS_DIG_SHA256, "SHA256", 32, "2.16.840.1.101.3.4.2.1"},
    {GNUTLS_DIG_SHA384, "SHA384", 48, "2.16.840.1.101.3.4.2.2"},
    {GNUTLS_DIG_SHA512, "SHA512", 64, "2.16.840.1.101.3.4.2.3"},
    {GNUTLS_DIG_SHA224, "SHA224", 28, "2.16.840.1.101.3.4.2.4"},
    {GNUTLS_DIG_SHA3_224, "SHA3-224", 28, "2.16.840.1.101.3.4.2.7"},
    {GNUTLS_DIG_SHA3_256, "SHA3-256", 32, "2.16.840.1.101.3.4.2.8"},
    {GNUTLS_DIG_SHA3_384, "SHA3-384", 48, "2.16.840.1.101.3.4.2.9"},
    {GNUTLS_DIG_SHA3_512, "SHA3-512", 64, "2.16.840.1.101.3.4.2.10"},
    {GNUTLS_DIG_GOSTR_94, "GOSTR341194", 32, "1.2.643.2.2.9"},
    {GNUTLS_DIG_STREEBOG_256, "STREEBOG-256", 32, "1.2.643.7.1.1.2.2"},
    {GNUTLS_DIG_STREEBOG_512, "STREEBOG-512", 64, "1.2.643.7.1.1.2.3"},
    {GNUTLS_DIG_SHAKE_128, "SHAKE-128", 0, "2.16.840.1.101.3.4.2.11"},
    {GNUTLS_DIG_SHAKE_256, "SHAKE-256", 0, "2.16.840.1.101.3.4.2.12"},
};

}  // namespace

std::span<const Digest> digests() { return table; }

}  // namespace handfast::capi

using handfast::capi::Digest;
using handfast::capi::digests;
using handfast::capi::find_name;
using handfast::capi::member_of;

const char* gnutls_digest_get_name(gnutls_digest_algorithm_t algorithm) {
  return member_of(digests(), algorithm, &Digest::name, static_cast<const char*>(nullptr));
}

gnutls_digest_algorithm_t gnutls_digest_get_id(const char* name) {
  const Digest* digest = find_name(digests(), name);
  return digest != nullptr ? digest->id : GNUTLS_DIG_UNKNOWN;
}

const char* gnutls_digest_get_oid(gnutls_digest_algorithm_t algorithm) {
  return member_of(digests(), algorithm, &Digest::oid, static_cast<const char*>(nullptr));
}

unsigned gnutls_hash_get_len(gnutls_digest_algorithm_t algorithm) {
  return member_of(digests(), algorithm, &Digest::size, 0U);
}

const gnutls_digest_algorithm_t* gnutls_digest_list() {
  static constexpr gnutls_digest_algorithm_t list[] = {GNUTLS_DIG_SHA1,   GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384,
                                                       GNUTLS_DIG_SHA512, GNUTLS_DIG_SHA224, GNUTLS_DIG_MD5,
                                                       GNUTLS_DIG_UNKNOWN};
  return list;
}
