// Small services for applications: files, random keys, fingerprints, and what this library was built with.
#include <limits>

#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "pki/file.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// What a gnutls_datum_t can describe, with room for the closing NUL.
constexpr std::size_t kMaxLoadedFile = std::numeric_limits<unsigned>::max() - 1;

}  // namespace

extern "C" {

int gnutls_load_file(const char* filename, gnutls_datum_t* data) {
  if (filename == nullptr || data == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto file = pki::read_secret_file(filename, kMaxLoadedFile);
    return file ? hand_out(as_text(file->reveal()), *data) : GNUTLS_E_FILE_ERROR;
  });
}

int gnutls_key_generate(gnutls_datum_t* key, unsigned int key_size) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    SecretBytes random(key_size);
    if (const int code = gnutls_rnd(GNUTLS_RND_RANDOM, random.fill().data(), key_size); code != 0) return code;
    return hand_out(as_text(random.reveal()), *key);
  });
}

int gnutls_fingerprint(gnutls_digest_algorithm_t algo, const gnutls_datum_t* data, void* result, size_t* result_size) {
  if (!readable(data) || result_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const std::size_t needed = gnutls_hash_get_len(algo);
  const std::size_t room = std::exchange(*result_size, needed);
  if (result == nullptr || room < needed) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  return gnutls_hash_fast(algo, data->data, data->size, result);
}

unsigned gnutls_url_is_supported(const char*) { return 0; }  // there are neither tokens nor modules

const gnutls_library_config_st* gnutls_get_library_config(void) {
  static const gnutls_library_config_st entries[] = {
      {"libgnutls-soname", "libgnutls.so.30"},
      {"tls-features", "alpn ocsp ecdhe"},
      {"default-system-config", gnutls_get_system_config_file()},
      {nullptr, nullptr},
  };
  return entries;
}

}  // extern "C"
