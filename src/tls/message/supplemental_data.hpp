#pragma once
// SupplementalData (RFC 4680, 2): what applications say to each other within a handshake of TLS 1.2.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct SupplementalDataEntry {
  std::uint16_t supp_data_type = 0;
  Bytes data{};
  static void fields(auto& io, auto& m) {
    io.value(m.supp_data_type, "supp_data_type");
    io.template opaque<2>(m.data, {0, 0xffff}, "supplemental_data");
  }
};

struct SupplementalData {
  static constexpr HandshakeType type = HandshakeType::supplemental_data;
  static constexpr std::string_view name = "supplemental_data", rfc = "RFC 4680, 2";
  ListView<SupplementalDataEntry> supp_data{};
  static void fields(auto& io, auto& m) { io.template list<3>(m.supp_data, {1, 0xffffff}, "supp_data"); }
};

// The application's part. It has agreed with its peer by an extension of its own (RFC 4680).
class SupplementalExchange {
 public:
  virtual ~SupplementalExchange() = default;
  virtual bool awaits() const = 0;        // the peer's message has to come next
  virtual Result<ByteVector> make() = 0;  // whole entries; empty: no message
  virtual Result<void> receive(const ListView<SupplementalDataEntry>& entries) = 0;
};

}  // namespace handfast::tls
