#pragma once
// Words about the error numbers of the C interface, and about messages that other programs print.
#include <optional>
#include <string_view>

#include "tls/explain_words.hpp"

namespace handfast::cli {

struct CodeWords {
  std::string_view means;
  tls::Words words{};
};
std::optional<CodeWords> words_of_code(int code);       // none: no such number
std::optional<CodeWords> words_of_rare_code(int code);  // the part of it that is in explain_rare_codes.cpp

struct ForeignMessage {
  std::string_view text;      // a part of it, in lower case
  std::optional<Errc> error;  // what it comes to: an error or an alert
  std::optional<Alert> alert;
};
// The first that is part of `message`, which is in lower case.
const ForeignMessage* find_foreign_message(std::string_view message);

}  // namespace handfast::cli
