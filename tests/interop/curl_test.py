#!/usr/bin/env python3
"""Handfast as a web server for curl, whichever TLS library curl was built with."""

import re
import sys

import peers


class Curl(peers.Peer):
    name = "curl"
    parts = ("client",)
    http_ending = peers.SERVER_CLOSES
    versions = {peers.TLS13: ["--tlsv1.3", "--tls-max", "1.3"], peers.TLS12: ["--tlsv1.2", "--tls-max", "1.2"]}

    def missing(self):
        release = peers.first_line("curl", "--version")
        if not release:
            return "curl is not installed"
        return "" if "OpenSSL/" in release else f"curl's options differ without OpenSSL: {release}"

    def release(self):
        return peers.first_line("curl", "--version").split()[1]

    def cannot(self, case, peer_is):
        if peers.X25519MLKEM768 in case.server_groups and self._openssl() < (3, 5):
            return "X25519MLKEM768 needs OpenSSL 3.5"
        if case.ending == peers.CUT:
            return "the reply is whole before it can be cut"
        if case.ending == peers.HALF_CLOSE:
            return "curl keeps its direction open until the reply has come"
        if case.alpn:
            return "curl offers the names of HTTP only"
        return ""

    @staticmethod
    def _openssl():
        found = re.search(r"OpenSSL/(\d+)\.(\d+)", peers.first_line("curl", "--version"))
        return tuple(map(int, found.groups()))

    def client(self, case, port, files):
        command = [
            "curl",
            "--silent",
            "--show-error",
            "--disable",
            "--http1.0",
            "--no-alpn",
            "--output",
            "-",
            "--connect-to",
            f"localhost:443:127.0.0.1:{port}",
            "--cacert",
            files.trusted_by_client(case),
            *self.versions[case.version],
        ]
        if case.suite and case.version == peers.TLS13:
            command += ["--tls13-ciphers", case.suite.name]
        elif case.suite:
            command += ["--ciphers", f"{case.suite.openssl}:@SECLEVEL=0"]
        if case.client_groups:
            command += ["--curves", ":".join(group.openssl for group in case.client_groups)]
        if credential := files.client(case):
            command += ["--cert", credential.chain, "--key", credential.key]
        return peers.Program(command + [f"https://localhost/{peers.SERVED_FILE}"])


PEERS = [Curl()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
