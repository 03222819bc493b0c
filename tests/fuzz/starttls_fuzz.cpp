// What servers say in front of TLS: the first byte chooses the protocol, the second the size of the pieces, the rest is
// the server's. Only a talk of which every byte was understood may end well.
#include <algorithm>
#include <cstdlib>

#include "cli/starttls.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

class Server final : public cli::PlainTransport {
 public:
  Server(Bytes says, std::size_t piece) : says_(says), piece_(piece) {}

  End send(std::string_view text) override {
    heard += text.size();
    return End::none;
  }
  Received receive(MutableBytes out) override {
    if (says_.empty()) return {0, End::closed};
    const std::size_t size = std::min({piece_, out.size(), says_.size()});
    std::ranges::copy(says_.first(size), out.begin());
    says_ = says_.subspan(size);
    said += size;
    return {size};
  }

  std::size_t said = 0, heard = 0;

 private:
  Bytes says_;
  std::size_t piece_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  constexpr std::size_t kMostHeard = 1000;  // a client says little in each protocol
  const auto protocol = static_cast<cli::StartTls>(data[0] % 7);
  const Bytes says = Bytes(data, size).subspan(2);
  Server server(says, data[1] + 1U);
  const auto ready = cli::start_tls(protocol, "example.org", server);
  expect(server.heard < kMostHeard);
  expect(server.said <= cli::kMaxStartTlsTalk + 1024);
  if (ready) {
    expect(server.said > 0 && server.heard > 0);
    Server single(says, 1);  // the same in single bytes, unless what came behind was not looked at
    expect(cli::start_tls(protocol, "example.org", single).has_value());
  } else {
    const auto printable = [](char c) { return c >= 0x20 && c < 0x7f; };
    expect(!ready.error().reason.empty() && std::ranges::all_of(ready.error().answer, printable));
  }
  return 0;
}
