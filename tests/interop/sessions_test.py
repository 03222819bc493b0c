#!/usr/bin/env python3
"""Resumption, early data, renegotiation and key updates with every peer that is here: see sessions.py. `--peer TEXT` and
`--only TEXT` run the peers and the cases whose names contain TEXT, `--verbose` shows what the programs printed where a
case fails, `--markdown` prints the table."""

import argparse
import sys
import time

import peers
import sessions


def main(peers_there=tuple(sessions.PEERS)) -> int:
    parser = argparse.ArgumentParser(description="sessions of the C API")
    parser.add_argument("--peer", default="", help="run the peers whose name contains this text")
    parser.add_argument("--only", default="", help="run the cases whose title contains this text")
    parser.add_argument("--markdown", action="store_true", help="print the results as a table")
    parser.add_argument("--verbose", action="store_true", help="show what the programs printed where a case fails")
    arguments = parser.parse_args()
    if not sessions.LIBRARY.exists():
        print(f"failed: {sessions.LIBRARY} does not exist; build it, or name its folder in HANDFAST_LIB")
        return 1

    def announce(peer, result):
        reason = result.failure or result.not_possible
        title = f"{peer.name} as {result.part}: {result.kind.title}"
        print(f"{peers.word(result):6} {title}" + (f" ({reason})" if reason else ""), flush=True)
        if result.failure and arguments.verbose:
            print(result.details, flush=True)

    started = time.monotonic()
    wanted = [peer for peer in peers_there if arguments.peer in peer.name]
    missing = [f"{peer.name}: {reason}" for peer in wanted if (reason := peer.peer.missing())]
    columns = {
        peer: sessions.run_peer(peer, arguments.only, announce) for peer in wanted if not peer.peer.missing()
    }
    if arguments.markdown and not arguments.only:
        print(sessions.markdown(columns))
    results = [result for column in columns.values() for result in column]
    passed, failed = sum(result.passed for result in results), sum(bool(result.failure) for result in results)
    print(
        f"{passed} passed, {failed} failed, {len(results) - passed - failed} not possible, "
        f"{time.monotonic() - started:.0f} s"
    )
    if failed:
        return 1
    if missing or not passed:
        print("skipped: " + "; ".join(missing))
        return peers.SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
