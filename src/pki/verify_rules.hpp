#pragma once
// The rules that single certificates of a path must keep. None ends the search for a path: everything that a certificate
// breaks is told.
#include <vector>

#include "pki/verify.hpp"

namespace handfast::pki {

Error error_of(Errc code, std::string_view field, std::string_view reference, Note expected, Note found);

// Its key, if signatures may be checked with it. certificate_unsupported, certificate_malformed.
Result<crypto::PublicKey> usable_key(const CertificateView& certificate);

std::vector<Error> faults_of_leaf(const CertificateView& leaf, const VerifyOptions& options);

// Where an issuer would stand on a path.
struct Place {
  bool anchor;
  unsigned intermediates;        // below it, self-issued ones aside
  const CertificateView& child;  // what it would have issued
};
std::vector<Error> faults_of_issuer(const CertificateView& issuer, const crypto::PublicKey& key, const Place& place,
                                    const VerifyOptions& options);

std::optional<Error> check_signature_strength(SignatureScheme scheme, const Strength& strength);

// Of a leaf whose server was asked for an OCSP response and sent none: certificate_status_missing where it promises one.
std::optional<Error> check_status_withheld(const CertificateView& leaf);

// What is wrong with the names of the leaf.
std::vector<Error> faults_of_names(const CertificateView& leaf, const VerifyOptions& options);

}  // namespace handfast::pki
