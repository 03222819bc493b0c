#pragma once
// What certificates hold, as text for people: nothing here is parsed again, and no control character gets through.
#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace handfast::pki {

struct Element;

std::string name_text(
    Bytes name);  // a Name in DER (RFC 4514): "CN=localhost,O=Example"; "(malformed name)" if it is none
std::string object_identifier_text(Bytes object_identifier);  // contents octets: "2.5.29.15"
std::string ip_text(Bytes address);                           // 4 or 16 octets
std::string time_text(std::int64_t seconds);                  // since 1970: "2026-11-23 07:19:30 UTC"
bool valid_utf8(Bytes text);                                  // RFC 3629, 3 and 4
std::string printable(std::string_view text);  // printable ASCII as it is, a backslash and two hex digits for the rest

// A string of any type as UTF-8, control characters and all; nothing for what is no string, or no text.
std::optional<std::string> string_text(const Element& value);
std::string hex(Bytes bytes);  // lower case
// SHA-256 over a certificate in DER, in the form in which people compare it: "4f:3a:...".
std::string fingerprint_text(Bytes certificate);

}  // namespace handfast::pki
