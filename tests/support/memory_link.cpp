#include "support/memory_link.hpp"

#include <algorithm>

namespace handfast::test {

using tls::Connection;
using tls::Read;
using tls::Step;

MemoryLink::Outcome MemoryLink::handshake(const std::function<void()>& on_wait) {
  Outcome out{step(client_), step(server_)};
  for (int idle = 0; idle < 3;) {
    const bool moved = carry();
    if (out.client.kind == Step::Kind::waiting || out.client.kind == Step::Kind::warning_alert)
      out.client = step(client_);
    if (out.server.kind == Step::Kind::waiting || out.server.kind == Step::Kind::warning_alert)
      out.server = step(server_);
    const auto outside = [](const Step& s) {
      return s.kind == Step::Kind::waiting && s.wait != Wait::input && s.wait != Wait::output;
    };
    if (on_wait && (outside(out.client) || outside(out.server))) on_wait();
    idle = moved ? 0 : idle + 1;
  }
  return out;
}

bool MemoryLink::carry() {
  const bool there = carry(client_, server_);
  return carry(server_, client_) || there;
}

std::string MemoryLink::transfer(Connection& from, Connection& to, Bytes data) {
  std::string received;
  std::array<std::uint8_t, 5000> buffer{};  // smaller than a record, so that rests are kept
  while (!data.empty()) {
    const auto written = from.write(data);
    if (!written) return std::string(name_of(written.error().code));
    data = data.subspan(*written);
    while (carry() || to.readable() > 0) {
      for (;;) {
        const Read read = to.read(buffer);
        if (read.kind == Read::Kind::failed) return std::string(name_of(read.error));
        if (read.kind != Read::Kind::data) break;
        received.append(as_text(Bytes(buffer).first(read.size)));
      }
    }
  }
  return received;
}

bool MemoryLink::carry(Connection& from, Connection& to) {
  const Bytes output = from.output();
  if (output.empty()) return false;
  const std::size_t taken = carriage_.write_chunk == 0 ? output.size() : std::min(carriage_.write_chunk, output.size());
  ByteVector bytes(output.begin(), output.begin() + static_cast<std::ptrdiff_t>(taken));
  from.output_taken(taken);
  Bytes rest = bytes;
  while (!rest.empty()) {
    const std::size_t n = carriage_.read_chunk == 0 ? rest.size() : std::min(carriage_.read_chunk, rest.size());
    if (!to.feed(rest.first(n))) return false;
    rest = rest.subspan(n);
    if (!to.established() && to.failure() == nullptr) (void)step(to);
  }
  return true;
}

Step MemoryLink::step(Connection& connection) {
  const Step first = connection.handshake();
  if (!carriage_.stutter || first.kind == Step::Kind::warning_alert) return first;
  return connection.handshake();
}

}  // namespace handfast::test
