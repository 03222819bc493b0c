"""Connections that go on from earlier ones, with tickets, session ids and early data, handshake again in TLS 1.2, or
change keys or authenticate the client late in TLS 1.3.

Handfast's side is session_peer.c, on the C API, compiled when the test runs; HANDFAST_LIB names the folder of
libgnutls.so.30. Where the peer says how a session was made, its word is asked for, too.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import pathlib
import subprocess
import tempfile
import typing

import certificates
import gnutls_test
import go_test
import java_test
import node_test
import openssl_test
import own_program
import peers
import python_test
import relay
import rust_test

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
FOLDER = pathlib.Path(os.environ.get("HANDFAST_LIB", "build/release/lib")).resolve()
LIBRARY = FOLDER / "libgnutls.so.30"
RECONNECTIONS = 5  # of `s_client -reconnect`

TICKETS, IDS, EARLY, CLIENT_BEGINS, SERVER_ASKS = "tickets", "ids", "early", "client begins", "server asks"
LATE = "late"
UPDATES, UPDATED = "updates", "updated"  # Handfast asks for new keys, or the peer does
HELLO, MORE = b"hello\n", b"more\n"


@dataclasses.dataclass(frozen=True)
class Kind:
    title: str
    version: peers.Version
    what: str
    parts: tuple[str, ...] = ("server", "client")  # the peer's

    @property
    def resumes(self) -> bool:
        return self.what in (TICKETS, IDS, EARLY)

    @property
    def updates(self) -> bool:
        return self.what in (UPDATES, UPDATED)

    @property
    def priority(self) -> str:
        return f"NORMAL:-VERS-ALL:+{self.version.token}"


KINDS = [
    Kind("TLS 1.3: resumption with tickets", peers.TLS13, TICKETS),
    Kind("TLS 1.3: early data", peers.TLS13, EARLY),
    Kind("TLS 1.3: key update, Handfast asks", peers.TLS13, UPDATES),
    Kind("TLS 1.3: key update, the peer asks", peers.TLS13, UPDATED),
    Kind("TLS 1.3: authentication after the handshake", peers.TLS13, LATE),
    Kind("TLS 1.2: resumption with tickets", peers.TLS12, TICKETS),
    Kind("TLS 1.2: resumption with session ids", peers.TLS12, IDS),
    Kind("TLS 1.2: renegotiation, the client begins", peers.TLS12, CLIENT_BEGINS),
    Kind("TLS 1.2: renegotiation, the server asks", peers.TLS12, SERVER_ASKS),
]
EITHER = {LATE: "late", EARLY: "early", UPDATES: "updates", UPDATED: "updated"}
OUR_CLIENT = {TICKETS: "resume", IDS: "resume", CLIENT_BEGINS: "begin", SERVER_ASKS: "asked"} | EITHER
OUR_SERVER = {TICKETS: "tickets", IDS: "ids", CLIENT_BEGINS: "tickets", SERVER_ASKS: "asks"} | EITHER


@functools.lru_cache(maxsize=None)
def program() -> pathlib.Path:
    out = own_program.temporary_folder("sessions") / "session_peer"
    arguments = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", f"-I{INCLUDE}", HERE / "session_peer.c", "-o", out]
    libraries = [f"-L{FOLDER}", "-l:libgnutls.so.30", f"-Wl,-rpath,{FOLDER}"]
    subprocess.run([os.environ.get("CC", "cc"), *arguments, *libraries], check=True)
    return out


class Run:
    """One kind with one peer in one part. A peer's client() and server() start their processes here."""

    def __init__(self, kind: Kind, files: peers.Files, folder: pathlib.Path):
        self.kind, self.files, self.folder = kind, files, folder
        self.case = peers.Case(kind.title, kind.version)
        self.processes: list[peers.Process] = []
        self.port = 0  # of the relay

    def start(self, started: peers.Program) -> peers.Process:
        self.processes.append(peers.Process(started))
        return self.processes[-1]

    def expect(self, process: peers.Process, text: bytes, times: int = 1) -> None:
        """Waits until the process has printed the text so often."""
        arrived = process.wait_for(lambda: process.output.count(text) >= times, peers.EXCHANGE_TIMEOUT)
        peers.require(arrived, f"{text!r} was expected {times} times")

    def finish(self, process: peers.Process) -> None:
        process.close_input()
        status = process.exit_status(peers.EXCHANGE_TIMEOUT)
        peers.require(status == 0, f"the client ended with {status}")

    def identity(self) -> certificates.Credential:
        """Of the client, which the handshake itself does not ask for."""
        return self.files.client(dataclasses.replace(self.case, client_certificate=self.case.certificate))

    def our_client(self, *ask: str) -> peers.Process:
        what = OUR_CLIENT[self.kind.what]
        trust = self.files.trusted_by_client(self.case)
        if self.kind.what == LATE:
            identity = self.identity()
            ask += (identity.chain, identity.key)
        return self.start(peers.Program([program(), "client", self.port, trust, self.kind.priority, what, *ask]))

    def our_server(self) -> peers.Process:
        credential = self.files.server(self.case)
        command = [program(), "server", credential.chain, credential.key, self.kind.priority]
        trust = [self.files.trusted_by_server] if self.kind.what == LATE else []
        return self.start(peers.Program([*command, OUR_SERVER[self.kind.what], *trust]))


