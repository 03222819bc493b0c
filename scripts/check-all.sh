#!/usr/bin/env bash
# Everything `make test` does not do: the slow peers, the other compiler, the sanitizers, formatting, fuzzing.
# `check-all.sh [SECONDS]`: with a number, steps that do not fit into that time are left out or cut off, and named.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
budget=${1:-}
failed=()
left_out=()

remaining() { if [[ $budget ]]; then echo $((budget - SECONDS)); else echo 999999; fi; }

# step LEAST COMMAND...: runs it if at least LEAST seconds are left.
step() {
  local least=$1 left name="${*:2}" result=0
  left=$(remaining)
  if ((left < least)); then
    left_out+=("$name")
    return
  fi
  echo "== $name"
  timeout "$left" "${@:2}" || result=$?
  if ((result == 124)); then
    left_out+=("$name (cut off)")
  elif ((result != 0)); then
    failed+=("$name")
  fi
}

here=$root/scripts
step 10 "$here/format.sh" --check
step 300 "$here/test.sh" release -C check-all -L check-all
step 120 "$here/test.sh" asan --exclude-regex '^check_'
step 120 "$here/test.sh" clang --exclude-regex '^check_'
step 120 "$here/test.sh" tsan --exclude-regex '^check_'
step 400 "$here/test-versions.sh"
step 600 "$here/compile-only.sh"
# In CI each target gets a little; without a limit of time, the ten minutes that a release asks for.
step 120 "$here/fuzz.sh" "$([[ $budget ]] && echo 20 || echo 600)"

for name in "${left_out[@]}"; do echo "check-all: no time for: $name"; done
for name in "${failed[@]}"; do echo "check-all: FAILED: $name" >&2; done
((${#failed[@]} == 0))
