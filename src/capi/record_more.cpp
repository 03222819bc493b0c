// Rarely used ways to send and receive: packets, files, other record sizes.
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>

#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "tls/record/limits.hpp"

using namespace handfast;
using namespace handfast::capi;

// What one record carried, or the rest of it.
struct mbuffer_st {
  SecretBytes data;
  std::size_t size;
  std::uint64_t sequence;
};

namespace {

constexpr std::size_t kSmallestRecord = 512, kLargestRecord = tls::kMaxPlaintext;
constexpr std::size_t kFilePiece = 16384;  // what one gnutls_record_send() takes

std::uint64_t last_sequence(gnutls_session_t session) {
  const std::uint64_t records = session->connection.records_read();
  return records == 0 ? 0 : records - 1;
}

void write_sequence(std::uint64_t number, unsigned char* out) {
  for (int i = 7; i >= 0; --i, number >>= 8) out[i] = static_cast<unsigned char>(number);
}

bool record_size_fits(std::size_t size) { return size >= kSmallestRecord && size <= kLargestRecord; }

// It is told in the handshake and stays.
void accept_records_of(gnutls_session_int& session, std::size_t size) {
  if (session.handshake_calls != 0 || (session.flags & GNUTLS_NO_DEFAULT_EXTENSIONS) != 0) return;
  tls::Options& options = session.connection.options();
  options.record_size_limit = static_cast<std::uint16_t>(size);
  options.offer_max_fragment_length = size == session.max_send;
}

// Sends until `count` bytes, the end of the file or an interruption; what was taken.
ssize_t send_from(gnutls_session_t session, int fd, off_t start, std::size_t count) {
  SecretBytes buffer(std::min(count, kFilePiece));
  std::size_t total = 0;
  while (total < count) {
    const std::size_t room = std::min(count - total, buffer.size());
    const ssize_t got = pread(fd, buffer.fill().data(), room, start + static_cast<off_t>(total));
    if (got < 0) return GNUTLS_E_FILE_ERROR;
    if (got == 0) break;
    const ssize_t sent = gnutls_record_send(session, buffer.reveal().data(), static_cast<std::size_t>(got));
    if (sent < 0) return total != 0 ? static_cast<ssize_t>(total) : sent;
    total += static_cast<std::size_t>(sent);
  }
  return static_cast<ssize_t>(total);
}

}  // namespace

extern "C" {

ssize_t gnutls_record_recv_seq(gnutls_session_t session, void* data, size_t data_size, unsigned char* seq) {
  const ssize_t got = gnutls_record_recv(session, data, data_size);
  if (got > 0 && seq != nullptr) write_sequence(last_sequence(session), seq);
  return got;
}

ssize_t gnutls_record_recv_packet(gnutls_session_t session, gnutls_packet_t* packet) {
  if (session == nullptr || packet == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *packet = nullptr;
  return c_call([&]() -> ssize_t {
    SecretBytes buffer(kLargestRecord);
    const ssize_t got = gnutls_record_recv(session, buffer.fill().data(), buffer.size());
    if (got <= 0) return got;
    const auto size = static_cast<std::size_t>(got);
    *packet = new mbuffer_st{SecretBytes(buffer.reveal().first(size)), size, last_sequence(session)};
    return got;
  });
}

void gnutls_packet_get(gnutls_packet_t packet, gnutls_datum_t* data, unsigned char* sequence) {
  if (data != nullptr) *data = packet == nullptr ? gnutls_datum_t{nullptr, 0} : view_of(packet->data.reveal());
  if (packet != nullptr && sequence != nullptr) write_sequence(packet->sequence, sequence);
}

void gnutls_packet_deinit(gnutls_packet_t packet) { delete packet; }

ssize_t gnutls_record_send_file(gnutls_session_t session, int fd, off_t* offset, size_t count) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> ssize_t {
    const off_t position = lseek(fd, 0, SEEK_CUR);
    if (position < 0) return GNUTLS_E_FILE_ERROR;
    const off_t start = position + (offset != nullptr ? *offset : 0);
    const ssize_t sent = send_from(session, fd, start, count);
    if (sent <= 0) return sent;
    if (offset != nullptr)
      *offset += sent;
    else if (lseek(fd, start + sent, SEEK_SET) < 0)
      return GNUTLS_E_FILE_ERROR;
    return sent;
  });
}

size_t gnutls_record_discard_queued(gnutls_session_t session) {
  if (session == nullptr) return 0;
  const std::lock_guard lock(session->send.mutex);
  const std::size_t size = session->connection.output().size();
  session->connection.drop_output();
  session->transport.output_dropped();
  session->send.unanswered = 0;
  return size;
}

ssize_t gnutls_record_set_max_recv_size(gnutls_session_t session, size_t size) {
  if (session == nullptr || !record_size_fits(size)) return GNUTLS_E_INVALID_REQUEST;
  accept_records_of(*session, size);
  return GNUTLS_E_SUCCESS;
}

ssize_t gnutls_record_set_max_size(gnutls_session_t session, size_t size) {
  if (session == nullptr || !record_size_fits(size)) return GNUTLS_E_INVALID_REQUEST;
  session->max_send = size;
  accept_records_of(*session, size);
  return GNUTLS_E_SUCCESS;
}

void gnutls_record_disable_padding(gnutls_session_t session) {
  if (session != nullptr) session->connection.options().record_padding = 0;
}

}  // extern "C"
