#!/usr/bin/env python3
"""The same C programs on this library and on the distribution's GnuTLS: what they print is the same, but for deviations.

Each is compiled twice, against this project's headers and against the distribution's; on this library both must print the
same. Run by ctest with the folder of the libraries in HANDFAST_LIB. Exit status 77: there is no GnuTLS to compare with.
"""

from __future__ import annotations

import base64
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "interop"))

import certificates  # noqa: E402
import differential_callbacks  # noqa: E402
import differential_chains  # noqa: E402
import differential_choice  # noqa: E402
import differential_credentials  # noqa: E402
import differential_early  # noqa: E402
import differential_extension  # noqa: E402
import differential_names  # noqa: E402
import differential_numbers  # noqa: E402
import differential_pairs  # noqa: E402
import differential_quic  # noqa: E402
import differential_reauth  # noqa: E402
import differential_rehandshake  # noqa: E402
import differential_releases  # noqa: E402
import differential_sessions  # noqa: E402
import differential_start  # noqa: E402
import ports  # noqa: E402

OURS = pathlib.Path(os.environ["HANDFAST_LIB"])
SYSTEM_HEADER = pathlib.Path("/usr/include/gnutls/gnutls.h")
SYSTEM_FOLDERS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"]
TLS13 = "NORMAL:-VERS-ALL:+VERS-TLS1.3"
ONE_GROUP = TLS13 + ":-GROUP-ALL:+GROUP-SECP256R1"  # the two libraries prefer different groups
PROGRAM_TIMEOUT = 400  # seconds; the longest sends 2^24 records, which a busy machine takes minutes for

# What differs on purpose, by case. A case that is not here must not differ at all, and one that is here must differ.
RSA_1024 = "RSA below 2048 bits needs a profile among the flags that allows it (RFC 9325, 4.5)"
COMMON_NAME = "the subject's common name is not looked at (RFC 9525, 6.3)"
OLD_LIST = "a revocation list that is out of date is no evidence (RFC 5280, 6.3.3)"
FORGED_LIST = "a revocation list must be signed by its authority (RFC 5280, 6.3.3)"
ALL = "everything that is wrong is told at once; the other library stops earlier"
SHA1 = "SHA-1 cannot be allowed again"
CODES = "another error number for the same refusal"
MISMATCH = "a certificate and a key that do not belong together are refused; the other library keeps them all the same"
PROFILES = "2048 bits are enough for the profile Medium; the other library refuses them"
NO_ID = "a server that cannot resume sends no session id (RFC 5246, 7.4.1.3)"
LATER_FLAG = "3.7.9 does not know the flag GNUTLS_NO_STATUS_REQUEST of later releases"
DEVIATIONS = {
    "short RSA key": RSA_1024,
    "common name only": COMMON_NAME,
    "list out of date": OLD_LIST,
    "list of a namesake": FORGED_LIST,
    "revoked, wrong name": ALL,
    "expired, wrong authority": ALL,
    "issued by a leaf": ALL,
    "SHA-1 allowed": SHA1,
    "RSA, profile medium": PROFILES,
    "status request, switched off by a flag": LATER_FLAG,
    "getters, a client's session id in TLS 1.2": NO_ID,
    "utilities, room": "the closing NUL needs room, too",
    "utilities, lenient": "an END line has the label of its BEGIN line; headers (RFC 1421) are passed over",
    "utilities, urls": "there are no tokens",
    "load key of another kind": CODES,
    "load key of another certificate": MISMATCH,
    "load trust, damaged": CODES,
    "load key, damaged certificate": CODES,
    **differential_callbacks.DEVIATIONS,
    **differential_chains.DEVIATIONS,
    **differential_choice.DEVIATIONS,
    **differential_credentials.DEVIATIONS,
    **differential_early.DEVIATIONS,
    **differential_extension.DEVIATIONS,
    **differential_names.DEVIATIONS,
    **differential_numbers.DEVIATIONS,
    **differential_pairs.DEVIATIONS,
    **differential_quic.DEVIATIONS,
    **differential_reauth.DEVIATIONS,
    **differential_rehandshake.DEVIATIONS,
    **differential_sessions.DEVIATIONS,
}


