#!/usr/bin/env bash
# Runs clang-tidy with the checks of .clang-tidy over the sources, or over the files given.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
[[ -f build/clang/compile_commands.json ]] || cmake --preset clang
files=("$@")
if ((${#files[@]} == 0)); then mapfile -t files < <(find src -name '*.cpp' | sort); fi
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/clang --quiet
