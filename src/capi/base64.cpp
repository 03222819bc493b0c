// Base64, bare and in PEM, for applications. What is decoded may be a key: it is wiped here, and its owner's afterwards.
#include <algorithm>
#include <cstring>

#include "capi/error_code.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "pki/pem.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::size_t kMaxLabel = 50;  // characters
constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ";

std::string_view label_of(const char* header) { return header == nullptr ? std::string_view() : header; }

// The middle of a PEM text, in one line.
SecretBytes encode(Bytes data) {
  const SecretBytes pem = pki::encode_secret_pem("", data);
  const std::string_view text = as_text(pem.reveal());
  const std::size_t begin = text.find('\n') + 1, end = text.find(kEnd, begin);
  const std::string_view lines = text.substr(begin, end - begin);
  SecretBytes out(lines.size() - static_cast<std::size_t>(std::ranges::count(lines, '\n')));
  std::ranges::copy_if(as_bytes(lines), out.fill().begin(), [](std::uint8_t c) { return c != '\n'; });
  return out;
}

SecretBytes encode(const char* header, Bytes data) {
  const std::string_view label = label_of(header);
  return label.empty() ? encode(data) : pki::encode_secret_pem(label, data);
}

// Of no text nothing; blanks alone, or padding, are an error, as they are between BEGIN and END.
Result<SecretBytes> decode(std::string_view base64) {
  auto bytes = pki::decode_secret_pem(pki::PemBlock{.body = base64});
  if (bytes && bytes->size() == 0 && !base64.empty())
    return fail(Errc::pem_malformed, "base64", "RFC 4648, 4", "something", "nothing");
  return bytes;
}

// The first block whose label begins with `label`. pem_not_found: there is none.
Result<SecretBytes> decode(std::string_view label, std::string_view text) {
  std::size_t begin = text.find(kBegin);
  while (begin != std::string_view::npos && !text.substr(begin + kBegin.size()).starts_with(label))
    begin = text.find(kBegin, begin + kBegin.size());
  if (begin == std::string_view::npos) return fail(Errc::pem_not_found, "BEGIN line", "RFC 7468, 3", label, "none");
  const auto block = pki::PemReader(as_bytes(text.substr(begin))).next();
  if (!block) return std::unexpected(block.error());
  if ((*block)->encrypted)
    return fail(Errc::pem_malformed, "Proc-Type", "RFC 1421, 4.6.1.1", "plain text", "ENCRYPTED");
  if ((*block)->body.empty()) return fail(Errc::pem_malformed, "base64", "RFC 7468, 3", "something", "nothing");
  return decode((*block)->body);
}

int code_for(const Error& error) { return load_code("PEM", error, GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR); }
int base64_code(const Error& error) {
  return error == Errc::pem_malformed ? GNUTLS_E_BASE64_DECODING_ERROR : code_for(error);
}

}  // namespace

extern "C" {

int gnutls_base64_encode2(const gnutls_datum_t* data, gnutls_datum_t* result) {
  return gnutls_pem_base64_encode2(nullptr, data, result);
}

int gnutls_base64_decode2(const gnutls_datum_t* base64, gnutls_datum_t* result) {
  if (!readable(base64) || result == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode(as_text(bytes_of(*base64)));
    return bytes ? hand_out(as_text(bytes->reveal()), *result) : base64_code(bytes.error());
  });
}

int gnutls_pem_base64_encode(const char* msg, const gnutls_datum_t* data, char* result, size_t* result_size) {
  if (!readable(data) || result_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (label_of(msg).size() > kMaxLabel) return GNUTLS_E_BASE64_ENCODING_ERROR;
  return c_call(
      [&]() -> int { return copy_out(encode(msg, bytes_of(*data)).reveal(), result, result_size, Terminated::yes); });
}

int gnutls_pem_base64_encode2(const char* header, const gnutls_datum_t* data, gnutls_datum_t* result) {
  if (!readable(data) || result == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (label_of(header).size() > kMaxLabel) return GNUTLS_E_BASE64_ENCODING_ERROR;
  return c_call([&]() -> int { return hand_out(as_text(encode(header, bytes_of(*data)).reveal()), *result); });
}

int gnutls_pem_base64_decode(const char* header, const gnutls_datum_t* b64_data, unsigned char* result,
                             size_t* result_size) {
  if (!readable(b64_data) || result_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode(label_of(header), as_text(bytes_of(*b64_data)));
    return bytes ? copy_out(bytes->reveal(), result, result_size, Terminated::no) : base64_code(bytes.error());
  });
}

int gnutls_pem_base64_decode2(const char* header, const gnutls_datum_t* b64_data, gnutls_datum_t* result) {
  if (!readable(b64_data) || result == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto bytes = decode(label_of(header), as_text(bytes_of(*b64_data)));
    return bytes ? hand_out(as_text(bytes->reveal()), *result) : base64_code(bytes.error());
  });
}

}  // extern "C"
