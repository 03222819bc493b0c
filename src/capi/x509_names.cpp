// The names of a certificate's subject and issuer: whole, as text, and attribute by attribute.
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"
#include "pki/distinguished_name.hpp"
#include "pki/text.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

using Name = Bytes pki::CertificateView::*;
constexpr Name kSubject = &pki::CertificateView::subject, kIssuer = &pki::CertificateView::issuer;
using Attributes = std::vector<pki::NameAttribute>;

pki::NameOrder order_of(unsigned flags) {
  return (flags & GNUTLS_X509_DN_FLAG_COMPAT) != 0 ? pki::NameOrder::as_encoded : pki::NameOrder::last_first;
}

// Hands out the text of a name by `give`.
template <class Give>
int give_name(gnutls_x509_crt_t cert, Name name, pki::NameOrder order, Give give) {
  if (const int code = readable(cert, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE); code != 0) return code;
  return c_call([&]() -> int {
    const auto text = pki::distinguished_name_text(cert->read->view().*name, order);
    if (!text) return load_code("a name", text.error(), GNUTLS_E_INTERNAL_ERROR);
    return text->empty() ? GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE : give(*text);
  });
}

int copy_name(gnutls_x509_crt_t cert, Name name, char* buf, size_t* size) {
  return give_name(cert, name, pki::NameOrder::as_encoded,
                   [&](std::string_view text) { return copy_out(as_bytes(text), buf, size, Terminated::yes); });
}

int hand_out_name(gnutls_x509_crt_t cert, Name name, pki::NameOrder order, gnutls_datum_t* dn) {
  if (dn == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return give_name(cert, name, order, [&](std::string_view text) { return hand_out(text, *dn); });
}

// Hands out one attribute of a name: the `index`-th of those that are `wanted`, by `give`.
template <class Wanted, class Give>
int give_attribute(gnutls_x509_crt_t cert, Name name, unsigned index, Wanted wanted, Give give) {
  if (const int code = readable(cert, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE); code != 0) return code;
  return c_call([&]() -> int {
    const Result<Attributes> attributes = pki::name_attributes(cert->read->view().*name);
    if (!attributes) return load_code("a name", attributes.error(), GNUTLS_E_INTERNAL_ERROR);
    for (const pki::NameAttribute& attribute : *attributes)
      if (wanted(attribute) && index-- == 0) return give(attribute);
    return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  });
}

int copy_value(gnutls_x509_crt_t cert, Name name, const char* oid, unsigned index, unsigned raw, void* buf,
               size_t* size) {
  if (oid == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto wanted = [oid](const pki::NameAttribute& attribute) {
    return pki::object_identifier_text(attribute.id) == oid;
  };
  return give_attribute(cert, name, index, wanted, [&](const pki::NameAttribute& attribute) {
    if (raw != 0) return copy_out(attribute.value.whole, buf, size, Terminated::yes);
    return copy_out(as_bytes(pki::attribute_value_text(attribute)), buf, size, Terminated::yes);
  });
}

int copy_identifier(gnutls_x509_crt_t cert, Name name, unsigned index, void* oid, size_t* size) {
  const auto any = [](const pki::NameAttribute&) { return true; };
  return give_attribute(cert, name, index, any, [&](const pki::NameAttribute& attribute) {
    return copy_out(as_bytes(pki::object_identifier_text(attribute.id)), oid, size, Terminated::yes);
  });
}

}  // namespace

extern "C" {

int gnutls_x509_crt_get_dn(gnutls_x509_crt_t cert, char* buf, size_t* buf_size) {
  return copy_name(cert, kSubject, buf, buf_size);
}

int gnutls_x509_crt_get_dn2(gnutls_x509_crt_t cert, gnutls_datum_t* dn) {
  return hand_out_name(cert, kSubject, pki::NameOrder::as_encoded, dn);
}

int gnutls_x509_crt_get_dn3(gnutls_x509_crt_t cert, gnutls_datum_t* dn, unsigned flags) {
  return hand_out_name(cert, kSubject, order_of(flags), dn);
}

int gnutls_x509_crt_get_issuer_dn(gnutls_x509_crt_t cert, char* buf, size_t* buf_size) {
  return copy_name(cert, kIssuer, buf, buf_size);
}

int gnutls_x509_crt_get_issuer_dn2(gnutls_x509_crt_t cert, gnutls_datum_t* dn) {
  return hand_out_name(cert, kIssuer, pki::NameOrder::as_encoded, dn);
}

int gnutls_x509_crt_get_issuer_dn3(gnutls_x509_crt_t cert, gnutls_datum_t* dn, unsigned flags) {
  return hand_out_name(cert, kIssuer, order_of(flags), dn);
}

int gnutls_x509_crt_get_dn_by_oid(gnutls_x509_crt_t cert, const char* oid, unsigned indx, unsigned int raw_flag,
                                  void* buf, size_t* buf_size) {
  return copy_value(cert, kSubject, oid, indx, raw_flag, buf, buf_size);
}

int gnutls_x509_crt_get_issuer_dn_by_oid(gnutls_x509_crt_t cert, const char* oid, unsigned indx, unsigned int raw_flag,
                                         void* buf, size_t* buf_size) {
  return copy_value(cert, kIssuer, oid, indx, raw_flag, buf, buf_size);
}

int gnutls_x509_crt_get_dn_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size) {
  return copy_identifier(cert, kSubject, indx, oid, oid_size);
}

int gnutls_x509_crt_get_issuer_dn_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size) {
  return copy_identifier(cert, kIssuer, indx, oid, oid_size);
}

}  // extern "C"
