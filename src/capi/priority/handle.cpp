#include "capi/priority/handle.hpp"

#include <new>

#include "capi/explain.hpp"
#include "capi/priority/engine_policy.hpp"
#include "capi/priority/levels.hpp"
#include "capi/priority/options.hpp"
#include "capi/priority/suites.hpp"

namespace handfast::capi {

SharedPriority::SharedPriority(const Priority& compiled) : Priority(compiled) {
  if (const auto left = engine_policy(compiled)) policy = std::make_shared<const tls::Policy>(*left);
}

namespace {

CompiledPriority shared(const std::expected<Priority, PriorityError>& compiled) {
  if (!compiled) return std::unexpected(compiled.error());
  return std::make_shared<const SharedPriority>(*compiled);
}

}  // namespace

CompiledPriority default_priority() {
  static const CompiledPriority compiled =
      shared(compile_priority(default_priority_string(system_policy()), system_policy()));
  return compiled;
}

CompiledPriority compile_for_caller(const char* text, const char** err_pos, PriorityText kind) {
  if (text == nullptr) {
    if (err_pos != nullptr) *err_pos = nullptr;
    CompiledPriority priority = default_priority();
    if (!priority) explain_priority(default_priority_string(system_policy()), false, priority.error());
    return priority;
  }
  const auto compile = kind == PriorityText::whole ? compile_priority : compile_appended_priority;
  CompiledPriority priority = shared(compile(text, system_policy()));
  if (err_pos != nullptr) *err_pos = text + (priority ? 0 : priority.error().position);
  if (!priority) explain_priority(text, kind == PriorityText::appended_to_default, priority.error());
  return priority;
}

namespace {

int init_priority(gnutls_priority_t* handle, const char* text, const char** err_pos, PriorityText kind) try {
  if (handle == nullptr) return GNUTLS_E_INVALID_REQUEST;
  CompiledPriority priority = compile_for_caller(text, err_pos, kind);
  if (!priority) return priority.error().code;
  *handle = new gnutls_priority_st{*std::move(priority)};
  return GNUTLS_E_SUCCESS;
} catch (const std::bad_alloc&) {
  return GNUTLS_E_MEMORY_ERROR;
}

// Hands a list out as the interface does: a pointer into the handle, and the length.
template <auto member>
int hand_out(gnutls_priority_t handle, const unsigned** list) {
  if (handle == nullptr || list == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto& ids = (*handle->priority).*member;
  *list = ids.begin();
  return static_cast<int>(ids.size());
}

// gnutls_priority_string_list() counts the keywords a program may offer to a person: older names are left out.
bool is_worth_listing(const Level& level) { return level.keyword != "SECURE" && level.keyword != "SECURE256"; }

const char* initial_keyword(unsigned index) {
  for (const Level& level : levels()) {
    if (is_worth_listing(level) && index-- == 0) return level.keyword.data();  // a literal: it ends with NUL
  }
  return nullptr;
}

}  // namespace
}  // namespace handfast::capi

using namespace handfast::capi;

int gnutls_priority_init(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos) {
  return init_priority(priority_cache, priorities, err_pos, PriorityText::whole);
}

int gnutls_priority_init2(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos,
                          unsigned flags) {
  if ((flags & GNUTLS_PRIORITY_INIT_DEF_APPEND) == 0) return gnutls_priority_init(priority_cache, priorities, err_pos);
  if (priorities == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return init_priority(priority_cache, priorities, err_pos, PriorityText::appended_to_default);
}

void gnutls_priority_deinit(gnutls_priority_t priority_cache) { delete priority_cache; }

int gnutls_priority_protocol_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::protocols>(pcache, list);
}

int gnutls_priority_cipher_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::ciphers>(pcache, list);
}

int gnutls_priority_mac_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::macs>(pcache, list);
}

int gnutls_priority_kx_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::key_exchanges>(pcache, list);
}

int gnutls_priority_group_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::groups>(pcache, list);
}

int gnutls_priority_ecc_curve_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::curves>(pcache, list);
}

int gnutls_priority_sign_list(gnutls_priority_t pcache, const unsigned** list) {
  return hand_out<&Priority::signatures>(pcache, list);
}

int gnutls_priority_certificate_type_list(gnutls_priority_t pcache, const unsigned** list) {
  return gnutls_priority_certificate_type_list2(pcache, list, GNUTLS_CTYPE_CLIENT);
}

int gnutls_priority_certificate_type_list2(gnutls_priority_t pcache, const unsigned** list,
                                           gnutls_ctype_target_t target) {
  switch (target) {
    case GNUTLS_CTYPE_CLIENT: return hand_out<&Priority::client_certificates>(pcache, list);
    case GNUTLS_CTYPE_SERVER: return hand_out<&Priority::server_certificates>(pcache, list);
    case GNUTLS_CTYPE_OURS:
    case GNUTLS_CTYPE_PEERS: break;  // there is no session that would tell which one that is
  }
  return GNUTLS_E_INVALID_REQUEST;
}

int gnutls_priority_compression_list(gnutls_priority_t pcache, const unsigned** list) {
  static constexpr unsigned methods[] = {GNUTLS_COMP_NULL};
  if (pcache == nullptr || list == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *list = methods;
  return 1;
}

int gnutls_priority_get_cipher_suite_index(gnutls_priority_t pcache, unsigned idx, unsigned* sidx) try {
  if (pcache == nullptr || sidx == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto enabled = enabled_suites(*pcache->priority);
  if (idx >= enabled.size()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  unsigned number = 0;  // as gnutls_cipher_suite_info() counts
  for (const CipherSuiteName& suite : cipher_suites()) {
    if (&suite == enabled[idx]) break;
    if (is_offered(suite)) ++number;
  }
  *sidx = number;
  return GNUTLS_E_SUCCESS;
} catch (const std::bad_alloc&) {
  return GNUTLS_E_MEMORY_ERROR;
}

const char* gnutls_priority_string_list(unsigned iter, unsigned flags) {
  if ((flags & GNUTLS_PRIORITY_LIST_INIT_KEYWORDS) != 0) return initial_keyword(iter);
  const auto special = special_keywords();
  if ((flags & GNUTLS_PRIORITY_LIST_SPECIAL) != 0 && iter < special.size()) return special[iter].name;
  return nullptr;
}
