// Names: the input is split at its first NUL into a name of a certificate and a name that is looked for.
#include <algorithm>
#include <cstdlib>

#include "pki/name.hpp"
#include "pki/text.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = as_text(Bytes(data, size));
  const std::size_t split = std::min(input.find('\0'), input.size());
  const std::string_view presented = input.substr(0, split), wanted = input.substr(std::min(split + 1, input.size()));
  const Result<pki::ReferenceName> reference = pki::ReferenceName::parse(wanted);
  if (reference) {
    const Result<pki::ReferenceName> again = pki::ReferenceName::parse(reference->text());
    expect(again && again->text() == reference->text() && again->is_ip() == reference->is_ip());
    if (!reference->is_ip()) {
      expect(pki::dns_name_matches(reference->dns(), reference->dns()));
      const bool matches = pki::dns_name_matches(presented, reference->dns());
      expect(!matches || presented.starts_with("*.") || presented.size() == reference->dns().size());
    }
  }
  const std::string text = pki::name_text(as_bytes(input)), plain = pki::printable(input);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  expect(std::ranges::none_of(text, control) && std::ranges::none_of(plain, control));
  return 0;
}
