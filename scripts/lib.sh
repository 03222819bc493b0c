# Shell functions that several scripts share; to be sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# version_at_least HAVE WANTED: true when HAVE is the same version or a later one.
version_at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# home NAME: prints a file's name; shells but bash leave the tilde of PREFIX=~/folder to whoever gets it.
home() { if [[ $1 == '~'/* ]]; then printf '%s\n' "$HOME/${1#*/}"; else printf '%s\n' "$1"; fi; }

# The oldest cargo that reads the manifests of the provider's locked dependencies.
cargo_minimum=1.85

# Prints the name of a cargo that is new enough: the ordinary one, or one of Ubuntu's versioned ones (cargo-1.85).
find_cargo() {
  local name version
  for name in cargo $(compgen -c cargo-1. | sort -rV); do
    version=$("$name" --version 2>/dev/null | cut -d' ' -f2) || continue
    if version_at_least "${version:-0}" "$cargo_minimum"; then
      echo "$name"
      return 0
    fi
  done
  return 1
}

# configure_tree PRESET [option...]: in CI a warning is an error, whatever the preset.
configure_tree() {
  local options=("${@:2}")
  if [[ ${CI:-} == true ]]; then options+=(-DCMAKE_COMPILE_WARNING_AS_ERROR=ON); fi
  (cd "$root" && cmake --preset "$1" "${options[@]}")
}

# build_tree PRESET [target...]: configures the tree once, which then keeps itself up to date, and builds it.
build_tree() {
  local preset=$1 targets=()
  shift
  if (($#)); then targets=(--target "$@"); fi
  [[ -f $root/build/$preset/build.ninja ]] || configure_tree "$preset" || return
  cmake --build "$root/build/$preset" "${targets[@]}"
}
