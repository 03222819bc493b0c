#pragma once
// The textual encodings of RFC 7468, read leniently where files in use need it: text before, between and after, any
// line length, blanks at line ends, CRLF.
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::pki {

struct PemBlock {
  std::string_view label{};  // "CERTIFICATE", "PRIVATE KEY", ...
  std::string_view body{};   // base64 text, without headers
  bool encrypted = false;    // headers of RFC 1421 say so ("Proc-Type: 4,ENCRYPTED")
};

bool is_certificate(const PemBlock& block);  // by its label (RFC 7468, 5)

// What ends a block: an END line of its label, or any line of dashes, which is how collections of authorities that were put
// together by hand are read elsewhere (GnuTLS, OpenSSL), and changes nothing of what is trusted.
enum class BlockEnd : std::uint8_t { own, any };

class PemReader {
 public:
  explicit PemReader(Bytes text, BlockEnd end = BlockEnd::own) : rest_(as_text(text)), end_(end) {}
  // The next block, nothing at the end. pem_malformed: a block without its end, or with an end of another label.
  Result<std::optional<PemBlock>> next();

 private:
  Result<void> read_end(const PemBlock& block);
  std::string_view rest_;
  BlockEnd end_;
};

inline std::size_t base64_decoded_limit(std::size_t text_size) { return text_size / 4 * 3 + 3; }

// Decodes base64 (RFC 4648, 4: padded, nothing but blanks and line ends in it) into `out`, which holds at least
// base64_decoded_limit(text.size()) bytes; gives how many were written. Time depends on the place of blanks only, not
// on the bytes: the text may be a private key. pem_malformed.
Result<std::size_t> decode_base64(std::string_view text, MutableBytes out);
Result<ByteVector> decode_pem(const PemBlock& block);
Result<SecretBytes> decode_secret_pem(const PemBlock& block);

// Lines of 64 characters between BEGIN and END lines, with a last line end.
std::string encode_pem(std::string_view label, Bytes der);
SecretBytes encode_secret_pem(std::string_view label, Bytes der);

}  // namespace handfast::pki
