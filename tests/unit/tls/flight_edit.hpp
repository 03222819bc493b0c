#pragma once
// Flights that somebody on the way has changed: a flight is a list of messages, an edit makes records of it, and a case says
// which rule it breaks.
#include <algorithm>

#include "unit/tls/refusal.hpp"

namespace handfast::test {

struct Piece {  // one record
  ContentType type;
  ByteVector content;
  bool in_the_clear = false;  // although the flight is protected
};
using Pieces = std::vector<Piece>;
using Edit = std::function<Pieces(Messages)>;

// All messages in as few records as they need.
inline Pieces in_records(const Messages& messages) {
  Pieces out;
  const ByteVector all = joined(messages);
  for (Bytes rest = all; !rest.empty();) {
    const Bytes part = rest.first(std::min(rest.size(), tls::kMaxPlaintext));
    out.push_back({ContentType::handshake, ByteVector(part.begin(), part.end())});
    rest = rest.subspan(part.size());
  }
  return out;
}

inline Edit messages(const std::function<void(Messages&)>& edit) {
  return [edit](Messages flight) {
    edit(flight);
    return in_records(flight);
  };
}
template <class M>
inline Edit fields(std::size_t index, const std::function<void(M&)>& edit) {
  return messages([=](Messages& flight) {
    M message = decode<M>(Bytes(flight[index]).subspan(kMessageHeader)).value();
    edit(message);
    flight[index] = message_of(message);
  });
}
template <class M>
inline Edit with(std::size_t index, ExtensionType type, ByteVector body) {
  return messages([=](Messages& flight) {
    flight[index] = with_extensions<M>(flight[index], [&](LooseExtensions& list) { list.push_back({type, body}); });
  });
}
inline Edit drop(std::size_t index) {
  return messages([=](Messages& flight) { flight.erase(flight.begin() + static_cast<std::ptrdiff_t>(index)); });
}
inline Edit twice(std::size_t index) {
  return messages([=](Messages& flight) {
    const ByteVector copy = flight[index];
    flight.insert(flight.begin() + static_cast<std::ptrdiff_t>(index), copy);
  });
}
inline Edit swap(std::size_t a, std::size_t b) {
  return messages([=](Messages& flight) { std::swap(flight[a], flight[b]); });
}
inline Edit behind(std::size_t index, ByteVector bytes) {  // bytes more in the message, whose length says so
  return messages([=](Messages& flight) {
    ByteVector body(flight[index].begin() + kMessageHeader, flight[index].end());
    append(body, bytes);
    flight[index] = message_of(static_cast<HandshakeType>(flight[index][0]), body);
  });
}
inline Edit shortened(std::size_t index) {  // without its last byte, the length says so
  return messages([=](Messages& flight) {
    const Bytes body = Bytes(flight[index]).subspan(kMessageHeader);
    flight[index] = message_of(static_cast<HandshakeType>(flight[index][0]), body.first(body.size() - 1));
  });
}
inline Edit preceded_by(ContentType type, ByteVector content) {
  return [=](const Messages& flight) {
    Pieces out = in_records(flight);
    out.insert(out.begin(), {type, content});
    return out;
  };
}

struct BadFlight {
  const char* name;
  Edit edit;
  Refusal refusal;

  friend void PrintTo(const BadFlight& bad, std::ostream* out) { *out << bad.name; }
};
inline std::string name_of_case(const testing::TestParamInfo<BadFlight>& param) { return param.param.name; }

inline constexpr std::uint8_t kOneByte[] = {7};
inline constexpr std::uint8_t kNoCertificate[] = {0x30, 0x00};

// Its flights have all the same size: an ECDSA signature's changes.
inline tls::Options server_of_one_size() {
  static const auto credential = TestCa::instance().server(crypto::KeyType::ed25519);
  tls::Options out;
  out.credentials = credentials(credential);
  return out;
}

}  // namespace handfast::test
