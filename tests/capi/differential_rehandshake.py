"""The part of differential_test.py that is about further handshakes of an established session. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

PROBES = ("rehandshake_probe",)
ALLOW_ID_CHANGE, AUTO_REAUTH = 1 << 7, 1 << 19  # of gnutls_init()
REQUEST, REQUIRE = 1, 2
TLS12, BOTH = "NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

BEGUN = ("first", "client handshake", "server receive")  # the client's ClientHello is with the server
ASKED = ("first", "server rehandshake", "client receive")  # the HelloRequest is with the client
DATA = ("client send=to the server", "server receive", "server send=to the client", "client receive")
REAUTH = (f"client flags={AUTO_REAUTH}", "first", "client blocks")
WITHIN = ("server rehandshake", "client read")  # the server takes its part when the client waits for it
RENEWED = (*BEGUN, "both")

CASES = {
    "call: the direction after a request": (
        *("first", "server direction", "server rehandshake", "server direction", "server handshake", "server direction"),
    ),
    "23: the server asks": (
        *(*ASKED, "client handshake", "server receive", "both", "client status", "server status", *DATA),
    ),
    "23: the server asks and goes on at once": (*ASKED, "server handshake", "both", *DATA),
    "23: the server asks twice": ("first", "server rehandshake", "server rehandshake", "client receive", "both", *DATA),
    "23: the client begins": (
        *("first", "client handshake", "client direction", "server receive", "server direction", "both"),
        *("client status", "server status", *DATA),
    ),
    "23: a client cannot ask": ("first", "client rehandshake", *DATA),
    "23: asked before the first handshake": ("server rehandshake", "first", *DATA),
    "23: a server's second handshake": ("first", "server handshake", "client receive", "both", *DATA),
    "23: several, the client begins": (*RENEWED, *RENEWED[1:], *RENEWED[1:], *DATA),
    "23: several, in turns": (*RENEWED, *ASKED[1:], "both", *DATA, *RENEWED[1:], *ASKED[1:], "both", *DATA),
    "23: both begin": (
        *("first", "server rehandshake", "client handshake", "client receive", "server receive", "both", *DATA),
    ),
    "24: the client ignores the request": (*ASKED, *DATA, *DATA),
    "24: the client ignores it, the server waits": (
        *(*ASKED, "client send=one", "server handshake", "server receive", "client send=two", "server handshake"),
        *("server receive", *DATA),
    ),
    "24: data before the client's answer": (
        *(*ASKED, "client send=one", "client handshake", "server handshake", "server receive", "both", *DATA),
    ),
    "24: data before the request": (
        *("first", "client send=one", "server rehandshake", "server handshake", "server receive", "client receive"),
        *("both", *DATA),
    ),
    "24: data of the server behind its request": (
        *("first", "server rehandshake", "server send=one", "client receive", "client handshake", "client receive"),
        *("both", *DATA),
    ),
    "24: the client declines": (
        *(*ASKED, "client refuse", "server handshake", "server handshake", "client send=one", "server handshake"),
        *("server receive", *DATA),
    ),
    "24: the client declines, the server asks again": (
        *(*ASKED, "client refuse", "server receive", "server rehandshake", "client receive", "both", *DATA),
    ),
    "24: the client declines, the server reads": (*ASKED, "client refuse", "server receive", *DATA),
    "24: the server declines": (*BEGUN, "server refuse", "client handshake", *DATA),
    "24: the server ignores the client": (
        *(*BEGUN, "server send=one", "client handshake", "client receive", "both", *DATA),
    ),
    "24: the server sends between": (
        *(*BEGUN, "server send=one", "server send=two", "client handshake", "client receive", "client handshake"),
        *("client receive", "both", *DATA),
    ),
    "24: the client sends after its hello": (*BEGUN, "client send=one"),
    "24: closed instead of an answer": (*ASKED, "client bye", "server handshake"),
    "25: within receiving": (*REAUTH, *WITHIN, "client status", "server status", *DATA),
    "25: twice": (*REAUTH, *WITHIN, *DATA, *WITHIN, *DATA),
    "25: data in front of the answer": (*REAUTH, "server rehandshake", "server send=one", "client read", "client read"),
    "25: piece by piece": (
        *(REAUTH[0], "first", "server rehandshake", "client receive", "server handshake", "client receive"),
        *("server handshake", "client receive", *DATA),
    ),
    "25: another certificate": (*REAUTH, "server other", *WITHIN, "server handshake"),
    "25: of a server": (f"server flags={AUTO_REAUTH}", *RENEWED, *DATA),
    "26: the server's certificate": ("first", "server other", *RENEWED[1:]),
    "26: the server's certificate, allowed": (
        *(f"client flags={ALLOW_ID_CHANGE}", "first", "server other", *RENEWED[1:], "client status", *DATA),
    ),
    "26: the server's certificate, allowed by the server": (
        *(f"server flags={ALLOW_ID_CHANGE}", "first", "server other", *RENEWED[1:]),
    ),
    "26: the server's certificate, the second time": (*RENEWED, "server other", *RENEWED[1:]),
    "26: the client's certificate": (
        *(f"server ask={REQUIRE}", "client certificate", "first", "server status", "client other", *RENEWED[1:]),
    ),
    "26: the client's certificate, allowed": (
        *(f"server flags={ALLOW_ID_CHANGE}", f"server ask={REQUIRE}", "client certificate", "first", "server status"),
        *("client other", *RENEWED[1:], "server status", *DATA),
    ),
    "26: the client's certificate, the same": (
        *(f"server ask={REQUIRE}", "client certificate", *RENEWED, "server status", *DATA),
    ),
    "26: the client's certificate, not shown any more": (
        *(f"server ask={REQUEST}", "client certificate", "first", "client none", *RENEWED[1:], "server status"),
    ),
    "26: a client certificate, asked for later": (
        *("first", "server status", f"server ask={REQUIRE}", "client certificate", *ASKED[1:], "both"),
        *("server status", *DATA),
    ),
    "26: a client certificate, asked for later and not there": (
        *("first", f"server ask={REQUIRE}", *ASKED[1:], "both", "server status"),
    ),
    "26: a client certificate, asked for later and not needed": (
        *("first", f"server ask={REQUEST}", *ASKED[1:], "both", "server status", *DATA),
    ),
    "27: TLS 1.3 on the client": ("first", f"client priority={BOTH}", *RENEWED[1:], "client status", *DATA),
    "27: TLS 1.3 on the server": ("first", f"server priority={BOTH}", *RENEWED[1:], "server status", *DATA),
    "27: TLS 1.3 on both": (
        *("first", f"client priority={BOTH}", f"server priority={BOTH}", *ASKED[1:], "both", "client status", *DATA),
    ),
    "27: another cipher": (
        *("first", f"client priority={TLS12}:-CIPHER-ALL:+CHACHA20-POLY1305", *RENEWED[1:], "client status", *DATA),
    ),
    "27: nothing in common": (
        *("first", f"client priority={TLS12}:-CIPHER-ALL:+CHACHA20-POLY1305"),
        *(f"server priority={TLS12}:-CIPHER-ALL:+AES-128-GCM", *RENEWED[1:]),
    ),
    "28: the client turns it off": ("first", f"client priority={TLS12}:%NO_SESSION_HASH", *RENEWED[1:]),
    "28: the server turns it off": ("first", f"server priority={TLS12}:%NO_SESSION_HASH", *RENEWED[1:]),
    "28: off from the start": (
        *(f"client priority={TLS12}:%NO_SESSION_HASH", *RENEWED, "client status", "server status", *DATA),
    ),
    "28: turned on": (
        *(f"client priority={TLS12}:%NO_SESSION_HASH", "first", f"client priority={TLS12}", *RENEWED[1:]),
        *("client status", "server status", *DATA),
    ),
}  # fmt: skip

PARTIAL, SAFE, UNSAFE = "PARTIAL_RENEGOTIATION", "SAFE_RENEGOTIATION", "UNSAFE_RENEGOTIATION"
DISABLED = "DISABLE_SAFE_RENEGOTIATION"
KINDS = (DISABLED, SAFE, UNSAFE, PARTIAL)

# What differs on purpose, why, and lines that this library prints then.
ENDS = ("client receives 13 to the client",)
BOTH_DONE = ("server is done 0", "client is done 0", *ENDS)
ASKED_WHILE = "a client that negotiates already ignores a request (RFC 5246, 7.4.1.1)"
READ_ON = "after data the handshake goes on where it was; 3.7.9 begins another one"
UNPROTECTED = "a renegotiation that nothing protects is refused, whatever the priorities (RFC 5746, 4.2 and 4.4)"
ALERT = "another alert for the same refusal"
IDENTITY = ("client is done -406", "server is done -12 alert 47")
MASTER = ("server is done -24", "client is done -12 alert 40")
DIFFERENT = {
    "23: the server asks twice": (ASKED_WHILE, BOTH_DONE),
    "23: asked before the first handshake": (
        "only an established session can ask", ("server rehandshake -50", "first 0 0", *ENDS)
    ),
    "23: both begin": (ASKED_WHILE, BOTH_DONE),
    "24: data of the server behind its request": (
        READ_ON, ("client receives -37 ", "client receives 3 one", *BOTH_DONE)
    ),
    "24: the server declines": (
        "the session goes on as it was; 3.7.9 keeps waiting for the handshake",
        ("client handshake -16 alert 100", "server receives 13 to the server", *ENDS),
    ),
    "24: the server ignores the client": (READ_ON, ("client handshake -38", "client receives 3 one", *BOTH_DONE)),
    "24: the server sends between": (READ_ON, ("client receives 3 one", "client receives 3 two", *BOTH_DONE)),
    "25: data in front of the answer": (
        READ_ON, ("client receives 3 one", "server meanwhile 0", "client receives -28 ")
    ),
    "25: piece by piece": (READ_ON, ("server handshake 0", "server receives 13 to the server", *ENDS)),
    "26: the server's certificate": (ALERT, IDENTITY),
    "26: the server's certificate, allowed by the server": (ALERT, IDENTITY),
    "26: the server's certificate, the second time": (ALERT, ("client is done 0", *IDENTITY)),
    "26: the client's certificate": (ALERT, ("server is done -406", "client is done -12 alert 47")),
    "26: the client's certificate, not shown any more": (
        "a client that shows no certificate any more is not known to be the same",
        ("server is done -406", "client is done -12 alert 47"),
    ),
    "26: a client certificate, asked for later and not there": (
        "the alert is handshake_failure (RFC 5246, 7.4.6)",
        ("server is done -49", "client is done -12 alert 40"),
    ),
    "27: TLS 1.3 on both": ("the version stays; 3.7.9 fails with INTERNAL_ERROR", BOTH_DONE),
    "28: the client turns it off": ("refused as such; 3.7.9 fails to decrypt", MASTER),
    "28: the server turns it off": ("refused as such; 3.7.9 fails to decrypt", MASTER),
    "28: turned on": ("the extended master secret stays as it was", MASTER),
    **{
        f"29: {DISABLED} and {of_server}, the {who} begins": (UNPROTECTED, (f"client {refused} -108",))
        for of_server in (DISABLED, UNSAFE, PARTIAL)
        for who, refused in (("client", "handshake"), ("server", "is done"))
    },
    **{
        f"29: {UNSAFE} and {DISABLED}, the {who} begins": (UNPROTECTED, ("server is done -108",))
        for who in ("client", "server")
    },
    f"29: {PARTIAL} and {DISABLED}, the client begins": ("refused before anything is sent", ("client handshake -108",)),
    f"29: {PARTIAL} and {DISABLED}, the server begins": (ALERT, ("client is done -108",)),
}  # fmt: skip
DEVIATIONS = {case: reason for case, (reason, _) in DIFFERENT.items()}


def compare_all(compare, made) -> None:
    def knowing(case, *arguments):
        compare.knowing(DIFFERENT.get(case, ("", ()))[1], case, "rehandshake_probe", *arguments)

    files = [path for each in (made.good, made.rsa, made.client) for path in (each.chain, each.key)]
    for case, steps in CASES.items():
        knowing(case, *files, *steps)
    for of_client in KINDS:
        for of_server in KINDS:
            priorities = f"client priority={TLS12}:%{of_client}", f"server priority={TLS12}:%{of_server}"
            for who, steps in (("client", RENEWED), ("server", (*ASKED, "both"))):
                case = f"29: {of_client} and {of_server}, the {who} begins"
                knowing(case, *files, *priorities, *steps, "client status", "server status", *DATA)
