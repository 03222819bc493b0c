"""The part of differential_test.py that is about going on from an earlier session."""

from __future__ import annotations

PROBES = ("resume_probe",)
VERSIONS = ("1.2", "1.3")
CASES = (
    "sizes", "entry", "nothing", "tickets", "ids", "tickets-name", "tickets-other-key", "tickets-master",
    "tickets-gone", "tickets-expired", "store", "store-nonsense", "store-expired", "both", "set-id",
)  # fmt: skip

NO_ID = "a server that cannot resume sends no session id (RFC 5246, 7.4.1.3)"
NOT_OFFERED = "a client does not offer what it would not go on from"
OTHER_NAME = "a session is for one server name (RFC 8446, 4.6.1)"
DEVIATIONS = {
    "resumption 1.2, nothing": NO_ID,
    "resumption 1.2, ids": NO_ID,
    "resumption 1.2, tickets-name": NOT_OFFERED,
    "resumption 1.2, tickets-master": NOT_OFFERED,
    "resumption 1.2, tickets-expired": NOT_OFFERED,
    "resumption 1.2, both": "with a ticket, the database is not asked (RFC 5077, 3.4)",
    "resumption 1.3, tickets-name": OTHER_NAME,
}


def compare_all(compare, made) -> None:
    chain, key = made.good.chain, made.good.key
    # 3.7.9 crashes when it is asked for session data before a handshake of TLS 1.3.
    compare("resumption, arguments", "resume_probe", "arguments", chain, key, "NORMAL:-VERS-ALL:+VERS-TLS1.2")
    for version in VERSIONS:
        for case in CASES:
            priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}"
            compare(f"resumption {version}, {case}", "resume_probe", case, chain, key, priority)
        # 3.7.9 crashes on session data that is cut off.
        printed = compare.programs.run_on("ours", "resume_probe", ["damaged", chain, key, priority])
        wanted = ["first: handshake 0 0, resumed 0 0, requested 0, flag 1 0", "store: 0 0 0", "exit status 0"]
        compare.judge(f"resumption {version}, damaged", "resume_probe", [], {"ours": printed, "theirs": wanted})
