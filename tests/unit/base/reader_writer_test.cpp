// The two cursors that everything untrusted goes through: they fail once and stay failed, and cut nothing off.
#include <gtest/gtest.h>

#include <optional>

#include "base/buffer.hpp"
#include "base/reader.hpp"
#include "base/static_vector.hpp"
#include "base/writer.hpp"

namespace handfast {
namespace {

constexpr std::uint8_t kBytes[] = {1, 2, 3, 4, 5, 6};

TEST(Reader, NumbersAreBigEndian) {
  Reader in(kBytes);
  EXPECT_EQ(in.number<1>(), 1U);
  EXPECT_EQ(in.number<2>(), 0x0203U);
  EXPECT_EQ(in.number<3>(), 0x040506U);
  EXPECT_TRUE(in.done());
  Reader wide(kBytes);
  EXPECT_EQ(wide.number<4>(), 0x01020304U);
}

TEST(Reader, TakesNoMoreThanThereIs) {
  Reader in(kBytes);
  EXPECT_EQ(in.take(6).size(), 6U);
  EXPECT_TRUE(in.done());
  EXPECT_TRUE(in.take(0).empty());
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.take(1).empty());
  EXPECT_EQ(in.fault(), Fault::truncated);
}

TEST(Reader, StaysFailed) {
  Reader in(kBytes);
  EXPECT_TRUE(in.take(7).empty());
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.offset(), 0U);
  EXPECT_EQ(in.left(), 0U);
  EXPECT_TRUE(in.take(1).empty());
  EXPECT_EQ(in.number<2>(), 0U);
  EXPECT_TRUE(in.rest().empty());
  EXPECT_FALSE(in.done());
  in.fail(Fault::too_long);
  EXPECT_EQ(in.fault(), Fault::truncated) << "the first fault stays";
}

TEST(Reader, HugeLengthsDoNotOverflow) {
  Reader in(kBytes);
  (void)in.take(3);
  EXPECT_TRUE(in.take(SIZE_MAX).empty());
  EXPECT_EQ(in.fault(), Fault::truncated);
  Reader other(kBytes);
  (void)other.take(3);
  EXPECT_TRUE(other.take(SIZE_MAX - 2).empty());
  EXPECT_FALSE(other.ok());
}

TEST(Reader, PrefixedBody) {
  constexpr std::uint8_t bytes[] = {2, 7, 8, 0, 1, 9, 3, 1};
  Reader in(bytes);
  EXPECT_EQ(in.prefixed<1>().size(), 2U);
  EXPECT_EQ(in.prefixed<2>().size(), 1U);
  EXPECT_TRUE(in.prefixed<1>().empty());  // says three, one is left
  EXPECT_EQ(in.fault(), Fault::truncated);
}

TEST(Reader, OfNothing) {
  Reader in({});
  EXPECT_TRUE(in.done());
  EXPECT_TRUE(in.rest().empty());
  EXPECT_EQ(in.number<1>(), 0U);
  EXPECT_FALSE(in.ok());
}

TEST(Writer, PrefixesNest) {
  ByteVector out;
  Writer writer(out);
  writer.number<2>(0x0102);
  {
    const auto outer = writer.prefix(3);
    writer.put(Bytes(kBytes).first(1));
    const auto inner = writer.prefix(1);
    writer.put(Bytes(kBytes).first(2));
  }
  EXPECT_TRUE(writer.ok());
  EXPECT_EQ(out, (ByteVector{1, 2, 0, 0, 4, 1, 2, 1, 2}));
}

// A body that its prefix cannot tell is an error, at every width exactly one byte above the limit.
TEST(Writer, BodyTooLongForItsPrefix) {
  for (const std::size_t width : {std::size_t{1}, std::size_t{2}}) {
    const std::size_t most = (std::size_t{1} << (8 * width)) - 1;
    for (const std::size_t size : {most, most + 1}) {
      ByteVector out;
      Writer writer(out);
      {
        const auto length = writer.prefix(width);
        writer.put(ByteVector(size));
      }
      EXPECT_EQ(writer.ok(), size == most) << size;
      EXPECT_EQ(out.size(), width + size);
    }
  }
}

TEST(Writer, AppendsToWhatIsThere) {
  ByteVector out{9};
  Writer writer(out);
  writer.number<1>(8);
  EXPECT_EQ(writer.size(), 2U);
  EXPECT_EQ(out, (ByteVector{9, 8}));
}

TEST(Buffer, IsAQueue) {
  Buffer buffer;
  EXPECT_TRUE(buffer.empty());
  ASSERT_TRUE(buffer.append(kBytes));
  ASSERT_TRUE(buffer.append(kBytes));
  buffer.taken(7);
  EXPECT_EQ(buffer.size(), 5U);
  EXPECT_TRUE(equal(buffer.bytes(), Bytes(kBytes).subspan(1)));
  const MutableBytes room = buffer.room(3);
  ASSERT_EQ(room.size(), 3U);
  std::ranges::fill(room, std::uint8_t{7});
  buffer.added(2);  // not all of the room was filled
  EXPECT_EQ(buffer.size(), 7U);
  EXPECT_EQ(buffer.bytes().back(), 7U);
}

TEST(Buffer, EverySplitGivesTheSameBytes) {
  ByteVector sent, received;
  Buffer buffer;
  for (unsigned i = 0; i < 2000; ++i) {
    const ByteVector piece(i % 23, static_cast<std::uint8_t>(i));
    append(sent, piece);
    ASSERT_TRUE(buffer.append(piece));
    const std::size_t taken = std::min<std::size_t>(buffer.size(), i % 29);
    append(received, buffer.bytes().first(taken));
    buffer.taken(taken);
  }
  append(received, buffer.bytes());
  EXPECT_EQ(received, sent);
}

TEST(Buffer, GivesMemoryBackOnlyWhenEmpty) {
  Buffer buffer;
  ASSERT_TRUE(buffer.append(kBytes));
  buffer.release();
  EXPECT_EQ(buffer.size(), 6U);
  buffer.taken(6);
  buffer.release();
  EXPECT_TRUE(buffer.empty());
  ASSERT_TRUE(buffer.append(kBytes));
  EXPECT_TRUE(equal(buffer.bytes(), kBytes));
}

TEST(StaticVector, RefusesWhatDoesNotFit) {
  StaticVector<int, 2> list{1};
  EXPECT_TRUE(list.push_back(2));
  EXPECT_FALSE(list.push_back(3));
  EXPECT_EQ(list.size(), 2U);
  EXPECT_TRUE(list.contains(2));
  EXPECT_FALSE(list.contains(3));
  list.erase(1);
  EXPECT_EQ(list.size(), 1U);
  EXPECT_EQ(list.front(), 2);
  list.clear();
  EXPECT_TRUE(list.empty());
}

}  // namespace
}  // namespace handfast
