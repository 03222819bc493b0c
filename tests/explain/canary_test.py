"""Explanations hold no secrets, no keys and no application data: programs handle canaries before their connection fails,
and no explanation may contain one, in whatever encoding. They contain no encoded blob at all, either."""

import base64
import pathlib
import re
import secrets
import socket
import sys
import tempfile
import unittest

import support
from support import raw_client, raw_server

FORMS = ("text", "json")
SHORTEST_BLOB = 32  # characters of hexadecimal or base64 in a row; names have underscores, hyphens and dots between


def encodings(data: bytes):
    yield data
    yield data.hex().encode()
    yield data.hex().upper().encode()
    for shift in range(3):  # however it lies in what is encoded
        yield base64.b64encode(bytes(shift) + data)[4:-4]


class CanaryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-canary-")
        cls.folder = pathlib.Path(cls._folder.name)
        cls.files = support.Files(cls.folder)
        cls.password = "password-" + secrets.token_hex(12)
        cls.encrypted = cls.folder / "encrypted.key"
        support.certificates.run_openssl(
            "pkcs8", "-topk8", "-in", cls.files.client.key, "-out", cls.encrypted, "-passout", f"pass:{cls.password}"
        )

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    def setUp(self):
        self.sent, self.received = (f"canary-{secrets.token_hex(12)}" for _ in range(2))
        self.request = f"POST /{self.sent} HTTP/1.1\r\nAuthorization: Bearer {self.sent}\r\n\r\n{self.sent}"
        self.reply = f"HTTP/1.1 200 OK\r\nSet-Cookie: id={self.received}\r\n\r\n{self.received}".encode()

    def canaries(self, keylog: pathlib.Path | None):
        yield self.sent.encode()
        yield self.received.encode()
        yield self.password.encode()
        for key in [*self.folder.glob("**/*.key")]:
            for line in key.read_text().splitlines():
                if not line.startswith("-----"):
                    yield line.encode()
        if keylog:
            lines = keylog.read_text().splitlines()
            self.assertTrue(lines, "no secrets were logged: nothing is checked")
            for line in lines:
                yield bytes.fromhex(line.split()[2])

    def check(self, outcome, keylog=None):
        self.assertTrue(outcome.explanations, outcome.errors + outcome.output)
        said = outcome.errors.encode()
        for canary in self.canaries(keylog):
            for encoded in encodings(canary):
                self.assertNotIn(encoded, said)
        self.assertIsNone(re.search(rf"[A-Za-z0-9+/=]{{{SHORTEST_BLOB},}}", outcome.errors), outcome.errors)

    def run_client(self, form, port, *options):
        keylog = self.folder / f"keylog-{secrets.token_hex(4)}"
        command = [support.PROGRAM, "client", port, "--trust", self.files.trust, "--send", self.request, *options]
        outcome = support.run(command, form, SSLKEYLOGFILE=str(keylog))
        self.check(outcome, keylog)
        return outcome

    def against(self, action, *options):
        for form in FORMS:
            with self.subTest(form=form), support.python_server(self.files.server, action) as port:
                outcome = self.run_client(form, port, *options)
                self.assertIn("in gnutls_record", outcome.output)

    def exchange(self, tls):
        while self.sent.encode() not in tls.recv(4096):
            pass
        tls.sendall(self.reply)

    def test_the_check_itself(self):
        for canary in (self.sent, self.password, self.files.server.key.read_text().splitlines()[1]):
            for encoded in encodings(canary.encode()):
                said = f"TLS failed: something.\n  found       x{encoded.decode()}x\n"
                with self.assertRaises(AssertionError):
                    self.check(support.outcome_of(1, "", said, "text"))

    def test_reset_after_data(self):
        def action(tls):
            self.exchange(tls)
            support.reset(tls)

        self.against(action)

    def test_cut_off_after_data(self):
        def action(tls):
            self.exchange(tls)
            tls.shutdown(socket.SHUT_WR)
            tls.recv(4096)

        self.against(action)

    def test_plain_text_after_data(self):
        def action(tls):
            self.exchange(tls)
            plain = socket.socket(fileno=tls.detach())
            with plain:
                plain.sendall(self.reply * 3)
                plain.settimeout(2)
                plain.recv(4096)

        self.against(action)

    def test_damaged_data(self):
        for form in FORMS:
            records = []

            def meddle(number, record):
                records.append(record)
                damaged = record[0] == support.APPLICATION_RECORD and len(record) == 5 + len(self.reply) + 17
                return record[:-1] + bytes([record[-1] ^ 1]) if damaged else record

            with self.subTest(form=form):
                peer = support.python_server(self.files.server, self.exchange)
                with support.meddler(peer, meddle) as port:
                    outcome = self.run_client(form, port)
                self.assertIn("ended with -24", outcome.output)

    def test_refused_client_certificate_with_a_password(self):
        for form in FORMS:
            options = ("-tls1_3", "-Verify", "2", "-verify_return_error", "-CAfile", self.files.other.root)
            with self.subTest(form=form), support.openssl_server(self.files.server, *options) as port:
                own = ("--cert", self.files.client.chain, "--key", self.encrypted, "--password", self.password)
                outcome = self.run_client(form, port, *own)
                self.assertIn("ended with -12", outcome.output)

    def test_server_whose_client_vanishes_after_data(self):
        for form in FORMS:
            code = (
                "import socket,ssl,struct,sys\n"
                "c=ssl.create_default_context(cafile=sys.argv[2])\n"
                "s=c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[1]))),server_hostname='localhost')\n"
                "s.sendall(sys.argv[3].encode()); s.recv(10000)\n"
                "s.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,struct.pack('ii',1,0)); s.close()\n"
            )
            peer = support.tool(sys.executable, "-c", code, "{port}", self.files.trust, self.received)
            own = ("--cert", self.files.server.chain, "--key", self.files.server.key, "--send", self.reply.decode())
            with self.subTest(form=form):
                outcome = support.server(form, peer, *own)
                self.assertIn(self.received, outcome.output)
                self.check(outcome)

    def test_request_in_plain_text(self):
        line = f"GET /login?password={self.sent} HTTP/1.1\r\nCookie: {self.received}\r\n\r\n".encode()
        for form in FORMS:
            peer = raw_client(lambda connection: (connection.sendall(line), connection.recv(100)))
            own = ("--cert", self.files.server.chain, "--key", self.files.server.key)
            with self.subTest(form=form):
                self.check(support.server(form, peer, *own))

    def test_reply_in_plain_text(self):
        def action(connection):
            connection.recv(65536)
            connection.sendall(self.reply)
            connection.recv(100)

        for form in FORMS:
            with self.subTest(form=form), raw_server(action) as port:
                outcome = support.client(form, port)
                self.assertIn("HTTP/1.1 200 OK", outcome.errors)
                self.check(outcome)


if __name__ == "__main__":
    unittest.main()
