#!/usr/bin/env python3
"""Measures this library beside its peers, in one run, and prints a Markdown table.

    tests/bench/bench.py BUILD_TREE [--rounds N] [--row TEXT] [--no-instructions]

Times and rates are medians of N interleaved rounds: all programs do a row one after the other, then again, so that a
slow moment of the machine hits all of them. Bytes, allocations and instructions are counted once, because they hardly
vary. harness.c says how each value comes about, floor_bench.c what the floor is.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import programs
import rows
import table

UNSUPPORTED = 3  # the exit status of a program whose library cannot do a row
COUNTED_FUNCTION = "counted_handshakes"
ATTEMPTS = 3  # of a peer: GnuTLS 3.7.9 refuses early data now and then, and that has to arrive


class Failed(Exception):
    pass


def run(program, measurement, folder):
    """Gives {name: value} of what the program prints, empty if its library cannot do it. Raises Failed."""
    command = [str(program.path), *measurement.arguments()]
    environment = dict(program.environment)
    if measurement.mode in ("memory", "idle"):
        environment["LD_PRELOAD"] = str(folder / "heap_count.so")
    if measurement.one_core:
        command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    if measurement.mode == "instructions":
        return count_instructions(command, environment, folder, measurement.options["count"])
    result = call(command, environment, folder)
    lines = result.stdout.split("\n") if result else []
    return {name: float(value) for name, value in (line.split() for line in lines if line)}


def call(command, environment, folder):
    """None if the library cannot do it. Raises Failed."""
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if result.returncode == UNSUPPORTED:
        return None
    if result.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit status {result.returncode}: {result.stderr}")
    return result


def count_instructions(command, environment, folder, count):
    result = folder / "callgrind"
    valgrind = ["valgrind", "--tool=callgrind", f"--toggle-collect={COUNTED_FUNCTION}"]
    if not call([*valgrind, f"--callgrind-out-file={result}", *command], environment, folder):
        return {}
    totals = next(line for line in result.read_text().split("\n") if line.startswith("totals:"))
    return {"instructions": float(totals.split()[1]) / count}


def attempt(peer, program, measurement, folder):
    """The same, where a peer may fail at times; this library may not."""
    for _ in range(0 if peer == table.OURS else ATTEMPTS - 1):
        try:
            return run(program, measurement, folder)
        except Failed as why:
            print(f"once more: {why}", file=sys.stderr)
    return run(program, measurement, folder)


def measure(measurement, peers, folder, rounds):
    """Gives {peer: {name: [value of each round]}}."""
    values = {peer: {} for peer in peers}
    for _ in range(rounds if measurement.varies else 1):
        for peer, program in peers.items():
            if program is None or (peer == table.FLOOR and not measurement.has_floor):
                continue
            for name, value in attempt(peer, program, measurement, folder).items():
                values[peer].setdefault(name, []).append(value)
    return values


def load():
    return " / ".join(f"{number:.1f}" for number in os.getloadavg())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", type=pathlib.Path, help="the build tree with this library")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--row", default="", help="only rows with this text in their name")
    parser.add_argument("--no-instructions", action="store_true", help="leave out what needs valgrind")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs.make_certificates(folder)
        peers = programs.build(folder, arguments.tree.resolve())
        print(f"{os.cpu_count()} processors, load {load()} before; {arguments.rounds} rounds.\n")
        table.print_head(peers)
        for measurement in rows.measurements(instructions=not arguments.no_instructions):
            wanted = [row for row in measurement.rows if arguments.row in row.title]
            if not wanted:
                continue
            values = measure(measurement, peers, folder, arguments.rounds)
            for row in wanted:
                table.print_row(row, values)
        print(f"\nLoad {load()} after.")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(str(failure))
