"""The part of differential_test.py that is about handshakes which are over early. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

FALSE_START, EARLY_START = 1 << 8, 1 << 17  # of gnutls_init()
TLS13 = "NORMAL:-VERS-ALL:+VERS-TLS1.3"

FALSE = (f"client flags={FALSE_START}", "client handshake", "server handshake", "client handshake", "client started")
HELLO = ("client handshake", "server handshake", "server started")
IN_TLS13 = (f"client priority={TLS13}", f"server priority={TLS13}")
EARLY = (f"server flags={EARLY_START}", *IN_TLS13, *HELLO)
BACK = ("server tickets", *IN_TLS13, "first", "server send=behind tickets", "client read", "client keep", "back")

CASES = {
    "37: data in both directions": (
        *(*FALSE, "client send=early", "server handshake", "server receive", "client receive", "server send=late"),
        *("client receive", "client started"),
    ),
    "37: session data": (
        *(*FALSE, "client keep", "server handshake", "server send=now", "client receive", "client keep"),
    ),
    "37: a second handshake": (*FALSE, "client handshake"),
    "37: the server's Finished alone": (*FALSE, "server handshake", "client receive", "client started"),
    "37: nothing came": (*FALSE, "client receive", "client send=early", "server handshake", "server receive"),
    "37: closed early": (*FALSE, "client bye", "server handshake", "server receive"),
    "37: not in TLS 1.3": (
        *(f"client flags={FALSE_START}", *IN_TLS13, "client handshake", "server handshake", "client handshake"),
        "client started",
    ),
    "37: not on a server": (f"server flags={FALSE_START}", "first", "server started"),
    "38: data in both directions": (
        *(*EARLY, "server send=early", "client handshake", "client receive", "client send=answer", "server receive"),
        *("server started", "server send=late", "client read"),
    ),
    "38: the handshake goes on": (*EARLY, "server handshake", "client handshake", "server handshake", "server started"),
    "38: closed early": (*EARLY, "server bye", "client handshake", "client receive"),
    "38: not with a client certificate": (f"server flags={EARLY_START}", *IN_TLS13, "server ask=1", *HELLO),
    "38: not in TLS 1.2": (f"server flags={EARLY_START}", *HELLO),
    "38: not on a client": (f"client flags={EARLY_START}", *IN_TLS13, "first", "client started"),
}  # fmt: skip


def compare_all(compare, made) -> None:
    files = [path for each in (made.good, made.rsa, made.client) for path in (each.chain, each.key)]
    for case, steps in CASES.items():
        compare(case, "rehandshake_probe", *files, *steps)
