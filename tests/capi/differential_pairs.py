"""The part of differential_test.py that is about keys and their certificates: the same key in many encodings."""

from __future__ import annotations

import base64
import pathlib
import subprocess

import odd_certificates as odd

PROBES = ("key_pair_probe", "bad_key_probe")

NO_NULL = "parameters that must be absent are (RFC 8410, 3)"
ONE_HASH = "a certificate or a key for one hash alone signs with that hash, and a key for any hash fits it (RFC 4055, 1.2)"
OTHER_HASH = "a certificate and a key for different hashes are no pair"
UNUSABLE = "a key whose parameters are of no use in TLS is not read"
NUMBERS = "numbers that do not make a key are refused when it is read; the other library takes them, and fails later or never"
DEVIATIONS = {
    "pair, certificate RSASSA-PSS, key RSASSA-PSS with SHA-512": ONE_HASH,
    "pair, certificate RSASSA-PSS with SHA-256, key RSASSA-PSS with SHA-512": OTHER_HASH,
    **{
        f"pair, certificate RSASSA-PSS with SHA-512, key {label}": ONE_HASH
        for label in ("PKCS#1", "RSA", "RSA without NULL", "RSASSA-PSS")
    },
    "pair, certificate Ed25519, key Ed25519 with NULL": NO_NULL,
    "pair, certificate Ed25519 with NULL, key Ed25519": NO_NULL,
    "pair, certificate Ed25519 with NULL, key Ed25519 with NULL": NO_NULL,
    **{
        f"{what}RSASSA-PSS with {label}": UNUSABLE
        for what in ("pair, certificate ", "key, ")
        for label in ("SHA-1", "NULL")
    },
    **{
        f"key, {kind}, {label}": NUMBERS
        for kind in ("RSA", "RSA in PKCS#8")
        for label in (
            "another modulus",
            "a prime of 1",
            "another prime",
            "another public exponent",
            "an even public exponent",
            "another private exponent",
            "another exponent of a prime",
            "another inverse",
        )
    },
    **{
        f"key, P-256, {label}": NUMBERS
        for label in ("no scalar", "the order as the scalar", "another point", "a point off the curve", "an empty scalar")
    },
}

RSA, PSS, EC, ED25519 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.3.101.112"
P256, MGF1 = odd.identifier("1.2.840.10045.3.1.7"), "1.2.840.113549.1.1.8"
SHA256, SHA512 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3"
NULL = b"\x05\x00"


def openssl(*arguments) -> bytes:
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=60).stdout


def pss(hash_identifier: str, salt: int) -> bytes:
    digest = odd.algorithm(hash_identifier, NULL)
    return odd.algorithm(
        PSS,
        odd.sequence(
            odd.tlv(0xA0, digest), odd.tlv(0xA1, odd.algorithm(MGF1, digest)), odd.tlv(0xA2, odd.integer(salt))
        ),
    )


RSA_ALGORITHMS = {
    "RSA": odd.algorithm(RSA, NULL),
    "RSA without NULL": odd.algorithm(RSA),
    "RSASSA-PSS": odd.algorithm(PSS),
    "RSASSA-PSS with SHA-256": pss(SHA256, 32),
    "RSASSA-PSS with SHA-512": pss(SHA512, 64),
}
UNUSABLE_ALGORITHMS = {
    "RSASSA-PSS with SHA-1": odd.algorithm(PSS, odd.sequence()),
    "RSASSA-PSS with NULL": odd.algorithm(PSS, NULL),
}


