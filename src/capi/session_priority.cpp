// A session's priorities: the default, a compiled handle, or a string.
#include "capi/session.hpp"

using namespace handfast::capi;

namespace {

template <class Compiled>
int adopt(gnutls_session_t session, Compiled compiled) {
  if (!compiled) return compiled.error().code;
  session->priority = std::move(*compiled);
  return GNUTLS_E_SUCCESS;
}

}  // namespace

extern "C" {

int gnutls_set_default_priority(gnutls_session_t session) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return adopt(session, compile_for_caller(nullptr, nullptr, PriorityText::whole)); });
}

int gnutls_set_default_priority_append(gnutls_session_t session, const char* add_prio, const char** err_pos,
                                       unsigned int) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call(
      [&] { return adopt(session, compile_for_caller(add_prio, err_pos, PriorityText::appended_to_default)); });
}

int gnutls_priority_set(gnutls_session_t session, gnutls_priority_t priority) {
  if (priority == nullptr) return gnutls_set_default_priority(session);
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  session->priority = priority->priority;
  return GNUTLS_E_SUCCESS;
}

int gnutls_priority_set_direct(gnutls_session_t session, const char* priorities, const char** err_pos) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return adopt(session, compile_for_caller(priorities, err_pos, PriorityText::whole)); });
}

}  // extern "C"
