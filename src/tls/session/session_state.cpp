#include "tls/session/session_state.hpp"

#include "base/codec.hpp"
#include "base/copy.hpp"

namespace handfast::tls {

namespace {

constexpr std::uint8_t kFormat = 2;  // other formats are not read: the peer gets a full handshake

struct StoredCertificate {
  Bytes der{};
  static void fields(auto& io, auto& m) { io.template opaque<3>(m.der, {1, 0xffffff}, "peer_chain"); }
};

enum StoredFlags : std::uint8_t { kExtendedMasterSecret = 1, kPeerVerified = 2 };

struct StoredSession {
  static constexpr std::string_view name = "session", rfc = "docs/sessions.md";
  std::uint8_t format = kFormat;
  ProtocolVersion version{};
  CipherSuite cipher_suite{};
  NamedGroup group{};
  Bytes secret{};
  std::uint32_t created = 0, lifetime = 0, age_add = 0, max_early_data = 0;
  std::uint8_t flags = 0;
  Bytes verified_for{};
  Bytes server_name{}, application_protocol{};
  ListView<StoredCertificate> peer_chain{};
  Bytes session_name{}, ticket{}, session_id{};
  std::uint32_t received_high = 0, received_low = 0;

  static void fields(auto& io, auto& m) {
    io.value(m.format, "format");
    io.value(m.version, "version");
    io.value(m.cipher_suite, "cipher_suite");
    io.value(m.group, "group");
    io.template opaque<1>(m.secret, {0, crypto::kMaxHashSize}, "secret");
    io.value(m.created, "created");
    io.value(m.lifetime, "lifetime");
    io.value(m.age_add, "age_add");
    io.value(m.max_early_data, "max_early_data");
    io.value(m.flags, "flags");
    io.template opaque<1>(m.verified_for, {0, sizeof(VerifiedFor)}, "verified_for");
    io.template opaque<2>(m.server_name, {0, 0xffff}, "server_name");
    io.template opaque<1>(m.application_protocol, {0, 255}, "application_protocol");
    io.template list<3>(m.peer_chain, {0, 0xffffff}, "peer_chain");
    io.template opaque<1>(m.session_name, {0, 32}, "session_name");
    io.template opaque<2>(m.ticket, {0, 0xffff}, "ticket");
    io.template opaque<1>(m.session_id, {0, 32}, "session_id");
    io.value(m.received_high, "received");
    io.value(m.received_low, "received");
  }
};

// A verifier was asked about the peer's chain, or about that there is none.
bool was_judged(const SessionState& state) { return state.peer_verified || state.verified_for != VerifiedFor{}; }

ByteVector vector_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

Result<SecretBytes> encode_session(const SessionState& state) {
  ByteVector chain;
  for (const ByteVector& der : state.peer_chain)
    if (!encode(StoredCertificate{der}, chain)) return fail(Errc::message_too_long, "session.peer_chain");
  StoredSession stored{.version = state.version,
                       .cipher_suite = state.cipher_suite,
                       .group = state.group,
                       .secret = state.secret.reveal(),
                       .created = state.created,
                       .lifetime = state.lifetime,
                       .age_add = state.age_add,
                       .max_early_data = state.max_early_data,
                       .verified_for = was_judged(state) ? Bytes(state.verified_for) : Bytes(),
                       .server_name = as_bytes(state.server_name),
                       .application_protocol = as_bytes(state.application_protocol),
                       .peer_chain = ListView<StoredCertificate>(chain),
                       .session_name = state.name,
                       .ticket = state.ticket,
                       .session_id = state.session_id,
                       .received_high = static_cast<std::uint32_t>(state.received_ms >> 32),
                       .received_low = static_cast<std::uint32_t>(state.received_ms)};
  if (state.extended_master_secret) stored.flags |= kExtendedMasterSecret;
  if (state.peer_verified) stored.flags |= kPeerVerified;
  ByteVector out;
  constexpr std::size_t kFixedPart =
      256;  // more than everything but names, chain and ticket: the vector must not grow,
            // because growing leaves the secret behind
  out.reserve(kFixedPart + state.server_name.size() + state.application_protocol.size() + chain.size() +
              state.ticket.size());
  const bool encoded = encode(stored, out);
  SecretBytes bytes = SecretBytes::of(std::move(out));
  if (!encoded) return fail(Errc::message_too_long, "session", "docs/sessions.md");
  return bytes;
}

Result<SessionState> decode_session(Bytes bytes) {
  const auto stored = decode<StoredSession>(bytes);
  if (!stored) {
    Error error = stored.error();
    error.code = Errc::session_malformed;
    return std::unexpected(error);
  }
  if (stored->format != kFormat)
    return fail(Errc::session_malformed, "session.format", "docs/sessions.md", "2", hex_note(stored->format, 2));
  const bool verified = (stored->flags & kPeerVerified) != 0;
  const std::size_t size = stored->verified_for.size();
  if (size != sizeof(VerifiedFor) && (verified || size != 0))
    return fail(Errc::session_malformed, "session.verified_for", "docs/sessions.md",
                verified ? "32 bytes" : "32 bytes or nothing");
  SessionState out;
  out.version = stored->version;
  out.cipher_suite = stored->cipher_suite;
  out.group = stored->group;
  out.secret = crypto::SecretDigest(stored->secret);
  out.created = stored->created;
  out.lifetime = stored->lifetime;
  out.age_add = stored->age_add;
  out.max_early_data = stored->max_early_data;
  out.extended_master_secret = (stored->flags & kExtendedMasterSecret) != 0;
  out.peer_verified = verified;
  copy_bytes(stored->verified_for, out.verified_for);
  out.server_name = as_text(stored->server_name);
  out.application_protocol = as_text(stored->application_protocol);
  for (const StoredCertificate& certificate : stored->peer_chain) out.peer_chain.push_back(vector_of(certificate.der));
  out.name = vector_of(stored->session_name);
  out.ticket = vector_of(stored->ticket);
  out.session_id = vector_of(stored->session_id);
  out.received_ms = std::uint64_t{stored->received_high} << 32 | stored->received_low;
  return out;
}

}  // namespace handfast::tls
