"""The part of differential_test.py that is about early data, tickets and key updates. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

PROBES = ("early_probe", "tickets_probe")
EARLY = (
    "taken", "limits", "no-session", "no-guard", "guard-gone", "no-flag", "refused", "other-key", "other-protocol",
    "retry", "replayed", "replayed-elsewhere", "too-late", "secrets",
)  # fmt: skip
TICKETS = {
    "33": ("by-default", "more", "none", "sent-later"),
    "40": ("wait", "wait-ticket", "wait-data", "wait-both"),
    "44": ("rotation", "rotation-late"),
}
ALSO_BEFORE = ("by-default", "none", "wait", "rotation", "rotation-late")  # TLS 1.3

# What differs on purpose, why, and lines that this library prints then.
LATER = "data to the client 5, to the server 4 late"
NOT_TAKEN = ("handshake 0 0", "in all 0", LATER, "handshake 0 0", "resumed 1, early data 0 0", "in all 0", LATER)
DIFFERENT = {
    "39: early data, no-guard": (
        "a server that can take none does not announce any (RFC 8446, 4.6.1)", ("send_early_data -39",) * 2
    ),
    "39: early data, no-flag": ("the guard is asked only where early data can be taken", NOT_TAKEN),
    "39: early data, other-protocol": ("early data is for the protocol of its session (RFC 8446, 4.2.10)", NOT_TAKEN),
    "39: early data, retry": ("HelloRetryRequest refuses early data (RFC 8446, 4.2.10)", NOT_TAKEN),
    "39: early data, too-late": (
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

    for case in EARLY:
        knowing(f"39: early data, {case}", "early_probe", case, chain, key)
    for number, cases in TICKETS.items():
        for case in cases:
            for version in ("1.3", "1.2") if case in ALSO_BEFORE else ("1.3",):
                knowing(f"{number}: tickets of TLS {version}, {case}", "tickets_probe", case, chain, key, version)
    knowing("30: key updates that cross", "tickets_probe", "cross", chain, key, "1.3")
