"""Programs that fail against peers, and what Handfast says about it. HANDFAST names the command under test; the program on
GnuTLS's API is explain_program beside it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import pathlib
import re
import select
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop"))
import certificates  # noqa: E402
import libraries  # noqa: E402
import ports  # noqa: E402

HANDFAST = pathlib.Path(os.environ.get("HANDFAST", "build/release/bin/handfast")).resolve()
PROGRAM = HANDFAST.parent / "explain_program"
APT_METHOD = pathlib.Path("/usr/lib/apt/methods/https")
TIME = 30  # seconds for anything; everything here takes a fraction of one
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
RECORD_HEADER = 5
HANDSHAKE_RECORD, APPLICATION_RECORD = 22, 23


def environment(**extra) -> dict[str, str]:
    """The environment without what would change a library's behaviour."""
    unwanted = re.compile(r"LD_|GNUTLS_|OPENSSL_|SSL|HANDFAST_EXPLAIN|CURL_|.*_proxy$", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not unwanted.match(name)} | extra


# ---- certificates ----


class Files:
    """Everything that a peer or a program shows or trusts, made once."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.authority = certificates.Authority(folder / "good", "Good")
        self.other = certificates.Authority(folder / "other", "Other")
        day = certificates.day
        issue = self.authority.issue
        self.server = issue("server")
        self.rsa = issue("rsa", "rsa")
        self.ed25519 = issue("ed25519", "ed25519")
        self.wrong_name = issue("wrong-name", names=("www.example", "example"))
        self.expired = issue("expired", start=day(-60), end=day(-30))
        self.future = issue("future", start=day(10), end=day(20))
        self.for_clients = issue("for-clients", purpose="clientAuth")
        self.untrusted = self.other.issue("untrusted")
        self.client = issue("client", names=(), purpose="clientAuth")
        self.foreign_client = self.other.issue("foreign-client", names=(), purpose="clientAuth")
        self.no_intermediate = certificates.Credential(folder / "good" / "server.pem", self.server.key)
        self.self_signed = self._self_signed("self-signed")
        self.no_signing = self._self_signed("no-signing", "keyUsage=critical,keyEncipherment", signer=True)
        self.small = self._self_signed("small", bits=1024, signer=True)
        self.today = datetime.datetime.now(datetime.timezone.utc)

    @property
    def trust(self) -> pathlib.Path:
        return self.authority.root

    def _self_signed(self, label, extension="basicConstraints=CA:FALSE", bits=2048, signer=False):
        chain, key = self.folder / f"{label}.pem", self.folder / f"{label}.key"
        plain = self.folder / "plain.cnf"  # the system's own adds extensions
        plain.write_text("[req]\ndistinguished_name = name\n[name]\n")
        issuer = ["-CA", self.trust, "-CAkey", self.folder / "good" / "root.key"] if signer else []
        certificates.run_openssl(
            "req", "-x509", "-config", plain, "-newkey", f"rsa:{bits}", "-nodes", "-keyout", key, "-out", chain, "-days", "30", "-sha256",
            "-subj", f"/CN={label}", "-addext", "subjectAltName=DNS:localhost", "-addext", extension, *issuer,
        )  # fmt: skip
        return certificates.Credential(chain, key)


# ---- peers that are servers ----


@contextlib.contextmanager
def raw_server(action):
    """A TCP server that handles each connection by `action`, in turn; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def handle():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    connection.settimeout(TIME)
                    with connection, contextlib.suppress(OSError):
                        action(connection)

        thread = threading.Thread(target=handle, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(TIME)


@contextlib.contextmanager
def process(command, **options):
    with subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
        **options,
    ) as running:
        try:
            yield running
        finally:
            running.kill()
            running.stdout.close()


def announced_port(running, pattern: bytes) -> int:
    """The port that a server prints; what it prints later is dropped, so that it never waits for a reader."""
    said = b""
    deadline = time.monotonic() + TIME
    while time.monotonic() < deadline:
        if select.select([running.stdout], [], [], 1)[0]:
            got = os.read(running.stdout.fileno(), 4096)
            said += got
            if found := re.search(pattern, said):
                threading.Thread(target=drain, args=(running.stdout,), daemon=True).start()
                return int(found[1])
            if not got:
                break
    raise AssertionError(f"{running.args[0]} did not start: {said.decode(errors='replace')}")


def drain(stream) -> None:
    with contextlib.suppress(OSError, ValueError):
        while stream.read1(4096):
            pass


@contextlib.contextmanager
def openssl_server(credential, *options):
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", credential.chain, "-cert_chain", credential.chain,
               "-key", credential.key, *options]  # fmt: skip
    with process(command) as running:
        yield announced_port(running, rb"ACCEPT \S*:(\d+)")


@contextlib.contextmanager
def gnutls_server(credential, *options):
    port = ports.free_port()
    command = ["gnutls-serv", "--echo", "--port", port, "--x509certfile", credential.chain, "--x509keyfile", credential.key]
    with process([*command, *options]) as running:
        announced_port(running, rb"IPv4 0\.0\.0\.0 port (\d+)\.\.\.done")
        yield port


