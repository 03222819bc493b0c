#!/usr/bin/env bash
# Runs BoringSSL's TLS test suite, which lies outside this project, on our shim.
#
# RUNNER is its compiled test binary; without it, SOURCE is a checkout of BoringSSL, from which the binary is built into
# build/bogo. BOGO_ARGUMENTS go to the runner ("-test Name*").
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
runner=${RUNNER:-}
out=$root/build/bogo
least=2210 # tests that pass in the whole suite; fewer mean that something which worked is now answered by "not implemented"

if [[ -z $runner ]]; then
  : "${SOURCE:?usage: make bogo RUNNER=/path/to/runner.test, or SOURCE=/path/to/boringssl}"
  mkdir -p "$out"
  runner=$out/runner.test
  (cd "$SOURCE/ssl/test/runner" && go test -c -o "$runner")
fi

build_tree release handfast_bogo_shim
mkdir -p "$out"
result=0
# shellcheck disable=SC2086 # the arguments are several words
"$runner" -shim-path "$root/build/release/bin/handfast-bogo-shim" -shim-config "$root/tests/bogo/config.json" \
  -num-workers "$(nproc)" -allow-unimplemented -pipe -json-output "$out/results.json" -test.timeout 60m \
  -idle-timeout 30s ${BOGO_ARGUMENTS:-} >"$out/bogo.log" 2>&1 || result=$?

sed -n '/^FAILED/,/^\(PASSED\|UNIMPLEMENTED\)/p' "$out/bogo.log" | head -n 200
for outcome in PASSED FAILED UNIMPLEMENTED; do
  echo "bogo: $(grep -c "^$outcome" "$out/bogo.log" || true) $outcome"
done
echo "bogo: the whole log is build/bogo/bogo.log"
if [[ -z ${BOGO_ARGUMENTS:-} ]] && (($(grep -c ^PASSED "$out/bogo.log" || true) < least)); then
  echo "bogo: FAILED: fewer than $least tests pass" >&2
  result=1
fi
exit "$result"
