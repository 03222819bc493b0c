#include "bogo/quic_carrier.hpp"

#include <algorithm>
#include <utility>

#include "tls/session/session_state.hpp"

namespace handfast::bogo {

namespace {

using Level = tls::EncryptionLevel;

constexpr std::size_t kHeaderSize = 8;           // type, level, cipher suite, size of the rest
constexpr std::uint32_t kMaxRecord = 1U << 20U;  // far beyond what any test sends

std::size_t index_of(Level level) { return static_cast<std::size_t>(level); }

std::uint32_t big_endian(Bytes bytes) {
  std::uint32_t out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8U | byte;
  return out;
}

}  // namespace

// RFC 9001, 4.1: early data is the carrier's own to send.
void QuicCarrier::adapt(tls::Options& options) {
  options.channel = {std::shared_ptr<void>(), this};
  options.require_application_protocol = true;  // RFC 9001, 8.1
  if (options.session) early_suite_ = options.session->cipher_suite;
  early_data_ = std::exchange(options.early_data, {});
  options.early_data_elsewhere = !early_data_.empty();
  if (options.max_early_data != 0) options.max_early_data = 0xffffffff;  // RFC 9001, 4.6.1
}

CipherSuite QuicCarrier::suite_of(Level level) const {
  const bool offered = level == Level::early && connection_->role() == tls::Role::client;
  return offered ? early_suite_ : connection_->info().cipher_suite;
}

void QuicCarrier::put(Level level, ContentType type, Bytes content) {
  const Keys& keys = writes_[index_of(level)];
  const std::size_t size = keys.secret.size() + content.size();
  const auto suite = static_cast<std::uint16_t>(keys.suite);
  output_.push_back(static_cast<std::uint8_t>(type));
  output_.push_back(static_cast<std::uint8_t>(level));
  for (const int shift : {8, 0}) output_.push_back(static_cast<std::uint8_t>(suite >> shift));
  for (const int shift : {24, 16, 8, 0}) output_.push_back(static_cast<std::uint8_t>(size >> shift));
  append(output_, keys.secret);
  append(output_, content);
}

Result<void> QuicCarrier::send(Level level, Bytes message) {
  put(level, ContentType::handshake, message);
  return {};
}

Result<void> QuicCarrier::send_alert(Level level, AlertLevel severity, Alert alert) {
  const std::array<std::uint8_t, 2> content{static_cast<std::uint8_t>(severity), static_cast<std::uint8_t>(alert)};
  put(level, ContentType::alert, content);
  return {};
}

// A client says what it has to say early as soon as it can, which is behind the ClientHello.
Result<void> QuicCarrier::install(Level level, Bytes read, Bytes write) {
  const CipherSuite suite = suite_of(level);
  if (!read.empty()) reads_[index_of(level)] = {suite, ByteVector(read.begin(), read.end())};
  if (!write.empty()) writes_[index_of(level)] = {suite, ByteVector(write.begin(), write.end())};
  if (level == Level::early && !write.empty())
    put(level, ContentType::application_data, std::exchange(early_data_, {}));
  return {};
}

void QuicCarrier::flush(tls::Connection&, std::size_t) {
  for (Bytes rest = output_; !rest.empty();) {
    const long size = transport_.send(rest);
    if (size < 0) break;  // the peer may have said why before it closed: that is in the input
    rest = rest.subspan(static_cast<std::size_t>(size));
  }
  output_.clear();
}

bool QuicCarrier::fill(MutableBytes out) {
  while (!out.empty()) {
    const long size = transport_.receive(out);
    if (size <= 0) return false;
    out = out.subspan(static_cast<std::size_t>(size));
  }
  return true;
}

// One record, whose header must say what TLS gave us.
Result<void> QuicCarrier::receive(tls::Connection& connection) {
  std::array<std::uint8_t, kHeaderSize> bytes{};
  if (!fill(bytes)) return connection.input_ended(), Result<void>();
  const Bytes all(bytes);
  const Header header{static_cast<ContentType>(bytes[0]), bytes[1],
                      static_cast<CipherSuite>(big_endian(all.subspan(2, 2))), big_endian(all.subspan(4))};
  if (header.level >= reads_.size() || header.size > kMaxRecord) return fail(Errc::unexpected_record, "quic.header");
  ByteVector body(header.size);
  if (!fill(body)) return connection.input_ended(), Result<void>();
  const bool refused = header.level == index_of(Level::early) && reads_[header.level].secret.empty();
  if (refused) return {};  // RFC 9001, 4.6.2: early data without keys for it is discarded
  if (const auto done = check(header, body); !done) return done;
  return take(connection, header, body);
}

// Takes the secret off.
Result<void> QuicCarrier::check(const Header& header, ByteVector& body) const {
  const Keys& keys = reads_[header.level];
  const auto level = static_cast<Level>(header.level);
  if (level != Level::initial && keys.secret.empty()) return fail(Errc::unexpected_record, "quic.level");
  if (header.suite != keys.suite) return fail(Errc::unexpected_record, "quic.cipher_suite");
  const auto end = body.begin() + static_cast<std::ptrdiff_t>(std::min(keys.secret.size(), body.size()));
  if (!std::ranges::equal(std::ranges::subrange(body.begin(), end), keys.secret))
    return fail(Errc::unexpected_record, "quic.secret");
  body.erase(body.begin(), end);
  return {};
}

Result<void> QuicCarrier::take(tls::Connection& connection, const Header& header, Bytes content) {
  const auto level = static_cast<Level>(header.level);
  switch (header.type) {
    case ContentType::handshake: return connection.receive_handshake(level, content);
    case ContentType::application_data:
      if (level != Level::early && level != Level::application) break;
      append(data_, content);
      return {};
    default: break;
  }
  return fail(Errc::unexpected_record, "quic.type");
}

std::size_t QuicCarrier::take_data(MutableBytes out) {
  const std::size_t size = std::min(out.size(), data_.size());
  const auto end = data_.begin() + static_cast<std::ptrdiff_t>(size);
  std::copy(data_.begin(), end, out.begin());
  data_.erase(data_.begin(), end);
  return size;
}

// What was received in full is given out before the end of the stream is told.
tls::Read QuicCarrier::read(tls::Connection& connection, MutableBytes out) {
  if (!data_.empty()) return {tls::Read::Kind::data, take_data(out)};
  return connection.read({});
}

Result<std::size_t> QuicCarrier::write(tls::Connection&, Bytes data) {
  put(Level::application, ContentType::application_data, data);
  return data.size();
}

std::size_t QuicCarrier::read_early_data(tls::Connection&, MutableBytes out) { return take_data(out); }

bool QuicCarrier::answers_early_data() const { return !writes_[index_of(Level::application)].secret.empty(); }

}  // namespace handfast::bogo
