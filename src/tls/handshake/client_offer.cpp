#include "tls/handshake/client_offer.hpp"

#include <algorithm>

#include "pki/name.hpp"
#include "tls/extension/code_point_list.hpp"
#include "tls/handshake/application.hpp"
#include "tls/handshake/resumption.hpp"
#include "tls/negotiation/ecdhe.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/negotiation/renegotiation.hpp"
#include "tls/negotiation/versions.hpp"
#include "tls/services.hpp"

namespace handfast::tls {

namespace {

constexpr std::array<std::uint8_t, 1> kNullCompression{0};
constexpr std::array<std::uint8_t, 1> kPointFormats{static_cast<std::uint8_t>(EcPointFormat::uncompressed)};
constexpr std::array<std::uint8_t, 4> kAnyResponder{};  // RFC 6066, 8: no responder_id_list, no request_extensions

ByteVector chosen_session_id(const Options& options) {
  return options.chosen ? options.chosen->session_id : ByteVector();
}

// RFC 8446, 4.2.10: as much as the ticket allows, and of the protocol that it is for.
bool may_send_early(const SessionState& session, Handshake& hs) {
  const Options& options = hs.options();
  const auto& protocols = options.application_protocols;
  const bool same_protocol = session.application_protocol.empty() ||
                             std::ranges::find(protocols, session.application_protocol) != protocols.end();
  const bool wanted = hs.is_carried()
                          ? options.early_data_elsewhere && session.max_early_data != 0
                          : !options.early_data.empty() && options.early_data.size() <= session.max_early_data;
  return wanted && same_protocol;
}

// A renegotiation stays with the version that was agreed at first.
StaticVector<ProtocolVersion, 4> versions_for(Handshake& hs) {
  if (hs.previous()) return {hs.previous()->info.version};
  const auto usable = usable_versions(*hs.options().policy);
  if (!hs.is_carried()) return usable;
  StaticVector<ProtocolVersion, 4> out;  // RFC 9001, 4.2: "Clients MUST NOT offer TLS versions older than 1.3."
  if (std::ranges::find(usable, ProtocolVersion::tls13) != usable.end()) out.push_back(ProtocolVersion::tls13);
  return out;
}

}  // namespace

Result<void> ClientOffer::prepare(Handshake& hs) {
  const Policy& policy = *hs.options().policy;
  if (const auto done = hs.hello_random(random_); !done) return done;
  hs.info().client_random = random_;
  if (const auto allowed = prepare_renegotiation(hs); !allowed) return allowed;
  versions_ = encode_code_points(versions_for(hs));
  const bool tls13 = offers(ProtocolVersion::tls13), tls12 = offers(ProtocolVersion::tls12);
  if (!hs.previous() && !hs.is_carried()) session_id_ = chosen_session_id(hs.options());
  if (session_id_.empty() && tls13 && policy.middlebox_compatibility &&
      !hs.is_carried()) {  // RFC 8446, D.4: "the client always provides a non-empty session ID"; but RFC 9001, 8.4
    session_id_.resize(kSessionIdSize);
    if (const auto done = hs.random(session_id_); !done) return done;
  }
  cipher_suites_ = encode_code_points(policy.cipher_suites, [&](CipherSuite suite) {
    return (tls13 && tls13_suite(suite)) || (tls12 && tls12_suite(suite));
  });
  groups_ = encode_code_points(
      policy.groups, [&](NamedGroup g) { return crypto::group_supported(g) && (tls13 || is_ecdhe_group(g)); });
  schemes_ = encode_code_points(policy.signature_schemes);
  if (policy.fallback && !cipher_suites_.empty()) {
    Writer writer(cipher_suites_);
    writer.number<2>(static_cast<std::uint32_t>(CipherSuite::fallback_scsv));
  }
  if (versions_.empty())
    return fail(Errc::no_priorities, "priorities", {}, "a protocol version that is built in", "none");
  if (cipher_suites_.empty())
    return fail(Errc::no_priorities, "priorities", {}, "a cipher suite of those versions", "none");
  if (groups_.empty()) return fail(Errc::no_priorities, "priorities", {}, "a key exchange group", "none");
  if (schemes_.empty()) return fail(Errc::no_priorities, "priorities", {}, "a signature scheme", "none");
  record_sizes_ = offer_record_sizes(hs.options().record_size_limit, hs.options().offer_max_fragment_length,
                                     tls13 ? ProtocolVersion::tls13 : ProtocolVersion::tls12);
  request_status_ = hs.options().request_status;
  extended_master_secret_ = policy.extended_master_secret;  // RFC 7627, 5.1: "SHOULD", whatever the version
  const bool is_bound = hs.previous() && hs.previous()->info.secure_renegotiation;
  renegotiation_info_ = tls12 && (policy.renegotiation_info || is_bound);
  session_ticket_ = tls12 && hs.options().tickets12;
  post_handshake_auth_ = tls13 && hs.may_authenticate_later();
  if (tls13 && hs.options().tickets13) psk_modes_ = encode_code_points(policy.psk_modes);
  if (const auto done = encode_names(hs.options()); !done) return done;
  if (!hs.previous())
    if (const auto done = offer_session(hs); !done) return done;
  for (const NamedGroup group : ListView<NamedGroup>(groups_)) {
    if (!tls13 || keys_.size() == hs.options().key_shares) break;
    if (const auto added = add_share(hs, group); !added) return added;
  }
  if (const auto done = ask_application(hs); !done) return done;
  return encode_shares();
}

Result<void> ClientOffer::ask_application(Handshake& hs) {
  auto extensions = application_extensions(hs, Place::client_hello);
  if (!extensions) return std::unexpected(extensions.error());
  application_ = std::move(*extensions);
  application_extensions_ = hs.options().application_extensions.get();
  return {};
}

// RFC 5746, 3.5 and 4.2.
Result<void> ClientOffer::prepare_renegotiation(Handshake& hs) {
  if (!hs.previous()) return {};
  if (!hs.previous()->info.secure_renegotiation && !hs.options().policy->unsafe_renegotiation)
    return unsafe_renegotiation();  // otherwise the server hears what binds it all the same: "MUST provide", 4.2
  renegotiated_.assign(hs.previous()->finished.client.begin(), hs.previous()->finished.client.end());
  return {};
}

Result<void> ClientOffer::retry(Handshake& hs, const HelloRetryRequest& request) {
  retry_suite = request.cipher_suite;
  if (std::exchange(early_data_, false)) hs.outbound().unprotect();  // 4.2.10: none after a retry
  // 4.1.4: without PSKs that do not fit the suite; another binder, and another age, for those that do.
  const SessionState* offered = session(ProtocolVersion::tls13);
  if (offered != nullptr && tls13_suite(request.cipher_suite)->hash != tls13_suite(offered->cipher_suite)->hash) {
    session_ = nullptr;
    hs.binder_key.reset();
  }
  if (const auto done = encode_session_offer(hs); !done) return done;
  if (const auto done = ask_application(hs); !done) return done;  // 4.1.2: its answer to what the request has of it
  if (request.extensions.cookie)
    cookie_.assign(request.extensions.cookie->cookie.begin(), request.extensions.cookie->cookie.end());
  if (request.extensions.key_share) {
    retry_group = request.extensions.key_share->selected_group;
    keys_.clear();  // 4.1.2: "replacing the list of shares with a list containing a single KeyShareEntry"
    if (const auto added = add_share(hs, *retry_group); !added) return added;
    return encode_shares();
  }
  return {};
}

ClientHello ClientOffer::hello() const {
  ClientHello out;
  out.random = random_;
  out.legacy_session_id = session_id_;
  out.cipher_suites = ListView<CipherSuite>(cipher_suites_);
  out.legacy_compression_methods = kNullCompression;
  ClientHelloExtensions& extensions = out.extensions;
  if (!server_name_.empty()) extensions.server_name.emplace(ListView<ServerName>(server_name_));
  if (extended_master_secret_) extensions.extended_master_secret.emplace();
  if (renegotiation_info_) extensions.renegotiation_info.emplace(Bytes(renegotiated_));
  if (session_ticket_) {
    const SessionState* offered = session(ProtocolVersion::tls12);
    extensions.session_ticket.emplace(offered != nullptr ? Bytes(offered->ticket) : Bytes());
  }
  if (offers(ProtocolVersion::tls12)) extensions.ec_point_formats.emplace(ListView<EcPointFormat>(kPointFormats));
  extensions.supported_groups.emplace(ListView<NamedGroup>(groups_));
  extensions.signature_algorithms.emplace(ListView<SignatureScheme>(schemes_));
  if (request_status_) extensions.status_request.emplace(CertificateStatusType::ocsp, Bytes(kAnyResponder));
  if (!protocols_.empty()) extensions.application_protocols.emplace(ListView<ProtocolName>(protocols_));
  say(record_sizes_, extensions);
  extensions.application = application_;
  if (!offers(ProtocolVersion::tls13)) return out;
  extensions.supported_versions.emplace(ListView<ProtocolVersion>(versions_));
  if (!cookie_.empty()) extensions.cookie.emplace(Bytes(cookie_));
  if (!psk_modes_.empty()) extensions.psk_key_exchange_modes.emplace(ListView<PskKeyExchangeMode>(psk_modes_));
  if (early_data_) extensions.early_data.emplace();
  if (post_handshake_auth_) extensions.post_handshake_auth.emplace();
  extensions.key_share.emplace(ListView<KeyShareEntry>(shares_));
  if (session(ProtocolVersion::tls13) != nullptr)
    extensions.pre_shared_key.emplace(ListView<PskIdentity>(psk_identities_), ListView<PskBinderEntry>(psk_binders_));
  return out;
}

ExtensionMask ClientOffer::sent() const {
  ExtensionMask out = mask_of(hello().extensions);
  out.application = application_extensions_;
  return out;
}

bool ClientOffer::may_offer13(const SessionState& session) const {
  return !psk_modes_.empty() && offers(ProtocolVersion::tls13) && tls13_suite(session.cipher_suite) &&
         !session.ticket.empty();
}

// RFC 7627, 5.3: a session with the extended master secret goes on with the extension alone.
bool ClientOffer::may_offer12(const SessionState& session) const {
  return offers(ProtocolVersion::tls12) && tls12_suite(session.cipher_suite) &&
         (session.ticket.empty() ? !session.session_id.empty() : session_ticket_) &&
         (!session.extended_master_secret || extended_master_secret_);
}

Result<void> ClientOffer::offer_session(Handshake& hs) {
  const auto& session = hs.options().session;
  if (!session || !offers(session->cipher_suite) || !may_offer(*session, hs)) return {};
  if (session->version == ProtocolVersion::tls12 && may_offer12(*session)) {
    session_ = session;
    return offer_session12(hs);
  }
  if (session->version != ProtocolVersion::tls13 || !may_offer13(*session)) return {};
  session_ = session;
  early_secret_ = EarlySecret::with_psk(tls13_suite(session->cipher_suite)->hash, session->secret.reveal());
  hs.binder_key = early_secret_->binder_key();
  early_data_ = may_send_early(*session, hs);
  return encode_session_offer(hs);
}

// RFC 5077, 3.4: with a ticket, any session id that the server's answer can repeat. The session's own makes it the name under
// which programs know the session (gnutls_session_get_id()), unless one is wished for.
Result<void> ClientOffer::offer_session12(Handshake& hs) {
  const bool wished = !session_->ticket.empty() && !chosen_session_id(hs.options()).empty();
  if (!wished && !session_->session_id.empty()) session_id_ = session_->session_id;
  if (!session_id_.empty()) return {};
  session_id_.resize(kSessionIdSize);
  return hs.random(session_id_);
}

Result<void> ClientOffer::encode_session_offer(Handshake& hs) {
  psk_identities_.clear();
  psk_binders_.clear();
  if (session(ProtocolVersion::tls13) == nullptr) return {};
  const std::uint64_t now = milliseconds_now(hs.services()), received = session_->received_ms;
  const std::uint64_t age = now > received ? now - received : 0;  // a clock that was set back: it has just come
  const auto obfuscated = static_cast<std::uint32_t>(age + session_->age_add);  // 4.2.11.1: modulo 2^32
  const ByteVector no_binder_yet(crypto::hash_size(hs.binder_key->algorithm()));
  if (!encode(PskIdentity{session_->ticket, obfuscated}, psk_identities_) ||
      !encode(PskBinderEntry{no_binder_yet}, psk_binders_))
    return fail(Errc::invalid_request, "options.session", "RFC 8446, 4.2.11", "a ticket of at most 65535 bytes");
  return {};
}

const crypto::KeyExchange* ClientOffer::share_of(NamedGroup group) const {
  const auto found = std::ranges::find(keys_, group, &crypto::KeyExchange::group);
  return found == keys_.end() ? nullptr : &*found;
}

bool ClientOffer::offers_protocol(Bytes name) const {
  for (const ProtocolName& offered : ListView<ProtocolName>(protocols_))
    if (equal(offered.name, name)) return true;
  return false;
}

Result<void> ClientOffer::add_share(Handshake& hs, NamedGroup group) {
  auto key = hs.generate_key(group);
  if (!key) return std::unexpected(key.error());
  keys_.push_back(std::move(*key));
  return {};
}

Result<void> ClientOffer::encode_shares() {
  shares_.clear();
  for (const crypto::KeyExchange& key : keys_)
    if (!encode(KeyShareEntry{key.group(), key.share()}, shares_)) return fail(Errc::internal_error, "key_share");
  return {};
}

Result<void> ClientOffer::encode_names(const Options& options) {
  // RFC 6066, 3: "Literal IPv4 and IPv6 addresses are not permitted in HostName", nor a trailing dot.
  std::string_view host = options.server_name;
  if (host.ends_with('.')) host.remove_suffix(1);
  const auto reference = pki::ReferenceName::parse(host);
  const bool named = options.send_server_name && !host.empty() && !(reference && reference->is_ip());
  if (named && !encode(ServerName{ServerNameType::host_name, as_bytes(host)}, server_name_))
    return fail(Errc::invalid_request, "options.server_name", "RFC 6066, 3", "at most 65535 bytes");
  for (const std::string& protocol : options.application_protocols)
    if (protocol.empty() || !encode(ProtocolName{as_bytes(protocol)}, protocols_))
      return fail(Errc::invalid_request, "options.application_protocols", "RFC 7301, 3.1", "1 to 255 bytes each");
  requires_protocol_ = options.require_application_protocol && !protocols_.empty();
  return {};
}

}  // namespace handfast::tls
