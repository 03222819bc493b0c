// The coroutines that protocol flows are made of: values, errors, waits, and what is destroyed when.
#include "base/task.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace handfast {
namespace {

struct Flow : TaskContext {
  explicit Flow(std::size_t arena = 4096) : TaskContext(arena) {}
  std::vector<std::string> events;
  bool open = false;  // what Gate waits for
  bool gate_fails = false;
};

// Notes when it comes and goes.
class Local {
 public:
  Local(Flow& flow, std::string name) : flow_(flow), name_(std::move(name)) { flow_.events.push_back("+" + name_); }
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() { flow_.events.push_back("-" + name_); }

 private:
  Flow& flow_;
  std::string name_;
};

class Gate final : public Leaf {
 public:
  explicit Gate(Flow& flow) : Leaf(flow, Wait::application), flow_(flow) {}
  Poll poll() override {
    if (flow_.gate_fails) return fails(Error{Errc::callback_failed});
    return flow_.open ? Poll::ready : Poll::pending;
  }
  int await_resume() { return 7; }

 private:
  Flow& flow_;
};

// The driver: runs a task on until it waits or ends.
template <class T>
void drive(Flow& flow, Task<T>& task) {
  if (flow.leaf == nullptr) return task.handle().resume();
  Leaf& leaf = *flow.leaf;
  const Leaf::Poll poll = leaf.poll();
  if (poll == Leaf::Poll::pending) return;
  flow.leaf = nullptr;
  (poll == Leaf::Poll::ready ? leaf.owner->self : leaf.owner->propagate()).resume();
}

Task<int> seven(Flow&) { co_return 7; }

Task<int> seven_later(Flow& flow) {
  const Local local(flow, "leaf");
  const int value = co_await Gate(flow);
  co_return value;
}

Task<int> failing(Flow& flow) {
  const Local local(flow, "failing");
  const Error error{Errc::bad_cookie};
  co_await failed(error);
  flow.events.push_back("not reached");
  co_return 0;
}

Task<int> out_of_memory(Flow& flow) {
  const Local local(flow, "thrower");
  throw std::bad_alloc();
  co_return 0;
}

Task<int> twice(Flow& flow) {
  const Local local(flow, "twice");
  const int a = co_await seven_later(flow);
  const int b = co_await seven(flow);
  co_return a + b;
}

Task<void> through(Flow& flow, int& kind) {
  const Local local(flow, "through");
  if (kind == 0) {
    const int value = co_await failing(flow);
    (void)value;
  } else {
    const int value = co_await out_of_memory(flow);
    (void)value;
  }
  flow.events.push_back("not reached");
}

Task<int> catching(Flow& flow, int& kind) {
  const Local local(flow, "catching");
  const Result<void> result = co_await as_result(through(flow, kind));
  flow.events.push_back(result ? "fine" : std::string(name_of(result.error().code)));
  const Result<int> good = co_await as_result(seven(flow));
  co_return good.value_or(0);
}

TEST(Task, StartsOnlyWhenItIsResumed) {
  Flow flow;
  {
    Task<int> task = twice(flow);
    EXPECT_TRUE(flow.events.empty());
  }
  EXPECT_TRUE(flow.events.empty());
}

TEST(Task, GivesItsValueAfterAWait) {
  Flow flow;
  Task<int> task = twice(flow);
  drive(flow, task);
  EXPECT_FALSE(task.handle().done());
  ASSERT_NE(flow.leaf, nullptr);
  EXPECT_EQ(flow.leaf->reason, Wait::application);
  for (int i = 0; i < 3; ++i) drive(flow, task);
  EXPECT_FALSE(task.handle().done());
  flow.open = true;
  drive(flow, task);
  ASSERT_TRUE(task.handle().done());
  EXPECT_EQ(task.handle().promise().value, std::optional(14));
  EXPECT_EQ(flow.events, (std::vector<std::string>{"+twice", "+leaf", "-leaf", "-twice"}));
}

TEST(Task, WhatIsThereAlreadyIsNotWaitedFor) {
  Flow flow;
  flow.open = true;
  Task<int> task = twice(flow);
  drive(flow, task);
  EXPECT_TRUE(task.handle().done());
  EXPECT_EQ(flow.leaf, nullptr);
}

TEST(Task, TellsWhereItWaits) {
  Flow flow;
  Task<int> task = twice(flow);
  drive(flow, task);
  const PromiseBase& inner = *flow.leaf->owner;
  ASSERT_NE(inner.parent, nullptr);
  EXPECT_NE(std::string_view(inner.where.function_name()).find("seven_later"), std::string_view::npos);
  EXPECT_NE(std::string_view(inner.parent->where.function_name()).find("twice"), std::string_view::npos);
}

// An error goes past everybody who did not ask for it; their locals live until the root is destroyed.
TEST(Task, ErrorSkipsToTheDriver) {
  for (int kind : {0, 1}) {
    Flow flow;
    {
      Task<void> task = through(flow, kind);
      drive(flow, task);
      EXPECT_TRUE(task.handle().promise().has_failed);
      ASSERT_TRUE(flow.error.has_value());
      EXPECT_EQ(flow.error->code, kind == 0 ? Errc::bad_cookie : Errc::out_of_memory);
    }
    const std::string inner = kind == 0 ? "failing" : "thrower";
    EXPECT_EQ(flow.events, (std::vector<std::string>{"+through", "+" + inner, "-" + inner, "-through"}));
  }
}

TEST(Task, AsResultStopsTheError) {
  for (int kind : {0, 1}) {
    Flow flow;
    Task<int> task = catching(flow, kind);
    drive(flow, task);
    ASSERT_TRUE(task.handle().done());
    EXPECT_FALSE(task.handle().promise().has_failed);
    EXPECT_EQ(task.handle().promise().value, std::optional(7));
    const std::string inner = kind == 0 ? "failing" : "thrower";
    const std::string said = kind == 0 ? "bad_cookie" : "out_of_memory";
    EXPECT_EQ(flow.events, (std::vector<std::string>{"+catching", "+through", "+" + inner, "-" + inner, "-through",
                                                     said, "-catching"}));
  }
}

TEST(Task, FailingWaitEndsIt) {
  for (const bool at_once : {true, false}) {
    Flow flow;
    flow.gate_fails = at_once;
    Task<int> task = twice(flow);
    drive(flow, task);
    flow.gate_fails = true;
    if (!at_once) drive(flow, task);
    EXPECT_TRUE(task.handle().promise().has_failed);
    EXPECT_EQ(flow.error->code, Errc::callback_failed);
  }
}

TEST(Task, MayBeDestroyedWhileItWaits) {
  Flow flow;
  {
    Task<int> task = twice(flow);
    drive(flow, task);
  }
  EXPECT_EQ(flow.events, (std::vector<std::string>{"+twice", "+leaf", "-leaf", "-twice"}));
}

TEST(Task, NeedsNoArena) {
  Flow flow(0);
  flow.open = true;
  Task<int> task = twice(flow);
  drive(flow, task);
  EXPECT_EQ(task.handle().promise().value, std::optional(14));
}

TEST(Task, EveryWaitHasItsName) {
  std::set<std::string_view> names;
  for (unsigned i = 0; i <= static_cast<unsigned>(Wait::application); ++i) {
    const std::string_view name = name_of(static_cast<Wait>(i));
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

}  // namespace
}  // namespace handfast
