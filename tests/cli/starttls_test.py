"""`handfast connect --starttls` against servers that begin in plain text, one script for each protocol. That the scripts are
what such servers say is shown by OpenSSL's client, which gets through them as well."""

import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from command_test import HANDSHAKE_FAILED, NOT_TLS, OK, TIME, TIMED_OUT, misbehave, run  # noqa: E402

XMPP_HEADER = (b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
               b"id='1' from='localhost' version='1.0'>")  # fmt: skip
XMPP_FEATURES = (b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                 b"</stream:features>")  # fmt: skip
LDAP_SUCCESS = bytes([0x30, 0x0C, 2, 1, 1, 0x78, 7, 0x0A, 1, 0, 4, 0, 4, 0])
LDAP_PROTOCOL_ERROR = bytes([0x30, 0x0E, 2, 1, 1, 0x78, 9, 0x0A, 1, 2, 4, 0, 4, 2]) + b"no"


class Script:
    """What a server says and how it knows that it is its turn: pairs of (end of what it hears, what it says)."""

    def __init__(self, *turns):
        self.turns = turns

    def play(self, connection, but_last=b""):
        for number, (hears, says) in enumerate(self.turns):
            heard = b""
            while hears and not heard.endswith(hears):
                piece = connection.recv(4096)
                if not piece:
                    raise ConnectionError("the client left")
                heard += piece
            connection.sendall(says + (but_last if number + 1 == len(self.turns) else b""))


