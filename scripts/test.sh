#!/usr/bin/env bash
# Builds one preset's tree and runs its tests: `test.sh [PRESET [CTEST-ARGUMENT...]]`, default release.
#
# TARGETS="a b" builds these alone, for a run of their tests. A test that lacks what it needs (a peer, say) is skipped and
# named at the end; with CI=true a skip is a failure.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
preset=${1:-release}
tree=$root/build/$preset

# What the sanitizers' run-time libraries heed; other builds do not.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}

# shellcheck disable=SC2086 # the targets are several words
build_tree "$preset" ${TARGETS:-}
result=0
ctest --test-dir "$tree" --output-on-failure --parallel "$(nproc)" --output-log "$tree/ctest.log" "${@:2}" || result=$?

if grep -q '(Skipped)$' "$tree/ctest.log"; then
  echo "skipped:"
  sed -n 's/^.*- \(.*\) (Skipped)$/  \1/p' "$tree/ctest.log"
  if [[ ${CI:-} == true ]]; then
    echo "test: a skip is a failure here" >&2
    result=1
  fi
fi
exit "$result"
