#pragma once
// Lazily started coroutines for protocol flows. `co_await child` yields the child's value; when the child fails, whoever
// awaits it is not resumed at all: the error goes to the nearest as_result(), or to the driver, and destroying the root
// frame runs every destructor. docs/decisions.md says why coroutines, and which rules keep them safe with g++ 12.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // g++ 12 does not pair a promise's own new and delete
#endif
#include <concepts>
#include <coroutine>
#include <cstdlib>
#include <new>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

#include "base/error.hpp"
#include "base/frame_arena.hpp"

namespace handfast {

enum class Wait : std::uint8_t {  // what a suspended flow waits for
  nothing,
  input,
  output,
  signature,
  decryption,
  certificate_verdict,
  session_lookup,
  ticket,
  application,
};

std::string_view name_of(Wait wait);

class Leaf;

// What every coroutine of one flow shares; it is their first parameter.
struct TaskContext {
  explicit TaskContext(std::size_t arena) : frames(arena) {}
  FrameArena frames;
  Leaf* leaf = nullptr;        // what the innermost coroutine waits for
  std::optional<Error> error;  // of the coroutine that failed last
};

template <class T>
class Task;

template <class T>
struct AsResult {
  Task<T>& task;
};
template <class T>
AsResult<T> as_result(Task<T>&& task) {  // awaited: gives a Result<T>, never fails
  return {task};
}

struct Failed {
  const Error& error;
};

template <class T>
struct Needed {
  Result<T>& result;
};
template <class T>
Needed<T> needed(Result<T>&& result) {  // awaited: gives the value; without one this coroutine does not go on
  return {result};
}
inline Failed failed(const Error& error) { return {error}; }  // awaited: this coroutine does not go on

struct PromiseBase {
  TaskContext* context = nullptr;
  std::coroutine_handle<> self;
  PromiseBase* parent = nullptr;  // the coroutine that awaits this one
  bool captured = false;          // the parent asked for a Result
  bool has_failed = false;
  std::source_location where;  // the co_await this coroutine is suspended at

  std::coroutine_handle<> propagate(const Error& error) noexcept {  // returns who runs next
    context->error = error;
    return propagate();
  }
  std::coroutine_handle<> propagate() noexcept {  // the same with context->error
    for (PromiseBase* p = this; p != nullptr; p = p->parent) {
      p->has_failed = true;
      if (p->captured) return p->parent->self;
    }
    return std::noop_coroutine();
  }

  struct Final {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
      PromiseBase& me = h.promise();
      if (me.has_failed) return me.propagate(Error{Errc::out_of_memory});  // only std::bad_alloc leads here
      return me.parent != nullptr ? me.parent->self : std::noop_coroutine();
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      has_failed = true;
    } catch (...) {
      std::abort();  // nothing else is ever thrown
    }
  }

  // The only things that may be awaited: a Task, as_result(Task), needed(), failed(), or a Leaf.
  using Here = std::source_location;
  template <class T>
  auto await_transform(Task<T>&& task, Here here = Here::current()) {
    where = here;
    return typename Task<T>::template Awaiter<false>{*this, task.handle()};
  }
  template <class T>
  auto await_transform(AsResult<T> result, Here here = Here::current()) {
    where = here;
    return typename Task<T>::template Awaiter<true>{*this, result.task.handle()};
  }
  auto await_transform(Failed failure, Here here = Here::current()) {
    where = here;
    struct Awaiter {
      PromiseBase& me;
      const Error& error;
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return me.propagate(error); }
      [[noreturn]] void await_resume() noexcept { std::abort(); }
    };
    return Awaiter{*this, failure.error};
  }
  template <class T>
  auto await_transform(Needed<T> wanted, Here here = Here::current()) {
    where = here;
    struct Awaiter {
      PromiseBase& me;
      Result<T>& result;
      bool await_ready() noexcept { return result.has_value(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return me.propagate(result.error()); }
      T await_resume() noexcept {
        if constexpr (!std::is_void_v<T>) return std::move(*result);
      }
    };
    return Awaiter{*this, wanted.result};
  }
  template <std::derived_from<Leaf> L>
  L&& await_transform(L&& leaf, Here here = Here::current()) {
    where = here;
    leaf.owner = this;
    return std::move(leaf);
  }

  template <class... Args>
  static void* operator new(std::size_t n, TaskContext& context, Args&...) noexcept {
    return allocate(n, context);
  }
  static void operator delete(void* frame, std::size_t n) noexcept;
  static void* allocate(std::size_t n, TaskContext& context) noexcept;
};

