// The verdict on a chain, as bits. 3.7.9 tells several things that are wrong at once; the engine stops at the first. So a
// chain that was refused is judged again without the rule that it broke, until nothing more can be overlooked.
#include "capi/verify.hpp"

#include <algorithm>

#include "capi/services.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::capi {

namespace {

using Contents = CredentialState::Contents;

constexpr unsigned kLeastRsaBits = 2048;  // RFC 9325, 4.5; a profile among the flags may lower it

pki::VerifyOptions options_for(const Contents& credentials, unsigned flags, const Priority* priority);
unsigned bits_for(const Error& error);
bool overlook(pki::VerifyOptions& options, const Error& error);
Result<void> check_owner(const pki::CertificateView& leaf, const VerifyRequest& request, unsigned flags);
Result<void> check_purpose(const pki::CertificateView& leaf, std::string_view purpose);
unsigned profile_of(unsigned flags, const Priority* priority);

void add(Judgement& judgement, const Error& error, const pki::CertificateView& certificate) {
  judgement.status |= GNUTLS_CERT_INVALID | bits_for(error);
  if (!judgement.verdict.ok()) return;  // the first counts
  judgement.verdict.error = error;
  judgement.verdict.subject = certificate.subject_text();
  judgement.verdict.issuer = certificate.issuer_text();
}

}  // namespace

Judgement judge(const Contents& credentials, std::span<const Bytes> chain, const VerifyRequest& request,
                const Priority* priority) {
  const unsigned flags = credentials.verify_flags | request.flags | (priority != nullptr ? priority->verify_flags : 0U);
  pki::VerifyOptions options = options_for(credentials, flags, priority);
  Judgement out;
  out.verdict = pki::verify_chain(*credentials.trust, chain, options);
  pki::Verdict next = out.verdict;
  while (!next.ok()) {
    out.status |= GNUTLS_CERT_INVALID | bits_for(*next.error);
    if (!overlook(options, *next.error)) break;
    next = pki::verify_chain(*credentials.trust, chain, options);
  }
  const auto leaf = next.ok() ? next.path.front().certificate : pki::CertificateView::parse(chain.front());
  if (!leaf) return out;  // refused already
  if (next.ok())
    if (const auto weak = check_profile(next.path, profile_of(flags, priority))) add(out, *weak, *leaf);
  if (const auto meant = check_purpose(*leaf, request.purpose_oid); !meant) add(out, meant.error(), *leaf);
  if (const auto owned = check_owner(*leaf, request, flags); !owned) add(out, owned.error(), *leaf);
  return out;
}

