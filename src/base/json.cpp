#include "base/json.hpp"

namespace handfast {

namespace {

// How many bytes the UTF-8 character at the start of `text` has (RFC 3629, 4); 0: there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  unsigned char least = 0x80,
                most = 0xbf;  // of the second byte: no overlong forms, no surrogates, nothing above U+10FFFF
  if (first == 0xe0) least = 0xa0;
  if (first == 0xed) most = 0x9f;
  if (first == 0xf0) least = 0x90;
  if (first == 0xf4) most = 0x8f;
  if (byte(1) < least || byte(1) > most) return 0;
  for (std::size_t i = 2; i < size; ++i)
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  return size;
}

std::string escaped(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return std::string("\\u00") + kDigits[byte >> 4] + kDigits[byte & 0xf];
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t size = utf8_length(text);
    if (byte == '"' || byte == '\\')
      out.append({'\\', text.front()});
    else if (byte < 0x20 || byte == 0x7f || size == 0)
      out += escaped(byte);
    else
      out += text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out += '"';
}

JsonObject& JsonObject::add(std::string_view key, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ",") + json_text(value);
  return raw(key, "[" + list + "]");
}

JsonObject& JsonObject::add_objects(std::string_view key, const std::vector<JsonObject>& values) {
  std::string list;
  for (const JsonObject& value : values) list += (list.empty() ? "" : ",") + value.text();
  return raw(key, "[" + list + "]");
}

JsonObject& JsonObject::add_text_or_null(std::string_view key, std::string_view value) {
  return value.empty() ? add_null(key) : add(key, value);
}

JsonObject& JsonObject::add_milliseconds(std::string_view key, std::int64_t microseconds) {
  return raw(key, milliseconds_text(microseconds, 3));
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view value) {
  if (!members_.empty()) members_ += ',';
  members_ += json_text(key);
  members_ += ':';
  members_ += value;
  return *this;
}

std::string milliseconds_text(std::int64_t microseconds, unsigned decimals) {
  const std::string whole = std::to_string(microseconds / 1000);
  const std::string thousandths = std::to_string(1000 + microseconds % 1000).substr(1, decimals);
  return decimals == 0 ? whole : whole + "." + thousandths;
}

}  // namespace handfast
