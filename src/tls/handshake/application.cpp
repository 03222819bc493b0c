#include "tls/handshake/application.hpp"

namespace handfast::tls {

Result<ByteVector> application_extensions(Handshake& hs, Place place, bool resumed) {
  ApplicationExtensions* application = hs.options().application_extensions.get();
  if (application == nullptr) return ByteVector();
  hs.activity = {"make", "application_extensions"};
  return application->make(place, resumed);
}

Result<void> tell_application(Handshake& hs, Place place, Bytes block, Telling when) {
  ApplicationExtensions* application = hs.options().application_extensions.get();
  if (application == nullptr) return {};
  return application->receive(place, when, ListView<RawExtension>(block));
}

SupplementalExchange* supplemental_exchange(Handshake& hs) {
  ApplicationExtensions* application = hs.options().application_extensions.get();
  return application == nullptr ? nullptr : application->supplemental();
}

Task<void> send_supplemental_data(Handshake& hs) {
  SupplementalExchange* exchange = supplemental_exchange(hs);
  if (exchange == nullptr) co_return;
  const ByteVector entries = co_await needed(exchange->make());
  if (entries.empty()) co_return;  // RFC 4680, 2: the list is not empty
  const SupplementalData message{ListView<SupplementalDataEntry>(entries)};
  co_await hs.send(message);
}

// One that nobody awaits is an unexpected message (RFC 4680).
Task<void> receive_supplemental_data(Handshake& hs) {
  SupplementalExchange* exchange = supplemental_exchange(hs);
  if (exchange == nullptr || !exchange->awaits()) co_return;
  const SupplementalData message = co_await hs.receive<SupplementalData>();
  co_await needed(exchange->receive(message.supp_data));
}

}  // namespace handfast::tls
