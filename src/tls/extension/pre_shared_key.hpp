#pragma once
// pre_shared_key (RFC 8446, 4.2.11).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct PskIdentity {
  Bytes identity{};
  std::uint32_t obfuscated_ticket_age = 0;
  static void fields(auto& io, auto& m) {
    io.template opaque<2>(m.identity, {1, 0xffff}, "identity");
    io.value(m.obfuscated_ticket_age, "obfuscated_ticket_age");
  }
};

// RFC 8446, 4.2.11, says at least 32 bytes. A shorter one is no binder, which shows when its session is looked at: a server
// that does not know the session, or negotiates TLS 1.2, has no business with it.
struct PskBinderEntry {
  Bytes binder{};
  static void fields(auto& io, auto& m) { io.template opaque<1>(m.binder, {0, 255}, "binder"); }
};

struct OfferedPsks {
  static constexpr ExtensionType type = ExtensionType::pre_shared_key;
  static constexpr std::string_view name = "pre_shared_key", rfc = "RFC 8446, 4.2.11";
  ListView<PskIdentity> identities{};
  ListView<PskBinderEntry> binders{};
  static void fields(auto& io, auto& m) {
    io.template list<2>(m.identities, {7, 0xffff}, "identities");
    io.template list<2>(m.binders, {1, 0xffff}, "binders");
  }
};

struct SelectedPsk {  // in ServerHello
  static constexpr ExtensionType type = ExtensionType::pre_shared_key;
  static constexpr std::string_view name = "pre_shared_key", rfc = "RFC 8446, 4.2.11";
  std::uint16_t selected_identity = 0;
  static void fields(auto& io, auto& m) { io.value(m.selected_identity, "selected_identity"); }
};

}  // namespace handfast::tls
