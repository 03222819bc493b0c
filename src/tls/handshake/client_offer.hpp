#pragma once
// What a client offers in its ClientHello, and must remember to judge the answer: lists, key shares, the session id.
#include <vector>

#include "tls/extension/registry.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::tls {

class ClientOffer {
 public:
  ClientOffer() = default;
  ClientOffer(const ClientOffer&) = delete;
  ClientOffer& operator=(const ClientOffer&) = delete;

  // Makes randoms, lists and the first key shares from the options. Fails with no_priorities when a list is empty.
  Result<void> prepare(Handshake& hs);

  // Answers a HelloRetryRequest: another share where one was asked for, and the cookie (RFC 8446, 4.1.4).
  Result<void> retry(Handshake& hs, const HelloRetryRequest& request);

  // The message; its views live as long as this offer and until the next change of it.
  ClientHello hello() const;
  ExtensionMask sent() const;

  // The key exchange of the group that the server chose; null when no share of it was sent.
  const crypto::KeyExchange* share_of(NamedGroup group) const;
  bool offers(CipherSuite suite) const { return ListView<CipherSuite>(cipher_suites_).contains(suite); }
  bool offers(NamedGroup group) const { return ListView<NamedGroup>(groups_).contains(group); }
  bool offers(SignatureScheme scheme) const { return ListView<SignatureScheme>(schemes_).contains(scheme); }
  bool offers_protocol(Bytes name) const;
  bool requires_protocol() const { return requires_protocol_; }  // the server has to choose one
  bool offers(ProtocolVersion version) const { return ListView<ProtocolVersion>(versions_).contains(version); }
  Bytes session_id() const { return session_id_; }
  // The session that is offered; null: none of this version.
  const SessionState* session(ProtocolVersion version) const {
    return session_ && session_->version == version ? session_.get() : nullptr;
  }
  bool offers(PskKeyExchangeMode mode) const { return ListView<PskKeyExchangeMode>(psk_modes_).contains(mode); }
  const RecordSizes& record_sizes() const { return record_sizes_; }
  bool offers_early_data() const { return early_data_; }
  // TLS 1.3: where the key schedule starts when the server takes it.
  const EarlySecret& early_secret() const { return *early_secret_; }
  EarlySecret take_early_secret() { return std::move(*early_secret_); }
  std::optional<NamedGroup> retry_group;  // what HelloRetryRequest asked for
  std::optional<CipherSuite> retry_suite;

 private:
  Result<void> prepare_renegotiation(Handshake& hs);
  Result<void> ask_application(Handshake& hs);
  Result<void> add_share(Handshake& hs, NamedGroup group);
  Result<void> encode_shares();
  Result<void> encode_names(const Options& options);
  Result<void> offer_session(Handshake& hs);
  bool may_offer13(const SessionState& session) const;
  bool may_offer12(const SessionState& session) const;
  Result<void> offer_session12(Handshake& hs);
  Result<void> encode_session_offer(Handshake& hs);

  Random random_{};
  ByteVector session_id_, versions_, cipher_suites_, groups_, schemes_, shares_, server_name_, protocols_, cookie_,
      psk_modes_, psk_identities_, psk_binders_, renegotiated_, application_;
  const ApplicationExtensions* application_extensions_ = nullptr;
  std::shared_ptr<const SessionState> session_;
  std::vector<crypto::KeyExchange> keys_;
  RecordSizes record_sizes_;
  std::optional<EarlySecret> early_secret_;
  bool request_status_ = false, extended_master_secret_ = false, renegotiation_info_ = false, session_ticket_ = false,
       early_data_ = false, post_handshake_auth_ = false, requires_protocol_ = false;
};

}  // namespace handfast::tls
