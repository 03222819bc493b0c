#pragma once
// `handfast explain`: what a number, a name or a printed message means, in plain words.
#include <string>
#include <vector>

#include "cli/exit_status.hpp"

namespace handfast::cli {

struct Topic {
  std::string title;  // "GNUTLS_E_TIMEDOUT (-319), fatal"
  std::string says;   // the text that programs print for it; may be empty
  std::string means;
  std::string likely;  // may be empty
  std::vector<std::string> advice;
};

// What a query may mean, the best match first. A number below 0 is an error of the C interface, from 0 on an alert; a name
// is matched whole, anything else as part of a message or the other way round.
std::vector<Topic> find_topics(std::string_view query);

std::string topic_text(const Topic& topic);

ExitStatus explain_command(const std::string& query, bool json);

}  // namespace handfast::cli
