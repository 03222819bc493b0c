#pragma once
// Failures of the C API in words: each fatal number that a call returns because the connection failed is explained once,
// where HANDFAST_EXPLAIN says, and kept for handfast_session_explain().
#include <memory>
#include <string_view>

#include "base/small_lock.hpp"
#include "pki/verify.hpp"
#include "tls/failure.hpp"

struct gnutls_session_int;

namespace handfast::capi {

struct PriorityError;

// Part of a session.
struct SessionExplanation {
  SmallLock lock;                         // over all of it: a sender and a receiver may fail at once
  std::unique_ptr<tls::Failure> failure;  // of a code that is not the end of the connection for the engine
  std::unique_ptr<tls::Failure> verdict;  // on the peer's certificate; not null: it was found to be bad
  int code = 0;                           // that was returned with the first failure
  bool told = false, verdict_told = false, warning_told = false;
};

enum class CallKind { handshake, transfer, close };

// What a call of that kind has returned, a negative code included. Keeps errno, never throws.
void note_result(gnutls_session_int& session, int code, CallKind kind) noexcept;

template <class Code>
Code explained(gnutls_session_int& session, Code code, CallKind kind) {
  if (code < 0 || kind == CallKind::handshake) note_result(session, static_cast<int>(code), kind);
  return code;
}

// A verdict on the peer's certificate that the program asked for and that refuses it. Throws std::bad_alloc.
void note_verdict(gnutls_session_int& session, const pki::Verdict& verdict);

// A priority string that was refused. Throws std::bad_alloc.
void explain_priority(std::string_view text, bool appended, const PriorityError& error);

}  // namespace handfast::capi
