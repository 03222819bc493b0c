#include "pki/der.hpp"

#include <gtest/gtest.h>

namespace handfast::pki {
namespace {

ByteVector bytes(std::initializer_list<int> values) {
  ByteVector out;
  for (const int value : values) out.push_back(static_cast<std::uint8_t>(value));
  return out;
}

// Whether one element of any kind can be read and nothing is left.
bool readable(const ByteVector& der) {
  DerReader in(der);
  in.element("element");
  return in.ok() && in.at_end();
}

TEST(DerLength, IsDefiniteAndMinimal) {
  EXPECT_TRUE(readable(bytes({0x04, 0x00})));
  EXPECT_TRUE(readable(bytes({0x04, 0x01, 0xaa})));
  EXPECT_FALSE(readable(bytes({0x04, 0x81, 0x01, 0xaa})));        // one octet would do
  EXPECT_FALSE(readable(bytes({0x04, 0x82, 0x00, 0x01, 0xaa})));  // leading zero
  EXPECT_FALSE(readable(bytes({0x24, 0x80, 0x00, 0x00})));        // indefinite
  EXPECT_FALSE(readable(bytes({0x04, 0xff, 0xaa})));              // reserved
  EXPECT_FALSE(readable(bytes({0x04, 0x85, 0x00, 0x00, 0x00, 0x00, 0x01, 0xaa})));
  EXPECT_FALSE(readable(bytes({0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 0xaa})));  // far beyond the end
  ByteVector long_form = bytes({0x04, 0x81, 0x80});
  long_form.resize(3 + 0x80);
  EXPECT_TRUE(readable(long_form));
  long_form.pop_back();
  EXPECT_FALSE(readable(long_form));
}

TEST(DerTag, HighNumbersAndEndOfContentsAreRefused) {
  EXPECT_FALSE(readable(bytes({0x1f, 0x1f, 0x00})));
  EXPECT_FALSE(readable(bytes({0x00, 0x00})));
  EXPECT_FALSE(readable(bytes({0x04})));
  EXPECT_FALSE(readable({}));
}

TEST(DerTag, MustBeTheOneAskedFor) {
  const ByteVector der = bytes({0x04, 0x01, 0xaa});
  DerReader in(der);
  EXPECT_TRUE(in.content(Tag::integer, "version").empty());
  EXPECT_FALSE(in.ok());
  const Error error = in.error(Errc::der_malformed, "RFC 5280");
  EXPECT_EQ(error.field, "version");
  EXPECT_EQ(error.code, Errc::der_malformed);
  EXPECT_FALSE(error.found.empty());
}

TEST(DerBoolean, IsCanonical) {
  const auto value = [](int octet) {
    const ByteVector der = bytes({0x01, 0x01, octet});
    DerReader in(der);
    const bool read = in.boolean("flag");
    return std::pair(in.ok(), read);
  };
  EXPECT_EQ(value(0xff), std::pair(true, true));
  EXPECT_EQ(value(0x00), std::pair(true, false));
  EXPECT_EQ(value(0x01), std::pair(false, false));
}

TEST(DerInteger, IsMinimal) {
  const auto ok = [](const ByteVector& der) {
    DerReader in(der);
    in.integer("number");
    return in.ok();
  };
  EXPECT_TRUE(ok(bytes({0x02, 0x01, 0x00})));
  EXPECT_TRUE(ok(bytes({0x02, 0x02, 0x00, 0x80})));
  EXPECT_TRUE(ok(bytes({0x02, 0x01, 0x80})));
  EXPECT_FALSE(ok(bytes({0x02, 0x00})));
  EXPECT_FALSE(ok(bytes({0x02, 0x02, 0x00, 0x7f})));
  EXPECT_FALSE(ok(bytes({0x02, 0x02, 0xff, 0x80})));
}

TEST(DerInteger, SmallNumbers) {
  const auto number = [](const ByteVector& der) {
    DerReader in(der);
    const std::uint32_t value = in.small_number("number");
    return in.ok() ? std::optional(value) : std::nullopt;
  };
  EXPECT_EQ(number(bytes({0x02, 0x01, 0x7f})), 127u);
  EXPECT_EQ(number(bytes({0x02, 0x04, 0x7f, 0xff, 0xff, 0xff})), 0x7fffffffu);
  EXPECT_EQ(number(bytes({0x02, 0x05, 0x00, 0xff, 0xff, 0xff, 0xff})), std::nullopt);
  EXPECT_EQ(number(bytes({0x02, 0x01, 0xff})), std::nullopt);  // -1
}

TEST(DerObjectIdentifier, IsWellFormed) {
  const auto ok = [](const ByteVector& der) {
    DerReader in(der);
    in.object_identifier("id");
    return in.ok();
  };
  EXPECT_TRUE(ok(bytes({0x06, 0x03, 0x55, 0x1d, 0x0f})));
  EXPECT_FALSE(ok(bytes({0x06, 0x00})));
  EXPECT_FALSE(ok(bytes({0x06, 0x02, 0x55, 0x80})));        // unfinished
  EXPECT_FALSE(ok(bytes({0x06, 0x03, 0x55, 0x80, 0x01})));  // leading zero
}

TEST(DerBits, UnusedOnesAreZeroAndCounted) {
  const auto bits = [](const ByteVector& der) {
    DerReader in(der);
    const std::uint16_t value = in.named_bits("flags");
    return in.ok() ? std::optional(value) : std::nullopt;
  };
  EXPECT_EQ(bits(bytes({0x03, 0x02, 0x07, 0x80})), 0x0001);        // digitalSignature
  EXPECT_EQ(bits(bytes({0x03, 0x02, 0x01, 0x06})), 0x0060);        // keyCertSign, cRLSign
  EXPECT_EQ(bits(bytes({0x03, 0x03, 0x07, 0x00, 0x80})), 0x0100);  // decipherOnly
  EXPECT_EQ(bits(bytes({0x03, 0x01, 0x00})), 0x0000);
  EXPECT_EQ(bits(bytes({0x03, 0x02, 0x07, 0x81})), std::nullopt);
  EXPECT_EQ(bits(bytes({0x03, 0x02, 0x08, 0x80})), std::nullopt);
  EXPECT_EQ(bits(bytes({0x03, 0x01, 0x01})), std::nullopt);
  EXPECT_EQ(bits(bytes({0x03, 0x00})), std::nullopt);
  EXPECT_EQ(bits(bytes({0x03, 0x04, 0x00, 0x00, 0x00, 0x80})), std::nullopt);
}

std::optional<std::int64_t> time_of(Tag tag, std::string_view text) {
  ByteVector der;
  DerWriter(der).primitive(tag, as_bytes(text));
  DerReader in(der);
  const std::int64_t seconds = in.time("validity");
  return in.ok() && in.at_end() ? std::optional(seconds) : std::nullopt;
}

TEST(DerTime, AsTheProfileHasIt) {
  EXPECT_EQ(time_of(Tag::utc_time, "700101000000Z"), 0);
  EXPECT_EQ(time_of(Tag::utc_time, "261123071930Z"), 1795418370);
  EXPECT_EQ(time_of(Tag::utc_time, "491231235959Z"), 2524607999);
  EXPECT_EQ(time_of(Tag::utc_time, "500101000000Z"), -631152000);
  EXPECT_EQ(time_of(Tag::generalized_time, "20500101000000Z"), 2524608000);
  EXPECT_EQ(time_of(Tag::generalized_time, "99991231235959Z"), 253402300799);
  EXPECT_EQ(time_of(Tag::utc_time, "240229000000Z"), 1709164800);
  EXPECT_EQ(time_of(Tag::generalized_time, "20240229000000Z"), 1709164800);
  for (const std::string_view wrong :
       {"250229000000Z", "241301000000Z", "240100000000Z", "240101240000Z", "240101006000Z", "240101000060Z",
        "2401010000Z", "240101000000", "240101000000+0100", "24010100000 Z", "240101000000Zx", ""})
    EXPECT_EQ(time_of(Tag::utc_time, wrong), std::nullopt) << wrong;
  for (const std::string_view wrong : {"240101000000Z", "20500101000000.5Z", "2050010100000Z", "20500101000000"})
    EXPECT_EQ(time_of(Tag::generalized_time, wrong), std::nullopt) << wrong;
}

TEST(DerNesting, BodiesMustBeConsumedAndFailuresTravelOutwards) {
  const ByteVector der = bytes({0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x06});
  DerReader in(der);
  in.sequence("outer", [](DerReader& body) { body.integer("first"); });
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.error(Errc::der_malformed, "").code, Errc::der_malformed);
  DerReader again(der);
  again.sequence("outer", [](DerReader& body) {
    body.integer("first");
    body.boolean("second");
  });
  EXPECT_EQ(again.error(Errc::der_malformed, "").field, "second");
  EXPECT_NE(again.error(Errc::der_malformed, "").found.view().find("offset 5"), std::string_view::npos);
}

void descend(DerReader& in, unsigned& depth) {
  ++depth;
  if (!in.at_end()) in.sequence("level", [&](DerReader& body) { descend(body, depth); });
}

TEST(DerNesting, DepthIsLimited) {
  const auto nested = [](std::size_t levels) {
    ByteVector der;
    for (std::size_t level = 0; level < levels; ++level) {
      ByteVector outer;
      DerWriter(outer).primitive(Tag::sequence, der);
      der = outer;
    }
    return der;
  };
  unsigned depth = 0;
  const ByteVector fits = nested(kMaxDerDepth), too_deep = nested(1000);
  DerReader in(fits);
  descend(in, depth);
  EXPECT_TRUE(in.ok());
  depth = 0;
  DerReader hostile(too_deep);
  descend(hostile, depth);
  EXPECT_FALSE(hostile.ok());
  EXPECT_LE(depth, kMaxDerDepth + 1);
}

TEST(DerWriter, WritesWhatTheReaderReads) {
  ByteVector der;
  DerWriter(der).sequence([](DerWriter& out) {
    out.boolean(true);
    for (const std::uint32_t number : {0u, 1u, 127u, 128u, 255u, 256u, 0x7fffffffu}) out.number(number);
    out.unsigned_integer(bytes({0x00, 0x00, 0x80, 0x01}));
    out.named_bits(0x0160);
    out.bit_string(bytes({1, 2, 3}));
    out.time(1795418370);
    out.time(2524608000);
    out.primitive(Tag::octet_string, ByteVector(70'000, 0x5a));
    out.nested(context_constructed(3), [](DerWriter& inner) { inner.primitive(Tag::null, {}); });
  });
  DerReader in(der);
  in.sequence("outer", [](DerReader& body) {
    EXPECT_TRUE(body.boolean("flag"));
    for (const std::uint32_t number : {0u, 1u, 127u, 128u, 255u, 256u, 0x7fffffffu})
      EXPECT_EQ(body.small_number("number"), number);
    EXPECT_TRUE(equal(body.integer("large"), bytes({0x00, 0x80, 0x01})));
    EXPECT_EQ(body.named_bits("flags"), 0x0160);
    EXPECT_TRUE(equal(body.bit_string("bits"), bytes({1, 2, 3})));
    EXPECT_EQ(body.next_tag(), Tag::utc_time);
    EXPECT_EQ(body.time("early"), 1795418370);
    EXPECT_EQ(body.next_tag(), Tag::generalized_time);
    EXPECT_EQ(body.time("late"), 2524608000);
    EXPECT_EQ(body.content(Tag::octet_string, "text").size(), 70'000u);
    body.nested(context_constructed(3), "tagged", [](DerReader& inner) { inner.content(Tag::null, "null"); });
  });
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.at_end());
}

}  // namespace
}  // namespace handfast::pki
