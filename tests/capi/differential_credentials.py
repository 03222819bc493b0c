"""The part of differential_test.py that is about keys, parsed certificates and credentials."""

from __future__ import annotations

import pathlib

import certificates

PROBES = ("abstract_probe", "retrieve_probe", "trust_probe", "range_probe", "sizes_probe", "seccomp_probe", "rekey_probe",
          "protocols_probe")

OLD_ENCRYPTION = "keys encrypted in ways older than PBES2 are not opened"
# Of records: what the client and the server set, and what the client receives at most; None: nothing.
SIZES = ((512, None, None), (4096, None, None), (2000, None, None), (None, 512, None), (512, 1024, None), (4096, None, 700),
         (None, None, 1024), (511, 16385, None), (16384, 16384, 16384))

DEVIATIONS = {
    "abstract, signing with SHA-1, ECDSA": "SHA-1 is not signed with",
    "abstract, signing with SHA-1, RSA": "SHA-1 is not signed with",
    "abstract, a password of PKCS#12": OLD_ENCRYPTION,
    "abstract, a password in RFC 1421": OLD_ENCRYPTION,
    "abstract, a password with scrypt": "another error number for the same refusal",
    "35: rekey, ChaCha20-Poly1305": "every cipher's key is changed",
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


# 3.7.9 asks a server's function again for every cipher suite while it answers nothing: the probe shows the first call.
def compare_retrieval(compare, made) -> None:
    certificate = (made.good.chain, made.good.key, made.client.chain, made.client.key)
    signatures = "-SIGN-ALL:+SIGN-RSA-SHA256:+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SHA256"
    for version in ("1.3", "1.2"):
        priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}:{signatures}"
        for side in ("client", "server"):
            for kind in (1, 2, 3):
                for answer in ("ok", "none", "fail", "again", "positive"):
                    if side == "server" and answer in ("again", "positive"):
                        continue  # nothing is found by the first call, and 3.7.9 asks again
                    case = f"retrieve, {side}, TLS {version}, kind {kind}, {answer}"
                    compare(case, "retrieve_probe", made.sound.root, *certificate, side, kind, answer, priority)


def compare_trust_lists(compare, made) -> None:
    compare("trust lists", "trust_probe", made.sound.root, made.other.root, made.good.chain, made.crl)


def compare_ranges(compare, made) -> None:
    for version in ("1.3", "1.2"):
        for sizes in SIZES:
            said = ["0" if size is None else str(size) for size in sizes]
            priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}"
            compare(f"sizes of records {sizes}, TLS {version}", "sizes_probe", made.good.chain, made.good.key, priority, *said)
        compare(f"ranges, TLS {version}", "range_probe", made.good.chain, made.good.key, f"NORMAL:-VERS-ALL:+VERS-TLS{version}")


# The numbers are those of docs/api-behaviour.md.
def compare_behaviour(compare, made) -> None:
    for version in ("1.3", "1.2"):
        priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}"
        compare(f"application protocols, TLS {version}", "protocols_probe", made.good.chain, made.good.key, priority)
        compare(f"15: system calls, TLS {version}", "seccomp_probe", made.good.chain, made.good.key, made.sound.root, priority)
    for name, cipher in (("AES-GCM", "AES-128-GCM"), ("ChaCha20-Poly1305", "CHACHA20-POLY1305")):
        priority = f"NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+{cipher}"
        compare(f"35: rekey, {name}", "rekey_probe", made.good.chain, made.good.key, priority)


def compare_all(compare, made) -> None:
    compare_abstract(compare, made)
    compare_retrieval(compare, made)
    compare_trust_lists(compare, made)
    compare_ranges(compare, made)
    compare_behaviour(compare, made)
