#!/usr/bin/env python3
"""Handfast against Python's ssl module; the programs are in python_peer.py."""

import pathlib
import ssl
import sys

import peers

SCRIPT = pathlib.Path(__file__).resolve().parent / "python_peer.py"


class Python(peers.Peer):
    name = "python"
    versions = {peers.TLS13: "TLSv1_3", peers.TLS12: "TLSv1_2"}
    default_groups = {peers.X25519, peers.SECP256R1, peers.SECP384R1, peers.SECP521R1}

    def release(self):
        return f"{sys.version.split()[0]} ({ssl.OPENSSL_VERSION.rsplit(' ', 3)[0]})"

    def cannot(self, case, peer_is):
        if case.suite and (case.suite.openssl or case.suite.name) not in {
            suite["name"] for suite in ssl.create_default_context().get_ciphers()
        }:
            return f"Python's defaults leave out {case.suite.name}, and the module cannot add it"
        groups = case.client_groups if peer_is == "client" else case.server_groups
        if peers.X25519MLKEM768 in groups:
            return "the module cannot name X25519MLKEM768"
        if case.ending == peers.HALF_CLOSE and peer_is == "client":
            return "the module cannot read after it has sent close_notify"
        return ""

    def client(self, case, port, files):
        options = [
            "client",
            "--address",
            f"127.0.0.1:{port}",
            "--trust",
            files.trusted_by_client(case),
            *self._common(case, files.client(case), case.client_groups),
        ]
        return peers.Program([sys.executable, SCRIPT, *options])

    def server(self, case, files):
        options = ["server", "--address", "127.0.0.1:0", *self._common(case, files.server(case), case.server_groups)]
        if case.client_certificate:
            options += ["--trust", files.trusted_by_server]
        if case.http:
            options += ["--serve", files.served_folder(case.size) / peers.SERVED_FILE]
        return peers.Program([sys.executable, SCRIPT, *options])

    def _common(self, case, credential, groups):
        options = ["--version", self.versions[case.version]]
        if credential:
            options += ["--cert", credential.chain, "--key", credential.key]
        if len(groups) == 1:  # set_ecdh_curve takes one name; several groups are left to the defaults, X25519 first
            options += [
                "--group",
                {"P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1"}.get(
                    groups[0].openssl, groups[0].openssl
                ),
            ]
        return options + (["--alpn", case.alpn] if case.alpn else [])


PEERS = [Python()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
