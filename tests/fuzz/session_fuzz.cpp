// Sessions as a client has stored them, and tickets as a client sends them back.
#include <cstdlib>

#include "tls/session/session_state.hpp"
#include "tls/session/ticket_keys.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  static const tls::TicketKeys keys(ByteVector(tls::kTicketSecretSize, 0x42));
  expect(!keys.open(input, 0));  // nobody guesses a key
  const auto session = tls::decode_session(input);
  if (!session) {
    expect(session.error().code == Errc::session_malformed);
    return 0;
  }
  const auto again = tls::encode_session(*session);
  expect(again.has_value());
  const auto twice = tls::decode_session(again->reveal());
  expect(twice && twice->ticket == session->ticket && twice->peer_chain == session->peer_chain &&
         twice->server_name == session->server_name && twice->received_ms == session->received_ms);
  return 0;
}
