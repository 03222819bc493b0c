#include "capi/password.hpp"

#include <array>
#include <cstring>

#include "base/secret.hpp"
#include "capi/loading.hpp"

namespace handfast::capi {

namespace {

constexpr std::size_t kMaxPin = 256;  // what programs have room for: GNUTLS_PKCS11_MAX_PIN_LEN
constexpr const char* kObject = "key:";

// Nothing: the function does not know it either.
std::optional<SecretBytes> ask(const PasswordSource& source) {
  std::array<char, kMaxPin> pin{};
  const int code = source.pin_function(source.pin_data, 0, kObject, "", 0, pin.data(), pin.size());
  const std::string_view text(pin.data(), strnlen(pin.data(), pin.size()));
  std::optional<SecretBytes> out;
  if (code >= 0) out.emplace(as_bytes(text));
  gnutls_memset(pin.data(), 0, pin.size());
  return out;
}

}  // namespace

int read_protected_key_into(std::shared_ptr<const crypto::PrivateKey>& out, Bytes input, gnutls_x509_crt_fmt_t format,
                            const PasswordSource& source) {
  if (source.password != nullptr) return read_key_into(out, input, format, as_bytes(std::string_view(source.password)));
  const int code = read_key_into(out, input, format, std::nullopt);
  if (code != GNUTLS_E_DECRYPTION_FAILED || source.pin_function == nullptr) return code;
  const auto pin = ask(source);
  return pin ? read_key_into(out, input, format, pin->reveal()) : code;
}

}  // namespace handfast::capi
