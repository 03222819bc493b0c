#include "pki/name.hpp"

#include <gtest/gtest.h>

#include "pki/der.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

namespace handfast::pki {
namespace {

TEST(ReferenceName, IsAnAddressOrADnsName) {
  const auto text = [](std::string_view name) {
    const Result<ReferenceName> out = ReferenceName::parse(name);
    return out ? (out->is_ip() ? "ip " : "dns ") + out->text() : std::string("refused");
  };
  EXPECT_EQ(text("Example.COM"), "dns example.com");
  EXPECT_EQ(text("example.com."), "dns example.com");
  EXPECT_EQ(text("localhost"), "dns localhost");
  EXPECT_EQ(text("xn--bcher-kva.example"), "dns xn--bcher-kva.example");
  EXPECT_EQ(text("_sip.example.com"), "dns _sip.example.com");
  EXPECT_EQ(text("123.example.a1"), "dns 123.example.a1");
  EXPECT_EQ(text("1.example.1a"), "dns 1.example.1a");
  EXPECT_EQ(text("192.0.2.1"), "ip 192.0.2.1");
  EXPECT_EQ(text("2001:DB8::1"), "ip 2001:db8::1");
  EXPECT_EQ(text("[2001:db8::1]"), "ip 2001:db8::1");
  for (const std::string_view wrong :
       {std::string_view(""), std::string_view("."), std::string_view(".."), std::string_view("a..b"),
        std::string_view(".a"), std::string_view("a.."), std::string_view("*.example.com"),
        std::string_view("exa mple.com"),
        std::string_view("b\xc3\xbc"
                         "cher.example"),
        std::string_view("a\0b", 3), std::string_view("127.0.0.1\0", 10), std::string_view("[192.0.2.1]"),
        std::string_view("192.0.2.1."), std::string_view("192.0.2.256"), std::string_view("1234"),
        std::string_view("a.example.12"), std::string_view("[example.com]"), std::string_view("2001:db8::1%eth0")})
    EXPECT_EQ(text(wrong), "refused") << printable(wrong);
  EXPECT_EQ(text(std::string(63, 'a') + ".example"), "dns " + std::string(63, 'a') + ".example");
  EXPECT_EQ(text(std::string(64, 'a') + ".example"), "refused");
  std::string longest;
  while (longest.size() < 253) longest += "abcdefg.";
  longest.resize(253, 'x');
  EXPECT_EQ(text(longest), "dns " + longest);
  EXPECT_EQ(text(longest + "x"), "refused");
}

TEST(ReferenceName, AddressesInOctets) {
  const ByteVector four{192, 0, 2, 1}, five(5);
  EXPECT_EQ(ReferenceName::ip(four)->text(), "192.0.2.1");
  EXPECT_EQ(ReferenceName::ip(five).error().code, Errc::invalid_request);
}

TEST(DnsNames, MatchExactlyOrByALeftMostWildcardLabel) {
  EXPECT_TRUE(dns_name_matches("www.example.com", "www.example.com"));
  EXPECT_TRUE(dns_name_matches("WWW.Example.com", "www.example.com"));
  EXPECT_TRUE(dns_name_matches("*.example.com", "www.example.com"));
  EXPECT_TRUE(dns_name_matches("*.EXAMPLE.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("example.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("*.example.com", "example.com"));
  EXPECT_FALSE(dns_name_matches("*.example.com", "a.www.example.com"));
  EXPECT_FALSE(dns_name_matches("w*.example.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("*w.example.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("www.*.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("*.*.com", "www.example.com"));
  EXPECT_FALSE(dns_name_matches("*.com", "example.com"));
  EXPECT_FALSE(dns_name_matches("*", "localhost"));
  EXPECT_FALSE(dns_name_matches("*.", "localhost"));
  EXPECT_FALSE(dns_name_matches("", "localhost"));
  EXPECT_FALSE(dns_name_matches("www.example.com.", "www.example.com"));
  EXPECT_FALSE(dns_name_matches(std::string_view("www.example.com\0.evil", 21), "www.example.com"));
  EXPECT_FALSE(dns_name_matches(".example.com", "www.example.com"));
}

void put_attribute(DerWriter& name, Bytes id, Tag tag, Bytes value) {
  name.nested(Tag::set, [&](DerWriter& relative) {
    relative.sequence([&](DerWriter& attribute) {
      attribute.primitive(Tag::object_identifier, id);
      attribute.primitive(tag, value);
    });
  });
}

std::string text_of(Bytes id, Tag tag, std::string_view value) {
  ByteVector der;
  DerWriter(der).sequence([&](DerWriter& name) { put_attribute(name, id, tag, as_bytes(value)); });
  return name_text(der);
}

TEST(NameText, FollowsRfc4514) {
  ByteVector der;
  DerWriter(der).sequence([](DerWriter& name) {
    put_attribute(name, oid::country_name, Tag::printable_string, as_bytes("GB"));
    put_attribute(name, oid::organization_name, Tag::utf8_string, as_bytes("Isode Limited"));
    put_attribute(name, oid::common_name, Tag::utf8_string, as_bytes("Steve Kille"));
  });
  EXPECT_EQ(name_text(der), "CN=Steve Kille,O=Isode Limited,C=GB");
  ByteVector empty;
  DerWriter(empty).sequence([](DerWriter&) {});
  EXPECT_EQ(name_text(empty), "");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "a,b+c\"d\\e;f<g>"), R"(CN=a\,b\+c\"d\\e\;f\<g\>)");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, " x "), R"(CN=\ x\ )");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "# x#"), R"(CN=\# x#)");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "L\xc4\x8di"), "CN=L\xc4\x8di");
  EXPECT_EQ(text_of(oid::key_usage, Tag::utf8_string, "x"), "2.5.29.15=#0c0178");
}

