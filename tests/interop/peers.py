"""What every interoperation test shares: the table of cases, the running of both programs, and the verdict.

A test file describes one peer as a subclass of Peer and calls main(). Each case runs twice where the peer can do both:
Handfast as client of the peer, and as its server. A relay between the two reads what the ServerHello selected, so that
the verdict depends neither on what Handfast says of itself nor on how each peer words its report.

HANDFAST names the command under test (build/release/bin/handfast). `--markdown` prints the results as a table,
`--only TEXT` runs the cases whose title contains TEXT, `--verbose` shows what both programs printed where a case fails.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import importlib
import os
import pathlib
import random
import re
import subprocess
import tempfile
import threading
import time

import certificates
import relay

SKIPPED = 77
EXCHANGE_TIMEOUT = 60  # seconds for one case; it takes a fraction of one, but for a busy machine
HANDFAST_TIMEOUT = 50  # seconds, given to `handfast connect --timeout`
CLOSING_TIMEOUT = 5  # seconds after which a client that has not ended is taken to wait for the end of its input
MEGABYTE = 1_000_000
SERVED_FILE = "payload.txt"  # a suffix that browsers show rather than save

# Exit statuses of `handfast connect`.
OK, CERTIFICATE_REFUSED, HANDSHAKE_FAILED, BROKEN = 0, 3, 5, 6


@dataclasses.dataclass(frozen=True)
class Version:
    """A protocol version, and how priority strings call it."""

    name: str
    code: int
    token: str


@dataclasses.dataclass(frozen=True)
class Suite:
    """A cipher suite: its IANA name, number, the priority token of its cipher, and the version it belongs to. In TLS 1.2 the
    certificate that it is for, and OpenSSL's name, too."""

    name: str
    code: int
    token: str
    version: Version
    certificate: str = "ecdsa-p256"
    openssl: str = ""


@dataclasses.dataclass(frozen=True)
class Group:
    """A key exchange group: IANA name and number, OpenSSL's name, priority token."""

    name: str
    code: int
    openssl: str
    token: str


TLS13 = Version("TLS 1.3", 0x0304, "VERS-TLS1.3")
TLS12 = Version("TLS 1.2", 0x0303, "VERS-TLS1.2")

SUITES = [
    Suite("TLS_AES_128_GCM_SHA256", 0x1301, "AES-128-GCM", TLS13),
    Suite("TLS_AES_256_GCM_SHA384", 0x1302, "AES-256-GCM", TLS13),
    Suite("TLS_CHACHA20_POLY1305_SHA256", 0x1303, "CHACHA20-POLY1305", TLS13),
    Suite("TLS_AES_128_CCM_SHA256", 0x1304, "AES-128-CCM", TLS13),
    *(
        Suite(f"TLS_ECDHE_{kind}_WITH_{name}", code, token, TLS12, certificate, f"ECDHE-{kind}-{openssl}")
        for kind, certificate, name, code, token, openssl in [
            ("ECDSA", "ecdsa-p256", "AES_128_GCM_SHA256", 0xC02B, "AES-128-GCM", "AES128-GCM-SHA256"),
            ("ECDSA", "ecdsa-p256", "AES_256_GCM_SHA384", 0xC02C, "AES-256-GCM", "AES256-GCM-SHA384"),
            ("ECDSA", "ecdsa-p256", "CHACHA20_POLY1305_SHA256", 0xCCA9, "CHACHA20-POLY1305", "CHACHA20-POLY1305"),
            ("ECDSA", "ecdsa-p256", "AES_128_CCM", 0xC0AC, "AES-128-CCM", "AES128-CCM"),
            ("ECDSA", "ecdsa-p256", "AES_256_CCM", 0xC0AD, "AES-256-CCM", "AES256-CCM"),
            ("ECDSA", "ecdsa-p256", "AES_128_CCM_8", 0xC0AE, "AES-128-CCM-8", "AES128-CCM8"),
            ("ECDSA", "ecdsa-p256", "AES_256_CCM_8", 0xC0AF, "AES-256-CCM-8", "AES256-CCM8"),
            ("RSA", "rsa", "AES_128_GCM_SHA256", 0xC02F, "AES-128-GCM", "AES128-GCM-SHA256"),
            ("RSA", "rsa", "AES_256_GCM_SHA384", 0xC030, "AES-256-GCM", "AES256-GCM-SHA384"),
            ("RSA", "rsa", "CHACHA20_POLY1305_SHA256", 0xCCA8, "CHACHA20-POLY1305", "CHACHA20-POLY1305"),
        ]
    ),
]
X25519MLKEM768 = Group("X25519MLKEM768", 0x11EC, "X25519MLKEM768", "GROUP-X25519-MLKEM768")
X25519 = Group("X25519", 0x001D, "X25519", "GROUP-X25519")
SECP256R1 = Group("secp256r1", 0x0017, "P-256", "GROUP-SECP256R1")
SECP384R1 = Group("secp384r1", 0x0018, "P-384", "GROUP-SECP384R1")
SECP521R1 = Group("secp521r1", 0x0019, "P-521", "GROUP-SECP521R1")
CURVES = [X25519, SECP256R1, SECP384R1, SECP521R1]
GROUPS = {TLS13: [X25519MLKEM768, *CURVES], TLS12: CURVES}