namespace {

unsigned profile_of(unsigned flags, const Priority* priority) {
  const unsigned from_flags = GNUTLS_VFLAGS_TO_PROFILE(flags);
  return priority == nullptr ? from_flags : std::max(from_flags, static_cast<unsigned>(priority->profile));
}

pki::VerifyOptions options_for(const Contents& credentials, unsigned flags, const Priority* priority) {
  const auto has = [flags](unsigned flag) { return (flags & flag) != 0; };
  const bool lowered = GNUTLS_VFLAGS_TO_PROFILE(flags) != 0;
  pki::VerifyOptions out;
  out.now = current_time();
  out.purpose = pki::Purpose::any;
  out.least_rsa_bits = std::max(least_rsa_bits(profile_of(flags, priority)), lowered ? 0U : kLeastRsaBits);
  out.check_validity = !has(GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
  out.check_anchor_validity = !has(GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS);
  out.check_unknown_extensions = !has(GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS);
  out.trust_leaf_itself = !has(GNUTLS_VERIFY_DO_NOT_ALLOW_SAME);
  if (!has(GNUTLS_VERIFY_DISABLE_CRL_CHECKS)) out.revocation_lists = credentials.revocation_lists.get();
  return out;
}

// Which combinations 3.7.9 gives was asked of it; tests/capi/differential compares.
unsigned bits_for(const Error& error) {
  switch (error.code) {
    case Errc::certificate_expired: return GNUTLS_CERT_EXPIRED;
    case Errc::certificate_not_yet_valid: return GNUTLS_CERT_NOT_ACTIVATED;
    case Errc::certificate_unknown_issuer: return GNUTLS_CERT_SIGNER_NOT_FOUND;
    case Errc::certificate_not_a_ca: return GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_path_too_long: return GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_name_constraints: return GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    case Errc::certificate_bad_signature: return GNUTLS_CERT_SIGNATURE_FAILURE;
    case Errc::certificate_insecure_signature:
    case Errc::certificate_unsupported: return GNUTLS_CERT_INSECURE_ALGORITHM;
    case Errc::key_too_small: return GNUTLS_CERT_INSECURE_ALGORITHM;
    case Errc::certificate_wrong_purpose: return GNUTLS_CERT_PURPOSE_MISMATCH;
    case Errc::certificate_wrong_name: return GNUTLS_CERT_UNEXPECTED_OWNER;
    case Errc::certificate_critical_extension: return GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS;
    case Errc::certificate_revoked: return GNUTLS_CERT_REVOKED;
    case Errc::revocation_list_expired: return GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED;
    case Errc::revocation_list_not_yet_valid: return GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE;
    default: return 0;  // GNUTLS_CERT_INVALID says enough
  }
}

// Drops the rule that the error is about; false when it cannot be dropped. Revocation is looked at only in chains that are
// good otherwise, as in 3.7.9.
bool overlook(pki::VerifyOptions& options, const Error& error) {
  options.revocation_lists = nullptr;
  switch (error.code) {
    case Errc::certificate_expired:
    case Errc::certificate_not_yet_valid: return std::exchange(options.check_validity, false);
    case Errc::certificate_critical_extension: return std::exchange(options.check_unknown_extensions, false);
    case Errc::key_too_small: return std::exchange(options.least_rsa_bits, 0U) != 0;
    case Errc::certificate_wrong_purpose: return std::exchange(options.leaf_key_usage, std::uint16_t{0}) != 0;
    default: return false;
  }
}

std::unexpected<Error> wrong_owner(std::string_view expected, std::string_view found) {
  return fail(Errc::certificate_wrong_name, "subjectAltName", "RFC 9525, 6.3", Note(pki::printable(expected)), found);
}

bool lists_exactly(const pki::CertificateView& leaf, std::string_view name) {
  if (!leaf.subject_alt_name) return false;
  for (const pki::GeneralName& listed : *leaf.subject_alt_name) {
    const std::string_view text = as_text(listed.value);
    const bool plain = listed.type == pki::GeneralNameType::dns && !text.starts_with('*');
    if (plain && pki::dns_name_matches(text, name)) return true;
  }
  return false;
}

Result<void> check_host(const pki::CertificateView& leaf, std::string_view host, unsigned flags) {
  const auto name = pki::ReferenceName::parse(host);
  if (!name) return wrong_owner(host, "no certificate can be for that name");
  if (name->is_ip() && (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES) != 0)
    return wrong_owner(host, "addresses are not compared");
  if (const auto named = pki::check_name(leaf, *name); !named) return named;
  if (!name->is_ip() && (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS) != 0 && !lists_exactly(leaf, name->dns()))
    return wrong_owner(host, "wildcards only");
  return {};
}

Result<void> check_owner(const pki::CertificateView& leaf, const VerifyRequest& request, unsigned flags) {
  if (request.hostname)
    if (auto named = check_host(leaf, *request.hostname, flags); !named) return named;
  if (request.ip_address) {
    const auto address = pki::ReferenceName::ip(as_bytes(*request.ip_address));
    if (!address) return wrong_owner("an IP address", "no address of 4 or 16 octets was asked for");
    if (auto named = pki::check_name(leaf, *address); !named) return named;
  }
  return request.email ? pki::check_email(leaf, *request.email) : Result<void>();
}

// A certificate without the extension is for everything, one that lists anyExtendedKeyUsage, too (RFC 5280, 4.2.1.12).
Result<void> check_purpose(const pki::CertificateView& leaf, std::string_view purpose) {
  if (purpose.empty() || !leaf.extended_key_usage) return {};
  for (const Bytes listed : *leaf.extended_key_usage)
    if (equal(listed, pki::oid::any_extended_key_usage) || pki::object_identifier_text(listed) == purpose) return {};
  return fail(Errc::certificate_wrong_purpose, "extKeyUsage", "RFC 5280, 4.2.1.12", Note(pki::printable(purpose)),
              "other purposes only");
}

}  // namespace

}  // namespace handfast::capi
