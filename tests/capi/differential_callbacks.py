"""The part of differential_test.py that is about when callbacks are called and what they may set. The numbers are those of
docs/api-behaviour.md."""

from __future__ import annotations

PROBES = ("verify_order_probe", "hook_settings_probe", "wait_probe")

DEVIATIONS = {
    "45: a record without data, ticket": "both tickets are in one record",
    "47: protocol set in function": "the application protocol is chosen behind the function",
    "47: version set in post": "what is set too late does not end the handshake",
    "47: tickets set in post": "tickets are made later",
}


def compare_all(compare, made) -> None:
    files = (made.good.chain, made.good.key)
    for where in ("pre", "post", "function"):
        for what in ("credentials", "version", "cipher", "protocol", "request", "tickets"):
            compare(f"47: {what} set in {where}", "hook_settings_probe", *files, where, what)
    for version in ("1.2", "1.3"):
        for client_has in ("certificate", "none"):
            for request in (1, 2):
                for answer in (0, -1, "demand"):
                    case = f"50: client with {client_has}, asked {request}, answer {answer}, TLS {version}"
                    compare(case, "verify_order_probe", *files, version, "server", client_has, request, answer)
        for answer in (0, -1, "demand"):
            case = f"50: a client's own function, answer {answer}, TLS {version}"
            compare(case, "verify_order_probe", *files, version, "client", "none", 1, answer)
    for what in ("ticket", "update", "padding", "fragment"):
        compare(f"45: a record without data, {what}", "wait_probe", *files, what)
