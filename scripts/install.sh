#!/usr/bin/env bash
# install.sh PREFIX [LIBDIR]: builds what is missing and installs it below PREFIX; libraries go into LIBDIR, as CMake
# chooses without one. DESTDIR in the environment puts everything aside. A call leaves nothing for the next to inherit.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

prefix=$(home "${1:?usage: install.sh PREFIX [LIBDIR]}")
if [[ ${DESTDIR:-} ]]; then DESTDIR=$(home "$DESTDIR"); fi

# Without it the LIBDIR of the call before would still stand in the tree's cache.
libdir=-UCMAKE_INSTALL_LIBDIR
if [[ ${2:-} ]]; then libdir=-DCMAKE_INSTALL_LIBDIR=$2; fi
configure_tree release "$libdir"
build_tree release gnutls handfast handfast_command manual
cmake --install "$root/build/release" --prefix "$prefix" --strip
