#include "pki/certificate_maker.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "pki/object_identifiers.hpp"

namespace handfast::pki {

namespace {

using crypto::KeyType;

ByteVector to_vector(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

SignatureScheme scheme_for(KeyType type) {
  switch (type) {
    case KeyType::rsa: return SignatureScheme::rsa_pkcs1_sha256;
    case KeyType::rsa_pss: return SignatureScheme::rsa_pss_pss_sha256;
    case KeyType::ec_p256: return SignatureScheme::ecdsa_secp256r1_sha256;
    case KeyType::ec_p384: return SignatureScheme::ecdsa_secp384r1_sha384;
    case KeyType::ec_p521: return SignatureScheme::ecdsa_secp521r1_sha512;
    case KeyType::ed25519: return SignatureScheme::ed25519;
  }
  return {};
}

// AlgorithmIdentifier without parameters, or with NULL as RSA wants it (RFC 4055, 5).
void write_algorithm(DerWriter& out, Bytes id, bool null_parameters) {
  out.sequence([&](DerWriter& algorithm) {
    algorithm.primitive(Tag::object_identifier, id);
    if (null_parameters) algorithm.primitive(Tag::null, {});
  });
}

void write_pss_algorithm(DerWriter& out, Bytes hash, std::uint32_t salt) {  // RFC 4055, 3.1
  out.sequence([&](DerWriter& algorithm) {
    algorithm.primitive(Tag::object_identifier, oid::rsassa_pss);
    algorithm.sequence([&](DerWriter& parameters) {
      parameters.nested(context_constructed(0), [&](DerWriter& field) { write_algorithm(field, hash, true); });
      parameters.nested(context_constructed(1), [&](DerWriter& field) {
        field.sequence([&](DerWriter& mask) {
          mask.primitive(Tag::object_identifier, oid::mgf1);
          write_algorithm(mask, hash, true);
        });
      });
      parameters.nested(context_constructed(2), [&](DerWriter& field) { field.number(salt); });
    });
  });
}

bool write_signature_algorithm(DerWriter& out, SignatureScheme scheme) {  // false: certificates do not know it
  switch (scheme) {
    case SignatureScheme::rsa_pkcs1_sha1: return write_algorithm(out, oid::sha1_with_rsa, true), true;
    case SignatureScheme::rsa_pkcs1_sha256: return write_algorithm(out, oid::sha256_with_rsa, true), true;
    case SignatureScheme::rsa_pkcs1_sha384: return write_algorithm(out, oid::sha384_with_rsa, true), true;
    case SignatureScheme::rsa_pkcs1_sha512: return write_algorithm(out, oid::sha512_with_rsa, true), true;
    case SignatureScheme::ecdsa_sha1: return write_algorithm(out, oid::ecdsa_with_sha1, false), true;
    case SignatureScheme::ecdsa_secp256r1_sha256: return write_algorithm(out, oid::ecdsa_with_sha256, false), true;
    case SignatureScheme::ecdsa_secp384r1_sha384: return write_algorithm(out, oid::ecdsa_with_sha384, false), true;
    case SignatureScheme::ecdsa_secp521r1_sha512: return write_algorithm(out, oid::ecdsa_with_sha512, false), true;
    case SignatureScheme::ed25519: return write_algorithm(out, oid::ed25519, false), true;
    case SignatureScheme::rsa_pss_rsae_sha256:
    case SignatureScheme::rsa_pss_pss_sha256: return write_pss_algorithm(out, oid::sha256, 32), true;
    case SignatureScheme::rsa_pss_rsae_sha384:
    case SignatureScheme::rsa_pss_pss_sha384: return write_pss_algorithm(out, oid::sha384, 48), true;
    case SignatureScheme::rsa_pss_rsae_sha512:
    case SignatureScheme::rsa_pss_pss_sha512: return write_pss_algorithm(out, oid::sha512, 64), true;
    default: return false;
  }
}

void write_name(DerWriter& out, std::string_view common_name) {
  out.sequence([&](DerWriter& name) {
    if (common_name.empty()) return;
    name.nested(Tag::set, [&](DerWriter& relative) {
      relative.sequence([&](DerWriter& attribute) {
        attribute.primitive(Tag::object_identifier, oid::common_name);
        attribute.primitive(Tag::utf8_string, as_bytes(common_name));
      });
    });
  });
}

void write_extension(DerWriter& out, Bytes id, bool critical, auto write_value) {
  ByteVector value;
  DerWriter value_writer(value);
  write_value(value_writer);
  out.sequence([&](DerWriter& extension) {
    extension.primitive(Tag::object_identifier, id);
    if (critical) extension.boolean(true);
    extension.primitive(Tag::octet_string, value);
  });
}

void write_general_name(DerWriter& out, const std::string& name) {
  std::array<std::uint8_t, 16> address{};
  const auto octets = inet_pton(AF_INET, name.c_str(), address.data()) == 1    ? 4u
                      : inet_pton(AF_INET6, name.c_str(), address.data()) == 1 ? 16u
                                                                               : 0u;
  if (octets > 0) return out.primitive(context_primitive(7), Bytes(address).first(octets));
  out.primitive(context_primitive(2), as_bytes(name));
}

// Method 1 of RFC 5280, 4.2.1.2 with a stronger hash, cut to the same size (RFC 7093, 2).
ByteVector key_id(Bytes spki) {
  constexpr std::size_t kSize = 20;
  DerReader outer(spki);
  DerReader in(outer.content(Tag::sequence, "subjectPublicKeyInfo"));
  in.element("algorithm");
  const crypto::Digest digest = crypto::hash(crypto::HashAlgorithm::sha256, in.bit_string("subjectPublicKey"));
  return to_vector(Bytes(digest).first(kSize));
}

struct Parts {  // what a certificate is made from besides its profile
  Bytes issuer_name, issuer_key_id, spki, subject_name;
};

void write_extensions(DerWriter& out, const CertificateProfile& profile, const Parts& parts) {
  if (profile.basic_constraints) {
    write_extension(out, oid::basic_constraints, true, [&](DerWriter& value) {
      value.sequence([&](DerWriter& constraints) {
        if (profile.basic_constraints->ca) constraints.boolean(true);
        if (profile.basic_constraints->path_length) constraints.number(*profile.basic_constraints->path_length);
      });
    });
  }
  if (profile.key_usage)
    write_extension(out, oid::key_usage, true, [&](DerWriter& value) { value.named_bits(*profile.key_usage); });
  if (!profile.extended_key_usage.empty()) {
    write_extension(out, oid::extended_key_usage, false, [&](DerWriter& value) {
      value.sequence([&](DerWriter& list) {
        for (const ByteVector& id : profile.extended_key_usage) list.primitive(Tag::object_identifier, id);
      });
    });
  }
  if (!profile.names.empty()) {  // critical where it is the only name (RFC 5280, 4.2.1.6)
    write_extension(out, oid::subject_alt_name, profile.common_name.empty(), [&](DerWriter& value) {
      value.sequence([&](DerWriter& list) {
        for (const std::string& name : profile.names) write_general_name(list, name);
      });
    });
  }
  write_extension(out, oid::subject_key_identifier, false,
                  [&](DerWriter& value) { value.primitive(Tag::octet_string, key_id(parts.spki)); });
  if (!parts.issuer_key_id.empty()) {
    write_extension(out, oid::authority_key_identifier, false, [&](DerWriter& value) {
      value.sequence([&](DerWriter& id) { id.primitive(context_primitive(0), parts.issuer_key_id); });
    });
  }
  for (const MadeExtension& extension : profile.more)
    write_extension(out, extension.id, extension.critical, [&](DerWriter& value) { value.raw(extension.value); });
}

Result<ByteVector> make(const CertificateProfile& profile, const Parts& parts, const crypto::PrivateKey& signer) {
  const SignatureScheme scheme = profile.signature.value_or(scheme_for(signer.type()));
  ByteVector serial = profile.serial;
  if (serial.empty()) {
    constexpr std::size_t kSerialSize = 16;
    serial.resize(kSerialSize);
    if (!crypto::random_bytes(serial)) return fail(Errc::random_failed);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40);  // positive, and always of the same length
  }
  ByteVector algorithm;
  DerWriter algorithm_writer(algorithm);
  if (!write_signature_algorithm(algorithm_writer, scheme))
    return fail(Errc::invalid_request, "signature algorithm", "RFC 5280, 4.1.1.2", "one that certificates have");
  ByteVector tbs;
  DerWriter(tbs).sequence([&](DerWriter& out) {
    if (profile.version > 1)
      out.nested(context_constructed(0), [&](DerWriter& version) { version.number(profile.version - 1); });
    out.unsigned_integer(serial);
    out.raw(algorithm);
    out.raw(parts.issuer_name);
    out.sequence([&](DerWriter& validity) {
      validity.time(profile.not_before);
      validity.time(profile.not_after);
    });
    out.raw(parts.subject_name);
    out.raw(parts.spki);
    if (profile.version < 3) return;
    out.nested(context_constructed(3), [&](DerWriter& extensions) {
      extensions.sequence([&](DerWriter& list) { write_extensions(list, profile, parts); });
    });
  });
  const Result<ByteVector> signature = signer.sign(scheme, tbs);
  if (!signature) return std::unexpected(signature.error());
  ByteVector certificate;
  DerWriter(certificate).sequence([&](DerWriter& out) {
    out.raw(tbs);
    out.raw(algorithm);
    out.bit_string(*signature);
  });
  return certificate;
}

Result<ByteVector> spki_of(const CertificateProfile& profile, const crypto::PrivateKey& key) {
  if (profile.spki.empty()) return key.public_spki();
  return profile.spki;
}

ByteVector encoded_name(std::string_view common_name) {
  ByteVector out;
  DerWriter writer(out);
  write_name(writer, common_name);
  return out;
}

}  // namespace

CertificateProfile ca_profile(std::string common_name, std::int64_t not_before, std::int64_t not_after) {
  CertificateProfile out;
  out.common_name = std::move(common_name);
  out.not_before = not_before;
  out.not_after = not_after;
  out.basic_constraints = BasicConstraints{.ca = true};
  out.key_usage = static_cast<std::uint16_t>(key_usage::key_cert_sign | key_usage::crl_sign);
  return out;
}

CertificateProfile server_profile(std::vector<std::string> names, std::int64_t not_before, std::int64_t not_after) {
  constexpr std::size_t kMaxCommonName = 64;  // RFC 5280, A.1: ub-common-name
  CertificateProfile out;
  if (!names.empty() && names.front().size() <= kMaxCommonName) out.common_name = names.front();
  out.names = std::move(names);
  out.not_before = not_before;
  out.not_after = not_after;
  out.basic_constraints = BasicConstraints{};
  out.key_usage = key_usage::digital_signature;
  out.extended_key_usage = {to_vector(oid::server_auth)};
  return out;
}

CertificateProfile client_profile(std::string common_name, std::int64_t not_before, std::int64_t not_after) {
  CertificateProfile out;
  out.common_name = std::move(common_name);
  out.not_before = not_before;
  out.not_after = not_after;
  out.basic_constraints = BasicConstraints{};
  out.key_usage = key_usage::digital_signature;
  out.extended_key_usage = {to_vector(oid::client_auth)};
  return out;
}

Result<ByteVector> make_certificate(const CertificateProfile& profile, const crypto::PrivateKey& key,
                                    const Issuer& issuer) {
  const Result<ByteVector> spki = spki_of(profile, key);
  if (!spki) return std::unexpected(spki.error());
  const ByteVector subject = encoded_name(profile.common_name);
  return make(profile, {issuer.certificate.subject, issuer.certificate.subject_key_id, *spki, subject}, issuer.key);
}

Result<ByteVector> make_self_signed(const CertificateProfile& profile, const crypto::PrivateKey& key) {
  const Result<ByteVector> spki = spki_of(profile, key);
  if (!spki) return std::unexpected(spki.error());
  const ByteVector name = encoded_name(profile.common_name);
  return make(profile, {name, {}, *spki, name}, key);
}

}  // namespace handfast::pki
