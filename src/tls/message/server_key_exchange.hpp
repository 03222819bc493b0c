#pragma once
// ServerKeyExchange with ECDHE (RFC 8422, 5.4).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct EcdheParameters {  // what the server signs, behind both randoms
  static constexpr std::string_view name = "server_key_exchange.params", rfc = "RFC 8422, 5.4";
  EcCurveType curve_type = EcCurveType::named_curve;
  NamedGroup named_curve{};
  Bytes public_key{};
  static void fields(auto& io, auto& m) {
    io.value(m.curve_type, "curve_type");
    io.value(m.named_curve, "namedcurve");
    io.template opaque<1>(m.public_key, {1, 255}, "public");
  }
};

struct ServerKeyExchange {
  static constexpr HandshakeType type = HandshakeType::server_key_exchange;
  static constexpr std::string_view name = "server_key_exchange", rfc = "RFC 8422, 5.4";
  EcdheParameters params{};
  SignatureScheme algorithm{};
  Bytes signature{};
  static void fields(auto& io, auto& m) {
    EcdheParameters::fields(io, m.params);
    io.value(m.algorithm, "algorithm");
    io.template opaque<2>(m.signature, {0, 0xffff}, "signature");
  }
};

}  // namespace handfast::tls
