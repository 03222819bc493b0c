"""The part of differential_test.py that is about what certificates say: names, extensions, algorithms, lists."""

from __future__ import annotations

import odd_certificates
import certificates

PROBES = ("names_probe", "list_probe")

NOT_UTF8 = "what is not valid UTF-8, or no BMPString of RFC 5280, is shown as its octets in hexadecimal (RFC 4514, 2.4)"
EMPTY_VALUE = "an empty value is shown; the other library's functions for the whole name fail"
ARCS = "object identifiers of large numbers are shown right"
ODD_NAME = "a certificate is read whatever its alternative names are, and each of them answers for itself"
HOST_NAMES = (
    "names are compared as RFC 9525 has it: never the subject's common name, internationalised names as A-labels, asterisks "
    "in certificates alone, a dot at the end of what is asked for means nothing, and [::1] is an address"
)
MAIL = "the subject's address is not looked at, and what is beyond ASCII is compared as it is (RFC 5280, 7.5)"
ADDRESSES = "an address is never taken for a DNS name (RFC 9525, 6.5)"
KEYS = "the size of a key that cannot be used is not known"
DER_NAMES = "names are the same when their octets are"
DEVIATIONS = {
    **{
        f"contents, {whose}, {label}": why
        for whose in ("subject", "issuer")
        for label, why in {
            "invalid UTF-8": NOT_UTF8,
            "overlong UTF-8": NOT_UTF8,
            "BMPString of odd length": NOT_UTF8,
            "BMPString with a pair of surrogates": NOT_UTF8,
            "empty value": EMPTY_VALUE,
            "large arcs": ARCS,
        }.items()
    },
    **{
        f"contents, {whose}AltName, {label}": ODD_NAME
        for whose in ("subject", "issuer")
        for label in ("an empty host", "an empty link", "empty mail", "a party of EDI")
    },
    **{
        f"{what}, subjectAltName, {label}": ODD_NAME
        for what in ("hosts", "odd hosts")
        for label in ("an empty host", "an empty link", "empty mail", "a party of EDI")
    },
    **{
        f"odd hosts, subjectAltName, {label}": HOST_NAMES
        for label in (
            "hosts",
            "a host with a dot at its end",
            "A-labels",
            "mail",
            "addresses",
            "a principal",
            "a directory's name",
            "an empty directory's name",
            "a registered number",
            "one host among others",
        )
    },
    "hosts, subjectAltName, wildcards": HOST_NAMES,
    "hosts, subjectAltName, an address in text": ADDRESSES,
    "mail, subjectAltName, mail": MAIL,
    "mail, subjectAltName, empty mail": ODD_NAME,
    "mail, issuerAltName, empty mail": ODD_NAME,
    "mail, mail in the subject": MAIL,
    "contents, P-224": KEYS,
    "contents, brainpool": KEYS,
    "contents, Ed448": KEYS,
    "lists, damaged first": "that there are too many is found before the first one is read",
    "issuers": DER_NAMES,
}


def compare_contents(compare, made) -> None:
    folder = made.folder / "odd"
    folder.mkdir()
    for number, (label, der) in enumerate(odd_certificates.all_certificates().items()):
        file = folder / f"{number}.pem"
        file.write_text(odd_certificates.pem(der))
        compare(f"contents, {label}", "names_probe", "contents", file)
        if label.startswith("subjectAltName, "):
            compare(f"hosts, {label}", "names_probe", "hosts", file)
        if label.startswith(("subjectAltName, ", "host in ")):
            compare(f"odd hosts, {label}", "names_probe", "odd-hosts", file)
        if "mail" in label:
            compare(f"mail, {label}", "names_probe", "mail", file)
    for label, file in {
        "ECDSA": made.good.chain,
        "RSA": made.rsa.chain,
        "Ed25519": made.ed25519.chain,
        "wildcard": made.wildcard.chain,
        "root": made.sound.root,
        "RSA with SHA-1": made.sha1.chain,
        "critical extension": made.critical.chain,
    }.items():
        compare(f"contents, {label}", "names_probe", "contents", file)
        compare(f"hosts, {label}", "names_probe", "hosts", file)
    compare_keys(compare, folder)