class Programs:
    """The probes, compiled once against each header, to be run on either library."""

    def __init__(self, folder: pathlib.Path, theirs: pathlib.Path):
        self.folder = folder
        self.libraries = {"ours": OURS, "theirs": theirs}
        self.headers = {"ours": [f"-I{ROOT / 'include'}"]}
        if SYSTEM_HEADER.exists():
            self.headers["theirs"] = []
        for headers in self.headers:
            (folder / headers).mkdir()

    def compile(self, name: str) -> None:
        compiler = os.environ.get("CC", "cc")
        arguments = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function"]
        source = HERE / "differential" / f"{name}.c"
        for headers, include in self.headers.items():
            out = self.path(name, headers)
            subprocess.run([compiler, *arguments, *include, source, "-o", out, f"-L{OURS}", "-l:libgnutls.so.30"], check=True)

    def path(self, name: str, headers: str) -> pathlib.Path:
        """The program with one or the other header; with ours where the distribution's are not installed."""
        return self.folder / (headers if headers in self.headers else "ours") / name

    def run(self, name: str, *arguments) -> dict[str, list[str]]:
        """What each library's own program prints on it, and a program with the other's headers on this library."""
        out = {side: self.run_on(side, name, arguments) for side in self.libraries}
        out["mixed"] = self.run_on("ours", name, arguments, "theirs") if "theirs" in self.headers else out["ours"]
        return out

    def run_on(self, side: str, name: str, arguments, headers: str | None = None) -> list[str]:
        environment = {**os.environ, "LD_LIBRARY_PATH": str(self.libraries[side]), "LD_BIND_NOW": "1"}
        environment.pop("SSLKEYLOGFILE", None)
        command = [str(self.path(name, headers or side)), *map(str, arguments)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PROGRAM_TIMEOUT)
        return [*result.stdout.splitlines(), f"exit status {result.returncode}"]


class Comparison:
    def __init__(self, programs: Programs, release: str):
        self.programs = programs
        self.is_known = release in differential_releases.OTHERWISE
        self.not_possible = dict(differential_releases.OTHERWISE.get(release, {}))
        self.cases = 0
        self.failures = 0
        self.seen: set[str] = set()

    def __call__(self, case: str, name: str, *arguments) -> None:
        self.judge(case, name, arguments, self.programs.run(name, *arguments))

    def knowing(self, wanted: tuple[str, ...], case: str, name: str, *arguments) -> None:
        """With the lines, in their order, that this library prints among others where the case differs on purpose."""
        printed = self.programs.run(name, *arguments)
        self.judge(case, name, arguments, printed)
        if wanted:
            lines = {"ours": [line for line in printed["ours"] if line in wanted], "theirs": list(wanted)}
            self.judge(f"{case}, as it should", name, arguments, lines)

    def judge(self, case: str, name: str, arguments, printed: dict[str, list[str]]) -> None:
        self.cases += 1
        if printed.get("mixed", printed["ours"]) != printed["ours"]:
            self.failures += 1
            self.show(f"{case}, with the other headers", name, arguments, printed["ours"], printed["mixed"])
        if case in self.not_possible or printed["ours"] == printed["theirs"]:
            return
        if case in DEVIATIONS:
            self.seen.add(case)
            return
        self.show(case, name, arguments, printed["ours"], printed["theirs"])
        if self.is_known:
            self.failures += 1
        else:
            self.not_possible[case] = "differs here; nobody has looked at this release yet"

    def alike(self) -> set[str]:
        """Deviations that the other library has, too."""
        return DEVIATIONS.keys() - self.seen - self.not_possible.keys() if self.is_known else set()

    def show(self, case: str, name: str, arguments, ours: list[str], theirs: list[str]) -> None:
        print(f"{case}: {name} {' '.join(map(str, arguments))}")
        for our, their in zip(ours, theirs):
            if our != their:
                print(f"  ours:   {our}\n  theirs: {their}")
        if len(ours) != len(theirs):
            print(f"  ours has {len(ours)} lines, theirs {len(theirs)}")


def theirs() -> pathlib.Path | None:
    for folder in map(pathlib.Path, SYSTEM_FOLDERS):
        if (folder / "libgnutls.so.30").exists():
            return folder
    return None


