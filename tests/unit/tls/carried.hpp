#pragma once
// A client and a server whose handshake travels without records (RFC 9001, 4.1), with what their channels saw.
#include <map>

#include "tls/record/handshake_channel.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {

class RecordingChannel final : public tls::HandshakeChannel {
 public:
  using Level = tls::EncryptionLevel;
  struct Piece {
    Level level{};
    ByteVector message;
  };
  struct SentAlert {
    Level level{};
    AlertLevel severity{};
    Alert alert{};
    bool operator==(const SentAlert&) const = default;
  };
  struct Secrets {
    ByteVector read, write;
  };

  explicit RecordingChannel(bool messages = true) : messages_(messages) {}
  bool carries_messages() const override { return messages_; }
  bool carries_alerts() const override { return true; }
  Result<void> send(Level level, Bytes message) override {
    if (failing == sent.size()) return fail(Errc::callback_failed, "channel");
    sent.push_back({level, ByteVector(message.begin(), message.end())});
    return {};
  }
  Result<void> send_alert(Level level, AlertLevel severity, Alert alert) override {
    alerts.push_back({level, severity, alert});
    return {};
  }
  Result<void> install(Level level, Bytes read, Bytes write) override {
    Secrets& known = secrets[level];
    if (!read.empty()) known.read.assign(read.begin(), read.end());
    if (!write.empty()) known.write.assign(write.begin(), write.end());
    return {};
  }
  // "level type", in order.
  std::string story() const {
    std::string out;
    for (const Piece& piece : sent)
      out += std::to_string(static_cast<int>(piece.level)) + " " + std::to_string(piece.message[0]) + ", ";
    return out;
  }

  std::vector<Piece> sent;
  std::size_t delivered = 0, at = 0;  // pieces that the peer has, and bytes of the next
  std::vector<SentAlert> alerts;
  std::map<Level, Secrets> secrets;
  std::optional<std::size_t> failing;  // which message cannot be sent

 private:
  bool messages_;
};

struct Carried {
  using Level = tls::EncryptionLevel;

  Carried(tls::Options of_client, tls::Options of_server,
          const std::shared_ptr<const tls::Services>& services = clocked())
      : client(tls::Role::client, services, with(std::move(of_client), client_channel)),
        server(tls::Role::server, services, with(std::move(of_server), server_channel)) {}

  // `piece`: bytes given at once; 0: whole messages. After each the handshake is called, as often as it likes.
  bool handshake(std::size_t piece = 0) {
    for (int round = 0; round < 8; ++round) {
      step(client);
      deliver(*client_channel, server, piece);
      step(server);
      deliver(*server_channel, client, piece);
    }
    EXPECT_TRUE(client.output().empty());
    EXPECT_TRUE(server.output().empty());
    return client.established() && server.established();
  }
  // What waits at `from`, as far as `to` reads its level.
  void deliver(RecordingChannel& from, tls::Connection& to, std::size_t piece = 0) {
    while (from.delivered < from.sent.size() && to.failure() == nullptr) {
      const RecordingChannel::Piece& next = from.sent[from.delivered];
      if (next.level != to.read_level()) return;
      const Bytes rest = Bytes(next.message).subspan(from.at);
      const Bytes part = rest.first(piece == 0 ? rest.size() : std::min(piece, rest.size()));
      ASSERT_TRUE(to.receive_handshake(next.level, part));
      from.at += part.size();
      if (from.at == next.message.size()) ++from.delivered, from.at = 0;
      step(to);
      if (piece != 0) step(to);  // nothing may happen in between
    }
  }
  static void step(tls::Connection& connection) {
    if (connection.established())
      (void)connection.read({});
    else
      (void)connection.handshake();
  }
  // Both know the same of every level that both know.
  void expect_same_secrets(std::initializer_list<Level> levels) {
    for (const Level level : levels) {
      const auto& ours = client_channel->secrets[level];
      const auto& theirs = server_channel->secrets[level];
      EXPECT_EQ(ours.read, theirs.write) << static_cast<int>(level);
      EXPECT_EQ(ours.write, theirs.read) << static_cast<int>(level);
      EXPECT_FALSE(ours.write.empty()) << static_cast<int>(level);
    }
  }

  std::shared_ptr<RecordingChannel> client_channel = std::make_shared<RecordingChannel>();
  std::shared_ptr<RecordingChannel> server_channel = std::make_shared<RecordingChannel>();
  tls::Connection client, server;

 private:
  static tls::Options with(tls::Options options, const std::shared_ptr<RecordingChannel>& channel) {
    options.channel = channel;
    return options;
  }
};

}  // namespace handfast::test