# How a connection ends. In a half-close the client's close_notify comes before all that the server sends; a client
# that leaves, a browser, has kept the connection for further requests and drops it when it ends itself.
CLIENT_CLOSES, SERVER_CLOSES, HALF_CLOSE, CUT = "client closes", "server closes", "half-close", "cut"
CLIENT_LEAVES = "client leaves"
# What is wrong, where the connection has to be refused.
WRONG_AUTHORITY, WRONG_NAME, NO_CLIENT_CERTIFICATE, WRONG_CLIENT_CERTIFICATE = (
    "wrong authority",
    "wrong name",
    "client certificate missing",
    "client certificate of a wrong authority",
)


@dataclasses.dataclass(frozen=True)
class Case:
    """One connection. What is not named is left to the peer's and Handfast's defaults."""

    title: str
    version: Version = TLS13
    suite: Suite | None = None
    client_groups: tuple[Group, ...] = ()
    server_groups: tuple[Group, ...] = ()
    retry: bool = False  # a HelloRetryRequest has to be seen
    certificate: str = "ecdsa-p256"
    client_certificate: str = ""
    alpn: str = ""
    size: int = 2000  # bytes each way (of the served file, in HTTP)
    ending: str = CLIENT_CLOSES
    refused: str = ""

    @property
    def group(self) -> Group | None:
        return self.server_groups[0] if self.server_groups else None

    @property
    def http(self) -> bool:
        """Served by HTTP rather than echoed: the server then ends the connection unless the client wants it kept."""
        return self.ending in (SERVER_CLOSES, CLIENT_LEAVES)


def cases_of(version: Version) -> list[Case]:
    """All cases of one version. A further version is a further Version and its suites."""

    def case(title, **properties):
        return Case(title if version == TLS13 else f"{version.name}: {title}", version=version, **properties)

    cases = [
        case(f"{suite.name}, 1 MB each way", suite=suite, certificate=suite.certificate, size=MEGABYTE)
        for suite in SUITES
        if suite.version == version
    ]
    # TLS 1.2 counts the curve of a certificate among the groups (RFC 8422, 5.1): an RSA key has none.
    certificate = "ecdsa-p256" if version == TLS13 else "rsa"
    cases += [
        case(group.name, client_groups=(group,), server_groups=(group,), certificate=certificate)
        for group in GROUPS[version]
    ]
    if version == TLS13:
        groups = (X25519, SECP256R1, SECP384R1)
        cases += [
            case("HelloRetryRequest", client_groups=groups, server_groups=(SECP384R1,), retry=True),
            # In TLS 1.2 close_notify ends both directions (RFC 5246, 7.2.1).
            case("half-close", ending=HALF_CLOSE, size=100_000),
        ]
    cases += [case(f"server certificate {kind}", certificate=kind) for kind in certificates.KEY_KINDS]
    cases += [case(f"client certificate {kind}", client_certificate=kind) for kind in certificates.KEY_KINDS]
    cases += [
        case("ALPN", alpn="handfast-test"),
        case("server closes", ending=SERVER_CLOSES, size=100_000),
        case("cut without close_notify", ending=CUT),
        case("refused: wrong authority", refused=WRONG_AUTHORITY),
        case("refused: wrong name", refused=WRONG_NAME),
        case("refused: no client certificate", client_certificate="ecdsa-p256", refused=NO_CLIENT_CERTIFICATE),
        case("refused: wrong client certificate", client_certificate="ecdsa-p256", refused=WRONG_CLIENT_CERTIFICATE),
    ]
    return cases


VERSIONS = [TLS13, TLS12]
CASES = [case for version in VERSIONS for case in cases_of(version)]


