#!/usr/bin/env bash
# Everything `make test` does not do, the most important first: formatting, ASan with UBSan, fuzzing, TSan of what has
# threads, the slow peers, the other compiler, the other tests under TSan and g++'s ASan, builds with one version of the
# protocol, a machine with nothing on it.
#
# `check-all.sh [SECONDS]`: with a number, a step that does not fit into that time is left out or cut off, and named. (From
# nothing, each tree takes two cores about a quarter of an hour; ccache helps.)
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
budget=${1:-}
failed=()
left_out=()

remaining() { if [[ $budget ]]; then echo $((budget - SECONDS)); else echo 999999; fi; }

# step LEAST COMMAND...: runs it if at least LEAST seconds are left.
step() {
  local least=$1 began=$SECONDS left name="${*:2}" result=0
  left=$(remaining)
  if ((left < least)); then
    left_out+=("$name")
    return
  fi
  echo "== $name"
  timeout "$left" "${@:2}" || result=$?
  echo "== $name: $((SECONDS - began)) s"
  case $result in
    0) ;;
    124) left_out+=("$name (cut off)") ;;
    *) failed+=("$name") ;;
  esac
}

here=$root/scripts
step 10 "$here/format.sh" --check
step 120 "$here/test.sh" asan --exclude-regex '^check_'
# In CI each target gets a little; without a limit of time, the ten minutes that a release asks for.
step 120 "$here/fuzz.sh" "$([[ $budget ]] && echo 30 || echo 600)"
step 120 env TARGETS=thread_tests "$here/test.sh" tsan -L threads
step 240 "$here/test.sh" release -C check-all -L check-all
step 120 "$here/test.sh" clang --exclude-regex '^check_'
step 120 "$here/test.sh" tsan --exclude-regex '^check_'
step 120 "$here/test.sh" asan-gcc --exclude-regex '^check_'
step 300 "$here/test-versions.sh"
step 300 "$here/compile-only.sh"
if ((EUID == 0)); then step 3600 "$here/bare-root.sh" debian-12; else left_out+=("bare-root.sh, which needs root"); fi

for name in "${left_out[@]}"; do echo "check-all: left out: $name"; done
for name in "${failed[@]}"; do echo "check-all: FAILED: $name" >&2; done
((${#failed[@]} == 0))