SCRIPTS = {
    "smtp": Script((b"", b"220-mx.localhost\r\n220 ESMTP\r\n"), (b"\r\n", b"250-mx.localhost\r\n250-8BITMIME\r\n250 STARTTLS\r\n"),
                   (b"STARTTLS\r\n", b"220 go ahead\r\n")),
    "ftp": Script((b"", b"220-Welcome\r\n all\r\n220 here\r\n"), (b"AUTH TLS\r\n", b"234 AUTH TLS successful\r\n")),
    "imap": Script((b"", b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n"), (b"a STARTTLS\r\n", b"* OK still here\r\na OK begin\r\n")),
    "pop3": Script((b"", b"+OK ready\r\n"), (b"STLS\r\n", b"+OK begin\r\n")),
    "ldap": Script((b"1.3.6.1.4.1.1466.20037", LDAP_SUCCESS)),
    "xmpp": Script((b"streams'>", XMPP_HEADER + XMPP_FEATURES),
                   (b"urn:ietf:params:xml:ns:xmpp-tls'/>", b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
    "postgres": Script((b"\x04\xd2\x16\x2f", b"S")),
}  # fmt: skip


class StartTlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-starttls-")
        cls.folder = pathlib.Path(cls._folder.name)
        for arguments in (("ca", "--name", "CA", "--out", "ca"), ("server", "--name", "localhost", "--ca", "ca", "--out", "server")):
            assert run("cert", *arguments, cwd=cls.folder).returncode == OK
        cls.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.context.load_cert_chain(cls.folder / "server.pem", cls.folder / "server.key")

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    def connect(self, port, protocol, *arguments, **options):
        return run("connect", f"localhost:{port}", "--starttls", protocol, "--trust", self.folder / "ca.pem", *arguments, **options)

    def assert_ends(self, result, status, *texts):
        self.assertEqual(result.returncode, status, result.stderr.decode())
        for text in texts:
            self.assertIn(text, " ".join(result.stderr.decode().split()))

    def then_tls(self, script):
        def serve(connection):
            script.play(connection)
            with self.context.wrap_socket(connection, server_side=True) as tls:
                tls.sendall(b"under TLS")
                tls.unwrap()

        return serve

    def test_every_protocol(self):
        for protocol, script in SCRIPTS.items():
            with self.subTest(protocol=protocol), misbehave(self.then_tls(script)) as port:
                result = self.connect(port, protocol)
                self.assert_ends(result, OK, "localhost verified")
                self.assertEqual(result.stdout, b"under TLS")

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_the_scripts_are_what_servers_say(self):
        for protocol, script in SCRIPTS.items():
            turns = list(script.turns)
            if protocol == "imap":  # its tags and its question before are its own
                turns = [turns[0], (b" CAPABILITY\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK done\r\n"), (b" STARTTLS\r\n", b". OK begin\r\n")]
            if protocol == "xmpp":
                turns[0] = (b">", turns[0][1])
                turns[1] = (b"/>", turns[1][1])
            with self.subTest(protocol=protocol), misbehave(self.then_tls(Script(*turns))) as port:
                command = ["openssl", "s_client", "-connect", f"localhost:{port}", "-starttls", protocol, "-quiet"]
                other = subprocess.run([*command, "-xmpphost", "localhost"] if protocol == "xmpp" else command,
                                       stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME, check=False)  # fmt: skip
                self.assertIn(b"under TLS", other.stdout, other.stderr)

    def test_single_bytes_will_do(self):
        for protocol, script in SCRIPTS.items():

            def dribble(connection, script=script):
                class Slow:
                    recv = staticmethod(connection.recv)

                    @staticmethod
                    def sendall(data):
                        for byte in data:
                            connection.sendall(bytes([byte]))

                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                script.play(Slow)
                with self.context.wrap_socket(connection, server_side=True) as tls:
                    tls.unwrap()

            with self.subTest(protocol=protocol), misbehave(dribble) as port:
                self.assert_ends(self.connect(port, protocol), OK)

    def test_nothing_is_taken_from_behind_the_go_ahead(self):
        for protocol, script in SCRIPTS.items():

            def inject(connection, script=script):
                script.play(connection, but_last=b"250 I was never encrypted\r\n")
                connection.recv(4096)

            with self.subTest(protocol=protocol), misbehave(inject) as port:
                self.assert_ends(self.connect(port, protocol), NOT_TLS, "Behind its go-ahead the server sent plain text",
                                 "I was never encrypted")  # fmt: skip

    # What comes after the go-ahead was read meets TLS, and is refused there.
    def test_nor_when_it_comes_later(self):
        def inject(connection):
            SCRIPTS["smtp"].play(connection)
            connection.recv(4096)  # the ClientHello
            connection.sendall(b"250 I was never encrypted\r\n")

        with misbehave(inject) as port:
            self.assert_ends(self.connect(port, "smtp"), NOT_TLS, "does not speak TLS")

    def test_servers_that_refuse(self):
        for protocol, turns, reason in (
            ("smtp", ((b"", b"220 mx\r\n"), (b"\r\n", b"250 SIZE 1\r\n")), "does not offer STARTTLS"),
            ("imap", ((b"", b"* OK hi\r\n"), (b"\r\n", b"a BAD what\r\n")), 'refuses STARTTLS. received "a BAD what"'),
            ("pop3", ((b"", b"+OK\r\n"), (b"\r\n", b"-ERR\r\n")), "refuses STLS"),
            ("ftp", ((b"", b"220 hi\r\n"), (b"\r\n", b"530 log in first\r\n")), '"530 log in first"'),
            ("ldap", ((b"20037", LDAP_PROTOCOL_ERROR),), 'refuses StartTLS. received "no"'),
            ("xmpp", ((b">", XMPP_HEADER + b"<stream:features/>"),), "does not offer STARTTLS"),
            ("xmpp", ((b">", XMPP_HEADER + b"<stream:error><host-unknown xmlns='x'/></stream:error>"),),
             "does not serve the domain localhost. received \"<host-unknown xmlns='x'/></stream:error>\" try give the domain "
             "that the server serves (--name DOMAIN)"),
            ("postgres", ((b"\x2f", b"N"),), "does not offer TLS"),
            ("smtp", ((b"", b"HTTP/1.1 400 Bad Request\r\n"),), "does not speak SMTP"),
        ):  # fmt: skip

            def play(connection, turns=turns):
                Script(*turns).play(connection)
                connection.recv(4096)

            with self.subTest(protocol=protocol, reason=reason), misbehave(play) as port:
                self.assert_ends(self.connect(port, protocol), NOT_TLS, reason)

    def test_servers_that_leave_or_wait(self):
        done = threading.Event()
        for protocol in SCRIPTS:
            with self.subTest(protocol=protocol):
                with misbehave(lambda connection: connection.shutdown(socket.SHUT_WR)) as port:
                    self.assert_ends(self.connect(port, protocol), HANDSHAKE_FAILED, "closed the connection")
        with misbehave(lambda connection: done.wait(TIME)) as port:
            self.assert_ends(self.connect(port, "smtp", "--timeout", "1"), TIMED_OUT, "did not answer in time")
            done.set()

    def test_a_server_without_an_end(self):
        def talk(connection):
            while True:
                connection.sendall(b"220-and so on\r\n" * 100)

        with misbehave(talk) as port:
            self.assert_ends(self.connect(port, "smtp"), NOT_TLS, "without coming to the point")

    def test_json(self):
        with misbehave(self.then_tls(SCRIPTS["imap"])) as port:
            self.assert_ends(self.connect(port, "imap", "--json"), OK, '"event":"starttls"', '"protocol":"imap"')
        with misbehave(lambda connection: connection.sendall(b"* BYE\r\n")) as port:
            self.assert_ends(self.connect(port, "imap", "--json"), NOT_TLS, '"event":"no_starttls"', '"received":"* BYE"')

    # The advice after meeting such a server without the option leads to the option.
    def test_the_advice_helps(self):
        with misbehave(lambda connection: SCRIPTS["pop3"].play(connection)) as port:
            without = run("connect", f"localhost:{port}", "--trust", self.folder / "ca.pem")
            self.assert_ends(without, NOT_TLS, f"handfast connect localhost:{port} --starttls pop3", "for POP3 usually 995")


if __name__ == "__main__":
    unittest.main()
