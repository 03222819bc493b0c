"""The part of differential_test.py that is about extensions and supplemental data of the application."""

from __future__ import annotations

PROBES = ("extension_probe", "extension_list_probe")

ONE_GROUP = ":-GROUP-ALL:+GROUP-SECP256R1"
TLS13, TLS12 = (f"NORMAL:-VERS-ALL:+VERS-TLS{version}{ONE_GROUP}" for version in ("1.3", "1.2"))
RETRYING = f"NORMAL:-VERS-ALL:+VERS-TLS1.3{ONE_GROUP}:+GROUP-SECP384R1"
RETRIED = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1"
KEY_SHARE_TOP = 1 << 13  # of gnutls_init()
EMPTY = -1251  # GNUTLS_E_INT_RET_0
ANY, APPLICATION, TLS, MANDATORY, NONE, VERSION = range(6)  # parse points
CLIENT_HELLO, SERVER_HELLO12, SERVER_HELLO13, ENCRYPTED, RETRY, UNASKED, OVER_TLS, OVER_DTLS = (2 << i for i in range(8))

BOTH = ("register client 0 65300 2", "register server 0 65300 2")
TALK = ("sends client 0 0 question", "sends server 0 0 answer")
HANDSHAKE = (*BOTH, *TALK, "handshake")


def version(number: str) -> tuple[str, ...]:
    priority = {"1.3": TLS13, "1.2": TLS12}[number]
    return f"priority client {priority}", f"priority server {priority}"


def registered(client: str, server: str) -> tuple[str, ...]:
    return f"register client 0 65300 {client}", f"register server 0 65300 {server}"


HELLO_RETRY = (f"priority client {RETRYING}", f"priority server {RETRIED}", f"flags client {KEY_SHARE_TOP}")
EVERY_POINT = tuple(
    step
    for who in ("client", "server")
    for point in (APPLICATION, TLS, MANDATORY, NONE, ANY)
    for step in (f"register {who} {point} {65300 + point} {point}", f"sends {who} {point} 0 point{point}")
)
AGAIN = ("save", "end")

# With either version.
HANDSHAKES = {
    "question and answer": HANDSHAKE,
    "nothing to say": (*BOTH, "handshake"),
    "positive answers": (*BOTH, "sends client 0 5 question", "sends server 0 7 answer", "takes server 0 3", "handshake"),
    "positive answers and nothing": (*BOTH, "sends client 0 5", "sends server 0 7", "handshake"),
    "empty ones": (*BOTH, f"sends client 0 {EMPTY}", f"sends server 0 {EMPTY}", "handshake"),
    "large ones": (*BOTH, "sends client 0 0 x10000", "sends server 0 0 x25000", "handshake"),
    "every parse point": (*EVERY_POINT, "handshake"),
    "every parse point, resumed": (*EVERY_POINT, "handshake", *AGAIN, *EVERY_POINT, "handshake"),
    "for all sessions": ("register all 0 65300 2", *TALK, "handshake"),
    "for all sessions, later": ("put client 1 text", "register all 0 65300 2", *TALK, "handshake"),
    "the session's own goes first": (
        *("register all 0 65300 2", "register client 1 65300 2", "sends client 1 0 own", *TALK, "handshake"),
    ),
    "no receiver on the client": (*registered("2 0 2", "2"), *TALK, "handshake"),
    "no receiver on the server": (*registered("2", "2 0 2"), *TALK, "handshake"),
    "no sender on the server": (*registered("2", "2 0 1"), *TALK, "handshake"),
    "no sender on the client": (*registered("2 0 1", "2"), *TALK, "handshake"),
    "a server alone": ("register server 0 65300 2", *TALK, "handshake"),
    "a client alone": ("register client 0 65300 2", *TALK, "handshake"),
    "unasked answer": (
        *registered("2", f"2 {UNASKED | CLIENT_HELLO | SERVER_HELLO12 | ENCRYPTED}"),
        *("sends server 0 0 answer", "handshake"),
    ),
    "unasked answer that is welcome": (
        *(f"register {who} 0 65300 2 {UNASKED | SERVER_HELLO12 | ENCRYPTED}" for who in ("client", "server")),
        *("sends server 0 0 answer", "handshake"),
    ),
    "answer in a message that was not registered": (
        *registered(f"2 {CLIENT_HELLO}", f"2 {CLIENT_HELLO | SERVER_HELLO12 | ENCRYPTED}"),
        *(*TALK, "handshake"),
    ),
    "number 27, overridden": ("register client 0 27 2 1", "register server 0 27 2 1", *TALK, "handshake"),
    "data": (*BOTH, *TALK, "keeps client", "handshake", "show client 65300", "show server 65300"),
}
for flags in (1, UNASKED, OVER_TLS, OVER_DTLS, CLIENT_HELLO, SERVER_HELLO12, SERVER_HELLO13, ENCRYPTED, RETRY,
              CLIENT_HELLO | SERVER_HELLO12, CLIENT_HELLO | SERVER_HELLO13, CLIENT_HELLO | ENCRYPTED,
              CLIENT_HELLO | SERVER_HELLO13 | ENCRYPTED, 62, OVER_DTLS | 62, OVER_TLS | OVER_DTLS | 62):  # fmt: skip
    HANDSHAKES[f"flags {flags}"] = (*registered(f"2 {flags}", f"2 {flags}"), *TALK, "handshake")
