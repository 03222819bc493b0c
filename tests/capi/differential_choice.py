"""The part of differential_test.py that is about what two sides choose: versions, certificates, levels. The numbers are those
of docs/api-behaviour.md."""

from __future__ import annotations

import pathlib
import ssl

import certificates

PROBES = ("versions_probe", "choice_probe", "levels_probe", "hellos_probe")
VERSIONS = ("1.3", "1.2")
FORCE_CLIENT_CERT = 1 << 9  # of gnutls_init()
COMPAT, VIOLATING = ":%COMPAT", ":%DEBUG_ALLOW_KEY_USAGE_VIOLATIONS"
RSA = ("rsa", "rsa_keygen_bits:2048")
EC = ("ec", "ec_paramgen_curve:P-256")

VERSION_PARTS = {
    "46: any order": "46",
    "46: the mark": "46-mark",
    "46: the mark in a renegotiation": "46-later",
    "46: TLS 1.3 from the post-client-hello function": "46-on",
}

HELLOS = {
    "hellos, thousands of extensions": "extensions",
    "hellos, one of thousands of extensions twice": "twice",
    "hellos, points of curves in another form": "points",
    "hellos, small record_size_limit": "sizes",
    "hellos, SSL 2.0": "ssl2",
    "hellos, HelloRetryRequest": "retry",
    "hellos, HelloRetryRequest without a version": "retry-12",
    "hellos, the extended master secret": "master",
}

# Whether what level keywords demand of a certificate's key lets 112 bits of security pass, and 128.
LEVELS = (
    *("NORMAL", "SECURE128", "SECURE192", "SECURE256", "LEGACY", "PFS", "PERFORMANCE"),
    *("SECURE256:+SECURE128", "SECURE192:+SECURE128", "SECURE128:+SECURE256", "SECURE128:+SECURE192"),
    *("SECURE256:+NORMAL", "NORMAL:+SECURE256", "SECURE256:+SECURE192", "SECURE192:+SECURE256"),
    *("SECURE256:+LEGACY", "LEGACY:+SECURE256", "SECURE256:+SECURE192:+SECURE128", "SECURE256:+PERFORMANCE"),
    *("NONE:+SECURE256:+VERS-TLS1.3:+CTYPE-ALL", "NONE:+SECURE256:+SECURE128:+VERS-TLS1.3:+CTYPE-ALL"),
    *("NONE:+VERS-TLS1.3:+SECURE128:+SECURE256:+CTYPE-ALL", "SUITEB128:+SECURE128", "SUITEB192:+SECURE128"),
    *("SECURE128:+SUITEB192", "SUITEB192:+SUITEB128", "SUITEB128:+SUITEB192"),
    *("SECURE256:+SECURE128:%PROFILE_HIGH", "SECURE256:%PROFILE_LOW:+SECURE128", "SECURE256:%PROFILE_LOW"),
    *("%PROFILE_HIGH:+NORMAL", "NORMAL:%PROFILE_HIGH:+SECURE128", "SECURE128:%PROFILE_ULTRA:+SECURE256"),
)

OWN_ORDER = "the order of the client's own certificates decides; the other library's goes by the server's names"
WILDCARD = "a wildcard for the name goes before other names"
NOT_SHOWN = "a certificate that must not sign is not shown (RFC 5246, 7.4.6); the other library fails with its own"
# Of both versions.
DIFFERENT = {
    "48: the first of two": OWN_ORDER,
    "54: a wildcard alone": WILDCARD,
    "54: a client for encryption": NOT_SHOWN,
    "54: a client for encryption, with COMPAT": NOT_SHOWN,
}
DEVIATIONS = {
    "hellos, one of thousands of extensions twice": "each extension once (RFC 8446, 4.2)",
    "hellos, points of curves in another form": "without the only one in use TLS 1.2 is refused (RFC 8422, 5.1.2)",
    "hellos, SSL 2.0": "a hello in the form of SSL 2.0 is not read (RFC 6176)",
    "hellos, HelloRetryRequest without a version": "missing_extension (RFC 8446, 9.2)",
    "46: TLS 1.3 from the post-client-hello function": "the mark says what is allowed by then (RFC 8446, 4.1.3)",
    **{f"{case}, TLS {version}": reason for case, reason in DIFFERENT.items() for version in VERSIONS},
}