class Sessions:
    """A peer. `cannot` gives the reason why it cannot take that part; `serve` is how it starts as a server, to which
    our client connects through the relay, and `connect` does all that a client does, with our server behind it."""

    parts = ("server", "client")
    ask: typing.Mapping[str, tuple[str, ...]] = {}  # what our client writes so that the server asks for something

    def __init__(self, peer: peers.Peer):
        self.peer = peer
        self.name = peer.name

    def cannot(self, kind: Kind, part: str) -> str:
        return ""

    def tries(self, kind: Kind, part: str) -> int:
        """How often the case may be run until it passes, where the peer does it not always."""
        return 1

    def serve(self, run: Run) -> peers.Program:
        return self.peer.server(run.case, run.files)

    def drive(self, run: Run, server: peers.Process, client: peers.Process) -> None:
        """What somebody types at the server meanwhile."""

    def connect(self, run: Run, server: peers.Process) -> None:
        raise NotImplementedError

    @staticmethod
    def two_lines(run: Run, client: peers.Process, between: bytes = b"") -> None:
        client.write(HELLO)
        run.expect(client, HELLO)
        client.write(between + MORE)
        run.expect(client, MORE)
        run.finish(client)


TYPED = {SERVER_ASKS: b"r\n", UPDATED: b"K\n", LATE: b"c\n"}  # commands of s_server