def self_signed(folder, label: str, key: tuple[str, ...], *options: str):
    """A certificate whose key `openssl genpkey` makes with the arguments `key`."""
    key_file, out = folder / f"{label}.key", folder / f"{label}.pem"
    certificates.run_openssl("genpkey", *key, "-out", key_file)
    certificates.run_openssl("req", "-x509", "-key", key_file, "-subj", "/CN=localhost", *options, "-out", out)
    return out


def compare_keys(compare, folder) -> None:
    rsa = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    pss = ("-sigopt", "rsa_padding_mode:pss", "-sigopt")
    curve = lambda name: ("-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{name}")
    for label, key, options in (
        ("RSASSA-PSS key", ("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"), ()),
        ("RSASSA-PSS signature", rsa, (*pss, "rsa_pss_saltlen:32", "-sha256")),
        ("RSASSA-PSS signature, short salt", rsa, (*pss, "rsa_pss_saltlen:20", "-sha512")),
        ("RSASSA-PSS signature with SHA-1", rsa, (*pss, "rsa_pss_saltlen:20", "-sha1")),
        ("P-384", curve("P-384"), ("-sha384",)),
        ("P-521", curve("P-521"), ("-sha512",)),
        ("P-224", curve("P-224"), ()),
        ("brainpool", curve("brainpoolP256r1"), ()),
        ("Ed448", ("-algorithm", "ED448"), ()),
    ):
        compare(f"contents, {label}", "names_probe", "contents", self_signed(folder, label.replace(" ", "-"), key, *options))


def compare_lists(compare, made) -> None:
    folder = made.folder / "lists"
    folder.mkdir()
    leaf, other, root = (path.read_text() for path in (made.alone.chain, made.client.chain, made.sound.root))
    intermediate = (made.sound.folder / "intermediate.pem").read_text()
    damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    texts = {
        "in order": leaf + intermediate + root,
        "out of order": leaf + root + intermediate,
        "twice": leaf + leaf,
        "a stranger between": leaf + made.other.root.read_text() + intermediate,
        "a key between": leaf + made.good.key.read_text() + intermediate,
        "damaged": leaf + damaged,
        "damaged first": damaged + leaf,
        "without a certificate": made.good.key.read_text(),
        "text": "text\n",
        "nothing": "",
    }
    for label, text in texts.items():
        file = folder / label.replace(" ", "-")
        file.write_text(text)
        compare(f"lists, {label}", "list_probe", file)
    der = folder / "leaf.der"
    certificates.run_openssl("x509", "-in", made.alone.chain, "-outform", "der", "-out", der)
    compare("lists, DER", "list_probe", der)
    two = folder / "two.der"
    two.write_bytes(der.read_bytes() * 2)
    compare("lists, DER twice", "list_probe", two)


def compare_issuers(compare, made) -> None:
    """Who may have issued whom: with and without key identifiers, and with some that do not fit."""
    folder = made.folder / "issuers"
    folder.mkdir()
    odd = odd_certificates
    one, other = (odd.name(odd.attribute(odd.COMMON_NAME, text)) for text in ("one", "other"))

    def identified(own: bytes | None, issuers: bytes | None) -> tuple[bytes, ...]:
        out = ()
        if own is not None:
            out += (odd.extension("2.5.29.14", odd.tlv(0x04, own)),)
        if issuers is not None:
            out += (odd.extension("2.5.29.35", odd.sequence(odd.tlv(0x80, issuers))),)
        return out

    files = []
    for subject, issuer, own, issuers in (
        (one, one, None, None),
        (one, one, b"1", None),
        (one, one, b"1", b"1"),
        (one, one, b"2", b"1"),
        (other, one, None, b"1"),
        (other, one, b"1", b"2"),
        (other, other, None, None),
        (odd.name(), odd.name(), None, None),
        (odd.name(odd.attribute(odd.COMMON_NAME, "one", odd.PRINTABLE)), one, None, None),
        (odd.name(odd.attribute(odd.COMMON_NAME, "ONE")), one, None, None),
    ):
        file = folder / f"{len(files)}.pem"
        file.write_text(odd.pem(odd.certificate(subject, issuer, identified(own, issuers))))
        files.append(file)
    compare("issuers", "list_probe", *files)


def compare_all(compare, made) -> None:
    compare_contents(compare, made)
    compare_lists(compare, made)
    compare_issuers(compare, made)
