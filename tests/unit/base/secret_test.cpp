// Secrets leave nothing behind: not where they were moved from, not where they went away, not in released frames.
//
// This program's operator delete looks at one block before it is freed.
#include "support/replaceable_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "base/buffer.hpp"
#include "base/frame_arena.hpp"
#include "base/secret_queue.hpp"

namespace {

struct Watch {
  const void* block = nullptr;
  std::size_t size = 0;
  bool freed = false, was_clean = false;
} watch;

void look_at(const void* memory) {
  if (memory == nullptr || memory != watch.block) return;
  const auto* bytes = static_cast<const unsigned char*>(memory);
  watch.freed = watch.was_clean = true;
  for (std::size_t i = 0; i < watch.size; ++i) watch.was_clean = watch.was_clean && bytes[i] == 0;
  watch.block = nullptr;
}

void start_watching(const void* block, std::size_t size) { watch = {block, size, false, false}; }

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
void operator delete(void* memory) noexcept {
  look_at(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  look_at(memory);
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace handfast {
namespace {

constexpr std::uint8_t kKey[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
using Key = Secret<32>;

TEST(Secret, IsWipedWhenItGoes) {
  auto key = std::make_unique<Key>(kKey);
  start_watching(key.get(), sizeof(Key) - sizeof(std::size_t));  // its size is no secret
  key.reset();
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
}

TEST(Secret, IsWipedWhereItWasMovedFrom) {
  Key from(kKey);
  const Bytes place = from.reveal();
  const Key to(std::move(from));
  EXPECT_TRUE(equal(to.reveal(), kKey));
  EXPECT_TRUE(from.empty());  // NOLINT: what a move leaves is the subject
  EXPECT_TRUE(std::ranges::all_of(place, [](std::uint8_t byte) { return byte == 0; }));
}

TEST(Secret, AssignmentReplacesAll) {
  Key target(kKey);
  const Bytes place = target.reveal();
  target = Key(Bytes(kKey).first(2));
  EXPECT_EQ(target.size(), 2U);
  EXPECT_TRUE(equal(place.first(2), Bytes(kKey).first(2)));
  EXPECT_TRUE(std::ranges::all_of(place.subspan(2), [](std::uint8_t byte) { return byte == 0; }));
  Key& same = target;
  target = std::move(same);
  EXPECT_EQ(target.size(), 2U);
}

TEST(Secret, ClearAndClone) {
  Key key(kKey);
  const Key copy = key.clone();
  key.clear();
  EXPECT_TRUE(key.empty());
  EXPECT_TRUE(equal(copy.reveal(), kKey));
}

TEST(Secret, TakesNoMoreThanItHolds) {
  EXPECT_EQ(Secret<4>(kKey).size(), 4U);
  EXPECT_EQ(Secret<4>::of_size(9).size(), 4U);
}

TEST(SecretBytes, AreWipedWhenTheyGo) {
  {
    const SecretBytes secret{Bytes(kKey)};
    start_watching(secret.reveal().data(), secret.size());
  }
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
}

TEST(SecretBytes, AreWipedWhenReplaced) {
  SecretBytes secret{Bytes(kKey)};
  start_watching(secret.reveal().data(), secret.size());
  secret = SecretBytes(Bytes(kKey).first(1));
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
  EXPECT_EQ(secret.size(), 1U);
}

TEST(SecretQueue, GivesFirstWhatCameFirst) {
  SecretQueue queue;
  queue.add({});
  EXPECT_TRUE(queue.empty());
  queue.add(Bytes(kKey).first(3));
  queue.add(Bytes(kKey).subspan(3, 2));
  queue.taken(2);
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_TRUE(equal(queue.bytes(), Bytes(kKey).subspan(2, 3)));
  queue.taken(3);
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.bytes().empty());
  queue.add(Bytes(kKey).last(1));
  EXPECT_TRUE(equal(queue.bytes(), Bytes(kKey).last(1)));
}

TEST(SecretQueue, IsWipedWhenItGrows) {
  SecretQueue queue;
  queue.add(kKey);
  start_watching(queue.bytes().data(), queue.size());
  queue.add(ByteVector(4096, 1));
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
}

TEST(SecretQueue, IsWipedWhenAllIsTaken) {
  SecretQueue queue;
  queue.add(kKey);
  start_watching(queue.bytes().data(), queue.size());
  queue.taken(1);
  EXPECT_FALSE(watch.freed);
  queue.taken(sizeof kKey - 1);
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
}

TEST(Buffer, WipesWhatBecameSecretInIt) {
  Buffer buffer;
  ASSERT_TRUE(buffer.append(ByteVector(4096, 7)));
  start_watching(buffer.bytes().data(), 4096);
  buffer.wipes_taken();
  buffer.taken(4096);
  buffer.release();
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
}

TEST(ConstantTimeEqual, ComparesAll) {
  for (std::size_t size = 0; size <= sizeof kKey; ++size) {
    const Bytes a = Bytes(kKey).first(size);
    ByteVector b(a.begin(), a.end());
    EXPECT_TRUE(constant_time_equal(a, b));
    for (std::size_t i = 0; i < size; ++i) {
      b[i] ^= 0x80;
      EXPECT_FALSE(constant_time_equal(a, b)) << i;
      b[i] ^= 0x80;
    }
  }
  EXPECT_FALSE(constant_time_equal(kKey, Bytes(kKey).first(15)));
}

TEST(Wipe, OfNothingIsHarmless) { wipe({}); }

TEST(FrameArena, LastInIsFirstOut) {
  FrameArena arena(1024);
  void* const first = arena.allocate(100);
  void* const second = arena.allocate(33);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second) % alignof(std::max_align_t), 0U);
  EXPECT_GE(static_cast<std::byte*>(second) - static_cast<std::byte*>(first), 100);
  arena.release(second, 33);
  EXPECT_EQ(arena.allocate(200), second);
  arena.release(second, 200);
  arena.release(first, 100);
  EXPECT_EQ(arena.allocate(1), first);
  arena.release(first, 1);
}

TEST(FrameArena, ReleasedFramesAreWiped) {
  FrameArena arena(256);
  auto* const frame = static_cast<std::uint8_t*>(arena.allocate(64));
  std::fill_n(frame, 64, std::uint8_t{0xaa});
  arena.release(frame, 64);
  EXPECT_TRUE(std::all_of(frame, frame + 64, [](std::uint8_t byte) { return byte == 0; }));
}

TEST(FrameArena, WhatDoesNotFitGoesToTheHeapAndIsWiped) {
  FrameArena arena(64);
  void* const inside = arena.allocate(48);
  auto* const outside = static_cast<std::uint8_t*>(arena.allocate(48));
  ASSERT_NE(outside, nullptr);
  std::fill_n(outside, 48, std::uint8_t{0xaa});
  start_watching(outside, 48);
  arena.release(outside, 48);
  EXPECT_TRUE(watch.freed);
  EXPECT_TRUE(watch.was_clean);
  arena.release(inside, 48);
  EXPECT_EQ(arena.allocate(64), inside);
  arena.release(inside, 64);
}

}  // namespace
}  // namespace handfast

#endif