class OpenSsl(Sessions):
    def serve(self, run):
        out = super().serve(run)
        what = run.kind.what
        more = {EARLY: ["-early_data"], IDS: ["-no_ticket"], CLIENT_BEGINS: ["-client_renegotiation"]}.get(what, [])
        typed = what in TYPED
        command = [part for part in out.command if not typed or part != "-quiet"]  # which takes no commands
        return dataclasses.replace(out, command=command + more, echoes_by_harness=not typed)

    def drive(self, run, server, client):
        if run.kind.what == EARLY:
            run.expect(server, b"early\n")
        if run.kind.what not in TYPED:
            return
        run.expect(server, HELLO)
        server.write(HELLO)
        run.expect(client, b"echo\n")
        server.write(TYPED[run.kind.what])
        if run.kind.what != SERVER_ASKS:
            run.expect(client, b"updated\n" if run.kind.what == UPDATED else b"reauth 0\n")  # a line behind a command that was not read yet is lost
        run.expect(server, HELLO, 2)
        server.write(HELLO)

    def connect(self, run, server):
        saved = run.folder / f"{run.kind.what}-{run.kind.version.code}.pem"
        if run.kind.resumes:
            self._once(run, "-sess_out", saved)
            early = ["-early_data", self._early(run)] if run.kind.what == EARLY else []
            second = self._once(run, "-sess_in", saved, *early)
            run.expect(second, b"\nReused, ")
            if early:
                run.expect(second, b"Early data was accepted")
        elif run.kind.updates:
            self._update_keys(run)
        elif run.kind.what == LATE:
            self.two_lines(run, self._late(run))
        else:
            self._renegotiate(run, server)
        if run.kind.what == IDS:
            self._reconnect(run, server)

    @staticmethod
    def _early(run):
        file = run.folder / "early"
        file.write_bytes(b"early\n")
        return file

    @staticmethod
    def _start(run, *more):
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{run.port}", "-servername", "localhost"]
        command += ["-CAfile", run.files.trusted_by_client(run.case), "-verify_return_error"]
        no_ticket = ["-no_ticket"] if run.kind.what == IDS else []
        return run.start(peers.Program([*command, OPENSSL.versions[run.kind.version], *no_ticket, *more]))

    def _late(self, run):
        identity = run.identity()
        shown = ["-cert", identity.chain, "-cert_chain", identity.chain, "-key", identity.key]
        return self._start(run, "-enable_pha", *shown)

    def _once(self, run, *more):
        client = self._start(run, *more)
        client.write(HELLO)
        run.expect(client, HELLO)
        run.finish(client)
        return client

    def _update_keys(self, run):
        client = self._start(run)
        client.write(HELLO)
        run.expect(client, HELLO)
        if run.kind.what == UPDATED:
            client.write(b"K\n")
            saw = client.wait_for(lambda: b"KEYUPDATE\n" in client.errors, peers.EXCHANGE_TIMEOUT)
            peers.require(saw, "no KEYUPDATE")
        client.write(MORE)
        run.expect(client, MORE)
        run.finish(client)

    def _renegotiate(self, run, server):
        client = self._start(run)
        client.write(HELLO)
        run.expect(client, HELLO)
        if run.kind.what == CLIENT_BEGINS:
            client.write(b"R\n")
        run.expect(server, b"rehandshake 0\n")
        client.write(MORE)
        run.expect(client, MORE)
        run.finish(client)

    def _reconnect(self, run, server):
        earlier = server.output.count(b"resumed 1,")
        client = self._start(run, "-reconnect")
        run.expect(client, b"\nReused, ", RECONNECTIONS)
        run.finish(client)
        run.expect(server, b"resumed 1,", earlier + RECONNECTIONS)


class GnuTls(Sessions):
    ask = {SERVER_ASKS: ("**REHANDSHAKE**\n",), LATE: ("**REAUTH**\n",)}  # to gnutls-serv

    def cannot(self, kind, part):
        if (kind.what, part) == (UPDATED, "server"):
            return "gnutls-serv cannot be told to change its keys"
        if (kind.what, part) == (EARLY, "client") and not self._sends_early_data(kind):
            return "gnutls-cli of this release has an error when it sends early data, to gnutls-serv as well"
        return ""

    def _sends_early_data(self, kind) -> bool:
        """That of 3.8.9 sets its session later than its library wants it."""
        with tempfile.TemporaryDirectory(prefix="handfast-sessions-") as name:
            folder = pathlib.Path(name)
            run = Run(kind, peers.Files(folder), folder)
            started = self.serve(run)
            server, run.port = run.start(started), started.port
            server.wait_for(lambda: b"done" in server.errors, peers.EXCHANGE_TIMEOUT)
            client = self._start(run)
            client.write(HELLO)
            client.wait_for(lambda: HELLO in client.output, peers.EXCHANGE_TIMEOUT)
            client.end(), server.end()
            return b"error sending early data" not in client.errors

    def tries(self, kind, part):
        # A ticket made at 0.9 s that comes back at 1.1 s is no older than at once to GnuTLS 3.7.9 and 3.8.9, and a client
        # that says how old it is has no early data taken. Our client begins with a second, so that there is time.
        return 5 if (kind.what, part) == (EARLY, "server") else 1

    def serve(self, run):
        out = super().serve(run)
        more = {EARLY: ["--earlydata"], IDS: ["--noticket"]}.get(run.kind.what, [])
        return dataclasses.replace(out, command=out.command + more)

    def _start(self, run):
        out = self.peer.client(run.case, run.port, run.files)
        early = run.folder / "early"
        early.write_bytes(b"early\n")
        what = run.kind.what
        more = ["--resume", "--waitresumption"] if run.kind.resumes else []  # a ticket may take its time
        more += {
            EARLY: ["--earlydata", early],
            IDS: ["--noticket"],
            CLIENT_BEGINS: ["--rehandshake"],
            UPDATED: ["--inline-commands"],
            LATE: ["--post-handshake-auth"],
        }.get(what, [])
        if what == LATE:
            identity = run.identity()
            more += ["--x509certfile", identity.chain, "--x509keyfile", identity.key]
        return run.start(dataclasses.replace(out, command=[*out.command[:-1], *more, out.command[-1]]))

    def connect(self, run, server):
        client, what = self._start(run), run.kind.what
        if run.kind.updates or what == LATE:
            self.two_lines(run, client, b"^rekey^\n" if what == UPDATED else b"")
            return
        client.write(HELLO)
        run.expect(client, HELLO)
        if what == SERVER_ASKS:
            run.expect(server, b"rehandshake 0\n")
            client.write(MORE)
            run.expect(client, MORE)
        run.finish(client)