for code in (-9, -10, -24, -50, -55):
    HANDSHAKES[f"the client's sender fails with {code}"] = (*BOTH, f"sends client 0 {code}", "handshake")
    HANDSHAKES[f"the server's sender fails with {code}"] = (*BOTH, *TALK, f"sends server 0 {code}", "handshake")
    HANDSHAKES[f"the client's receiver fails with {code}"] = (*HANDSHAKE[:-1], f"takes client 0 {code}", "handshake")
    HANDSHAKES[f"the server's receiver fails with {code}"] = (*HANDSHAKE[:-1], f"takes server 0 {code}", "handshake")

DATA = ("data client 0 5", "data server 0 5", "sends-data client 0 of-client", "sends-data server 0 of-server")
EXCHANGE = (*DATA, *(f"{what} {who}" for what in ("sending", "awaiting") for who in ("client", "server")))
NEEDED = tuple(step for step in EXCHANGE if step != "sending client")

OTHERS = {
    "extension in a rehandshake": (*version("1.2"), *HANDSHAKE, "again"),
    "extension registered for other messages": (*registered("2", f"2 {SERVER_HELLO12}"), *TALK, "handshake"),
    "hello retry, usual": (*HELLO_RETRY, *HANDSHAKE),
    **{
        f"hello retry, flags {flags}": (*HELLO_RETRY, *registered(f"2 {flags}", f"2 {flags}"), *TALK, "handshake")
        for flags in (CLIENT_HELLO, 62, RETRY | CLIENT_HELLO, RETRY | UNASKED, RETRY | UNASKED | CLIENT_HELLO)
    },
    "extension names": ("names client",),
    "extension names of the application": (
        *("register client 0 65300 2", "its-name client 65300 0", "its-name client 65300 1", "its-name client 65300 2"),
        *("name 65300", "register all 1 65301 1", "name 65301", "its-name client 65301 0", "its-name client 65301 2"),
    ),
    "extension numbers": ("refused 0",),
    "extension numbers, overridden": ("refused 1",),
    "extension numbers, impossible": ("register client 0 70000 2", "register all 0 -1 2"),
    "how many extensions": ("many client", "end", "many all"),
    "extension twice": (
        *(*BOTH, *BOTH, "register client 1 65300 2 1", "register all 2 65300 2", "register all 2 65300 2"),
        *("register client 1 65300 2", "put client 65300 kept"),
    ),
    "extension for all and for one": ("register all 2 65300 2", *BOTH, *BOTH, "put client 65300 kept", "show client 65300"),
    "extension, odd arguments": ("register client 0 65301 77", "register client 0 65302 2 8192", "register client 0 65303 2 0 0"),
    "extensions forgotten": (
        *("register all 0 65300 2", "init", "deinit", "name 65300", "deinit", "name 65300", "register all 0 65300 2"),
        "name 65300",
    ),
    "extension data": (
        *("show client 65300", "register client 0 65300 2", "show client 65300", "put client 65300 one"),
        *("put client 65300 two", "show client 65300", "put client 65300", "show client 65300", "put client 65300 three"),
    ),
    "supplemental data, registered only": (*DATA, "handshake"),
    "supplemental data": (*EXCHANGE, "handshake"),
    "supplemental data, client certificate": (*EXCHANGE, "mutual", "handshake"),
    "supplemental data, for all": ("data all 0 5", *EXCHANGE[2:], "handshake"),
    "supplemental data, several": (*EXCHANGE, "data client 1 6", "data server 1 6", "handshake"),
    "supplemental data, positive answers": (
        *(*EXCHANGE, "sends-data client 3 a", "sends-data server 4 b", "takes-data server 5", "handshake"),
    ),
    "supplemental data of the client": (*DATA, "sending client", "awaiting server", "handshake"),
    "supplemental data of the server": (*DATA, "sending server", "awaiting client", "handshake"),
    "supplemental data that nobody awaits": (*DATA, "sending server", "handshake"),
    "supplemental data that is missing": (*NEEDED, "handshake"),
    "supplemental data that is empty": (*EXCHANGE, "sends-data server 0", "handshake"),
    "supplemental data of another type": (*EXCHANGE[1:], "data client 0 7", "handshake"),
    "supplemental data, agreed on": (*DATA, *BOTH, *TALK, "agrees client", "agrees server", "handshake"),
    "supplemental data in a rehandshake": (*EXCHANGE, "handshake", "again"),
    "supplemental data, resumed": (*EXCHANGE, "handshake", *AGAIN, *EXCHANGE, "handshake"),
    "supplemental data of one side": ("data server 0 5", "handshake"),
    "supplemental data, TLS 1.3 alone": (*version("1.3"), *EXCHANGE, "handshake"),
    "supplemental data, registered": (
        *("data-name 0", "data-name 5", "data client 0 5", "data-name 5", "data client 0 5", "data all 0 6"),
        *("data-name 6", "data all 0 6", "data client 0 6", "deinit", "data-name 6"),
    ),
    "supplemental data, impossible numbers": ("data client 0 70000", "data all 0 -1"),
    **{
        f"supplemental data, {who} {what} fails": (*EXCHANGE, f"{step} {who} -50", "handshake")
        for who in ("client", "server")
        for what, step in (("sender", "sends-data"), ("receiver", "takes-data"))
    },
}