@contextlib.contextmanager
def python_server(credential, action, **settings):
    """Python's ssl module; `action` gets the connection once its handshake is over."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(credential.chain, credential.key)
    for name, value in settings.items():
        setattr(context, name, value)

    def handle(connection):
        with context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False) as tls:
            action(tls)

    with raw_server(handle) as port:
        yield port


def reset(connection) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


def read_record(source) -> bytes:
    def exactly(size):
        out = b""
        while len(out) < size:
            got = source.recv(size - len(out))
            if not got:
                raise OSError("closed")
            out += got
        return out

    header = exactly(RECORD_HEADER)
    return header + exactly(int.from_bytes(header[3:], "big"))


@contextlib.contextmanager
def meddler(server, meddle):
    """Between a client and `server`, record by record: `meddle(number, record)` gives what the client gets of the server's
    record, from 0, or None for the end."""

    def handle(client):
        with server as port, socket.create_connection(("127.0.0.1", port), TIME) as upstream:
            number = 0
            while True:  # in one thread: a socket that another one still reads would not be closed
                ready = select.select([client, upstream], [], [], TIME)[0]
                if client in ready:
                    data = client.recv(65536)
                    if not data:
                        return
                    upstream.sendall(data)
                if upstream not in ready:
                    continue
                out = meddle(number, read_record(upstream))
                if isinstance(out, tuple):  # the last of it, and how it ends
                    client.sendall(out[0])
                    out[1](client)
                    return
                client.sendall(out)
                number += 1

    with raw_server(handle) as port:
        yield port


# ---- programs on Handfast ----


@dataclasses.dataclass
class Outcome:
    """What a program left behind."""

    status: int
    output: str
    errors: str
    explanations: list  # of JSON, or of text: one string each

    @property
    def only(self):
        if len(self.explanations) != 1:
            raise AssertionError(f"{len(self.explanations)} explanations: {self.errors}\n{self.output}")
        return self.explanations[0]


def outcome_of(status, output, errors, form) -> Outcome:
    if form == "json":
        found = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    else:
        found = re.findall(r"^TLS(?: failed| warning)?: .*\n(?:  .*\n)*", errors, re.MULTILINE)
    return Outcome(status, output, errors, found)


def run(command, form="text", stdin="", **extra) -> Outcome:
    """Runs an unmodified program by `handfast run --explain`."""
    words = [HANDFAST, "run", "--explain" if form == "text" else "--explain=json", *command]
    done = subprocess.run(
        [str(word) for word in words], input=stdin, capture_output=True, text=True, errors="replace", timeout=TIME,
        check=False, env=environment(**extra),
    )  # fmt: skip
    return outcome_of(done.returncode, done.stdout, done.stderr, form)


def connect(form, port, *options) -> Outcome:
    """`handfast connect`, whose events as JSON hold the same object."""
    words = [HANDFAST, "connect", f"localhost:{port}", *options, *(["--json"] if form == "json" else [])]
    done = subprocess.run(
        [str(word) for word in words], input="", capture_output=True, text=True, timeout=TIME, check=False,
        env=environment(),
    )  # fmt: skip
    outcome = outcome_of(done.returncode, done.stdout, done.stderr, form)
    if form == "json":
        outcome.explanations = [event["failure"] for event in outcome.explanations if event["event"] == "failed"]
    return outcome


def apt(form, port, trust) -> Outcome:
    """apt's https method, which takes its orders on standard input."""
    order = f"601 Configuration\nConfig-Item: Acquire::https::CAInfo={trust}\nConfig-Item: Acquire::https::Timeout=10\n\n"
    order += f"600 URI Acquire\nURI: https://localhost:{port}/x\nFilename: /nonexistent/x\n\n"
    return run([APT_METHOD], form, order)


def client(form, port, *options) -> Outcome:
    return run([PROGRAM, "client", port, *options], form)


def server(form, peer, *options) -> Outcome:
    """explain_program as server of `peer`, a function that gets the port and returns when it has failed, too."""
    words = [HANDFAST, "run", "--explain" if form == "text" else "--explain=json", PROGRAM, "server", *options]
    with subprocess.Popen(
        [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(), text=True, errors="replace",
    ) as running:  # fmt: skip
        try:
            line = running.stdout.readline()
            if "listening on" not in line:
                raise AssertionError(running.stderr.read())
            peer(int(line.rsplit(":", 1)[1]))
            output, errors = running.communicate(timeout=TIME)
        finally:
            running.kill()
    return outcome_of(running.returncode, output, errors, form)


def tool(*command, stdin=""):
    """A peer for server(): a client's command line with {port} in it."""

    def peer(port):
        words = [str(word).replace("{port}", str(port)) for word in command]
        subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=TIME, check=False, env=environment())

    return peer


def leave_after_certificate(connection, version):
    """A client that has seen the server's first flight, its certificate in it, and goes without a word."""
    context = ssl.create_default_context()
    context.maximum_version = version
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    connection.sendall(outgoing.read())
    # Read to its end: closing with unread bytes would reset the connection.
    with contextlib.suppress(ssl.SSLError):
        while True:
            incoming.write(connection.recv(65536))
            with contextlib.suppress(ssl.SSLWantReadError):
                tls.do_handshake()


def raw_client(action):
    def peer(port):
        with socket.create_connection(("127.0.0.1", port), TIME) as connection:
            with contextlib.suppress(OSError):
                action(connection)

    return peer
