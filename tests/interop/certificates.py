"""Certificates for tests: a root, an intermediate, and leaves of every key type, made by the openssl command."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import subprocess

# Arguments of `openssl genpkey` for each kind of key a test may name.
KEY_KINDS = {
    "ecdsa-p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "ecdsa-p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "ecdsa-p521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa-pss": ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ed25519": ["-algorithm", "ED25519"],
}

# An authority is a folder for `openssl ca`, which alone lets a test choose both ends of the validity in every release.
AUTHORITY_CONFIGURATION = """
[ca]
default_ca = authority
[authority]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_crl_days = 30
unique_subject = no
default_md = default
policy = any_subject
copy_extensions = none
[any_subject]
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = {purpose}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{names}
"""

COMMAND_TIMEOUT = 60  # seconds; RSA key generation on a busy machine is the slowest command


@dataclasses.dataclass(frozen=True)
class Credential:
    """A certificate chain (leaf first, the root left out) and its private key, both PEM files."""

    chain: pathlib.Path
    key: pathlib.Path


def day(offset: int) -> datetime.datetime:
    """The present moment moved by `offset` days."""
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=offset)


class Authority:
    """A root with one intermediate below it, which signs every leaf; `root` is what a peer has to trust."""

    def __init__(self, folder: pathlib.Path, title: str = "Test"):
        self.folder = folder
        self.title = title
        folder.mkdir(parents=True)
        (folder / "index.txt").touch()
        self.root = folder / "root.pem"
        self._root_key = self._make_key("root", "ecdsa-p256")
        self._intermediate = folder / "intermediate.pem"
        self._intermediate_key = self._make_key("intermediate", "ecdsa-p256")
        self._sign("root", f"{title} root", section="root", issuer=None)
        self._sign("intermediate", f"{title} intermediate", section="intermediate", issuer=(self.root, self._root_key))

    def issue(
        self,
        label: str,
        kind: str = "ecdsa-p256",
        names: tuple[str, ...] = ("localhost",),
        purpose: str = "serverAuth",
        start: datetime.datetime | None = None,
        end: datetime.datetime | None = None,
    ) -> Credential:
        """Makes a leaf for `names` (DNS) with a key of `kind`; `label` names its files in the authority's folder."""
        key = self._make_key(label, kind)
        self._sign(
            label,
            f"{self.title} {label}",
            section="leaf",
            issuer=(self._intermediate, self._intermediate_key),
            names=names,
            purpose=purpose,
            start=start,
            end=end,
        )
        chain = self.folder / f"{label}-chain.pem"
        chain.write_text((self.folder / f"{label}.pem").read_text() + self._intermediate.read_text())
        return Credential(chain, key)

    def revoke(self, label: str) -> pathlib.Path:
        """Revokes one leaf and returns the intermediate's list of revoked certificates, a PEM file."""
        signer = (
            "-config",
            self.folder / f"{label}.cnf",
            "-cert",
            self._intermediate,
            "-keyfile",
            self._intermediate_key,
        )
        crl = self.folder / "revoked.crl"
        run_openssl("ca", *signer, "-revoke", self.folder / f"{label}.pem")
        run_openssl("ca", *signer, "-gencrl", "-out", crl)
        return crl

    def _make_key(self, label: str, kind: str) -> pathlib.Path:
        path = self.folder / f"{label}.key"
        run_openssl("genpkey", *KEY_KINDS[kind], "-out", path)
        return path

    def _sign(self, label, subject, section, issuer, names=(), purpose="serverAuth", start=None, end=None):
        configuration = self.folder / f"{label}.cnf"
        alternative = ", ".join(f"DNS:{name}" for name in names)
        configuration.write_text(
            AUTHORITY_CONFIGURATION.format(
                folder=self.folder, purpose=purpose, names=f"subjectAltName = {alternative}" if names else ""
            )
        )
        key, request, out = (self.folder / f"{label}.{end_}" for end_ in ("key", "csr", "pem"))
        run_openssl("req", "-new", "-key", key, "-subj", f"/CN={subject}", "-out", request)
        signer = ["-selfsign", "-keyfile", key] if issuer is None else ["-cert", issuer[0], "-keyfile", issuer[1]]
        run_openssl(
            "ca",
            "-batch",
            "-notext",
            "-config",
            configuration,
            "-extensions",
            section,
            *signer,
            "-startdate",
            (start or day(-1)).strftime("%Y%m%d%H%M%SZ"),
            "-enddate",
            (end or day(30)).strftime("%Y%m%d%H%M%SZ"),
            "-in",
            request,
            "-out",
            out,
        )


def run_openssl(*arguments) -> None:
    """Runs one openssl command; a failure raises with what the command printed."""
    result = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=COMMAND_TIMEOUT)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]} failed: {result.stderr.strip()}")
