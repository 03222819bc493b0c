#include "base/task.hpp"

namespace handfast {

namespace {
constexpr std::size_t kHeader = alignof(std::max_align_t);  // holds the arena's address and keeps the alignment
static_assert(sizeof(FrameArena*) <= kHeader);
}  // namespace

void* PromiseBase::allocate(std::size_t n, TaskContext& context) noexcept {
  void* block = context.frames.allocate(n + kHeader);
  if (block == nullptr) return nullptr;
  *static_cast<FrameArena**>(block) = &context.frames;
  return static_cast<std::byte*>(block) + kHeader;
}

void PromiseBase::operator delete(void* frame, std::size_t n) noexcept {
  void* block = static_cast<std::byte*>(frame) - kHeader;
  (*static_cast<FrameArena**>(block))->release(block, n + kHeader);
}

std::string_view name_of(Wait wait) {
  switch (wait) {
    case Wait::nothing: return "nothing";
    case Wait::input: return "input";
    case Wait::output: return "output";
    case Wait::signature: return "signature";
    case Wait::decryption: return "decryption";
    case Wait::certificate_verdict: return "certificate verdict";
    case Wait::session_lookup: return "session look-up";
    case Wait::ticket: return "ticket";
    case Wait::application: return "application";
  }
  return {};
}

}  // namespace handfast
