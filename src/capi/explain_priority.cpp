// Why a priority string was refused: no session is needed for that, and often there is none yet.
#include "capi/error_table.hpp"
#include "capi/explain.hpp"
#include "capi/explain_sink.hpp"
#include "capi/priority/blame.hpp"
#include "capi/priority/system_policy.hpp"
#include "pki/text.hpp"
#include "tls/explain.hpp"

namespace handfast::capi {

namespace {

using pki::printable;

struct Refusal {
  std::string_view text;
  const PriorityError& error;
  PolicyLine line;

  bool nothing_left() const { return error.code == GNUTLS_E_NO_PRIORITIES_WERE_SET; }
};

std::string token_text(const Refusal& refusal) {
  if (refusal.error.culprit.empty()) return {};
  const std::string token = printable(refusal.error.culprit);
  if (refusal.nothing_left()) return token + " took the last choice away";
  return token + ", at character " + std::to_string(refusal.error.position + 1) + ", is not known";
}

std::string line_text(const Refusal& refusal) {
  if (refusal.line.number == 0) return {};
  return std::string(gnutls_get_system_config_file()) + ", line " + std::to_string(refusal.line.number) + ": " +
         printable(refusal.line.text);
}

std::vector<std::string> advice_for(const Refusal& refusal) {
  if (!refusal.nothing_left())
    return {"correct that word of the string, or of the configuration file that it comes from",
            "docs/priorities.md lists the words"};
  std::vector<std::string> out;
  if (refusal.line.number != 0)
    out.push_back("have the string name something that this line allows, or have the administrator change the line");
  if (!refusal.error.culprit.empty()) out.push_back("take " + printable(refusal.error.culprit) + " out of the string");
  out.push_back("leave at least one version, cipher, group and signature that fit together");
  return out;
}

tls::Explanation in_words(const Refusal& refusal) {
  tls::Explanation out;
  out.summary = refusal.nothing_left() ? "The priority string leaves nothing to negotiate."
                                       : "The priority string has a word that is not known.";
  out.cause = refusal.nothing_left() ? "no_priorities" : "unknown_priority";
  const auto add = [&](std::string label, std::string text) {
    if (!text.empty()) out.facts.push_back({std::move(label), std::move(text)});
  };
  add("string", printable(refusal.text));
  add("token", token_text(refusal));
  add("policy", line_text(refusal));
  add("step", "reading the program's settings, before any connection");
  add("who", "this side refused");
  add("code", std::string(find_error(refusal.error.code)->name) + " (" + std::to_string(refusal.error.code) + ")");
  out.advice = advice_for(refusal);
  return out;
}

std::string as_json(const Refusal& refusal) {
  const tls::Explanation words = in_words(refusal);
  JsonObject out;
  out.add("error", find_error(refusal.error.code)->name).add("code", refusal.error.code).add("fatal", true);
  out.add("who", "we").add_null("role").add("step", "read priority string").add("field", "priority string");
  out.add("expected", refusal.nothing_left() ? "versions, ciphers, groups and signatures that fit together"
                                             : "words that are known");
  out.add("found", printable(refusal.text)).add_text_or_null("token", printable(refusal.error.culprit));
  if (refusal.line.number == 0)
    out.add_null("policy");
  else
    out.add("policy", JsonObject()
                          .add("file", gnutls_get_system_config_file())
                          .add("line", refusal.line.number)
                          .add("text", printable(refusal.line.text)));
  out.add("cause", words.cause).add("text", words.summary).add_null("likely").add("try", words.advice);
  return out.text() + "\n";
}

}  // namespace

void explain_priority(std::string_view text, bool appended, const PriorityError& error) {
  const ExplainForm form = explain_form();
  if (form == ExplainForm::off) return;
  const Refusal refusal{text, error, line_to_blame(text, appended, error, system_policy_text())};
  write_explanation(form == ExplainForm::json ? as_json(refusal)
                                              : tls::explanation_text(in_words(refusal), "TLS failed: "));
}

}  // namespace handfast::capi
