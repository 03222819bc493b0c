#!/usr/bin/env python3
"""Handfast against Node's tls module; the programs are in node_peer.mjs."""

import pathlib
import sys

import own_program
import peers

SCRIPT = pathlib.Path(__file__).resolve().parent / "node_peer.mjs"
NEEDED = 18  # the release that brought util.parseArgs


class Node(own_program.OwnProgram):
    name = "node"

    def missing(self):
        release = peers.first_line("node", "--version")
        if not release:
            return "node is not installed"
        return "" if int(release[1:].split(".")[0]) >= NEEDED else f"node {release} is older than {NEEDED}"

    def release(self):
        return f"{peers.first_line('node', '--version')[1:]} (OpenSSL {openssl()})"

    def cannot(self, case, peer_is):
        if peers.X25519MLKEM768 in case.server_groups and tuple(map(int, openssl().split(".")[:2])) < (3, 5):
            return "X25519MLKEM768 needs OpenSSL 3.5"
        return ""

    def program(self):
        return ["node", SCRIPT]

    def group_name(self, group):
        return group.openssl

    def suite_name(self, suite):
        return f"{suite.openssl}:@SECLEVEL=0" if suite.openssl else suite.name


def openssl():
    return peers.first_line("node", "--print", "process.versions.openssl")


PEERS = [Node()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
