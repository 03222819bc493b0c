#!/usr/bin/env python3
"""Every pair of suite, group and key with every peer that is here: see pairs.py. `--only NAME` runs one peer,
`--verbose` shows what both programs printed where a connection fails."""

import argparse
import sys

import pairs
import peers


def main() -> int:
    parser = argparse.ArgumentParser(description="pairs of suite, group and key")
    parser.add_argument("--only", default="", help="run the peers whose name contains this text")
    parser.add_argument("--verbose", action="store_true", help="show what both programs printed")
    arguments = parser.parse_args()
    if reason := peers.Handfast().missing():
        print(f"failed: {reason}")
        return 1

    def announce(peer, part, version, results):
        print(f"{peer.name} as {part}, {version.name}: {pairs.word(results)}", flush=True)
        for result in results:
            if not result.passed:
                print(f"FAILED {result.case.title}: {result.failure or result.not_possible}", flush=True)
                if arguments.verbose:
                    print(result.details, flush=True)

    failed, missing = False, []
    for peer in peers.every_peer():
        if arguments.only not in peer.name:
            continue
        if reason := peer.missing():
            missing.append(f"{peer.name}: {reason}")
            continue
        results = pairs.run_peer(peer, announce)
        failed = failed or not all(result.passed for each in results.values() for result in each)
    if failed:
        return 1
    if missing:
        print("skipped: " + "; ".join(missing))
        return peers.SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