template <class T>
struct PromiseValue : PromiseBase {
  std::optional<T> value;
  void return_value(T v) { value.emplace(std::move(v)); }
};
template <>
struct PromiseValue<void> : PromiseBase {
  void return_void() noexcept {}
};
template <class T>
struct Promise final : PromiseValue<T> {
  template <class... Args>
  explicit Promise(TaskContext& shared, Args&...) {
    this->context = &shared;
  }
  Task<T> get_return_object() noexcept {
    auto handle = std::coroutine_handle<Promise>::from_promise(*this);
    this->self = handle;
    return Task<T>(handle);
  }
  static Task<T> get_return_object_on_allocation_failure() noexcept { return Task<T>(nullptr); }
};

template <class T>
class [[nodiscard]] Task {
 public:
  using Handle = std::coroutine_handle<Promise<T>>;
  explicit Task(Handle handle) noexcept : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }
  Handle handle() const { return handle_; }

  template <bool kCapture>
  struct Awaiter {
    PromiseBase& parent;
    Handle child;
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept {
      if (!child && kCapture) return parent.self;
      if (!child) return parent.propagate(Error{Errc::out_of_memory});
      child.promise().parent = &parent;
      child.promise().captured = kCapture;
      return child;  // symmetric transfer: a jump, the machine stack does not grow
    }
    auto await_resume() {
      if constexpr (kCapture) {
        if (!child) return Result<T>(std::unexpected(Error{Errc::out_of_memory}));
        if (child.promise().has_failed) return Result<T>(std::unexpected(*parent.context->error));
        if constexpr (std::is_void_v<T>)
          return Result<T>();
        else
          return Result<T>(std::move(*child.promise().value));
      } else if constexpr (!std::is_void_v<T>) {
        return std::move(*child.promise().value);
      }
    }
  };

 private:
  Handle handle_;
};

// What the innermost coroutine waits for. The driver polls it and resumes only when it is there. A leaf is an awaiter and
// no coroutine: what has already arrived costs neither a frame nor a suspension.
class Leaf {
 public:
  enum class Poll : std::uint8_t { pending, ready, failed };
  virtual Poll poll() = 0;  // `failed` says why by fails()

  bool await_ready() { return (first_ = poll()) == Poll::ready; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept {
    if (first_ == Poll::failed) return owner->propagate();
    context_.leaf = this;
    return std::noop_coroutine();  // back to the driver
  }

  Wait reason;
  PromiseBase* owner = nullptr;

 protected:
  Leaf(TaskContext& context, Wait wait) : reason(wait), context_(context) {}
  ~Leaf() = default;
  Poll fails(const Error& error) {
    context_.error = error;
    return Poll::failed;
  }

 private:
  Poll first_ = Poll::pending;
  TaskContext& context_;
};

// What a coroutine may take besides its context. References name objects in frames further up, which live longer; g++ 12
// destroys an aggregate or a lambda twice when it is a temporary of a co_await expression, so whatever could be made from
// such a temporary does not compile here.
template <class A>
concept SafeValue = std::is_object_v<A> && (std::is_trivially_destructible_v<A> || !std::copy_constructible<A>);
template <class A>
concept SafeReference = std::is_lvalue_reference_v<A> &&
                        (!std::is_const_v<std::remove_reference_t<A>> || !std::is_aggregate_v<std::remove_cvref_t<A>>);
template <class A>
concept SafeParameter = SafeValue<A> || SafeReference<A>;

}  // namespace handfast

// Only free functions that take their context first: no lambdas, no members.
template <class T, std::derived_from<handfast::TaskContext> Context, class... Args>
struct std::coroutine_traits<handfast::Task<T>, Context&, Args...> {
  static_assert((handfast::SafeParameter<Args> && ...), "pass a named object by reference");
  using promise_type = handfast::Promise<T>;
};
