#!/usr/bin/env python3
"""layout_test.py BUILD: installs a build with each kind of libdir and looks where things are: nothing is where a loader,
a compiler or pkg-config would take it for GnuTLS; the components add up; nothing names the folder that it was built in;
and from wherever the tree is moved to, `handfast run` finds the library and `gnutls.pc` the headers.
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
DROP_IN = "libgnutls.so.30"
COMPONENTS = ("library", "drop-in", "command", "documentation")
LICENCES = {"LICENSE", "LICENSE.aws-lc", "licensing.md"}
LDCONFIG = shutil.which("ldconfig", path=os.environ["PATH"] + ":/sbin:/usr/sbin")
PROGRAM = """
#include <gnutls/gnutls.h>
#include <handfast/explain.h>
#include <stdio.h>
int main(void) {
  gnutls_session_t session;
  gnutls_datum_t text = {NULL, 0};
  if (gnutls_init(&session, GNUTLS_CLIENT) != GNUTLS_E_SUCCESS) return 1;
  int code = handfast_session_explain(session, HANDFAST_EXPLAIN_TEXT, &text);
  printf("%s %s\\n", gnutls_check_version(NULL), gnutls_strerror_name(code < 0 ? code : 0));
  gnutls_free(text.data);
  gnutls_deinit(session);
  return 0;
}
"""


def run(*command, status=0, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=240, check=False,
                          **options)
    if done.returncode != status:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def cached(name):
    text = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:\w+=(.*)$", text, re.MULTILINE)
    return found.group(1) if found else ""


def configured(folder, libdir):
    """A build tree that installs into another libdir what this build has made."""
    run("cmake", "-S", ROOT, "-B", folder, "-G", cached("CMAKE_GENERATOR"), "-DCMAKE_BUILD_TYPE=Release",
        f"-DCMAKE_C_COMPILER={cached('CMAKE_C_COMPILER')}", f"-DCMAKE_CXX_COMPILER={cached('CMAKE_CXX_COMPILER')}",
        f"-DHANDFAST_PROVIDER_DIR={cached('HANDFAST_PROVIDER_DIR')}", "-DHANDFAST_TESTS=OFF",
        f"-DCMAKE_INSTALL_LIBDIR={libdir}")
    for made in ("lib", "docs"):
        shutil.copytree(BUILD / made, folder / made, symlinks=True, dirs_exist_ok=True)
    (folder / "bin").mkdir(exist_ok=True)
    shutil.copy(BUILD / "bin/handfast", folder / "bin")


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}


def check_nothing_else_finds_it(prefix, libdir):
    names = files(prefix)
    strange = [name for name in names if name.name.startswith("libgnutls") and name.parent.name != "handfast"]
    assert not strange, f"the loader would find {strange}"
    headers = [name for name in names if "gnutls" in name.parts and name.suffix == ".h"]
    assert headers and all("handfast-gnutls" in name.parts for name in headers), headers
    assert [str(name) for name in names if name.name == "gnutls.pc"] == [f"{libdir}/handfast/pkgconfig/gnutls.pc"]


def check_loader_cache(prefix, libdir, folder):
    """ldconfig, told to search the new libdir before everything else, finds no other GnuTLS than before."""
    listed = {}
    for name, first in (("before", ""), ("after", f"{prefix / libdir}\n")):
        (folder / f"{name}.conf").write_text(f"{first}include /etc/ld.so.conf\n", encoding="utf-8")
        run(LDCONFIG, "-X", "-f", folder / f"{name}.conf", "-C", folder / f"{name}.cache")
        listed[name] = run(LDCONFIG, "-p", "-C", folder / f"{name}.cache")
    gnutls = {name: re.findall(r"libgnutls.*", text) for name, text in listed.items()}
    assert gnutls["before"] == gnutls["after"], gnutls
    assert str(prefix / libdir / "libhandfast.so") in listed["after"], "ldconfig has not looked there"


def check_moved(prefix, libdir, folder):
    """From another place: a program is built by gnutls.pc, and started by the command."""
    moved = folder / "moved"
    prefix.rename(moved)
    packages = os.environ | {"PKG_CONFIG_PATH": str(moved / libdir / "pkgconfig")}
    own = os.environ | {"PKG_CONFIG_PATH": str(moved / libdir / "handfast/pkgconfig")}
    assert str(moved) not in subprocess.run(["pkg-config", "--cflags", "gnutls"], env=packages, capture_output=True,
                                            text=True, check=False).stdout
    include = run("pkg-config", "--variable=includedir", "gnutls", env=own).strip()
    libraries = run("pkg-config", "--variable=libdir", "gnutls", env=own).strip()
    (folder / "program.c").write_text(PROGRAM, encoding="utf-8")
    run("cc", f"-I{include}", folder / "program.c", f"-L{libraries}", "-lgnutls", "-o", folder / "program")
    said = run(moved / "bin/handfast", "run", "--", folder / "program")
    assert re.fullmatch(r"\d+\.\d+\.\d+ GNUTLS_E_\w+\n", said), said
    report = run(moved / "bin/handfast", "doctor", folder / "program")
    assert str(moved / libdir / "handfast" / DROP_IN) in report.replace("\n", " "), report
    moved.rename(prefix)


def check_libdir(libdir, folder):
    tree, staging = folder / "tree", folder / "staging"
    configured(tree, libdir)
    prefix = folder / "prefix"
    run("cmake", "--install", tree, "--prefix", prefix, "--strip")
    check_nothing_else_finds_it(prefix, libdir)
    check_loader_cache(prefix, libdir, folder)
    check_moved(prefix, libdir, folder)
    run("cmake", "--install", tree, "--prefix", "/opt/handfast", env=os.environ | {"DESTDIR": str(staging)})
    staged = files(staging / "opt/handfast")
    difference = staged ^ files(prefix)
    assert difference <= {pathlib.Path("share/info/dir")} and pathlib.Path("share/info/dir") not in staged, difference
    return prefix, tree


def check_components(tree, folder, everything):
    found = set()
    for component in COMPONENTS:
        run("cmake", "--install", tree, "--prefix", folder / component, "--component", component)
        names = files(folder / component)
        assert names, component
        twice = {name for name in found & names if name.name not in LICENCES}
        assert not twice, f"{component} has what another has: {twice}"
        found |= names
    assert found == everything, found ^ everything
    assert {name.name for name in files(folder / "drop-in")} >= {DROP_IN, "gnutls.pc", "gnutls.h", "LICENSE.aws-lc"}
    others = files(folder / "command") | files(folder / "documentation")
    assert not any(name.suffix in (".so", ".h") and "doc" not in name.parts for name in others)  # but for examples


def check_no_build_paths(prefix, tree):
    """Neither in stripped files nor beside debug information, in what this build has made."""
    build_paths = [str(path).encode() for path in (ROOT / "src", ROOT / "build", BUILD, ROOT / "include")]
    for base, stripped in ((prefix, True), (tree, False)):
        for path in [*base.rglob("libgnutls.so.30"), *base.rglob("libhandfast.so.?.?.?"), base / "bin/handfast"]:
            contents = path.read_bytes()
            named = [name for name in build_paths if name + b"/" in contents]
            assert not named, f"{path} names {named}"
            sections = run("readelf", "--wide", "--sections", path)
            assert not stripped or ".debug_info" not in sections and ".symtab" not in sections, f"{path} is not stripped"
    for path in files(prefix):
        if path.suffix in (".cmake", ".pc"):
            text = (prefix / path).read_text(encoding="utf-8")
            assert str(ROOT) not in text and str(prefix) not in text, path
    assert "PATH)" not in run("readelf", "--dynamic", prefix / "bin/handfast")  # DT_RPATH, DT_RUNPATH


def main():
    missing = [name for name in ("pkg-config", "cc", "readelf") if shutil.which(name) is None]
    if missing or LDCONFIG is None:
        print(f"there is no {(missing + ['ldconfig'])[0]}")
        return 77
    for number, libdir in enumerate(("lib", "lib64", "lib/x86_64-linux-gnu")):
        with tempfile.TemporaryDirectory(prefix="handfast-install-") as temporary:
            folder = pathlib.Path(temporary).resolve()
            prefix, tree = check_libdir(libdir, folder)
            if number == 0:
                check_components(tree, folder / "components", files(prefix))
                check_no_build_paths(prefix, tree)
    print("lib, lib64 and multiarch: found by nobody but handfast run, moved, in components, without build paths")
    return 0


if __name__ == "__main__":
    sys.exit(main())
