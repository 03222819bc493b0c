#pragma once
// The order of chains: each certificate's issuer follows it (RFC 8446, 4.4.2).
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

inline constexpr std::size_t kMaxSortedChain = 16;  // the manual, gnutls_pcert_import_x509_list

// Whether every certificate but the last was issued by the next one, by their names.
bool is_sorted_chain(std::span<const Bytes> chain);

// The first certificate, its issuer, and so on as far as there are any; the others are left out. Fails with more than
// kMaxSortedChain certificates, or one that cannot be read. Throws std::bad_alloc.
Result<std::vector<Bytes>> sort_chain(std::span<const Bytes> chain);

// The certificates of what a program hands in, in DER, as gnutls_certificate_import_flags ask for them: of the first `size`,
// which gets how many these are. 0, or the number of the error; with GNUTLS_E_SHORT_MEMORY_BUFFER `size` gets how many
// there would be. Throws std::bad_alloc.
int import_chain(std::vector<ByteVector>& out, unsigned& size, Bytes input, gnutls_x509_crt_fmt_t format,
                 unsigned flags);
// The same certificates in the order that the flags ask for. Fails as sort_chain().
Result<std::vector<Bytes>> ordered_chain(std::vector<Bytes> chain, unsigned flags);

}  // namespace handfast::capi
