// One thread reads a connection while another writes it, on both sides at once, with keys changing all the time.
// ThreadSanitizer's build looks for what they share.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// One direction of a transport.
class Pipe {
 public:
  void put(Bytes bytes) {
    const std::lock_guard lock(mutex_);
    append(bytes_, bytes);
    changed_.notify_one();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_one();
  }
  ByteVector take() {  // empty: the end
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !bytes_.empty() || ended_; });
    return std::exchange(bytes_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  ByteVector bytes_;
  bool ended_ = false;
};

constexpr int kPieces = 300;
constexpr std::size_t kPieceSize = 700;

// Gives how many of the peer's KeyUpdates it answered. It waits for the first in the middle of its data, so that there is
// at least one; the peer asks for it with its first piece.
unsigned write_all(Connection& connection, Pipe& out, std::atomic<bool>& failed) {
  const ByteVector piece(kPieceSize, 'w');
  unsigned answered = 0;
  const auto flush = [&] {
    out.put(connection.output());
    connection.output_taken(connection.output().size());
  };
  for (int i = 0; i < kPieces && !failed; ++i) {
    while (i == kPieces / 2 && answered == 0 && !connection.owes_output() && !failed) std::this_thread::yield();
    if (connection.owes_output()) ++answered;
    const auto written = connection.write(piece);
    if (!written || *written != kPieceSize) failed = true;
    if (i % 10 == 0 && !connection.update_keys(true)) failed = true;
    flush();
  }
  if (!connection.close()) failed = true;
  flush();
  out.end();
  return answered;
}

std::size_t read_all(Connection& connection, Pipe& in, std::atomic<bool>& failed) {
  std::array<std::uint8_t, 512> buffer{};
  std::size_t size = 0;
  while (!failed) {
    const Read read = connection.read(buffer);
    if (read.kind == Read::Kind::data) size += read.size;
    if (read.kind == Read::Kind::closed) return size;
    if (read.kind == Read::Kind::failed) failed = true;
    if (read.kind != Read::Kind::wants_input) continue;
    const ByteVector bytes = in.take();
    if (bytes.empty())
      connection.input_ended();
    else if (!connection.feed(bytes))
      failed = true;
  }
  return size;
}

// Each look a second later, so that many updates are not too many.
std::chrono::system_clock::time_point hasty_clock() {
  static std::atomic<std::int64_t> now = 1'800'000'000;
  return std::chrono::system_clock::time_point(std::chrono::seconds(now++));
}

TEST(Threads, ReadAndWriteAtOnce) {
  Services services;
  services.clock = &hasty_clock;
  Endpoints ends(ordinary_client(), ordinary_server(), {}, std::make_shared<const Services>(services));
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
  Pipe to_server, to_client;
  std::atomic<bool> failed = false;
  std::size_t at_client = 0, at_server = 0;
  unsigned by_client = 0, by_server = 0;
  {
    const std::jthread threads[] = {
        std::jthread([&] { by_client = write_all(ends.client, to_server, failed); }),
        std::jthread([&] { by_server = write_all(ends.server, to_client, failed); }),
        std::jthread([&] { at_client = read_all(ends.client, to_client, failed); }),
        std::jthread([&] { at_server = read_all(ends.server, to_server, failed); }),
    };
  }
  EXPECT_FALSE(failed) << "client: " << why(ends.client) << "\nserver: " << why(ends.server);
  EXPECT_EQ(at_client, kPieces * kPieceSize);
  EXPECT_EQ(at_server, kPieces * kPieceSize);
  EXPECT_GT(by_client, 0U);
  EXPECT_GT(by_server, 0U);
}

// What the other thread does while one finds out that the connection is broken.
using Meanwhile = std::function<void(Connection&)>;

void write_until_refused(Connection& connection) {
  const ByteVector piece(kPieceSize, 'w');
  for (;;) {
    const auto written = connection.write(piece);
    connection.output_taken(connection.output().size());
    if (written) continue;
    EXPECT_EQ(written.error().code, Errc::session_finished);
    return;
  }
}

void break_while(const Meanwhile& meanwhile) {
  constexpr int kRounds = 30;
  for (int i = 0; i < kRounds; ++i) {
    Options options = ordinary_client();
    options.hold_alerts = i % 2 == 0;
    Endpoints ends(std::move(options), ordinary_server());
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
    ASSERT_TRUE(ends.server.write(as_bytes("damaged on the way")));
    ByteVector record = taken_output(ends.server);
    record.back() ^= 1;
    ASSERT_TRUE(ends.client.feed(record));
    std::array<std::uint8_t, 64> buffer{};
    Read read;
    {
      const std::jthread reader([&] { read = ends.client.read(buffer); });
      meanwhile(ends.client);
    }
    EXPECT_EQ(read.kind, Read::Kind::failed);
    ASSERT_NE(ends.client.failure(), nullptr);
    EXPECT_FALSE(ends.client.failure()->error.field.empty());
  }
}

TEST(Threads, AFailureWhileTheOtherWrites) { break_while(write_until_refused); }

TEST(Threads, AFailureWhileTheOtherCloses) {
  break_while([](Connection& connection) {
    EXPECT_TRUE(connection.close());
    connection.output_taken(connection.output().size());
  });
}

TEST(Threads, AFailureWhileTheOtherSendsAnAlert) {
  break_while([](Connection& connection) {
    EXPECT_TRUE(connection.send_alert(AlertLevel::fatal, Alert::bad_record_mac));
    connection.output_taken(connection.output().size());
  });
}

// The transport fails in both directions at once; one of the two failures is kept.
TEST(Threads, TwoFailuresAtOnce) {
  break_while([](Connection& connection) { connection.transport_failed(Errc::write_failed, 0); });
}

}  // namespace
}  // namespace handfast::test
