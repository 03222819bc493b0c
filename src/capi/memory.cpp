#include "capi/memory.hpp"

#include <cstdlib>
#include <cstring>
#include <limits>

#include "base/copy.hpp"
#include "base/reader.hpp"
#include "base/secret.hpp"
#include "capi/sized.hpp"

namespace handfast::capi {

int hand_out(std::string_view text, gnutls_datum_t& out) {
  if (text.size() > std::numeric_limits<unsigned>::max()) return GNUTLS_E_MEMORY_ERROR;  // more than a datum can say
  auto* memory = static_cast<unsigned char*>(std::malloc(text.size() + 1));
  if (memory == nullptr) return GNUTLS_E_MEMORY_ERROR;
  copy_bytes(as_bytes(text), {memory, text.size()});
  memory[text.size()] = 0;
  out = {memory, static_cast<unsigned>(text.size())};
  return GNUTLS_E_SUCCESS;
}

int copy_out(Bytes bytes, void* buffer, std::size_t* size, Terminated terminated) {
  if (size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const std::size_t needed = bytes.size() + (terminated == Terminated::yes ? 1 : 0);
  if (buffer == nullptr || *size < needed) {
    *size = needed;
    return GNUTLS_E_SHORT_MEMORY_BUFFER;
  }
  copy_bytes(bytes, {static_cast<std::uint8_t*>(buffer), bytes.size()});
  if (terminated == Terminated::yes) static_cast<char*>(buffer)[bytes.size()] = '\0';
  *size = bytes.size();
  return GNUTLS_E_SUCCESS;
}

}  // namespace handfast::capi

using namespace handfast::capi;

extern "C" {

// Programs copy these objects into themselves when they are loaded: they are initialised statically.
gnutls_alloc_function gnutls_malloc = &std::malloc;
[[gnu::visibility("default")]] gnutls_alloc_function gnutls_secure_malloc = &std::malloc;  // in no header any more
gnutls_calloc_function gnutls_calloc = &std::calloc;
gnutls_realloc_function gnutls_realloc = &std::realloc;
gnutls_free_function gnutls_free = &std::free;
char* (*gnutls_strdup)(const char*) = &strdup;

void gnutls_global_set_mem_functions(gnutls_alloc_function, gnutls_alloc_function, gnutls_is_secure_function,
                                     gnutls_realloc_function, gnutls_free_function) {}

void gnutls_memset(void* data, int c, size_t size) {
  if (size == 0 || !is_memory(data, size)) return;  // nothing can be done, and nobody be told
  if (c == 0) {
    handfast::wipe(room_at(data, size));
    return;
  }
  std::memset(data, c, size);
  asm volatile("" : : "r"(data) : "memory");  // no compiler may think that nobody looks at it
}

int gnutls_memcmp(const void* s1, const void* s2, size_t n) {
  const bool can_be = is_memory(s1, n) && is_memory(s2, n);
  return can_be && handfast::constant_time_equal(bytes_at(s1, n), bytes_at(s2, n)) ? 0 : 1;
}

}  // extern "C"
