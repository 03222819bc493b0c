#pragma once
// The readers of a field list. A message states its fields once:
//
//   struct Cookie {  // RFC 8446, 4.2.2
//     static constexpr std::string_view name = "cookie", rfc = "RFC 8446, 4.2.2";
//     Bytes cookie{};
//     static void fields(auto& io, auto& m) { io.template opaque<2>(m.cookie, {1, 0xffff}, "cookie"); }
//   };
//
// and Decoder, Encoder and the tests' Generator walk it. What decodes holds views into the decoded bytes.
#include <array>
#include <concepts>
#include <cstring>
#include <iterator>
#include <optional>
#include <type_traits>

#include "base/error.hpp"
#include "base/reader.hpp"
#include "base/writer.hpp"

namespace handfast {

struct Limits {  // of a body in bytes, as the RFC's <least..most> says
  std::size_t least, most;
};

template <class T>
concept WireNumber = std::is_enum_v<T> || std::unsigned_integral<T>;

Error decode_error(const Reader& in, std::string_view field, std::string_view rfc, std::size_t size, Limits limits);

class Decoder;
template <class M>
Result<M> decode(Bytes bytes);

// A list of T behind a length prefix, kept as the bytes it came in and decoded again as it is walked: nothing is allocated.
template <class T>
class ListView {
 public:
  ListView() = default;
  explicit ListView(Bytes encoded) : encoded_(encoded) {}  // encoded: whole items, checked or written by us

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(Bytes rest) : rest_(rest) { step(); }
    const T& operator*() const { return item_; }
    const T* operator->() const { return &item_; }
    Iterator& operator++() { return step(), *this; }
    bool operator==(std::default_sentinel_t) const { return end_; }

   private:
    void step();
    Bytes rest_;
    T item_{};
    bool end_ = false;
  };
  Iterator begin() const { return Iterator(encoded_); }
  std::default_sentinel_t end() const { return {}; }
  bool empty() const { return encoded_.empty(); }
  Bytes encoded() const { return encoded_; }
  bool contains(const T& wanted) const
    requires std::equality_comparable<T>
  {
    for (const T& item : *this)
      if (item == wanted) return true;
    return false;
  }

 private:
  Bytes encoded_{};
};

class Decoder {
 public:
  Decoder(Reader& in, std::string_view rfc) : in_(in), rfc_(rfc) {}

  template <WireNumber T>
  void value(T& out, std::string_view field) {
    out = static_cast<T>(in_.number<sizeof(T)>());
    note(field);
  }
  template <std::size_t N>
  void bytes(std::array<std::uint8_t, N>& out, std::string_view field) {
    if (const Bytes b = in_.take(N); b.size() == N) std::memcpy(out.data(), b.data(), N);
    note(field);
  }
  template <std::size_t Width>
  void opaque(Bytes& out, Limits limits, std::string_view field) {
    out = body<Width>(limits, field);
  }
  template <std::size_t Width, class T>
  void list(ListView<T>& out, Limits limits, std::string_view field) {
    const Bytes items = body<Width>(limits, field);
    Reader inner(items);
    while (in_.ok() && inner.left() > 0) {
      T item{};
      Decoder each(inner, rfc_);
      each.item(item, field);
      if (inner.ok()) continue;
      error_ = each.error_;
      in_.fail(inner.fault());
    }
    out = ListView<T>(items);
  }
  void rest(Bytes& out, std::string_view) { out = in_.rest(); }  // the remainder is the value
  template <class T>
  void item(T& out, std::string_view field) {  // an element of a list: a number, or a message of its own
    if constexpr (WireNumber<T>)
      value(out, field);
    else
      T::fields(*this, out);
  }
  template <class Set>
  void extensions(Set& out, std::string_view field) {  // an extension block stays bytes until the registry reads it
    out.block = body<2>({0, 0xffff}, field);
  }
  // Whether an extension block stands at the end of a message that may do without.
  bool has_extensions(const auto&) const { return in_.left() > 0; }