def priority(version: str, more: str = "") -> str:
    return f"NORMAL:-VERS-ALL:+VERS-TLS{version}:-KX-ALL:+ECDHE-RSA:+ECDHE-ECDSA:-GROUP-ALL:+GROUP-SECP256R1{more}"


def shown(side: str, *credentials) -> list[str]:
    return [f"{side}={credential.chain},{credential.key}" for credential in credentials]


def compare_versions(compare, made) -> None:
    for case, part in VERSION_PARTS.items():
        compare(case, "versions_probe", made.good.chain, made.good.key, part)


# What a client shows to a server that names the authorities of a file.
def compare_clients(compare, made) -> None:
    several = made.folder / "authorities.pem"
    several.write_text(made.other.root.read_text() + made.sound.root.read_text())
    of_other = made.other.issue("client", purpose="clientAuth")
    intermediate = made.sound.folder / "intermediate.pem"
    leaf = made.keep_first(made.client, "client-alone.pem")
    own = made.self_signed

    def client(case, authorities, *credentials, flags=0):
        for version in VERSIONS:
            arguments = (priority(version), priority(version), flags, "-", authorities)
            files = (*shown("server", made.good), *shown("client", *credentials))
            compare(f"{case}, TLS {version}", "choice_probe", *arguments, *files)

    client("48: its root", made.sound.root, made.client)
    client("48: its issuer", intermediate, made.client)
    client("48: its issuer, without a chain", intermediate, leaf)
    client("48: its root, without a chain", made.sound.root, leaf)
    client("48: another authority", made.other.root, made.client)
    client("48: another authority, forced", made.other.root, made.client, flags=FORCE_CLIENT_CERT)
    client("48: several authorities", several, made.client)
    client("48: no authority", "none", made.client)
    client("48: no certificate", made.sound.root)
    client("48: no certificate, forced", made.sound.root, flags=FORCE_CLIENT_CERT)
    client("48: itself", own.chain, own)
    client("48: self-signed, another authority", made.sound.root, own)
    client("48: the second of two", made.other.root, made.client, of_other)
    client("48: the first of two", several, made.client, of_other)
    client("48: neither of two, forced", own.chain, made.client, of_other, flags=FORCE_CLIENT_CERT)


# What a server shows to a client that asks for a name.
def compare_servers(compare, made) -> None:
    wildcard = made.sound.issue("name-0", names=("*.example.com",))
    exact = made.sound.issue("name-1", names=("a.example.com",))
    elsewhere = made.sound.issue("name-2", names=("b.example.org",))
    both_names = made.sound.issue("name-3", names=("*.example.com", "a.example.com"))
    rsa_exact = made.sound.issue("name-4", kind="rsa", names=("a.example.com",))

    def server(case, name, *credentials, of_client=""):
        for version in VERSIONS:
            arguments = (priority(version, of_client), priority(version), 0, name, "-")
            compare(f"{case}, TLS {version}", "choice_probe", *arguments, *shown("server", *credentials))

    server("54: a wildcard before a name", "a.example.com", wildcard, exact)
    server("54: a name before a wildcard", "a.example.com", exact, wildcard)
    server("54: a wildcard alone", "a.example.com", elsewhere, wildcard)
    server("54: a wildcard, two labels", "a.b.example.com", elsewhere, wildcard)
    server("54: a wildcard, another name", "c.example.com", wildcard, exact)
    server("54: no name fits", "c.example.com", elsewhere, exact)
    server("54: no name asked", "-", elsewhere, exact)
    server("54: both in one, a name behind it", "a.example.com", both_names, exact)
    server("54: the name in RSA, a wildcard in ECDSA", "a.example.com", wildcard, rsa_exact)
    ecdsa_first = ":-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"
    server("54: the name in RSA, others in ECDSA", "a.example.com", elsewhere, rsa_exact, of_client=ecdsa_first)


