// Alternative names of a certificate's subject and issuer (RFC 5280, 4.2.1.6 and 4.2.1.7).
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"
#include "pki/distinguished_name.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// A name as the interface shows it. Some are ended by a NUL and some are not: programs give a buffer of exactly that size.
struct Shown {
  gnutls_x509_subject_alt_name_t type{};
  ByteVector text{};
  Terminated terminated = Terminated::yes;
  std::string oid{};  // of an otherName
};

ByteVector copy_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// The KRB5PrincipalName of RFC 4556, 3.2.2 as "component/component@REALM".
std::string principal(pki::DerReader& in) {
  std::string realm, name;
  in.sequence("KRB5PrincipalName", [&](pki::DerReader& fields) {
    fields.nested(pki::context_constructed(0), "realm",
                  [&](pki::DerReader& field) { realm = as_text(field.content(pki::Tag::general_string, "realm")); });
    fields.nested(pki::context_constructed(1), "principalName", [&](pki::DerReader& field) {
      field.sequence("PrincipalName", [&](pki::DerReader& parts) {
        parts.nested(pki::context_constructed(0), "name-type", [](pki::DerReader& type) { type.integer("name-type"); });
        parts.nested(pki::context_constructed(1), "name-string", [&](pki::DerReader& strings) {
          strings.sequence("name-string", [&](pki::DerReader& list) {
            while (!list.at_end())
              name += (name.empty() ? "" : "/") + std::string(as_text(list.content(pki::Tag::general_string, "name")));
          });
        });
      });
    });
  });
  return name + '@' + realm;
}

// The value of an otherName is decoded where its kind is known, and otherwise its DER is shown.
Result<Shown> show_other(Bytes other_name) {
  Shown out;
  pki::DerReader in(other_name);
  const Bytes id = in.object_identifier("type-id");
  out.oid = pki::object_identifier_text(id);
  in.nested(pki::context_constructed(0), "value", [&](pki::DerReader& value) {
    if (equal(id, pki::oid::xmpp_address)) {
      out.type = GNUTLS_SAN_OTHERNAME_XMPP;
      out.text = copy_of(value.content(pki::Tag::utf8_string, "value"));
    } else if (equal(id, pki::oid::service_name)) {
      out.type = GNUTLS_SAN_OTHERNAME_SRV;
      out.text = copy_of(value.content(pki::Tag::ia5_string, "value"));
    } else if (equal(id, pki::oid::user_principal)) {
      out.type = GNUTLS_SAN_OTHERNAME_MSUSERPRINCIPAL;
      out.text = copy_of(value.content(pki::Tag::utf8_string, "value"));
      out.terminated = Terminated::no;
    } else if (equal(id, pki::oid::kerberos_principal)) {
      out.type = GNUTLS_SAN_OTHERNAME_KRB5PRINCIPAL;
      out.text = copy_of(as_bytes(principal(value)));
      out.terminated = Terminated::no;
    } else {
      out.type = GNUTLS_SAN_OTHERNAME;
      out.text = copy_of(value.element("value").whole);
    }
  });
  in.expect_end("otherName");
  if (!in.ok()) return std::unexpected(in.error(Errc::certificate_malformed, "RFC 5280, 4.2.1.6"));
  return out;
}

Result<Shown> show_directory_name(Bytes name) {
  auto text = pki::distinguished_name_text(name, pki::NameOrder::last_first);
  if (!text) return std::unexpected(text.error());
  return Shown{GNUTLS_SAN_DN, copy_of(as_bytes(*text)), Terminated::no};
}

Result<Shown> show(const pki::GeneralName& name) {
  using enum pki::GeneralNameType;
  switch (name.type) {
    case dns: return Shown{GNUTLS_SAN_DNSNAME, copy_of(name.value)};
    case email: return Shown{GNUTLS_SAN_RFC822NAME, copy_of(name.value)};
    case uri: return Shown{GNUTLS_SAN_URI, copy_of(name.value)};
    case ip_address: return Shown{GNUTLS_SAN_IPADDRESS, copy_of(name.value), Terminated::no};
    case registered_id:
      return Shown{GNUTLS_SAN_REGISTERED_ID, copy_of(as_bytes(pki::object_identifier_text(name.value)))};
    case other_name: return show_other(name.value);
    case directory_name: return show_directory_name(name.value);
    case x400_address:
    case edi_party_name: break;
  }
  return fail(Errc::unsupported_feature, "GeneralName", "RFC 5280, 4.2.1.6", "a name that can be shown",
              "an X.400 address or a party of EDI");
}

