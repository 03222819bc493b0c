#!/usr/bin/env python3
"""Handfast against Go's crypto/tls; the programs are in go/, which needs no other module."""

import atexit
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import peers

SOURCE = pathlib.Path(__file__).resolve().parent / "go"
NEEDED = (1, 24)  # the release that brought X25519MLKEM768
BUILD_TIMEOUT = 120  # seconds; the first build compiles crypto/tls


class Go(peers.Peer):
    name = "go"
    versions = {peers.TLS13: "1.3", peers.TLS12: "1.2"}

    def __init__(self):
        self._folder = None

    def missing(self):
        if not self.release():
            return "go is not installed"
        return (
            ""
            if tuple(map(int, self.release().split(".")[:2])) >= NEEDED
            else f"go {self.release()} is older than 1.24"
        )

    def release(self):
        found = re.search(r"go(\d+\.\d+(\.\d+)?)", peers.first_line("go", "version"))
        return found[1] if found else ""

    def cannot(self, case, peer_is):
        if case.suite and "CCM" in case.suite.name:
            return "crypto/tls has no CCM"
        shows = case.certificate if peer_is == "server" else case.client_certificate
        if "rsa-pss" in (case.certificate, case.client_certificate):
            return "crypto/x509 has no RSA-PSS keys" if shows == "rsa-pss" else "crypto/x509 cannot read RSA-PSS keys"
        return ""

    def client(self, case, port, files):
        return peers.Program(
            [
                self._program(),
                "client",
                "-address",
                f"127.0.0.1:{port}",
                "-trust",
                files.trusted_by_client(case),
                *self._common(case, files.client(case), case.client_groups),
            ]
        )

    def server(self, case, files):
        command = [
            self._program(),
            "server",
            "-address",
            "127.0.0.1:0",
            *self._common(case, files.server(case), case.server_groups),
        ]
        if case.client_certificate:
            command += ["-trust", files.trusted_by_server]
        if case.http:
            command += ["-serve", files.served_folder(case.size) / peers.SERVED_FILE]
        return peers.Program(command)

    def _common(self, case, credential, groups):
        options = ["-version", self.versions[case.version], "-groups", ",".join(str(group.code) for group in groups)]
        if credential:
            options += ["-cert", credential.chain, "-key", credential.key]
        return options + (["-alpn", case.alpn] if case.alpn else [])

    def _program(self):
        if self._folder is None:
            self._folder = pathlib.Path(tempfile.mkdtemp(prefix="handfast-go-"))
            atexit.register(shutil.rmtree, self._folder)
            environment = dict(
                os.environ, GOFLAGS="", GOPROXY="off", GOTOOLCHAIN="local", CGO_ENABLED="0", GOWORK="off"
            )
            subprocess.run(
                ["go", "build", "-trimpath", "-buildvcs=false", "-o", self._folder / "peer", "."],
                cwd=SOURCE,
                env=environment,
                check=True,
                timeout=BUILD_TIMEOUT,
            )
        return self._folder / "peer"


PEERS = [Go()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
