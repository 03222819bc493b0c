#include "pki/distinguished_name.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

// Which types of string an attribute may have (RFC 5280, A.1, and the attribute's own definition). DirectoryString is a
// choice of five.
enum class Syntax : std::uint8_t { directory, printable, ia5, numeric, utf8 };

struct AttributeType {
  Bytes id;
  std::string_view name;
  Syntax syntax = Syntax::directory;
};

// RFC 4514, 3, RFC 4519, RFC 3739, 3.2.6, CA/Browser Forum's Extended Validation Guidelines, 9.2; programs compare the
// names, which are GnuTLS's.
constexpr std::array<AttributeType, 35> kTypes{{
    {oid::common_name, "CN"},
    {oid::surname, "surName"},
    {oid::serial_number, "serialNumber", Syntax::printable},
    {oid::country_name, "C", Syntax::printable},
    {oid::locality_name, "L"},
    {oid::state_or_province_name, "ST"},
    {oid::street_address, "street"},
    {oid::organization_name, "O"},
    {oid::organizational_unit_name, "OU"},
    {oid::title, "title"},
    {oid::description, "description"},
    {oid::business_category, "businessCategory"},
    {oid::postal_code, "postalCode"},
    {oid::telephone_number, "telephoneNumber", Syntax::printable},
    {oid::name, "name"},
    {oid::given_name, "givenName"},
    {oid::initials, "initials"},
    {oid::generation_qualifier, "generationQualifier"},
    {oid::dn_qualifier, "dnQualifier", Syntax::printable},
    {oid::pseudonym, "pseudonym"},
    {oid::user_id, "UID"},
    {oid::domain_component, "DC", Syntax::ia5},
    {oid::email_address, "EMAIL", Syntax::ia5},
    {oid::place_of_birth, "placeOfBirth"},
    {oid::gender, "gender", Syntax::printable},
    {oid::country_of_citizenship, "countryOfCitizenship", Syntax::printable},
    {oid::country_of_residence, "countryOfResidence", Syntax::printable},
    {oid::xmpp_address, "XmppAddr", Syntax::utf8},
    {oid::jurisdiction_locality, "jurisdictionOfIncorporationLocalityName"},
    {oid::jurisdiction_state, "jurisdictionOfIncorporationStateOrProvinceName"},
    {oid::jurisdiction_country, "jurisdictionOfIncorporationCountryName", Syntax::printable},
    {oid::ogrn, "OGRN", Syntax::numeric},
    {oid::snils, "SNILS", Syntax::numeric},
    {oid::ogrnip, "OGRNIP", Syntax::numeric},
    {oid::inn, "INN", Syntax::numeric},
}};

const AttributeType* find(Bytes id) {
  const auto found = std::ranges::find_if(kTypes, [&](const AttributeType& type) { return equal(type.id, id); });
  return found == kTypes.end() ? nullptr : &*found;
}

bool allows(Syntax syntax, Tag tag) {
  switch (syntax) {
    case Syntax::printable: return tag == Tag::printable_string;
    case Syntax::ia5: return tag == Tag::ia5_string;
    case Syntax::numeric: return tag == Tag::numeric_string;
    case Syntax::utf8: return tag == Tag::utf8_string;
    case Syntax::directory: break;
  }
  return tag == Tag::utf8_string || tag == Tag::printable_string || tag == Tag::teletex_string ||
         tag == Tag::bmp_string || tag == Tag::universal_string;
}

bool printable_ascii(Bytes text) {
  return std::ranges::all_of(text, [](std::uint8_t octet) { return octet >= 0x20 && octet < 0x7f; });
}

// The value as UTF-8. What T.61 means by an octet beyond ASCII is anybody's guess, and nobody writes UniversalString: their
// octets are shown as GnuTLS shows them, because programs compare the text.
std::optional<std::string> readable_text(const Element& value) {
  const bool shown_as_it_is = value.tag == Tag::teletex_string && printable_ascii(value.content);
  if (shown_as_it_is) return std::string(as_text(value.content));
  const bool decodable = value.tag != Tag::teletex_string && value.tag != Tag::universal_string;
  auto text = decodable ? string_text(value) : std::nullopt;
  if (!text && (!decodable || value.tag == Tag::bmp_string)) text = '#' + hex(value.content);
  const bool usable = text && !text->empty() && text->find('\0') == std::string::npos;
  return usable ? text : std::nullopt;
}

// RFC 4514, 2.4. Control characters may stand as they are, and do.
std::string escaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool at_edge = (value[i] == ' ' && (i == 0 || i + 1 == value.size())) || (value[i] == '#' && i == 0);
    if (at_edge || std::string_view("\"+,;<>\\").contains(value[i])) out += '\\';
    out += value[i];
  }
  return out;
}

}  // namespace

Result<std::vector<NameAttribute>> name_attributes(Bytes name) {
  std::vector<NameAttribute> out;
  DerReader in(name);
  in.sequence("Name", [&](DerReader& list) {
    while (!list.at_end()) {
      bool first = true;
      list.nested(Tag::set, "RelativeDistinguishedName", [&](DerReader& relative) {
        while (!relative.at_end())
          relative.sequence("AttributeTypeAndValue", [&](DerReader& attribute) {
            const Bytes id = attribute.object_identifier("type");
            out.push_back({id, attribute.element("value"), !std::exchange(first, false)});
          });
      });
    }
  });
  in.expect_end("Name");
  if (!in.ok()) return std::unexpected(in.error(Errc::certificate_malformed, "RFC 5280, 4.1.2.4"));
  return out;
}

std::string_view attribute_short_name(Bytes id) {
  const AttributeType* type = find(id);
  return type == nullptr ? std::string_view() : type->name;
}

std::string attribute_value_text(const NameAttribute& attribute) {
  const AttributeType* type = find(attribute.id);
  const bool as_text = type != nullptr && allows(type->syntax, attribute.value.tag);
  const auto text = as_text ? readable_text(attribute.value) : std::nullopt;
  return text ? escaped(*text) : '#' + hex(attribute.value.whole);
}

Result<std::string> distinguished_name_text(Bytes name, NameOrder order,
                                            std::string (*value_text)(const NameAttribute&)) {
  const auto attributes = name_attributes(name);
  if (!attributes) return std::unexpected(attributes.error());
  std::vector<std::string> relative;
  for (const NameAttribute& attribute : *attributes) {
    const std::string_view known = attribute_short_name(attribute.id);
    const std::string label = known.empty() ? object_identifier_text(attribute.id) : std::string(known);
    if (!attribute.joined) relative.emplace_back();
    std::string& text = relative.back();
    text += (attribute.joined ? "+" : "") + label + '=' + value_text(attribute);
  }
  if (order == NameOrder::last_first) std::ranges::reverse(relative);
  std::string out;
  for (const std::string& part : relative) out += (out.empty() ? "" : ",") + part;
  return out;
}

}  // namespace handfast::pki
