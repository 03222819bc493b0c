#!/usr/bin/env bash
# Runs the fuzz targets: `fuzz.sh SECONDS [TARGET...]`, each target for that long, as many at once as there are cores.
#
# New inputs stay in build/fuzz/corpus, findings in build/fuzz/findings; the committed seeds are only read. A target that
# ends before its time has failed, whatever it says.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:?usage: fuzz.sh SECONDS [TARGET...]}
shift
tree=$root/build/asan # whose tests are under the same sanitizers
out=$root/build/fuzz

run_target() {
  local target=$1 corpus=$out/corpus/$1 seeds=$root/tests/fuzz/corpus/$1 began=$SECONDS
  mkdir -p "$corpus" "$out/findings"
  [[ -d $seeds ]] || seeds=
  if "$tree/bin/${target}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$out/findings/$target-" "$corpus" $seeds >"$out/$target.log" 2>&1 &&
    ((SECONDS - began >= seconds)); then
    echo "fuzz: $target: no finding in $(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target.log") runs"
  else
    tail -n 40 "$out/$target.log" >&2
    echo "fuzz: $target: FINDING, see build/fuzz/findings and build/fuzz/$target.log" >&2
    return 1
  fi
}
export -f run_target
export root tree out seconds

build_tree asan fuzz_targets
targets=("$@")
if ((${#targets[@]} == 0)); then
  for binary in "$tree"/bin/*_fuzz; do targets+=("$(basename "$binary" _fuzz)"); done
fi
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'run_target {}'
