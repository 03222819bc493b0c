#include "cli/explain_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "capi/error_table.hpp"
#include "cli/explain_codes.hpp"
#include "cli/options.hpp"
#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kShortestMessage = 5;  // shorter texts are part of almost everything
constexpr std::size_t kMostTopics = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Lower case, single blanks, no punctuation at the ends: how messages are compared.
std::string normalized(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '_';
    if (!blank) out += lower(c);
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return out;
}

std::vector<std::string> lines_of(const tls::Words& words) {
  std::vector<std::string> out;
  for (const std::string_view line : words.advice)
    if (!line.empty()) out.push_back(tls::without_options(line));  // the error may be any program's
  return out;
}

Topic topic_of(const capi::ErrorEntry& entry) {
  const auto words = words_of_code(entry.number);
  Topic out;
  out.title =
      std::string(entry.name) + " (" + std::to_string(entry.number) + ")" + (entry.fatal ? ", fatal" : ", not fatal");
  out.says = entry.text;
  if (words) out.means = words->means;
  if (words) out.likely = words->words.likely;
  if (words) out.advice = lines_of(words->words);
  return out;
}

Topic topic_of(Alert alert) {
  const tls::AlertWords words = tls::words_of(alert);
  Topic out;
  const auto number = static_cast<unsigned>(alert);
  out.title = "alert " + std::string(name_of(alert)) + " (" + std::to_string(number) + ")";
  const char* text = gnutls_alert_get_name(static_cast<gnutls_alert_description_t>(number));
  if (text != nullptr) out.says = text;
  out.means = tls::alert_text(alert, "The other side");
  out.likely = words.words.likely;
  out.advice = lines_of(words.words);
  return out;
}

Topic topic_of(Errc error) {
  const tls::Words words = tls::words_of(error);
  Topic out;
  out.title = name_of(error);
  out.means = cause_of(error);
  out.likely = words.likely;
  out.advice = lines_of(words);
  return out;
}

template <class Visit>
void each_alert(Visit visit) {
  for (unsigned number = 0; number < 256; ++number)
    if (const auto alert = static_cast<Alert>(number); name_of(alert) != "unknown") visit(alert);
}

template <class Visit>
void each_error(Visit visit) {
  for (unsigned number = 0; number < 256; ++number)
    if (const auto error = static_cast<Errc>(number); !name_of(error).empty()) visit(error);
}

std::vector<Topic> find_by_number(int number) {
  std::vector<Topic> out;
  if (const capi::ErrorEntry* entry = number <= 0 ? capi::find_error(number) : nullptr) out.push_back(topic_of(*entry));
  each_alert([&](Alert alert) {
    if (static_cast<int>(alert) == number) out.push_back(topic_of(alert));
  });
  return out;
}

std::vector<Topic> find_by_name(const std::string& wanted) {
  std::vector<Topic> out;
  const auto named = [&](std::string_view name) { return normalized(name) == wanted; };
  for (const capi::ErrorEntry& entry : capi::error_table())
    if (named(entry.name) || named(entry.text) || "gnutls e " + wanted == normalized(entry.name))
      out.push_back(topic_of(entry));
  each_alert([&](Alert alert) {
    // The C interface has names of its own for some, and a text.
    const auto number = static_cast<gnutls_alert_description_t>(alert);
    const char* constant = gnutls_alert_get_strname(number);
    const char* text = gnutls_alert_get_name(number);
    if (named(name_of(alert)) || "gnutls a " + normalized(name_of(alert)) == wanted ||
        (constant != nullptr && named(constant)) || (text != nullptr && named(text)))
      out.push_back(topic_of(alert));
  });
  each_error([&](Errc error) {
    if (named(name_of(error))) out.push_back(topic_of(error));
  });
  return out;
}

// Whether one of two normalized messages is part of the other: people paste more or less than the library's text.
bool overlap(const std::string& message, std::string_view known) {
  const std::string text = normalized(known);
  if (text.size() < kShortestMessage || message.size() < kShortestMessage) return false;
  return message.find(text) != std::string::npos || text.find(message) != std::string::npos;
}

std::vector<Topic> find_by_message(const std::string& message) {
  std::vector<Topic> out;
  if (const ForeignMessage* foreign = find_foreign_message(message))
    out.push_back(foreign->error ? topic_of(*foreign->error) : topic_of(*foreign->alert));
  for (const capi::ErrorEntry& entry : capi::error_table())
    if (overlap(message, entry.text) || overlap(message, entry.name)) out.push_back(topic_of(entry));
  each_alert([&](Alert alert) {
    const Topic topic = topic_of(alert);
    const bool known = std::ranges::any_of(out, [&](const Topic& other) { return other.title == topic.title; });
    if (!known && (overlap(message, topic.says) || overlap(message, name_of(alert)))) out.push_back(topic);
  });
  each_error([&](Errc error) {
    if (overlap(message, cause_of(error))) out.push_back(topic_of(error));
  });
  return out;
}

std::string json_line(const Topic& topic) {
  JsonObject out;
  out.add("title", topic.title).add_text_or_null("says", topic.says).add("means", topic.means);
  out.add_text_or_null("likely", topic.likely).add("try", topic.advice);
  return out.text() + "\n";
}

}  // namespace

std::vector<Topic> find_topics(std::string_view query) {
  int number = 0;
  const auto [end, error] = std::from_chars(query.data(), query.data() + query.size(), number);
  if (error == std::errc() && end == query.data() + query.size()) return find_by_number(number);
  const std::string wanted = normalized(query);
  std::vector<Topic> out = find_by_name(wanted);
  return out.empty() ? find_by_message(wanted) : out;
}

std::string topic_text(const Topic& topic) {
  std::string out = topic.title + "\n";
  if (!topic.says.empty()) out += tls::fact_text("says", "\"" + topic.says + "\"");
  out += tls::fact_text("means", topic.means);
  if (!topic.likely.empty()) out += tls::fact_text("often", topic.likely);
  for (const std::string& line : topic.advice)
    out += tls::fact_text(&line == &topic.advice.front() ? "try" : "or", line);
  return out;
}

ExitStatus explain_command(const std::string& query, bool json) {
  const std::vector<Topic> topics = find_topics(query);
  if (topics.empty()) {
    print_error("handfast: nothing is known about \"" + query +
                "\". Give an error number (-110), an alert's number (40),\n"
                "a name (GNUTLS_E_PULL_ERROR, handshake_failure), or a part of the message that was printed.\n");
    return ExitStatus::usage;
  }
  std::string out;
  for (std::size_t i = 0; i < std::min(topics.size(), kMostTopics); ++i)
    out += json ? json_line(topics[i]) : (i == 0 ? "" : "\n") + topic_text(topics[i]);
  if (topics.size() > kMostTopics && !json)
    out += "\n" + std::to_string(topics.size() - kMostTopics) + " more fit; give more of the message.\n";
  return write_all(STDOUT_FILENO, out) ? ExitStatus::ok : ExitStatus::usage;
}

}  // namespace handfast::cli
