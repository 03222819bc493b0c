#pragma once
// record_size_limit (RFC 8449): the largest plaintext, inner content type included in TLS 1.3, that the sender accepts.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct RecordSizeLimit {
  static constexpr ExtensionType type = ExtensionType::record_size_limit;
  static constexpr std::string_view name = "record_size_limit", rfc = "RFC 8449, 4";
  std::uint16_t record_size_limit = 0;
  static void fields(auto& io, auto& m) { io.value(m.record_size_limit, "record_size_limit"); }
};

}  // namespace handfast::tls
