// Data whose length is hidden among a range of lengths.
#include <algorithm>

#include "capi/error_code.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/record/limits.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::size_t kMostInRecord = tls::kMaxPlaintext;
constexpr std::size_t kMostOfTls12 = 255;  // what 3.7.9 would hide in a record before TLS 1.3; nobody can send it

std::size_t most_hidden(const gnutls_session_int& session) {
  return session.connection.info().version == ProtocolVersion::tls12 ? kMostOfTls12 : kMostInRecord;
}

void split(const gnutls_range_st& from, std::size_t hidden, gnutls_range_st& next, gnutls_range_st& rest) {
  if (from.low >= kMostInRecord) {
    next = {kMostInRecord, kMostInRecord};
    rest = {from.low - kMostInRecord, from.high - kMostInRecord};
    return;
  }
  const std::size_t high = std::min({from.high, from.low + hidden, kMostInRecord});
  next = {from.low, std::max(high, std::min(from.low, from.high))};
  rest = {0, from.high - next.high};
}

// One record that looks as if it had `looks` bytes.
int send_hidden(gnutls_session_int& session, Bytes data, std::size_t looks) {
  if (const int code = push_and_await_writable(session); code != 0) return code;
  session.connection.options().record_padding = looks - data.size();
  const auto written = session.connection.write(data);
  session.connection.options().record_padding = 0;
  if (!written) return gnutls_code_for(written.error().code);
  return push(session);
}

// Under the lock.
ssize_t send_range(gnutls_session_int& session, Bytes data, gnutls_range_st range) {
  if (session.send.corked || session.send.unanswered != 0) return GNUTLS_E_INVALID_REQUEST;
  const auto size = static_cast<ssize_t>(data.size());
  do {
    gnutls_range_st next{}, rest{};
    split(range, kMostInRecord, next, rest);
    const Bytes now = data.first(std::min(data.size(), next.high));
    if (const int code = send_hidden(session, now, next.high); code != 0) return code;
    data = data.subspan(now.size());
    range = rest;
  } while (range.high != 0);
  return size;
}

}  // namespace

extern "C" {

int gnutls_range_split(gnutls_session_t session, const gnutls_range_st* orig, gnutls_range_st* next,
                       gnutls_range_st* remainder) {
  if (session == nullptr || orig == nullptr || next == nullptr || remainder == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (orig->low > orig->high) return GNUTLS_E_INVALID_REQUEST;
  const std::lock_guard lock(session->send.mutex);
  split(*orig, most_hidden(*session), *next, *remainder);
  return GNUTLS_E_SUCCESS;
}

ssize_t gnutls_record_send_range(gnutls_session_t session, const void* data, size_t data_size,
                                 const gnutls_range_st* range) {
  if (session == nullptr || range == nullptr || !is_memory(data, data_size)) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (const int code = await_writable(*session); code != 0) return code;
  const bool within = range->low <= data_size && data_size <= range->high;
  if (gnutls_record_can_use_length_hiding(session) == 0 || !within) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return send_range(*session, bytes_at(data, data_size), *range); });
}

}  // extern "C"
