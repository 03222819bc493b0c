#pragma once
// The extensions of each message, in the order in which they are sent. `block` holds the raw bytes of a received message
// until decode_extensions() fills the rest; when a message is made, `block` stays empty.
#include "tls/extension/alpn.hpp"
#include "tls/extension/certificate_authorities.hpp"
#include "tls/extension/cookie.hpp"
#include "tls/extension/early_data.hpp"
#include "tls/extension/ec_point_formats.hpp"
#include "tls/extension/extended_master_secret.hpp"
#include "tls/extension/key_share.hpp"
#include "tls/extension/max_fragment_length.hpp"
#include "tls/extension/post_handshake_auth.hpp"
#include "tls/extension/pre_shared_key.hpp"
#include "tls/extension/psk_key_exchange_modes.hpp"
#include "tls/extension/record_size_limit.hpp"
#include "tls/extension/registry.hpp"
#include "tls/extension/renegotiation_info.hpp"
#include "tls/extension/server_name.hpp"
#include "tls/extension/session_ticket.hpp"
#include "tls/extension/signature_algorithms.hpp"
#include "tls/extension/status_request.hpp"
#include "tls/extension/supported_groups.hpp"
#include "tls/extension/supported_versions.hpp"

namespace handfast::tls {

struct ClientHelloExtensions {
  static constexpr Place place = Place::client_hello;
  Bytes block{};
  std::optional<ServerNameList> server_name{};
  std::optional<MaxFragmentLength> max_fragment_length{};
  std::optional<ExtendedMasterSecret> extended_master_secret{};
  std::optional<RenegotiationInfo> renegotiation_info{};
  std::optional<SessionTicket> session_ticket{};
  std::optional<SupportedGroups> supported_groups{};
  std::optional<EcPointFormats> ec_point_formats{};
  std::optional<SignatureAlgorithms> signature_algorithms{};
  std::optional<SignatureAlgorithmsCert> signature_algorithms_cert{};
  std::optional<CertificateStatusRequest> status_request{};
  std::optional<ProtocolNameList> application_protocols{};
  std::optional<RecordSizeLimit> record_size_limit{};
  std::optional<SupportedVersions> supported_versions{};
  std::optional<Cookie> cookie{};
  std::optional<PskKeyExchangeModes> psk_key_exchange_modes{};
  std::optional<CertificateAuthorities> certificate_authorities{};
  std::optional<PostHandshakeAuth> post_handshake_auth{};
  std::optional<KeyShareClientHello> key_share{};
  std::optional<EarlyDataIndication> early_data{};
  Bytes application{};                          // the application's own
  std::optional<OfferedPsks> pre_shared_key{};  // last (RFC 8446, 4.2.11)

  static void each(auto& io, auto& m) {
    io.extension(m.server_name);
    io.extension(m.max_fragment_length);
    io.extension(m.extended_master_secret);
    io.extension(m.renegotiation_info);
    io.extension(m.session_ticket);
    io.extension(m.supported_groups);
    io.extension(m.ec_point_formats);
    io.extension(m.signature_algorithms);
    io.extension(m.signature_algorithms_cert);
    io.extension(m.status_request);
    io.extension(m.application_protocols);
    io.extension(m.record_size_limit);
    io.extension(m.supported_versions);
    io.extension(m.cookie);
    io.extension(m.psk_key_exchange_modes);
    io.extension(m.certificate_authorities);
    io.extension(m.post_handshake_auth);
    io.extension(m.key_share);
    io.extension(m.early_data);
    io.raw_extensions(m.application);
    io.extension(m.pre_shared_key);
  }
};

struct ServerHelloExtensions {
  static constexpr Place place = Place::server_hello;
  Bytes block{};
  std::optional<KeyShareServerHello> key_share{};
  std::optional<SelectedVersion> supported_versions{};
  std::optional<SelectedPsk> pre_shared_key{};
  Bytes application{};

  static void each(auto& io, auto& m) {
    io.extension(m.key_share);
    io.extension(m.supported_versions);
    io.extension(m.pre_shared_key);
    io.raw_extensions(m.application);
  }
};

struct ServerHello12Extensions {
  static constexpr Place place = Place::server_hello12;
  Bytes block{};
  std::optional<ServerNameAcknowledgement> server_name{};
  std::optional<MaxFragmentLength> max_fragment_length{};
  std::optional<ExtendedMasterSecret> extended_master_secret{};
  std::optional<RenegotiationInfo> renegotiation_info{};
  std::optional<SessionTicketPromise> session_ticket{};
  std::optional<EcPointFormats> ec_point_formats{};
  std::optional<CertificateStatusAcknowledgement> status_request{};
  std::optional<ProtocolNameList> application_protocols{};
  std::optional<RecordSizeLimit> record_size_limit{};
  Bytes application{};

  static void each(auto& io, auto& m) {
    io.extension(m.server_name);
    io.extension(m.max_fragment_length);
    io.extension(m.extended_master_secret);
    io.extension(m.renegotiation_info);
    io.extension(m.session_ticket);
    io.extension(m.ec_point_formats);
    io.extension(m.status_request);
    io.extension(m.application_protocols);
    io.extension(m.record_size_limit);
    io.raw_extensions(m.application);
  }
};

struct HelloRetryRequestExtensions {
  static constexpr Place place = Place::hello_retry_request;
  Bytes block{};
  std::optional<KeyShareHelloRetryRequest> key_share{};
  std::optional<Cookie> cookie{};
  std::optional<SelectedVersion> supported_versions{};
  Bytes application{};

  static void each(auto& io, auto& m) {
    io.extension(m.key_share);
    io.extension(m.cookie);
    io.extension(m.supported_versions);
    io.raw_extensions(m.application);
  }
};

struct EncryptedExtensionsSet {
  static constexpr Place place = Place::encrypted_extensions;
  Bytes block{};
  std::optional<SupportedGroups> supported_groups{};
  std::optional<ProtocolNameList> application_protocols{};
  std::optional<RecordSizeLimit> record_size_limit{};
  std::optional<ServerNameAcknowledgement> server_name{};
  std::optional<MaxFragmentLength> max_fragment_length{};
  std::optional<EarlyDataIndication> early_data{};
  Bytes application{};

  static void each(auto& io, auto& m) {
    io.extension(m.supported_groups);
    io.extension(m.application_protocols);
    io.extension(m.record_size_limit);
    io.extension(m.server_name);
    io.extension(m.max_fragment_length);
    io.extension(m.early_data);
    io.raw_extensions(m.application);
  }
};

struct CertificateRequestExtensions {
  static constexpr Place place = Place::certificate_request;
  Bytes block{};
  std::optional<SignatureAlgorithms> signature_algorithms{};
  std::optional<SignatureAlgorithmsCert> signature_algorithms_cert{};
  std::optional<CertificateAuthorities> certificate_authorities{};

  static void each(auto& io, auto& m) {
    io.extension(m.signature_algorithms);
    io.extension(m.signature_algorithms_cert);
    io.extension(m.certificate_authorities);
  }
};

struct CertificateEntryExtensions {
  static constexpr Place place = Place::certificate;
  Bytes block{};
  std::optional<CertificateStatus> status_request{};
  static void each(auto& io, auto& m) { io.extension(m.status_request); }
};

struct NewSessionTicketExtensions {
  static constexpr Place place = Place::new_session_ticket;
  Bytes block{};
  std::optional<EarlyDataLimit> early_data{};
  static void each(auto& io, auto& m) { io.extension(m.early_data); }
};

}  // namespace handfast::tls
