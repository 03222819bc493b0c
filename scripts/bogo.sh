#!/usr/bin/env bash
# Runs BoringSSL's TLS test suite, which lies outside this project, on our shim.
#
# RUNNER is its compiled test binary; without it, SOURCE is a checkout of BoringSSL, from which the binary is built into
# build/bogo. BOGO_ARGUMENTS go to the runner ("-test Name*").
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
runner=${RUNNER:-}
out=$root/build/bogo
# How many tests of each transport pass in the whole suite: fewer mean that something which worked is now answered by "not
# implemented", more that these numbers are too small to notice it.
declare -A passes=([TLS]=2289 [QUIC]=300)

if [[ -z $runner ]]; then
  : "${SOURCE:?usage: make bogo RUNNER=/path/to/runner.test, or SOURCE=/path/to/boringssl}"
  mkdir -p "$out"
  runner=$out/runner.test
  (cd "$SOURCE/ssl/test/runner" && go test -c -o "$runner")
fi

python3 "$root/scripts/check-bogo.py"
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
# Those of QUIC say so in their names, as those do that try its extension without it.
declare -A passed
passed[QUIC]=$(grep ^PASSED "$out/bogo.log" | grep -v NonQUIC | grep -c QUIC || true)
passed[TLS]=$(($(grep -c ^PASSED "$out/bogo.log" || true) - passed[QUIC]))
for transport in TLS QUIC; do
  echo "bogo: ${passed[$transport]} tests of $transport pass"
  if [[ -n ${BOGO_ARGUMENTS:-} ]] || ((passed[$transport] == passes[$transport])); then continue; fi
  echo "bogo: FAILED: scripts/bogo.sh says ${passes[$transport]}" >&2
  result=1
done
exit "$result"
