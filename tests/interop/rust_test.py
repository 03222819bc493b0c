#!/usr/bin/env python3
"""Handfast against rustls with AWS-LC; the programs are in rust/."""

import functools
import pathlib
import re
import sys

import own_program
import peers

SOURCE = pathlib.Path(__file__).resolve().parent / "rust"
ROOT = SOURCE.parents[2]
TARGET = ROOT / "build" / "interop" / "rust"  # every build tree's: what is under test has no part in it
BUILD_TIMEOUT = 900  # seconds; the first build compiles AWS-LC


class Rust(own_program.OwnProgram):
    name = "rustls"
    default_group = peers.X25519MLKEM768

    def missing(self):
        return "" if cargo() else "no cargo is new enough; scripts/setup.sh installs one"

    def release(self):
        locked = re.search(r'name = "rustls"\nversion = "(.*)"', (SOURCE / "Cargo.lock").read_text())
        return locked[1]

    def cannot(self, case, peer_is):
        if case.suite and "CCM" in case.suite.name:
            return "rustls has no CCM"
        if peers.SECP521R1 in case.server_groups:
            return "rustls has no key exchange over secp521r1"
        if case.certificate == "ecdsa-p521" and case.version == peers.TLS12 and peer_is == "client":
            return "rustls does not offer secp521r1, which a certificate's curve needs in TLS 1.2 (RFC 8422, 5.1)"
        shows = case.certificate if peer_is == "server" else case.client_certificate
        if "rsa-pss" in (case.certificate, case.client_certificate):
            return "rustls signs with no RSA-PSS keys" if shows == "rsa-pss" else "webpki cannot read RSA-PSS keys"
        return ""

    def program(self):
        return [program()]


def cargo():
    return peers.first_line("bash", "-c", 'source "$0" && find_cargo', ROOT / "scripts" / "lib.sh")


@functools.lru_cache(maxsize=None)
def program():
    """Cargo itself sees what is up to date. One job at a time, because other tests run meanwhile."""
    own_program.build(
        ["nice", cargo(), "build", "--quiet", "--release", "--locked", "--jobs", "1"],
        SOURCE,
        BUILD_TIMEOUT,
        CARGO_TARGET_DIR=str(TARGET),
        RUSTC=cargo().replace("cargo", "rustc"),  # Ubuntu's versioned cargo comes with a rustc of the same version
    )
    return TARGET / "release" / "peer"


PEERS = [Rust()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
