#include "capi/chain_order.hpp"

#include <algorithm>

#include "pki/certificate.hpp"

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

}  // namespace handfast::capi
