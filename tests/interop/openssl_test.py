#!/usr/bin/env python3
"""Handfast against the openssl command: s_server and s_client."""

import sys

import peers
import ports


class OpenSsl(peers.Peer):
    name = "openssl"
    versions = {peers.TLS13: "-tls1_3", peers.TLS12: "-tls1_2"}

    def missing(self):
        return "" if self.release() else "the openssl command is not installed"

    def release(self):
        return " ".join(peers.first_line("openssl", "version").split()[1:2])

    def cannot(self, case, peer_is):
        if peers.X25519MLKEM768 in case.server_groups and self._number() < (3, 5):
            return "X25519MLKEM768 needs OpenSSL 3.5"
        if case.ending == peers.HALF_CLOSE:
            return "s_client and s_server end both directions at once"
        return ""

    def client(self, case, port, files):
        command = [
            "openssl",
            "s_client",
            "-connect",
            f"127.0.0.1:{port}",
            "-quiet",
            "-no_ign_eof",
            "-servername",
            "localhost",
            "-CAfile",
            files.trusted_by_client(case),
            "-verify_return_error",
            "-verify_hostname",
            "localhost",
            *self._common(case, case.client_groups),
        ]
        if credential := files.client(case):
            command += ["-cert", credential.chain, "-cert_chain", credential.chain, "-key", credential.key]
        return peers.Program(command + (["-alpn", case.alpn] if case.alpn else []))

    def server(self, case, files):
        credential, port = files.server(case), ports.free_port()
        command = [
            "openssl",
            "s_server",
            "-accept",
            f"127.0.0.1:{port}",
            "-cert",
            credential.chain,
            "-cert_chain",
            credential.chain,
            "-key",
            credential.key,
            *self._common(case, case.server_groups),
        ]
        if case.client_certificate:
            command += ["-Verify", "3", "-verify_return_error", "-CAfile", files.trusted_by_server]
        command += ["-WWW"] if case.http else ["-quiet"]
        return peers.Program(
            command + (["-alpn", case.alpn] if case.alpn else []),
            port=port,
            folder=files.served_folder(case.size),
            echoes_by_harness=not case.http,
        )

    def _common(self, case, groups):
        options = [self.versions[case.version]]
        if case.suite and case.version == peers.TLS13:
            options += ["-ciphersuites", case.suite.name]
        elif case.suite:  # @SECLEVEL=0: OpenSSL counts the short tag of CCM_8 as 64 bits of security
            options += ["-cipher", f"{case.suite.openssl}:@SECLEVEL=0"]
        return options + (["-groups", ":".join(group.openssl for group in groups)] if groups else [])

    def _number(self):
        return tuple(int(part) for part in self.release().split(".")[:2])


PEERS = [OpenSsl()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
