// Two tables of sentences, one entry for each error or alert: long because there are many of them.
#include "tls/explain_words.hpp"

#include <span>

namespace handfast::tls {

namespace {

struct ErrorEntry {
  Errc error;
  Words words;
};

constexpr Words kPeerBug{"a fault in the other side's TLS software, or something on the way that changes the data",
                         {"try another network, without a proxy or a virus scanner that looks into TLS",
                          "report it to those who run the other side, with this text"}};

constexpr ErrorEntry kErrors[] = {
    {Errc::not_tls,
     {{},
      {"the port on which this service speaks TLS from the start (HTTP 443, SMTP 465, IMAP 993, POP3 995, LDAP 636)",
       "if the service starts in plain text and changes to TLS later (STARTTLS), a program that knows its protocol"}}},
    {Errc::bad_record_mac,
     {"something on the way changed the data, or one side has a fault",
      {"try again; if it happens again, try another network"}}},
    {Errc::no_common_version,
     {"the other side is old, or set to versions that are no longer safe",
      {"update the other side, or allow TLS 1.3 in its settings"}}},
    {Errc::ssl2_hello,
     {"a client from before TLS 1.2 was common, or one that is set up for servers of those days",
      {"turn SSL 2.0 and 3.0 off in the client's settings, or bring the client up to date"}}},
    {Errc::no_common_cipher_suite, {{}, {"compare the cipher suites that both sides allow in their settings"}}},
    {Errc::no_common_group, {{}, {"compare the key exchange groups that both sides allow in their settings"}}},
    {Errc::no_common_curve,
     {"in TLS 1.2 the groups that a client offers for the key exchange limit the curves of certificates, too",
      {"use a certificate with an ECDSA P-256 or RSA key of 2048 bits or more",
       "have the client offer that curve, or TLS 1.3"}}},
    {Errc::no_common_signature_scheme,
     {"the certificate's key is of a kind that the other side does not accept",
      {"use a certificate with an ECDSA P-256 or RSA key of 2048 bits or more"}}},
    {Errc::no_common_application_protocol, {{}, {"offer a protocol that the server speaks, or none (--alpn)"}}},
    {Errc::no_usable_credentials,
     {"no certificate and key are set up on this side, or the key is of a kind that the client does not accept",
      {"give this side a certificate and its key (--cert and --key)"}}},
    {Errc::no_signing_credentials,
     {"a certificate whose key usage is encryption (keyEncipherment) alone, as the suites with static RSA wanted it",
      {"have this side's certificate issued again with key usage digitalSignature"}}},
    {Errc::certificate_required,
     {{}, {"give the client a certificate and its key that the server trusts (--cert and --key)"}}},
    {Errc::certificate_missing,
     {"the other side has no certificate set up", {"set up a certificate and its key on the other side"}}},
    {Errc::certificate_unknown_issuer,
     {"a private authority, or a proxy that looks into TLS",
      {"if you know that authority, give its certificate as trusted (--trust FILE)",
       "have a certificate issued by an authority that is trusted here"}}},
    {Errc::certificate_self_signed,
     {"a server for tests, one that was never given a certificate of an authority, or somebody in between",
      {"if you know the server, compare the fingerprint with its owner; if it is the same, give the certificate as "
       "trusted (--trust FILE)",
       "have a certificate issued by an authority that is trusted here"}}},
    {Errc::certificate_no_intermediate,
     {"an intermediate certificate that the other side does not send, or a private authority",
      {"have the other side send its intermediate certificates along with its own",
       "if it is an authority that you know, give its certificate as trusted (--trust FILE)"}}},
    {Errc::certificate_expired,
     {{}, {"have the other side's certificate renewed", "check this computer's date and time"}}},
    {Errc::certificate_not_yet_valid, {"this computer's clock is slow", {"check this computer's date and time"}}},
    {Errc::certificate_wrong_name,
     {{}, {"connect to a name that the certificate lists, or have it list the name you want"}}},
    {Errc::certificate_name_in_subject,
     {"an old certificate, or one made without subjectAltName",
      {"have a certificate issued that lists its names in subjectAltName"}}},
    {Errc::certificate_wrong_purpose,
     {{}, {"have a certificate issued that is meant for this use (key usage, extended key usage)"}}},
    {Errc::key_usage_violation,
     {"a certificate whose key usage is encryption (keyEncipherment) alone",
      {"have the other side's certificate issued again with key usage digitalSignature"}}},
    {Errc::certificate_not_a_ca,
     {"the chain was put together in the wrong order, or somebody tries to pass for an authority",
      {"check which certificates the other side sends"}}},
    {Errc::certificate_bad_signature,
     {"the certificate was damaged or forged, or its authority has two certificates with one name",
      {"compare the certificate with the one that its owner installed"}}},
    {Errc::certificate_unsupported,
     {"an old certificate (a short RSA key), or a very new kind of key",
      {"have a certificate issued with ECDSA P-256, or RSA of 2048 bits or more, and SHA-256"}}},
    {Errc::certificate_insecure_signature,
     {"an old certificate, or one of an authority that still signs with SHA-1 or MD5",
      {"have a certificate issued that is signed with SHA-256"}}},
    {Errc::certificate_malformed,
     {{}, {"have the certificate issued again; it does not follow the rules for certificates"}}},
    {Errc::certificate_status_missing,
     {"the server's stapling of OCSP responses is switched off, or cannot reach the authority",
      {"have the server staple the response, or use a certificate without the TLS feature extension"}}},
    {Errc::certificate_revoked, {{}, {"have a new certificate issued; this one was withdrawn"}}},
    {Errc::key_too_small, {{}, {"have the other side use a key of 2048 bits or more"}}},
    {Errc::bad_signature,
     {"a fault in the other side's TLS software, or somebody in between who does not have the key",
      {"try another network", "report it to those who run the other side, with this text"}}},
    {Errc::bad_finished, kPeerBug},
    {Errc::downgrade_detected, {"somebody on the way, or a proxy that looks into TLS", {"try another network"}}},
    {Errc::closed_early,
     {"the other side broke down or was restarted, or a proxy or a firewall ended the connection",
      {"try again", "try another network; look into the other side's log"}}},
    {Errc::closed_in_handshake,
     {"the other side changed its mind, or a proxy that ends TLS could not reach the server behind it",
      {"look into the other side's log; try again later"}}},
    {Errc::read_failed,
     {"the other side, a proxy or a firewall cut the connection", {"try again; try another network"}}},
    {Errc::write_failed,
     {"the other side, a proxy or a firewall cut the connection", {"try again; try another network"}}},
    {Errc::timed_out,
     {"the other side is overloaded, waits for something else first, or a firewall drops the data",
      {"check the port: a service that speaks first in plain text (SMTP, IMAP, FTP) waits for other words",
       "allow more time (--timeout SECONDS)"}}},
    {Errc::out_of_memory, {{}, {"free memory on this computer, or allow the program more"}}},
    {Errc::internal_error, {{}, {"report it as a bug of Handfast, with this text"}}},
    {Errc::random_failed, {{}, {"check that the system's random generator works (getrandom, /dev/urandom)"}}},
    {Errc::signing_failed,
     {{}, {"check that the private key can be used, and is of a kind that this certificate needs"}}},
    {Errc::no_priorities, {{}, {"leave at least one version, cipher, group and signature in the priority string"}}},
    {Errc::file_error, {{}, {"check the file's name and that this program may read it"}}},
    {Errc::pem_not_found, {{}, {"check that it is the right file: it has lines with BEGIN and END"}}},
    {Errc::pkcs12_container,
     {"a file with the ending .p12 or .pfx, which holds certificate and key together",
      {"openssl pkcs12 -in FILE -nodes -out NEW.pem : makes one that can be read; its owner alone should read it"}}},
    {Errc::pem_malformed, {{}, {"get the file again; it is incomplete or was edited"}}},
    {Errc::key_malformed, {{}, {"make the key again, or convert it to PKCS#8"}}},
    {Errc::key_inconsistent, {{}, {"get the key's file again, it is damaged; or make a new key and certificate"}}},
    {Errc::key_unsupported, {{}, {"use an ECDSA (P-256, P-384, P-521), RSA or Ed25519 key"}}},
    {Errc::key_encrypted, {{}, {"store the key without a password, readable by its owner alone"}}},
    {Errc::wrong_password, {{}, {"give the password that the key was encrypted with"}}},
    {Errc::key_certificate_mismatch,
     {{}, {"use the key that the certificate was made for; the certificate comes first in its file"}}},
};

struct AlertEntry {
  Alert alert;
  AlertWords words;
};

constexpr AlertEntry kAlerts[] = {
    {Alert::close_notify, {"It has nothing more to say: the normal end of a connection."}},
    {Alert::unexpected_message, {"It got a message that does not belong there.", kPeerBug}},
    {Alert::bad_record_mac,
     {"It got data that was damaged or forged on the way.",
      {"something on the way changed the data, or one side has a fault", {"try again; try another network"}}}},
    {Alert::record_overflow, {"It got more data in one piece than TLS allows.", kPeerBug}},
    {Alert::handshake_failure,
     {"It sees no way to agree on how to talk.",
      {"no common cipher, key exchange group or signature, a client certificate that is missing, or a server that is "
       "strict "
       "about the name (SNI)",
       {"compare what was offered with what the other side allows; its log often says more",
        "check that the name asked for is one that this server serves"}}}},
    {Alert::bad_certificate,
     {"It refuses this side's certificate: damaged, or it does not fit.",
      {{}, {"check this side's certificate and chain"}}}},
    {Alert::unsupported_certificate,
     {"It refuses this side's certificate: of a kind or for a use that it does not accept.",
      {{}, {"use a certificate meant for this use, with an ECDSA P-256 or RSA key"}}}},
    {Alert::certificate_revoked,
     {"It refuses this side's certificate: it was revoked.", {{}, {"have a new certificate issued"}}}},
    {Alert::certificate_expired,
     {"It refuses this side's certificate: it has expired or is not valid yet.",
      {"an old certificate, or the other side's clock is wrong", {"renew this side's certificate"}}}},
    {Alert::certificate_unknown,
     {"It refuses this side's certificate, for a reason of its own.",
      {"on a server: the client does not trust the certificate, or it is for another name",
       {"look into the other side's log"}}}},
    {Alert::illegal_parameter, {"It got a value that contradicts the protocol.", kPeerBug}},
    {Alert::unknown_ca,
     {"It does not trust the authority that issued this side's certificate.",
      {{}, {"have the other side trust that authority, or send the missing intermediate certificates"}}}},
    {Alert::access_denied,
     {"It knows this side's certificate, but does not let it in.", {{}, {"ask those who run the other side"}}}},
    {Alert::decode_error, {"It could not read a message.", kPeerBug}},
    {Alert::decrypt_error,
     {"It found a signature or a check of the handshake to be wrong.",
      {"this side's key does not belong to its certificate, or one side has a fault",
       {"check that key and certificate belong together"}}}},
    {Alert::protocol_version,
     {"It does not speak any of the TLS versions that were offered.",
      {"an old server, or a name (SNI) that leads to an old one",
       {"update the other side", "check that the name asked for is the right one"}}}},
    {Alert::insufficient_security,
     {"It finds what was offered too weak.", {{}, {"allow stronger ciphers and larger keys on this side"}}}},
    {Alert::internal_error,
     {"It has a problem of its own.",
      {"a wrong set-up there: its log says more", {"look into the other side's log; try again later"}}}},
    {Alert::inappropriate_fallback,
     {"It speaks a newer TLS version than the one that this side fell back to.",
      {{}, {"offer the newer version as well"}}}},
    {Alert::user_canceled, {"It gave up: a person or a program there cancelled."}},
    {Alert::no_renegotiation,
     {"It does not negotiate again in the middle of a connection.",
      {"a server that asks for the client's certificate late", {"have the server ask in the first handshake"}}}},
    {Alert::bad_certificate_status_response,
     {"It finds the proof that this side's certificate is still good (OCSP) to be wrong.",
      {"a response that is out of date", {"renew this side's OCSP response"}}}},
    {Alert::missing_extension, {"It misses a part of the handshake that is required.", kPeerBug}},
    {Alert::unsupported_extension, {"It got an answer to something that it had not asked.", kPeerBug}},
    {Alert::unrecognized_name,
     {"It does not serve the name that was asked for.",
      {"a server that is not set up for this name",
       {"check the name; as a warning it can be ignored, and the connection goes on"}}}},
    {Alert::unknown_psk_identity,
     {"It does not know the shared key or the session that was named.",
      {{}, {"try again without resuming a session"}}}},
    {Alert::certificate_required,
     {"It wants a certificate from this side and got none.",
      {{}, {"give this side a certificate and its key that the other side trusts (--cert and --key)"}}}},
    {Alert::no_application_protocol,
     {"It speaks none of the application protocols that were offered (ALPN).",
      {{}, {"offer a protocol that it speaks, for HTTP usually h2 or http/1.1, or none (--alpn)"}}}},
};

// Errors without words of their own that come from bytes against the protocol.
bool peer_misbehaved(Errc error) { return error > Errc::not_tls && error < Errc::no_common_version; }

}  // namespace

Words words_of(Errc error) {
  for (const ErrorEntry& entry : kErrors)
    if (entry.error == error) return entry.words;
  return peer_misbehaved(error) ? kPeerBug : Words{};
}

AlertWords words_of(Alert alert) {
  for (const AlertEntry& entry : kAlerts)
    if (entry.alert == alert) return entry.words;
  return {"It ends the connection for a reason that has no meaning in current TLS.", kPeerBug};
}

}  // namespace handfast::tls
