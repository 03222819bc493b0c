#pragma once
// What the terminal, or the file in its place, can show.
#include <string>
#include <string_view>

namespace handfast::cli {

struct Style {
  bool unicode = false;  // arrows and lines of UTF-8
  bool colour = false;
};

// Of a descriptor: UTF-8 if the locale says so, colour on a terminal unless NO_COLOR is set (no-color.org).
Style style_of(int descriptor);

enum class Colour { plain, dim, green, red, bold };
std::string painted(const Style& style, Colour colour, std::string_view text);

// How many columns a text takes, if each character takes one.
std::size_t columns_of(std::string_view text);
// Cut to at most so many columns, filled with blanks to exactly so many.
std::string padded(std::string_view text, std::size_t columns);
std::string cut(std::string_view text, std::size_t columns);

// Writes everything to a descriptor that blocks; false when that failed, errno tells why.
bool write_all(int descriptor, std::string_view text);

}  // namespace handfast::cli
