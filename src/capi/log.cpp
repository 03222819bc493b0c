#include "capi/log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace handfast::capi {

namespace {

std::atomic<gnutls_log_func> log_function{nullptr};
std::atomic<gnutls_audit_log_func> audit_function{nullptr};
std::atomic<int> log_level{0};

// With a line end and a NUL. Lines are for people: what is too long is cut, so that nothing is allocated.
template <class Function>
void pass(std::string_view line, Function function) {
  std::array<char, 256> text{};
  const std::size_t size = std::min(line.size(), text.size() - 2);
  std::copy_n(line.data(), size, text.data());
  text[size] = '\n';
  function(text.data());
}

void to_stderr(int level, const char* line) { std::fprintf(stderr, "gnutls[%d]: %s", level, line); }

}  // namespace

bool logs(int level) { return log_function.load() != nullptr && level <= log_level.load(); }

void log(int level, std::string_view line) {
  const gnutls_log_func function = log_function.load();
  if (function != nullptr && level <= log_level.load()) pass(line, [=](const char* text) { function(level, text); });
}

void log(std::string_view what, const Error& error) {
  if (!logs(1)) return;
  Note line(what);
  line << ": " << cause_of(error.code);
  log(1, line.view());
  if (!error.field.empty()) log(1, (Note("  field: ") << error.field).view());
  if (!error.expected.empty()) log(1, (Note("  expected: ") << error.expected.view()).view());
  if (!error.found.empty()) log(1, (Note("  found: ") << error.found.view()).view());
}

void audit(gnutls_session_t session, std::string_view line) {
  if (const gnutls_audit_log_func function = audit_function.load())
    pass(line, [=](const char* text) { function(session, text); });
  log(1, line);
}

void prepare_log() {
  const char* level = secure_getenv("GNUTLS_DEBUG_LEVEL");
  if (level == nullptr) return;
  gnutls_global_set_log_function(to_stderr);
  gnutls_global_set_log_level(std::atoi(level));
}

}  // namespace handfast::capi

using namespace handfast::capi;

extern "C" {

void gnutls_global_set_log_function(gnutls_log_func log_func) { log_function = log_func; }

void gnutls_global_set_audit_log_function(gnutls_audit_log_func log_func) { audit_function = log_func; }

void gnutls_global_set_log_level(int level) { log_level = level; }

}  // extern "C"
