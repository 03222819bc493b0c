"""The part of differential_test.py that is about keys, parsed certificates and credentials."""

from __future__ import annotations

import pathlib

import certificates

PROBES = ("abstract_probe",)

OLD_ENCRYPTION = "keys encrypted in ways older than PBES2 are not opened"
DEVIATIONS = {
    "abstract, signing with SHA-1, ECDSA": "SHA-1 is not signed with",
    "abstract, signing with SHA-1, RSA": "SHA-1 is not signed with",
    "abstract, a password of PKCS#12": OLD_ENCRYPTION,
    "abstract, a password in RFC 1421": OLD_ENCRYPTION,
    "abstract, a password with scrypt": "another error number for the same refusal",
}


def encrypt(folder: pathlib.Path, key: pathlib.Path, label: str, *how: str) -> pathlib.Path:
    out = folder / f"{label}.key"
    certificates.run_openssl("pkcs8", "-topk8", "-in", key, "-passout", "pass:x", *how, "-out", out)
    return out


def compare_abstract(compare, made) -> None:
    for kind, credential in (("ECDSA", made.good), ("RSA", made.rsa), ("Ed25519", made.ed25519)):
        compare(f"abstract, parsed certificates, {kind}", "abstract_probe", "pcert", credential.chain)
        compare(f"abstract, public keys, {kind}", "abstract_probe", "pubkey", credential.chain)
        compare(f"abstract, private keys, {kind}", "abstract_probe", "privkey", credential.key)
        compare(f"abstract, signing, {kind}", "abstract_probe", "sign", credential.key)
        if kind != "Ed25519":
            compare(f"abstract, signing with SHA-1, {kind}", "abstract_probe", "sign", credential.key, "weak")
    compare_passwords(compare, made)


def compare_passwords(compare, made) -> None:
    folder = made.folder / "encrypted"
    folder.mkdir()
    chain, key = made.good.chain, made.good.key

    def password(label: str, file: pathlib.Path) -> None:
        compare(f"abstract, a password {label}", "abstract_probe", "password", chain, file)

    password("for a plain key", key)
    password("with AES-256", encrypt(folder, key, "aes256", "-v2", "aes-256-cbc"))
    password("with AES-128 and SHA-1", encrypt(folder, key, "aes128", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"))
    password("with triple DES", encrypt(folder, key, "des3", "-v2", "des3"))
    password("with scrypt", encrypt(folder, key, "scrypt", "-scrypt"))
    password("of PKCS#12", encrypt(folder, key, "pkcs12", "-v1", "PBE-SHA1-3DES"))
    old = folder / "old.key"
    certificates.run_openssl("ec", "-in", key, "-aes256", "-passout", "pass:x", "-out", old)
    password("in RFC 1421", old)
