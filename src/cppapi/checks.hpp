#pragma once
// The verdicts on a peer's certificates that a Config can ask for.
#include <functional>

#include "tls/config.hpp"

namespace handfast {

using CertificateCheck = std::function<bool(std::span<const std::span<const std::uint8_t>>, std::string_view)>;

// The chain against `store`; null: what the operating system trusts, read when it is needed for the first time.
std::shared_ptr<tls::CertificateVerifier> chain_check(std::shared_ptr<const pki::TrustStore> store);
// What `first` accepts and the program as well; null: the program's word alone.
std::shared_ptr<tls::CertificateVerifier> program_check(std::shared_ptr<tls::CertificateVerifier> first,
                                                        CertificateCheck check);

}  // namespace handfast
