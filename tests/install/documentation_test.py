#!/usr/bin/env python3
"""documentation_test.py BUILD: installs a build into an empty DESTDIR and looks things up there: man finds the page of
every function that the library exports and groff has nothing to say about any, info finds the manual.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PREFIX = "opt/handfast"
MAN = shutil.which("man.REAL") or "man"  # the former where a container image has put a script in its place


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=240, check=False,
                          **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def exported():
    text = (ROOT / "src/capi/libgnutls.map").read_text(encoding="utf-8")
    hidden = {"gnutls_secure_malloc"}  # in no header any more
    return sorted(set(re.findall(r"\b(?:gnutls|handfast)_\w+(?=;)", text)) - hidden)


def check_pages(pages):
    missing = [name for name in exported() if not (pages / f"man3/{name}.3").exists()]
    assert not missing, f"no page for {missing}"
    every = sorted(pages.glob("man?/*"))
    said = run("groff", "-man", "-ww", "-z", "-Tutf8", *every)
    assert not said, f"groff says:\n{said}"
    return len(every)


def check_man(prefix):
    """By the name of the folder, and by PATH alone."""
    plain = os.environ | {"MANPAGER": "cat", "MANWIDTH": "100", "LC_ALL": "C.UTF-8"}
    plain.pop("MANPATH", None)
    by_path = plain | {"PATH": f"{prefix}/bin:{os.environ['PATH']}"}
    text = run(MAN, "-M", prefix / "share/man", "--warnings", "gnutls_handshake", env=plain)
    assert "int gnutls_handshake(gnutls_session_t session);" in text, text
    assert run(MAN, "--where", "3", "gnutls_handshake", env=by_path).strip().startswith(str(prefix))
    assert run(MAN, "--where", "handfast", env=by_path).strip().startswith(str(prefix))


def check_command_page(prefix):
    """The command's page knows every option."""
    page = (prefix / "share/man/man1/handfast.1").read_text(encoding="utf-8").replace("\\-", "-")
    command = prefix / "bin/handfast"
    for words in ([], ["connect"], ["serve"], ["run"], ["doctor"], ["explain"], ["cert"], ["cert", "ca"], ["cert", "server"]):
        for option in re.findall(r"^\s+(?:-h,)?(--[\w-]+)", run(command, *words, "--help"), re.MULTILINE):
            assert option in page, f"handfast(1) does not know {' '.join(words)} {option}"


def check_info(prefix):
    folder = prefix / "share/info"
    environment = os.environ | {"INFOPATH": str(folder)}
    assert run("info", "--where", "handfast", env=environment).strip() == str(folder / "handfast.info")
    assert not (folder / "dir").exists(), "a package would replace the directory of all manuals"
    text = run("info", "handfast", "--subnodes", "--output=-", env=environment)
    assert "gnutls_handshake" in text and "connected: %s" in text, "the manual has lost its programs"


def check_info_directory(build, prefix):
    """Without DESTDIR the manual is in the directory of all manuals."""
    run("cmake", "--install", build, "--prefix", prefix, "--component", "documentation",
        env={name: value for name, value in os.environ.items() if name != "DESTDIR"})
    assert "(handfast)" in (prefix / "share/info/dir").read_text(encoding="utf-8")


def main():
    for program in (MAN, "groff", "info", "makeinfo", "install-info"):
        if shutil.which(program) is None:
            print(f"there is no {program}")
            return 77
    with tempfile.TemporaryDirectory() as temporary:
        staging = pathlib.Path(temporary)
        run("cmake", "--install", sys.argv[1], "--prefix", f"/{PREFIX}", env=os.environ | {"DESTDIR": str(staging)})
        prefix = staging / PREFIX
        count = check_pages(prefix / "share/man")
        check_man(prefix)
        check_command_page(prefix)
        check_info(prefix)
        check_info_directory(sys.argv[1], staging / "another")
        assert (prefix / "share/doc/handfast/handfast.html").exists()
        assert (prefix / "share/doc/handfast/manual/client.c").exists()
    print(f"{count} pages, one for each of {len(exported())} exported names; man and info find what was installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
