#!/usr/bin/env python3
"""Handfast against Python's ssl module; the programs are in python_peer.py."""

import pathlib
import ssl
import sys

import own_program
import peers

SCRIPT = pathlib.Path(__file__).resolve().parent / "python_peer.py"


class Python(own_program.OwnProgram):
    name = "python"

    def release(self):
        return f"{sys.version.split()[0]} ({ssl.OPENSSL_VERSION.rsplit(' ', 3)[0]})"

    def cannot(self, case, peer_is):
        if case.suite and (case.suite.openssl or case.suite.name) not in {
            suite["name"] for suite in ssl.create_default_context().get_ciphers()
        }:
            return f"Python's defaults leave out {case.suite.name}, and the module cannot add it"
        groups = case.client_groups if peer_is == "client" else case.server_groups
        if len(groups) == 1 and not self._can_name(groups[0]):
            return f"this release of the module cannot name {groups[0].name}"
        if case.ending == peers.HALF_CLOSE and peer_is == "client":
            return "the module cannot read after it has sent close_notify"
        return ""

    def _can_name(self, group):
        """Debian 12's takes only what OpenSSL knows as an elliptic curve with parameters."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).set_ecdh_curve(self.group_name(group))
        except (ValueError, ssl.SSLError):
            return False
        return True

    def program(self):
        return [sys.executable, SCRIPT]

    def group_name(self, group):
        names = {peers.SECP256R1: "prime256v1", peers.SECP384R1: "secp384r1", peers.SECP521R1: "secp521r1"}
        return names.get(group, group.name)


PEERS = [Python()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
