#include "pki/pem.hpp"

#include <gtest/gtest.h>

#include "authority.hpp"

namespace handfast::pki {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  ByteVector out(base64_decoded_limit(text.size()));
  const Result<std::size_t> size = decode_base64(text, out);
  if (!size) return std::nullopt;
  return std::string(as_text(Bytes(out).first(*size)));
}

TEST(Base64, VectorsOfRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYg=="), "foob");
  EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(Base64, BlanksMayBeAnywhere) {
  EXPECT_EQ(decoded(" Z\tm\r\n9v\n"), "foo");
  EXPECT_EQ(decoded("Zg=\n=\n"), "f");
}

TEST(Base64, EverythingElseIsRefused) {
  for (const std::string_view wrong : {"Z", "Zg", "Zg=", "Zm9", "Z===", "====", "Zg==Zg==", "Zg==Z", "Zm9v=", "Zh==",
                                       "Zm9=", "Zm-v", "Zm_v", "Zm9v!", "\xff\xff\xff\xff", "Zm9v====", "Zg== ="})
    EXPECT_EQ(decoded(wrong), std::nullopt) << wrong;
  EXPECT_EQ(decoded(std::string_view("Zm9\0", 4)), std::nullopt);
  std::string line(64, 'A');
  EXPECT_EQ(decoded(line), std::string(48, '\0'));
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string wrong = line;
    wrong[at] = '*';
    EXPECT_EQ(decoded(wrong), std::nullopt) << at;
  }
}

TEST(Base64, AsksForEnoughRoom) {
  ByteVector out(2);
  EXPECT_EQ(decode_base64("Zm9v", out).error().code, Errc::invalid_request);
}

TEST(Pem, WrittenTextIsReadBack) {
  for (std::size_t size = 0; size < 200; ++size) {
    ByteVector der(size);
    for (std::size_t i = 0; i < size; ++i) der[i] = static_cast<std::uint8_t>(i * 7 + size);
    const std::string text = encode_pem("CERTIFICATE", der);
    PemReader in(as_bytes(text));
    const auto block = in.next();
    ASSERT_TRUE(block && *block) << size;
    EXPECT_EQ((*block)->label, "CERTIFICATE");
    EXPECT_EQ(decode_pem(**block).value(), der) << size;
    EXPECT_EQ(to_vector(decode_secret_pem(**block)->reveal()), der) << size;
    EXPECT_FALSE(in.next()->has_value());
    EXPECT_EQ(as_text(encode_secret_pem("CERTIFICATE", der).reveal()), text);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 64u);
      at = end + 1;
    }
  }
}

TEST(Pem, TextAroundAndOtherBlocksArePassedOver) {
  constexpr std::string_view text =
      "some words\r\n-----BEGIN A-----\r\nZm9v\r\n-----END A-----\r\nin between -----BEGIN B C-----Zm9v-----END B "
      "C-----rest";
  PemReader in(as_bytes(text));
  const auto first = in.next(), second = in.next(), third = in.next();
  ASSERT_TRUE(first && *first && second && *second && third);
  EXPECT_EQ((*first)->label, "A");
  EXPECT_EQ(decode_pem(**first).value(), to_vector(as_bytes("foo")));
  EXPECT_EQ((*second)->label, "B C");
  EXPECT_EQ(decode_pem(**second).value(), to_vector(as_bytes("foo")));
  EXPECT_FALSE(third->has_value());
}

TEST(Pem, BrokenBlocksAreErrors) {
  for (const std::string_view wrong :
       {"-----BEGIN A-----\nZm9v\n", "-----BEGIN A-----\nZm9v\n-----END B-----\n",
        "-----BEGIN A\nZm9v\n-----END A-----\n", "-----BEGIN A-----\nZm9v\n-----END A", "-----BEGIN "}) {
    PemReader in(as_bytes(wrong));
    const auto block = in.next();
    ASSERT_FALSE(block) << wrong;
    EXPECT_EQ(block.error().code, Errc::pem_malformed);
    EXPECT_FALSE(block.error().expected.empty());
  }
  PemReader nested(as_bytes("-----BEGIN A-----\nZm9v\n-----BEGIN B-----\nZm9v\n-----END B-----\n"));
  EXPECT_EQ(nested.next().error().code, Errc::pem_malformed);
}

TEST(Pem, AnyLineOfDashesCanEndABlock) {
  constexpr std::string_view text =
      "-----BEGIN A-----\nZm9v\n-----BEGIN B-----\nYmFy\n-----END OF B-----\n-----BEGIN C-----\nZm9v\n-----END C-----\n"
      "-----BEGIN D-----\nZm9v\n";
  PemReader in(as_bytes(text), BlockEnd::any);
  for (const auto& [label, body] : {std::pair{"A", "foo"}, {"B", "bar"}, {"C", "foo"}}) {
    const auto block = in.next();
    ASSERT_TRUE(block && *block) << label;
    EXPECT_EQ((*block)->label, label);
    EXPECT_EQ(decode_pem(**block).value(), to_vector(as_bytes(body)));
  }
  EXPECT_EQ(in.next().error().code, Errc::pem_malformed);  // D has no end at all
}

TEST(Pem, HeadersAreSplitOff) {
  constexpr std::string_view text =
      "-----BEGIN K-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nZm9v\n-----END K-----\n"
      "-----BEGIN K-----\r\nX: y\r\n\r\nZm9v\r\n-----END K-----\r\n-----BEGIN K-----\nX: no empty line\n-----END "
      "K-----";
  PemReader in(as_bytes(text));
  const auto first = in.next(), second = in.next(), third = in.next();
  ASSERT_TRUE(first && *first && second && *second && third && *third);
  EXPECT_TRUE((*first)->encrypted);
  EXPECT_EQ(decode_pem(**first).value(), to_vector(as_bytes("foo")));
  EXPECT_FALSE((*second)->encrypted);
  EXPECT_EQ(decode_pem(**second).value(), to_vector(as_bytes("foo")));
  EXPECT_TRUE((*third)->body.empty());
}

}  // namespace
}  // namespace handfast::pki
