#pragma once
// When an operator new fails that failing_new.hpp has given to the program.
#include <cstdint>
#include <cstdlib>
#include <new>

namespace handfast::test {

enum class Shortage : std::uint8_t { one_fails, all_fail_from_then_on };

// The provider's own memory comes from malloc and is not counted.
struct Allocator {
  bool counting = false;    // only while the code under test is at work
  long until_failure = -1;  // below 0: none fails
  Shortage shortage = Shortage::one_fails;
  std::size_t least = 0;  // what is smaller never fails
  unsigned failures = 0;

  bool refuses(std::size_t size) {
    if (!counting || until_failure < 0 || size < least) return false;
    if (until_failure > 0) return --until_failure, false;
    if (shortage == Shortage::one_fails) until_failure = -1;
    ++failures;
    return true;
  }
};
inline Allocator allocator;

inline void* allocate(std::size_t size) noexcept {
  return allocator.refuses(size) ? nullptr : std::malloc(size == 0 ? 1 : size);
}
inline void* allocate_or_throw(std::size_t size) {
  if (void* const memory = allocate(size)) return memory;
  throw std::bad_alloc();
}

// Allocations between here and the end of the scope count.
struct Counting {
  Counting() { allocator.counting = true; }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() { allocator.counting = false; }
};
struct NotCounting {
  NotCounting() { allocator.counting = false; }
  NotCounting(const NotCounting&) = delete;
  NotCounting& operator=(const NotCounting&) = delete;
  ~NotCounting() { allocator.counting = before; }
  const bool before = allocator.counting;
};
auto counted(auto&& call) {
  const Counting here;
  return call();
}

}  // namespace handfast::test
