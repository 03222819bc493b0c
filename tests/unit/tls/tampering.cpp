#include "unit/tls/tampering.hpp"

namespace handfast::test {

using tls::Connection;
using tls::Options;

namespace {

std::shared_ptr<const tls::Policy> one_suite13() {
  tls::Policy policy;
  policy.cipher_suites = {CipherSuite::aes_128_gcm_sha256};
  policy.groups = {NamedGroup::x25519};
  return std::make_shared<const tls::Policy>(policy);
}

std::shared_ptr<const tls::Policy> one_suite12() {
  tls::Policy policy;
  policy.versions = {ProtocolVersion::tls12};
  policy.cipher_suites = {CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256};
  policy.groups = {NamedGroup::x25519, NamedGroup::secp256r1};
  return std::make_shared<const tls::Policy>(policy);
}

Bytes content_of(const ByteVector& record) { return Bytes(record).subspan(tls::kRecordHeaderSize); }
ContentType type_of(const ByteVector& record) { return static_cast<ContentType>(record.front()); }

ByteVector answer_to(const ByteVector& flight, Connection& from) {
  EXPECT_TRUE(from.feed(flight));
  (void)from.handshake();
  return taken_output(from);
}

ByteVector first_flight(Connection& client) {
  (void)client.handshake();
  return taken_output(client);
}

}  // namespace

// --------------------------------------------------------------------------------------------------------- TLS 1.3 ----

Tampering::Tampering(Options client_side, Options server_side) : ends(std::move(client_side), std::move(server_side)) {
  ends.server.options().key_log = secrets;
  ends.server.options().policy = ends.client.options().policy = one_suite13();
}

void Tampering::tamper_with_server(const Edit& edit) {
  deliver(answer_to(first_flight(ends.client), ends.server), ends.client, "SERVER_HANDSHAKE_TRAFFIC_SECRET", edit);
}

void Tampering::tamper_with_client(const Edit& edit) {
  tamper_with_server(in_records);
  deliver(taken_output(ends.client), ends.server, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", edit);
}

void Tampering::deliver(const ByteVector& flight, Connection& to, const char* secret, const Edit& edit) {
  Forger forger(secrets->lines[secret]);
  ByteVector clear, content;
  for (const ByteVector& record : split_records(flight)) {
    const bool is_sealed = type_of(record) == ContentType::application_data;
    append(is_sealed ? content : clear, is_sealed ? forger.open(record) : record);
  }
  ASSERT_FALSE(content.empty());
  ASSERT_TRUE(to.feed(clear));
  for (const Piece& piece : edit(split_messages(content)))
    ASSERT_TRUE(
        to.feed(piece.in_the_clear ? plain_record(piece.type, piece.content) : forger.seal(piece.type, piece.content)));
  (void)to.handshake();
}

// --------------------------------------------------------------------------------------------------------- TLS 1.2 ----

Tampering12::Tampering12(Options client_side, Options server_side)
    : ends(std::move(client_side), std::move(server_side)) {
  ends.client.options().policy = ends.server.options().policy = one_suite12();
}

void Tampering12::tamper_with_server(const Edit& edit) {
  deliver(answer_to(first_flight(ends.client), ends.server), ends.client, edit);
}

void Tampering12::tamper_with_client(const Edit& edit) {
  tamper_with_server(in_records);
  deliver(taken_output(ends.client), ends.server, edit);
}

void Tampering12::tamper_with_client_end(const std::function<void(Records&)>& edit) {
  tamper_with_server(in_records);
  Records records = split_records(taken_output(ends.client));
  ASSERT_EQ(records.size(), 3U);
  ASSERT_TRUE(ends.server.feed(records.front()));  // the messages before
  records.erase(records.begin());
  edit(records);
  for (const ByteVector& record : records) ASSERT_TRUE(ends.server.feed(record));
  (void)ends.server.handshake();
}

void Tampering12::tamper_with_server_end(const std::function<void(Records&)>& edit) {
  tamper_with_server(in_records);
  Records records = split_records(answer_to(taken_output(ends.client), ends.server));
  ASSERT_EQ(records.size(), 2U);
  edit(records);
  for (const ByteVector& record : records) ASSERT_TRUE(ends.client.feed(record));
  (void)ends.client.handshake();
}

void Tampering12::deliver(const ByteVector& flight, Connection& to, const Edit& edit) {
  ByteVector clear, rest;
  for (const ByteVector& record : split_records(flight)) {
    const bool is_clear = rest.empty() && type_of(record) == ContentType::handshake;
    append(is_clear ? clear : rest, is_clear ? content_of(record) : Bytes(record));
  }
  for (const Piece& piece : edit(split_messages(clear))) ASSERT_TRUE(to.feed(plain_record(piece.type, piece.content)));
  ASSERT_TRUE(to.feed(rest));
  (void)to.handshake();
}

void expect_told(Connection& refusing, Connection& other) {
  ASSERT_NE(refusing.failure(), nullptr);
  ASSERT_TRUE(other.feed(taken_output(refusing)));
  EXPECT_EQ(other.handshake().error, Errc::alert_received);
  ASSERT_NE(other.failure(), nullptr);
  EXPECT_EQ(other.failure()->alert_received, refusing.failure()->alert_sent);
}

}  // namespace handfast::test
