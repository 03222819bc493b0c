#!/usr/bin/env bash
# Builds the library and the command without TLS 1.2, then without TLS 1.3: what is left has to work, what is left out
# has to be gone from the library and to be refused in words.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
scratch=$(mktemp -d)
server=
finish() {
  if [[ $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap finish EXIT

fail() { echo "versions: $*" >&2; exit 1; }

# build_without VERSION: 12 or 13.
build_without() {
  local tree=$root/build/without-tls$1
  cmake -S "$root" -B "$tree" -G Ninja -DCMAKE_BUILD_TYPE=Release -DHANDFAST_TESTS=OFF "-DHANDFAST_TLS$1=OFF" >/dev/null
  cmake --build "$tree" --target gnutls handfast_command
}

# serve COMMAND: a server on a port of the system's choice, which is then in $port.
serve() {
  : >"$scratch/serve.log" # what the server before said
  "$1" serve --listen 127.0.0.1:0 --cert "$scratch/server.pem" --key "$scratch/server.key" --echo \
    >"$scratch/serve.log" 2>&1 &
  server=$!
  for _ in {1..100}; do
    port=$(sed -n 's/^listening on .*://p' "$scratch/serve.log")
    [[ $port ]] && return
    sleep 0.1
  done
  fail "the server does not start: $(cat "$scratch/serve.log")"
}

# check_without LEFT_OUT LEFT: as in the functions' names, 12 or 13.
check_without() {
  local tree=$root/build/without-tls$1
  local command=$tree/bin/handfast
  nm -C "$tree/lib/libgnutls.so.30" >"$scratch/symbols"
  grep -q "client_handshake$2" "$scratch/symbols" || fail "TLS 1.${2#1} is not in the library"
  ! grep -E "(client|server)_handshake$1" "$scratch/symbols" || fail "TLS 1.${1#1} is in the library"
  serve "$command"
  local reach=("$command" connect "localhost:$port" --trust "$scratch/ca.pem")
  [[ $(echo hello | "${reach[@]}") == hello ]] || fail "no echo over TLS 1.${2#1}"
  ! echo hello | "${reach[@]}" --priority "NORMAL:-VERS-ALL:+VERS-TLS1.${1#1}" >"$scratch/out" 2>&1 ||
    fail "TLS 1.${1#1} was negotiated"
  grep -q "version" "$scratch/out" || fail "no word about versions: $(cat "$scratch/out")"
  kill "$server"
  wait "$server" || true
  server=
}

build_without 12
"$root/build/without-tls12/bin/handfast" cert ca --name Versions --out "$scratch/ca" >/dev/null
"$root/build/without-tls12/bin/handfast" cert server --name localhost --ca "$scratch/ca" --out "$scratch/server" >/dev/null
check_without 12 13
build_without 13
check_without 13 12
echo "versions: each works without the other"
