#pragma once
// The credentials of the command line, in the order of preference: the -new-... ones as given, the default one last.
#include "bogo/flags.hpp"
#include "tls/credentials.hpp"

namespace handfast::bogo {

struct LoadedCredential {
  std::shared_ptr<const tls::Credential> credential;
  int index = 0;  // among the -new-... ones; -1 is the default
  bool must_match_issuer = false;
  ByteVector status;  // an OCSP response that the application has for it; empty: none

  void staple(bool wanted);  // with or without that response
};

// Fails with the reason why the test is not implemented: a kind of key or a signature scheme that is not supported.
std::expected<std::vector<LoadedCredential>, std::string> load_credentials(const Flags& flags);

// The certificates of a PEM file, in DER.
Result<std::vector<ByteVector>> load_chain(const std::string& file);

// Names as the command line gives them: DER in hexadecimal digits, with commas between. Nothing: it is malformed.
std::optional<std::vector<ByteVector>> parse_names(std::string_view list);

// Whether a certificate of the chain was issued under one of the names (RFC 8446, 4.2.4); no names: every chain is welcome.
bool issued_by_one_of(const tls::Credential& credential, const std::vector<ByteVector>& authorities);

}  // namespace handfast::bogo
