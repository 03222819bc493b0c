#pragma once
// Extensions that are the application's: it makes them, and it alone understands them. The engine keeps their rules: where
// they may stand, that none comes twice, and that answers answer something.
#include "tls/extension/registry.hpp"

namespace handfast::tls {

class SupplementalExchange;  // message/supplemental_data.hpp

// A ClientHello is told in two parts: what may decide how the connection goes on, before anything is chosen, and the rest
// once it is known whether a session does.
enum class Telling : std::uint8_t { early, late };

class ApplicationExtensions {
 public:
  virtual ~ApplicationExtensions() = default;

  // Whole extensions (RFC 8446, 4.2) for a message that is being made; empty: none. Asked again for the second ClientHello
  // (RFC 8446, 4.1.4). `resumed`: a session of TLS 1.2 goes on, of which only what is agreed anew may be spoken.
  virtual Result<ByteVector> make(Place place, bool resumed) = 0;

  // Whether an extension of this type may stand in an answer: it was asked for, or needs no question.
  virtual bool expects(ExtensionType type, Place place) const = 0;

  // All extensions of a message that came, the engine's own among them; anything but a ClientHello is told late.
  virtual Result<void> receive(Place place, Telling when, const ListView<RawExtension>& extensions) = 0;

  // What the application exchanges besides (TLS 1.2); null: nothing.
  virtual SupplementalExchange* supplemental() { return nullptr; }
};

}  // namespace handfast::tls
