#pragma once
// An operator new that runs out of memory when a test wants it to. One file of a program includes this, and the program has
// it; where HANDFAST_REPLACEABLE_NEW is 0 there is nothing.
#include "support/allocator.hpp"
#include "support/replaceable_new.hpp"

#if HANDFAST_REPLACEABLE_NEW

void* operator new(std::size_t size) { return handfast::test::allocate_or_throw(size); }
void* operator new[](std::size_t size) { return handfast::test::allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return handfast::test::allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return handfast::test::allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

#endif
