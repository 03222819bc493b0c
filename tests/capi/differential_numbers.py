"""The part of differential_test.py that is about single lines of docs/api-behaviour.md: names of cases begin with the
number of the line; "call" is what the page says of gnutls_handshake() itself."""

from __future__ import annotations

PROBES = ("call_probe", "failures_probe", "hooks_probe", "io_probe", "malformed_probe", "record_probe", "steps_probe",
          "transport_probe")
ANY, BOTH, CHANGE_CIPHER_SPEC = -1, -1, 254  # of hooks
AGAIN, INTERRUPTED, UNEXPECTED_PACKET = -28, -52, -15

# A case, the probe, and the part of it.
CASES = {
    "call: which errors are fatal": ("call_probe", "fatality"),
    "call: suspended at every byte": ("call_probe", "bytes"),
    "call: the direction of waiting": ("call_probe", "direction"),
    "call: a warning in the first handshake": ("call_probe", "warning"),
    "1: nothing in common": ("failures_probe", "1"),
    "1: no version in common, no certificate": ("failures_probe", "1-more"),
    "1: nobody sends an alert": ("failures_probe", "1-silent"),
    "2: an alert before ClientHello": ("failures_probe", "2"),
    "3: a flood of warnings": ("failures_probe", "3"),
    "4: alerts": ("failures_probe", "4"),
    "4: a warning in TLS 1.3": ("failures_probe", "4-unrecognized"),
    "4: user_canceled in TLS 1.3": ("failures_probe", "4-canceled"),
    "5: ends, clean and not": ("failures_probe", "5"),
    "6: a session id that is too long": ("failures_probe", "6"),
    "7: errors of push and pull functions": ("io_probe", "7"),
    "7: errors of a descriptor": ("transport_probe", "7"),
    "8: data that was kept back": ("transport_probe", "8"),
    "10: a silent peer": ("io_probe", "10"),
    "11: nobody waits": ("io_probe", "11"),
    "11: a limit": ("io_probe", "11-limited"),
    "12: waiting for data": ("io_probe", "12"),
    "13, 14: what is pulled and pushed": ("io_probe", "13"),
    "13: the transport is handed on": ("transport_probe", "13"),
    "18: the post-client-hello function": ("steps_probe", "18"),
    "18: another version from the post-client-hello function": ("steps_probe", "18-version"),
    "20: ChangeCipherSpec after the handshake": ("failures_probe", "20"),
    "21: the keylog function": ("steps_probe", "21"),
    "30: a second handshake": ("steps_probe", "30"),
    "31: the extension": ("steps_probe", "31"),
    "34: one answer": ("steps_probe", "34"),
    "34: the answer of a corked side": ("steps_probe", "34-corked"),
    "34: eight in a second, and eight more": ("steps_probe", "34-slow"),
    "34: a flood of key updates": ("steps_probe", "34-flood"),
    "36: key shares": ("steps_probe", "36"),
    "36: three key shares": ("steps_probe", "36-TOP3"),
}
# A case, the messages, before or after, what the hook answers, and in front of which message.
HOOKS = {
    "16, 19: hooks, all messages": (ANY, BOTH, 0, 0),
    "16, 19: hooks, all messages of two handshakes, TLS 1.2": (ANY, BOTH, 0, 0, "1.2"),
    "16: hooks, messages after the handshake, TLS 1.3": (ANY, BOTH, 0, 0, "1.3", "later"),
    "16: hooks, messages after the handshake, TLS 1.2": (ANY, BOTH, 0, 0, "1.2", "later"),
    "16: hooks, ClientHello, before": (1, 0, 0, 0),
    "16: hooks, EncryptedExtensions, after": (8, 1, 0, 0),
    "17: a hook interrupts": (ANY, 0, INTERRUPTED, 1),
    "17: a hook says AGAIN": (ANY, 0, AGAIN, 1),
    "17: a hook refuses in the middle of a flight": (ANY, 0, UNEXPECTED_PACKET, 8),
    "17: a hook refuses, received message": (11, 0, UNEXPECTED_PACKET, 11),
    "17: a hook with a positive answer": (ANY, 0, 5, 8),
    "20: ChangeCipherSpec": (CHANGE_CIPHER_SPEC, BOTH, 0, 0),
}

SUSPENDED = "the handshake goes on where it was suspended; the other library has lost the message"
DEVIATIONS = {
    "1: no version in common, no certificate": (
        "protocol_version for a version (RFC 8446, 4.2.1), and nothing is sent without a certificate"
    ),
    "4: user_canceled in TLS 1.3": "user_canceled is a warning in TLS 1.3, too (RFC 8446, 6.1)",
    "16: hooks, messages after the handshake, TLS 1.3": "tickets follow the client's Finished (RFC 8446, 4.6.1)",
    "16: hooks, messages after the handshake, TLS 1.2": "every message has hooks, a client's HelloRequest, too",
    "17: a hook interrupts": SUSPENDED,
    "17: a hook says AGAIN": SUSPENDED,
    "17: a hook refuses in the middle of a flight": "nothing of a flight leaves when a hook refuses one of its messages",
    "18: another version from the post-client-hello function": "new priorities count for the version, too",
    "36: three key shares": "the first three groups, of whatever kind",
}


def compare_all(compare, made) -> None:
    chain, key = made.good.chain, made.good.key
    for case, (probe, part) in CASES.items():
        compare(case, probe, chain, key, part)
    for case, arguments in HOOKS.items():
        compare(case, "hooks_probe", chain, key, *arguments)
    compare("8, 9: records", "record_probe", chain, key)
    compare("6: hellos with wrong lengths", "malformed_probe", chain, key)