# What differs on purpose, and what this library prints then, as far as that matters. docs/behaviour.md says why.
FATAL = "an error of an extension's function is the end of the handshake, also one that is not fatal elsewhere"
DIFFERENT = {
    "extension, a server alone and unasked": (
        "an answer that nobody asked for is refused, also if nobody here knows what it is (RFC 8446, 4.2)",
        ("client: -58", "server: -12 alert 110"),
    ),
    "extension registered for other messages": (
        "the alert for an extension at a wrong place is illegal_parameter (RFC 8446, 4.2)",
        ("server: -58", "client: -12 alert 47"),
    ),
    "extension, AGAIN from a receiver": (FATAL, ("server: -10",)),
    "extension, INTERRUPTED from a receiver": (FATAL, ("server: -52", "server: -10")),
    "extension numbers, overridden": (
        "what the library itself speaks of cannot be overridden",
        ("number 0: -209", "number 11: -209", "number 28: -209", "number 41: -209", "number 42: -209", "number 44: -209", "number 45: -209", "number 51: -209", "number 65281: -209"),
    ),
    "extension numbers": (
        "nor can it be registered, also if 3.7.9 does not know it",
        ("number 0: -209", "number 47: -209", "number 48: -209", "number 50: -209", "number 51: -209", "number 65281: -209"),
    ),
    "extension numbers, impossible": ("a number has 16 bits", ("register client 0 70000 2: -50", "register all 0 -1 2: -50")),
    "supplemental data, impossible numbers": ("a number has 16 bits", ("data client 0 70000: -50", "data all 0 -1: -50")),
    "supplemental data that is missing": (
        "another message than the awaited one is an unexpected message (RFC 5246, 7.2.2)",
        ("server: -19", "client: -12 alert 10"),
    ),
    "supplemental data that is empty": (
        "an empty message is not sent (RFC 4680, 3)",
        ("client: -19", "server: -12 alert 10"),
    ),
    "supplemental data, TLS 1.3 alone": ("another error number for priorities that leave nothing", ("client: -326",)),
    **{
        f"hello retry, {case}": ("the post-client-hello function is called for the first hello only", wanted)
        for case, wanted in {
            "usual": ("  post client hello", "client: 0", "server: 0"),
            **{f"flags {flags}": ("  post client hello", "client: 0", "server: 0") for flags in (2, 62, 34, 96, 98)},
        }.items()
    },
}  # fmt: skip
DEVIATIONS = {case: reason for case, (reason, _) in DIFFERENT.items()}

DEVIANT = {
    "extension, a server alone and unasked": (
        *(*version("1.3"), f"register server 0 65300 2 {UNASKED | CLIENT_HELLO | ENCRYPTED}", *TALK, "handshake"),
    ),
    "extension, AGAIN from a receiver": (*version("1.3"), *HANDSHAKE[:-1], "takes server 0 -28", "handshake"),
    "extension, INTERRUPTED from a receiver": (*version("1.3"), *HANDSHAKE[:-1], "takes server 0 -52", "handshake"),
}


def compare_all(compare, made) -> None:
    def knowing(case, steps):
        wanted = DIFFERENT.get(case, ("", ()))[1]
        compare.knowing(wanted, case, "extension_probe", made.good.chain, made.good.key, *steps)

    compare("lists of extensions", "extension_list_probe")
    for case, steps in HANDSHAKES.items():
        for number in ("1.3", "1.2"):
            knowing(f"extension, {case}, TLS {number}", (*version(number), *steps))
    for case, steps in {**OTHERS, **DEVIANT}.items():
        knowing(case, steps)
