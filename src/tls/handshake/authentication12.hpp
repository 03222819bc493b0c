#pragma once
// What both sides of TLS 1.2 share: Certificate, the two signatures, and the change to protected records that ends in Finished.
#include "tls/handshake/authentication.hpp"
#include "tls/keys/master_secret12.hpp"
#include "tls/message/certificate12.hpp"
#include "tls/message/server_key_exchange.hpp"

namespace handfast::tls {

Result<void> store_peer_chain12(Handshake& hs, const Certificate12& certificate);
// The certificate of `proof`; without one (clients only) an empty list (RFC 5246, 7.4.6).
Task<void> send_certificate12(Handshake& hs, OwnProof& proof);

// What a ServerKeyExchange signs: both randoms and the parameters (RFC 8422, 5.4).
Result<ByteVector> signed_parameters(const SessionInfo& info, const EcdheParameters& parameters);

// RFC 5246, 8.1 and RFC 7627, once ClientKeyExchange is in the transcript; also for the key log.
MasterSecret12 derive_master_secret(Handshake& hs, const crypto::SharedSecret& pre_master_secret);

// ChangeCipherSpec and Finished, each under the keys given (RFC 5246, 7.1 and 7.4.9).
Task<void> send_change_and_finished(Handshake& hs, const MasterSecret12& master, RecordProtection& protection);
Task<FinishedVerified> receive_change_and_finished(Handshake& hs, const MasterSecret12& master,
                                                   RecordProtection& protection);

}  // namespace handfast::tls
