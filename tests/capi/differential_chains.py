"""The part of differential_test.py that is about verdicts on chains, each broken in one place, and about files of
authorities that are damaged."""

from __future__ import annotations

import base64
import pathlib

import certificates

PROBES = ("chain_probe",)

SERVER, CLIENT, ANY = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0"
DO_NOT_ALLOW_V1, ALLOW_V1, DO_NOT_ALLOW_UNSORTED = 0x100, 8, 0x800
FAIL_IF_EXCEED, FAIL_IF_UNSORTED, SORT = 1, 2, 4

PLACES = ("first", "second", "last", "only")  # of a damaged certificate among others

ANCHOR = "the purposes of a trust anchor count, too"
NO_LIMIT = "anyExtendedKeyUsage does not restrict an authority (RFC 5280, 4.2.1.12)"
ORDER = "gnutls_x509_crt_list_verify() takes chains in any order, as the other functions do"
CODES = "another error number for the same refusal"
HEADERS = "headers in PEM (RFC 1421) are passed over"
DEVIATIONS = {
    "chain, for clients only, anchor": ANCHOR,
    "chain, for mail only, anchor": ANCHOR,
    "chain, for any purpose, intermediate": NO_LIMIT,
    "chain, out of order": ORDER,
    **{f"authorities, the {place} one of wrong DER": CODES for place in PLACES},
    **{f"authorities, the {place} one with a header": HEADERS for place in PLACES},
}

AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
LEAF = "basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:localhost\n"


class Chains:
    """A root, an intermediate and a leaf, with what is said of each."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.has_identifier: dict[str, bool] = {}
        folder.mkdir()
        for name in ("anchor", "intermediate", "leaf"):
            new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.of(name, "key")]
            certificates.run_openssl("req", *new_key, "-subj", f"/CN={name}", "-out", self.of(name, "csr"))

    def of(self, name: str, end: str) -> pathlib.Path:
        return self.folder / f"{name}.{end}"

    def make(self, name: str, issuer: str, extensions: str | None) -> None:
        """With version 1 for None."""
        signer = ["-signkey", self.of(name, "key")] if issuer == name else [
            "-CA", self.of(issuer, "pem"), "-CAkey", self.of(issuer, "key"), "-set_serial", str(len(name))]  # fmt: skip
        more = []
        if extensions is not None:
            named = "authorityKeyIdentifier=keyid\n" if self.has_identifier.get(issuer, True) else ""
            self.of(name, "ext").write_text(extensions + "subjectKeyIdentifier=hash\n" + named)
            more = ["-extfile", self.of(name, "ext")]
        arguments = ["-in", self.of(name, "csr"), "-days", "30", "-out", self.of(name, "pem")]
        certificates.run_openssl("x509", "-req", *arguments, *signer, *more)
        self.has_identifier[name] = extensions is not None

    def make_all(self, anchor: str | None = AUTHORITY, intermediate: str | None = AUTHORITY, leaf: str = LEAF) -> None:
        self.make("anchor", "anchor", anchor)
        self.make("intermediate", "anchor", intermediate)
        self.make("leaf", "intermediate", leaf)

    def chain(self, *names: str) -> pathlib.Path:
        out = self.folder / "chain.pem"
        out.write_text("".join(self.of(name, "pem").read_text() for name in names))
        return out


def compare_chains(compare, folder: pathlib.Path) -> None:
    made = Chains(folder)

    def verdict(case: str, *names: str, purpose: str = "-", flags: int = 0, crl: str | pathlib.Path = "-") -> None:
        chain = made.chain(*(names or ("leaf", "intermediate")))
        compare(f"chain, {case}", "chain_probe", "verdict", made.of("anchor", "pem"), chain, crl, purpose, flags)

    made.make_all()
    verdict("good")
    verdict("good, for servers", purpose=SERVER)
    verdict("no revocation in an empty list", crl=empty_list(made))
    verdict("in order, which is demanded", "leaf", "intermediate", "anchor", flags=DO_NOT_ALLOW_UNSORTED)
    verdict("out of order", "leaf", "anchor", "intermediate")
    verdict("out of order, not allowed", "leaf", "anchor", "intermediate", flags=DO_NOT_ALLOW_UNSORTED)
    for flags in range(8):
        for names in (("leaf", "intermediate", "anchor"), ("leaf", "anchor", "intermediate"), ("leaf", "anchor")):
            case = f"chain, import of {', '.join(names)} with flags {flags}"
            compare(case, "chain_probe", "import", made.chain(*names), flags)
    for place, extensions in (("anchor", AUTHORITY), ("intermediate", AUTHORITY), ("leaf", LEAF)):
        for case, purposes in (("for clients only", "clientAuth"), ("for mail only", "emailProtection"),
                               ("for any purpose", "anyExtendedKeyUsage"), ("for servers and clients", "serverAuth,clientAuth")):  # fmt: skip
            made.make_all(**{place: extensions + f"extendedKeyUsage={purposes}\n"})
            verdict(f"{case}, {place}", purpose=SERVER)
            verdict(f"{case}, {place}, nobody asks")
        made.make_all(**{place: extensions + "tlsfeature=status_request\n"})
        verdict(f"demands a TLS feature, {place}")
    made.make_all(intermediate=AUTHORITY + "tlsfeature=status_request\n", leaf=LEAF + "tlsfeature=status_request\n")
    verdict("has the TLS feature that is demanded")
    made.make_all(intermediate="basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n")
    verdict("may not sign certificates, intermediate")
    made.make_all(leaf=LEAF + "keyUsage=critical,keyEncipherment\n")
    verdict("for encryption only, leaf", purpose=SERVER)
    compare_version_1(made, verdict)


def compare_version_1(made: Chains, verdict) -> None:
    made.make_all(anchor=None)
    for flags in (0, DO_NOT_ALLOW_V1, ALLOW_V1, DO_NOT_ALLOW_V1 | ALLOW_V1):
        verdict(f"anchor of version 1, flags {flags:#x}", flags=flags)
    made.make_all(intermediate=None)
    for flags in (0, DO_NOT_ALLOW_V1):
        verdict(f"intermediate of version 1, flags {flags:#x}", flags=flags)


def der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    length = bytes([len(body)]) if len(body) < 128 else bytes([0x81, len(body)]) if len(body) < 256 else bytes(
        [0x82, len(body) >> 8, len(body) & 255])  # fmt: skip
    return bytes([tag]) + length + body


def pem(label: str, data: bytes) -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(data).decode()}-----END {label}-----\n"


def empty_list(made: Chains) -> pathlib.Path:
    """The anchor's list of revoked certificates, whose revokedCertificates is there and empty."""
    algorithm = der(0x30, bytes.fromhex("06082a8648ce3d040302"))
    name = der(0x30, der(0x31, der(0x30, bytes.fromhex("0603550403"), der(0x0C, b"anchor"))))
    dates = [der(0x17, certificates.day(days).strftime("%y%m%d%H%M%SZ").encode()) for days in (-1, 30)]
    tbs = der(0x30, der(0x02, b"\x01"), algorithm, name, *dates, der(0x30))
    made.of("list", "tbs").write_bytes(tbs)
    signature = made.of("list", "signature")
    certificates.run_openssl("dgst", "-sha256", "-sign", made.of("anchor", "key"), "-out", signature, made.of("list", "tbs"))
    out = made.of("list", "pem")
    out.write_text(pem("X509 CRL", der(0x30, tbs, algorithm, der(0x03, b"\0", signature.read_bytes()))))
    return out


