"""The part of differential_test.py that is about early data, tickets and key updates. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

PROBES = ("early_probe", "tickets_probe")
EARLY = {
    "39: early data is taken": "taken",
    "39: limits of early data": "limits",
    "39: early data without a session": "no-session",
    "39: early data without a guard": "no-guard",
    "39: early data, the guard has gone": "guard-gone",
    "39: early data without the flag": "no-flag",
    "39: early data, the guard refuses": "refused",
    "39: early data, the ticket is not opened": "other-key",
    "39: early data for another protocol": "other-protocol",
    "39: early data and HelloRetryRequest": "retry",
    "39: replayed early data": "replayed",
    "39: replayed early data, another process": "replayed-elsewhere",
    "39: replayed early data, after a new start": "replayed-anew",
    "39: early data that comes too late": "too-late",
    "39: early secrets": "secrets",
}
TICKETS = {
    "33: tickets by default": "by-default",
    "33: more tickets": "more",
    "33: no tickets": "none",
    "33: a ticket that is sent later": "sent-later",
    "40: get_data2, nothing comes": "wait",
    "40: get_data2, a ticket comes": "wait-ticket",
    "40: get_data2, data comes": "wait-data",
    "40: get_data2, both come": "wait-both",
    "44: ticket keys": "rotation",
    "44: old ticket keys": "rotation-late",
}
ALSO_BEFORE = ("by-default", "none", "wait", "rotation", "rotation-late")  # TLS 1.3

# What differs on purpose, why, and lines that this library prints then.
LATER = "data to the client 5, to the server 4 late"
NOT_TAKEN = ("handshake 0 0", "in all 0", LATER, "handshake 0 0", "resumed 1, early data 0 0", "in all 0", LATER)
DIFFERENT = {
    "39: early data without a guard": (
        "a server that can take none does not announce any (RFC 8446, 4.6.1)", ("send_early_data -39",) * 2
    ),
    "39: early data without the flag": ("the guard is asked only where early data can be taken", NOT_TAKEN),
    "39: early data for another protocol": ("early data is for the protocol of its session (RFC 8446, 4.2.10)", NOT_TAKEN),
    "39: early data and HelloRetryRequest": ("HelloRetryRequest refuses early data (RFC 8446, 4.2.10)", NOT_TAKEN),
    "39: early data that comes too late": (
        "a hello that is older than the window is not fresh (RFC 8446, 8.3)",
        ("in all 0", "server -28, early data flag 0", "in all 0"),
    ),
    "30: key updates that cross": (
        "both requests are answered (RFC 8446, 4.6.3)",
        (
            *("updates 0 0", "crossed: data 5 6, tickets 2, flag 1", "and again: data 5 6, tickets 2, flag 1"),
            *("handshake 0, rehandshake 0", "crossed: data 5 6, tickets 2, flag 1"),
            "and again: data 5 6, tickets 2, flag 1",
        ),
    ),
}  # fmt: skip
DEVIATIONS = {case: reason for case, (reason, _) in DIFFERENT.items()}


def compare_all(compare, made) -> None:
    chain, key = made.good.chain, made.good.key

    def knowing(case, probe, *arguments):
        compare.knowing(DIFFERENT.get(case, ("", ()))[1], case, probe, *arguments)

    for case, part in EARLY.items():
        knowing(case, "early_probe", part, chain, key)
    for case, part in TICKETS.items():
        for version in ("1.3", "1.2") if part in ALSO_BEFORE else ("1.3",):
            knowing(f"{case}, TLS {version}", "tickets_probe", part, chain, key, version)
    knowing("30: key updates that cross", "tickets_probe", "cross", chain, key, "1.3")
