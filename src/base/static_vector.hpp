#pragma once
// A short list held in place, for what has a small known maximum: nothing is allocated.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

namespace handfast {

template <class T, std::size_t Capacity>
class StaticVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  constexpr StaticVector() = default;
  constexpr StaticVector(std::initializer_list<T> items) {
    for (const T& item : items) push_back(item);
  }
  constexpr bool push_back(const T& item) {  // false: it is full
    if (size_ == Capacity) return false;
    items_[size_++] = item;
    return true;
  }
  constexpr void erase(const T& item) { size_ = static_cast<std::size_t>(std::remove(begin(), end(), item) - begin()); }
  constexpr bool contains(const T& item) const { return std::find(begin(), end(), item) != end(); }
  constexpr void clear() { size_ = 0; }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T* begin() { return items_.data(); }
  constexpr T* end() { return items_.data() + size_; }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T& operator[](std::size_t i) { return items_[i]; }
  constexpr const T& front() const { return items_[0]; }

 private:
  std::array<T, Capacity> items_{};
  std::size_t size_ = 0;
};

}  // namespace handfast
