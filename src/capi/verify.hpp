#pragma once
// The peer's certificate, judged as a session asks for it and as its credentials allow.
//
// Of gnutls_certificate_verify_flags these have their meaning: DO_NOT_ALLOW_IP_MATCHES, DO_NOT_ALLOW_SAME,
// DO_NOT_ALLOW_X509_V1_CA_CRT (unless ALLOW_ANY_X509_V1_CA_CRT is there, too), DISABLE_TIME_CHECKS,
// DISABLE_TRUSTED_TIME_CHECKS, DISABLE_CRL_CHECKS, DO_NOT_ALLOW_UNSORTED_CHAIN, DO_NOT_ALLOW_WILDCARDS,
// IGNORE_UNKNOWN_CRIT_EXTENSIONS and the profiles. The others ask for what is so anyway (PSS salts have their usual length),
// or for a weaker verdict that nothing here can give: SHA-1, MD5 and intermediates without basicConstraints stay refused.
#include "capi/credentials.hpp"
#include "capi/session.hpp"

namespace handfast::capi {

struct Judgement {
  unsigned status = 0;   // bits of gnutls_certificate_status_t; 0: nothing is wrong
  pki::Verdict verdict;  // what the first of them is about
};

// Everything that is wrong with `chain` (DER, the leaf first, not empty). Throws std::bad_alloc.
Judgement judge(const CredentialState::Contents& credentials, std::span<const Bytes> chain,
                const VerifyRequest& request, const Priority* priority);

// The bits for an error of the engine, besides GNUTLS_CERT_INVALID.
unsigned bits_for(const Error& error);

// The same of certificates that a program holds. 0, or GNUTLS_E_INVALID_REQUEST for a handle that holds none.
int judge_handles(const CredentialState::Contents& credentials, std::span<const gnutls_x509_crt_t> chain,
                  const VerifyRequest& request, Judgement& out);

// What a program demands of a certificate. False for what cannot be understood. Throws std::bad_alloc.
bool read_demands(const gnutls_typed_vdata_st* data, unsigned elements, VerifyRequest& out);

// What a verification profile demands of keys and hashes. Profiles are plain numbers here: flags may hold any, and a number
// without a meaning accepts nothing. `lowered`: a program named one itself, which may allow RSA keys below 2048 bits.
pki::Strength strength_of(unsigned profile, bool lowered);

}  // namespace handfast::capi
