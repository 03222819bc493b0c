#!/usr/bin/env bash
# Builds the libraries and the command for what is not tested here: aarch64 with g++, and libc++ with clang. Nothing of
# it is run.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
presets=("$@")
if ((${#presets[@]} == 0)); then presets=(aarch64 libcxx); fi
for preset in "${presets[@]}"; do
  build_tree "$preset" gnutls handfast handfast_command
  echo "compile-only: $preset: the libraries and the command build"
done
