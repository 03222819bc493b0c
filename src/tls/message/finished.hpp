#pragma once
// Finished (RFC 8446, 4.4.4): its length is that of the hash, which the handshake knows.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct Finished {
  static constexpr HandshakeType type = HandshakeType::finished;
  static constexpr std::string_view name = "finished", rfc = "RFC 8446, 4.4.4";
  Bytes verify_data{};
  static void fields(auto& io, auto& m) { io.rest(m.verify_data, "verify_data"); }
};

}  // namespace handfast::tls
