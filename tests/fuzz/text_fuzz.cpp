// Hexadecimal text, base64 and PEM as programs hand them in. What was decoded and is encoded again decodes to the same.
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"
#include "capi/public_api.hpp"

using handfast::Bytes;

namespace {

using Decode = int (*)(const gnutls_datum_t*, gnutls_datum_t*);
using Encode = int (*)(const gnutls_datum_t*, gnutls_datum_t*);

int decode_pem(const gnutls_datum_t* in, gnutls_datum_t* out) { return gnutls_pem_base64_decode2("A", in, out); }
int encode_pem(const gnutls_datum_t* in, gnutls_datum_t* out) { return gnutls_pem_base64_encode2("A", in, out); }
int decode_any_pem(const gnutls_datum_t* in, gnutls_datum_t* out) {
  return gnutls_pem_base64_decode2(nullptr, in, out);
}

bool same(const gnutls_datum_t& a, const gnutls_datum_t& b) {
  return handfast::equal(Bytes(a.data, a.size), Bytes(b.data, b.size));
}

void check(const gnutls_datum_t& input, Decode decode, Encode encode) {
  gnutls_datum_t decoded{}, encoded{}, again{};
  if (decode(&input, &decoded) != GNUTLS_E_SUCCESS) return;
  const bool kept = encode(&decoded, &encoded) == GNUTLS_E_SUCCESS && decode(&encoded, &again) == GNUTLS_E_SUCCESS;
  if (!kept || !same(decoded, again)) std::abort();
  for (const gnutls_datum_t& datum : {decoded, encoded, again}) gnutls_free(datum.data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(data, data + size);
  void* const memory = text.data();
  const gnutls_datum_t input{static_cast<unsigned char*>(memory), static_cast<unsigned>(size)};
  check(input, gnutls_hex_decode2, gnutls_hex_encode2);
  check(input, gnutls_base64_decode2, gnutls_base64_encode2);
  check(input, decode_pem, encode_pem);
  check(input, decode_any_pem, encode_pem);
  std::size_t room = size;
  std::string bytes(size, '\0');
  if (gnutls_hex2bin(text.data(), size, bytes.data(), &room) == GNUTLS_E_SUCCESS && room > size) std::abort();
  return 0;
}
