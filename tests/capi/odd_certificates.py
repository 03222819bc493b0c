"""Certificates with odd contents, written octet by octet: functions that read them look at no signature."""

from __future__ import annotations

import base64
import itertools

UTF8, PRINTABLE, TELETEX, IA5, NUMERIC, UNIVERSAL, BMP = 0x0C, 0x13, 0x14, 0x16, 0x12, 0x1C, 0x1E
COMMON_NAME, COUNTRY, ORGANIZATION, UNIT = "2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.11"
SIGNED_BY = {
    "sha256WithRSAEncryption": "1.2.840.113549.1.1.11",
    "sha512WithRSAEncryption": "1.2.840.113549.1.1.13",
    "sha1WithRSAEncryption": "1.2.840.113549.1.1.5",
    "md5WithRSAEncryption": "1.2.840.113549.1.1.4",
    "ecdsa-with-SHA256": "1.2.840.10045.4.3.2",
    "ecdsa-with-SHA384": "1.2.840.10045.4.3.3",
    "ecdsa-with-SHA1": "1.2.840.10045.4.1",
    "Ed25519": "1.3.101.112",
    "unknown": "1.2.3.4",
}


def tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, b"".join(parts))


def integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def identifier(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = b""
    for arc in (40 * first + second, *rest):
        octets = [arc & 0x7F]
        while arc := arc >> 7:
            octets.append(0x80 | (arc & 0x7F))
        out += bytes(reversed(octets))
    return tlv(0x06, out)


def attribute(dotted: str, value: bytes | str, tag: int = UTF8) -> bytes:
    return sequence(identifier(dotted), tlv(tag, value.encode() if isinstance(value, str) else value))


def name(*relative: bytes | tuple[bytes, ...]) -> bytes:
    """Of attributes; a tuple is a relative name with several."""
    return sequence(*(tlv(0x31, b"".join(part) if isinstance(part, tuple) else part) for part in relative))


def extension(dotted: str, value: bytes, critical: bool = False) -> bytes:
    return sequence(identifier(dotted), b"\x01\x01\xff" if critical else b"", tlv(0x04, value))


def other_name(dotted: str, value: bytes) -> bytes:
    return tlv(0xA0, identifier(dotted) + tlv(0xA0, value))


def algorithm(dotted: str, parameters: bytes = b"") -> bytes:
    return sequence(identifier(dotted), parameters)


PLAIN_NAME = name(attribute(COMMON_NAME, "plain"))
PLAIN_KEY = sequence(algorithm("1.3.101.112"), tlv(0x03, b"\0" + bytes(32)))


def certificate(
    subject: bytes = PLAIN_NAME,
    issuer: bytes = PLAIN_NAME,
    extensions: tuple[bytes, ...] = (),
    key: bytes = PLAIN_KEY,
    signed_by: bytes = algorithm("1.3.101.112"),
) -> bytes:
    """A certificate in DER, with zeros for its signature."""
    version = tlv(0xA0, integer(2)) if extensions else b""
    validity = sequence(tlv(0x17, b"260101000000Z"), tlv(0x17, b"360101000000Z"))
    body = sequence(
        version,
        integer(77),
        signed_by,
        issuer,
        validity,
        subject,
        key,
        tlv(0xA3, sequence(*extensions)) if extensions else b"",
    )
    return sequence(body, signed_by, tlv(0x03, b"\0" + bytes(64)))


def pem(der: bytes) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(der).decode()}-----END CERTIFICATE-----\n"


