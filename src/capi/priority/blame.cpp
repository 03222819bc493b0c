#include "capi/priority/blame.hpp"

#include <algorithm>

namespace handfast::capi {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr unsigned kMaxLinesTried = 2000;  // each compiles the string once; real files have some dozen lines

bool same_failure(const std::expected<Priority, PriorityError>& outcome, const PriorityError& error) {
  return !outcome && outcome.error().code == error.code && outcome.error().culprit == error.culprit;
}

std::string_view without_blanks(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

// The policy is read again and again, each time with one more line: what the line changes shows, whatever it means. A line
// is to blame when the string was good before it, or when the token that is wrong stands in it (a string that is called by
// its name is unknown before its line).
PolicyLine line_to_blame(std::string_view text, bool appended, const PriorityError& error,
                         std::string_view policy_text) {
  const auto compile = appended ? compile_appended_priority : compile_priority;
  PolicyLine out;
  auto before = compile(text, SystemPolicy::parse({}));
  std::size_t end = 0;
  for (unsigned number = 1; end < policy_text.size() && number <= kMaxLinesTried; ++number) {
    const std::size_t start = end;
    end = std::min(policy_text.find('\n', start), policy_text.size() - 1) + 1;
    auto after = compile(text, SystemPolicy::parse(policy_text.substr(0, end)));
    const std::string_view line = without_blanks(policy_text.substr(start, end - start));
    const bool holds_token = !error.culprit.empty() && line.find(error.culprit) != std::string_view::npos;
    const bool names_it = holds_token && same_failure(after, error) && !same_failure(before, error);
    if (after) out = {};
    if (!after && (before || names_it)) out = {number, std::string(line)};
    before = std::move(after);
  }
  return out;
}

}  // namespace handfast::capi