class Files:
    """Certificates and the file that HTTP servers serve, made once for all cases."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self._authority = certificates.Authority(folder / "good", "Good")
        self._other = certificates.Authority(folder / "other", "Other")
        self._cache: dict[tuple, certificates.Credential] = {}
        self._payloads: dict[int, bytes] = {}

    def server(self, case: Case) -> certificates.Credential:
        names = ("another.example",) if case.refused == WRONG_NAME else ("localhost",)
        return self._issue(self._authority, "server", case.certificate, names, "serverAuth")

    def client(self, case: Case) -> certificates.Credential | None:
        """What the client shows, if anything."""
        if not case.client_certificate or case.refused == NO_CLIENT_CERTIFICATE:
            return None
        authority = self._other if case.refused == WRONG_CLIENT_CERTIFICATE else self._authority
        return self._issue(authority, "client", case.client_certificate, (), "clientAuth")

    def trusted_by_client(self, case: Case) -> pathlib.Path:
        return (self._other if case.refused == WRONG_AUTHORITY else self._authority).root

    @property
    def trusted_by_server(self) -> pathlib.Path:
        return self._authority.root

    def payload(self, size: int) -> bytes:
        """Digits in lines: no byte means anything to the programs that read commands from the same stream."""
        if size not in self._payloads:
            digits = random.Random(size).choices(b"0123456789", k=size)
            digits[63::64] = b"\n" * len(digits[63::64])
            digits[-1] = ord("\n")
            self._payloads[size] = bytes(digits)
        return self._payloads[size]

    def served_folder(self, size: int) -> pathlib.Path:
        folder = self.folder / f"served-{size}"
        if not folder.exists():
            folder.mkdir()
            (folder / SERVED_FILE).write_bytes(self.payload(size))
        return folder

    def _issue(self, authority, role, kind, names, purpose) -> certificates.Credential:
        key = (authority.title, role, kind, names)
        if key not in self._cache:
            self._cache[key] = authority.issue("-".join((role, kind, *names)), kind, names, purpose)
        return self._cache[key]


@dataclasses.dataclass
class Program:
    """A command line. `port` is set for a server that has to be told one; others print the one they took."""

    command: list
    port: int = 0
    folder: pathlib.Path | None = None
    echoes_by_harness: bool = (
        False  # the server prints what it gets and sends what it reads: the harness closes the loop
    )


class Peer:
    """One implementation. A subclass overrides what it can do; a command is asked for with the case and its files."""

    name = "?"
    parts = ("server", "client")
    http_ending = ""  # of a client that speaks HTTP only: how its connections end
    default_group: Group | None = None  # what TLS 1.3 has to agree on where a case names no group
    server_names_curve = False  # a server of TLS 1.2 uses no key whose curve is not among its own groups

    def missing(self) -> str:
        """Why this peer cannot be used here, or nothing."""
        return ""

    def release(self) -> str:
        """The peer's version, for the table."""
        return ""

    def cannot(self, case: Case, peer_is: str) -> str:
        """Why the peer, as "client" or "server", cannot do the case, or nothing."""
        raise NotImplementedError

    def client(self, case: Case, port: int, files: Files) -> Program:
        raise NotImplementedError

    def server(self, case: Case, files: Files) -> Program:
        raise NotImplementedError


@functools.lru_cache(maxsize=None)
def printed_by(*command) -> str:
    """What a command prints, empty if there is no such program."""
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, timeout=EXCHANGE_TIMEOUT, env=clean_environment()
        )
    except FileNotFoundError:
        return ""
    return (result.stdout or result.stderr).strip()


def first_line(*command) -> str:
    return printed_by(*command).split("\n")[0]


def clean_environment() -> dict[str, str]:
    """The environment without what would change a peer's library or its policy."""
    unwanted = re.compile(r"LD_|GNUTLS_|OPENSSL_|SSL|CURL_|GODEBUG|.*_proxy$", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not unwanted.match(name)}


def priority(case: Case, groups: tuple[Group, ...]) -> str:
    """The priority string, which Handfast and GnuTLS share, that leaves just what the case names."""
    tokens = ["NORMAL", "-VERS-ALL", f"+{case.version.token}"]
    if case.suite:
        tokens += ["-CIPHER-ALL", f"+{case.suite.token}"]
    if groups:
        tokens += ["-GROUP-ALL", *(f"+{group.token}" for group in groups)]
    return ":".join(tokens)


