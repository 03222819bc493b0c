// Revocation lists: whatever parses says the same twice, finds no serial number of no octets, and counts for nobody who did
// not sign it.
#include <cstdlib>

#include "pki/crl.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void check(const pki::RevocationList& list) {
  expect(list.size() <= list.der().size());
  expect(!list.lists({}));
  expect(!list.issuer().empty());
  const auto again = pki::RevocationList::parse(ByteVector(list.der().begin(), list.der().end()));
  expect(again && again->size() == list.size() && equal(again->issuer(), list.issuer()));
  pki::CertificateView namesake;
  namesake.subject = list.issuer();
  namesake.issuer = list.issuer();
  pki::SignatureBudget budget;
  expect(!list.signed_by(namesake, budget));  // it has no key
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  const auto list = pki::RevocationList::parse(ByteVector(input.begin(), input.end()));
  if (list)
    check(*list);
  else
    expect(list.error().code == Errc::der_malformed || list.error().code == Errc::unsupported_feature);
  pki::RevocationLists lists;
  const auto added = lists.add_der(input);
  expect(added.has_value() == list.has_value());
  expect(lists.size() == (list ? 1u : 0u));
  const auto text = lists.add_pem(input);
  expect(!text || lists.size() > 0);
  return 0;
}
