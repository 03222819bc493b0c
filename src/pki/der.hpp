#pragma once
// Strict DER (X.690, 10 and 11): reading as views over the caller's bytes, and writing. What BER allows beyond DER
// (indefinite or padded lengths, padded integers, booleans other than 00 and ff) is refused, because two readings of
// the same bytes are two certificates. Tags above 30 do not occur in anything read here, and are refused.
#include <initializer_list>

#include "base/error.hpp"
#include "base/reader.hpp"

namespace handfast::pki {

enum class Tag : std::uint8_t {  // the identifier octet: class, constructed bit and number
  none = 0x00,
  boolean = 0x01,
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  object_identifier = 0x06,
  utf8_string = 0x0c,
  numeric_string = 0x12,
  printable_string = 0x13,
  teletex_string = 0x14,
  ia5_string = 0x16,
  utc_time = 0x17,
  generalized_time = 0x18,
  visible_string = 0x1a,
  general_string = 0x1b,
  universal_string = 0x1c,
  bmp_string = 0x1e,
  sequence = 0x30,
  set = 0x31,
};
constexpr Tag context_primitive(unsigned number) { return static_cast<Tag>(0x80u | number); }
constexpr Tag context_constructed(unsigned number) { return static_cast<Tag>(0xa0u | number); }

inline constexpr unsigned kMaxDerDepth = 16;           // a certificate's own syntax nests 9 deep
inline constexpr std::size_t kMaxDerLengthOctets = 4;  // 4 GB: no object here is larger

struct Element {
  Tag tag{};
  Bytes content{};
  Bytes whole{};  // identifier and length octets included
};

// A cursor over consecutive DER elements. It fails once and stays failed, and remembers where and at which field. All
// views point into the bytes that it was made from.
class DerReader {
 public:
  explicit DerReader(Bytes bytes) : in_(bytes) {}

  bool ok() const { return fault_ == Fault::none; }
  bool at_end() const { return !ok() || in_.left() == 0; }
  Tag next_tag() const;  // of the next element; Tag::none at the end
  bool next_is(Tag tag) const { return next_tag() == tag; }

  // The next element, which must be there; `field` is a static text that names it in an error.
  Element element(std::string_view field);
  Element element(Tag tag, std::string_view field);  // it must have this tag
  Bytes content(Tag tag, std::string_view field) { return element(tag, field).content; }
  Bytes whole(Tag tag, std::string_view field) { return element(tag, field).whole; }

  bool boolean(std::string_view field);
  Bytes integer(std::string_view field, Tag tag = Tag::integer);               // two's complement octets, minimal
  std::uint32_t small_number(std::string_view field, Tag tag = Tag::integer);  // 0 to 2^31-1, otherwise it fails
  Bytes object_identifier(std::string_view field);                             // encoded, well-formed
  Bytes bit_string(std::string_view field, Tag tag = Tag::bit_string);         // whole octets only: no unused bits
  std::uint16_t named_bits(std::string_view field);  // a bit string of flags, bit 0 of the syntax being the lowest here
  std::int64_t time(std::string_view field);  // UTCTime or GeneralizedTime as RFC 5280, 4.1.2.5: seconds since 1970

  // Enters a constructed element and reads it with `body(DerReader&)`, which must consume it to the end.
  template <class Body>
  void nested(Tag tag, std::string_view field, Body body) {
    const Element outer = element(tag, field);
    if (!ok()) return;
    DerReader inner(outer.content, *this);
    if (inner.ok()) body(inner);
    if (inner.ok() && !inner.at_end()) inner.fail(Fault::trailing, field);
    adopt(inner);
  }
  template <class Body>
  void sequence(std::string_view field, Body body) {
    nested(Tag::sequence, field, body);
  }

  void fail(Fault why, std::string_view field);
  void fail(const DerReader& part) {
    adopt(part);
  }  // with what failed in a reader of its own over a part of these bytes
  void expect_end(std::string_view field) {
    if (ok() && !at_end()) fail(Fault::trailing, field);
  }
  // What went wrong, as an error with the given code. Only after !ok().
  Error error(Errc code, std::string_view reference) const;

 private:
  DerReader(Bytes content, const DerReader& outer)
      : in_(content), origin_(outer.position() - content.size()), depth_(outer.depth_ + 1) {
    if (depth_ > kMaxDerDepth) fail(Fault::too_long, "nesting");
  }
  std::size_t position() const { return origin_ + in_.offset(); }
  void adopt(const DerReader& inner);

  Reader in_;
  std::size_t origin_ = 0;  // of in_ in the outermost bytes, for errors
  unsigned depth_ = 0;
  Fault fault_ = Fault::none;
  std::string_view field_{};
  std::size_t where_ = 0;
};

// Appends DER to a caller's buffer; a constructed element's length is filled in when its body is written.
class DerWriter {
 public:
  explicit DerWriter(ByteVector& out) : out_(out) {}

  void raw(Bytes der) { append(out_, der); }  // elements that are already encoded
  void primitive(Tag tag, Bytes content);
  void boolean(bool value);
  void number(std::uint32_t value, Tag tag = Tag::integer);
  void unsigned_integer(Bytes magnitude);  // big endian, any length; made minimal and positive
  void bit_string(Bytes octets, unsigned unused_bits = 0, Tag tag = Tag::bit_string);
  void named_bits(std::uint16_t bits);
  void time(std::int64_t seconds);  // UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5)

  template <class Body>
  void nested(Tag tag, Body body) {
    const std::size_t start = open(tag);
    body(*this);
    close(start);
  }
  template <class Body>
  void sequence(Body body) {
    nested(Tag::sequence, body);
  }

 private:
  std::size_t open(Tag tag);
  void close(std::size_t start);
  void length(std::size_t size);

  ByteVector& out_;
};

}  // namespace handfast::pki
