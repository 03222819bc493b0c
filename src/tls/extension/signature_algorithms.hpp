#pragma once
// signature_algorithms and signature_algorithms_cert (RFC 8446, 4.2.3).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct SignatureAlgorithms {
  static constexpr ExtensionType type = ExtensionType::signature_algorithms;
  static constexpr std::string_view name = "signature_algorithms", rfc = "RFC 8446, 4.2.3";
  ListView<SignatureScheme> supported_signature_algorithms{};
  static void fields(auto& io, auto& m) {
    io.template list<2>(m.supported_signature_algorithms, {2, 0xfffe}, "supported_signature_algorithms");
  }
};

struct SignatureAlgorithmsCert {
  static constexpr ExtensionType type = ExtensionType::signature_algorithms_cert;
  static constexpr std::string_view name = "signature_algorithms_cert", rfc = "RFC 8446, 4.2.3";
  ListView<SignatureScheme> supported_signature_algorithms{};
  static void fields(auto& io, auto& m) {
    io.template list<2>(m.supported_signature_algorithms, {2, 0xfffe}, "supported_signature_algorithms");
  }
};

}  // namespace handfast::tls