class Library(Sessions):
    """A program of ours on somebody's library."""

    def __init__(self, peer, no_ids, word=b"resumed true\n"):
        super().__init__(peer)
        self.no_ids, self.word = no_ids, word  # which the client prints when it has resumed

    def cannot(self, kind, part):
        if kind.what == IDS:
            return self.no_ids
        if kind.what == EARLY:
            return "the library takes no early data"
        if kind.what == LATE:
            return "the library cannot be told to authenticate after the handshake"
        if kind.what == UPDATED:
            return "the library cannot be told to change its keys"
        return "" if kind.resumes or kind.updates else "the library does not renegotiate, or not when it is told to"

    def connect(self, run, server):
        out = self.peer.client(run.case, run.port, run.files)
        if run.kind.updates:
            self.two_lines(run, run.start(out))
            return
        client = run.start(dataclasses.replace(out, command=[*out.command, "--again", "hello"]))
        run.expect(client, self.word)
        run.finish(client)


class Rust(Library):
    """rustls keeps sessions or gives tickets, as it is told; early data goes with the former."""

    def cannot(self, kind, part):
        if kind.what == LATE:
            return "rustls does not authenticate after the handshake"
        return "rustls does not renegotiate" if kind.what in (CLIENT_BEGINS, SERVER_ASKS) else ""

    def serve(self, run):
        out = super().serve(run)
        more = {TICKETS: ["--tickets", "true"], EARLY: ["--max-early", "1024"], UPDATED: ["--update-keys", "true"]}
        return dataclasses.replace(out, command=out.command + more.get(run.kind.what, []))

    def drive(self, run, server, client):
        if run.kind.what == EARLY:
            run.expect(server, b'resumed true, early data "early\\n"\n')
        elif run.kind.resumes:
            run.expect(server, b'resumed true, early data ""\n')

    def connect(self, run, server):
        out = self.peer.client(run.case, run.port, run.files)
        if run.kind.updates:
            more = ["--update-keys", "true"] if run.kind.what == UPDATED else []
            self.two_lines(run, run.start(dataclasses.replace(out, command=out.command + more)))
            return
        early = ["--early", "early"] if run.kind.what == EARLY else []
        client = run.start(dataclasses.replace(out, command=[*out.command, "--again", "hello", *early]))
        run.expect(client, self.word)
        if early:
            run.expect(client, b"early data true\n")
        run.finish(client)


