// The verdict on a chain, as bits: what a program and its priorities ask for becomes the engine's options, and what the
// engine finds becomes numbers. Nothing is judged here.
#include "capi/verify.hpp"

#include <algorithm>

#include "capi/services.hpp"

namespace handfast::capi {

namespace {

using Contents = CredentialState::Contents;

pki::VerifyOptions options_for(const Contents& credentials, const VerifyRequest& request, unsigned flags,
                               unsigned profile);
unsigned profile_of(unsigned flags, const Priority* priority);

}  // namespace

Judgement judge(const Contents& credentials, std::span<const Bytes> chain, const VerifyRequest& request,
                const Priority* priority) {
  const unsigned flags = credentials.verify_flags | request.flags | (priority != nullptr ? priority->verify_flags : 0U);
  Judgement out;
  out.verdict = pki::verify_chain(*credentials.trust, chain,
                                  options_for(credentials, request, flags, profile_of(flags, priority)));
  if (out.verdict.ok()) return out;
  out.status = GNUTLS_CERT_INVALID | bits_for(*out.verdict.error);
  for (const Error& other : out.verdict.others) out.status |= bits_for(other);
  return out;
}

// Which combinations 3.7.9 gives was asked of it; tests/capi/differential compares.
unsigned bits_for(const Error& error) {
  switch (error.code) {
    case Errc::certificate_expired: return GNUTLS_CERT_EXPIRED;
    case Errc::certificate_not_yet_valid: return GNUTLS_CERT_NOT_ACTIVATED;
    case Errc::certificate_unknown_issuer:
    case Errc::certificate_self_signed:
    case Errc::certificate_no_intermediate: return GNUTLS_CERT_SIGNER_NOT_FOUND;
    case Errc::certificate_not_a_ca: return GNUTLS_CERT_SIGNER_NOT_CA;
    case Errc::certificate_path_too_long: return GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_name_constraints: return GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_bad_signature: return GNUTLS_CERT_SIGNATURE_FAILURE;
    case Errc::certificate_insecure_signature:
    case Errc::certificate_unsupported: return GNUTLS_CERT_INSECURE_ALGORITHM;
    case Errc::key_too_small: return GNUTLS_CERT_INSECURE_ALGORITHM;
    case Errc::certificate_features: return GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_wrong_purpose:  // a keyUsage is that of an issuer that may not issue
      return error.field == "keyUsage" ? GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE : GNUTLS_CERT_PURPOSE_MISMATCH;
    case Errc::certificate_wrong_name:
    case Errc::certificate_name_in_subject: return GNUTLS_CERT_UNEXPECTED_OWNER;
    case Errc::certificate_critical_extension: return GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS;
    case Errc::certificate_status_missing: return GNUTLS_CERT_MISSING_OCSP_STATUS;
    case Errc::certificate_revoked: return GNUTLS_CERT_REVOKED;
    case Errc::revocation_list_expired: return GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED;
    case Errc::revocation_list_not_yet_valid: return GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE;
    default: return 0;  // GNUTLS_CERT_INVALID says enough
  }
}

namespace {

unsigned profile_of(unsigned flags, const Priority* priority) {
  const unsigned from_flags = GNUTLS_VFLAGS_TO_PROFILE(flags);
  return priority == nullptr ? from_flags : std::max(from_flags, static_cast<unsigned>(priority->profile));
}

pki::ReferenceName host_name(std::string_view host, unsigned flags) {
  const auto name = pki::ReferenceName::parse(host);
  const bool usable = name && !(name->is_ip() && (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES) != 0);
  return usable ? *name : pki::ReferenceName::of_nobody(host);
}

pki::ReferenceName address_name(std::string_view octets) {
  const auto address = pki::ReferenceName::ip(as_bytes(octets));
  return address ? *address : pki::ReferenceName::of_nobody("an IP address that has not 4 or 16 octets");
}

// Both flags about anchors of version 1: 3.7.9 lets the one that allows them win.
bool trusts_version_1(unsigned flags) {
  return (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_X509_V1_CA_CRT) == 0 ||
         (flags & GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT) != 0;
}

pki::VerifyOptions options_for(const Contents& credentials, const VerifyRequest& request, unsigned flags,
                               unsigned profile) {
  const auto has = [flags](unsigned flag) { return (flags & flag) != 0; };
  pki::VerifyOptions out;
  out.now = current_time();
  out.purpose = request.purpose_oid;
  if (request.hostname) out.name = host_name(*request.hostname, flags);
  if (request.ip_address) out.address = address_name(*request.ip_address);
  if (request.email) out.email = *request.email;
  out.strength = strength_of(profile, GNUTLS_VFLAGS_TO_PROFILE(flags) != 0);
  const bool revocation = !has(GNUTLS_VERIFY_DISABLE_CRL_CHECKS);
  out.status_withheld = revocation && request.status_withheld;
  if (revocation) out.revocation_lists = credentials.revocation_lists.get();
  out.check_validity = !has(GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
  out.check_anchor_validity = !has(GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS);
  out.check_unknown_extensions = !has(GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS);
  out.trust_leaf_itself = !has(GNUTLS_VERIFY_DO_NOT_ALLOW_SAME);
  out.trust_version_1 = trusts_version_1(flags);
  out.allow_unsorted = !has(GNUTLS_VERIFY_DO_NOT_ALLOW_UNSORTED_CHAIN);
  out.allow_wildcards = !has(GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS);
  return out;
}

}  // namespace

}  // namespace handfast::capi
