#!/usr/bin/env python3
"""Unmodified apt-get fetches from an https repository, once on the system's libgnutls and once on ours.

Both runs must give the same results, also where the answer is a refusal: wrong authority, wrong name, expired or
revoked certificate, and replies that are cut short. The folder with our libgnutls.so.30 is HANDFAST_LIB
(build/release/lib).
"""

from __future__ import annotations

import contextlib
import dataclasses
import email.utils
import hashlib
import http.server
import os
import pathlib
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop"))
import certificates  # noqa: E402
import libraries  # noqa: E402
import serving  # noqa: E402

SKIPPED = 77
APT_TIMEOUT = 60  # seconds for one apt-get; it takes about one
SOCKET_TIMEOUT = 20  # seconds the server waits for a client that says nothing
PACKAGE = "handfast-test-package"
PAYLOAD_BYTES = 2_000_000  # incompressible, so that the download spans more than a hundred records
METHOD = "/usr/lib/apt/methods/https"

# How a reply is sent and ends. All but the first two leave out the last TAIL_BYTES of the body. (A reply without length
# and without chunks is of no use here: apt 2.6 stores an empty file for it, whether the connection is closed or cut.)
WHOLE, CHUNKED, SHORT_CLOSED, SHORT_CUT, CHUNKED_CUT = "whole", "chunked", "short, closed", "short, cut", "chunked, cut"
TAIL = "Package: handfast-test-tail\nVersion: 1\nArchitecture: all\nFilename: ./tail.deb\nSize: 1\n\n"  # ends the list
TAIL_BYTES = len(TAIL)

APT_CONFIGURATION = """
Dir "{root}";
Dir::Etc "etc";
Dir::Etc::Parts "/dev/null";
Dir::Etc::Main "/dev/null";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "state";
Dir::State::status "{root}/status";
Dir::Cache "cache";
Dir::Log "log";
Dir::Bin::Methods "/usr/lib/apt/methods";
Dir::Bin::dpkg "/usr/bin/dpkg";
APT::Architecture "all";
APT::Architectures {{ "all"; }};
APT::Update::Error-Mode "any";
Acquire::Retries "0";
Acquire::Languages "none";
Acquire::https::Timeout "15";
Acquire::https::Proxy "DIRECT";
Acquire::https::CAInfo "{authority}";
{extra}
"""


