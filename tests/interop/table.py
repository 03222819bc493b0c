#!/usr/bin/env python3
"""Runs every interoperation test and prints docs/interop-table.md: cases down, the parts of each peer across."""

import sys

import pairs
import peers
import sessions

HEADING = """# What worked with whom

Printed by `tests/interop/table.py`; [interop.md](interop.md) says what the cases are."""


def main() -> int:
    if reason := peers.Handfast().missing():
        print(reason, file=sys.stderr)
        return 1
    columns, paired = {}, {}
    for peer in peers.every_peer():
        if reason := peer.missing():
            print(f"left out: {peer.name}: {reason}", file=sys.stderr)
        else:
            columns[peer] = peers.run_peer(peer, "", lambda _, result: None)
            paired[peer] = pairs.run_peer(peer, lambda *_: None)
    with_sessions = [peer for peer in sessions.PEERS + sessions.SLOW_PEERS if not peer.peer.missing()]
    resumed = {peer: sessions.run_peer(peer, "", lambda *_: None) for peer in with_sessions}
    print(f"{HEADING}\n\n{peers.markdown(columns)}\n\n{pairs.markdown(paired)}\n\n{sessions.markdown(resumed)}")
    every = [*columns.values(), *(results for each in paired.values() for results in each.values()), *resumed.values()]
    return 1 if any(result.failure for results in every for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
