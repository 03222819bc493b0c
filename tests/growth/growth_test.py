#!/usr/bin/env python3
"""Ten times the input costs at most about ten times the work, for each kind of input of growth_program: counted in
instructions by valgrind's callgrind, so that neither the clock nor the load of the machine has a say.

growth_test.py PROGRAM. Exit status 77: there is no valgrind.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SIZE, FACTOR = 200, 10
ALLOWED = 1.5  # times the factor: a logarithm, and memory that grows by doubling


def instructions(program: str, kind: str, size: int, folder: pathlib.Path) -> int:
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'out'}", program, kind, str(size)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    counted = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or counted is None:
        raise SystemExit(f"{kind}, {size}: exit status {run.returncode}\n{run.stderr[-2000:]}")
    return int(counted[1])


def main() -> int:
    if shutil.which("valgrind") is None:
        print("skipped: valgrind is missing")
        return 77
    program = sys.argv[1]
    failed = 0
    kinds = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            nothing, some, more = (instructions(program, kind, size, pathlib.Path(name))
                                   for size in (0, SIZE, FACTOR * SIZE))
            growth = (more - nothing) / max(1, some - nothing)
            verdict = "ok" if growth <= FACTOR * ALLOWED else "GROWS FASTER THAN ITS INPUT"
            print(f"{kind}: {(some - nothing) // SIZE} instructions each, {growth:.1f} times for {FACTOR} times as many: {verdict}")
            failed += verdict != "ok"
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