# Certificates whose keyUsage is not, or not only, for signatures.
def compare_usages(compare, made) -> None:
    root = (made.sound.root, made.sound.folder / "root.key")

    def issued(label: str, bits: str, kind=RSA):
        return made.sign(label, root, f"keyUsage=critical,{bits}\n", kind)

    encrypts = issued("encrypts", "keyEncipherment")
    others = (issued("signs", "digitalSignature"), issued("either", "digitalSignature,keyEncipherment"))
    encrypting, signing, either = shown("server", encrypts, *others)
    (agreeing,) = shown("server", issued("agrees", "keyAgreement", EC))

    def usage(case, *files, of_client="", of_server="", authorities="-"):
        for version in VERSIONS:
            arguments = (priority(version, of_client), priority(version, of_server), 0, "localhost", authorities)
            compare(f"{case}, TLS {version}", "choice_probe", *arguments, *files)

    usage("54: encryption alone", encrypting)
    usage("54: key agreement alone", agreeing)
    usage("54: encryption before signing", encrypting, signing)
    usage("54: signing before encryption", signing, encrypting)
    usage("54: encryption before either", encrypting, either)
    usage("54: encryption, with COMPAT", encrypting, of_server=COMPAT)
    usage("54: a server that violates", encrypting, of_server=VIOLATING)
    usage("54: a server that violates, as its client would", encrypting, of_server=VIOLATING, of_client=VIOLATING)
    usage("54: a server that violates, tolerated", encrypting, of_server=VIOLATING, of_client=COMPAT)
    client = (signing, *shown("client", encrypts))
    usage("54: a client for encryption", *client, authorities="none")
    usage("54: a client for encryption, with COMPAT", *client, authorities="none", of_client=COMPAT)
    usage("54: a client that violates", *client, authorities="none", of_client=VIOLATING)
    usage("54: a client that violates, tolerated", *client, authorities="none", of_client=VIOLATING, of_server=COMPAT)


def compare_levels(compare, made) -> None:
    more = ":+SIGN-ALL:+GROUP-ALL:+CIPHER-ALL:+MAC-ALL:+KX-ALL"
    for level in LEVELS:
        for bits, credential in ((112, made.rsa), (128, made.good)):
            files = (credential.chain, credential.key, made.sound.root)
            compare(f"53: {level}, {bits} bits", "levels_probe", *files, level + more)


def compare_hellos(compare, made) -> None:
    for case, part in HELLOS.items():
        compare(case, "hellos_probe", made.good.chain, made.good.key, part)


# One certificate under that many names: nobody verifies an authority's own signature.
def many_authorities(made, count: int) -> pathlib.Path:
    key, der, out = (made.folder / f"many.{end}" for end in ("key", "der", "pem"))
    number = b"authority-0000"
    subject = f"/O={'o' * 60}/OU={'u' * 60}/CN={number.decode()}"
    new_key = ["-newkey", EC[0], "-pkeyopt", EC[1], "-nodes", "-keyout", key]
    certificates.run_openssl("req", "-x509", *new_key, "-subj", subject, "-outform", "der", "-out", der)
    copies = (der.read_bytes().replace(number, b"authority-%04d" % i) for i in range(count))
    out.write_text("".join(ssl.DER_cert_to_PEM_cert(copy) for copy in copies))
    return out


def compare_sizes(compare, made) -> None:
    names = ",".join(f"DNS:name-{i:05}.many.example.org" for i in range(3350))
    root = (made.sound.root, made.sound.folder / "root.key")
    large = made.sign("large", root, f"subjectAltName=DNS:localhost,{names}\n", EC)
    authorities = many_authorities(made, 350)
    for version in VERSIONS:
        arguments = (priority(version), priority(version), 0, "localhost")
        compare(f"sizes, a certificate of 97 KB, TLS {version}", "choice_probe", *arguments, "-", *shown("server", large))
        files = (*shown("server", made.good), *shown("client", made.client))
        compare(f"sizes, 350 authorities, TLS {version}", "choice_probe", *arguments, authorities, *files)


def compare_all(compare, made) -> None:
    compare_hellos(compare, made)
    compare_versions(compare, made)
    compare_clients(compare, made)
    compare_servers(compare, made)
    compare_usages(compare, made)
    compare_levels(compare, made)
    compare_sizes(compare, made)
