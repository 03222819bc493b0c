"""An FTP server with TLS on the loopback address (RFC 959, RFC 4217): clients resume the control connection's session for data."""

from __future__ import annotations

import contextlib
import socket
import socketserver

import servers


class FtpHandler(socketserver.BaseRequestHandler):
    """Commands that clients need for a download, over a control connection that becomes secure by AUTH TLS."""

    ANSWERS = {
        "USER": "331 and the password",
        "PASS": "230 welcome",
        "SYST": "215 UNIX Type: L8",
        "TYPE": "200 fine",
        "PBSZ": "200 fine",
        "PROT": "200 fine",
        "OPTS": "200 fine",
        "CWD": "250 fine",
        "NOOP": "200 fine",
        "PWD": '257 "/"',
    }

    def handle(self):
        self.listener = None
        self.open(self.request)
        self.say("220 localhost")
        while line := self.lines.readline():
            command, _, argument = line.decode(errors="replace").strip().partition(" ")
            command = command.upper()
            with self.server.lock:
                self.server.seen.requests.append(command)
            if command == "QUIT":
                self.say("221 bye")
                break
            self.obey(command, argument)

    def open(self, connection) -> None:
        self.connection, self.lines = connection, connection.makefile("rb")

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def obey(self, command: str, argument: str) -> None:
        body = self.server.files.get("/" + argument.lstrip("/"))
        if command in self.ANSWERS:
            self.say(self.ANSWERS[command])
        elif command == "AUTH" and self.server.tls == "asked for":
            self.say("234 go ahead")
            self.open(self.server.secure(self.connection))
        elif command == "FEAT":
            self.say("211-here\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 that is all")
        elif command in ("PASV", "EPSV"):
            self.listen(command)
        elif command in ("SIZE", "RETR") and body is None:
            self.say("550 no such file")
        elif command == "SIZE":
            self.say(f"213 {len(body)}")
        elif command == "RETR":
            self.send(body)
        else:
            self.say("502 unknown")

    def listen(self, command: str) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(servers.SOCKET_TIMEOUT)
        port = self.listener.getsockname()[1]
        if command == "PASV":
            self.say(f"227 here (127,0,0,1,{port // 256},{port % 256})")
        else:
            self.say(f"229 here (|||{port}|)")

    def send(self, body: bytes) -> None:
        self.say("150 here it comes")
        with self.listener, self.listener.accept()[0] as plain:
            plain.settimeout(servers.SOCKET_TIMEOUT)
            with self.server.secure(plain) as data:
                data.sendall(body)
                with contextlib.suppress(OSError):  # not every client answers close_notify before it goes
                    data.unwrap()
        self.say("226 that was it")