  const Error& error() const { return *error_; }  // of a reader that is not ok any more

 private:
  template <class M>
  friend Result<M> decode(Bytes bytes);
  template <std::size_t Width>
  Bytes body(Limits limits, std::string_view field) {
    const std::size_t length = in_.number<Width>();
    if (in_.ok() && length < limits.least) in_.fail(Fault::too_short);
    if (in_.ok() && length > limits.most) in_.fail(Fault::too_long);
    size_ = length;
    limits_ = limits;
    const Bytes out = in_.take(in_.ok() ? length : 0);
    note(field);
    return out;
  }
  void note(std::string_view field) {
    if (in_.ok() || error_) return;
    error_ = decode_error(in_, field, rfc_, size_, limits_);
  }

  Reader& in_;
  std::string_view rfc_;
  std::size_t size_ = 0;
  Limits limits_{};
  std::optional<Error> error_;  // of the first field that failed
};

class Encoder {
 public:
  explicit Encoder(Writer& out) : out_(out) {}

  template <WireNumber T>
  void value(const T& v, std::string_view) {
    out_.number<sizeof(T)>(static_cast<std::uint32_t>(v));
  }
  template <std::size_t N>
  void bytes(const std::array<std::uint8_t, N>& v, std::string_view) {
    out_.put(v);
  }
  template <std::size_t Width>
  void opaque(const Bytes& v, Limits, std::string_view) {
    const auto length = out_.prefix(Width);
    out_.put(v);
  }
  template <std::size_t Width, class T>
  void list(const ListView<T>& v, Limits, std::string_view) {
    const auto length = out_.prefix(Width);
    out_.put(v.encoded());
  }
  void rest(const Bytes& v, std::string_view) { out_.put(v); }
  template <class Set>
  void extensions(const Set& v, std::string_view) {
    const auto length = out_.prefix(2);
    if (v.block.empty())
      Set::each(*this, v);
    else
      out_.put(v.block);
  }
  template <class Body>
  void extension(const std::optional<Body>& body) {  // one extension of a set, if it is there
    if (!body) return;
    out_.number<2>(static_cast<std::uint32_t>(Body::type));
    const auto length = out_.prefix(2);
    Body::fields(*this, *body);
  }
  void raw_extensions(Bytes extensions) { out_.put(extensions); }  // whole ones, which no set knows
  template <class Set>
  bool has_extensions(const Set& v) const {
    Any any;
    Set::each(any, v);
    return any.found || !v.block.empty();
  }

 private:
  struct Any {  // whether a set holds any extension
    bool found = false;
    template <class Body>
    void extension(const std::optional<Body>& body) {
      found |= body.has_value();
    }
    void raw_extensions(Bytes extensions) { found |= !extensions.empty(); }
  };
  Writer& out_;
};

// Decodes a whole M: bytes left over are an error, too.
template <class M>
Result<M> decode(Bytes bytes) {
  Reader in(bytes);
  Decoder decoder(in, M::rfc);
  M out{};
  M::fields(decoder, out);
  if (in.ok() && in.left() > 0) {
    const std::size_t size = in.left();
    in.fail(Fault::trailing);
    decoder.error_ = decode_error(in, M::name, M::rfc, size, {});
  }
  if (in.ok()) return out;
  return std::unexpected(decoder.error());
}

template <class M>
[[nodiscard]] bool encode(const M& message, ByteVector& out) {
  Writer writer(out);
  Encoder encoder(writer);
  M::fields(encoder, message);
  return writer.ok();
}

template <class T>
void ListView<T>::Iterator::step() {
  Reader in(rest_);
  Decoder decoder(in, {});
  end_ = rest_.empty();
  if (end_) return;
  decoder.item(item_, {});
  rest_ = in.rest();
  end_ = !in.ok();
}

}  // namespace handfast
