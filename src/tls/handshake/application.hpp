#pragma once
// Where the flows let the application speak: extensions of its own, and supplemental data. Nothing happens, and nothing is
// allocated, for one that has none.
#include "tls/extension/application_extensions.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/message/supplemental_data.hpp"

namespace handfast::tls {

// What the application adds to a message.
Result<ByteVector> application_extensions(Handshake& hs, Place place, bool resumed = false);

// The extensions of a message that has been checked.
Result<void> tell_application(Handshake& hs, Place place, Bytes block, Telling when = Telling::late);

// TLS 1.2; null: nothing is exchanged.
SupplementalExchange* supplemental_exchange(Handshake& hs);
Task<void> send_supplemental_data(Handshake& hs);
Task<void> receive_supplemental_data(Handshake& hs);

}  // namespace handfast::tls