class Handfast(Peer):
    """The command under test, in either part."""

    name = "handfast"

    def __init__(self):
        self.path = pathlib.Path(os.environ.get("HANDFAST", "build/release/bin/handfast")).resolve()

    def missing(self) -> str:
        return "" if self.path.exists() else f"{self.path} does not exist; build it, or name it in HANDFAST"

    def client(self, case: Case, port: int, files: Files) -> Program:
        command = [
            self.path,
            "connect",
            f"127.0.0.1:{port}",
            "--name",
            "localhost",
            "--trust",
            files.trusted_by_client(case),
            "--priority",
            priority(case, case.client_groups),
            "--timeout",
            HANDFAST_TIMEOUT,
        ]
        if credential := files.client(case):
            command += ["--cert", credential.chain, "--key", credential.key]
        return Program(command + (["--alpn", case.alpn] if case.alpn else []))

    def server(self, case: Case, files: Files) -> Program:
        credential = files.server(case)
        command = [
            self.path,
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--cert",
            credential.chain,
            "--key",
            credential.key,
            "--priority",
            priority(case, case.server_groups),
        ]
        command += ["--http", files.served_folder(case.size)] if case.http else ["--echo"]
        if case.client_certificate:
            command += ["--trust", files.trusted_by_server, "--require-client-certificate"]
        return Program(command + (["--alpn", case.alpn] if case.alpn else []))


