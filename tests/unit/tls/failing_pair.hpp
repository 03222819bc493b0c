#pragma once
// A client and a server joined while an operator new of the test's fails (support/allocator.hpp): only what they do counts. The
// call in which memory runs out says out_of_memory and nothing else, or did not need the memory after all.
#include "support/allocator.hpp"
#include "unit/tls/refusal.hpp"

namespace handfast::test {

class FailingPair {
 public:
  std::optional<tls::Connection> client, server;
  Errc error{};  // what a function that gave false failed with

 protected:
  using Connection = tls::Connection;

  bool create(const std::shared_ptr<const tls::Services>& services, tls::Options client_side,
              tls::Options server_side) {
    try {
      const Counting here;
      client.emplace(tls::Role::client, services, std::move(client_side));
      server.emplace(tls::Role::server, services, std::move(server_side));
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }

  bool shake_hands() {
    for (int i = 0; i < 20; ++i) {
      for (Connection* side : {client.operator->(), server.operator->()}) {
        const tls::Step step = counted([&] { return side->handshake(); });
        if (step.kind == tls::Step::Kind::failed) return failed(*side, step.error);
        Connection& other = side == &*client ? *server : *client;
        if (step.kind == tls::Step::Kind::application_data && !receive(*side)) return false;
        if (!deliver(*side, other)) return false;
      }
      if (stands(*client) && stands(*server)) return true;
    }
    ADD_FAILURE() << "the handshake does not end";
    return false;
  }

  bool failed(Connection& side, Errc why_not) {
    error = why_not;
    const tls::Step again = counted([&] { return side.handshake(); });
    EXPECT_EQ(again.kind, tls::Step::Kind::failed);
    EXPECT_EQ(again.error, why_not);
    // When not a single byte is left, the code alone remains.
    if (allocator.shortage == Shortage::one_fails) {
      EXPECT_NE(side.failure(), nullptr);
    }
    if (side.failure() != nullptr) {
      EXPECT_EQ(side.failure()->error.code, why_not);
    }
    return false;
  }

  // All output of `from` becomes input of `to`; false when there was no memory for it.
  bool deliver(Connection& from, Connection& to) {
    while (!from.output().empty()) {
      const std::size_t n = std::min(from.output().size(), carried_.size());
      std::copy_n(from.output().begin(), n, carried_.begin());
      on_carried(from, Bytes(carried_).first(n));
      counted([&] { from.output_taken(n); });
      if (counted([&] { return to.feed(Bytes(carried_).first(n)); })) continue;
      error = Errc::out_of_memory;
      return false;
    }
    return true;
  }
  virtual void on_carried(const Connection&, Bytes) {}

  // A call that ran out of memory has done nothing: it may be made again, if memory comes back.
  bool retried(auto&& call) {
    for (int i = 0; i < 2; ++i) {
      const auto result = counted(call);
      if (result) return true;
      error = result.error().code;
      EXPECT_EQ(name_of(error), "out_of_memory");
      if (allocator.shortage == Shortage::all_fail_from_then_on) return false;
    }
    ADD_FAILURE() << "one failure only, but the call failed twice";
    return false;
  }

  bool talk(Connection& from, Connection& to, std::string_view text) {
    received_.clear();
    for (Bytes rest = as_bytes(text); !rest.empty();) {
      std::size_t written = 0;
      if (!write(from, rest, written) || !deliver(from, to)) return false;
      rest = rest.subspan(written);
      if (!receive(to)) return false;
    }
    EXPECT_EQ(received_, text);
    return true;
  }

  bool write(Connection& from, Bytes data, std::size_t& written) {
    return retried([&]() -> Result<void> {
      const auto result = from.write(data);
      if (!result) return std::unexpected(result.error());
      written = *result;
      return {};
    });
  }

  // Adds to received_ what there is to read.
  bool receive(Connection& to) {
    for (;;) {
      const tls::Read read = counted([&] { return to.read(buffer_); });
      if (read.kind == tls::Read::Kind::failed) return failed(to, read.error);
      rehandshake_ = read.kind == tls::Read::Kind::rehandshake;
      if (read.kind != tls::Read::Kind::data) return true;
      received_ += as_text(Bytes(buffer_).first(read.size));
    }
  }

  std::string received_;
  bool rehandshake_ = false;                // what receive() ended with
  std::array<std::uint8_t, 300> buffer_{};  // smaller than the records, so that rests are kept

  ~FailingPair() = default;

 private:
  static bool stands(const Connection& side) { return side.established() && !side.renegotiating(); }
  std::array<std::uint8_t, 20000> carried_{};
};

// Runs what `make` makes with one allocation more before the failure each time, until none fails any more; `what.go()` returns
// what it failed with. Returns how many allocations there were.
template <class Make>
long run_out_of_memory(Shortage shortage, Make make) {
  constexpr long kMoreThanNeeded = 5000;
  unsigned survived = 0;
  for (long n = 0; n < kMoreThanNeeded; ++n) {
    auto run = make();
    allocator = {.until_failure = n, .shortage = shortage};
    const std::optional<Errc> error = run->go();
    run->client.reset();
    run->server.reset();
    const bool reached = allocator.failures > 0;
    allocator.until_failure = -1;
    run->over(reached, error);
    if (!reached) {
      EXPECT_EQ(error, std::nullopt);
      testing::Test::RecordProperty("allocations", static_cast<int>(n));
      testing::Test::RecordProperty("survived", static_cast<int>(survived));
      return n;
    }
    survived += !error.has_value();
    EXPECT_EQ(name_of(error.value_or(Errc::out_of_memory)), "out_of_memory") << "allocation " << n;
    if (testing::Test::HasFailure()) {
      ADD_FAILURE() << "allocation " << n;
      return n;
    }
  }
  ADD_FAILURE() << "it never stopped allocating";
  return kMoreThanNeeded;
}

}  // namespace handfast::test