class Maker:
    """One key of each kind, in every encoding, as (label, file)."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir()

    def write(self, label: str, kind: str, der: bytes) -> tuple[str, pathlib.Path]:
        out = self.folder / f"{label}, {kind}.pem".replace(" ", "-")
        out.write_text(f"-----BEGIN {kind}-----\n{base64.encodebytes(der).decode()}-----END {kind}-----\n")
        return label, out

    def generate(self, label: str, *arguments: str) -> pathlib.Path:
        out = self.folder / f"{label}.key"
        openssl("genpkey", *arguments, "-out", out)
        return out

    def certificate(self, label: str, spki: bytes):
        host = odd.extension("2.5.29.17", odd.sequence(odd.tlv(0x82, b"localhost")))
        return self.write(label, "CERTIFICATE", odd.certificate(extensions=(host,), key=spki))

    def key(self, label: str, algorithm: bytes, key: bytes):
        return self.write(label, "PRIVATE KEY", odd.sequence(odd.integer(0), algorithm, odd.tlv(0x04, key)))

    def rsa(self):
        key = self.generate("rsa", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        self.private = openssl("rsa", "-in", key, "-traditional", "-outform", "der")
        self.public = odd.tlv(0x03, b"\0" + openssl("rsa", "-in", key, "-RSAPublicKey_out", "-outform", "der"))
        spki = lambda algorithm: odd.sequence(algorithm, self.public)
        return (
            [self.certificate(label, spki(algorithm)) for label, algorithm in RSA_ALGORITHMS.items()],
            [self.write("PKCS#1", "RSA PRIVATE KEY", self.private)]
            + [self.key(label, algorithm, self.private) for label, algorithm in RSA_ALGORITHMS.items()],
        )

    def curve(self):
        key = self.generate("ec", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        private = openssl("ec", "-in", key, "-outform", "der")
        return (
            [self.certificate("P-256", openssl("ec", "-in", key, "-pubout", "-outform", "der"))],
            [
                self.write("SEC 1", "EC PRIVATE KEY", private),
                self.key("P-256", odd.algorithm(EC, P256), private),
                self.key("P-256 without a curve outside", odd.algorithm(EC), private),
                self.key("P-256 with NULL outside", odd.algorithm(EC, NULL), private),
            ],
        )

    def ed25519(self):
        key = self.generate("ed25519", "-algorithm", "ED25519")
        public = openssl("pkey", "-in", key, "-pubout", "-outform", "der")[-32:]
        private = odd.tlv(0x04, openssl("pkey", "-in", key, "-outform", "der")[-32:])
        algorithms = {"Ed25519": odd.algorithm(ED25519), "Ed25519 with NULL": odd.algorithm(ED25519, NULL)}
        spki = lambda algorithm: odd.sequence(algorithm, odd.tlv(0x03, b"\0" + public))
        return (
            [self.certificate(label, spki(algorithm)) for label, algorithm in algorithms.items()],
            [self.key(label, algorithm, private) for label, algorithm in algorithms.items()],
        )


P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def integers(der: bytes) -> list[int]:
    """The INTEGERs of a SEQUENCE that holds nothing else."""
    out, place = [], 4  # an RSA key's header has two octets of length
    while place < len(der):
        size, start = der[place + 1], place + 2
        if size >= 0x80:
            octets = size & 0x7F
            size, start = int.from_bytes(der[start : start + octets], "big"), start + octets
        out.append(int.from_bytes(der[start : start + size], "big"))
        place = start + size
    return out


def broken_rsa(private: bytes) -> dict[str, bytes]:
    version, n, e, d, p, q, dp, dq, inverse = integers(private)

    def key(**changed: int) -> bytes:
        numbers = dict(version=version, n=n, e=e, d=d, p=p, q=q, dp=dp, dq=dq, inverse=inverse) | changed
        return odd.sequence(*map(odd.integer, numbers.values()))

    return {
        "whole": key(),
        "primes exchanged": key(p=q, q=p, dp=dq, dq=dp, inverse=pow(p, -1, q)),
        "another modulus": key(n=n + 2),
        "an even prime": key(p=p + 1),
        "no prime": key(p=0),
        "a prime of 1": key(p=1, q=n),
        "one prime twice": key(q=p),
        "another prime": key(p=p + 2),
        "another public exponent": key(e=3),
        "an even public exponent": key(e=65536),
        "another private exponent": key(d=d + 2),
        "another exponent of a prime": key(dp=dp + 2),
        "another inverse": key(inverse=inverse + 1),
        "half a key": odd.sequence(*map(odd.integer, (0, n, e, d))),
        "something behind": key() + b"\0",
    }


def broken_curve(private: bytes) -> dict[str, bytes]:
    scalar, point = private[7:39], private[-65:]
    generator = bytes.fromhex(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )

    def key(scalar: bytes = scalar, point: bytes = point) -> bytes:
        public = odd.tlv(0xA1, odd.tlv(0x03, b"\0" + point))
        return odd.sequence(odd.integer(1), odd.tlv(0x04, scalar), odd.tlv(0xA0, P256), public)

    return {
        "whole": key(),
        "no scalar": key(bytes(32)),
        "the order as the scalar": key(P256_ORDER.to_bytes(32, "big")),
        "another point": key(point=generator),
        "a point off the curve": key(point=b"\4" + b"\1" * 64),
        "an empty scalar": key(b""),
    }


def compare_broken_keys(compare, maker: Maker) -> None:
    for label, key in broken_rsa(maker.private).items():
        compare(f"key, RSA, {label}", "bad_key_probe", maker.write(label, "RSA PRIVATE KEY", key)[1])
        compare(f"key, RSA in PKCS#8, {label}", "bad_key_probe", maker.key(label, RSA_ALGORITHMS["RSA"], key)[1])
    for label, key in broken_curve(openssl("ec", "-in", maker.folder / "ec.key", "-outform", "der")).items():
        compare(f"key, P-256, {label}", "bad_key_probe", maker.write(label, "EC PRIVATE KEY", key)[1])


def compare_all(compare, made) -> None:
    maker = Maker(made.folder / "pairs")
    for certificates, keys in (maker.rsa(), maker.curve(), maker.ed25519()):
        for certificate_label, certificate in certificates:
            for key_label, key in keys:
                compare(f"pair, certificate {certificate_label}, key {key_label}", "key_pair_probe", certificate, key)
    for label, algorithm in UNUSABLE_ALGORITHMS.items():
        certificate = maker.certificate(label, odd.sequence(algorithm, maker.public))[1]
        compare(f"pair, certificate {label}", "key_pair_probe", certificate, maker.folder / "rsa.key")
        key = maker.key(label, algorithm, maker.private)[1]
        compare(f"key, {label}", "bad_key_probe", key)
    compare("pair, another kind of key", "key_pair_probe", made.alone.chain, made.rsa.key)
    compare("pair, another key", "key_pair_probe", made.alone.chain, made.revoked.key)
    compare_broken_keys(compare, maker)