TEST(NameText, ReadsEveryKindOfString) {
  EXPECT_EQ(text_of(oid::common_name, Tag::teletex_string, "M\xfcller"), "CN=M\xc3\xbcller");
  EXPECT_EQ(text_of(oid::common_name, Tag::bmp_string, std::string_view("\0M\0\xfc", 4)), "CN=M\xc3\xbc");
  EXPECT_EQ(text_of(oid::common_name, Tag::universal_string, std::string_view("\0\1\xf6\0", 4)), "CN=\xf0\x9f\x98\x80");
  EXPECT_EQ(text_of(oid::common_name, Tag::bmp_string, "abc"), "CN=#1e03616263");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "\xff"), "CN=#0c01ff");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "\xed\xa0\x80"), "CN=#0c03eda080");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "\xc0\x80"), "CN=#0c02c080");
}

TEST(NameText, LetsNoControlCharacterThrough) {
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, "a\x1b[31m\n"), R"(CN=a\1b[31m\0a)");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string, std::string_view("a\0b", 3)), R"(CN=a\00b)");
  EXPECT_EQ(text_of(oid::common_name, Tag::utf8_string,
                    "a\xc2\x9b"
                    "b"),
            R"(CN=a\c2\9bb)");
  EXPECT_EQ(printable("a\x1b\\"), R"(a\1b\5c)");
}

TEST(NameText, SaysSoWhereItIsNoName) {
  EXPECT_EQ(name_text({}), "(malformed name)");
  const ByteVector cut{0x30, 0x05, 0x31};
  EXPECT_EQ(name_text(cut), "(malformed name)");
}

TEST(Texts, OfObjectIdentifiersAddressesAndTimes) {
  EXPECT_EQ(object_identifier_text(oid::key_usage), "2.5.29.15");
  EXPECT_EQ(object_identifier_text(oid::sha256_with_rsa), "1.2.840.113549.1.1.11");
  const ByteVector large(12, 0xff), first_arc{0x81, 0x34, 0x03};
  EXPECT_EQ(object_identifier_text(large), "#ffffffffffffffffffffffff");
  EXPECT_EQ(object_identifier_text(first_arc), "2.100.3");
  EXPECT_EQ(time_text(0), "1970-01-01 00:00:00 UTC");
  EXPECT_EQ(time_text(1795418370), "2026-11-23 07:19:30 UTC");
  EXPECT_EQ(time_text(-1), "1969-12-31 23:59:59 UTC");
  EXPECT_EQ(time_text(std::numeric_limits<std::int64_t>::max()), "9223372036854775807 s since 1970");
  EXPECT_EQ(ip_text(ByteVector(3)), "(malformed address)");
}

}  // namespace
}  // namespace handfast::pki