OPENSSL = openssl_test.OpenSsl()
PEERS = [
    OpenSsl(OPENSSL),
    GnuTls(gnutls_test.GnuTls()),
    Library(go_test.Go(), "crypto/tls has tickets only"),
    Library(java_test.Java(), "JSSE has session ids only when it is told to have no tickets", b"visited twice\n"),
    Library(node_test.Node(), "a server on the tls module keeps sessions only if it is told where"),
    Library(python_test.Python(), "the ssl module makes tickets"),
]
SLOW_PEERS = [Rust(rust_test.Rust(), "")]  # which take minutes to build


@dataclasses.dataclass
class Result:
    kind: Kind
    part: str  # the peer's
    passed: bool = False
    failure: str = ""
    not_possible: str = ""
    details: str = ""


def attempt(run: Run, peer: Sessions, part: str) -> None:
    with relay.Relay() as between:
        run.port = between.port
        if part == "client":
            server = run.our_server()
            between.server_port = server.listening_port()
            peer.connect(run, server)
            done = {LATE: b"reauth 0, certificates 1, verified 0 0x0\n"}.get(run.kind.what, b"rehandshake 0\n")
            if run.kind.updates:
                done = b"updated\n"
            run.expect(server, b"handshake 0, resumed 1," if run.kind.resumes else done)
            if run.kind.what == EARLY:
                run.expect(server, b"early data 1\nearly early\n")
            return
        started = peer.serve(run)
        server = run.start(started)
        between.server_port = started.port or server.listening_port()
        client = run.our_client(*peer.ask.get(run.kind.what, ()))
        peer.drive(run, server, client)
        status = client.exit_status(peers.EXCHANGE_TIMEOUT)
        early = int(run.kind.what == EARLY)
        wanted = [f"echo\n{'reauth' if run.kind.what == LATE else 'rehandshake'} 0\necho\n"]
        if run.kind.resumes:
            wanted = [f"resumed 0\necho\nresumed 1, early data {early}\necho\n"]
        if run.kind.updates:
            wanted = ["echo\nupdated\necho\n", "updated\necho\necho\n"]
        peers.require(status == 0 and client.output.decode() in wanted, f"our client ended with {status}")


def run_kind(kind: Kind, peer: Sessions, part: str, files: peers.Files, folder: pathlib.Path) -> Result:
    result = Result(kind, part, not_possible=peer.cannot(kind, part))
    if result.not_possible:
        return result
    for _ in range(peer.tries(kind, part)):
        run = Run(kind, files, folder)
        try:
            attempt(run, peer, part)
            return dataclasses.replace(result, passed=True, failure="")
        except peers.Failed as failure:
            result.failure = str(failure)
        finally:
            for process in run.processes:
                process.end()
            result.details = "\n".join(f"{process.report()}\n{bytes(process.output)!r}" for process in run.processes)
    return result


def run_peer(peer: Sessions, only: str, announce: typing.Callable) -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory(prefix="handfast-sessions-") as name:
        folder = pathlib.Path(name)
        files = peers.Files(folder)
        for part in peer.parts:
            for kind in KINDS:
                if only in kind.title and part in kind.parts:
                    results.append(run_kind(kind, peer, part, files, folder))
                    announce(peer, results[-1])
    return results


def markdown(columns: dict[Sessions, list[Result]]) -> str:
    header = [f"{peer.name} {peer.peer.release()} as {part}" for peer in columns for part in peer.parts]
    lines = ["| Sessions, on the C API | " + " | ".join(header) + " |", "|---" * (len(header) + 1) + "|"]
    for kind in KINDS:
        cells = [
            next((peers.word(each) for each in results if (each.kind, each.part) == (kind, part)), "-")
            for peer, results in columns.items()
            for part in peer.parts
        ]
        lines.append(f"| {kind.title} | " + " | ".join(cells) + " |")
    reasons = {
        f"- {peer.name}: {each.not_possible}"
        for peer, results in columns.items()
        for each in results
        if each.not_possible
    }
    return "\n".join([*lines, "", "Not possible (-):", *sorted(reasons)])
