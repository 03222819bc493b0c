#!/usr/bin/env python3
"""Runs the program that its argument names, memcheck_secrets, under valgrind, whose reports it judges itself."""

import shutil
import subprocess
import sys

SKIPPED = 77


def main() -> int:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("skipped: there is no valgrind")
        return SKIPPED
    if len(sys.argv) < 2:
        print("skipped: built without valgrind's headers, or without one of the versions")
        return SKIPPED
    command = [valgrind, "--quiet", "--tool=memcheck", "--error-limit=no", "--leak-check=no", sys.argv[1]]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    print(run.stdout, end="")
    if run.returncode != 0:
        print(run.stderr[-20_000:])
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
