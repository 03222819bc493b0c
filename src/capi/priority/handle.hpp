#pragma once
// The handle that C programs hold. Sessions share what is inside and so may outlive it.
#include <memory>

#include "capi/priority/priority.hpp"
#include "tls/policy.hpp"

namespace handfast::capi {

// A compiled string, and what it means to the engine: made once, shared by every session.
struct SharedPriority : Priority {
  explicit SharedPriority(const Priority& compiled);
  std::shared_ptr<const tls::Policy> policy;  // null: nothing is left that the engine has
};

using CompiledPriority = std::expected<std::shared_ptr<const SharedPriority>, PriorityError>;

}  // namespace handfast::capi

struct gnutls_priority_st {
  std::shared_ptr<const handfast::capi::SharedPriority> priority;
};

namespace handfast::capi {

enum class PriorityText { whole, appended_to_default };

// Compiles for a C caller under the system's policy. A null `text` is the default. Unless `err_pos` is null it is set
// to the wrong token inside `text`, or to `text` itself. Throws std::bad_alloc.
CompiledPriority compile_for_caller(const char* text, const char** err_pos, PriorityText kind);

// The default, compiled once. Throws std::bad_alloc.
CompiledPriority default_priority();

}  // namespace handfast::capi
