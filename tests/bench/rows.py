"""The rows of the benchmark, and which run of the programs gives them."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Row:
    title: str
    value: str  # its name in what the programs print
    unit: float = 1  # what a printed value is divided by
    digits: int = 0
    more_is_better: bool = False
    has_floor: bool = True


@dataclasses.dataclass(frozen=True)
class Measurement:
    """One run of each program; its options are those of harness.c."""

    mode: str
    options: dict
    rows: list[Row]
    varies: bool = True  # from round to round
    one_core: bool = True

    @property
    def has_floor(self):
        return any(row.has_floor for row in self.rows)

    def arguments(self):
        return [self.mode, *(f"{name}={value}" for name, value in self.options.items())]


HYBRID = "X25519MLKEM768"
KEYS = {"ec": "ECDSA P-256", "rsa": "RSA-2048"}
# version, key, group, certificate of the client
HANDSHAKES = [
    ("1.3", "ec", "X25519", False),
    ("1.3", "ec", HYBRID, False),
    ("1.3", "ec", "X25519", True),
    ("1.3", "rsa", "X25519", False),
    ("1.3", "rsa", HYBRID, False),
    ("1.3", "rsa", "X25519", True),
    ("1.2", "ec", "X25519", False),
    ("1.2", "ec", "X25519", True),
    ("1.2", "rsa", "X25519", False),
    ("1.2", "rsa", "X25519", True),
]
RESUMED_FROM = {"ticket": "ticket", "id": "session id"}
# version, what is gone on from, bytes of early data
RESUMPTIONS = [
    ("1.3", "ticket", 0),
    ("1.3", "ticket", 1024),
    ("1.2", "ticket", 0),
    ("1.2", "id", 0),
]
HANDSHAKES_TIMED = 60  # of each program in a round
RESUMPTIONS_TIMED = 200
HANDSHAKES_COUNTED = 20  # under callgrind
SIZES = [16384, 1350, 64]
BATCHES = 60  # of records, in a round
IDLE = 10000  # connections
THREADS = [1, 2]
HANDSHAKES_OF_A_THREAD = 200


def measurements(instructions):
    yield from (handshake(*kind) for kind in HANDSHAKES)
    yield from (resumption(*kind) for kind in RESUMPTIONS)
    if instructions:
        yield from (handshake_instructions(*kind) for kind in HANDSHAKES)
        yield from (resumption_instructions(*kind) for kind in RESUMPTIONS)
    yield from (records(aead, size) for aead in ("AES-128-GCM", "CHACHA20-POLY1305") for size in SIZES)
    yield from (memory(version) for version in ("1.3", "1.2"))
    yield from (resumption_memory(*kind) for kind in RESUMPTIONS)
    yield from (idle(resume) for resume in ("no", "ticket"))
    yield from (threads(number) for number in THREADS)


def handshake_title(version, key, group, client):
    return f"TLS {version}, {KEYS[key]}, {group}" + (", client certificate" if client else "")


def handshake_options(version, key, group, client, count):
    return {"version": version, "key": key, "group": group, "client": int(client), "count": count}


def resumption_title(version, resume, early):
    title = f"TLS {version}, {RESUMED_FROM[resume]}"
    return f"{title}, {early} B early" if early else title


def resumption_options(version, resume, early, count=1):
    return {"version": version, "resume": resume, "early": early, "count": count}


def handshake(*kind):
    return timed(f"handshake {handshake_title(*kind)}", handshake_options(*kind, HANDSHAKES_TIMED))


def handshake_instructions(*kind):
    return counted(f"instructions {handshake_title(*kind)}", handshake_options(*kind, HANDSHAKES_COUNTED))


def resumption(*kind):
    return timed(f"resumption {resumption_title(*kind)}", resumption_options(*kind, RESUMPTIONS_TIMED))


def resumption_instructions(*kind):
    title = f"instructions of a resumption {resumption_title(*kind)}"
    return counted(title, resumption_options(*kind, HANDSHAKES_COUNTED), digits=3)


def timed(title, options):
    return Measurement("handshake", options, [Row(f"{title}, µs", "handshake", 1000, 1)])


def counted(title, options, digits=2):
    row = Row(f"{title}, millions", "instructions", 1e6, digits)
    return Measurement("instructions", options, [row], varies=False, one_core=False)


def records(aead, size):
    rows = [Row(f"{direction} {aead} {size} B, µs", direction, 1000, 3) for direction in ("send", "receive")]
    return Measurement("records", {"aead": aead, "size": size, "count": BATCHES}, rows)


def memory(version):
    sides = ("client", "server")
    rows = [Row(f"heap of an idle {side} TLS {version}, bytes", f"heap-{side}", has_floor=False) for side in sides]
    rows += [Row(f"heap of an idle {side} TLS {version} after 16384 B each way, bytes", f"heap-used-{side}",
                 has_floor=False) for side in sides]
    rows += [Row(f"allocations of a handshake TLS {version}, {side}", f"allocations-{side}") for side in sides]
    return Measurement("memory", {"version": version}, rows, varies=False)


def resumption_memory(*kind):
    rows = [Row(f"allocations of a resumption {resumption_title(*kind)}, {side}", f"allocations-{side}")
            for side in ("client", "server")]
    return Measurement("memory", resumption_options(*kind), rows, varies=False)


def idle(resume):
    tickets = "no tickets" if resume == "no" else "a ticket stored by each client"
    rows = [Row(f"heap of each {side} of {IDLE} idle connections TLS 1.3, {tickets}, bytes", f"idle-{side}",
                has_floor=False) for side in ("client", "server")]
    return Measurement("idle", {"resume": resume, "count": IDLE}, rows, varies=False)


def threads(number):
    name = "ECDSA P-256, 1 thread" if number == 1 else f"ECDSA P-256, {number} threads"
    rows = [Row(f"TLS 1.3 handshakes a second, {name}", "rate", more_is_better=True),
            Row(f"processor time of one, {name}, µs", "processor-time", 1000, 1)]
    options = {"threads": number, "count": HANDSHAKES_OF_A_THREAD}
    return Measurement("threads", options, rows, one_core=False)  # a busy core would be the rate of one thread
