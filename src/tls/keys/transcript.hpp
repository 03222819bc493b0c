#pragma once
// The transcript hash (RFC 8446, 4.4.1). The first messages are kept until the cipher suite says which hash it is.
#include <optional>

#include "crypto/hash.hpp"

namespace handfast::tls {

class Transcript {
 public:
  void add(Bytes message);
  void choose(crypto::HashAlgorithm algorithm);  // once; later calls change nothing
  // The same for TLS 1.2, whose CertificateVerify signs the messages themselves (RFC 5246, 7.4.8): they are kept.
  void choose_and_keep(crypto::HashAlgorithm algorithm);
  Bytes messages() const { return kept_; }
  void forget_messages();
  // What was kept is ClientHello1 and HelloRetryRequest: the former enters as its hash, in a message_hash message.
  void choose_after_retry(crypto::HashAlgorithm algorithm);
  crypto::Digest digest() const;
  crypto::Digest digest_of_first(crypto::HashAlgorithm algorithm) const;  // of a ClientHello, before anything is chosen
  // Of everything before the ClientHello that is being sent or read, and of its first part: what a PSK's binder is made over
  // (RFC 8446, 4.2.11.2).
  crypto::Digest up_to_binders(crypto::HashAlgorithm algorithm, Bytes first_part) const;

 private:
  ByteVector kept_;
  bool keeps_ = true;
  std::optional<crypto::Hash> hash_;
  std::optional<crypto::Hash> before_second_hello_;
};

}  // namespace handfast::tls
