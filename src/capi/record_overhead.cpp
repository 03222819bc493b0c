// What a record costs beside its data, from the parameters of a session that need not exist.
#include <string_view>

#include "capi/names/ciphers.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/macs.hpp"
#include "capi/names/protocols.hpp"

using namespace handfast::capi;

namespace {

constexpr std::size_t kHeader = 5, kDatagramHeader = 13;  // RFC 8446, 5.1; RFC 6347, 4.1
constexpr std::size_t kContentType = 1;                   // inside what is encrypted (RFC 8446, 5.2)
constexpr std::size_t kExplicitNonce = 8;                 // RFC 5288, 3; RFC 6655, 3

// What an AEAD adds. ChaCha20-Poly1305 never sends a nonce (RFC 7905, 2), TLS 1.3 with no cipher.
std::size_t aead_size(const Cipher& cipher, bool tls13) {
  const bool sends_nonce = !tls13 && cipher.id != GNUTLS_CIPHER_CHACHA20_POLY1305;
  return cipher.tag_size + (sends_nonce ? kExplicitNonce : 0);
}

// The initialisation vector, and a block of padding at most (RFC 5246, 6.2.3.2).
std::size_t cbc_size(const Cipher& cipher) {
  return std::string_view(cipher.name).ends_with("-CBC") ? std::size_t{2} * cipher.block_size : 0;
}

}  // namespace

size_t gnutls_est_record_overhead_size(gnutls_protocol_t version, gnutls_cipher_algorithm_t cipher,
                                       gnutls_mac_algorithm_t mac, gnutls_compression_method_t, unsigned int) {
  const Protocol* const protocol = find_id(protocols(), version);
  const Cipher* const with = find_id(ciphers(), cipher);
  if (protocol == nullptr || with == nullptr || find_id(macs(), mac) == nullptr) return 0;
  const bool tls13 = version == GNUTLS_TLS1_3;
  const std::size_t header = (protocol->datagram ? kDatagramHeader : kHeader) + (tls13 ? kContentType : 0);
  return header + cbc_size(*with) + (mac == GNUTLS_MAC_AEAD ? aead_size(*with, tls13) : gnutls_hmac_get_len(mac));
}
