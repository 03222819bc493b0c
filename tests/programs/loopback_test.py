#!/usr/bin/env python3
"""Unmodified programs on the system's libgnutls and on ours: the same exit status, words, files and traces on the server.

Each program of clients.py meets a server that is all right, and one for each thing that can be wrong. The folder with our
libgnutls.so.30 is HANDFAST_LIB (build/release/lib). Exit status 77: a program is not installed. "Not possible" is one that
has another TLS library here, or that needs a later release of GnuTLS than the interface of ours.
"""

from __future__ import annotations

import ctypes
import dataclasses
import hashlib
import os
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "interop"))
import certificates  # noqa: E402
import clients  # noqa: E402
import ftp_server  # noqa: E402
import servers  # noqa: E402

SKIPPED = 77
PROGRAM_TIMEOUT = 120  # seconds; the large file takes a few
SMALL_BYTES = 300_000  # several records
LARGE_BYTES = 100_000_000
LINE_BYTES = 900  # of mail; RFC 5321, 4.5.3.1.6 allows 998
OUR_FOLDER = "prefix/lib"
INTERFACE = (3, 7)  # the release of GnuTLS whose interface ours is


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One server, and whether a program that verifies has to be content with it."""

    name: str
    accepted: bool = True
    credential: str = "good"
    authority: str = "good"
    tls: str = "at once"
    names: tuple[str, ...] = ("small",)
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3


SCENARIOS = (
    Scenario("good"),
    Scenario("good, TLS 1.2", newest=ssl.TLSVersion.TLSv1_2),
    Scenario("good, RSA", credential="rsa"),
    Scenario("wrong name", False, credential="wrong name"),
    Scenario("wrong authority", False, authority="other"),
    Scenario("expired", False, credential="expired"),
    Scenario("no TLS", False, tls="never"),
    Scenario("resumption", names=("small", "other")),
    Scenario("resumption, TLS 1.2", names=("small", "other"), newest=ssl.TLSVersion.TLSv1_2),
    Scenario("100 MB", names=("large",)),
    Scenario("STARTTLS", tls="asked for"),
    Scenario("STARTTLS, wrong authority", False, authority="other", tls="asked for"),
)


HANDLERS = {"https": servers.HttpHandler, "ftp": ftp_server.FtpHandler, "smtp": servers.SmtpHandler}


def fits(client: clients.Client, scenario: Scenario) -> bool:
    """FTP asks for TLS by itself; one mail is sent at a time."""
    if client.protocol == "smtp":
        return len(scenario.names) == 1
    return scenario.tls != "asked for"


@dataclasses.dataclass
class Outcome:
    """What a program left behind; equal on both libraries, but for `library` and `details`."""

    status: int
    words: list[str]
    files: dict[str, str]
    seen: servers.Seen
    library: set[str] = dataclasses.field(compare=False)
    details: str = dataclasses.field(compare=False)


class Judge:
    def __init__(self, folder: pathlib.Path, library: pathlib.Path):
        self.folder = folder
        self.prefix = folder / OUR_FOLDER
        self.prefix.mkdir(parents=True)
        (self.prefix / "libgnutls.so.30").symlink_to(library)
        self.authorities = {name: certificates.Authority(folder / f"authority-{name}", name) for name in ("good", "other")}
        good, day = self.authorities["good"], certificates.day
        self.credentials = {
            "good": good.issue("good"),
            "rsa": good.issue("rsa", kind="rsa"),
            "wrong name": good.issue("wrong-name", names=("another.example",)),
            "expired": good.issue("expired", start=day(-60), end=day(-30)),
        }
        # Samples of 16 bits, which ffmpeg copies as they are.
        self.files = {
            "/small": os.urandom(SMALL_BYTES),
            "/other": os.urandom(SMALL_BYTES),
            "/large": os.urandom(1_000_000) * (LARGE_BYTES // 1_000_000),
        }
        self.failures: list[str] = []
        self.runs = 0

    def can_run(self, client: clients.Client) -> bool:
        good = SCENARIOS[0]
        if not self.play(client, good, None).library:
            print(f"not possible: {client.name} does not use libgnutls here")
            return False
        needs = re.search(r"\S*gnutls\S*: version `\S+' not found.*|undefined symbol: gnutls\S+.*", self.play(client, good, self.prefix).details)
        if needs and later_release():
            print(f"not possible: {client.name}: {needs[0]}")
            return False
        return True

    def run(self, client: clients.Client, scenario: Scenario) -> None:
        before = len(self.failures)
        outcomes = []
        for side, library in (("the system's library", None), ("our library", self.prefix)):
            outcome = self.play(client, scenario, library)
            outcomes.append(outcome)
            self.check(client, scenario, side, library, outcome)
        if client.verifies and not scenario.accepted:  # how far the server got is then a matter of luck
            compared = [dataclasses.replace(outcome, seen=servers.Seen()) for outcome in outcomes]
        else:
            compared = outcomes
        if compared[0] != compared[1]:
            self.fail(client, scenario, "the two libraries differ", f"{outcomes[0]}\n{outcomes[1]}")
        result = "FAILED" if len(self.failures) > before else f"status {outcomes[1].status} on both"
        print(f"{client.title}, {scenario.name}: {result}, {outcomes[1].seen.resumed} resumed", flush=True)

    def play(self, client: clients.Client, scenario: Scenario, library: pathlib.Path | None) -> Outcome:
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        (folder / "got").mkdir(parents=True)
        (folder / "loader").mkdir()
        if client.protocol == "smtp":
            for name in scenario.names:
                (folder / name).write_bytes(self.mail(name))
        handler = HANDLERS[client.protocol]
        tls = "asked for" if client.protocol == "ftp" and scenario.tls == "at once" else scenario.tls
        with servers.Server(handler, self.context(scenario), tls, self.files).running() as server:
            authority = self.authorities[scenario.authority].root
            task = clients.Task(folder, server.port, authority, scenario.names, scenario.tls == "asked for")
            result = self.start(client.call(task), folder, library)
        return Outcome(
            result.returncode,
            words_of(result.stdout + result.stderr, folder, server.port),
            {path.name: digest(path.read_bytes()) for path in sorted((folder / "got").iterdir())},
            server.seen,
            libraries(folder / "loader", client.name),
            result.stdout + result.stderr,
        )

    def context(self, scenario: Scenario) -> ssl.SSLContext:
        credential = self.credentials[scenario.credential]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(credential.chain, credential.key)
        context.maximum_version = scenario.newest
        return context

    def mail(self, name: str) -> bytes:
        """The first half of a file, in hexadecimal."""
        content = self.files[f"/{name}"]
        body = content[: len(content) // 2].hex().encode()
        lines = [body[start : start + LINE_BYTES] for start in range(0, len(body), LINE_BYTES)]
        return b"Subject: test\nFrom: a@localhost\nTo: b@localhost\n\n" + b"\n".join(lines) + b"\n"

    def start(self, call: clients.Call, folder: pathlib.Path, library: pathlib.Path | None):
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "HOME": str(folder),
            "NO_PROXY": "*",
            "LD_DEBUG": "libs",
            "LD_DEBUG_OUTPUT": str(folder / "loader/log"),
            **call.environment,
        }
        if library is not None:
            environment["LD_LIBRARY_PATH"] = str(library)
        with open(call.standard_input or os.devnull, "rb") as standard_input:
            return subprocess.run(
                call.arguments,
                env=environment,
                cwd=folder,
                stdin=standard_input,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PROGRAM_TIMEOUT,
            )

    def check(self, client, scenario: Scenario, side: str, library: pathlib.Path | None, outcome: Outcome) -> None:
        inside = {pathlib.Path(path).is_relative_to(self.prefix) for path in outcome.library}
        if inside != {library is not None}:
            self.fail(client, scenario, f"{side}: it ran on {outcome.library or 'no libgnutls'}", outcome.details)
        if scenario.accepted:
            if outcome.status != 0:
                self.fail(client, scenario, f"{side}: status {outcome.status}", outcome.details)
            self.check_delivery(client, scenario, side, outcome)
        elif client.verifies:
            if outcome.status == 0:
                self.fail(client, scenario, f"{side}: it was content", outcome.details)
            if any(digest(self.files[f"/{name}"]) in outcome.files.values() for name in scenario.names):
                self.fail(client, scenario, f"{side}: it took the file of a refused server", str(outcome))
            if "DATA" in outcome.seen.requests or "RETR" in outcome.seen.requests:
                self.fail(client, scenario, f"{side}: it gave or asked a refused server for something", str(outcome))

    def check_delivery(self, client, scenario: Scenario, side: str, outcome: Outcome) -> None:
        if client.protocol == "smtp":
            body = self.mail(scenario.names[0]).split(b"\n\n", 1)[1].replace(b"\n", b"\r\n")
            arrived = digest(body) in outcome.seen.requests
        else:
            wanted = {name: digest(self.files[f"/{name}"]) for name in scenario.names}
            arrived = outcome.files == wanted
        if not arrived:
            self.fail(client, scenario, f"{side}: what arrived is not what was sent", str(outcome))

    def fail(self, client, scenario: Scenario, what: str, details: str) -> None:
        self.failures.append(f"FAILED {client.title}, {scenario.name}: {what}\n{details}")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def words_of(output: str, folder: pathlib.Path, port: int) -> list[str]:
    """What a program said, without what differs from run to run: times, speeds, addresses in memory."""
    text = output.replace(str(folder), "FOLDER").replace(str(port), "PORT")
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|0x[0-9a-f]{6,}|[\d.,]+ ?[KMG]i?B?/s|in [\d.]+m?s|time: [\d.]+m?s|\d+ seconds?", "", text)
    return [line.strip() for line in text.splitlines() if line.strip()]


def libraries(folder: pathlib.Path, program: str) -> set[str]:
    """The files from which the program initialised libgnutls, as the loader recorded them."""
    found = set()
    for log in folder.iterdir():
        text = log.read_text(errors="replace")
        if re.search(rf"initialize program: \S*{program}", text):
            found.update(re.findall(r"calling init: (\S*libgnutls\.so\S*)", text))
    return found


def later_release() -> bool:
    """Whether the system's GnuTLS is later than the release whose interface ours is."""
    system = ctypes.CDLL("libgnutls.so.30")
    system.gnutls_check_version.restype = ctypes.c_char_p
    release = system.gnutls_check_version(None).decode().split(".")
    return tuple(int(number) for number in release[:2]) > INTERFACE


def main() -> int:
    library = pathlib.Path(os.environ.get("HANDFAST_LIB", "build/release/lib")) / "libgnutls.so.30"
    if not library.exists():
        print(f"failed: {library} does not exist; build it, or name its folder in HANDFAST_LIB")
        return 1
    installed = [client for client in clients.CLIENTS if clients.find(client.name)]
    for name in sorted({client.name for client in clients.CLIENTS} - {client.name for client in installed}):
        print(f"skipped: {name} is not installed")
    if not installed:
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="handfast-programs-") as folder:
        judge = Judge(pathlib.Path(folder).resolve(), library.resolve())
        for client in filter(judge.can_run, installed):
            for scenario in SCENARIOS:
                if fits(client, scenario):
                    judge.run(client, scenario)
    print("\n".join(judge.failures) or f"{judge.runs} runs, each pair with the same result on both libraries")
    if judge.failures:
        return 1
    return 0 if len(installed) == len(clients.CLIENTS) else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
