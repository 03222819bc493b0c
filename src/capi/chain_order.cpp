#include "capi/chain_order.hpp"

#include <algorithm>

#include "capi/loading.hpp"
#include "pki/certificate.hpp"
#include "pki/key_file.hpp"
#include "pki/pem.hpp"

namespace handfast::capi {

namespace {

Result<std::vector<pki::CertificateView>> parse(std::span<const Bytes> chain) {
  std::vector<pki::CertificateView> out;
  out.reserve(chain.size());
  for (const Bytes der : chain) {
    const auto certificate = pki::CertificateView::parse(der);
    if (!certificate) return std::unexpected(certificate.error());
    out.push_back(*certificate);
  }
  return out;
}

}  // namespace

bool is_sorted_chain(std::span<const Bytes> chain) {
  const auto certificates = parse(chain);
  if (!certificates) return false;
  for (std::size_t i = 1; i < certificates->size(); ++i)
    if (!equal((*certificates)[i - 1].issuer, (*certificates)[i].subject)) return false;
  return true;
}

Result<std::vector<Bytes>> sort_chain(std::span<const Bytes> chain) {
  if (chain.size() > kMaxSortedChain) return fail(Errc::certificate_chain_too_long, "chain");
  auto left = parse(chain);
  if (!left) return std::unexpected(left.error());
  std::vector<Bytes> out;
  for (auto next = left->begin(); next != left->end();) {
    const Bytes issuer = next->issuer;
    out.push_back(next->der);
    left->erase(next);
    next = std::ranges::find_if(*left, [&](const auto& candidate) { return equal(candidate.subject, issuer); });
  }
  return out;
}

Result<std::vector<Bytes>> ordered_chain(std::vector<Bytes> chain, unsigned flags) {
  if ((flags & GNUTLS_X509_CRT_LIST_SORT) != 0) return sort_chain(chain);
  return chain;
}

namespace {

// The first certificates of a text, `most` of them, and how many there are.
Result<std::size_t> read_blocks(std::vector<ByteVector>& out, std::size_t most, Bytes text) {
  pki::PemReader reader(text);
  std::size_t found = 0;
  for (;;) {
    const auto block = reader.next();
    if (!block) return std::unexpected(block.error());
    if (!*block) return found;
    if (!pki::is_certificate(**block) || found++ >= most) continue;
    auto der = pki::decode_pem(**block);
    if (!der) return std::unexpected(der.error());
    if (out.size() == pki::kMaxCertificatesInFile) return fail(Errc::certificate_chain_too_long, "certificates");
    out.push_back(std::move(*der));
  }
}

Result<void> check_certificates(const std::vector<ByteVector>& chain) {
  for (const ByteVector& der : chain) {
    if (auto ok = check_format(der, GNUTLS_X509_FMT_DER); !ok) return ok;
    if (const auto read = pki::CertificateView::parse(der); !read) return std::unexpected(read.error());
  }
  return {};
}

}  // namespace

int import_chain(std::vector<ByteVector>& out, unsigned& size, Bytes input, gnutls_x509_crt_fmt_t format,
                 unsigned flags) {
  std::vector<ByteVector> read;
  std::size_t found = 1;
  if (format == GNUTLS_X509_FMT_PEM) {
    const auto count = read_blocks(read, size, input);
    if (!count) return load_code("certificates", count.error(), GNUTLS_E_NO_CERTIFICATE_FOUND);
    found = *count;
  } else if (size > 0) {
    read.emplace_back(input.begin(), input.end());
  }
  if (found == 0) return GNUTLS_E_NO_CERTIFICATE_FOUND;
  if (found > size && (flags & GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED) != 0) {
    size = static_cast<unsigned>(found);
    return GNUTLS_E_SHORT_MEMORY_BUFFER;
  }
  if (const auto good = check_certificates(read); !good)
    return load_code("certificates", good.error(), GNUTLS_E_NO_CERTIFICATE_FOUND);
  size = static_cast<unsigned>(read.size());
  const std::vector<Bytes> views(read.begin(), read.end());
  const bool must_be_sorted = (flags & GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED) != 0;
  const bool to_be_sorted = (flags & GNUTLS_X509_CRT_LIST_SORT) != 0;
  if (must_be_sorted && !to_be_sorted && !is_sorted_chain(views)) return GNUTLS_E_CERTIFICATE_LIST_UNSORTED;
  const auto chain = ordered_chain(views, flags);
  if (!chain) return GNUTLS_E_CERTIFICATE_LIST_UNSORTED;
  for (const Bytes der : *chain) out.emplace_back(der.begin(), der.end());
  size = static_cast<unsigned>(chain->size());
  return GNUTLS_E_SUCCESS;
}

}  // namespace handfast::capi
