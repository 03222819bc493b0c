// Private keys, certificates and trusted certificates in PEM or DER.
#include <cstdlib>

#include "pki/key_file.hpp"
#include "pki/pem.hpp"
#include "pki/trust_store.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  if (const auto key = pki::read_private_key(input)) expect(key->public_spki().has_value());
  if (const auto certificates = pki::read_certificates(input)) {
    expect(!certificates->empty());
    pki::TrustStore store;
    const auto added = store.add_pem(input);
    expect(!added || *added == certificates->size());
  }
  pki::PemReader in(input);
  for (;;) {
    const auto block = in.next();
    if (!block || !*block) break;
    const auto der = pki::decode_pem(**block);
    if (!der) continue;
    const std::string text = pki::encode_pem((*block)->label, *der);
    pki::PemReader again(as_bytes(text));
    const auto same = again.next();
    expect(same && *same && pki::decode_pem(**same).value() == *der);
  }
  return 0;
}
