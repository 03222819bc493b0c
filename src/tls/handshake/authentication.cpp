#include "tls/handshake/authentication.hpp"

#include <array>

#include "base/codepoint_notes.hpp"
#include "base/copy.hpp"
#include "pki/verify_rules.hpp"
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

Result<void> check_scheme(const PeerKey& peer, const SignedBy& by, ProtocolVersion version) {
  const auto wrong = [&](std::string_view expected) {
    return fail(Errc::wrong_signature_scheme, by.algorithm_field, by.rfc, expected, note_of(by.algorithm));
  };
  const bool tls12 = version == ProtocolVersion::tls12;  // whose ECDSA schemes name no curve (RFC 8446, 4.2.3)
  if (!peer.schemes.contains(by.algorithm)) return wrong("an offered scheme");
  if (!signs_handshakes(by.algorithm, version)) return wrong("PSS, ECDSA or EdDSA");  // offered for certificates
  if (!crypto::scheme_fits(by.algorithm, peer.key.type(), tls12)) return wrong("a scheme of the certificate's key");
  return {};
}

const std::string& name_to_verify(const Options& options) {
  return options.verify_name.empty() ? options.server_name : options.verify_name;
}

Result<void> encode_chain(const OwnProof& proof, ByteVector& out) {
  if (!proof.credential) return {};
  std::size_t place = 0;
  for (const ByteVector& certificate : proof.credential->chain) {
    CertificateEntry entry{certificate, {}};
    if (const Bytes status = status_of(proof, place++); !status.empty())
      entry.extensions.status_request.emplace(CertificateStatusType::ocsp, status);
    if (!encode(entry, out)) return fail(Errc::message_too_long, "certificate.cert_data");
  }
  return {};
}

// RFC 8446, 4.4.4: as long as the hash, in TLS 1.2 12 bytes (RFC 5246, 7.4.9). Another length is another syntax.
Result<void> check_length(const Finished& message, std::size_t expected) {
  const std::size_t found = message.verify_data.size();
  if (found == expected) return {};
  return fail(found < expected ? Errc::field_too_short : Errc::field_too_long, "finished.verify_data",
              "RFC 8446, 4.4.4", Note() << expected << " bytes", Note() << found);
}

}  // namespace

Bytes status_of(const OwnProof& proof, std::size_t place) {
  const bool sent = proof.with_statuses && proof.credential && place < proof.credential->statuses.size();
  return sent ? Bytes(proof.credential->statuses[place]) : Bytes();
}

Result<void> add_peer_certificate(Handshake& hs, Bytes der) {
  std::vector<ByteVector>& chain = hs.info().peer_chain;
  if (chain.size() == pki::kMaxChainCertificates) {
    Note most("at most ");
    most << pki::kMaxChainCertificates << " certificates";
    return fail(Errc::certificate_chain_too_long, "certificate.certificate_list", "docs/limits.md", most);
  }
  chain.emplace_back(der.begin(), der.end());
  return {};
}

Result<void> check_same_identity(Handshake& hs) {
  const SessionInfo* known = hs.known();
  if (known == nullptr || known->peer_chain.empty() || hs.options().allow_identity_change) return {};
  const auto& now = hs.info().peer_chain;
  if (!now.empty() && now.front() == known->peer_chain.front()) return {};
  return fail(Errc::identity_changed, "certificate.certificate_list", "RFC 5746, 5",
              "the certificate of the first handshake", now.empty() ? "none" : "another one");
}

Result<void> store_peer_chain(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked) {
  hs.info().peer_chain.clear();
  for (const CertificateEntry& entry : certificate.certificate_list) {
    CertificateEntryExtensions extensions = entry.extensions;
    if (const auto checked = decode_extensions(extensions, &asked); !checked) return checked;
    if (extensions.status_request)  // RFC 8446, 4.4.2.1: any certificate's
      if (const auto stored = store_status(hs, *extensions.status_request, hs.info().peer_chain.size()); !stored)
        return stored;
    if (const auto added = add_peer_certificate(hs, entry.cert_data); !added) return added;
  }
  return check_same_identity(hs);
}

Result<void> store_status(Handshake& hs, const CertificateStatus& status, std::size_t place) {
  if (status.status_type != CertificateStatusType::ocsp)  // RFC 6066, 8: the type that was asked for
    return fail(Errc::field_bad_value, "certificate_status.status_type", "RFC 6066, 8", "ocsp",
                note_of(status.status_type));
  auto& statuses = hs.info().peer_statuses;
  if (place >= statuses.size()) statuses.resize(place + 1);
  statuses[place].assign(status.response.begin(), status.response.end());
  return {};
}

