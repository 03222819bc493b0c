#pragma once
// Where explanations go that nobody asked the API for: what HANDFAST_EXPLAIN says, read once and for the whole process.
#include <optional>
#include <string>
#include <string_view>

namespace handfast::capi {

enum class ExplainForm { off, text, json };

struct ExplainRequest {
  ExplainForm form = ExplainForm::off;
  std::string path;  // a file to append to; empty: standard error
};

inline constexpr const char* kExplainVariable = "HANDFAST_EXPLAIN";

// "1", "text" or "json", and ",file:PATH" behind; "0" and nothing are off. None: not understood.
std::optional<ExplainRequest> parse_explain_request(std::string_view value);

// Of this process; off in a set-uid one. The first call reads the environment and opens the file.
ExplainForm explain_form();

// Writes all of `text` at once, so that explanations of threads and processes do not mix. Neither errno nor a signal tells
// the program of it.
void write_explanation(std::string_view text);

}  // namespace handfast::capi