class Repository:
    """One package in a flat repository, as a table from URL path to bytes."""

    def __init__(self, folder: pathlib.Path):
        self.package = self._build(folder / "tree")
        control = subprocess.run(
            ["dpkg-deb", "--field", str(self.package)], capture_output=True, text=True, check=True, timeout=APT_TIMEOUT
        ).stdout
        content = self.package.read_bytes()
        packages = (
            control + f"Filename: ./{self.package.name}\nSize: {len(content)}\n"
            f"SHA256: {hashlib.sha256(content).hexdigest()}\n\n{TAIL}"
        ).encode()
        release = (
            f"Date: {email.utils.formatdate(usegmt=True)}\nArchitectures: all\nSHA256:\n"
            f" {hashlib.sha256(packages).hexdigest()} {len(packages)} Packages\n"
        )
        self.files = {"/Packages": packages, "/Release": release.encode(), f"/{self.package.name}": content}

    @staticmethod
    def _build(tree: pathlib.Path) -> pathlib.Path:
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "usr/share/handfast-test").mkdir(parents=True)
        (tree / "usr/share/handfast-test/payload").write_bytes(os.urandom(PAYLOAD_BYTES))
        (tree / "DEBIAN/control").write_text(
            f"Package: {PACKAGE}\nVersion: 1.0\nArchitecture: all\nMaintainer: Nobody <nobody@localhost>\n"
            "Description: package that tests a download\n"
        )
        out = tree.parent / f"{PACKAGE}_1.0_all.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(out)],
            capture_output=True,
            check=True,
            timeout=APT_TIMEOUT,
        )
        return out


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One server, one way to ask it, and whether apt has to be content."""

    name: str
    accepted: bool
    credential: str = "good"
    authority: str = "good"
    options: str = ""  # further lines of apt's configuration
    unusual: str = ""  # the file that is not sent whole in one piece, and how it is sent
    ending: str = WHOLE
    client_certificate: str = ""  # "given" or "missing": the server asks for one


SCENARIOS = [
    Scenario("update and download", True),
    Scenario("update and download with an RSA certificate", True, credential="rsa"),
    Scenario("update and download under apt's seccomp filter", True, options='APT::Sandbox::Seccomp "true";'),
    Scenario("client certificate", True, client_certificate="given"),
    Scenario("client certificate asked for, none given", False, client_certificate="missing"),
    Scenario("revocation list without the certificate", True, options='Acquire::https::CRLFile "{crl}";'),
    Scenario("revoked certificate", False, credential="revoked", options='Acquire::https::CRLFile "{crl}";'),
    Scenario("wrong authority", False, authority="other"),
    Scenario("wrong name", False, credential="wrong name"),
    Scenario("wrong name, Verify-Host off", True, credential="wrong name", options='Acquire::https::Verify-Host "0";'),
    Scenario("wrong authority, Verify-Peer off", True, authority="other", options='Acquire::https::Verify-Peer "0";'),
    Scenario("expired certificate", False, credential="expired"),
    Scenario("certificate not valid yet", False, credential="future"),
    Scenario("package list in chunks", True, unusual="/Packages", ending=CHUNKED),
    Scenario("package list in chunks, cut before its end", False, unusual="/Packages", ending=CHUNKED_CUT),
    Scenario(
        "package list shorter than announced, closed properly",
        False,
        unusual="/Packages",
        ending=SHORT_CLOSED,
        options='Acquire::https::Timeout "4";',
    ),  # a clean close is no error to apt, which then waits for the rest
    Scenario("package list shorter than announced, cut", False, unusual="/Packages", ending=SHORT_CUT),
    Scenario("package shorter than announced, cut", False, unusual=f"/{PACKAGE}_1.0_all.deb", ending=SHORT_CUT),
    Scenario("package in chunks, cut before its end", False, unusual=f"/{PACKAGE}_1.0_all.deb", ending=CHUNKED_CUT),
]


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the repository. Where the package list is unusual there is no Release, whose digest would give it away."""

    protocol_version = "HTTP/1.1"
    timeout = SOCKET_TIMEOUT

    def do_GET(self):
        self.server.requests.append(self.path)
        self.server.users.add(owner_of(self.client_address, self.connection.getsockname()))
        scenario, path = self.server.scenario, self.path.replace("/./", "/")
        body = self.server.files.get(path)
        if body is None or (path == "/Release" and scenario.unusual == "/Packages"):
            self.send_error(404)
        elif path == scenario.unusual:
            self.send_unusually(body, scenario.ending)
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def send_unusually(self, body: bytes, ending: str):
        self.close_connection = ending != CHUNKED
        self.send_response(200)
        if ending in (CHUNKED, CHUNKED_CUT):
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        part = body if ending == CHUNKED else body[:-TAIL_BYTES]
        if ending in (CHUNKED, CHUNKED_CUT):
            part = b"%x\r\n%b\r\n" % (len(part), part)
        self.wfile.write(part + (b"0\r\n\r\n" if ending == CHUNKED else b""))
        if ending == SHORT_CLOSED:
            with contextlib.suppress(OSError):
                self.connection.unwrap()
        if ending != CHUNKED:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """An https server on a free port of the loopback address; handshakes happen in the connection's own thread."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, files: dict[str, bytes], scenario: Scenario):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context, self.files, self.scenario = context, files, scenario
        self.requests: list[str] = []
        self.users: set[int] = set()
        self.handshake_failures: list[str] = []

    def finish_request(self, request, client_address):
        request.settimeout(SOCKET_TIMEOUT)
        try:
            with self.context.wrap_socket(request, server_side=True, suppress_ragged_eofs=True) as connection:
                self.RequestHandlerClass(connection, client_address, self)
        except OSError as error:  # the client refused the certificate, or went away
            self.handshake_failures.append(str(error))

    def handle_error(self, request, client_address):
        self.handshake_failures.append(str(sys.exc_info()[1]))

    def running(self):
        return serving.running(self)


def owner_of(peer: tuple[str, int], here: tuple[str, int]) -> int:
    """The user id of the process at the other end of a loopback connection, -1 if the kernel does not list it."""

    def written(address):
        return socket.inet_aton(address[0])[::-1].hex().upper() + f":{address[1]:04X}"

    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == written(peer) and fields[2] == written(here):
            return int(fields[7])
    return -1


@dataclasses.dataclass
class Outcome:
    """What one apt-get session left behind; equal on both libraries, but for `library` and `details`."""

    update_status: int
    download_status: int | None
    messages: list[str]
    lists: dict[str, str]
    package: str
    requests: list[str]
    library: set[str] = dataclasses.field(compare=False)
    users: set[int] = dataclasses.field(compare=False)
    details: str = dataclasses.field(compare=False)

    @property
    def accepted(self) -> bool:
        return self.update_status == 0 and self.download_status == 0


class AptClient:
    """apt-get with folders of its own, on the library in `library_folder` or, if None, on the system's."""

    def __init__(self, root: pathlib.Path, library_folder: pathlib.Path | None, authority: pathlib.Path, extra: str):
        self.root = root
        for folder in ("etc", "state/lists/partial", "cache/archives/partial", "log", "loader"):
            (root / folder).mkdir(parents=True)
        (root / "status").touch()
        (root / "apt.conf").write_text(APT_CONFIGURATION.format(root=root, authority=authority, extra=extra))
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "HOME": str(root),
            "NO_PROXY": "*",
            "APT_CONFIG": str(root / "apt.conf"),
            "LD_DEBUG": "libs",
            "LD_DEBUG_OUTPUT": str(root / "loader/log"),
        }
        if library_folder is not None:
            self.environment["LD_LIBRARY_PATH"] = str(library_folder)

    def run(self, server: Server) -> Outcome:
        port = server.server_address[1]
        (self.root / "etc/sources.list").write_text(f"deb [trusted=yes] https://localhost:{port} ./\n")
        update = self._apt_get("update")
        download = None
        if update.returncode == 0:
            download = self._apt_get("--yes", "--download-only", "install", PACKAGE)
        output = update.stdout + update.stderr + (download.stdout + download.stderr if download else "")
        return Outcome(
            update.returncode,
            download.returncode if download else None,
            messages_of(output, port),
            digests(self.root / "state/lists", port),
            next(iter(digests(self.root / "cache/archives", port).values()), ""),
            list(server.requests),
            self._libraries(),
            set(server.users),
            output,
        )

    def _apt_get(self, *arguments):
        return subprocess.run(
            ["apt-get", "--quiet=1", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=APT_TIMEOUT,
        )

    def _libraries(self) -> set[str]:
        """The files from which processes of apt's https method initialised libgnutls, as the loader recorded them."""
        found = set()
        for log in (self.root / "loader").iterdir():
            text = log.read_text(errors="replace")
            if f"initialize program: {METHOD}" in text:
                found.update(re.findall(r"calling init: (\S*libgnutls\.so\S*)", text))
        return found


def messages_of(output: str, port: int) -> list[str]:
    """apt's errors and warnings, without what differs from run to run."""
    lines = [line.strip().replace(str(port), "PORT") for line in output.splitlines()]
    return [
        re.sub(r"/[^ ]*/(state|cache)/", r"\1/", line)
        for line in lines
        if re.match(r"(E:|W:|Err:)", line) or "ertificate" in line or "andshake" in line
    ]


def digests(folder: pathlib.Path, port: int) -> dict[str, str]:
    return {
        path.name.replace(str(port), "PORT"): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != "lock"
    }


class Judge:
    """Runs every scenario on both libraries and collects what is not as it should be."""

    def __init__(self, folder: pathlib.Path, library: pathlib.Path):
        self.folder = folder
        self.prefix = folder / "prefix/lib"
        self.prefix.mkdir(parents=True)
        shutil.copy(library, self.prefix / "libgnutls.so.30")
        self.repository = Repository(folder)
        self.authorities = {
            name: certificates.Authority(folder / f"authority-{name}", name) for name in ("good", "other")
        }
        good, day = self.authorities["good"], certificates.day
        self.credentials = {
            "good": good.issue("good"),
            "rsa": good.issue("rsa", kind="rsa"),
            "wrong name": good.issue("wrong-name", names=("another.example",)),
            "expired": good.issue("expired", start=day(-60), end=day(-30)),
            "future": good.issue("future", start=day(30), end=day(60)),
            "revoked": good.issue("revoked"),
        }
        self.client = good.issue("client", names=(), purpose="clientAuth")
        self.crl = good.revoke("revoked")
        self.failures: list[str] = []

    def run(self, scenario: Scenario) -> None:
        outcomes = {}
        failed_before = len(self.failures)
        for side, library in (("the system's library", None), ("our library", self.prefix)):
            with self._server(scenario).running() as server:
                root = self.folder / f"run-{SCENARIOS.index(scenario)}-{'ours' if library else 'system'}"
                extra = scenario.options.format(crl=self.crl)
                if scenario.client_certificate == "given":
                    extra += (
                        f'Acquire::https::SSLCert "{self.client.chain}"; Acquire::https::SSLKey "{self.client.key}";'
                    )
                make_readable(self.folder)
                outcome = AptClient(root, library, self.authorities[scenario.authority].root, extra).run(server)
            self._check(scenario, side, library, outcome)
            outcomes[side] = outcome
        first, second = outcomes.values()
        if scenario.ending != WHOLE:  # apt's words then depend on how the last bytes are spread over its reads
            first, second = (dataclasses.replace(outcome, messages=[]) for outcome in (first, second))
        if first != second:
            self._fail(scenario, "the two libraries give different results", f"{first}\n{second}")
        verdict = "accepted on both" if scenario.accepted else "refused on both"
        print(f"{scenario.name}: {'FAILED' if len(self.failures) > failed_before else verdict}", flush=True)

    def _server(self, scenario: Scenario) -> Server:
        credential = self.credentials[scenario.credential]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(credential.chain, credential.key)
        if scenario.client_certificate:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.authorities["good"].root)
        return Server(context, self.repository.files, scenario)

    def _check(self, scenario: Scenario, side: str, library: pathlib.Path | None, outcome: Outcome) -> None:
        if outcome.accepted != scenario.accepted:
            self._fail(scenario, f"{side}: accepted={outcome.accepted}", outcome.details)
        if scenario.accepted:
            if outcome.package != hashlib.sha256(self.repository.package.read_bytes()).hexdigest():
                self._fail(scenario, f"{side}: the package that arrived is not the one that was sent", outcome.details)
        elif outcome.package or (outcome.lists and outcome.update_status != 0):
            self._fail(scenario, f"{side}: something of a refused reply was kept", str(outcome))
        elif scenario.ending == WHOLE and outcome.requests:
            self._fail(scenario, f"{side}: a refused server saw the request", str(outcome.requests))
        inside = {pathlib.Path(path).is_relative_to(self.prefix) for path in outcome.library}
        if inside != {library is not None}:
            self._fail(scenario, f"{side}: apt's method ran on {outcome.library or 'no libgnutls'}", outcome.details)
        if os.geteuid() == 0 and outcome.users - {pwd.getpwnam("_apt").pw_uid}:
            self._fail(scenario, f"{side}: apt's method ran as user {outcome.users}, not as _apt", outcome.details)

    def _fail(self, scenario: Scenario, what: str, details: str) -> None:
        self.failures.append(f"FAILED {scenario.name}: {what}\n{details}")


