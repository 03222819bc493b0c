#!/usr/bin/env python3
"""Handfast against the distribution's gnutls-serv and gnutls-cli, on the distribution's library."""

import os
import sys

import peers
import ports


class GnuTls(peers.Peer):
    name = "gnutls"

    def missing(self):
        absent = [program for program in ("gnutls-cli", "gnutls-serv") if not peers.first_line(program, "--version")]
        return f"{' and '.join(absent)} not installed" if absent else ""

    def release(self):
        return peers.first_line("gnutls-cli", "--version").split()[-1]

    def cannot(self, case, peer_is):
        if peers.X25519MLKEM768 in case.server_groups and "X25519-MLKEM768" not in peers.printed_by(
            "gnutls-cli", "--list"
        ):
            return "this release has no X25519MLKEM768"
        return ""

    def client(self, case, port, files):
        command = [
            "gnutls-cli",
            "--port",
            port,
            "--sni-hostname",
            "localhost",
            "--verify-hostname",
            "localhost",
            "--x509cafile",
            files.trusted_by_client(case),
            "--priority",
            peers.priority(case, case.client_groups),
            "--logfile",
            os.devnull,
            *self._credential(files.client(case)),
            *self._alpn(case),
            "127.0.0.1",
        ]
        return peers.Program(command)

    def server(self, case, files):
        port = ports.free_port()
        command = [
            "gnutls-serv",
            "--quiet",
            "--port",
            port,
            "--priority",
            peers.priority(case, case.server_groups),
            *self._credential(files.server(case)),
            *self._alpn(case),
        ]
        command += (
            ["--http", "--httpdata", files.served_folder(case.size) / peers.SERVED_FILE] if case.http else ["--echo"]
        )
        if case.client_certificate:
            command += ["--x509cafile", files.trusted_by_server, "--require-client-cert", "--verify-client-cert"]
        else:
            command += ["--disable-client-cert"]
        return peers.Program(command, port=port)

    @staticmethod
    def _credential(credential):
        return ["--x509certfile", credential.chain, "--x509keyfile", credential.key] if credential else []

    @staticmethod
    def _alpn(case):
        return ["--alpn", case.alpn] if case.alpn else []


PEERS = [GnuTls()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
