#!/usr/bin/env bash
# Everything `make test` does not do, the most important first: formatting, ASan with UBSan, fuzzing, TSan, the slow peers,
# the other compiler, builds with one version of the protocol, a machine with nothing on it.
#
# `check-all.sh [SECONDS]`: with a number, a step that does not fit into that time is left out or cut off, and named. For
# the first three that is a failure. (From nothing, each tree takes two cores about a quarter of an hour; ccache helps.)
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
budget=${1:-}
failed=()
left_out=()

remaining() { if [[ $budget ]]; then echo $((budget - SECONDS)); else echo 999999; fi; }

# run LEAST COMMAND...: runs it if at least LEAST seconds are left. 124: there was no time, as timeout has it.
run() {
  local least=$1 left began=$SECONDS result=0
  left=$(remaining)
  ((left >= least)) || return 124
  echo "== ${*:2}"
  timeout "$left" "${@:2}" || result=$?
  echo "== ${*:2}: $((SECONDS - began)) s"
  return "$result"
}

# step LEAST COMMAND...: what fails, or has no time, counts.
step() {
  local result=0
  run "$@" || result=$?
  case $result in
    0) ;;
    124) failed+=("${*:2} (no time)") ;;
    *) failed+=("${*:2}") ;;
  esac
}

# Likewise, but what has no time is only named.
step_if_time() {
  local result=0
  run "$@" || result=$?
  case $result in
    0) ;;
    124) left_out+=("${*:2}") ;;
    *) failed+=("${*:2}") ;;
  esac
}

here=$root/scripts
step 10 "$here/format.sh" --check
step 120 "$here/test.sh" asan --exclude-regex '^check_'
# In CI each target gets a little; without a limit of time, the ten minutes that a release asks for.
step 120 "$here/fuzz.sh" "$([[ $budget ]] && echo 30 || echo 600)"
step_if_time 120 "$here/test.sh" tsan --exclude-regex '^check_'
step_if_time 240 "$here/test.sh" release -C check-all -L check-all
step_if_time 120 "$here/test.sh" clang --exclude-regex '^check_'
step_if_time 300 "$here/test-versions.sh"
if ((EUID == 0)); then step_if_time 3600 "$here/bare-root.sh" debian-12; else left_out+=("bare-root.sh, which needs root"); fi

for name in "${left_out[@]}"; do echo "check-all: left out: $name"; done
for name in "${failed[@]}"; do echo "check-all: FAILED: $name" >&2; done
((${#failed[@]} == 0))