def make_readable(folder: pathlib.Path) -> None:
    """apt's method runs as the user _apt, who has to read certificates, keys and our library."""
    for path in (folder, *folder.iterdir(), *folder.glob("authority-*/*"), *folder.glob("prefix/**/*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def main() -> int:
    for program in ("apt-get", "dpkg-deb", "openssl", METHOD):
        if shutil.which(program) is None:
            print(f"skipped: {program} is not installed")
            return SKIPPED
    if not libraries.is_on_gnutls(pathlib.Path(METHOD)):
        print("skipped: this release's apt does not use GnuTLS")
        return SKIPPED
    library = pathlib.Path(os.environ.get("HANDFAST_LIB", "build/release/lib")) / "libgnutls.so.30"
    if not library.exists():
        print(f"failed: {library} does not exist; build it, or name its folder in HANDFAST_LIB")
        return 1
    with tempfile.TemporaryDirectory(prefix="handfast-apt-") as folder:
        judge = Judge(pathlib.Path(folder).resolve(), library.resolve())
        for scenario in SCENARIOS:
            judge.run(scenario)
    print("\n".join(judge.failures) or f"{len(SCENARIOS)} scenarios, each with the same result on both libraries")
    return 1 if judge.failures else 0


if __name__ == "__main__":
    sys.exit(main())