class Certificates:
    """Everything that is wrong with certificates, one at a time."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.sound = certificates.Authority(folder / "sound")
        self.other = certificates.Authority(folder / "other", title="Other")
        self.namesake = certificates.Authority(folder / "namesake")
        day = certificates.day
        self.good = self.sound.issue("good")
        self.expired = self.sound.issue("expired", start=day(-20), end=day(-10))
        self.future = self.sound.issue("future", start=day(10), end=day(20))
        self.client = self.sound.issue("client", purpose="clientAuth")
        self.mail = self.sound.issue("mail", purpose="emailProtection")
        self.wildcard = self.sound.issue("wildcard", names=("*.example.com",))
        self.nameless = self.sound.issue("nameless", names=())
        self.rsa = self.sound.issue("rsa", kind="rsa")
        self.ed25519 = self.sound.issue("ed25519", kind="ed25519")
        self.forged = self.namesake.issue("forged")
        self.revoked = self.sound.issue("revoked")
        self.crl = self.sound.revoke("revoked")
        self.other.issue("revoked")
        self.other_crl = self.other.revoke("revoked")
        self.namesake.issue("revoked")
        self.namesake_crl = self.namesake.revoke("revoked")
        self.old_crl = self.list_between("good", "20200101000000Z", "20210101000000Z")
        self.alone = self.keep_first(self.good, "alone.pem")
        self.self_signed = self.make_self_signed()
        self.below_leaf = self.sign_with_leaf()
        self.sha1, self.rsa1024, self.critical = self.make_odd()

    def keep_first(self, credential, name: str) -> certificates.Credential:
        end = "-----END CERTIFICATE-----\n"
        out = self.folder / name
        out.write_text(credential.chain.read_text().split(end)[0] + end)
        return certificates.Credential(out, credential.key)

    def list_between(self, label: str, start: str, end: str) -> pathlib.Path:
        folder, out = self.sound.folder, self.folder / "old.crl"
        signer = ["-cert", folder / "intermediate.pem", "-keyfile", folder / "intermediate.key"]
        dates = ["-crl_lastupdate", start, "-crl_nextupdate", end]
        certificates.run_openssl("ca", "-config", folder / f"{label}.cnf", *signer, "-gencrl", *dates, "-out", out)
        return out

    def make_self_signed(self) -> certificates.Credential:
        out, key = self.folder / "self.pem", self.folder / "self.key"
        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key]
        extensions = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]
        certificates.run_openssl("req", "-x509", *new_key, "-subj", "/CN=self", *extensions, "-days", "30", "-out", out)
        return certificates.Credential(out, key)

    def sign(self, label: str, issuer, extensions: str, kind=("ec", "ec_paramgen_curve:P-256"), digest="sha256"):
        key, request, out, text = (self.folder / f"{label}.{end}" for end in ("key", "csr", "pem", "ext"))
        new_key = ["-newkey", kind[0], "-pkeyopt", kind[1], "-nodes", "-keyout", key]
        certificates.run_openssl("req", *new_key, "-subj", f"/CN={label}", "-out", request)
        text.write_text("subjectAltName=DNS:localhost\n" + extensions)
        signer = ["-CA", issuer[0], "-CAkey", issuer[1], "-set_serial", str(len(label) + 1000)]
        arguments = ["-days", "30", f"-{digest}", "-extfile", text, "-out", out]
        certificates.run_openssl("x509", "-req", "-in", request, *signer, *arguments)
        return certificates.Credential(out, key)

    def sign_with_leaf(self) -> certificates.Credential:
        leaf = self.sign("below", (self.folder / "sound" / "good.pem", self.good.key), "")
        chain = self.folder / "below-chain.pem"
        chain.write_text(leaf.chain.read_text() + self.good.chain.read_text())
        return certificates.Credential(chain, leaf.key)

    def make_odd(self):
        root = (self.sound.root, self.sound.folder / "root.key")
        rsa = ("rsa", "rsa_keygen_bits:2048")
        return (
            self.sign("sha1", root, "", rsa, digest="sha1"),
            self.sign("rsa1024", root, "", ("rsa", "rsa_keygen_bits:1024")),
            self.sign("critical", root, "1.2.3.4.5=critical,DER:0500\n", rsa),
        )


def compare_verdicts(compare: Comparison, made: Certificates) -> None:
    def verdict(case, credential, trust=made.sound.root, crl="-", host="localhost", flags=0):
        compare(case, "verify_probe", credential.chain, credential.key, trust, crl, host, flags)

    other = made.other.root
    verdict("good", made.good)
    verdict("no name asked", made.good, host="-")
    verdict("wrong name", made.good, host="other.example")
    verdict("wrong authority", made.good, trust=other)
    verdict("nobody trusted", made.good, trust="-")
    verdict("wrong authority, wrong name", made.good, trust=other, host="other.example")
    verdict("intermediate missing", made.alone)
    verdict("expired", made.expired)
    verdict("expired, wrong authority", made.expired, trust=other)
    verdict("expired, wrong name", made.expired, host="other.example")
    verdict("expired, dates not checked", made.expired, flags=0x40)
    verdict("expired, dates of trusted not checked", made.expired, flags=0x80)
    verdict("not yet valid", made.future)
    verdict("client's certificate", made.client)
    verdict("mail certificate", made.mail)
    verdict("self-signed", made.self_signed)
    verdict("self-signed, trusted", made.self_signed, trust=made.self_signed.chain)
    verdict("leaf trusted", made.alone, trust=made.alone.chain)
    verdict("leaf trusted, not allowed", made.alone, trust=made.alone.chain, flags=4)
    verdict("issued by a leaf", made.below_leaf)
    verdict("forged", made.forged)
    verdict("wildcard", made.wildcard, host="a.example.com")
    verdict("wildcard, two labels", made.wildcard, host="a.b.example.com")
    verdict("wildcard not allowed", made.wildcard, host="a.example.com", flags=0x1000)
    verdict("common name only", made.nameless, host="Test nameless")
    verdict("revoked", made.revoked, crl=made.crl)
    verdict("revoked, lists not checked", made.revoked, crl=made.crl, flags=0x200)
    verdict("revoked, wrong name", made.revoked, crl=made.crl, host="other.example")
    verdict("not revoked", made.good, crl=made.crl)
    verdict("list of another authority", made.revoked, crl=made.other_crl)
    verdict("list of a namesake", made.good, crl=made.namesake_crl)
    verdict("list out of date", made.good, crl=made.old_crl)
    verdict("SHA-1", made.sha1)
    verdict("SHA-1 allowed", made.sha1, flags=0x8000)
    verdict("short RSA key", made.rsa1024)
    verdict("short RSA key, profile low", made.rsa1024, flags=0x02000000)
    verdict("short RSA key, profile medium", made.rsa1024, flags=0x05000000)
    verdict("RSA, profile medium", made.rsa, flags=0x05000000)
    verdict("RSA, profile high", made.rsa, flags=0x06000000)
    verdict("P-256, profile high", made.good, flags=0x06000000)
    verdict("P-256, profile ultra", made.good, flags=0x07000000)
    verdict("critical extension", made.critical)
    verdict("critical extension, ignored", made.critical, flags=0x4000)


def compare_loading(compare: Comparison, made: Certificates) -> None:
    folder = made.folder / "load"
    (folder / "empty folder").mkdir(parents=True)
    empty, text, damaged, broken = (folder / name for name in ("empty", "text", "damaged", "broken"))
    empty.touch()
    text.write_text("no certificate\n")
    damaged.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    broken.write_text("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")
    root = made.sound.root
    der, crl_der = folder / "root.der", folder / "list.der"
    certificates.run_openssl("x509", "-in", root, "-outform", "der", "-out", der)
    certificates.run_openssl("crl", "-in", made.crl, "-outform", "der", "-out", crl_der)
    several = folder / "several.pem"
    several.write_text(root.read_text() * 2 + made.other.root.read_text())
    encrypted, other_kind = folder / "encrypted.key", folder / "ed448.key"
    certificates.run_openssl("pkcs8", "-topk8", "-in", made.good.key, "-passout", "pass:x", "-out", encrypted)
    certificates.run_openssl("genpkey", "-algorithm", "ed448", "-out", other_kind)

    for label, file in [("a root", root), ("several", several), ("nothing", empty), ("text", text), ("no file", folder / "none")]:
        compare(f"load trust, {label}", "load_probe", "trust", file, "pem")
    compare("load trust, damaged", "load_probe", "trust", damaged, "pem")
    compare("load trust, DER", "load_probe", "trust", der, "der")
    compare("load trust, DER as PEM", "load_probe", "trust", der, "pem")
    compare("load trust, PEM as DER", "load_probe", "trust", root, "der")
    compare("load trust, a folder", "load_probe", "dir", folder, "pem")
    compare("load trust, an empty folder", "load_probe", "dir", folder / "empty folder", "pem")
    compare("load trust, no folder", "load_probe", "dir", folder / "none", "pem")
    for label, file in [("a list", made.crl), ("nothing", empty), ("text", text), ("no file", folder / "none"), ("a certificate", root)]:
        compare(f"load crl, {label}", "load_probe", "crl", file, "pem")
    compare("load crl, damaged", "load_probe", "crl", broken, "pem")
    compare("load crl, DER", "load_probe", "crl", crl_der, "der")
    compare("load crl, DER as PEM", "load_probe", "crl", crl_der, "pem")
    compare("load crl, verified", "load_probe", "crl-verified", made.crl, made.sound.folder / "intermediate.pem", "pem")
    compare("load crl, not verified", "load_probe", "crl-verified", made.crl, made.other.root, "pem")
    key, chain = made.good.key, made.good.chain
    compare("load key", "load_probe", "key", chain, key, "pem")
    compare("load key of another certificate", "load_probe", "key", chain, made.rsa.key, "pem")
    compare("load key, no file", "load_probe", "key", chain, folder / "none", "pem")
    compare("load key, no certificate file", "load_probe", "key", folder / "none", key, "pem")
    compare("load key, text", "load_probe", "key", chain, text, "pem")
    compare("load key, text as certificate", "load_probe", "key", text, key, "pem")
    compare("load key, damaged certificate", "load_probe", "key", damaged, key, "pem")
    compare("load key, encrypted", "load_probe", "key", chain, encrypted, "pem")
    compare("load key of another kind", "load_probe", "key", chain, other_kind, "pem")
    compare("load key, PEM as DER", "load_probe", "key", chain, key, "der")


def compare_sessions(compare: Comparison, made: Certificates) -> None:
    def session(case, credential, client=None, request=0, priority=ONE_GROUP):
        files = (client.chain, client.key) if client else ("-", "-")
        compare(case, "session_probe", credential.chain, credential.key, made.sound.root, *files, request, priority)

    session("session", made.good)
    session("session, RSA", made.rsa)
    session("session, Ed25519", made.ed25519)
    session("session, client certificate", made.good, made.client, 2)
    session("session, client certificate asked, none there", made.good, None, 1)
    for group in ("X25519", "SECP384R1", "SECP521R1", "FFDHE2048", "FFDHE3072"):
        session(f"session, {group}", made.good, priority=f"{TLS13}:-GROUP-ALL:+GROUP-{group}")
    for cipher in ("AES-128-GCM", "AES-256-GCM", "CHACHA20-POLY1305", "AES-128-CCM"):
        session(f"session, {cipher}", made.good, priority=f"{ONE_GROUP}:-CIPHER-ALL:+{cipher}")


def compare_getters(compare: Comparison, made: Certificates) -> None:
    signatures = "-SIGN-ALL:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-RSA-SHA512:+SIGN-RSA-PSS-RSAE-SHA256"

    def getters(case, credential, version, request=0, *part):
        priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}:-GROUP-ALL:+GROUP-SECP256R1:{signatures}"
        compare(case, "getters_probe", credential.chain, credential.key, request, priority, *part)

    for version in ("1.3", "1.2"):
        getters(f"getters, TLS {version}", made.good, version)
        getters(f"getters, TLS {version}, a client is asked", made.good, version, 1)
        getters(f"getters, TLS {version}, RSA", made.rsa, version)
        getters(f"getters, TLS {version}, SHA-1 certificate", made.sha1, version)
    getters("getters, a client's session id in TLS 1.2", made.good, "1.2", 0, "client-id")


def compare_utilities(compare: Comparison, folder: pathlib.Path) -> None:
    file = folder / "hello"
    file.write_text("hello")
    for part in ("hex", "base64", "encode", "room", "decode", "lenient", "urls", "other"):
        compare(f"utilities, {part}", "utilities_probe", part, file)


def pem(response: pathlib.Path) -> str:
    body = base64.encodebytes(response.read_bytes()).decode()
    return f"-----BEGIN OCSP RESPONSE-----\n{body}-----END OCSP RESPONSE-----\n"


def ocsp_response(made: Certificates, label: str = "good", by: str = "intermediate") -> pathlib.Path:
    folder = made.sound.folder
    request, response = made.folder / f"{label}.req", made.folder / f"{label}.ocsp"
    issuer, key = folder / f"{by}.pem", folder / f"{by}.key"
    certificates.run_openssl("ocsp", "-issuer", issuer, "-cert", folder / f"{label}.pem", "-reqout", request)
    answer = ["-index", folder / "index.txt", "-CA", issuer, "-rsigner", issuer, "-rkey", key, "-ndays", "7"]
    certificates.run_openssl("ocsp", *answer, "-reqin", request, "-respout", response)
    return response


@contextlib.contextmanager
def openssl_server(made: Certificates, *arguments):
    """A server that ends with the context; gives its port."""
    port = ports.free_port()
    credential = ["-cert", made.good.chain, "-cert_chain", made.good.chain, "-key", made.good.key]
    command = ["openssl", "s_server", "-quiet", "-accept", str(port), *map(str, credential), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_listening(port)
            yield port
        finally:
            server.kill()


def wait_until_listening(port: int) -> None:
    end = time.monotonic() + PROGRAM_TIMEOUT
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not listen")


def compare_status(compare: Comparison, made: Certificates) -> None:
    compare("status request, ClientHello", "status_probe")
    compare("status request, switched off by a flag", "status_probe", "flag")
    with openssl_server(made, "-status_file", ocsp_response(made)) as port:
        compare("status request, a server with a response", "status_probe", port)
    with openssl_server(made) as port:
        compare("status request, a server without", "status_probe", port)
    compare_statuses(compare, made)


def compare_statuses(compare: Comparison, made: Certificates) -> None:
    """A response for every certificate: only the other library's server sends that, and each serves two clients."""
    responses = made.folder / "responses.pem"
    responses.write_text(pem(ocsp_response(made)) + pem(ocsp_response(made, "intermediate", "root")))
    command = [compare.programs.path("status_server", "theirs"), made.good.chain, made.good.key, responses]
    environment = {**os.environ, "LD_LIBRARY_PATH": str(compare.programs.libraries["theirs"])}
    printed = {}
    for side in compare.programs.libraries:
        with subprocess.Popen([*map(str, command)], env=environment, stdout=subprocess.PIPE, text=True) as server:
            printed[side] = compare.programs.run_on(side, "status_probe", [int(server.stdout.readline())])
    compare.judge("status request, a response for each certificate", "status_probe", [], printed)


