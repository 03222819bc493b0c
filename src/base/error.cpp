#include "base/error.hpp"

#include <charconv>

namespace handfast {

Note& Note::operator<<(std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

Note hex_note(std::uint64_t value, unsigned digits) {
  Note out("0x");
  for (unsigned i = digits; i-- > 0;) {
    const char digit = "0123456789abcdef"[(value >> (4 * i)) & 0xf];
    out << std::string_view(&digit, 1);
  }
  return out;
}

}  // namespace handfast
