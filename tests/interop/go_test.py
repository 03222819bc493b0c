#!/usr/bin/env python3
"""Handfast against Go's crypto/tls; the programs are in go/, which needs no other module."""

import functools
import pathlib
import re
import sys

import own_program
import peers

SOURCE = pathlib.Path(__file__).resolve().parent / "go"
NEEDED = (1, 24)  # the release that brought X25519MLKEM768
BUILD_TIMEOUT = 600  # seconds; the first build compiles crypto/tls


class Go(own_program.OwnProgram):
    name = "go"
    default_group = peers.X25519MLKEM768

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

    def program(self):
        return [program()]


@functools.lru_cache(maxsize=None)
def program():
    out = own_program.temporary_folder("go") / "peer"
    own_program.build(
        ["go", "build", "-trimpath", "-buildvcs=false", "-o", out, "."],
        SOURCE,
        BUILD_TIMEOUT,
        GOFLAGS="",
        GOPROXY="off",
        GOTOOLCHAIN="local",
        CGO_ENABLED="0",
        GOWORK="off",
    )
    return out


PEERS = [Go()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
