#!/usr/bin/env python3
"""Handfast as a web server for headless Chromium, which verifies it as it would any other."""

import pathlib
import sys

import peers

SCRIPT = pathlib.Path(__file__).resolve().parent / "chromium_peer.py"


class Chromium(peers.Peer):
    name = "chromium"
    parts = ("client",)
    http_ending = peers.CLIENT_LEAVES
    default_group = peers.X25519MLKEM768
    certificates = ("ecdsa-p256", "ecdsa-p384", "rsa")

    def missing(self):
        commands = {"chromium": "--version", "certutil": "-H"}
        absent = [name for name, option in commands.items() if not peers.first_line(name, option)]
        return f"{' and '.join(absent)} not installed" if absent else ""

    def release(self):
        return peers.first_line("chromium", "--version").split()[1]

    def cannot(self, case, peer_is):
        if case.suite and "CCM" in case.suite.name:
            return "Chromium has no CCM"
        if peers.SECP521R1 in case.server_groups:
            return "Chromium has no key exchange over secp521r1"
        if case.certificate not in self.certificates:
            return f"Chromium takes no {case.certificate} certificates"
        if case.client_certificate and case.refused != peers.NO_CLIENT_CERTIFICATE:
            return "headless Chromium shows a client certificate only if a policy of the whole machine says so"
        if case.alpn:
            return "Chromium offers the names of HTTP only"
        if case.ending != peers.CLIENT_CLOSES:
            return "Chromium keeps its connections open for further requests"
        return ""

    def client(self, case, port, files):
        url = f"https://localhost:{port}/{peers.SERVED_FILE}"
        return peers.Program([sys.executable, SCRIPT, "--trust", files.trusted_by_client(case), url])


PEERS = [Chromium()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