struct Question {
  Bytes extension;
  unsigned index;
  unsigned* critical = nullptr;
};
constexpr Bytes kSubject = pki::oid::subject_alt_name, kIssuer = pki::oid::issuer_alt_name;

// Hands out the name that was asked for by `give`.
template <class Give>
int give_name(gnutls_x509_crt_t cert, const Question& question, Give give) {
  if (const int code = readable(cert, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE); code != 0) return code;
  return c_call([&]() -> int {
    const auto extension = cert->read->view().find_extension(question.extension);
    if (!extension) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
    if (question.critical != nullptr) *question.critical = extension->critical ? 1 : 0;
    const auto names = pki::read_general_names(*extension);
    if (!names) return load_code("alternative names", names.error(), GNUTLS_E_INTERNAL_ERROR);
    unsigned left = question.index;
    for (const pki::GeneralName& name : *names) {
      if (left-- > 0) continue;
      const auto shown = show(name);
      if (!shown) return load_code("an alternative name", shown.error(), GNUTLS_E_INTERNAL_ERROR);
      const bool nothing = shown->type == GNUTLS_SAN_DN && shown->text.empty();
      return nothing ? GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE : give(*shown);
    }
    return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  });
}

int copy_name(gnutls_x509_crt_t cert, const Question& question, void* out, size_t* size, unsigned* type) {
  return give_name(cert, question, [&](const Shown& name) -> int {
    if (type != nullptr) *type = name.type;
    const int code = copy_out(name.text, out, size, name.terminated);
    return code == 0 ? name.type : code;
  });
}

// As 3.7.9, of a name that is no otherName the empty text.
int copy_identifier(gnutls_x509_crt_t cert, const Question& question, void* oid, size_t* size) {
  return give_name(cert, question, [&](const Shown& name) -> int {
    const int code = copy_out(as_bytes(name.oid), oid, size, Terminated::yes);
    return code == 0 ? name.type : code;
  });
}

}  // namespace

extern "C" {

int gnutls_x509_crt_get_subject_alt_name(gnutls_x509_crt_t cert, unsigned int seq, void* san, size_t* san_size,
                                         unsigned int* critical) {
  return copy_name(cert, {kSubject, seq, critical}, san, san_size, nullptr);
}

int gnutls_x509_crt_get_subject_alt_name2(gnutls_x509_crt_t cert, unsigned int seq, void* san, size_t* san_size,
                                          unsigned int* san_type, unsigned int* critical) {
  return copy_name(cert, {kSubject, seq, critical}, san, san_size, san_type);
}

int gnutls_x509_crt_get_subject_alt_othername_oid(gnutls_x509_crt_t cert, unsigned int seq, void* oid,
                                                  size_t* oid_size) {
  return copy_identifier(cert, {kSubject, seq}, oid, oid_size);
}

int gnutls_x509_crt_get_issuer_alt_name(gnutls_x509_crt_t cert, unsigned int seq, void* ian, size_t* ian_size,
                                        unsigned int* critical) {
  return copy_name(cert, {kIssuer, seq, critical}, ian, ian_size, nullptr);
}

int gnutls_x509_crt_get_issuer_alt_name2(gnutls_x509_crt_t cert, unsigned int seq, void* ian, size_t* ian_size,
                                         unsigned int* ian_type, unsigned int* critical) {
  return copy_name(cert, {kIssuer, seq, critical}, ian, ian_size, ian_type);
}

int gnutls_x509_crt_get_issuer_alt_othername_oid(gnutls_x509_crt_t cert, unsigned int seq, void* ret,
                                                 size_t* ret_size) {
  return copy_identifier(cert, {kIssuer, seq}, ret, ret_size);
}

}  // extern "C"
