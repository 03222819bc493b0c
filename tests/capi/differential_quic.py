"""The part of differential_test.py that is about handshakes without records. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

EARLY = (1 << 20) | (1 << 22)  # GNUTLS_ENABLE_EARLY_DATA, GNUTLS_NO_END_OF_EARLY_DATA
END_OF_EARLY_DATA = 1 << 20
ONE_SHARE = 1 << 11  # GNUTLS_KEY_SHARE_TOP
TLS13 = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM:-GROUP-ALL"
QUIET13 = f"{TLS13}:+GROUP-SECP256R1:%DISABLE_TLS13_COMPAT_MODE"
OTHER_GROUP = f"{TLS13}:+GROUP-SECP384R1:+GROUP-SECP256R1:%DISABLE_TLS13_COMPAT_MODE"
TLS12 = "NORMAL:-VERS-ALL:+VERS-TLS1.2"

SHOWN = ("secrets", "client info", "server info")
HELLO = ("quiet", "client handshake", "loud")
FLIGHT = ("quiet", "client handshake", "server take", "server handshake", "loud")
LAST = ("quiet", "client handshake", "server take", "server handshake", "client take", "client handshake", "loud")
DONE = ("quiet", "both", "loud")
BACK = ("tickets", "quiet", "both", "again", "loud")
EARLY_BACK = (f"client flags={EARLY}", f"server flags={EARLY}", *BACK)
STEPS = ("client handshake", "server take", "server handshake", "client take", "client handshake", "server take", "server handshake")

CASES = {
    "22: a handshake": ("both", *SHOWN),
    "22: a flight in one piece": ("both=joined", *SHOWN),
    "22: call after call": (*STEPS, *SHOWN),
    "22: messages of all levels at once": ("both=all", *SHOWN),
    "22: byte by byte": ("quiet", "both=bytes", *SHOWN),
    "22: a client certificate": ("ask", "both", *SHOWN),
    "22: a client certificate, byte by byte": ("quiet", "ask", "both=bytes", *SHOWN),
    "22: HelloRetryRequest": (f"client flags={ONE_SHARE}", f"client priority={OTHER_GROUP}", "both", *SHOWN),
    "22: SHA-384": (
        *("client priority=NORMAL:%DISABLE_TLS13_COMPAT_MODE", "server priority=NORMAL:%DISABLE_TLS13_COMPAT_MODE"),
        *("both", *SHOWN),
    ),
    "22: resumption": (*BACK, "both", *SHOWN),
    "22: resumption, byte by byte": ("tickets", "quiet", "both=bytes", "again", "both=bytes", *SHOWN),
    "22: early data": (*EARLY_BACK, "both", *SHOWN),
    "22: early data, byte by byte": (
        *(f"client flags={EARLY}", f"server flags={EARLY}", "tickets", "quiet", "both=bytes", "again", "both=bytes"),
        *SHOWN,
    ),
    "22: early data that is refused": (*EARLY_BACK, "refuse", "both", "secrets", "client info"),
    "22: early data, the server has no flag": (*EARLY_BACK, "server flags=0", "both", "secrets", "client info"),
    "22: a ticket later": (*BACK, "both", "server tickets=2", "client take=joined", "client info"),
    "22: a part of a ticket": (
        *(*BACK, "both", "server tickets=1", "client take-part=10", "client take-part=1", "client take"),
    ),
    "22: a part of a message": (*HELLO, "server take-part=10", "server handshake", "server take", "server handshake"),
    "22: nothing": (
        *(*HELLO, "server write=0:", "server handshake", "client write=0:", "client handshake", *DONE, "client write=3:"),
    ),
    "22: no secret function": ("client without=secret", "both"),
    "22: no alert function": ("client without=alert", "both"),
    "22: no function but the first": ("server without=secret alert", "client without=secret alert", "both"),
    "22: writing without a read function": ("server without=read", "server write=0:0100"),
    "22: a positive answer": ("client fails=1,5", "server fails=1,5", "both"),
    "22: a function fails in a flight": ("server fails=3,-52", *HELLO, "server take", "server handshake"),
    "22: the secret function fails": ("quiet", "client fails=2,-1", *STEPS[:-2]),
    "22: the alert function fails": (*HELLO, "server fails=1,-52", "server alert=40"),
    "22: levels of alerts": (
        *("client alert=40", "client handshake", "client alert=40", "server take", "server alert=40", "server handshake"),
        *("server alert=40", "client take", "client handshake", "client alert=40", "server take", "server handshake"),
        "server alert=40",
    ),
    "22: closing": (*DONE, "client bye", "server bye"),
    "22: the alert that is due": (*HELLO, "server write=0:02000000", "server handshake", "server appropriate"),
    "22: a level that is over": (
        *(*FLIGHT, "client take=one", "client handshake", "client take-as=0", "client handshake"),
    ),
    "22: early, a level that is over": (
        *(*FLIGHT, "client take=one", "client handshake", "client take-as=1", "client handshake"),
    ),
    "22: a client's level that is over": (*LAST, "server take-as=0", "server handshake"),
    "22: a level that is over, after the handshake": (*BACK, "both", "server tickets=1", "client take-as=2"),
    "22: reauthentication": (*DONE, "server reauth"),
    # What differs.
    "22: tickets without being asked": ("tickets", "both", *SHOWN),
    "22: middlebox compatibility": (f"client priority={TLS13}:+GROUP-SECP256R1", "client handshake"),
    "22: early data, its end": (
        *(f"client flags={END_OF_EARLY_DATA}", f"server flags={END_OF_EARLY_DATA}", *BACK, "both", *SHOWN),
    ),
    "22: early data, the ticket is not opened": (*EARLY_BACK, "tickets", "both", *SHOWN),
    "22: early data and HelloRetryRequest": (
        *(f"client flags={EARLY | ONE_SHARE}", f"client priority={OTHER_GROUP}", f"server flags={EARLY}"),
        *(f"server priority={OTHER_GROUP}", *BACK, f"server priority={QUIET13}", "both", *SHOWN),
    ),
    "22: TLS 1.2": (f"client priority={TLS12}", f"server priority={TLS12}", "both"),
    "22: TLS 1.2, the server": ("client priority=NORMAL:%DISABLE_TLS13_COMPAT_MODE", f"server priority={TLS12}", "both"),
    "22: the read function fails": ("client fails=1,-52", "client handshake", "client handshake"),
    "22: a second handshake": (*DONE, "client handshake"),
    "22: a key update": (*DONE, "client update"),
    "22: a key update of the peer": (*DONE, "client write=3:1800000100"),
    "22: a certificate request later": (*DONE, "client write=3:0d000000", "client appropriate=-15"),
    "22: messages across a change of keys": (*FLIGHT, "client take-as=0", "client take-as=0", "client handshake"),
    "22: a level too early": (*LAST, "server take-as=3", "server handshake"),
    "22: no such level": (*DONE, "client write=4:", "client write=3:"),
    "22: an alert without a function": ("client without=alert", *HELLO, "client alert=40"),
    "22: data": (*DONE, "client send=hello", "client receive"),
}  # fmt: skip

NOT_UPDATED = "there are no key updates (RFC 9001, 6)"
VERSION = "there is no version but TLS 1.3 (RFC 9001, 4.2)"
NO_RECORDS = "there are no records"
# What differs on purpose, why, and lines that this library prints then.
DIFFERENT = {
    "22: tickets without being asked": (
        "tickets follow the client's Finished (RFC 8446, 4.6.1)",
        (
            "server: secret function, level 3, read 1, write 0, size 32",
            *("server: read function, level 3, type 4, first byte 4, one whole message 1",) * 2,
            "handshake 0 0",
        ),
    ),
    "22: middlebox compatibility": (
        "a session id for middleboxes is of no use (RFC 9001, 8.4)",
        ("client: read function, level 0, type 1, first byte 1, one whole message 1, session id 0",),
    ),
    "22: early data, its end": ("there is no EndOfEarlyData (RFC 9001, 8.3), with and without the flag", ("handshake 0 0",) * 2),
    "22: early data, the ticket is not opened": (
        "a client that is not resumed tells both secrets at once; and tickets, as above",
        ("handshake 0 0", "client: secret function, level 2, read 1, write 1, size 32", "handshake 0 0"),
    ),
    "22: early data and HelloRetryRequest": (
        "HelloRetryRequest refuses early data (RFC 8446, 4.2.10)",
        (
            *("handshake 0 0", "client: secret function, level 1, read 0, write 1, size 32", "handshake 0 0"),
            "level 1: sizes 32 0, to the client 1, to the server 0",
        ),
    ),
    "22: TLS 1.2": (VERSION, ("handshake -326 -28",)),
    "22: TLS 1.2, the server": (VERSION, ("handshake -28 -8",)),
    "22: the read function fails": ("that ends the handshake", ("client: handshake -52", "client: handshake -10")),
    "22: a second handshake": (NOT_UPDATED, ("handshake 0 0", "client: handshake 0", "exit status 0")),
    "22: a key update": (NOT_UPDATED, ("client: update -50",)),
    "22: a key update of the peer": (NOT_UPDATED, ("client: write, level 3: -19",)),
    "22: a certificate request later": (
        "a message that must not come is told as such", ("client: write, level 3: -19", "client: appropriate 0")
    ),
    "22: messages across a change of keys": (
        "what a level leaves over is an error (RFC 9001, 4.1.3; RFC 8446, 5.1)", ("client: handshake -15",)
    ),
    "22: a level too early": ("bytes wait for their level (RFC 9001, 4.1.3)", ("server: handshake -28",) * 2),
    "22: no such level": ("a level that does not exist is refused", ("client: write, level 4: -50", "client: write, level 3: 0")),
    "22: an alert without a function": (NO_RECORDS, ("client: alert -50",)),
    "22: data": (NO_RECORDS, ("client: send -50", "client: receive -50")),
}  # fmt: skip
DEVIATIONS = {case: reason for case, (reason, _) in DIFFERENT.items()}


def compare_all(compare, made) -> None:
    files = (made.good.chain, made.good.key, made.client.chain, made.client.key)
    for case, steps in CASES.items():
        compare.knowing(DIFFERENT.get(case, ("", ()))[1], case, "quic_probe", *files, *steps)
