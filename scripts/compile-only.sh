#!/usr/bin/env bash
# Builds the libraries and the command for what is not tested here: aarch64 with g++, and libc++ with clang. Nothing of
# it is run. The command for aarch64 is compiled and not linked: its libidn2 is seldom there.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
presets=("$@")
if ((${#presets[@]} == 0)); then presets=(aarch64 libcxx); fi
for preset in "${presets[@]}"; do
  command=handfast_command
  if [[ $preset == aarch64 ]]; then command=handfast_cli; fi
  build_tree "$preset" gnutls handfast "$command"
  echo "compile-only: $preset: the libraries and the command build"
done
