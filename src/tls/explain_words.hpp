#pragma once
// The words of explanations: what an alert and an error mean to a person who does not know TLS, what usually causes them,
// and what can be tried. Facts of one failure are added by explain.hpp.
#include <array>
#include <string_view>

#include "base/errc.hpp"

namespace handfast::tls {

// What may help with an error. Every text is one line; unused ones are empty.
struct Words {
  std::string_view likely{};                 // the usual cause, where the error's name does not say it
  std::array<std::string_view, 3> advice{};  // things that the reader can do, the best first
};

struct AlertWords {
  std::string_view meaning;  // what the sender of the alert says with it: one sentence that begins with "It "
  Words words{};
};

Words words_of(Errc error);
AlertWords words_of(Alert alert);

}  // namespace handfast::tls
