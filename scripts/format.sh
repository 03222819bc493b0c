#!/usr/bin/env bash
# Formats the sources in place; `format.sh --check` changes nothing and fails where something would change.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
mode=(-i)
if [[ ${1:-} == --check ]]; then mode=(--dry-run -Werror); fi
cd "$root"
find src include examples tests docs/manual -name '*.cpp' -o -name '*.hpp' -o -name '*.c' -o -name '*.h' | sort |
  xargs --no-run-if-empty clang-format-19 "${mode[@]}"
