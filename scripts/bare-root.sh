#!/usr/bin/env bash
# Tries the project on a machine that has nothing but git and make: `bare-root.sh RELEASE [TARGET...]`, with RELEASE
# debian-12, debian-13 or ubuntu-24.04, and by default the two targets that README promises, demo and test.
#
# debootstrap fills build/bare/RELEASE from the mirror that apt uses here (Ubuntu's archive: MIRROR names another), a
# clone of the last commit goes in, and each `make TARGET` runs there in turn, by chroot, whatever the one before it
# said. Needs root. What was printed stays in build/bare/RELEASE.log, the root itself only with KEEP=1.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
release=${1:?usage: bare-root.sh debian-12|debian-13|ubuntu-24.04 [TARGET...]}
targets=("${@:2}")
if ((${#targets[@]} == 0)); then targets=(demo test); fi
folder=$root/build/bare
bare=$folder/$release
log=$folder/$release.log

fail() { echo "bare-root: $*" >&2; exit 1; }

# The first address that apt has a main archive of Debian at.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' | sed -n 's|/\{0,1\} Debian Debian$||p' | head -n 1
}

case $release in
  debian-12) suite=bookworm script=bookworm ;;
  debian-13) suite=trixie script=trixie ;;
  ubuntu-24.04) suite=noble script=gutsy ;; # which Debian 12 does not know by its name
  *) fail "$release is not known" ;;
esac
case $release in
  debian-*)
    mirror=${MIRROR:-$(debian_mirror)}
    mirror=${mirror:-http://deb.debian.org/debian}
    security=$mirror-security components=main keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    ;;
  ubuntu-*)
    mirror=${MIRROR:-http://archive.ubuntu.com/ubuntu}
    security=$mirror components=main,universe keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
    ;;
esac

# The archive's own packages, and how this machine reaches a network: names, apt's proxy, the authorities that were
# added here (a proxy may need one).
make_root() {
  mkdir -p "$folder/packages"
  debootstrap --variant=minbase --include=git,make --components="$components" --keyring="$keyring" \
    --cache-dir="$folder/packages" "$suite" "$bare" "$mirror" "$script"
  local part
  for part in "$mirror $suite" "$mirror $suite-updates" "$security $suite-security"; do
    echo "deb $part ${components//,/ }"
  done >"$bare/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$bare/etc/apt/apt.conf.d/99machine" || true
  cp /etc/hosts /etc/resolv.conf "$bare/etc/"
  mkdir -p "$bare/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$bare/usr/local/share/ca-certificates/" \;
  git clone --quiet --no-hardlinks "$root" "$bare/root/handfast"
}

# Runs a command in the root, in the clone. The mounts end with the namespace, so nothing has to be taken down.
inside() {
  unshare --mount --pid --fork --kill-child bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
      exec chroot "$0" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        bash -c "cd /root/handfast && \"\$@\"" bash "$@"' "$bare" "$@"
}

remove_root() { rm -rf --one-file-system "$bare"; }

((EUID == 0)) || fail "only root may make one"
command -v debootstrap >/dev/null || fail "debootstrap is missing"
[[ -e $keyring ]] || fail "$keyring is missing: it comes with Debian's or Ubuntu's package of archive keys"
mkdir -p "$folder"
remove_root
if [[ ! ${KEEP:-} ]]; then trap remove_root EXIT; fi
echo "bare-root: making $release"
make_root >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "there is no root; the whole log is $log"; }

failed=()
for target in "${targets[@]}"; do
  began=$SECONDS
  result=ok
  echo "== make $target" >>"$log"
  inside make "$target" >>"$log" 2>&1 </dev/null || { result=FAILED failed+=("$target"); }
  echo "bare-root: $release: make $target: $result, $((SECONDS - began)) s"
done
# What ctest says at its end: how many passed, and the names of those that failed or could not run.
grep -E '^[0-9]+% tests passed|^[[:space:]]+[0-9]+ - .*\(' "$log" || true
if ((${#failed[@]})); then
  tail -n 20 "$log"
  fail "$release: failed: ${failed[*]}; the whole log is $log"
fi
