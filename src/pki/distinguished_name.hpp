#pragma once
// Names of certificates (RFC 5280, 4.1.2.4), attribute by attribute, and as the text that programs compare and show: in the
// form of RFC 4514, with GnuTLS's short names. text.hpp has them for people, without control characters.
#include <string>
#include <vector>

#include "base/error.hpp"
#include "pki/der.hpp"

namespace handfast::pki {

struct NameAttribute {
  Bytes id;             // encoded object identifier, without tag and length
  Element value;        // of any type
  bool joined = false;  // to the one before it: both belong to one relative name
};

// All attributes of a Name in DER, in their order. certificate_malformed.
Result<std::vector<NameAttribute>> name_attributes(Bytes name);

// The short name of an attribute ("CN"), empty for an unknown one.
std::string_view attribute_short_name(Bytes id);

// RFC 4514, 2.4: text as its attribute's syntax allows it, with special characters escaped; a number sign and the DER in
// hexadecimal for everything else. Valid UTF-8 without NUL.
std::string attribute_value_text(const NameAttribute& attribute);

// In the order of RFC 4514, 2.1 the last relative name comes first.
enum class NameOrder : bool { as_encoded, last_first };
// The whole name, empty for one without attributes. certificate_malformed.
Result<std::string> distinguished_name_text(Bytes name, NameOrder order,
                                            std::string (*value_text)(const NameAttribute&) = &attribute_value_text);

}  // namespace handfast::pki
