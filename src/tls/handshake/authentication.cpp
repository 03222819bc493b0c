#include "tls/handshake/authentication.hpp"

#include "tls/message/certificate_verify.hpp"
#include "tls/message/finished.hpp"
#include "tls/negotiation/credential_choice.hpp"

namespace handfast::tls {

namespace {

// What a CertificateVerify signs (RFC 8446, 4.4.3).
ByteVector signed_content(bool by_server, const crypto::Digest& transcript) {
  constexpr std::size_t kSpaces = 64;
  const std::string_view label = by_server ? "TLS 1.3, server CertificateVerify" : "TLS 1.3, client CertificateVerify";
  ByteVector out;
  out.reserve(kSpaces + label.size() + 1 + transcript.size());
  out.assign(kSpaces, 0x20);
  append(out, as_bytes(label));
  out.push_back(0);
  append(out, transcript);
  return out;
}

bool peer_is_server(const Handshake& hs) { return hs.role() == Role::client; }

Note note_of(SignatureScheme scheme) {
  const std::string_view name = name_of(scheme);
  return name.empty() ? hex_note(static_cast<std::uint64_t>(scheme), 4) : Note(name);
}

Result<void> check_scheme(const PeerKey& peer, SignatureScheme scheme) {
  if (!peer.schemes.contains(scheme))
    return fail(Errc::wrong_signature_scheme, "certificate_verify.algorithm", "RFC 8446, 4.4.3", "an offered scheme",
                note_of(scheme));
  if (!signs_handshakes(scheme))  // offered for certificates
    return fail(Errc::wrong_signature_scheme, "certificate_verify.algorithm", "RFC 8446, 4.4.3", "PSS, ECDSA or EdDSA",
                note_of(scheme));
  if (!crypto::scheme_fits(scheme, peer.key.type()))
    return fail(Errc::wrong_signature_scheme, "certificate_verify.algorithm", "RFC 8446, 4.4.3",
                "a scheme of the certificate's key", note_of(scheme));
  return {};
}

Result<void> encode_chain(const OwnProof& proof, ByteVector& out) {
  if (!proof.credential) return {};
  for (const ByteVector& certificate : proof.credential->chain)
    if (!encode(CertificateEntry{certificate, {}}, out)) return fail(Errc::message_too_long, "certificate.cert_data");
  return {};
}

}  // namespace

Result<void> store_peer_chain(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked) {
  std::vector<ByteVector>& chain = hs.info().peer_chain;
  chain.clear();
  for (const CertificateEntry& entry : certificate.certificate_list) {
    CertificateEntryExtensions extensions = entry.extensions;
    if (const auto checked = decode_extensions(extensions, &asked); !checked) return checked;
    if (chain.size() == pki::kMaxChainCertificates) {
      Note most("at most ");
      most << pki::kMaxChainCertificates << " certificates";
      return fail(Errc::certificate_chain_too_long, "certificate.certificate_list", "docs/limits.md", most);
    }
    chain.emplace_back(entry.cert_data.begin(), entry.cert_data.end());
  }
  return {};
}

Result<PeerKey> peer_key(Handshake& hs) {
  const auto leaf = pki::CertificateView::parse(hs.info().peer_chain.front());
  if (!leaf) return std::unexpected(leaf.error());
  // 4.4.2.2: "the digitalSignature bit MUST be set if the Key Usage extension is present"; whoever judges the rest.
  if (leaf->key_usage && (*leaf->key_usage & pki::key_usage::digital_signature) == 0)
    return fail(Errc::certificate_wrong_purpose, "certificate.key_usage", "RFC 8446, 4.4.2.2", "digitalSignature",
                "not set");
  auto key = leaf->public_key();
  if (!key) {
    const bool unknown = key.error() == Errc::key_unsupported;
    return fail(unknown ? Errc::certificate_unsupported : Errc::certificate_malformed, "certificate.subject_public_key",
                "RFC 5280, 4.1.2.7", key.error().expected, key.error().found);
  }
  const bool rsa = key->type() == crypto::KeyType::rsa || key->type() == crypto::KeyType::rsa_pss;
  if (rsa && key->bits() > pki::kMaxRsaBits)  // before its signature is checked, whose cost grows with the square
    return fail(Errc::certificate_unsupported, "certificate.subject_public_key", "docs/limits.md",
                "an RSA key of at most 8192 bits");
  return PeerKey{std::move(*key), hs.options().policy->signature_schemes};
}

Task<PossessionProved> receive_certificate_verify(Handshake& hs, PeerKey& peer) {
  const ByteVector content = signed_content(peer_is_server(hs), hs.transcript.digest());
  const auto message = co_await hs.receive<CertificateVerify>();
  co_await hs.need(check_scheme(peer, message.algorithm));
  if (!peer.key.verify(message.algorithm, content, message.signature)) {
    const Error error{Errc::bad_signature, "certificate_verify.signature", "RFC 8446, 4.4.3", "a valid signature",
                      note_of(message.algorithm)};
    co_await failed(error);
  }
  hs.info().peer_signature = message.algorithm;
  co_return PossessionProved();
}

Task<VerifiedCertificate> await_verdict(Handshake& hs) {
  hs.activity = {"check", "certificate"};
  std::vector<Bytes> chain(hs.info().peer_chain.begin(), hs.info().peer_chain.end());
  const std::string& name = hs.options().verify_name.empty() ? hs.options().server_name : hs.options().verify_name;
  const Role peer = peer_is_server(hs) ? Role::server : Role::client;
  Answer<pki::Verdict> answer = hs.options().verifier->verify(chain, name, peer);
  const pki::Verdict verdict = co_await hs.await(Wait::certificate_verdict, std::move(answer));
  if (!verdict.ok()) {
    hs.refused_certificate = {verdict.subject, verdict.issuer, verdict.depth};
    co_await failed(*verdict.error);
  }
  co_return VerifiedCertificate();
}

Task<PeerIdentity> authenticate_peer(Handshake& hs) {
  PeerKey peer = co_await hs.need(peer_key(hs));
  PossessionProved possession = co_await receive_certificate_verify(hs, peer);
  if (hs.options().verifier == nullptr) co_return CertificateLeftToApplication{possession};
  VerifiedCertificate certificate = co_await await_verdict(hs);
  co_return CertificateVerified{possession, certificate};
}

Task<FinishedVerified> receive_finished(Handshake& hs, const TrafficSecret& secret) {
  const crypto::SecretDigest expected = secret.finished(hs.transcript.digest());
  const auto message = co_await hs.receive<Finished>();
  if (!constant_time_equal(message.verify_data, expected.reveal())) {
    const Error error{Errc::bad_finished, "finished.verify_data", "RFC 8446, 4.4.4", "the transcript's MAC",
                      "another value"};
    co_await failed(error);
  }
  hs.inbound().change_cipher_spec_allowed = false;  // RFC 8446, 5: only before the peer's Finished
  co_return FinishedVerified();
}

Task<void> send_certificate(Handshake& hs, OwnProof& proof, Bytes context) {
  ByteVector entries;
  co_await hs.need(encode_chain(proof, entries));
  const Certificate message{context, ListView<CertificateEntry>(entries)};
  co_await hs.send(message);
  if (!proof.credential) co_return;

  hs.activity = {"make", CertificateVerify::name};
  const ByteVector content = signed_content(hs.role() == Role::server, hs.transcript.digest());
  Answer<ByteVector> answer = proof.credential->signer->sign(proof.scheme, content);
  const ByteVector signature = co_await hs.await(Wait::signature, std::move(answer));
  const CertificateVerify verify{proof.scheme, signature};
  co_await hs.send(verify);
  hs.info().own_signature = proof.scheme;
  hs.info().own_credential = proof.credential;
}

Task<void> send_finished(Handshake& hs, const TrafficSecret& secret) {
  const crypto::SecretDigest verify_data = secret.finished(hs.transcript.digest());
  const Finished message{verify_data.reveal()};
  co_await hs.send(message);
}

}  // namespace handfast::tls
