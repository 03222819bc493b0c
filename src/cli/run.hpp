#pragma once
// `handfast run`: any program built for GnuTLS, on Handfast's libgnutls.so.30.
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/exit_status.hpp"

namespace handfast::cli {

// The folder of libgnutls.so.30 that belongs to this command: ../lib beside its own. On failure what to print.
std::expected<std::filesystem::path, std::string> library_folder();

struct RunOptions {
  std::string explain;  // the value of HANDFAST_EXPLAIN; empty: left as it is
  std::vector<std::string> program;
};

// Replaces this process by the program, with the library's folder in front of LD_LIBRARY_PATH and, if asked for,
// HANDFAST_EXPLAIN; nothing else changes. Returns only when that fails.
ExitStatus run_command(const RunOptions& options);

}  // namespace handfast::cli
