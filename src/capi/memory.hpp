#pragma once
// Bytes that leave the library: C programs free them with gnutls_free(), or give a buffer and learn the length.
#include <string_view>

#include "base/bytes.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

// A copy on the C heap, ended by a NUL that `out.size` does not count. 0 or GNUTLS_E_MEMORY_ERROR, also for 4 GB
// and more.
int hand_out(std::string_view text, gnutls_datum_t& out);

// A view that the interface, which has no const, hands out; the bytes stay the library's.
inline gnutls_datum_t view_of(Bytes bytes) {
  return {const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

enum class Terminated : bool { no, yes };  // whether a NUL follows, which then needs room, too

// Copies to the caller's buffer; `*size` holds its room and gets the length, without the NUL. A null buffer or too little
// room: GNUTLS_E_SHORT_MEMORY_BUFFER, and `*size` says how much is needed.
int copy_out(Bytes bytes, void* buffer, std::size_t* size, Terminated terminated);

}  // namespace handfast::capi
