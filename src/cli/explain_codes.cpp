// A table of sentences, one entry for each error number that people meet: long because there are many of them.
#include "cli/explain_codes.hpp"

#include "capi/public_api.hpp"

namespace handfast::cli {

namespace {

struct Entry {
  int code;
  CodeWords words;
};

constexpr Entry kCodes[] = {
    {GNUTLS_E_SUCCESS, {"Nothing went wrong."}},
    {GNUTLS_E_AGAIN,
     {"Not an error: the operation waits for the network. The program has to call again when the descriptor is "
      "readable or "
      "writable.",
      {"a program that takes this for a failure", {"report it to the program's authors"}}}},
    {GNUTLS_E_INTERRUPTED,
     {"Not an error: a signal came in between. The program has to call again.",
      {{}, {"report it to the program's authors"}}}},
    {GNUTLS_E_LARGE_PACKET,
     {"Not fatal: the data is too large for one packet; the program has to send less at a time."}},
    {GNUTLS_E_UNSUPPORTED_VERSION_PACKET,
     {"The two sides have no TLS version in common.",
      {"one side is old, or set to versions that are no longer safe",
       {"update the older side, or allow TLS 1.2 or 1.3 in its settings"}}}},
    {GNUTLS_E_UNEXPECTED_PACKET_LENGTH,
     {"What arrived is not TLS, or a message of the wrong length.",
      {"the connection ended in the middle, a port that does not speak TLS, or a proxy that answers in its own words",
       {"check host and port", "handfast connect HOST:PORT --trace shows what came and where it stopped"}}}},
    {GNUTLS_E_FATAL_ALERT_RECEIVED,
     {"The other side refused and sent an alert that says why; the program did not tell which.",
      {"no common version, cipher or group; a certificate that was refused; a name that is not served",
       {"handfast connect HOST:PORT shows the alert and what it means"}}}},
    {GNUTLS_E_WARNING_ALERT_RECEIVED,
     {"Not fatal: the other side sent a warning, usually that it does not know the name that was asked for. The "
      "program has "
      "to call again.",
      {"a server whose set-up lacks this name",
       {"correct the server's name in its settings; browsers ignore the warning"}}}},
    {GNUTLS_E_UNEXPECTED_PACKET,
     {"Something arrived that does not belong there.",
      {"a service that speaks without TLS on this port (HTTP, SMTP, SSH), or a proxy in between that has to be asked "
       "first",
       {"check the port, for HTTP usually 443", "handfast connect HOST:PORT shows the first bytes that came"}}}},
    {GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET,
     {"A handshake message came out of order.",
      {"a fault in the other side's TLS software", {"update the other side, and report it there"}}}},
    {GNUTLS_E_ERROR_IN_FINISHED_PACKET,
     {"At the end of the handshake the two sides do not agree on what was said.",
      {"something on the way changed the messages, or one side has a fault", {"try another network"}}}},
    {GNUTLS_E_UNKNOWN_CIPHER_SUITE,
     {"The two sides have no cipher suite in common.", {{}, {"compare the ciphers that both sides allow"}}}},
    {GNUTLS_E_NO_CIPHER_SUITES,
     {"The two sides have no cipher suite in common, or the server has no certificate for those there are.",
      {{}, {"compare the ciphers that both sides allow, and check the server's certificate and key"}}}},
    {GNUTLS_E_DECRYPTION_FAILED,
     {"Data arrived damaged or forged: it could not be decrypted.",
      {"something on the way changed the data, or one side has a fault", {"try again; try another network"}}}},
    {GNUTLS_E_MEMORY_ERROR, {"This computer has no memory left for the program."}},
    {GNUTLS_E_INSUFFICIENT_CREDENTIALS,
     {"This side has no certificate that fits what the other side accepts.",
      {"no certificate set up, or one with a key of another kind", {"set up a certificate and its key"}}}},
    {GNUTLS_E_GOT_APPLICATION_DATA,
     {"Data came where handshake messages were expected; the program has to read it and call again."}},
    {GNUTLS_E_REHANDSHAKE, {"Not fatal: the other side asks for a new handshake."}},
    {GNUTLS_E_CERTIFICATE_ERROR,
     {"There is something wrong with the certificate.",
      {"name, date or issuer", {"handfast connect HOST:PORT says which certificate and why"}}}},
    {GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR,
     {"The other side's certificate was checked and refused.",
      {"it is for another name, has expired, or comes from an authority that is not trusted here",
       {"handfast connect HOST:PORT says which certificate, which check, and what was expected and found",
        "check this computer's date and time"}}}},
    {GNUTLS_E_NO_CERTIFICATE_FOUND,
     {"The other side sent no certificate.",
      {"a server whose client has to show a certificate and did not", {"give the client a certificate and its key"}}}},
    {GNUTLS_E_CERTIFICATE_REQUIRED,
     {"The other side wants a certificate from this side and got none.",
      {{}, {"give this side a certificate and its key"}}}},
    {GNUTLS_E_CERTIFICATE_KEY_MISMATCH,
     {"The private key does not belong to the certificate.",
      {"files of two different certificates, or a chain in the wrong order",
       {"use the key that the certificate was made for; the certificate comes first in its file"}}}},
    {GNUTLS_E_KEY_USAGE_VIOLATION,
     {"The certificate does not allow the use that was made of it (key usage).",
      {"a server's certificate without the bit digitalSignature",
       {"have the certificate issued again with key usage digitalSignature"}}}},
    {GNUTLS_E_PUSH_ERROR,
     {"Sending failed; the program lost the system's reason.",
      {"the other side closed or reset the connection (ECONNRESET, EPIPE)",
       {"try again; look into the other side's log"}}}},
    {GNUTLS_E_PULL_ERROR,
     {"Receiving failed; the program lost the system's reason.",
      {"the other side or something on the way reset the connection (ECONNRESET), or it took too long (ETIMEDOUT)",
       {"handfast connect HOST:PORT shows the reason and the step", "try another network, without a proxy"}}}},
    {GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER,
     {"The other side sent a value that contradicts the protocol.",
      {"a fault in its TLS software, or something on the way that changes messages", {"update the other side"}}}},
    {GNUTLS_E_INTERNAL_ERROR,
     {"The library contradicts itself: a bug.", {{}, {"report it with the program's name and version"}}}},
    {GNUTLS_E_DH_PRIME_UNACCEPTABLE,
     {"The server's key exchange (Diffie-Hellman) is too small to be safe.",
      {"an old server with a group of 1024 bits",
       {"give the server a group of 2048 bits or more, or let it use elliptic curves"}}}},
    {GNUTLS_E_PK_SIG_VERIFY_FAILED,
     {"A signature of the other side is wrong: it could not prove who it is.",
      {"a fault in its TLS software, a key that does not belong to its certificate, or somebody in between",
       {"check key and certificate of the other side", "try another network"}}}},
    {GNUTLS_E_PREMATURE_TERMINATION,
     {"The connection was closed without the proper end; what was received may be incomplete.",
      {"in the handshake: a proxy, a firewall or a name filter closed it, or the port wants something else first; "
       "later: the "
       "other side broke down, or never says good-bye",
       {"handfast connect HOST:PORT shows when it was closed and how many bytes had come",
        "try another network, without a proxy"}}}},
    {GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED,
     {"The other side wants to renegotiate in a way that is not safe.",
      {"very old TLS software", {"update the other side"}}}},
    {GNUTLS_E_SAFE_RENEGOTIATION_FAILED,
     {"The protection of renegotiation failed.", {"very old TLS software, or a proxy", {"update the other side"}}}},
    {GNUTLS_E_HANDSHAKE_TOO_LARGE,
     {"The other side's certificates or messages are larger than this program accepts.",
      {{}, {"have the other side send only the certificates that are needed"}}}},
    {GNUTLS_E_INSUFFICIENT_SECURITY,
     {"What was negotiated is weaker than this side's settings allow.",
      {{}, {"strengthen the other side's settings"}}}},
    {GNUTLS_E_UNRECOGNIZED_NAME,
     {"The name that was asked for is not served.", {"a wrong name, or a server without it", {"check the name"}}}},
    {GNUTLS_E_TIMEDOUT,
     {"The other side did not answer in time.",
      {"a firewall that drops data, a server that is overloaded or waits for something else first",
       {"check host and port; allow more time"}}}},
    {GNUTLS_E_NO_PRIORITIES_WERE_SET,
     {"The settings leave nothing to negotiate: no version, cipher, group or signature.",
      {"a priority string that contradicts the system's policy",
       {"check the program's priority string and the system's configuration file"}}}},
    {GNUTLS_E_SESSION_EOF, {"The connection ended in the middle of the session."}},
    {GNUTLS_E_NO_APPLICATION_PROTOCOL,
     {"The two sides speak no common protocol inside TLS (ALPN).",
      {{}, {"offer what the server speaks, for HTTP usually h2 or http/1.1"}}}},
    {GNUTLS_E_INAPPROPRIATE_FALLBACK,
     {"The client fell back to an older version although both sides speak a newer one.",
      {"a program that retries with old versions, or somebody on the way",
       {"try another network; update the program"}}}},
    {GNUTLS_E_NO_COMMON_KEY_SHARE,
     {"The two sides have no key exchange group in common.", {{}, {"compare the groups that both sides allow"}}}},
    {GNUTLS_E_MISSING_EXTENSION,
     {"The other side left out a part of the handshake that is required.",
      {"a fault in its TLS software", {"update the other side"}}}},
    {GNUTLS_E_FILE_ERROR, {"A file cannot be read.", {{}, {"check the file's name and that the program may read it"}}}},
    {GNUTLS_E_INVALID_SESSION,
     {"The program went on using a connection that had failed before.",
      {{}, {"look for the first error of the program"}}}},
    {GNUTLS_E_INVALID_REQUEST,
     {"The program called the library with wrong arguments, or at the wrong time.",
      {"a fault of the program, or a name or setting that it passed on", {"report it to the program's authors"}}}},
    {GNUTLS_E_RANDOM_FAILED, {"No random numbers could be had from the system."}},
    {GNUTLS_E_UNIMPLEMENTED_FEATURE, {"This library does not have what the program asked for."}},
};

constexpr ForeignMessage kForeign[] = {
    // What programs on OpenSSL and others print for the same things.
    {"wrong version number", Errc::not_tls, {}},
    {"packet length too long", Errc::not_tls, {}},
    {"http request", Errc::not_tls, {}},
    {"unable to get local issuer certificate", Errc::certificate_unknown_issuer, {}},
    {"unable to get issuer certificate", Errc::certificate_unknown_issuer, {}},
    {"unable to verify the first certificate", Errc::certificate_unknown_issuer, {}},
    {"self signed certificate", Errc::certificate_self_signed, {}},
    {"self-signed certificate", Errc::certificate_self_signed, {}},
    {"unknown authority", Errc::certificate_unknown_issuer, {}},
    {"issuer is unknown", Errc::certificate_unknown_issuer, {}},
    {"certificate has expired", Errc::certificate_expired, {}},
    {"certificate is not yet valid", Errc::certificate_not_yet_valid, {}},
    {"hostname mismatch", Errc::certificate_wrong_name, {}},
    {"no alternative certificate subject name matches", Errc::certificate_wrong_name, {}},
    {"does not match the host name", Errc::certificate_wrong_name, {}},
    {"unexpected eof while reading", Errc::closed_early, {}},
    {"no shared cipher", Errc::no_common_cipher_suite, {}},
    {"unsupported protocol", Errc::no_common_version, {}},
    {"key values mismatch", Errc::key_certificate_mismatch, {}},
    {"alert handshake failure", {}, Alert::handshake_failure},
    {"alert protocol version", {}, Alert::protocol_version},
    {"alert internal error", {}, Alert::internal_error},
    {"alert unknown ca", {}, Alert::unknown_ca},
    {"alert certificate required", {}, Alert::certificate_required},
    {"alert bad certificate", {}, Alert::bad_certificate},
    {"alert certificate unknown", {}, Alert::certificate_unknown},
    {"alert no application protocol", {}, Alert::no_application_protocol},
    {"unrecognized name", {}, Alert::unrecognized_name},
};

}  // namespace

std::optional<CodeWords> words_of_code(int code) {
  for (const Entry& entry : kCodes)
    if (entry.code == code) return entry.words;
  return words_of_rare_code(code);
}

const ForeignMessage* find_foreign_message(std::string_view message) {
  for (const ForeignMessage& foreign : kForeign)
    if (message.find(foreign.text) != std::string_view::npos) return &foreign;
  return nullptr;
}

}  // namespace handfast::cli