def main() -> int:
    system = theirs()
    if system is None or shutil.which("openssl") is None:
        print("skipped: needs the distribution's libgnutls.so.30 and the openssl command")
        return 77
    if not SYSTEM_HEADER.exists():
        print("the distribution's headers are not installed: the programs are compiled against this project's alone")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = Programs(folder, system)
        for probe in ("texts_probe", "load_probe", "verify_probe", "session_probe", "crypto_probe",
                      "status_probe", "status_server", "getters_probe", "utilities_probe", "certificate_probe",
                      "holder_probe", *differential_callbacks.PROBES, *differential_chains.PROBES,
                      *differential_choice.PROBES, *differential_credentials.PROBES, *differential_sessions.PROBES,
                      *differential_rehandshake.PROBES, *differential_early.PROBES, *differential_extension.PROBES,
                      *differential_names.PROBES, *differential_numbers.PROBES,
                      *differential_pairs.PROBES, "quic_probe"):
            programs.compile(probe)
        release = differential_releases.release_of(system)
        compare = Comparison(programs, release)
        compare("texts", "texts_probe")
        compare("cryptography", "crypto_probe")
        compare_utilities(compare, folder)
        made = Certificates(folder)
        compare_verdicts(compare, made)
        compare_loading(compare, made)
        compare_sessions(compare, made)
        intermediate = made.sound.folder / "intermediate.pem"
        compare("certificates", "certificate_probe", made.good.chain, made.good.key, made.sound.root, intermediate)
        compare("keys and lists", "holder_probe", made.good.chain, made.good.key, made.rsa.key, made.crl)
        differential_callbacks.compare_all(compare, made)
        differential_chains.compare_all(compare, made)
        differential_choice.compare_all(compare, made)
        differential_credentials.compare_all(compare, made)
        differential_names.compare_all(compare, made)
        differential_pairs.compare_all(compare, made)
        differential_sessions.compare_all(compare, made)
        differential_rehandshake.compare_all(compare, made)
        differential_reauth.compare_all(compare, made)
        differential_start.compare_all(compare, made)
        differential_early.compare_all(compare, made)
        differential_extension.compare_all(compare, made)
        differential_quic.compare_all(compare, made)
        compare_getters(compare, made)
        compare_status(compare, made)
        differential_numbers.compare_all(compare, made)
    for case in sorted(compare.seen):
        print(f"differs on purpose: {case}: {DEVIATIONS[case]}")
    for case, reason in sorted(compare.not_possible.items()):
        print(f"not possible with {release}: {case}: {reason}")
    for case in sorted(compare.alike()):
        print(f"does not differ any more: {case}")
    possible = compare.cases - len(compare.not_possible)
    print(f"{possible} cases with {release}, {compare.failures} differ unexpectedly, {len(compare.not_possible)} not possible")
    return 1 if compare.failures or compare.alike() else 0


if __name__ == "__main__":
    sys.exit(main())
