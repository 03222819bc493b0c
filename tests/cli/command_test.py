"""The `handfast` command from outside: both of its sides against each other, against Python's ssl module, and against
servers that misbehave. HANDFAST names the command under test (build/release/bin/handfast)."""

import contextlib
import hashlib
import json
import os
import pathlib
import select
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop"))
import ports  # noqa: E402

HANDFAST = str(pathlib.Path(os.environ.get("HANDFAST", "build/release/bin/handfast")).resolve())
TIME = 30  # seconds for anything; everything here takes a fraction of one

OK, USAGE, NO_CONNECTION, CERTIFICATE_REFUSED, NOT_TLS, HANDSHAKE_FAILED, BROKEN, TIMED_OUT = range(8)

HANDSHAKE_FAILURE_ALERT = bytes([21, 3, 3, 0, 2, 2, 40])
UNRECOGNIZED_NAME_WARNING = bytes([21, 3, 3, 0, 2, 1, 112])
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def run(*arguments, stdin=b"", **options):
    return subprocess.run(
        [HANDFAST, *map(str, arguments)], input=stdin, capture_output=True, timeout=TIME, check=False, **options
    )


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=True, timeout=TIME)


@contextlib.contextmanager
def serve(*arguments, command="serve"):
    """A server that listens on a free port; gives the port and, when it has ended, what it wrote."""
    with subprocess.Popen(
        [HANDFAST, command, "--listen", "127.0.0.1:0", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        server = Server(process)
        try:
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            server.output, errors = process.communicate(timeout=TIME)
            server.errors = errors.decode()


class Server:
    def __init__(self, process):
        ready, _, _ = select.select([process.stdout], [], [], TIME)
        line = process.stdout.readline().decode() if ready else ""
        if not line.startswith("listening on "):
            raise AssertionError(f"the server did not start: {line} {process.stderr.read().decode()}")
        self.process = process
        self.port = int(line.rsplit(":", 1)[1])
        self.output, self.errors = b"", ""


@contextlib.contextmanager
def misbehave(action):
    """A TCP server whose only connection is handled by `action`; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def handle():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.settimeout(TIME)
                with connection:
                    action(connection)

        thread = threading.Thread(target=handle)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(TIME)


def read_hello(connection):
    return connection.recv(16384)


class CommandTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-cli-")
        cls.folder = pathlib.Path(cls._folder.name)
        for arguments in (
            ("ca", "--name", "Test CA", "--out", "ca"),
            ("server", "--name", "localhost", "--name", "127.0.0.1", "--ca", "ca", "--out", "server"),
            ("server", "--name", "www.example", "--ca", "ca", "--out", "other"),
            ("server", "--name", "localhost", "--ca", "ca", "--start=-60", "--days", "30", "--out", "expired"),
            ("client", "--name", "alice", "--ca", "ca", "--out", "alice"),
        ):
            made = run("cert", *arguments, cwd=cls.folder)
            assert made.returncode == OK, made.stderr.decode()
        cls.ca = cls.folder / "ca.pem"

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    def credential(self, name):
        return "--cert", self.folder / f"{name}.pem", "--key", self.folder / f"{name}.key"

    def connect(self, port, *arguments, host="localhost", **options):
        return run("connect", f"{host}:{port}", "--trust", self.ca, *arguments, **options)

    def assert_ends(self, result, status, *texts):
        errors = result.stderr.decode()
        self.assertEqual(result.returncode, status, errors)
        for text in texts:
            self.assertIn(text, errors)

    # ---- both sides of ours ----

    def test_echo_brings_everything_back(self):
        data = os.urandom(3_000_000)
        with serve(*self.credential("server"), "--echo") as server:
            result = self.connect(server.port, stdin=data)
        self.assert_ends(result, OK)
        self.assertEqual(result.stdout, data)
        self.assertEqual(server.process.returncode, OK)

    def test_without_a_service_the_server_prints(self):
        with serve(*self.credential("server")) as server:
            self.assert_ends(self.connect(server.port, stdin=b"to be printed"), OK)
        self.assertEqual(server.output, b"to be printed")

    def test_many_connections_at_once(self):
        with serve(*self.credential("server"), "--echo") as server:
            results = [None] * 24

            def one(i):
                results[i] = self.connect(server.port, stdin=str(i).encode() * 1000)

            threads = [threading.Thread(target=one, args=(i,)) for i in range(len(results))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for i, result in enumerate(results):
            self.assert_ends(result, OK)
            self.assertEqual(result.stdout, str(i).encode() * 1000)

    def test_trace_shows_both_sides(self):
        with serve(*self.credential("server"), "--trace", "--alpn", "h2") as server:
            result = self.connect(server.port, "--trace", "--alpn", "http/1.1,h2")
        for text in (result.stderr.decode(), server.errors):
            for part in ("ClientHello", "SNI localhost", "ALPN http/1.1, h2", "encrypted from here on", "CN=localhost",
                         "CertificateVerify", "Finished", "1 round trip"):  # fmt: skip
                self.assertIn(part, text)
        self.assert_ends(result, OK, 'verified: localhost, chain of 2, trust anchor "Test CA"')

    def test_json_has_one_object_a_line(self):
        with serve(*self.credential("server"), "--trace", "--json") as server:
            result = self.connect(server.port, "--trace", "--json")
        for text, role in ((result.stderr.decode(), "client"), (server.errors, "server")):
            events = [json.loads(line) for line in text.splitlines()]
            names = [event["event"] for event in events]
            if role == "server":
                self.assertEqual(names.pop(0), "listening")
                self.assertRegex(events.pop(0)["connect"], r"^handfast connect 127.0.0.1:\d+ --fingerprint [0-9a-f]{64}$")
            self.assertEqual(names[0], "connected")
            self.assertEqual(events[0]["role"], role)
            self.assertEqual(next(event["sni"] for event in events if event["event"] == "established"), "localhost")
            self.assertEqual(names[-2:], ["established", "closed"])
            messages = [event["message"] for event in events if event["event"] == "message"]
            self.assertEqual(messages[:2], ["ClientHello", "ServerHello"])

    def test_addresses_are_no_sni(self):
        with serve(*self.credential("server"), "--json") as server:
            result = self.connect(server.port, "--json", host="127.0.0.1")
            refused = self.connect(server.port, "--json", "--name", "192.0.2.1")
        for text in (result.stderr.decode(), server.errors):
            established = [json.loads(line) for line in text.splitlines() if '"established"' in line]
            self.assertIsNone(established[0]["sni"])
        self.assertIsNone(json.loads(refused.stderr.splitlines()[-1])["failure"]["offer"]["sni"])

    def test_the_server_says_how_to_connect(self):
        with serve("--self-signed", "bücher.example") as server:
            pass
        self.assertIn("CN=xn--bcher-kva.example, until 20", server.errors)
        with serve(*self.credential("server")) as server:
            der = ssl.PEM_cert_to_DER_cert((self.folder / "server.pem").read_text())
            fingerprint = hashlib.sha256(der).hexdigest()
            good = run("connect", f"127.0.0.1:{server.port}", "--fingerprint", fingerprint.upper())
            other = run("connect", f"localhost:{server.port}", "--fingerprint", fingerprint[2:] + "00")
        line = next(line for line in server.errors.splitlines() if "handfast connect" in line)
        shown = server.errors.split("--fingerprint")[1].split()[0]
        self.assertEqual(shown, fingerprint)
        self.assertIn(":".join(fingerprint[i : i + 2] for i in range(0, 64, 2)), "".join(server.errors.split()))
        self.assertIn(f"handfast connect 127.0.0.1:{server.port}", line)
        self.assert_ends(good, OK, "CN=localhost verified")
        self.assert_ends(other, CERTIFICATE_REFUSED, "not the one with the fingerprint that was given", "expected", "found")
        for text in ("", "12:34", "x" * 64):
            self.assert_ends(run("connect", "localhost:1", "--fingerprint", text), USAGE, "")

    def test_client_certificate(self):
        required = ("--trust", self.ca, "--require-client-certificate")
        with serve(*self.credential("server"), *required, "--echo") as server:
            self.assert_ends(self.connect(server.port, *self.credential("alice"), stdin=b"x"), OK)
            without = self.connect(server.port)
            unfit = self.connect(server.port, *self.credential("server"))
        self.assert_ends(without, HANDSHAKE_FAILED, "asked for a certificate of this side, got none", "certificate_required (116)",
                         "(--cert and --key)")  # fmt: skip
        self.assert_ends(unfit, HANDSHAKE_FAILED, "unsupported_certificate (43)")
        self.assertNotIn("held back", without.stderr.decode())
        self.assertIn("CN=alice verified", server.errors)

    def test_priority_decides(self):
        with serve(*self.credential("server"), "--priority", "NORMAL:-GROUP-ALL:+GROUP-SECP384R1") as server:
            retried = self.connect(server.port, "--trace")
            refused = self.connect(server.port, "--priority", "NORMAL:-GROUP-SECP384R1")
        self.assert_ends(retried, OK, "HelloRetryRequest", "2 round trips", "secp384r1")
        self.assert_ends(refused, HANDSHAKE_FAILED, "handshake_failure (40)", "offered")
        self.assert_ends(self.connect(1, "--priority", "NORMAL:+NONSENSE"), USAGE, '"+NONSENSE", at character 8')
        for word in ("-VERS-ALL", "-SIGN-ALL"):
            self.assert_ends(self.connect(1, "--priority", f"NORMAL:{word}"), USAGE, f'"{word}", at character 8')

    def test_key_log(self):
        log = self.folder / "keys"
        with serve(*self.credential("server")) as server:
            self.assert_ends(self.connect(server.port, "--keylog", log), OK)
        labels = [line.split()[0] for line in log.read_text().splitlines()]
        self.assertIn("CLIENT_TRAFFIC_SECRET_0", labels)
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)
        self.assert_ends(self.connect(1, "--keylog", "/nonexistent/x"), USAGE, "/nonexistent/x: The file could not be written.")

    # ---- certificates that are refused ----

    def test_wrong_name(self):
        with serve(*self.credential("other")) as server:
            self.assert_ends(self.connect(server.port), CERTIFICATE_REFUSED,
                             "TLS failed: the certificate is for another name.", "asked for   localhost",
                             "issued to   www.example", "connect to www.example")  # fmt: skip
            self.assert_ends(self.connect(server.port, "--name", "www.example"), OK)
        self.assertIn("TLS failed: ", server.errors)

    def test_expired(self):
        with serve(*self.credential("expired")) as server:
            self.assert_ends(self.connect(server.port), CERTIFICATE_REFUSED, "TLS failed: the certificate has expired.")

    def test_unknown_issuer(self):
        with serve("--self-signed", "localhost") as server:
            refused = self.connect(server.port)
            self.assert_ends(refused, CERTIFICATE_REFUSED, "the certificate is self-signed", "--fingerprint HEX")
            shown = refused.stderr.decode().split("SHA-256")[1].split()[0]
            self.assert_ends(run("connect", f"localhost:{server.port}", "--fingerprint", shown), OK)
            failure = json.loads(self.connect(server.port, "--json").stderr.splitlines()[-1])["failure"]
            self.assertEqual(failure["certificate"]["sha256"], shown)
            insecure = run("connect", f"localhost:{server.port}", "--insecure")
        self.assert_ends(insecure, OK, "certificate NOT verified")

    def test_a_client_that_leaves_after_the_certificate(self):
        with serve(*self.credential("server")) as server:
            with socket.create_connection(("127.0.0.1", server.port), TIME) as plain:
                with contextlib.suppress(ssl.SSLWantReadError):
                    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
                    ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost").do_handshake()
                plain.sendall(outgoing.read())
                plain.recv(1)
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            # Before it is told to end, the server has to notice that the connection did.
            failure = next(line for line in server.process.stderr if b"TLS failed" in line).decode()
        self.assertIn("the client closed the connection after it had been sent this side's certificate.", failure)

    def test_a_client_that_leaves_after_the_handshake(self):
        context = ssl.create_default_context(cafile=self.ca)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context.maximum_version = version
            for request in (b"", b"GET /"):
                with serve(*self.credential("server"), "--http", self.folder) as server:
                    with socket.create_connection(("localhost", server.port), TIME) as plain:
                        with context.wrap_socket(plain, server_hostname="localhost") as tls:
                            if request:
                                tls.sendall(request)
                    failure = next(line for line in server.process.stderr if b"TLS failed" in line).decode()
                left = "the client closed the connection after it had been sent this side's certificate."
                (self.assertNotIn if request else self.assertIn)(left, failure)

    # ---- servers that misbehave ----

    def test_not_tls(self):
        with serve(command="plain-http") as server:
            self.assert_ends(self.connect(server.port), NOT_TLS, "does not speak TLS", '"HTTP/1.1 400 Bad Request"')
        with misbehave(lambda connection: connection.sendall(b"SSH-2.0-x\r\n")) as port:
            self.assert_ends(self.connect(port), NOT_TLS, "which is SSH")

    def test_terminals_get_no_escapes(self):
        with misbehave(lambda connection: connection.sendall(b"\x1b]0;title\x07\x1b[31m")) as port:
            result = self.connect(port)
        self.assert_ends(result, NOT_TLS)
        self.assertNotIn(b"\x1b", result.stderr)
        self.assertNotIn(b"\x07", result.stderr)

    def test_closed_without_an_answer(self):
        with misbehave(read_hello) as port:
            self.assert_ends(self.connect(port), HANDSHAKE_FAILED, "closed before the server answered",
                             "GNUTLS_E_PREMATURE_TERMINATION (-110)", "GROUP-X25519-MLKEM768")  # fmt: skip

    def test_reset(self):
        def reset(connection):
            read_hello(connection)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)

        with misbehave(reset) as port:
            self.assert_ends(self.connect(port), HANDSHAKE_FAILED, "ECONNRESET", "waiting for ServerHello")

    def test_alerts(self):
        def refuse(connection):
            read_hello(connection)
            connection.sendall(UNRECOGNIZED_NAME_WARNING + HANDSHAKE_FAILURE_ALERT)

        with misbehave(refuse) as port:
            self.assert_ends(self.connect(port), HANDSHAKE_FAILED, "Warning, alert unrecognized_name",
                             "handshake_failure (40)", "name localhost")  # fmt: skip

    def test_silence(self):
        done = threading.Event()
        with misbehave(lambda connection: done.wait(TIME)) as port:
            result = self.connect(port, "--timeout", "1")
            done.set()
        self.assert_ends(result, TIMED_OUT, "did not answer in time")

    def test_no_connection(self):
        self.assert_ends(self.connect(ports.free_port(), host="127.0.0.1"), NO_CONNECTION, "Connection refused")

    def test_truncation_is_no_clean_end(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")

        def truncate(connection):
            with context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False) as tls:
                tls.sendall(b"half of it")
                tls.shutdown(socket.SHUT_WR)  # without close_notify
                while tls.recv(1024):
                    pass

        with misbehave(truncate) as port:
            result = self.connect(port)
        self.assert_ends(result, BROKEN, "closed before the other side said that it was finished")
        self.assertEqual(result.stdout, b"half of it")

    # ---- HTTP ----

    def test_http(self):
        root = self.folder / "root"
        (root / "sub").mkdir(parents=True)
        (root / "file").write_bytes(bytes(100_000))
        (root / "sub" / "index.html").write_text("index")
        context = ssl.create_default_context(cafile=self.ca)
        with serve(*self.credential("server"), "--http", root) as server:
            with socket.create_connection(("localhost", server.port), TIME) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as tls:
                    requests = ["GET /file", "HEAD /file", "GET /sub/", "GET /../ca.key", "GET /none", "GET /sub"]  # pipelined
                    tls.sendall("".join(f"{request} HTTP/1.1\r\nHost: x\r\n\r\n" for request in requests).encode())
                    stream = tls.makefile("rb")
                    answers = [self.read_answer(stream, request) for request in requests]
                    tls.sendall(b"BREW /pot HTTP/1.1\r\n\r\n")
                    self.assertIn(b"405", stream.readline())
            for method, status in (("POST /", b"405"), ("GET /sub", b"301")):
                request = f"{method} HTTP/1.0\r\nContent-Length: {5 if method[0] == 'P' else 0}\r\n\r\n"
                answer = self.connect(server.port, stdin=request.encode()).stdout
                self.assertIn(status, answer.splitlines()[0])
            self.assertIn(b"\r\nLocation: /sub/\r\n", answer)
            listing = self.connect(server.port, stdin=b"GET / HTTP/1.0\r\n\r\n").stdout
            self.assertEqual(answers, [(200, bytes(100_000)), (200, b""), (200, b"index"), (404, b"Not Found\n"),
                                       (404, b"Not Found\n"), (301, b"It is at /sub/\n")])  # fmt: skip
            long_head = self.connect(server.port, stdin=b"GET / HTTP/1.1\r\nx: " + b"x" * 40_000)
        self.assertIn(b"431", long_head.stdout)
        self.assertIn(b'<li><a href="/sub/">sub/</a></li>\n<li><a href="/file">file</a></li>', listing)

    def test_a_client_that_has_its_answer_may_just_go(self):
        root = self.folder / "just-go"
        root.mkdir()
        (root / "page").write_text("a page")
        context = ssl.create_default_context(cafile=self.ca)
        with serve(*self.credential("server"), "--http", root, "--json") as server:
            with socket.create_connection(("localhost", server.port), TIME) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as tls:
                    tls.sendall(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
                    with tls.makefile("rb") as stream:
                        self.assertEqual(self.read_answer(stream, "GET /page"), (200, b"a page"))
            last = next(event for event in map(json.loads, server.process.stderr) if event["event"] in ("closed", "failed"))
        self.assertEqual((last["event"], last["close_notify"]), ("closed", False))

    def test_keys_are_not_served(self):
        root = self.folder / "with-keys"
        root.mkdir()
        der = root / "server.der"
        openssl("pkey", "-in", self.folder / "server.key", "-outform", "DER", "-out", der)
        (root / "ca.key").write_bytes((self.folder / "ca.key").read_bytes())
        (root / "linked").symlink_to("server.der")
        os.link(der, root / "hard")
        (root / "page").write_text("a page")
        (root / "late").write_bytes(b"\n" * 100_000 + (self.folder / "ca.key").read_bytes())
        border = (self.folder / "ca.key").read_bytes()  # the label across the border of two pieces
        (root / "border").write_bytes(b"\n" * (65536 - border.index(b"KEY-----")) + border)
        (root / "copy").write_bytes(der.read_bytes())
        openssl("pkcs12", "-export", "-in", self.folder / "server.pem", "-inkey", self.folder / "server.key", "-passout", "pass:x",
                "-out", root / "bundle")  # fmt: skip
        openssl("pkcs8", "-topk8", "-in", self.folder / "server.key", "-outform", "DER", "-passout", "pass:x", "-out", root / "sealed")
        openssl("ec", "-in", self.folder / "server.key", "-outform", "DER", "-out", root / "sec1")
        openssl("x509", "-in", self.folder / "server.pem", "-outform", "DER", "-out", root / "certificate")
        (root / "certificates").write_bytes((self.folder / "server.pem").read_bytes())
        log = root / "keylog"
        with serve("--cert", self.folder / "server.pem", "--key", der, "--http", root, "--keylog", log) as server:
            def get(name):
                return self.connect(server.port, stdin=f"GET /{name} HTTP/1.0\r\n\r\n".encode()).stdout

            for name in ("page", "certificate", "certificates"):
                self.assertIn(b"200 OK", get(name))
            for name in ("server.der", "ca.key", "linked", "hard", "keylog", "late", "border", "copy", "bundle", "sealed", "sec1"):
                self.assertTrue(get(name).startswith(b"HTTP/1.1 403 Forbidden\r\n"), name)
            listing = get("")
        self.assertIn(b">page<", listing)
        for name in (b"server.der", b"linked", b"hard", b"keylog"):
            self.assertNotIn(name, listing)

    def read_answer(self, stream, request):
        status = int(stream.readline().split()[1])
        size = 0
        while (line := stream.readline()) != b"\r\n":
            name, value = line.decode().split(":", 1)
            size = int(value) if name.lower() == "content-length" else size
        return status, b"" if request.startswith("HEAD") else stream.read(size)

    # ---- arguments and files ----

    def test_usage(self):
        own = ("--self-signed", "localhost")
        for arguments in ((), ("connect",), ("connect", "a b"), ("nonsense",), ("serve",), ("connect", "x", "--timeout", "-1"),
                          ("connect", ""), ("connect", "localhost:99999"), ("connect", "localhost:0"), ("connect", "https://localhost"),
                          ("connect", "localhost", "--timeout", "99999999"), ("connect", "localhost", "--starttls", "telnet"),
                          ("connect", "localhost", "--name", "a b"), ("connect", "localhost:1", "--trust", ""),
                          ("connect", "localhost", "--alpn", "x" * 256), ("connect", "localhost", "--priority", ""),
                          ("serve", *own, "--listen", "99999"), ("serve", *own, "--listen", "localhost:65536"),
                          ("serve", *own, "--listen", "-1"), ("serve", *own, "--listen", ""), ("serve", "--self-signed", ""),
                          ("serve", *own, "--http", ""), ("serve", *own, "--require-client-certificate"),
                          ("serve", "--self-signed", "a b"), ("cert", "ca", "--name", "x", "--out", ""),
                          ("cert", "ca", "--name", "x", "--out", "x", "--days", "0"), ("cert", "ca", "--name", "x", "--out", "dd/"),
                          ("cert", "ca", "--name", "x", "--out", "."), ("connect", "localhost:1e3"), ("connect", "localhost:0x3000"),
                          ("connect", "localhost:no-such-service"), ("serve", *own, "--listen", "no-such-service"),
                          ("connect", "localhost:1", "--alpn", "h2,,x"), ("connect", "localhost:1", "--alpn", ""),
                          ("serve", "--self-signed", "x", "--http", "/nonexistent"),
                          ("connect", "localhost:1", "--trust", "/nonexistent"),
                          ("connect", "localhost:1", "--key", "/nonexistent"), ("explain", "no such thing at all")):  # fmt: skip
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual(result.returncode, USAGE)
                self.assertNotEqual(result.stderr + result.stdout, b"")

    def test_words_of_usage(self):
        for arguments, text in ((("cert", "bogus"), "bogus: there is no such subcommand; handfast cert --help"),
                                (("bogus",), "bogus: there is no such subcommand; handfast --help"),
                                (("cert", "ca", "--name=", "--out", "z"), '--name "": it is empty'),
                                (("cert", "server", "--name=", "--out", "z"), '--name "": it is empty'),
                                (("cert", "server", "--name", "x", "--out", "dd/"), "this is a folder"),
                                (("connect", "a\nb"), "a\\0ab: expected HOST")):  # fmt: skip
            with self.subTest(arguments=arguments):
                self.assert_ends(run(*arguments), USAGE, text)
        self.assertIn("clients are not asked", " ".join(run("serve", "--help").stdout.decode().split()))
        self.assertIn("(default: those of the system)", " ".join(run("connect", "--help").stdout.decode().split()))

    def test_a_certificate_in_the_place_of_its_key(self):
        der = self.folder / "server-certificate.der"
        openssl("x509", "-in", self.folder / "server.pem", "-outform", "DER", "-out", der)
        for file in (der, self.folder / "server.pem"):
            self.assert_ends(run("serve", "--cert", file), USAGE, "The file has a certificate and no private key.", "--key FILE")

    def test_a_certificate_without_a_subject(self):
        key, chain = self.folder / "nameless.key", self.folder / "nameless.pem"
        config = self.folder / "nameless.cnf"
        config.write_text("[req]\ndistinguished_name = name\n[name]\n")
        make = ("req", "-x509", "-config", config, "-newkey", "rsa:2048", "-nodes", "-subj", "/", "-days", "9", "-keyout", key)
        openssl(*make, "-out", chain, "-addext", "subjectAltName=critical,DNS:a.example,DNS:b.example")
        with serve("--cert", chain, "--key", key) as server:
            pass
        self.assertIn("serving     a.example, b.example, until 20", server.errors)
        openssl(*make, "-out", chain)
        with serve("--cert", chain, "--key", key) as server:
            pass
        self.assertIn("serving     a certificate without a subject, until 20", server.errors)

    def test_an_authority_that_ends_first(self):
        def make(kind, name, *options):
            return run("cert", kind, "--name", name, "--out", name, "--force", *options, cwd=self.folder)

        self.assert_ends(make("ca", "brief", "--days", "9"), OK)
        self.assert_ends(make("ca", "past", "--start=-60", "--days", "30"), OK)
        self.assert_ends(make("server", "under", "--ca", "brief"), OK, "warning: brief.pem ends before the new certificate")
        self.assert_ends(make("server", "under", "--ca", "past"), OK, "warning: past.pem has expired")
        self.assertEqual(make("server", "under", "--ca", "ca").stderr, b"")

    def test_key_of_another_certificate(self):
        result = run("serve", "--cert", self.folder / "server.pem", "--key", self.folder / "alice.key")
        self.assert_ends(result, USAGE, "key")

    def test_certificates_are_not_overwritten(self):
        before = (self.folder / "alice.key").read_bytes()
        again = ("cert", "client", "--name", "mallory", "--out", "alice")
        self.assert_ends(run(*again, cwd=self.folder), USAGE, "--force")
        self.assertEqual((self.folder / "alice.key").read_bytes(), before)
        self.assertEqual((self.folder / "alice.key").stat().st_mode & 0o777, 0o600)

    def test_an_empty_name_is_said(self):
        self.assert_ends(run("connect", "localhost:1", "--name", ""), USAGE, '--name "": it is empty')

    def test_pkcs12_is_named(self):
        bundle = self.folder / "bundle.p12"
        openssl("pkcs12", "-export", "-in", self.folder / "server.pem", "-inkey", self.folder / "server.key", "-passout", "pass:x",
                "-out", bundle)  # fmt: skip
        for arguments in (("serve", "--cert", bundle), ("serve", "--cert", self.folder / "server.pem", "--key", bundle),
                          ("connect", "localhost:1", "--trust", bundle)):  # fmt: skip
            with self.subTest(arguments=arguments):
                self.assert_ends(run(*arguments), USAGE, "The file is PKCS#12, not PEM.", "openssl pkcs12 -in FILE -nodes")

    def test_other_contents_are_named(self):
        request = self.folder / "request.pem"
        openssl("req", "-new", "-key", self.folder / "server.key", "-subj", "/CN=localhost", "-out", request)
        self.assert_ends(run("serve", "--cert", request), USAGE, "CERTIFICATE REQUEST")

    def test_names_of_certificates(self):
        def make(kind, name):
            return run("cert", kind, "--name", name, "--ca", "ca", "--out", "named", "--force", cwd=self.folder)

        self.assert_ends(make("server", "bücher.example"), OK)
        self.assertIn(b"for xn--bcher-kva.example, valid", make("server", "bücher.example").stdout)
        with serve(*self.credential("named")) as server:
            self.assert_ends(self.connect(server.port, "--name", "bücher.example"), OK, "xn--bcher-kva.example verified")
        for name in ("", "a b", "https://localhost", "me@localhost", "192.0.2.300", "*", "*.org", "a" * 64, "a..b", "x/y", "-a.example",
                     "xn--", "xn--zzzzzz"):  # fmt: skip
            self.assert_ends(make("server", name), USAGE, "--name")
        for kind in ("ca", "client"):
            for name in ("", " ", "a\nb", "x" * 65):
                self.assert_ends(make(kind, name), USAGE, "--name")
        self.assert_ends(make("client", "Alice Müller"), OK)
        twice = run("cert", "server", "--name", "h", "--name", "H.", "--out", "named", "--force", cwd=self.folder)
        self.assertIn(b": for h, valid", twice.stdout)

    def test_kinds_of_keys(self):
        for kind in ("ecdsa", "ecdsa-p384", "ecdsa-p521", "ed25519", "rsa"):
            with self.subTest(kind=kind):
                made = run("cert", "server", "--name", "localhost", "--ca", "ca", "--key-type", kind, "--out", f"k-{kind}",
                           cwd=self.folder)  # fmt: skip
                self.assert_ends(made, OK)
                with serve(*self.credential(f"k-{kind}")) as server:
                    self.assert_ends(self.connect(server.port), OK)

    def test_intermediate_authority(self):
        for arguments in (("ca", "--name", "Middle", "--ca", "ca", "--out", "middle"),
                          ("server", "--name", "localhost", "--ca", "middle", "--out", "leaf")):  # fmt: skip
            self.assert_ends(run("cert", *arguments, cwd=self.folder), OK)
        with serve(*self.credential("leaf")) as server:
            self.assert_ends(self.connect(server.port, "--trace"), OK, "chain of 3")

    def test_explain(self):
        result = run("explain", "The TLS connection was non-properly terminated.")
        self.assertEqual(result.returncode, OK)
        self.assertIn(b"GNUTLS_E_PREMATURE_TERMINATION (-110)", result.stdout)
        self.assertEqual(run("explain", "-110").stdout, result.stdout)
        self.assertIn("try", json.loads(run("explain", "40", "--json").stdout))

    def test_run_passes_arguments_and_environment_on(self):
        library = pathlib.Path(HANDFAST).parent.parent / "lib"
        environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": "/nonexistent/before"}
        for separator in ((), ("--",)):
            result = run("run", *separator, "sh", "-c", 'echo "$LD_LIBRARY_PATH|$0|$1"; exit 9', "--json", "b c",
                         env=environment)  # fmt: skip
            if not (library / "libgnutls.so.30").exists():
                self.assert_ends(result, USAGE, "libgnutls.so.30 is missing")
                continue
            self.assertEqual(result.stdout.decode(), f"{library}:/nonexistent/before|--json|b c\n", result.stderr)
            self.assertEqual(result.returncode, 9)

    def test_help_lists_exit_statuses(self):
        result = run("--help")
        self.assertEqual(result.returncode, OK)
        for status in range(8):
            self.assertIn(f"  {status}  ".encode(), result.stdout)


if __name__ == "__main__":
    unittest.main()
