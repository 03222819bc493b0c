#!/usr/bin/env python3
"""Who owns what is handed over, after success and after an error: one program on both libraries, under valgrind.

What it prints is the same, nothing leaks, and nothing is freed twice. Run by ctest with the folder of the libraries in
HANDFAST_LIB. Exit status 77: there is no valgrind, or no GnuTLS to compare with.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
import tempfile

import differential_test

CASES = (
    "pairs",
    "copies",
    "released",
    "anchors",
    "kept anchors",
    "lists",
    "refused lists",
    "refused lists, an error",
    "trust list",
    "read lists",
    "retrieved",
    "retrieved, another key",
    "retrieved, no chain",
    "retrieved, an error",
)
VALGRIND = ("valgrind", "--quiet", "--leak-check=full", "--error-exitcode=99")
PROGRAM_TIMEOUT = 120  # seconds; valgrind makes two of them out of a tenth


def run(programs: differential_test.Programs, side: str, arguments: list) -> tuple[int, str, str]:
    command = [*VALGRIND, programs.path("ownership_probe", side), *map(str, arguments)]
    environment = {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": str(programs.libraries[side]), "LD_BIND_NOW": "1"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PROGRAM_TIMEOUT)
    return result.returncode, result.stdout, result.stderr


def main() -> int:
    system = differential_test.theirs()
    if system is None or shutil.which("valgrind") is None or shutil.which("openssl") is None:
        print("skipped: needs valgrind, the distribution's libgnutls.so.30 and the openssl command")
        return 77
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = differential_test.Programs(folder, system)
        programs.compile("ownership_probe")
        made = differential_test.Certificates(folder)
        files = [made.good.chain, made.good.key, made.client.key, made.sound.root, made.crl]
        for case in CASES:
            outcomes = {side: run(programs, side, [case, *files]) for side in programs.libraries}
            clean = all(status == 0 for status, _, _ in outcomes.values())
            if clean and outcomes["ours"][1] == outcomes["theirs"][1]:
                print(f"{case}: {' '.join(outcomes['ours'][1].split())}")
                continue
            failures += 1
            for side, (status, printed, reported) in outcomes.items():
                print(f"FAILED {case}, {side}: status {status}\n{printed}{reported}")
    print(f"{len(CASES)} cases, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
