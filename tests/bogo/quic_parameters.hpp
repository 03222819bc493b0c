#pragma once
// The transport parameters of QUIC (RFC 9001, 8.2): an extension that is the application's.
#include <optional>

#include "bogo/flags.hpp"
#include "tls/extension/application_extensions.hpp"

namespace handfast::bogo {

class QuicParameters final : public tls::ApplicationExtensions {
 public:
  explicit QuicParameters(const Flags& flags) : flags_(flags) {}

  const std::optional<ByteVector>& of_peer() const { return of_peer_; }

  Result<ByteVector> make(tls::Place place, bool resumed) override;
  bool expects(ExtensionType type, tls::Place place) const override;
  Result<void> receive(tls::Place place, tls::Telling when, const ListView<tls::RawExtension>& extensions) override;

 private:
  ExtensionType type() const;

  const Flags& flags_;
  std::optional<ByteVector> of_peer_;
};

}  // namespace handfast::bogo