def _names() -> dict[str, bytes]:
    def common(value: bytes | str, tag: int = UTF8) -> bytes:
        return name(attribute(COUNTRY, "DE", PRINTABLE), attribute(COMMON_NAME, value, tag))

    return {
        "one attribute": PLAIN_NAME,
        "empty name": name(),
        "accents in UTF-8": common("Grüße, \U0001f511"),
        "invalid UTF-8": common(b"a\xff\xfeb"),
        "overlong UTF-8": common(b"a\xc0\xafb"),
        "BMPString": common("Grüße".encode("utf-16-be"), BMP),
        "BMPString of odd length": common(b"\0ab", BMP),
        "BMPString with a pair of surrogates": common("\U0001f511".encode("utf-16-be"), BMP),
        "UniversalString": common("Grüße".encode("utf-32-be"), UNIVERSAL),
        "TeletexString": common(b"Gr\xfc\xdfe", TELETEX),
        "TeletexString of ASCII": common(b"ascii", TELETEX),
        "PrintableString with others": common(b"a@b_*", PRINTABLE),
        "IA5String": common(b"a@b", IA5),
        "IA5String beyond ASCII": common(b"a\xe9b", IA5),
        "NumericString": common(b"0123", NUMERIC),
        "empty value": common(""),
        "blanks at both ends": common("  a  "),
        "one blank": common(" "),
        "number sign": common("#a#"),
        "special characters": common('a,b+c"d\\e<f>g;h=i'),
        "control characters": common("a\nb\tc\x7fd\x01"),
        "embedded NUL": common("a\0b"),
        "NUL at the end": common("a\0"),
        "an INTEGER": common(b"\x05", 0x02),
        "an OCTET STRING": common(b"abc", 0x04),
        "several values": name(
            (attribute(COMMON_NAME, "a"), attribute(UNIT, "b")), attribute(ORGANIZATION, "c"), attribute(UNIT, "d")
        ),
        "several units": name(
            attribute(UNIT, "first"), attribute(UNIT, "second"), attribute(COMMON_NAME, "a"), attribute(COMMON_NAME, "b")
        ),
        "unknown attribute": name(attribute("1.2.3.4", "text"), attribute(COMMON_NAME, "a")),
        "unknown attribute, an INTEGER": name(attribute("1.2.3.4", b"\x05", 0x02)),
        "unknown attribute of structure": name(attribute("1.2.3.4", b"\x02\x01\x05", 0x30)),
        "country of three letters": name(attribute(COUNTRY, "DEU", PRINTABLE)),
        "country in UTF-8": name(attribute(COUNTRY, "DE")),
        "large arcs": name(attribute("2.999.4294967295.18446744073709551615", "a")),
        "long value": common("x" * 2000),
        "many attributes": name(*(attribute(UNIT, f"unit {i}") for i in range(40))),
        "known attributes": name(*itertools.starmap(attribute, KNOWN_ATTRIBUTES)),
    }


KNOWN_ATTRIBUTES = (
    *(((f"2.5.4.{i}"), f"v{i}", PRINTABLE) for i in (3, 4, 5, 7, 8, 9, 10, 11, 12, 17, 20, 41, 42, 43, 44, 46)),
    *(((f"2.5.4.{i}"), f"v{i}") for i in (13, 14, 15, 16, 18, 26, 45, 65, 72, 97)),
    ("2.5.4.6", "DE", PRINTABLE),
    ("0.9.2342.19200300.100.1.1", "user"),
    ("0.9.2342.19200300.100.1.3", "mail@example.org", IA5),
    ("0.9.2342.19200300.100.1.25", "example", IA5),
    ("1.2.840.113549.1.9.1", "a@example.org", IA5),
    ("1.2.840.113549.1.9.2", "unstructured", IA5),
    ("1.3.6.1.5.5.7.9.1", "19700101000000Z", 0x18),
    ("1.3.6.1.5.5.7.9.2", "place"),
    ("1.3.6.1.5.5.7.9.3", "F", PRINTABLE),
    ("1.3.6.1.5.5.7.9.4", "DE", PRINTABLE),
    ("1.3.6.1.5.5.7.9.5", "DE", PRINTABLE),
    ("1.3.6.1.5.5.7.8.5", "a@example.org"),
    ("1.3.6.1.4.1.311.60.2.1.1", "city"),
    ("1.3.6.1.4.1.311.60.2.1.2", "state"),
    ("1.3.6.1.4.1.311.60.2.1.3", "DE", PRINTABLE),
    ("1.2.643.100.1", "1234567890123", NUMERIC),
    ("1.2.643.100.3", "12345678901", NUMERIC),
    ("1.2.643.100.5", "123456789012345", NUMERIC),
    ("1.2.643.3.131.1.1", "123456789012", NUMERIC),
)


