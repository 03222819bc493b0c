// The receiving half: arbitrary bytes in arbitrary pieces. The first byte sets the flags, the second the size of the pieces.
#include <algorithm>
#include <cstdlib>

#include "tls/record/inbound.hpp"

using namespace handfast;
using namespace handfast::tls;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool feed(Inbound& inbound, Bytes piece) {
  const MutableBytes space = inbound.space(piece.size());
  if (space.size() != piece.size()) return false;
  std::copy(piece.begin(), piece.end(), space.begin());
  inbound.added(piece.size());
  return true;
}

// False: the stream has ended in an error.
bool drain(Inbound& inbound) {
  for (;;) {
    const auto incoming = inbound.next();
    if (!incoming) return false;
    if (incoming->kind == Incoming::Kind::wants_input) break;
    if (incoming->kind == Incoming::Kind::close_notify) return false;
    expect(incoming->kind != Incoming::Kind::handshake || incoming->bytes.size() <= inbound.max_message);
    expect(incoming->kind != Incoming::Kind::application_data);  // there are no keys
  }
  expect(inbound.wanted() > 0 && inbound.wanted() <= kMaxRecordBody);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  Inbound inbound;
  inbound.max_message = 4096;
  inbound.change_cipher_spec_allowed = (data[0] & 1) != 0;
  inbound.every_alert_is_fatal = (data[0] & 2) != 0;
  if ((data[0] & 4) != 0) inbound.skip_early_data(Inbound::EarlyData::skip_plaintext);
  const std::size_t chunk = data[1] == 0 ? size : data[1];
  for (Bytes rest = Bytes(data, size).subspan(2); !rest.empty();) {
    const Bytes piece = rest.first(std::min(chunk, rest.size()));
    if (!feed(inbound, piece) || !drain(inbound)) return 0;
    rest = rest.subspan(piece.size());
  }
  inbound.ended();
  expect(!drain(inbound));  // never a clean end without close_notify
  return 0;
}
