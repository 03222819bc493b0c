#pragma once
// A Failure in words: one sentence that never guesses, the facts in a fixed order, what is likely where they do not
// decide, and what the reader can try. As lines for people and as one JSON object for programs. It holds nothing secret
// because Failure does not, and no byte of a peer reaches a terminal raw.
#include <string>
#include <vector>

#include "base/json.hpp"
#include "tls/failure.hpp"

namespace handfast::tls {

// What the caller knows and the connection does not; every member may be left out.
struct ExplainContext {
  std::string_view target{};      // whom a client wanted to reach, as typed: "shop.example:443"
  std::string_view error_name{};  // the error's name in the interface that the program uses; empty: Errc's own
  int code = 0;                   // its number there; 0: it has none
  bool fatal = true;              // the connection ended with it
  bool program_decides = false;   // what was found has not ended anything: the program chooses what follows
  bool in_command = false;        // for a reader of the command `handfast`, who can give its options
};

struct Fact {
  std::string label;  // at most 10 characters: "asked for"
  std::string text;
};

struct Explanation {
  std::string summary;  // one sentence: "The certificate is for another name."
  std::string cause;    // for programs; Errc's name, or finer: "closed_after_client_hello"
  std::vector<Fact> facts;
  std::string likely;               // empty where the facts decide
  std::vector<std::string> advice;  // the best first
};

// Error::field of a verdict that goes by the certificate's fingerprint alone.
inline constexpr std::string_view kFingerprintField = "fingerprint";

// Whether this side looked at the other side's certificate and refused it.
bool about_certificate(const Failure& failure);

Explanation explain(const Failure& failure, const ExplainContext& context = {});

// Several lines of at most 80 columns where words allow it, each ending with a line end. The first begins with `opening`.
std::string explanation_text(const Failure& failure, const ExplainContext& context = {},
                             std::string_view opening = "TLS failed: ");

std::string explanation_text(const Explanation& explanation, std::string_view opening);

// docs/explanations.md lists the members.
JsonObject explanation_json(const Failure& failure, const ExplainContext& context = {});

// A line of advice without the options of the command in it: "... (--trust FILE)".
std::string without_options(std::string_view advice);

// One labelled fact, indented and broken into lines as in explanation_text().
std::string fact_text(std::string_view label, std::string_view text);

// What an alert says, as a sentence about its sender: "The server wants a certificate from this side and got none."
std::string alert_text(Alert alert, std::string_view sender);

// "await server_hello" as people say it: "waiting for ServerHello".
std::string step_text(std::string_view step);
// The RFC's name of a message or a structure, from its snake_case: "server_hello" is "ServerHello".
std::string message_name(std::string_view snake_case);
// "ECONNRESET, Connection reset by peer"
std::string system_error_text(int system_error);

}  // namespace handfast::tls
