#pragma once
// Which extension may stand in which message (the table of RFC 8446, 4.2), and the one place where an extension block is
// read: duplicates, extensions at a wrong place, answers nobody asked for and trailing bytes are refused here.
#include <optional>

#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

enum class Place : std::uint8_t {  // the messages that carry extensions
  client_hello = 1,
  server_hello = 2,
  hello_retry_request = 4,
  encrypted_extensions = 8,
  certificate = 16,
  certificate_request = 32,
  new_session_ticket = 64,
  server_hello12 = 128,  // of TLS 1.2
};

class ApplicationExtensions;

// The extensions that a side has sent, so that it can tell an answer from an intrusion.
class ExtensionMask {
 public:
  void add(ExtensionType type);
  bool has(ExtensionType type) const;
  const ApplicationExtensions* application = nullptr;  // knows of more

 private:
  std::uint32_t bits_ = 0;  // one for each row of the registry
};

struct RawExtension {
  ExtensionType type{};
  Bytes body{};
  static void fields(auto& io, auto& m) {
    io.value(m.type, "extension_type");
    io.template opaque<2>(m.body, {0, 0xffff}, "extension_data");
  }
};

// Checks everything about `block` that does not depend on bodies. `asked`: for a message that answers, what was sent.
Result<ListView<RawExtension>> check_extensions(Bytes block, Place place, const ExtensionMask* asked);

// Fills the optionals of a set from the extensions that it knows.
class ExtensionDecoder {
 public:
  explicit ExtensionDecoder(const RawExtension& raw) : raw_(raw) {}
  template <class Body>
  void extension(std::optional<Body>& out) {
    if (raw_.type != Body::type) return;
    Result<Body> body = decode<Body>(raw_.body);
    if (body)
      out = *body;
    else
      error = body.error();
  }
  void raw_extensions(Bytes) {}  // tell_application() hands them over
  std::optional<Error> error;

 private:
  const RawExtension& raw_;
};

// Reads the block of a decoded message into the set's typed optionals; views stay valid as long as the message's bytes.
template <class Set>
Result<void> decode_extensions(Set& set, const ExtensionMask* asked = nullptr) {
  const auto list = check_extensions(set.block, Set::place, asked);
  if (!list) return std::unexpected(list.error());
  for (const RawExtension& raw : *list) {
    ExtensionDecoder decoder(raw);
    Set::each(decoder, set);
    if (decoder.error) return std::unexpected(*decoder.error);
  }
  return {};
}

// Whether the engine itself has a meaning for it.
bool knows_extension(ExtensionType type);

// Whether a block that has not been checked yet holds an extension of this type.
bool holds_extension(Bytes block, ExtensionType type);

// Collects which extensions of a set are there.
class ExtensionCollector {
 public:
  template <class Body>
  void extension(const std::optional<Body>& body) {
    if (body) mask.add(Body::type);
  }
  void raw_extensions(Bytes) {}  // remembers itself what it sent
  ExtensionMask mask;
};

template <class Set>
ExtensionMask mask_of(const Set& set) {
  ExtensionCollector collector;
  Set::each(collector, set);
  return collector.mask;
}

}  // namespace handfast::tls
