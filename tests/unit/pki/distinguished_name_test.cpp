#include "pki/distinguished_name.hpp"

#include <gtest/gtest.h>

#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {
namespace {

struct Part {
  Bytes id;
  Tag tag;
  std::string_view value;
};

// Each part is a relative name of its own.
ByteVector name_of(std::initializer_list<Part> parts) {
  ByteVector out;
  DerWriter(out).sequence([&](DerWriter& name) {
    for (const Part& part : parts)
      name.nested(Tag::set, [&](DerWriter& relative) {
        relative.sequence([&](DerWriter& attribute) {
          attribute.primitive(Tag::object_identifier, part.id);
          attribute.primitive(part.tag, as_bytes(part.value));
        });
      });
  });
  return out;
}

std::string text_of(std::initializer_list<Part> parts) {
  return distinguished_name_text(name_of(parts), NameOrder::as_encoded).value();
}

TEST(DistinguishedName, Orders) {
  const ByteVector name =
      name_of({{oid::country_name, Tag::printable_string, "DE"}, {oid::common_name, Tag::utf8_string, "localhost"}});
  EXPECT_EQ(distinguished_name_text(name, NameOrder::as_encoded).value(), "C=DE,CN=localhost");
  EXPECT_EQ(distinguished_name_text(name, NameOrder::last_first).value(), "CN=localhost,C=DE");
  EXPECT_EQ(distinguished_name_text(name_of({}), NameOrder::as_encoded).value(), "");
}

TEST(DistinguishedName, SpecialCharacters) {  // RFC 4514, 2.4
  EXPECT_EQ(text_of({{oid::common_name, Tag::utf8_string, " a,b+\"\\<>;= "}}), "CN=\\ a\\,b\\+\\\"\\\\\\<\\>\\;=\\ ");
  EXPECT_EQ(text_of({{oid::common_name, Tag::utf8_string, "#a#"}}), "CN=\\#a#");
  EXPECT_EQ(text_of({{oid::common_name, Tag::utf8_string, "a\nb"}}), "CN=a\nb");
}

TEST(DistinguishedName, ValuesThatAreNoText) {
  EXPECT_EQ(text_of({{oid::common_name, Tag::utf8_string, std::string_view("a\0b", 3)}}), "CN=#0c03610062");
  EXPECT_EQ(text_of({{oid::common_name, Tag::utf8_string, "\xff"}}), "CN=#0c01ff");
  EXPECT_EQ(text_of({{oid::common_name, Tag::ia5_string, "a"}}), "CN=#160161") << "no DirectoryString";
  EXPECT_EQ(text_of({{oid::domain_component, Tag::utf8_string, "a"}}), "DC=#0c0161") << "an IA5String";
  EXPECT_EQ(text_of({{Bytes(oid::sha256), Tag::utf8_string, "a"}}), "2.16.840.1.101.3.4.2.1=#0c0161");
  EXPECT_EQ(text_of({{oid::common_name, Tag::integer, "\x05"}}), "CN=#020105");
  EXPECT_EQ(text_of({{oid::common_name, Tag::teletex_string, "\xfc"}}), "CN=\\#fc");
}

TEST(DistinguishedName, Attributes) {
  const ByteVector name = name_of({{oid::common_name, Tag::utf8_string, "a"}});
  const auto attributes = name_attributes(name);
  ASSERT_TRUE(attributes.has_value());
  ASSERT_EQ(attributes->size(), 1u);
  EXPECT_EQ(object_identifier_text(attributes->front().id), "2.5.4.3");
  EXPECT_FALSE(attributes->front().joined);
  EXPECT_EQ(attribute_short_name(oid::email_address), "EMAIL");
  EXPECT_EQ(attribute_short_name(oid::sha256), "");
}

TEST(DistinguishedName, Malformed) {
  ByteVector name = name_of({{oid::common_name, Tag::utf8_string, "a"}});
  for (std::size_t size = 0; size < name.size(); ++size) {
    const auto text = distinguished_name_text(Bytes(name).first(size), NameOrder::as_encoded);
    ASSERT_FALSE(text.has_value()) << size;
    EXPECT_EQ(text.error().code, Errc::certificate_malformed);
  }
  name.push_back(0);
  EXPECT_FALSE(name_attributes(name).has_value());
}

}  // namespace
}  // namespace handfast::pki
