#!/usr/bin/env bash
# Installs what building and testing need and is missing: `setup.sh [basic|all|bench|bogo|docs|format|fuzz]`. All but
# basic add what the make target of that name needs, `all` what check-all does.
#
# Knows Debian 12, Debian 13 and Ubuntu; elsewhere it prints what is missing and stops. Where nothing is missing it
# changes nothing, and not even the package lists are fetched.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
missing=() # packages, by their Debian names

has() { command -v "$1" >/dev/null; }
compiles() { echo "#include <$1>" | g++ -std=c++20 -E -x c++ - >/dev/null 2>&1; }
links_fuzzer() {
  echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, __SIZE_TYPE__) { return 0; }' |
    clang++-19 -fsanitize=fuzzer,address -x c++ - -o /dev/null 2>/dev/null
}
# In Ubuntu's container images `man` is a script that only says so, and man-db's own has another name.
has_man() { has man.REAL || new_enough man 2; }
# It is a mail server to the package system, and a machine has but one: it is unpacked for the tests, not installed. A
# release that does not have it tests without.
has_ssmtp() { has ssmtp || [[ -x $root/build/programs/usr/sbin/ssmtp ]] || { lists_known && ! has_candidate ssmtp; }; }
lists_known() { has_candidate make; }
has_candidate() { [[ -n $(candidate_version "$1") ]]; }
need() { if ! "${@:2}"; then missing+=("$1"); fi; }

# new_enough COMMAND WANTED: reads the first version number that the command prints about itself.
new_enough() {
  local version
  version=$("$1" --version 2>/dev/null | grep -oEm1 '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1) || return 1
  version_at_least "$version" "$2"
}

find_missing() {
  missing=()
  need make has make
  need g++ new_enough g++ 12
  need cmake new_enough cmake 3.25
  need ninja-build has ninja
  need python3 new_enough python3 3.9
  need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
  need cargo find_cargo >/dev/null
  need pkg-config has pkg-config
  need libgtest-dev compiles gtest/gtest.h
  need libcli11-dev compiles CLI/CLI.hpp
  need libidn2-dev compiles idn2.h
  need libasio-dev compiles asio.hpp
  need libboost-dev compiles boost/asio.hpp
  need nlohmann-json3-dev compiles nlohmann/json.hpp
  # The peers of the interoperation tests that every distribution has.
  need openssl has openssl
  need curl has curl
  need gnutls-bin has gnutls-cli
  need valgrind has valgrind
  # Programs that the test programs_loopback runs on this library and on the distribution's GnuTLS.
  need wget has wget
  need lftp has lftp
  need lynx has lynx
  need msmtp has msmtp
  need ffmpeg has ffmpeg
  need ssmtp has_ssmtp
  # The manual, and what reads it, for `make install` and its test.
  need texinfo has makeinfo
  need install-info has install-info
  need info has info
  need man-db has_man
  case $scope in
    basic) ;;
    all) find_missing_of_check_all ;;
    bench) need libssl-dev compiles openssl/ssl.h ;;
    bogo) need golang-go has go ;;
    docs) need doxygen has doxygen ;;
    format) need clang-format-19 has clang-format-19 ;;
    fuzz) find_missing_of_clang ;;
    *) echo "usage: $0 [basic|all|bench|bogo|docs|format|fuzz]" >&2; exit 2 ;;
  esac
}

# The sanitizers and libFuzzer are in a package of their own.
find_missing_of_clang() {
  need clang-19 has clang++-19
  need libclang-rt-19-dev links_fuzzer
}

find_missing_of_check_all() {
  find_missing_of_clang
  need clang-format-19 has clang-format-19
  need clang-tidy-19 has clang-tidy-19
  need golang-go has go
  need nodejs has node
  need default-jdk-headless has javac
  need dpkg-dev has dpkg-scanpackages
  need valgrind has valgrind
  need debootstrap has debootstrap
  need debian-archive-keyring test -e /usr/share/keyrings/debian-archive-keyring.gpg
  need g++-aarch64-linux-gnu has aarch64-linux-gnu-g++
  need libc++-19-dev test -e /usr/lib/llvm-19/include/c++/v1/vector
  need libc++abi-19-dev test -e /usr/lib/llvm-19/lib/libc++abi.a
  if [[ $(distribution) != ubuntu* ]]; then # there Chromium is a snap only
    need chromium has chromium
    need libnss3-tools has certutil
  fi
}

# Prints the name of the distribution and its version, "debian 12".
distribution() {
  local ID='' VERSION_ID=''
  [[ -r /etc/os-release ]] && source /etc/os-release
  echo "$ID $VERSION_ID"
}

# Debian 12's cargo is too old for the provider's package, its cargo-web is not; Ubuntu has newer ones by version.
cargo_package() {
  local name
  for name in cargo cargo-web $(apt-cache --names-only search '^cargo-1\.[0-9]+$' | cut -d' ' -f1 | sort -rV); do
    if version_at_least "$(candidate_version "$name")" "$cargo_minimum"; then
      echo "$name"
      return 0
    fi
  done
  echo "setup: no package has cargo $cargo_minimum or newer; https://rustup.rs installs one" >&2
  return 1
}

candidate_version() { LC_ALL=C apt-cache policy "$1" | sed -n 's/^  Candidate: \([0-9.]*\).*/\1/p'; }

supported() { [[ $(distribution) =~ ^(ubuntu .*|debian 1[23])$ ]]; }

# Unpacks a package into build/programs, without its scripts and without what it depends on.
unpack_package() {
  local folder
  folder=$(mktemp -d)
  mkdir -p "$root/build/programs"
  (cd "$folder" && apt-get download "$1" && dpkg-deb --extract "$1"_*.deb "$root/build/programs")
  rm -r "$folder"
}

install_packages() {
  local sudo=() packages=() package
  if ((EUID != 0)); then sudo=(sudo); fi
  "${sudo[@]}" apt-get update
  for package in "${missing[@]}"; do
    if [[ $package == cargo ]]; then package=$(cargo_package); fi
    if [[ $package == ssmtp ]]; then unpack_package ssmtp; else packages+=("$package"); fi
  done
  # Nothing that is there is taken away for it.
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends --no-remove "${packages[@]}"
}

scope=${1:-basic}
find_missing
if ((${#missing[@]} == 0)); then exit 0; fi
echo "setup: missing or too old: ${missing[*]}"
if ! supported; then
  echo "setup: neither Debian 12, Debian 13 nor Ubuntu: please install them (these are Debian's names)" >&2
  exit 1
fi
install_packages
find_missing
if ((${#missing[@]})); then
  echo "setup: still missing or too old after the installation: ${missing[*]}" >&2
  exit 1
fi
