#!/usr/bin/env bash
# A real handshake over loopback TCP, drawn from both sides, and three that fail, each with its explanation. Makes its own
# certificate authority in a temporary folder, and leaves nothing behind. Succeeds only if each part ended as it should.
set -euo pipefail

cd "$(dirname "$0")/.."
handfast=$(realpath "${HANDFAST:-build/release/bin/handfast}")
limit=20 # seconds for one connection; it takes some milliseconds

folder=$(mktemp -d)
server=
clean_up() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
cd "$folder"

say() { printf '\n%s\n' "$*"; }

# Starts a server in the background and waits until it says where it listens; sets $server and $port.
start() {
  : >server.out # what the server before said; the background may take its time to open the file
  "$handfast" "$@" >server.out 2>server.err &
  server=$!
  for _ in $(seq 100); do
    port=$(sed -n 's/^listening on .*://p' server.out)
    [[ -z $port ]] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat server.err
  say "The server did not start."
  exit 1
}

stop() {
  kill "$server" 2>/dev/null || true
  wait "$server" || true
  server=
}

# connect STATUS ARGUMENT...: shows the command, runs it, and checks how it ends. What it receives is in received.
connect() {
  local expected=$1 status=0
  shift
  printf '\n    $ handfast connect %s\n\n' "$*"
  timeout "$limit" "$handfast" connect "$@" <input >received 2>report || status=$?
  cat report
  if [[ $status -ne $expected ]]; then
    say "This should have ended with status $expected, but the status is $status."
    exit 1
  fi
}

explained() {
  grep -qF "$1" report || {
    say "The explanation should have said: $1"
    exit 1
  }
}

echo 'Hello over TLS' >input
"$handfast" cert ca --name 'Demo CA' --out ca >/dev/null
"$handfast" cert server --name localhost --ca ca --out server >/dev/null
"$handfast" cert server --name www.example --name example --ca ca --out other >/dev/null
"$handfast" cert server --name localhost --ca ca --start=-60 --days 30 --out expired >/dev/null

say '1. A connection that works. The client proves nothing, the server shows a certificate for its name, both agree on
   keys that nobody else can know, and everything after that is encrypted. First as the client sees it:'
start serve --listen localhost:0 --cert server.pem --key server.key --echo --trace
connect 0 "localhost:$port" --trust ca.pem --trace
stop
cmp input received || { say 'The server should have sent back what it got.'; exit 1; }
printf '\nThe server sent back: %s\n' "$(cat received)"
say 'The same connection as the server sees it:'
echo
cat server.err

say '2. A server with a certificate for another name. Somebody else may have answered, so the client refuses:'
start serve --listen localhost:0 --cert other.pem --key other.key
connect 3 "localhost:$port" --trust ca.pem
explained 'the certificate is for another name'
stop

say '3. A server whose certificate has expired:'
start serve --listen localhost:0 --cert expired.pem --key expired.key
connect 3 "localhost:$port" --trust ca.pem
explained 'the certificate has expired'
stop

say '4. A web server that does not speak TLS at all on this port:'
start plain-http
connect 4 "localhost:$port" --trust ca.pem
explained 'does not speak TLS'
stop

say 'All four ended as they should.'
