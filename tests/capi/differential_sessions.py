"""The part of differential_test.py that is about going on from an earlier session. The numbers are those of
docs/api-behaviour.md, and "call" is what it says of gnutls_handshake() itself."""

from __future__ import annotations

PROBES = ("resume_probe", "modes_probe")
VERSIONS = ("1.2", "1.3")
CASES = {
    "resumption": "tickets",
    "resumption, nothing to go on from": "nothing",
    "resumption, session ids": "ids",
    "resumption, ids stay": "ids-stay",
    "resumption, a database": "store",
    "resumption, tickets and a database": "both",
    "call: refused, another ticket key": "tickets-other-key",
    "call: refused, a server without tickets": "tickets-gone",
    "call: refused, a database that answers nonsense": "store-nonsense",
    "call: refused, an expired entry": "store-expired",
    "33, 40: sizes, and tickets that are asked for": "sizes",
    "40: garbage": "garbage",
    "40: an entry of a database": "entry",
    "40: who frees what a database gives": "store-memory",
    "41: another name": "tickets-name",
    "41: another state of the extended master secret": "tickets-master",
    "41: an expired ticket": "tickets-expired",
    "41: an expired ticket is not offered": "tickets-late",
    "41: again and again": "tickets-again",
    "42: an id that nobody knows": "set-id",
    "42: an id that the server knows": "store-set-id",
}

# How TLS 1.3 goes on: what is added to the client's and to the server's priorities.
MODES = {
    "usual": ("", ""),
    "a server without (EC)DHE": ("", ":+PSK"),
    "a client without (EC)DHE": (":+PSK", ""),
    "both without (EC)DHE": (":+PSK", ":+PSK"),
    "the client's order": (":+PSK:+ECDHE-PSK", ":+ECDHE-PSK:+PSK"),
    "nothing in common": (":+DHE-PSK", ":+PSK"),
}

NO_ID = "a server that cannot resume sends no session id (RFC 5246, 7.4.1.3)"
NOT_OFFERED = "a client does not offer what it would not go on from"
OTHER_NAME = "a session is for one server name (RFC 8446, 4.6.1)"
BOTH_MODES = "without (EC)DHE where it was asked for alone (RFC 8446, 2.2: forward secrecy)"
DEVIATIONS = {
    "resumption, modes, usual": BOTH_MODES,
    "resumption, modes, a server without (EC)DHE": BOTH_MODES,
    "resumption, nothing to go on from, TLS 1.2": NO_ID,
    "resumption, session ids, TLS 1.2": NO_ID,
    "resumption, ids stay, TLS 1.2": NO_ID,
    "resumption, tickets and a database, TLS 1.2": "with a ticket, the database is not asked (RFC 5077, 3.4)",
    "41: another name, TLS 1.2": NOT_OFFERED,
    "41: another state of the extended master secret, TLS 1.2": NOT_OFFERED,
    "41: an expired ticket, TLS 1.2": NOT_OFFERED,
    "41: again and again, TLS 1.2": NOT_OFFERED,
    "41: another name, TLS 1.3": OTHER_NAME,
}


def compare_all(compare, made) -> None:
    chain, key = made.good.chain, made.good.key
    # 3.7.9 crashes when it is asked for session data before a handshake of TLS 1.3.
    compare("40: arguments", "resume_probe", "arguments", chain, key, "NORMAL:-VERS-ALL:+VERS-TLS1.2")
    group = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1"
    for case, (client, server) in MODES.items():
        compare(f"resumption, modes, {case}", "modes_probe", chain, key, group + client, group + server)
    for version in VERSIONS:
        priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}"
        for case, part in CASES.items():
            compare(f"{case}, TLS {version}", "resume_probe", part, chain, key, priority)
        # 3.7.9 crashes on session data that is cut off.
        printed = compare.programs.run_on("ours", "resume_probe", ["damaged", chain, key, priority])
        wanted = ["first: handshake 0 0, resumed 0 0, requested 0, flag 1 0",
                  "asked for an OCSP response: 1 1", "store: 0 0 0", "exit status 0"]
        compare.judge(f"40: cut off, TLS {version}", "resume_probe", [], {"ours": printed, "theirs": wanted})
