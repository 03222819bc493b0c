#pragma once
// What `connect` and `serve` have in common: options of the command line, and what is made of them.
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "cli/reporter.hpp"
#include "tls/config.hpp"

namespace handfast::cli {

struct SharedOptions {
  std::string trust;              // file; empty: the system's store
  std::string certificate, key;   // files
  std::vector<std::string> alpn;  // in order of preference
  std::string priority;           // empty: the default of priority strings
  std::string key_log;            // file; empty: SSLKEYLOGFILE
  bool trace = false, json = false;
  unsigned timeout = 30;  // seconds
};

// The part of the engine's options that both sides fill alike: credentials, priorities, ALPN, key log. On failure what to print.
std::expected<tls::Options, std::string> engine_options(const SharedOptions& options);

// A reporter in the form that was asked for.
std::shared_ptr<Reporter> make_reporter(const SharedOptions& options, Reporter::Settings settings);

void print_error(std::string_view text);  // to standard error

}  // namespace handfast::cli
