#pragma once
// Changes of one handshake message, header and all: what somebody on the way, or a peer that breaks the rules, makes of it.
// Where no message is named it is a ClientHello.
#include <algorithm>
#include <type_traits>

#include "tls/message/client_hello.hpp"
#include "unit/tls/refusal.hpp"

namespace handfast::test {

using MessageEdit = std::function<ByteVector(const ByteVector&)>;

// The fixed fields; the extensions stay as they are.
template <class M = tls::ClientHello>
MessageEdit fields(const std::function<void(std::type_identity_t<M>&)>& edit) {
  return [edit](const ByteVector& message) {
    M decoded = decode<M>(Bytes(message).subspan(kMessageHeader)).value();
    edit(decoded);
    return message_of(decoded);
  };
}
template <class M = tls::ClientHello>
MessageEdit extensions(const std::function<void(LooseExtensions&)>& edit) {
  return [edit](const ByteVector& message) { return with_extensions<M>(message, edit); };
}
template <class M = tls::ClientHello>
MessageEdit without(ExtensionType type) {
  return extensions<M>(
      [type](LooseExtensions& list) { std::erase_if(list, [&](const auto& e) { return e.type == type; }); });
}
template <class M = tls::ClientHello>
MessageEdit with(ExtensionType type, ByteVector body) {  // at the end, or in the place of the one that is there
  return extensions<M>([type, body](LooseExtensions& list) {
    for (LooseExtension& extension : list)
      if (extension.type == type) return void(extension.body = body);
    list.push_back({type, body});
  });
}
inline MessageEdit both(const MessageEdit& first, const MessageEdit& second) {
  return [first, second](const ByteVector& message) { return second(first(message)); };
}

struct BadMessage {
  const char* name;
  MessageEdit edit;
  Refusal refusal;

  friend void PrintTo(const BadMessage& bad, std::ostream* out) { *out << bad.name; }
};
inline std::string name_of_message(const testing::TestParamInfo<BadMessage>& param) { return param.param.name; }

inline ByteVector record_with(const ByteVector& message) { return plain_record(ContentType::handshake, message); }

}  // namespace handfast::test
