"""Ports for servers that cannot choose one themselves."""

from __future__ import annotations

import pathlib
import random
import socket

RANGE = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")  # from which the system gives ports out
LOWEST, USUAL_RANGE = 10_000, 32_768

_held: list[socket.socket] = []


def free_port() -> int:
    """A port that stays free until the server takes it: the system gives it to nobody, and no other test gets it as long
    as this one runs."""
    given_out = int(RANGE.read_text().split()[0]) if RANGE.exists() else USUAL_RANGE
    while True:
        port = random.randrange(LOWEST, max(given_out, LOWEST + 1_000))
        if _is_mine(port) and _is_free(port):
            return port


def _is_mine(port: int) -> bool:
    """A name that only one process can have, gone with it."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0handfast-test-port-{port}")
    except OSError:
        name.close()
        return False
    _held.append(name)
    return True


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("", port)).close()
    except OSError:
        return False
    return True
