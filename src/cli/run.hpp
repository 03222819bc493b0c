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

// Replaces this process by the program, with the library's folder in front of LD_LIBRARY_PATH and nothing else changed.
// Returns only when that fails.
ExitStatus run_command(const std::vector<std::string>& program);

}  // namespace handfast::cli