def _alternative_names() -> dict[str, tuple[bytes, ...]]:
    dns, email, uri = (lambda value, tag=tag: tlv(tag, value) for tag in (0x82, 0x81, 0x86))
    return {
        "hosts": (dns(b"localhost"), dns(b"*.example.com"), dns(b"WWW.Example.ORG")),
        "odd hosts": (dns(b"a\0b"), dns(b"localhost\0.example.com"), dns(b" a"), dns(b"b\xc3\xbccher.example")),
        "wildcards": (dns(b"*.com"), dns(b"w*.example.com"), dns(b"*"), dns(b"a.*.example.net")),
        "a host with a dot at its end": (dns(b"dot.example."),),
        "A-labels": (dns(b"xn--bcher-kva.example"), dns(b"*.xn--bcher-kva.example")),
        "mail": (email(b"a@example.org"), email(b"B@Example.ORG"), email(b"b\xc3\xbc@example.org")),
        "addresses": (tlv(0x87, bytes([127, 0, 0, 1])), tlv(0x87, bytes(15) + b"\1")),
        "an address in text": (dns(b"127.0.0.1"), uri(b"https://127.0.0.1/")),
        "links": (uri(b"https://localhost/path"), uri(b"a\0b")),
        "an empty host": (dns(b""),),
        "an empty link": (uri(b""),),
        "empty mail": (email(b""),),
        "other names": (
            other_name("1.3.6.1.5.5.7.8.5", tlv(UTF8, b"a@example.org")),
            other_name("1.3.6.1.4.1.311.20.2.3", tlv(UTF8, b"user@example.org")),
            other_name("1.3.6.1.5.5.7.8.7", tlv(IA5, b"_xmpp.example.org")),
            other_name("1.2.3.4", sequence(integer(5))),
        ),
        "a principal": (
            other_name(
                "1.3.6.1.5.2.2",
                sequence(
                    tlv(0xA0, tlv(0x1B, b"REALM")),
                    tlv(0xA1, sequence(tlv(0xA0, integer(1)), tlv(0xA1, sequence(tlv(0x1B, b"user"))))),
                ),
            ),
        ),
        "a directory's name": (tlv(0xA4, name(attribute(COUNTRY, "DE", PRINTABLE), attribute(COMMON_NAME, "a,b"))),),
        "an empty directory's name": (tlv(0xA4, name()),),
        "a registered number": (tlv(0x88, identifier("1.2.3.4")[2:]),),
        "a party of EDI": (tlv(0xA5, tlv(0xA1, tlv(UTF8, b"party"))),),
        "one host among others": (uri(b"ldap://a"), tlv(0x88, identifier("1.2.3.4")[2:]), dns(b"localhost")),
    }


def _extensions() -> dict[str, tuple[bytes, ...]]:
    usage = lambda content, critical=True: (extension("2.5.29.15", tlv(0x03, content), critical),)
    basic = lambda *parts, critical=True: (extension("2.5.29.19", sequence(*parts), critical),)
    purposes = lambda *dotted: (extension("2.5.29.37", sequence(*map(identifier, dotted))),)
    true = b"\x01\x01\xff"
    return {
        "an authority": basic(true),
        "an authority, not critical": basic(true, critical=False),
        "an authority of length 0": basic(true, integer(0)),
        "an authority of length 70000": basic(true, integer(70000)),
        "no authority": basic(),
        "no authority, with a length": basic(integer(3)),
        "every usage": usage(b"\x07\xff\x80"),
        "digital signature": usage(b"\x07\x80", critical=False),
        "certificates and lists": usage(b"\x01\x06"),
        "only decipher": usage(b"\x07\x08\x80"),
        "no usage": usage(b"\x00"),
        "purposes": purposes("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0", "1.2.3.4"),
        "a critical purpose": (extension("2.5.29.37", sequence(identifier("1.3.6.1.5.5.7.3.1")), True),),
    }


def all_certificates() -> dict[str, bytes]:
    """Certificates in DER, by what is odd about them."""
    host = extension("2.5.29.17", sequence(tlv(0x82, b"localhost")))
    out = {f"subject, {label}": certificate(subject=value) for label, value in _names().items()}
    out |= {f"issuer, {label}": certificate(issuer=value) for label, value in _names().items()}
    for label, names in _alternative_names().items():
        out[f"subjectAltName, {label}"] = certificate(extensions=(extension("2.5.29.17", sequence(*names)),))
        out[f"issuerAltName, {label}"] = certificate(extensions=(host, extension("2.5.29.18", sequence(*names), True)))
    out["critical subjectAltName"] = certificate(extensions=(extension("2.5.29.17", sequence(tlv(0x82, b"a.b.c")), True),))
    out |= {label: certificate(extensions=value) for label, value in _extensions().items()}
    for label, dotted in SIGNED_BY.items():
        out[f"signed by {label}"] = certificate(signed_by=algorithm(dotted, b"\x05\x00" if "RSA" in label else b""))
    common_host = name(attribute(COMMON_NAME, "localhost"))
    out["host in the common name"] = certificate(subject=common_host)
    out["host in the common name, another beside"] = certificate(
        subject=common_host, extensions=(extension("2.5.29.17", sequence(tlv(0x82, b"a.example.com"))),)
    )
    out["mail in the subject"] = certificate(subject=name(attribute("1.2.840.113549.1.9.1", "a@example.org", IA5)))
    return out
