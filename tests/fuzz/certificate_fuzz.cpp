// Certificates: whatever parses can be walked, printed and verified, and says the same twice.
#include <cstdlib>

#include "pki/text.hpp"
#include "pki/verify.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void walk(const pki::CertificateView& view) {
  std::size_t items = 0;
  for (const pki::Extension& extension : view.extensions) items += extension.id.size() > 0;
  if (view.subject_alt_name)
    for (const pki::GeneralName& name : *view.subject_alt_name) items += name.value.size() <= view.der.size();
  if (view.extended_key_usage)
    for (const Bytes id : *view.extended_key_usage) items += !pki::object_identifier_text(id).empty();
  expect(items <= 3 * view.der.size());
  expect(view.subject_text().size() <= 4 * view.der.size() + 64);
  expect(view.issuer_text().size() <= 4 * view.der.size() + 64);
  expect(!pki::time_text(view.not_after).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  const Result<pki::CertificateView> view = pki::CertificateView::parse(input);
  const Result<Bytes> subject = pki::locate_subject(input);
  if (!view) {
    expect(view.error().code == Errc::certificate_malformed && !view.error().field.empty());
    return 0;
  }
  expect(subject && equal(*subject, view->subject));  // the quick way agrees with the whole one
  walk(*view);
  const Bytes chain[] = {input, input};
  pki::TrustStore store;
  const pki::VerifyOptions options{.now = view->not_before,
                                   .name = pki::ReferenceName::parse("www.example.com").value()};
  expect(!pki::verify_chain(store, chain, options).ok());  // nothing is trusted
  expect(store.add_der(input).has_value() && store.contains(input));
  const pki::Verdict verdict = pki::verify_chain(store, chain, options);
  expect(verdict.ok() ? verdict.path.size() == 1 : verdict.path.empty());
  return 0;
}
