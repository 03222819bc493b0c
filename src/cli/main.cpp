#include "cli/command.hpp"

int main(int count, char** words) { return handfast::cli::run_command_line(count, words); }
