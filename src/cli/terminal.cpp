#include "cli/terminal.hpp"

#include <langinfo.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace handfast::cli {

namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }  // UTF-8 (RFC 3629, 3)

std::string_view escape_of(Colour colour) {
  switch (colour) {
    case Colour::plain: return {};
    case Colour::dim: return "\x1b[2m";
    case Colour::green: return "\x1b[32m";
    case Colour::red: return "\x1b[31m";
    case Colour::bold: return "\x1b[1m";
  }
  return {};
}

bool variable_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Style style_of(int descriptor) {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return {.unicode = std::string_view(nl_langinfo(CODESET)) == "UTF-8",
          .colour = ::isatty(descriptor) == 1 && !dumb && !variable_set("NO_COLOR")};
}

std::string painted(const Style& style, Colour colour, std::string_view text) {
  const std::string_view escape = escape_of(colour);
  if (!style.colour || escape.empty()) return std::string(text);
  return std::string(escape) + std::string(text) + "\x1b[0m";
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text)
    if (!continues_character(c)) ++columns;
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if (!continues_character(text[end]) && seen++ == columns) break;
  return std::string(text.substr(0, end));
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string out = cut(text, columns);
  return out.append(columns - columns_of(out), ' ');
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {  // a terminal that another program left non-blocking
      pollfd wait{descriptor, POLLOUT, 0};
      ::poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace handfast::cli
