#pragma once
// Revocation lists for tests, made on the spot.
#include <optional>
#include <vector>

#include "unit/pki/authority.hpp"

namespace handfast::pki {

struct ListEntry {
  ByteVector serial;  // big endian
  ByteVector extension_id{};
  bool critical = false;
};

// What a list says; a sound one to start from.
struct ListProfile {
  std::vector<ListEntry> revoked{};
  std::int64_t this_update = kNow - kDay;
  std::optional<std::int64_t> next_update = kNow + kDay;
  unsigned version = 2;
  std::vector<MadeExtension> extensions{};
  bool other_inner_algorithm = false;
  bool empty_revoked = false;  // revokedCertificates is there and has no entry
};

inline void write_list_extension(DerWriter& out, Bytes id, bool critical, Bytes value) {
  out.sequence([&](DerWriter& extension) {
    extension.primitive(Tag::object_identifier, id);
    if (critical) extension.boolean(true);
    extension.primitive(Tag::octet_string, value);
  });
}

inline void write_list_entry(DerWriter& out, const ListEntry& entry) {
  const ByteVector enumerated{0x0a, 0x01, 0x01};  // keyCompromise
  out.sequence([&](DerWriter& one) {
    one.unsigned_integer(entry.serial);
    one.time(kNow - 2 * kDay);
    if (entry.extension_id.empty()) return;
    one.sequence([&](DerWriter& list) { write_list_extension(list, entry.extension_id, entry.critical, enumerated); });
  });
}

inline ByteVector make_list(const Made& issuer, const ListProfile& profile) {
  ByteVector algorithm, tbs, out;
  DerWriter(algorithm).sequence([](DerWriter& id) { id.primitive(Tag::object_identifier, oid::ecdsa_with_sha256); });
  ByteVector other;
  DerWriter(other).sequence([](DerWriter& id) { id.primitive(Tag::object_identifier, oid::ecdsa_with_sha384); });
  DerWriter(tbs).sequence([&](DerWriter& list) {
    if (profile.version != 1) list.number(profile.version - 1);
    list.raw(profile.other_inner_algorithm ? other : algorithm);
    list.raw(issuer.certificate->subject);
    list.time(profile.this_update);
    if (profile.next_update) list.time(*profile.next_update);
    if (!profile.revoked.empty() || profile.empty_revoked)
      list.sequence([&](DerWriter& entries) {
        for (const ListEntry& entry : profile.revoked) write_list_entry(entries, entry);
      });
    if (!profile.extensions.empty())
      list.nested(context_constructed(0), [&](DerWriter& wrapper) {
        wrapper.sequence([&](DerWriter& extensions) {
          for (const MadeExtension& made : profile.extensions)
            write_list_extension(extensions, made.id, made.critical, made.value);
        });
      });
  });
  const ByteVector signature = issuer.key.sign(SignatureScheme::ecdsa_secp256r1_sha256, tbs).value();
  DerWriter(out).sequence([&](DerWriter& list) {
    list.raw(tbs);
    list.raw(algorithm);
    list.bit_string(signature);
  });
  return out;
}

}  // namespace handfast::pki
