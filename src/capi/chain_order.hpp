#pragma once
// The order of chains: each certificate's issuer follows it (RFC 8446, 4.4.2).
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace handfast::capi {

inline constexpr std::size_t kMaxSortedChain = 16;  // the manual, gnutls_pcert_import_x509_list

// Whether every certificate but the last was issued by the next one, by their names.
bool is_sorted_chain(std::span<const Bytes> chain);

// The first certificate, its issuer, and so on as far as there are any; the others are left out. Fails with more than
// kMaxSortedChain certificates, or one that cannot be read. Throws std::bad_alloc.
Result<std::vector<Bytes>> sort_chain(std::span<const Bytes> chain);

}  // namespace handfast::capi
