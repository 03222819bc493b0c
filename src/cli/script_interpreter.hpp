#pragma once
// What runs a script.
#include <filesystem>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace handfast::cli {

// Where execvp() finds a program; as it is written if nowhere.
std::filesystem::path find_program(const std::string& name);

// The program in the first line of a script; where that is env, the one that env finds. Empty: no script.
std::filesystem::path script_interpreter(Bytes file);

// The interpreters of a script, of which all but the last are scripts themselves. Empty: no script.
std::vector<std::filesystem::path> interpreters_of(const std::filesystem::path& program);

}  // namespace handfast::cli