Result<PeerKey> peer_key(Handshake& hs) {
  const auto leaf = pki::CertificateView::parse(hs.info().peer_chain.front());
  if (!leaf) return std::unexpected(leaf.error());
  // 4.4.2.2: "the digitalSignature bit MUST be set if the Key Usage extension is present"; whoever judges the rest.
  const bool may_sign = !leaf->key_usage || (*leaf->key_usage & pki::key_usage::digital_signature) != 0;
  if (!may_sign && !hs.options().policy->tolerate_key_usage)
    return fail(Errc::key_usage_violation, "certificate.key_usage", "RFC 8446, 4.4.2.2", "digitalSignature", "not set");
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

Result<PossessionProved> check_signature(Handshake& hs, const PeerKey& peer, const SignedBy& by, Bytes content) {
  if (const auto fits = check_scheme(peer, by, hs.info().version); !fits) return std::unexpected(fits.error());
  if (!peer.key.verify(by.algorithm, content, by.signature))
    return fail(Errc::bad_signature, by.signature_field, by.rfc, "a valid signature", note_of(by.algorithm));
  hs.info().peer_signature = by.algorithm;
  return PossessionProved();
}

CertificateVerifier* verifier_of(const Options& options) {
  CertificateVerifier* const verifier = options.verifier.get();
  return verifier != nullptr && verifier->is_wanted() ? verifier : nullptr;
}

VerifiedFor verification_of(const Options& options) {
  crypto::Hash hash(crypto::HashAlgorithm::sha256);
  hash.update(options.verifier->settings());
  const std::array<std::uint8_t, 1> status{options.request_status};  // which a certificate may promise (RFC 7633)
  hash.update(status);
  hash.update(as_bytes(name_to_verify(options)));
  VerifiedFor out{};
  copy_bytes(hash.digest(), out);
  return out;
}

// The rule about certificates that the handshake alone can check. A verdict without a path is the application's own.
std::optional<Error> withheld_status(Handshake& hs, const pki::Verdict& verdict) {
  const bool withheld = peer_is_server(hs) && hs.options().request_status && hs.info().peer_status().empty();
  if (!withheld || verdict.path.empty()) return std::nullopt;
  return pki::check_status_withheld(verdict.path.front().certificate);
}

Task<VerifiedCertificate> await_verdict(Handshake& hs) {
  hs.activity = {"check", "certificate"};
  std::vector<Bytes> chain(hs.info().peer_chain.begin(), hs.info().peer_chain.end());
  const Role peer = peer_is_server(hs) ? Role::server : Role::client;
  hs.info().verified_for = verification_of(hs.options());
  Answer<pki::Verdict> answer = hs.options().verifier->verify(chain, name_to_verify(hs.options()), peer);
  const pki::Verdict verdict = co_await hs.await(Wait::certificate_verdict, std::move(answer));
  if (!verdict.ok()) {
    hs.refused_certificate = {verdict.subject, verdict.issuer, verdict.depth};
    co_await failed(*verdict.error);
  }
  if (const auto missing = withheld_status(hs, verdict)) {
    const pki::CertificateView& leaf = verdict.path.front().certificate;
    hs.refused_certificate = {leaf.subject_text(), leaf.issuer_text(), 0};
    co_await failed(*missing);
  }
  co_return VerifiedCertificate();
}

Task<std::optional<VerifiedCertificate>> judge_chain(Handshake& hs) {
  std::optional<VerifiedCertificate> out;
  if (verifier_of(hs.options()) != nullptr) out = co_await await_verdict(hs);
  co_return out;
}

PeerIdentity identity_of(PossessionProved possession, const std::optional<VerifiedCertificate>& certificate) {
  if (!certificate) return CertificateLeftToApplication{possession};
  return CertificateVerified{possession, *certificate};
}

Task<void> judge_absence(Handshake& hs) {
  if (verifier_of(hs.options()) == nullptr) co_return;
  hs.activity = {"check", "certificate"};
  hs.info().verified_for = verification_of(hs.options());
  Answer<pki::Verdict> answer = hs.options().verifier->verify_absence();
  const pki::Verdict verdict = co_await hs.await(Wait::certificate_verdict, std::move(answer));
  if (!verdict.ok()) co_await failed(*verdict.error);
}

Task<void> announce_certificate_request(Handshake& hs, CertificateRequest& request) {
  if (hs.options().certificate_request_callback == nullptr) co_return;
  Answer<void> answer = hs.options().certificate_request_callback->on_certificate_request(request, hs.connection());
  co_await hs.await(Wait::application, std::move(answer));
}

Task<PeerIdentity> authenticate_peer(Handshake& hs) {
  PeerKey peer = co_await needed(peer_key(hs));
  const ByteVector content = signed_content(peer_is_server(hs), hs.transcript.digest());
  const auto message = co_await hs.receive<CertificateVerify>();
  const SignedBy by{message.algorithm, message.signature};
  PossessionProved possession = co_await needed(check_signature(hs, peer, by, content));
  const std::optional<VerifiedCertificate> certificate = co_await judge_chain(hs);
  co_return identity_of(possession, certificate);
}

Task<FinishedVerified> receive_finished(Handshake& hs, crypto::SecretDigest& expected) {
  const auto message = co_await hs.receive<Finished>();
  co_await needed(check_length(message, expected.reveal().size()));
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
  co_await needed(encode_chain(proof, entries));
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

Task<void> send_finished(Handshake& hs, crypto::SecretDigest& verify_data) {
  const Finished message{verify_data.reveal()};
  co_await hs.send(message);
}

}  // namespace handfast::tls
