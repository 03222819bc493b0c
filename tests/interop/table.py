#!/usr/bin/env python3
"""Runs every interoperation test and prints one Markdown table: cases down, the parts of each peer across."""

import importlib
import pathlib
import sys

import peers


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
    print(peers.markdown(columns))
    return 1 if any(result.failure for results in columns.values() for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