class Process:
    """A running program whose output is collected as it comes."""

    def __init__(self, program: Program):
        self._process = subprocess.Popen(
            [str(part) for part in program.command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=program.folder,
            env=clean_environment(),
            bufsize=0,
        )
        self.output, self.errors = bytearray(), bytearray()
        self._changed = threading.Condition()
        self._open = 2
        for stream, kept, echo in (
            (self._process.stdout, self.output, program.echoes_by_harness),
            (self._process.stderr, self.errors, False),
        ):
            threading.Thread(target=self._collect, args=(stream, kept, echo), daemon=True).start()

    def _collect(self, stream, kept: bytearray, echo: bool) -> None:
        while data := stream.read(65536):
            with self._changed:
                kept += data
                self._changed.notify_all()
            if echo:
                self.write(data)
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def write(self, data: bytes) -> None:
        """Writes to the program's standard input; a program that has ended takes nothing, which is no error here."""
        with contextlib.suppress(OSError, ValueError):
            view = memoryview(data)
            while view:
                view = view[self._process.stdin.write(view) :]

    def write_in_background(self, data: bytes, then_close: bool = False) -> None:
        def run() -> None:
            self.write(data)
            if then_close:
                self.close_input()

        threading.Thread(target=run, daemon=True).start()

    def close_input(self) -> None:
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def wait_for(self, condition, timeout: float) -> bool:
        """Waits until `condition()` holds, the output has ended, or the time is over; tells whether it holds."""
        with self._changed:
            self._changed.wait_for(lambda: condition() or self._open == 0, timeout)
            return condition()

    def exit_status(self, timeout: float) -> int | None:
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        self.wait_for(lambda: self._open == 0, CLOSING_TIMEOUT)  # a child of its own may keep it open
        return status

    def end(self) -> None:
        self.close_input()
        self._process.kill()
        self._process.wait(EXCHANGE_TIMEOUT)

    def listening_port(self) -> int:
        """The port that a server announces."""
        pattern = re.compile(rb"listening on \S*:(\d+)")
        self.wait_for(lambda: pattern.search(self.output + self.errors), EXCHANGE_TIMEOUT)
        found = pattern.search(self.output + self.errors)
        if not found:
            raise Failed("the server does not say where it listens")
        return int(found[1])

    def report(self) -> str:
        return (
            f"$ {' '.join(map(str, self._process.args))}\n"
            f"stdout: {len(self.output)} bytes, {bytes(self.output[-300:])!r}\n"
            f"stderr: {self.errors.decode(errors='replace')[-3000:]}"
        )


class Failed(Exception):
    """A case did not go as it has to."""


def require(condition: bool, text: str) -> None:
    if not condition:
        raise Failed(text)


class Exchange:
    """One case between one client and one server, one of which is Handfast."""

    def __init__(self, case: Case, files: Files, peer: Peer, handfast_is: str):
        self.case, self.files, self.handfast_is = case, files, handfast_is
        if peer.http_ending and case.ending == CLIENT_CLOSES and not case.refused:
            self.case = dataclasses.replace(case, ending=peer.http_ending)
        self._group = case.group or (peer.default_group if case.version == TLS13 else None)
        handfast = Handfast()
        self._client, self._server = (handfast, peer) if handfast_is == "client" else (peer, handfast)
        self._processes: list[Process] = []

    def run(self) -> None:
        """Raises Failed with the reason if the case fails."""
        with relay.Relay(until_client_closes=self.case.ending == HALF_CLOSE) as between:
            server = self._server.server(self.case, self.files)
            process = self._start(server)
            between.server_port = server.port or process.listening_port()
            self._connect(between)
            if self.case.ending == CUT and self.handfast_is == "server":
                self.case = dataclasses.replace(self.case, ending=CLIENT_CLOSES)
                self._connect(between)  # a server outlives a connection that was cut

    def end(self) -> None:
        for process in self._processes:
            process.end()

    def reports(self) -> str:
        return "\n".join(process.report() for process in self._processes)

    def _start(self, program: Program) -> Process:
        process = Process(program)
        self._processes.append(process)
        return process

    def _connect(self, between: relay.Relay) -> None:
        earlier = len(between.connections)
        client = self._start(self._client.client(self.case, between.port, self.files))
        expected = self.files.payload(self.case.size)
        request = f"GET /{SERVED_FILE} HTTP/1.0\r\n\r\n".encode() if self.case.http else expected
        client.write_in_background(request, then_close=self.case.ending == HALF_CLOSE)
        arrived = client.wait_for(lambda: client.output.endswith(expected), EXCHANGE_TIMEOUT)
        require(len(between.connections) > earlier, "the client made no connection")
        # A browser opens more than it needs: the one that counts is the one in which most was answered.
        connection = max(between.connections[earlier:], key=lambda each: len(each.from_server.records))
        if self.case.refused:
            self._judge_refusal(client, connection)
            return
        require(arrived, f"{len(client.output)} bytes arrived, not the {len(expected)} that were expected")
        require(self.case.http or bytes(client.output) == expected, "more arrived than was sent")
        if self.case.ending == CUT:
            connection.cut()
        elif self.case.ending == CLIENT_CLOSES:
            client.close_input()
        self._judge_ending(client, connection)
        self._judge_selection(connection)

    def _judge_refusal(self, client: Process, connection: relay.Connection) -> None:
        require(bool(connection.selected()), "no ServerHello was seen: the refusal has another reason")
        require(
            not client.output, f"data arrived although the connection had to be refused: {bytes(client.output[:100])!r}"
        )
        status = client.exit_status(EXCHANGE_TIMEOUT)
        if self.handfast_is == "client":
            expected = (
                (CERTIFICATE_REFUSED,)
                if self.case.refused in (WRONG_AUTHORITY, WRONG_NAME)
                else (HANDSHAKE_FAILED, BROKEN)
            )  # the server's refusal may come after the client's handshake (RFC 8446, 4.4.2.4)
            require(status in expected, f"handfast ended with {status}, expected {expected}")
            require(bool(client.errors), "handfast does not say why it ended")

    def _judge_ending(self, client: Process, connection: relay.Connection) -> None:
        closes = self.case.ending == SERVER_CLOSES
        status = client.exit_status(CLOSING_TIMEOUT if closes else EXCHANGE_TIMEOUT)
        if status is None and closes:
            client.close_input()  # some clients wait for the end of their input as well
            status = client.exit_status(EXCHANGE_TIMEOUT)
        require(status is not None, "the client does not end with its connection")
        if self.case.ending == CUT:
            if self.handfast_is == "client":
                require(status == BROKEN, f"handfast ended with {status} after a cut, expected {BROKEN}")
                require(bool(client.errors), "handfast does not say that the connection was cut")
            return
        if self.handfast_is == "client":
            require(status == OK, f"handfast ended with {status}")
        connection.wait()
        ours, closes_first = (
            (connection.from_client, CLIENT_CLOSES)
            if self.handfast_is == "client"
            else (connection.from_server, SERVER_CLOSES)
        )
        if self.case.ending in (closes_first, HALF_CLOSE):
            require(ours.ends_with_alert, "handfast closed without close_notify")

    def _judge_selection(self, connection: relay.Connection) -> None:
        hellos = connection.selected()
        require(bool(hellos), "no ServerHello was seen")
        final = hellos[-1]
        require(final.version == self.case.version.code, f"version {final.version:#06x} was selected")
        require(not final.retry and len(hellos) <= 2, "HelloRetryRequest without a ServerHello after it")
        if self.case.suite:
            require(final.suite == self.case.suite.code, f"cipher suite {final.suite:#06x} was selected")
        if self._group:
            require(final.group == self._group.code, f"group {final.group or 0:#06x} was selected")
        if self.case.retry:
            require(hellos[0].retry, "no HelloRetryRequest was seen")


@dataclasses.dataclass
class Result:
    """How one case went: `passed`, or why not, or why it cannot be tried with this peer."""

    case: Case
    part: str  # the peer's
    passed: bool = False
    failure: str = ""
    not_possible: str = ""
    details: str = ""


def run_case(case: Case, files: Files, peer: Peer, part: str) -> Result:
    result = Result(case, part)
    result.not_possible = peer.cannot(case, part)
    if result.not_possible:
        return result
    exchange = Exchange(case, files, peer, "server" if part == "client" else "client")
    try:
        exchange.run()
        result.passed = True
    except Failed as failure:
        result.failure = str(failure)
    finally:
        exchange.end()
        result.details = exchange.reports()
    return result


def run_peer(peer: Peer, only: str, announce) -> list[Result]:
    """All cases with one peer, in each part that it can play."""
    results = []
    with tempfile.TemporaryDirectory(prefix="handfast-interop-") as folder:
        files = Files(pathlib.Path(folder))
        for part in peer.parts:
            for case in CASES:
                if only in case.title:
                    results.append(run_case(case, files, peer, part))
                    announce(peer, results[-1])
    return results


def word(result: Result) -> str:
    return "ok" if result.passed else "FAILED" if result.failure else "-"


def every_peer() -> list[Peer]:
    """Those of all the test files here."""
    scripts = sorted(pathlib.Path(__file__).resolve().parent.glob("*_test.py"))
    return [peer for script in scripts for peer in getattr(importlib.import_module(script.stem), "PEERS", [])]


def heading(title: str, columns: list[Peer]) -> list[str]:
    """The first lines of a table with two columns for each peer that has both parts."""
    header = [f"{peer.name} {peer.release()} as {part}" for peer in columns for part in peer.parts]
    return [f"| {title} | " + " | ".join(header) + " |", "|---" * (len(header) + 1) + "|"]


def markdown(columns: dict[Peer, list[Result]]) -> str:
    """A table with a row for each case."""
    lines = heading("Case", list(columns))
    for case in CASES:
        cells = [
            word(result)
            for peer, results in columns.items()
            for part in peer.parts
            for result in results
            if result.case == case and result.part == part
        ]
        if cells:
            lines.append(f"| {case.title} | " + " | ".join(cells) + " |")
    reasons = sorted(
        {
            f"- {peer.name}: {result.not_possible}"
            for peer, results in columns.items()
            for result in results
            if result.not_possible
        }
    )
    return "\n".join(lines + ["", "Not possible (-):", *reasons])


def main(*peers: Peer) -> int:
    """Runs the cases with each of the peers and returns the exit status of the test."""
    parser = argparse.ArgumentParser(description="interoperation test")
    parser.add_argument("--only", default="", help="run the cases whose title contains this text")
    parser.add_argument("--markdown", action="store_true", help="print the results as a table")
    parser.add_argument("--verbose", action="store_true", help="show what both programs printed where a case fails")
    arguments = parser.parse_args()
    if reason := Handfast().missing():
        print(f"failed: {reason}")
        return 1
    missing = [f"{peer.name}: {reason}" for peer in peers if (reason := peer.missing())]
    if missing:
        print("skipped: " + "; ".join(missing))
        return SKIPPED

    def announce(peer: Peer, result: Result) -> None:
        reason = result.failure or result.not_possible
        print(
            f"{word(result):6} {peer.name} as {result.part}: {result.case.title}" + (f" ({reason})" if reason else ""),
            flush=True,
        )
        if result.failure and arguments.verbose:
            print(result.details, flush=True)

    started = time.monotonic()
    columns = {peer: run_peer(peer, arguments.only, announce) for peer in peers}
    results = [result for column in columns.values() for result in column]
    if arguments.markdown:
        print(markdown(columns))
    passed, failed = sum(result.passed for result in results), sum(bool(result.failure) for result in results)
    print(
        f"{passed} passed, {failed} failed, {len(results) - passed - failed} not possible, "
        f"{time.monotonic() - started:.0f} s"
    )
    return 1 if failed or not passed else 0
