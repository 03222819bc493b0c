#include "pki/certificate.hpp"

#include <algorithm>

#include "base/static_vector.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 5280, 4.1";

void read_header(DerReader& tbs, CertificateView& out);
void read_validity(DerReader& tbs, CertificateView& out);
void read_unique_ids(DerReader& tbs, const CertificateView& out);
void read_extensions(DerReader& tbs, CertificateView& out);
void read_known(const Extension& extension, CertificateView& out, DerReader& value);

}  // namespace

Result<CertificateView> CertificateView::parse(Bytes der) {
  if (der.size() > kMaxCertificateSize) {
    Note found;
    found << der.size() << " bytes";
    return fail(Errc::certificate_malformed, "Certificate", kReference,
                Note() << "at most " << kMaxCertificateSize << " bytes", found);
  }
  CertificateView out;
  out.der = der;
  DerReader in(der);
  in.sequence("Certificate", [&](DerReader& certificate) {
    DerReader before = certificate;
    out.tbs = before.whole(Tag::sequence, "tbsCertificate");
    Bytes inner_algorithm;
    certificate.sequence("tbsCertificate", [&](DerReader& tbs) {
      read_header(tbs, out);
      inner_algorithm = tbs.whole(Tag::sequence, "signature");
      out.issuer = tbs.whole(Tag::sequence, "issuer");
      read_validity(tbs, out);
      out.subject = tbs.whole(Tag::sequence, "subject");
      out.spki = tbs.whole(Tag::sequence, "subjectPublicKeyInfo");
      read_unique_ids(tbs, out);
      read_extensions(tbs, out);
    });
    out.signature_algorithm = certificate.whole(Tag::sequence, "signatureAlgorithm");
    out.signature = certificate.bit_string("signatureValue");
    if (!equal(inner_algorithm, out.signature_algorithm))  // RFC 5280, 4.1.1.2
      certificate.fail(Fault::bad_value, "signatureAlgorithm");
  });
  in.expect_end("Certificate");
  if (!in.ok()) return std::unexpected(in.error(Errc::certificate_malformed, kReference));
  return out;
}

std::optional<Extension> CertificateView::find_extension(Bytes object_identifier) const {
  for (const Extension& extension : extensions)
    if (equal(extension.id, object_identifier)) return extension;
  return std::nullopt;
}

bool CertificateView::has_extended_key_usage(Bytes object_identifier) const {
  if (!extended_key_usage) return false;
  for (const Bytes listed : *extended_key_usage)
    if (equal(listed, object_identifier)) return true;
  return false;
}

bool CertificateView::has_tls_feature(TlsFeature feature) const {
  if (!tls_features) return false;
  for (const TlsFeature listed : *tls_features)
    if (listed == feature) return true;
  return false;
}

std::string CertificateView::subject_text() const { return name_text(subject); }
std::string CertificateView::issuer_text() const { return name_text(issuer); }
Result<crypto::PublicKey> CertificateView::public_key() const { return crypto::PublicKey::from_spki(spki); }

Result<Certificate> Certificate::parse(ByteVector der) {
  Certificate out;
  out.der_ = std::move(der);
  const Result<CertificateView> view = CertificateView::parse(out.der_);
  if (!view) return std::unexpected(view.error());
  out.view_ = *view;
  return out;
}

Result<Bytes> locate_subject(Bytes der) {
  CertificateView out;
  DerReader in(der);
  DerReader certificate(in.content(Tag::sequence, "Certificate"));
  in.expect_end("Certificate");
  if (!in.ok()) return std::unexpected(in.error(Errc::certificate_malformed, kReference));
  DerReader tbs(certificate.content(Tag::sequence, "tbsCertificate"));
  if (!certificate.ok()) return std::unexpected(certificate.error(Errc::certificate_malformed, kReference));
  read_header(tbs, out);
  tbs.whole(Tag::sequence, "signature");
  tbs.whole(Tag::sequence, "issuer");
  tbs.whole(Tag::sequence, "validity");
  const Bytes subject = tbs.whole(Tag::sequence, "subject");
  if (!tbs.ok()) return std::unexpected(tbs.error(Errc::certificate_malformed, kReference));
  return subject;
}

void read_item(DerReader& in, Bytes& out) { out = in.object_identifier("object identifier"); }

void read_item(DerReader& in, TlsFeature& out) { out.number = in.small_number("tlsFeature"); }

void read_item(DerReader& in, Extension& out) {
  in.sequence("extension", [&](DerReader& extension) {
    out.id = extension.object_identifier("extnID");
    // DER leaves out a default, but certificates in use spell out FALSE; both mean the same.
    out.critical = extension.next_is(Tag::boolean) && extension.boolean("critical");
    out.value = extension.content(Tag::octet_string, "extnValue");
  });
}

void read_item(DerReader& in, GeneralName& out) {
  constexpr unsigned kConstructed = 0x20, kContext = 0x80, kNumber = 0x1f;
  const Element name = in.element("GeneralName");
  if (!in.ok()) return;
  const auto tag = static_cast<unsigned>(name.tag);
  const unsigned number = tag & kNumber;
  const bool known = (tag & 0xc0) == kContext && number <= static_cast<unsigned>(GeneralNameType::registered_id);
  if (!known) return in.fail(Fault::bad_value, "GeneralName");
  out = {static_cast<GeneralNameType>(number), name.content};
  const bool structured =
      number == 0 || (number >= 3 && number <= 5);  // otherName, x400Address, directoryName, ediPartyName
  if (structured != ((tag & kConstructed) != 0)) return in.fail(Fault::bad_value, "GeneralName");
  const bool address = out.type == GeneralNameType::ip_address;
  if (address && out.value.size() != 4 && out.value.size() != 16) in.fail(Fault::bad_value, "iPAddress");
}

