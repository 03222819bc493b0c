// g++ 12 destroys some objects twice when they are made inside a co_await expression. task.hpp refuses to compile
// whatever could be made from such objects, and what it lets through is counted here: everything is destroyed as
// often as it is made. AddressSanitizer's build sees what counting does not.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/task.hpp"

namespace handfast {
namespace {

struct Flow : TaskContext {
  Flow() : TaskContext(4096) {}
};

struct Aggregate {
  std::string text;
  int number = 0;
};

class Named {  // no aggregate: it has a constructor
 public:
  explicit Named(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// ---- what may be a parameter ----
static_assert(SafeParameter<int> && SafeParameter<Wait> && SafeParameter<std::string_view>);
static_assert(SafeParameter<Aggregate&> && SafeParameter<Named&> && SafeParameter<const Named&>);
static_assert(SafeParameter<std::unique_ptr<int>>, "cannot be copied, so nobody can destroy a copy");
static_assert(!SafeParameter<Aggregate>, "an aggregate by value");
static_assert(!SafeParameter<std::string>, "a copy with a destructor");
static_assert(!SafeParameter<const Aggregate&>, "would bind to a temporary aggregate");
static_assert(!SafeParameter<Aggregate&&> && !SafeParameter<std::string&&>, "made from a temporary");

// ---- what may be a coroutine: free functions that take their context first ----
template <class... Signature>
concept Coroutine = requires { typename std::coroutine_traits<Task<void>, Signature...>::promise_type; };
static_assert(Coroutine<Flow&>);
static_assert(Coroutine<Flow&, int, Named&>);
struct Closure {};
static_assert(!Coroutine<Closure&, Flow&>, "a lambda or a member function");
static_assert(!Coroutine<const Closure&, Flow&>);
static_assert(!Coroutine<Flow>, "a copy of the context");
static_assert(!Coroutine<>);

// ---- what may be awaited: a Task, as_result(Task), failed(), a Leaf ----
template <class T>
concept Awaitable =
    requires(Promise<void>& promise, T&& awaited) { promise.await_transform(std::forward<T>(awaited)); };
struct ALeaf final : Leaf {
  Poll poll() override { return Poll::ready; }
  void await_resume() {}
};
static_assert(Awaitable<Task<int>> && Awaitable<AsResult<int>> && Awaitable<Failed> && Awaitable<ALeaf>);
static_assert(!Awaitable<Task<int>&>, "a task is awaited once, where it is made");
static_assert(!Awaitable<std::suspend_always> && !Awaitable<std::suspend_never> && !Awaitable<int>);

// ---- what is let through ----

struct Counted {
  Counted() { ++alive, ++made; }
  Counted(const Counted&) { ++alive, ++made; }
  Counted(Counted&&) noexcept { ++alive, ++made; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() { --alive; }
  static inline int alive = 0, made = 0;
};
struct Pair {  // an aggregate with destructors
  Counted first, second;
  std::string text;
};
class MoveOnly {
 public:
  MoveOnly() = default;
  MoveOnly(MoveOnly&&) = default;
  MoveOnly& operator=(MoveOnly&&) = default;
  std::unique_ptr<int> value = std::make_unique<int>(3);

 private:
  Counted counted_;
};

Task<Pair> make_pair_of(Flow&, const std::string& text) {
  Pair out;
  out.text = text;
  co_return out;
}
Task<int> use(Flow&, Pair& pair) { co_return static_cast<int>(pair.text.size()); }
Task<int> take(Flow&, MoveOnly mine) { co_return *mine.value; }
Task<MoveOnly> give(Flow&) {
  MoveOnly out;
  co_return out;
}

Task<int> everything(Flow& flow) {
  const std::string text(100, 'x');
  Pair pair = co_await make_pair_of(flow, text);
  const int size = co_await use(flow, pair);
  MoveOnly mine = co_await give(flow);
  const int three = co_await take(flow, std::move(mine));
  const Result<Pair> result = co_await as_result(make_pair_of(flow, text));
  int sum = size + three;
  if (result) sum += co_await use(flow, pair);
  for (int i = 0; i < 3; ++i) {
    const Pair again = co_await make_pair_of(flow, text);
    sum += static_cast<int>(again.text.size());
  }
  co_return sum;
}

TEST(CoroutinePitfalls, EverythingIsDestroyedOnce) {
  Counted::alive = Counted::made = 0;
  {
    Flow flow;
    Task<int> task = everything(flow);
    task.handle().resume();
    ASSERT_TRUE(task.handle().done());
    EXPECT_EQ(task.handle().promise().value, std::optional(503));
  }
  EXPECT_EQ(Counted::alive, 0);
  EXPECT_GT(Counted::made, 10);
}

// A loop whose length the peer decides awaits leaves, which cost no stack: g++ does not make every transfer a jump.
Task<int> many_leaves(Flow& flow, int count) {
  struct Ready final : Leaf {
    explicit Ready(Flow& shared) : Leaf(shared, Wait::input) {}
    Poll poll() override { return Poll::ready; }
    int await_resume() { return 1; }
  };
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await Ready(flow);
  co_return sum;
}

TEST(CoroutinePitfalls, LeavesCostNoStack) {
  Flow flow;
  Task<int> task = many_leaves(flow, 1'000'000);
  task.handle().resume();
  ASSERT_TRUE(task.handle().done());
  EXPECT_EQ(task.handle().promise().value, std::optional(1'000'000));
}

}  // namespace
}  // namespace handfast
