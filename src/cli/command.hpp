#pragma once
// The command line: which options there are, what they mean, and what is called.

namespace handfast::cli {

// The exit status of the process.
int run_command_line(int count, const char* const* words);

}  // namespace handfast::cli
