"""Few connections that try every pair of a cipher suite, a group and a kind of server key, as far as the peer has them; the
client's kinds of key take turns."""

from __future__ import annotations

import itertools
import pathlib
import tempfile

import certificates
import peers

KINDS = list(certificates.KEY_KINDS)
CURVES = {"ecdsa-p256": peers.SECP256R1, "ecdsa-p384": peers.SECP384R1, "ecdsa-p521": peers.SECP521R1}


def covering(rows: list[tuple]) -> list[tuple]:
    """Some of the rows in which each pair of values occurs that occurs in all of them. Greedy: nearly as few as possible."""
    pairs = {row: set(itertools.combinations(enumerate(row), 2)) for row in rows}
    missing = set().union(*pairs.values())
    chosen = []
    while missing:
        best = max(rows, key=lambda row: len(pairs[row] & missing))
        chosen.append(best)
        missing -= pairs[best]
    return chosen


def fits(suite: peers.Suite, kind: str) -> bool:
    """In TLS 1.2 a suite is for RSA keys, or for the others."""
    return suite.version == peers.TLS13 or suite.certificate.startswith("rsa") == kind.startswith("rsa")


def case_of(
    peer: peers.Peer, part: str, suite: peers.Suite, group: peers.Group, kind: str, client: str = ""
) -> peers.Case:
    # TLS 1.2 counts the curve of a certificate among the groups (RFC 8422, 5.1): a client names it, too.
    curve = CURVES.get(kind) if suite.version == peers.TLS12 else None
    groups = (group, curve) if curve and curve != group else (group,)
    return peers.Case(
        ", ".join(filter(None, (suite.name, group.name, kind, client and f"client {client}"))),
        suite.version,
        suite,
        client_groups=groups,
        server_groups=groups if part == "server" and peer.server_names_curve else (group,),
        certificate=kind,
        client_certificate=client,
    )


def possible(
    peer: peers.Peer, part: str, suite: peers.Suite, group: peers.Group, kind: str, client: str = ""
) -> bool:
    case = case_of(peer, part, suite, group, kind, client)
    curve = CURVES.get(client)
    # OpenSSL as a server of TLS 1.2 takes no client's key whose curve is not among the groups.
    refused = suite.version == peers.TLS12 and part == "server" and curve and curve not in case.server_groups
    return not refused and not peer.cannot(case, part)


def cases_for(peer: peers.Peer, part: str, version: peers.Version) -> list[peers.Case]:
    suites = [suite for suite in peers.SUITES if suite.version == version]
    rows = [
        row
        for row in itertools.product(suites, peers.GROUPS[version], KINDS)
        if fits(row[0], row[2]) and possible(peer, part, *row)
    ]
    cases = []
    for turn, row in enumerate(covering(rows)):
        turned = KINDS[turn % len(KINDS) :] + KINDS[: turn % len(KINDS)]
        client = next((kind for kind in turned if possible(peer, part, *row, kind)), "")
        cases.append(case_of(peer, part, *row, client))
    return cases


def run_peer(peer: peers.Peer, announce) -> dict[tuple[str, peers.Version], list[peers.Result]]:
    """The results of each part and version."""
    results = {}
    with tempfile.TemporaryDirectory(prefix="handfast-pairs-") as folder:
        files = peers.Files(pathlib.Path(folder))
        for part, version in itertools.product(peer.parts, peers.VERSIONS):
            cases = cases_for(peer, part, version)
            results[part, version] = [peers.run_case(case, files, peer, part) for case in cases]
            announce(peer, part, version, results[part, version])
    return results


def word(results: list[peers.Result]) -> str:
    failed = sum(not result.passed for result in results)
    return f"{failed} of {len(results)} FAILED" if failed else f"{len(results)} ok"


def markdown(columns: dict[peers.Peer, dict]) -> str:
    lines = peers.heading("Every pair of suite, group and key", list(columns))
    for version in peers.VERSIONS:
        cells = [word(results[part, version]) for peer, results in columns.items() for part in peer.parts]
        lines.append(f"| {version.name}, connections | " + " | ".join(cells) + " |")
    return "\n".join(lines)
