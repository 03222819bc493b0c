// One thread reads a connection while another writes it, on both sides at once, with keys changing all the time.
// ThreadSanitizer's build looks for what they share.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
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

void write_all(Connection& connection, Pipe& out, std::atomic<bool>& failed) {
  const ByteVector piece(kPieceSize, 'w');
  const auto flush = [&] {
    out.put(connection.output());
    connection.output_taken(connection.output().size());
  };
  for (int i = 0; i < kPieces && !failed; ++i) {
    const auto written = connection.write(piece);
    if (!written || *written != kPieceSize) failed = true;
    if (i % 10 == 0 && !connection.update_keys(true)) failed = true;
    flush();
  }
  if (!connection.close()) failed = true;
  flush();
  out.end();
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

TEST(Threads, ReadAndWriteAtOnce) {
  Endpoints ends(ordinary_client(), ordinary_server());
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
  Pipe to_server, to_client;
  std::atomic<bool> failed = false;
  std::size_t at_client = 0, at_server = 0;
  {
    const std::jthread threads[] = {
        std::jthread([&] { write_all(ends.client, to_server, failed); }),
        std::jthread([&] { write_all(ends.server, to_client, failed); }),
        std::jthread([&] { at_client = read_all(ends.client, to_client, failed); }),
        std::jthread([&] { at_server = read_all(ends.server, to_server, failed); }),
    };
  }
  EXPECT_FALSE(failed) << "client: " << why(ends.client) << "\nserver: " << why(ends.server);
  EXPECT_EQ(at_client, kPieces * kPieceSize);
  EXPECT_EQ(at_server, kPieces * kPieceSize);
}

}  // namespace
}  // namespace handfast::test
