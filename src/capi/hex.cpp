// Hexadecimal text for applications.
#include <algorithm>

#include "base/hex.hpp"
#include "base/reader.hpp"
#include "base/secret.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

int value_of(std::uint8_t character) {  // -1: no hexadecimal digit
  if (character >= '0' && character <= '9') return character - '0';
  const int lower = character | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

SecretBytes encode(Bytes bytes, std::size_t nuls) {  // with so many NULs at the end
  SecretBytes out(2 * bytes.size() + nuls);
  write_hex(bytes, out.fill());
  return out;
}

std::uint8_t octet(int high, int low) { return static_cast<std::uint8_t>(high << 4 | low); }

std::optional<SecretBytes> decode(Bytes text) {  // pairs of digits and nothing else
  if (text.size() % 2 != 0) return std::nullopt;
  SecretBytes out(text.size() / 2);
  Reader in(text);
  for (std::uint8_t& byte : out.fill()) {
    const Bytes pair = in.take(2);
    const int high = value_of(pair[0]), low = value_of(pair[1]);
    if (high < 0 || low < 0) return std::nullopt;
    byte = octet(high, low);
  }
  return out;
}

// gnutls_hex2bin(): what stands before a digit is passed over. The character behind a digit belongs to it: where it is
// none itself, the first stands alone.
std::optional<ByteVector> decode_leniently(Bytes text) {
  ByteVector out;
  Reader in(text);
  while (in.left() != 0) {
    const int first = value_of(in.take(1)[0]);
    if (first < 0) continue;
    if (in.left() == 0) return std::nullopt;
    const int second = value_of(in.take(1)[0]);
    out.push_back(second < 0 ? static_cast<std::uint8_t>(first) : octet(first, second));
  }
  return out;
}

// As the functions of this file do it: how much room there should be is not told.
int copy_out(Bytes bytes, void* buffer, std::size_t* size) {
  if (buffer == nullptr || *size < bytes.size()) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  std::ranges::copy(bytes, static_cast<std::uint8_t*>(buffer));
  *size = bytes.size();
  return GNUTLS_E_SUCCESS;
}

}  // namespace

extern "C" {

int gnutls_hex_encode(const gnutls_datum_t* data, char* result, size_t* result_size) {
  if (!readable(data) || result_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const SecretBytes text = encode(bytes_of(*data), 1);
    return copy_out(text.reveal(), result, result_size);
  });
}

int gnutls_hex_encode2(const gnutls_datum_t* data, gnutls_datum_t* result) {
  if (!readable(data) || result == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int { return hand_out(as_text(encode(bytes_of(*data), 0).reveal()), *result); });
}

int gnutls_hex_decode(const gnutls_datum_t* hex_data, void* result, size_t* result_size) {
  if (!readable(hex_data) || result_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode(bytes_of(*hex_data));
    return bytes ? copy_out(bytes->reveal(), result, result_size) : GNUTLS_E_PARSING_ERROR;
  });
}

int gnutls_hex_decode2(const gnutls_datum_t* hex_data, gnutls_datum_t* result) {
  if (!readable(hex_data) || result == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode(bytes_of(*hex_data));
    return bytes ? hand_out(as_text(bytes->reveal()), *result) : GNUTLS_E_PARSING_ERROR;
  });
}

int gnutls_hex2bin(const char* hex_data, size_t hex_size, void* bin_data, size_t* bin_size) {
  if (hex_data == nullptr || !is_memory(hex_data, hex_size) || bin_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode_leniently(as_bytes({hex_data, hex_size}));
    return bytes ? copy_out(*bytes, bin_data, bin_size) : GNUTLS_E_PARSING_ERROR;
  });
}

}  // extern "C"
