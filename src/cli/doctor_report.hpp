#pragma once
// What an inspection found, in words.
#include "cli/inspection.hpp"

namespace handfast::cli {

// A sentence and what it rests on. `most_names`: how many names of functions are listed of the program and of each of its
// libraries; of other files there are a few.
std::string report(const Inspection& inspection, const std::filesystem::path& library, std::size_t most_names);

// Whether there is something to tell before the program starts.
bool worth_a_warning(const Inspection& inspection);

std::string report(const Survey& survey, const std::filesystem::path& folder);

}  // namespace handfast::cli
