#include "tls/handshake/authentication12.hpp"

#include "base/copy.hpp"

namespace handfast::tls {

namespace {

Result<void> encode_chain12(const OwnProof& proof, ByteVector& out) {
  if (!proof.credential) return {};
  for (const ByteVector& certificate : proof.credential->chain)
    if (!encode(Asn1Cert{certificate}, out)) return fail(Errc::message_too_long, "certificate.certificate_list");
  return {};
}

}  // namespace

Result<void> store_peer_chain12(Handshake& hs, const Certificate12& certificate) {
  hs.info().peer_chain.clear();
  for (const Asn1Cert& each : certificate.certificate_list)
    if (const auto added = add_peer_certificate(hs, each.cert_data); !added) return added;
  return check_same_identity(hs);
}

Task<void> send_certificate12(Handshake& hs, OwnProof& proof) {
  ByteVector chain;
  co_await needed(encode_chain12(proof, chain));
  const Certificate12 message{ListView<Asn1Cert>(chain)};
  co_await hs.send(message);
  hs.info().own_credential = proof.credential;
}

Result<ByteVector> signed_parameters(const SessionInfo& info, const EcdheParameters& parameters) {
  constexpr std::size_t kUsualSize = 256;  // both randoms and a point
  ByteVector out;
  out.reserve(kUsualSize);
  append(out, info.client_random);
  append(out, info.server_random);
  if (!encode(parameters, out)) return fail(Errc::internal_error, EcdheParameters::name);
  return out;
}

MasterSecret12 derive_master_secret(Handshake& hs, const crypto::SharedSecret& pre_master_secret) {
  const HelloRandoms randoms{hs.info().client_random, hs.info().server_random};
  const crypto::HashAlgorithm hash = hs.suite().hash;
  MasterSecret12 master = hs.info().extended_master_secret
                              ? MasterSecret12::extended(hash, pre_master_secret, hs.transcript.digest(), randoms)
                              : MasterSecret12::plain(hash, pre_master_secret, randoms);
  hs.log_secret("CLIENT_RANDOM", master.reveal());
  return master;
}

Task<void> send_change_and_finished(Handshake& hs, const MasterSecret12& master, RecordProtection& protection) {
  co_await needed(hs.write_change_cipher_spec());
  co_await needed(hs.write_with(std::move(protection)));
  const bool by_client = hs.role() == Role::client;
  crypto::SecretDigest verify_data = master.finished(by_client, hs.transcript.digest());
  copy_bytes(verify_data.reveal(), by_client ? hs.finished12.client : hs.finished12.server);
  co_await send_finished(hs, verify_data);
}

Task<FinishedVerified> receive_change_and_finished(Handshake& hs, const MasterSecret12& master,
                                                   RecordProtection& protection) {
  co_await hs.receive_change_cipher_spec();
  co_await needed(hs.read_with(std::move(protection)));
  const bool by_client = hs.role() == Role::server;
  crypto::SecretDigest expected = master.finished(by_client, hs.transcript.digest());
  copy_bytes(expected.reveal(), by_client ? hs.finished12.client : hs.finished12.server);
  const FinishedVerified finished = co_await receive_finished(hs, expected);
  co_return finished;
}

}  // namespace handfast::tls
