#!/usr/bin/env python3
"""make_install_test.py BUILD: `make install` with each of its variables, names with blanks among them, and one run after
the other: what one run is told does not count for the next. A `cmake` of the test's own has all of it happen in another
build tree, with what this build has made.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv[1]).resolve()
# Builds nothing; configures and installs TREE where the project's would be.
CMAKE = """#!/usr/bin/env bash
set -euo pipefail
case $1 in
  --preset) exec "$CMAKE" -S "$ROOT" -B "$TREE" "${@:3}" >/dev/null ;;
  --build) ;;
  --install) exec "$CMAKE" --install "$TREE" "${@:3}" ;;
  *) exec "$CMAKE" "$@" ;;
esac
"""


def cached(name):
    text = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:\w+=(.*)$", text, re.MULTILINE)
    return found.group(1) if found else ""


class Installation:
    """A folder with the test's cmake, and the tree that it uses."""

    def __init__(self, folder):
        self.folder = folder
        tree = folder / "tree"
        (folder / "bin").mkdir()
        (folder / "bin/cmake").write_text(CMAKE, encoding="utf-8")
        (folder / "bin/cmake").chmod(0o755)
        # A variable of the environment would count as one that make was given.
        clean = {name: value for name, value in os.environ.items()
                 if name not in ("PREFIX", "LIBDIR", "DESTDIR", "MAKEFLAGS", "MAKELEVEL")}
        self.environment = clean | {"PATH": f"{folder}/bin:{os.environ['PATH']}", "CMAKE": shutil.which("cmake"),
                                    "ROOT": str(ROOT), "TREE": str(tree), "HOME": str(folder / "home")}
        subprocess.run(["cmake", "-S", ROOT, "-B", tree, "-G", cached("CMAKE_GENERATOR"), "-DCMAKE_BUILD_TYPE=Release",
                        f"-DCMAKE_C_COMPILER={cached('CMAKE_C_COMPILER')}",
                        f"-DCMAKE_CXX_COMPILER={cached('CMAKE_CXX_COMPILER')}",
                        f"-DHANDFAST_PROVIDER_DIR={cached('HANDFAST_PROVIDER_DIR')}", "-DHANDFAST_TESTS=OFF"],
                       check=True, stdout=subprocess.DEVNULL, timeout=240)
        for made in ("lib", "docs"):
            shutil.copytree(BUILD / made, tree / made, symlinks=True, dirs_exist_ok=True)
        (tree / "bin").mkdir(exist_ok=True)
        shutil.copy(BUILD / "bin/handfast", tree / "bin")

    def make(self, *variables):
        done = subprocess.run(["make", "--directory", ROOT, "--old-file=setup", "install", *variables],
                              env=self.environment, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, f"make install {variables}:\n{done.stdout}{done.stderr}"

    def check(self, prefix, libdir="lib"):
        for name in ("bin/handfast", f"{libdir}/handfast/libgnutls.so.30", f"{libdir}/libhandfast.so.0"):
            assert (prefix / name).exists(), f"{prefix} has no {name}"


def main():
    missing = [name for name in ("make", "bash") if shutil.which(name) is None]
    if missing:
        print(f"there is no {missing[0]}")
        return 77
    with tempfile.TemporaryDirectory(prefix="handfast-make-") as temporary:
        folder = pathlib.Path(temporary).resolve()
        made = Installation(folder)
        staging = folder / "a package's files"
        made.make("PREFIX=/usr", "LIBDIR=lib/x86_64-linux-gnu", f"DESTDIR={staging}")
        made.check(staging / "usr", "lib/x86_64-linux-gnu")
        made.make(f"PREFIX={folder}/a prefix")
        made.check(folder / "a prefix")
        assert sorted(path.name for path in (folder / "a prefix/lib").iterdir() if path.is_dir()) == [
            "cmake", "handfast", "pkgconfig"], "the libdir of the run before"
        made.make(f"PREFIX={folder}/another", "LIBDIR=lib of its own")
        made.check(folder / "another", "lib of its own")
        made.make("PREFIX=~/handfast")  # as it arrives from a shell that leaves the tilde to programs
        made.check(folder / "home/handfast")
    print("PREFIX, LIBDIR and DESTDIR, with blanks, each for its own run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
