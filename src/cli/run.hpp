#pragma once
// `handfast run`: any program built for GnuTLS, on Handfast's libgnutls.so.30; and `handfast doctor`, which says what a
// program would find there.
#include <expected>
#include <string>
#include <vector>

#include "cli/exit_status.hpp"
#include "cli/inspection.hpp"

namespace handfast::cli {

// The libgnutls.so.30 that belongs to this command: where the installation puts it, or in the build tree. Another
// GnuTLS in its place is none. On failure what to print.
std::expected<ElfOnDisk, std::string> drop_in_library();

struct RunOptions {
  std::string explain;  // the value of HANDFAST_EXPLAIN; empty: left as it is
  bool force = false;   // start even what the loader will refuse
  std::vector<std::string> program;
};

// Looks at the program, then replaces this process by it, with the library's folder in front of LD_LIBRARY_PATH and, if
// asked for, HANDFAST_EXPLAIN; nothing else changes. Returns only when that fails, or when the loader would refuse it.
ExitStatus run_command(const RunOptions& options);

struct DoctorOptions {
  std::vector<std::string> subjects;  // programs, and folders of them
};

// Reports on each; ExitStatus::ok if nothing is lacking.
ExitStatus doctor_command(const DoctorOptions& options);

}  // namespace handfast::cli
