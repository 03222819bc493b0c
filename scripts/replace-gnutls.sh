#!/usr/bin/env bash
# replace-gnutls.sh [--undo] PREFIX: makes the libgnutls.so.30 of an installation the one that every program loads.
#
# It is one link, PREFIX/lib/libgnutls.so.30, in a folder that the loader searches before the distribution's, and a new
# loader cache. Nothing of the distribution is touched; --undo takes the link away again. Refused while a program or
# library below the folders in LOOK_AT needs something of GnuTLS that the installed library lacks.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
undo=
if [[ ${1:-} == --undo ]]; then undo=yes && shift; fi
prefix=$(home "${1:?usage: replace-gnutls.sh [--undo] PREFIX}")
ldconfig=${LDCONFIG:-$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig)}
read -ra look_at <<<"${LOOK_AT:-/usr /opt}"

fail() { echo "replace-gnutls: $*" >&2; exit 1; }

# The library that the loader takes now, by its cache.
current() { "$ldconfig" -p | sed -n 's/^[[:space:]]*libgnutls\.so\.30 .* => //p' | head -n 1; }

drop_in=$(find "$prefix" -path '*/handfast/libgnutls.so.30' | head -n 1)
[[ $drop_in ]] || fail "there is no handfast/libgnutls.so.30 below $prefix: run make install PREFIX=$prefix first"
folder=$(dirname "$(dirname "$drop_in")")
link=$folder/libgnutls.so.30

if [[ $undo ]]; then
  [[ -L $link && $(readlink "$link") == handfast/libgnutls.so.30 ]] || fail "$link is no link of this script"
  rm "$link"
  "$ldconfig"
  echo "replace-gnutls: $link is gone; programs load $(current)"
  exit 0
fi

echo "replace-gnutls: looking at every program and library below ${look_at[*]}"
existing=()
for place in "${look_at[@]}"; do if [[ -d $place ]]; then existing+=("$place"); fi; done
"$prefix/bin/handfast" doctor "${existing[@]}" ||
  fail "nothing is changed: the files above need what $drop_in lacks, and would not start or end early"
[[ ! -e $link || -L $link ]] || fail "nothing is changed: $link is there, and no link of this script"
echo "replace-gnutls: $link becomes a link to $drop_in; every program that is started from now on uses it"
ln -sfn handfast/libgnutls.so.30 "$link"
"$ldconfig"
if [[ ! $(current) -ef $drop_in ]]; then
  rm "$link"
  "$ldconfig"
  fail "nothing is changed: the loader does not search $folder first"
fi
echo "replace-gnutls: done; make restore-gnutls PREFIX=$prefix undoes it"
