#!/usr/bin/env python3
"""Runs every interoperation test and prints docs/interop-table.md: cases down, the parts of each peer across."""

import importlib
import pathlib
import sys

import peers

HEADING = """# What worked with whom

Printed by `tests/interop/table.py`; [interop.md](interop.md) says what the cases are."""


def main() -> int:
    if reason := peers.Handfast().missing():
        print(reason, file=sys.stderr)
        return 1
    columns = {}
    for script in sorted(pathlib.Path(__file__).resolve().parent.glob("*_test.py")):
        for peer in importlib.import_module(script.stem).PEERS:
            if reason := peer.missing():
                print(f"left out: {peer.name}: {reason}", file=sys.stderr)
            else:
                columns[peer] = peers.run_peer(peer, "", lambda _, result: None)
    print(f"{HEADING}\n\n{peers.markdown(columns)}")
    return 1 if any(result.failure for results in columns.values() for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
