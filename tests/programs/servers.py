"""Servers for programs under test, on the loopback address: https and smtp with TLS, each connection in its own thread."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import http.server
import socket
import socketserver
import ssl
import sys
import threading

import serving

SOCKET_TIMEOUT = 20  # seconds a server waits for a client that says nothing


@dataclasses.dataclass
class Seen:
    """What a server saw of its clients; the same on both libraries."""

    requests: list[str] = dataclasses.field(default_factory=list)
    versions: list[str] = dataclasses.field(default_factory=list)
    resumed: int = 0
    refused: int = dataclasses.field(default=0, compare=False)  # a client may go before or after its word is read


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """`tls` "at once", "asked for" (STARTTLS) or "never"."""

    allow_reuse_address = True  # and closing it waits for its threads: what they have seen is then complete

    def __init__(self, handler, context: ssl.SSLContext, tls: str, files: dict[str, bytes] | None = None):
        super().__init__(("127.0.0.1", 0), handler)
        self.context, self.tls, self.files = context, tls, files or {}
        self.seen = Seen()
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def secure(self, connection: socket.socket) -> ssl.SSLSocket:
        secured = self.context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=True)
        with self.lock:
            self.seen.versions.append(secured.version())
            self.seen.resumed += secured.session_reused
        return secured

    def finish_request(self, request, client_address):
        request.settimeout(SOCKET_TIMEOUT)
        try:
            with self.secure(request) if self.tls == "at once" else contextlib.nullcontext(request) as connection:
                self.RequestHandlerClass(connection, client_address, self)
        except OSError:  # the client refused the certificate, or went away
            with self.lock:
                self.seen.refused += 1

    def handle_error(self, request, client_address):
        print("the server failed:", sys.exc_info()[1])

    def running(self):
        return serving.running(self)


class HttpHandler(http.server.BaseHTTPRequestHandler):
    """Sends a file, and closes the connection: each file has a handshake of its own."""

    protocol_version = "HTTP/1.1"
    timeout = SOCKET_TIMEOUT

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        body = self.answer()
        if body is not None:
            self.wfile.write(body)

    def answer(self) -> bytes | None:
        with self.server.lock:
            self.server.seen.requests.append(f"{self.command} {self.path}")
        body = self.server.files.get(self.path)
        self.close_connection = True
        if body is None:
            self.send_error(404)
            return None
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        return body

    def log_message(self, *_):
        pass


class SmtpHandler(socketserver.BaseRequestHandler):
    """Takes mail as RFC 5321 has it, and keeps the digest of each."""

    COMMANDS = ("HELO", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA", "QUIT")

    def setup(self):
        self.open(self.request)

    def open(self, connection) -> None:
        self.connection, self.lines = connection, connection.makefile("rb")

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 localhost")
        while line := self.lines.readline():
            command = line.decode(errors="replace").strip().upper()
            name = command.split(" ")[0]
            if name not in self.COMMANDS:  # TLS, for example
                self.say("500 what?")
                break
            with self.server.lock:
                self.server.seen.requests.append(name)
            if not self.obey(command):
                break

    def obey(self, command: str) -> bool:
        if command.startswith("EHLO"):
            offer = self.server.tls == "asked for" and not isinstance(self.connection, ssl.SSLSocket)
            self.say("250-localhost\r\n250 STARTTLS" if offer else "250 localhost")
        elif command == "STARTTLS":
            self.say("220 go ahead")
            self.open(self.server.secure(self.connection))
        elif command == "DATA":
            self.say("354 go ahead")
            self.take_mail()
            self.say("250 taken")
        elif command == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 fine")
        return True

    def take_mail(self) -> None:
        digest, in_body = hashlib.sha256(), False
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            if in_body:  # headers hold dates
                digest.update(line)
            in_body = in_body or line == b"\r\n"
        with self.server.lock:
            self.server.seen.requests.append(digest.hexdigest())