def compare_damaged(compare, folder: pathlib.Path, made) -> None:
    """Files of three authorities of which one is damaged."""
    folder.mkdir()
    good = made.sound.root.read_text()
    other = made.other.root.read_text()
    third = made.namesake.root.read_text()
    lines = good.strip().split("\n")
    body = base64.b64decode("".join(lines[1:-1]))
    damages = {
        "of wrong characters": good.replace(lines[2], "!!!!" + lines[2][4:]),
        "of wrong DER": pem("CERTIFICATE", body[:4] + b"\xff\xff" + body[6:]),
        "cut short": pem("CERTIFICATE", body[:-20]),
        "without its END": "\n".join(lines[:-1]) + "\n",
        "without its BEGIN": "\n".join(lines[1:]) + "\n",
        "with another END": good.replace("END CERTIFICATE", "END CERTIFICAT"),
        "of another label": good.replace("CERTIFICATE", "EC PRIVATE KEY"),
        "that is empty": f"{lines[0]}\n{lines[-1]}\n",
        "with a header": good.replace("\n", "\nX: y\n\n", 1),
    }
    for what, damaged in damages.items():
        texts = (damaged + other + third, other + damaged + third, other + third + damaged, damaged)
        for place, text in zip(PLACES, texts):
            file = folder / "authorities.pem"
            file.write_text(text)
            compare(f"authorities, the {place} one {what}", "chain_probe", "trust", file)


def compare_all(compare, made) -> None:
    compare_chains(compare, made.folder / "chains")
    compare_damaged(compare, made.folder / "damaged", made)
