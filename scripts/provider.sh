#!/usr/bin/env bash
# Fetches and builds the crypto provider: `provider.sh [libcrypto|libssl]` (default libcrypto).
#
# Cargo downloads the package named in third_party/provider/Cargo.lock, whose checksums it verifies; CMake then builds
# the C sources in it. The result lies in build/provider and is shared by every build tree, sanitized ones included.
# libssl is AWS-LC's own TLS library, needed only by the benchmark. Nothing is done when all is up to date.
#
# HANDFAST_PROVIDER_DIR is another folder in place of build/provider, filled by this script here or on another machine:
# what is in it is used, built if need be, and nothing is downloaded. HANDFAST_PROVIDER_TARGET names a foreign processor
# that the toolchain file CMAKE_TOOLCHAIN_FILE builds for.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
component=${1:-libcrypto}
manifest=$root/third_party/provider
out=$(realpath -m "${HANDFAST_PROVIDER_DIR:-$root/build/provider}")
source=$out/vendor/aws-lc-sys/aws-lc
built=$component${HANDFAST_PROVIDER_TARGET:+-$HANDFAST_PROVIDER_TARGET}
log=$out/$built.log

case $component in
  libcrypto) target=crypto libssl=OFF archives=(crypto/libcrypto.a) ;;
  libssl) target=ssl libssl=ON archives=(ssl/libssl.a crypto/libcrypto.a) ;;
  *) echo "usage: $0 [libcrypto|libssl]" >&2; exit 2 ;;
esac

fail() { echo "provider: $*" >&2; exit 1; }

# The options are explained in docs/dependencies.md. CPU jitter entropy costs every process 40 ms and every fork 20 ms,
# and the operating system's generator seeds the DRBG without it.
options=(
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF -DBUILD_LIBSSL=$libssl
  -DBUILD_TESTING=OFF -DBUILD_TOOL=OFF -DDISABLE_GO=ON -DDISABLE_PERL=ON -DENABLE_SOURCE_MODIFICATION=OFF
  -DDISABLE_CPU_JITTER_ENTROPY=ON
)

# A stamp with another value than this means work: the download depends on the locked package, the library also on how
# it is built.
package=$(cat "$manifest/Cargo.toml" "$manifest/Cargo.lock" | sha256sum | cut -d' ' -f1)
wanted="$package ${options[*]} without build paths"

vendor() {
  [[ -f $out/vendor.stamp && $(<"$out/vendor.stamp") == "$package" && -d $source ]] && return
  [[ -z ${HANDFAST_PROVIDER_DIR:-} ]] ||
    fail "$out has not the sources that third_party/provider names, and with HANDFAST_PROVIDER_DIR nothing is downloaded"
  local cargo
  cargo=$(find_cargo) || fail "cargo $cargo_minimum or newer is missing; scripts/setup.sh installs it"
  echo "provider: downloading AWS-LC (package aws-lc-sys)"
  rm -rf "$out/vendor" "$out/vendor.stamp"
  "$cargo" vendor --quiet --locked --manifest-path "$manifest/Cargo.toml" "$out/vendor" >"$out/vendor.log" 2>&1 ||
    { cat "$out/vendor.log" >&2; fail "the download failed"; }
  echo "$package" >"$out/vendor.stamp"
}

build() {
  echo "provider: building AWS-LC's $built once (about a minute)"
  local launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache); fi
  # AWS-LC's errors name their source file. A folder that was copied has another path in its cache.
  local paths="-ffile-prefix-map=$source=aws-lc"
  cmake --fresh -S "$source" -B "$out/$built" -G Ninja "${options[@]}" "${launcher[@]}" \
    "-DCMAKE_C_FLAGS=$paths" "-DCMAKE_CXX_FLAGS=$paths" "-DCMAKE_ASM_FLAGS=$paths" &&
    cmake --build "$out/$built" --target "$target"
}

up_to_date() {
  [[ -f $out/$built.stamp && $(<"$out/$built.stamp") == "$wanted" && -d $source/include ]] || return 1
  local archive
  for archive in "${archives[@]}"; do [[ -f $out/$built/$archive ]] || return 1; done
}

up_to_date && exit 0
mkdir -p "$out"
exec 9>"$out/lock"
flock 9 # two build trees may be configured at the same time
up_to_date && exit 0
vendor
build >"$log" 2>&1 || { tail -n 40 "$log" >&2; fail "the build failed; the whole log is $log"; }
echo "$wanted" >"$out/$built.stamp"
echo "provider: $built is ready"
