#!/usr/bin/env bash
# manual.sh MAKEINFO FOLDER: makes handfast.info and handfast.html from docs/manual into the folder.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$(sed -n 's/^project(handfast VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
options=(--no-split -D "VERSION $version" -I docs/manual -I docs/manual/examples)
"$1" "${options[@]}" --disable-encoding --output="$2/handfast.info" docs/manual/handfast.texi
"$1" "${options[@]}" --html --output="$2/handfast.html" docs/manual/handfast.texi