namespace {

void read_header(DerReader& tbs, CertificateView& out) {
  if (tbs.next_is(context_constructed(0))) {
    tbs.nested(context_constructed(0), "version", [&](DerReader& version) {
      out.version = version.small_number("version") + 1;
      const bool known = out.version == 2 || out.version == 3;  // DER leaves out the default, version 1
      if (!known) version.fail(Fault::bad_value, "version");
    });
  }
  out.serial = tbs.integer("serialNumber");
}

void read_validity(DerReader& tbs, CertificateView& out) {
  tbs.sequence("validity", [&](DerReader& validity) {
    out.not_before = validity.time("notBefore");
    out.not_after = validity.time("notAfter");
  });
}

void read_unique_ids(DerReader& tbs, const CertificateView& out) {
  for (const unsigned number : {1u, 2u}) {
    if (!tbs.next_is(context_primitive(number))) continue;
    tbs.content(context_primitive(number), "uniqueIdentifier");
    if (out.version == 1) tbs.fail(Fault::bad_value, "uniqueIdentifier");  // RFC 5280, 4.1.2.8
  }
}

void read_extensions(DerReader& tbs, CertificateView& out) {
  if (!tbs.next_is(context_constructed(3))) return;
  if (out.version != 3) return tbs.fail(Fault::bad_value, "extensions");  // RFC 5280, 4.1.2.9
  tbs.nested(context_constructed(3), "extensions", [&](DerReader& wrapper) {
    DerReader before = wrapper;
    out.extensions = DerListView<Extension>(before.content(Tag::sequence, "extensions"));
    wrapper.sequence("extensions", [&](DerReader& list) {
      if (list.at_end()) list.fail(Fault::too_short, "extensions");
      StaticVector<Bytes, kMaxExtensions> seen;
      while (!list.at_end()) {
        Extension extension;
        read_item(list, extension);
        if (!list.ok()) return;
        const auto same = [&](Bytes id) { return equal(id, extension.id); };
        if (std::ranges::any_of(seen, same)) return list.fail(Fault::bad_value, "extnID");  // twice: RFC 5280, 4.2
        if (!seen.push_back(extension.id)) return list.fail(Fault::too_long, "extensions");
        DerReader value(extension.value);
        read_known(extension, out, value);
        value.expect_end("extnValue");
        if (!value.ok()) return list.fail(value);
      }
    });
  });
}

template <class T>
DerListView<T> read_list(DerReader& value, std::string_view field, bool may_be_empty = false) {  // SEQUENCE OF T
  DerReader before = value;
  value.sequence(field, [&](DerReader& list) {
    if (list.at_end() && !may_be_empty) list.fail(Fault::too_short, field);
    T item{};
    while (!list.at_end()) read_item(list, item);
  });
  return DerListView<T>(before.content(Tag::sequence, field));
}

void read_basic_constraints(DerReader& value, CertificateView& out) {
  BasicConstraints& constraints = out.basic_constraints.emplace();
  value.sequence("basicConstraints", [&](DerReader& in) {
    constraints.ca = in.next_is(Tag::boolean) && in.boolean("cA");  // a spelt-out FALSE is in use, see above
    if (in.next_is(Tag::integer)) constraints.path_length = in.small_number("pathLenConstraint");
  });
}

void read_authority_key_id(DerReader& value, CertificateView& out) {
  value.sequence("authorityKeyIdentifier", [&](DerReader& in) {
    if (in.next_is(context_primitive(0))) out.authority_key_id = in.content(context_primitive(0), "keyIdentifier");
    while (!in.at_end()) in.element("authorityKeyIdentifier");  // issuer and serial number: hints that are not used
  });
}

// Reads what is interpreted. A certificatePolicies extension is handled by ignoring it: as long as nobody asks for a
// policy, it can invalidate no path (RFC 5280, 6.1.3 (f) with explicit_policy above 0). policyConstraints could, and
// is not interpreted: it counts as critical even where the authority forgot to say so (4.2.1.11).
void read_known(const Extension& extension, CertificateView& out, DerReader& value) {
  const auto is = [&](const auto& id) { return equal(extension.id, id); };
  if (is(oid::basic_constraints)) {
    read_basic_constraints(value, out);
  } else if (is(oid::key_usage)) {
    out.key_usage = value.named_bits("keyUsage");
  } else if (is(oid::extended_key_usage)) {
    out.extended_key_usage = read_list<Bytes>(value, "extKeyUsage");
  } else if (is(oid::subject_alt_name)) {
    out.subject_alt_name = read_list<GeneralName>(value, "subjectAltName");
  } else if (is(oid::tls_feature)) {
    out.tls_features = read_list<TlsFeature>(value, "tlsFeature", true);
  } else if (is(oid::name_constraints)) {
    out.name_constraints = value.whole(Tag::sequence, "nameConstraints");
  } else if (is(oid::subject_key_identifier)) {
    out.subject_key_id = value.content(Tag::octet_string, "subjectKeyIdentifier");
  } else if (is(oid::authority_key_identifier)) {
    read_authority_key_id(value, out);
  } else {
    const bool ignorable = is(oid::certificate_policies) || (!extension.critical && !is(oid::policy_constraints));
    if (!ignorable && out.unknown_critical.empty()) out.unknown_critical = extension.id;
    value = DerReader({});  // not looked into
  }
}

}  // namespace

Result<DerListView<GeneralName>> read_general_names(const Extension& extension) {
  DerReader in(extension.value);
  const auto names = read_list<GeneralName>(in, "GeneralNames");
  in.expect_end("GeneralNames");
  if (!in.ok()) return std::unexpected(in.error(Errc::certificate_malformed, "RFC 5280, 4.2.1.6"));
  return names;
}

}  // namespace handfast::pki
