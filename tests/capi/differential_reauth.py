"""The part of differential_test.py that is about authentication after the handshake of TLS 1.3. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

POST_HANDSHAKE_AUTH, AUTO_REAUTH, NO_AUTO_SEND_TICKET = 1 << 14, 1 << 19, 1 << 21  # of gnutls_init()
REQUEST, REQUIRE = 1, 2
TLS12, TLS13 = "NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"

IN_TLS13 = (f"client priority={TLS13}", f"server priority={TLS13}")
IN_TLS12 = (f"client priority={TLS12}", f"server priority={TLS12}")
CLIENT_MAY, SERVER_MAY = f"client flags={POST_HANDSHAKE_AUTH}", f"server flags={POST_HANDSHAKE_AUTH}"
BEGUN = (CLIENT_MAY, SERVER_MAY, *IN_TLS13, "first")
ASKED = (*BEGUN, "client certificate", f"server ask={REQUIRE}", "server reauth", "client receive")
DATA = ("client send=to the server", "server receive", "server send=to the client", "client receive")
AUTO = (f"client flags={POST_HANDSHAKE_AUTH | AUTO_REAUTH}", SERVER_MAY, *IN_TLS13, "first", "client blocks")
KNOWN = (CLIENT_MAY, f"server flags={POST_HANDSHAKE_AUTH | NO_AUTO_SEND_TICKET}")
FAILED = (f"server ask={REQUIRE}", "first", "finally server reauth", "finally client reauth")  # there is no certificate
REQUESTED = (*KNOWN, *IN_TLS13, "server tickets", "first", "client certificate", f"server ask={REQUIRE}", "server reauth")
ANSWERED = ("both", "server status", *DATA)
TICKET = ("server ticket", "server send=behind it", "client read")

DEVIATIONS = {
    "31: after a handshake that failed": "a session that was never established is -50, with the flags and without",
}

CASES = {
    "26: another certificate in a later reauthentication": (
        *(*ASKED, "both", "client other", "server reauth", "client receive", "both"),
    ),
    "31: with the flags": (*BEGUN, "server may reauth", *DATA),
    "31: without the flags": (
        *(*IN_TLS13, "first", "server may reauth", f"server ask={REQUIRE}", "server reauth", *DATA),
    ),
    "31: the client's flag alone": (
        *(CLIENT_MAY, *IN_TLS13, "first", "server may reauth", f"server ask={REQUIRE}", "server reauth", *DATA),
    ),
    "31: the server's flag alone": (
        *(SERVER_MAY, *IN_TLS13, "first", "server may reauth", f"server ask={REQUIRE}"),
        *("server reauth", *DATA),
    ),
    "31: in TLS 1.2": (
        *(CLIENT_MAY, SERVER_MAY, *IN_TLS12, "first", "server may reauth"),
        *(f"server ask={REQUIRE}", "server reauth", *DATA),
    ),
    "31: a client that was not asked": (*BEGUN, "client reauth", *DATA),
    "31: before the first handshake": (CLIENT_MAY, SERVER_MAY, *IN_TLS13, f"server ask={REQUIRE}", "server reauth"),
    "31: the server wants nothing": (*BEGUN, "server reauth", *DATA),
    "31: after a handshake that failed": (CLIENT_MAY, SERVER_MAY, *IN_TLS13, *FAILED),
    "31: after a handshake that failed, without the flags": (*IN_TLS13, *FAILED),
    "31: after a handshake that failed, in TLS 1.2": (CLIENT_MAY, SERVER_MAY, *IN_TLS12, *FAILED),
    "32: with a certificate": (*ASKED, "both", "server status", *DATA),
    "32: with a certificate, requested": (
        *(*BEGUN, "client certificate", f"server ask={REQUEST}", "server reauth", "client receive", "both"),
        *("server status", *DATA),
    ),
    "32: no certificate, requested": (
        *(*BEGUN, f"server ask={REQUEST}", "server reauth", "client receive", "both", "server status", *DATA),
    ),
    "32: no certificate, required": (
        *(*BEGUN, f"server ask={REQUIRE}", "server reauth", "client receive", "client reauth", "server reauth"),
        "finally client receive",
    ),
    "32: the client's data before its answer": (
        *(*ASKED, "client send=one", "client send=two", "client reauth", "server reauth", "server receive"),
        *("server reauth", "server receive", "server reauth", "server status", *DATA),
    ),
    "32: the client's data before the request": (
        *(*BEGUN, "client certificate", f"server ask={REQUIRE}", "client send=one", "server reauth", "server receive"),
        *("server reauth", "client receive", "client reauth", "server reauth", "server status", *DATA),
    ),
    "32: the server's data behind its request": (
        *(*ASKED, "server send=one", "client receive", "client reauth", "server reauth", "server status", *DATA),
    ),
    "32: the client answers later": (
        *(*ASKED, *DATA, *DATA, "client reauth", "server reauth", "server status", *DATA),
    ),
    "32: twice": (
        *(*ASKED, "both", "server reauth", "client receive", "both", "server status", *DATA),
    ),
    "32: a client that is known already": (
        *(CLIENT_MAY, SERVER_MAY, *IN_TLS13, f"server ask={REQUIRE}", "client certificate", "first", "server status"),
        *("server reauth", "client receive", "both", "server status", *DATA),
    ),
    "32: over a resumed session": (
        *(*KNOWN, *IN_TLS13, "server tickets", "first", *TICKET, "back", *IN_TLS13, "server tickets", "first", "server status"),
        *("client certificate", f"server ask={REQUIRE}", "server reauth", "client receive", "both", "server status", *DATA),
    ),
    "25: reauthentication within receiving": (
        *(*AUTO, "client certificate", f"server ask={REQUIRE}", "server reauth", "client read", "server status", *DATA),
    ),
    "25: reauthentication within receiving, twice": (
        *(*AUTO, "client certificate", f"server ask={REQUIRE}", "server reauth", "client read", *DATA),
        *("server reauth", "client read", "server status", *DATA),
    ),
    "25: reauthentication within receiving, no certificate": (
        *(*AUTO, f"server ask={REQUEST}", "server reauth", "client read", "server status", *DATA),
    ),
    "33: a ticket before reauthentication": (
        *(*KNOWN, *IN_TLS13, "server tickets", "first", *TICKET, "back", *IN_TLS13, "server tickets", "first", "server status"),
    ),
    "33: a ticket after reauthentication": (
        *(*KNOWN, *IN_TLS13, "server tickets", "first", "client certificate", f"server ask={REQUIRE}", "server reauth"),
        *("client receive", "both", *TICKET, "back", *IN_TLS13, "server tickets", "first", "server status"),
    ),
    "33: a ticket of a client that was known at once": (
        *(*KNOWN, *IN_TLS13, "server tickets", f"server ask={REQUIRE}", "client certificate", "first", *TICKET),
        *("back", *IN_TLS13, "server tickets", "first", "server status"),
    ),
    "40: get_data2, a request comes": (*REQUESTED, "client keep", "client receive", *ANSWERED),
    "40: get_data2, a request comes, and data": (
        *(*REQUESTED, "server send=one", "client keep", "client receive", "client receive", *ANSWERED),
    ),
    "40: get_data2, a request comes, and a ticket": (
        *(*REQUESTED, "server ticket", "client keep", "client receive", "client receive", *ANSWERED),
    ),
}  # fmt: skip


def compare_all(compare, made) -> None:
    files = [path for each in (made.good, made.rsa, made.client) for path in (each.chain, each.key)]
    for case, steps in CASES.items():
        wanted = ("server reauth -50", "client reauth -50") if case in DEVIATIONS else ()
        compare.knowing(wanted, case, "rehandshake_probe", *files, *steps)
