#pragma once
// Data in the first flight (RFC 8446, 2.3 and 4.2.10): a client sends what its options hold right behind a ClientHello that
// offers a session; a server takes it when nothing speaks against it.
//
//        ClientHello
//        (Application Data)     -------->
//                                                    ServerHello
//                                          {EncryptedExtensions}
//                               <--------             {Finished}
//        (EndOfEarlyData)
//        {Finished}             -------->
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/keys13.hpp"
#include "tls/handshake/server_choice.hpp"

namespace handfast::tls {

// ---- a client ----

// Behind the ClientHello, under a key that depends on it.
Result<void> send_early_data(Handshake& hs, const ClientOffer& offer);
// RFC 8446, 4.2.10: what the server says in EncryptedExtensions, and that it goes on from the session as it was. From a refusal
// on, the keys of the handshake protect what we send.
Result<void> read_early_data_answer(Handshake& hs, const ClientOffer& offer, bool accepted, HandshakeKeys& keys);
// After the server's Finished: the end of accepted early data.
Task<void> end_early_data(Handshake& hs, HandshakeKeys& keys);

// ---- a server ----

// Whether the early data that the client announces is taken. Only a first ClientHello that comes when its ticket says, and
// that the guard has not seen, has a chance (RFC 8446, 8).
Task<bool> accepts_early_data(Handshake& hs, ServerChoice& choice);
// The secret of early data, with the transcript up to ClientHello. The key log is told, and a channel.
Result<TrafficSecret> early_data_secret(Handshake& hs, const ServerChoice& choice);
// Where a channel carries it: it knows where early data ends (RFC 9001, 8.3), and we go on at the level of the handshake.
Result<void> leave_early_data(Handshake& hs, HandshakeKeys& keys);
// Early data up to EndOfEarlyData; from then on the keys of the handshake.
Task<void> receive_early_data(Handshake& hs, HandshakeKeys& keys);

}  // namespace handfast::tls
