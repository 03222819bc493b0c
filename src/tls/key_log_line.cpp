#include "tls/key_log_line.hpp"

#include "base/copy.hpp"
#include "base/hex.hpp"

namespace handfast::tls {

SecretBytes key_log_line(std::string_view label, Bytes client_random, Bytes secret) {
  constexpr std::size_t kSeparators = 3;  // two blanks and the line end
  SecretBytes line(label.size() + 2 * client_random.size() + 2 * secret.size() + kSeparators);
  MutableBytes rest = line.fill();
  const auto separate = [&](std::uint8_t by) {
    rest[0] = by;
    rest = rest.subspan(1);
  };
  copy_bytes(as_bytes(label), rest);
  rest = rest.subspan(label.size());
  separate(' ');
  rest = write_hex(client_random, rest);
  separate(' ');
  rest = write_hex(secret, rest);
  separate('\n');
  return line;
}

}  // namespace handfast::tls
