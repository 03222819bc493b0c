"""A TCP relay between a TLS client and a TLS server that reads what is sent in clear and can cut a connection."""

from __future__ import annotations

import dataclasses
import socket
import struct
import threading
import time

CONNECT_TIMEOUT = 50  # seconds in which the server has to accept; it may still be starting
SOCKET_TIMEOUT = 90  # seconds without a byte in either direction after which a connection is given up
READ_SIZE = 65536

HANDSHAKE, ALERT, APPLICATION_DATA = 22, 21, 23  # content types (RFC 8446, 5.1)
CLIENT_HELLO, SERVER_HELLO, SERVER_KEY_EXCHANGE = 1, 2, 12
SUPPORTED_VERSIONS, KEY_SHARE = 43, 51  # extension types (RFC 8446, 4.2)
RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")  # RFC 8446, 4.1.3
# Bytes of a TLS 1.3 record that holds an alert: level, description, content type, tag (RFC 8446, 5.2), and what JSSE
# adds to every record, 16 bytes of padding.
SEALED_ALERTS = (19, 35)


@dataclasses.dataclass
class Hello:
    """What a ServerHello or a HelloRetryRequest selects."""

    version: int
    suite: int
    group: int | None
    retry: bool


class Direction:
    """One direction of a connection: its records, and its handshake messages as long as they are in clear."""

    def __init__(self):
        self.records: list[tuple[int, int]] = []  # content type and length of each
        self.hellos: list[bytes] = []
        self.key_exchange = b""  # TLS 1.2: the body of ServerKeyExchange
        self.holds_data = False
        self._held = b""
        self._stream = b""
        self._messages = b""

    def release(self, data: bytes) -> bytes:
        """What may be passed on after `data` has arrived. A direction that holds data keeps everything from the first
        protected record on until it ends with an alert, so that what answers the data comes after the close_notify."""
        self.feed(data)
        self._held += data
        protected = any(kind == APPLICATION_DATA for kind, _ in self.records)
        if self.holds_data and protected and not self.ends_with_alert:
            return b""
        released, self._held = self._held, b""
        return released

    def feed(self, data: bytes) -> None:
        self._stream += data
        while len(self._stream) >= 5:
            kind, _, length = struct.unpack_from("!BHH", self._stream)
            if len(self._stream) < 5 + length:
                break
            body, self._stream = self._stream[5 : 5 + length], self._stream[5 + length :]
            self.records.append((kind, length))
            if kind == HANDSHAKE:
                self._collect(body)

    def _collect(self, body: bytes) -> None:
        self._messages += body
        while len(self._messages) >= 4:
            length = int.from_bytes(self._messages[1:4], "big")
            if len(self._messages) < 4 + length:
                break
            kind, message = self._messages[0], self._messages[4 : 4 + length]
            self._messages = self._messages[4 + length :]
            if kind in (CLIENT_HELLO, SERVER_HELLO):
                self.hellos.append(message)
            elif kind == SERVER_KEY_EXCHANGE:
                self.key_exchange = message

    @property
    def ends_with_alert(self) -> bool:
        """Whether the last whole record is an alert; the harness never sends data so short that it looks alike."""
        if not self.records:
            return False
        kind, length = self.records[-1]
        return kind == ALERT or (kind == APPLICATION_DATA and length in SEALED_ALERTS)


def server_hello(message: bytes) -> Hello:
    """Reads the body of a ServerHello (RFC 8446, 4.1.3)."""
    (version,) = struct.unpack_from("!H", message)
    random, position = message[2:34], 34
    position += 1 + message[position]
    (suite,) = struct.unpack_from("!H", message, position)
    position += 3 + 2  # the suite, the compression method, and the length of the extensions
    group = None
    while position + 4 <= len(message):
        kind, length = struct.unpack_from("!HH", message, position)
        body = message[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == SUPPORTED_VERSIONS:
            (version,) = struct.unpack("!H", body)
        elif kind == KEY_SHARE:
            (group,) = struct.unpack_from("!H", body)
    return Hello(version, suite, group, random == RETRY_RANDOM)


class Connection:
    """Two sockets and what passed between them."""

    def __init__(self, client: socket.socket, server: socket.socket, until_client_closes: bool):
        self.sockets = (client, server)
        self.from_client, self.from_server = Direction(), Direction()
        self.from_client.holds_data = until_client_closes
        self._pumps = [
            threading.Thread(target=self._pump, args=arguments, daemon=True)
            for arguments in ((client, server, self.from_client), (server, client, self.from_server))
        ]

    def start(self) -> None:
        for pump in self._pumps:
            pump.start()

    def _pump(self, source: socket.socket, sink: socket.socket, direction: Direction) -> None:
        try:
            while data := source.recv(READ_SIZE):
                sink.sendall(direction.release(data))
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            self.cut()  # a reset on one side must not leave the other side waiting

    def cut(self) -> None:
        """Ends the connection towards both sides, as a fallen network would: nothing more is passed on."""
        for end in self.sockets:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # that side has ended already

    def wait(self) -> None:
        """Returns when both directions have ended."""
        for pump in self._pumps:
            pump.join(SOCKET_TIMEOUT)

    def selected(self) -> list[Hello]:
        hellos = [server_hello(message) for message in self.from_server.hellos]
        if self.from_server.key_exchange:  # RFC 8422, 5.4: curve_type, namedcurve
            (hellos[-1].group,) = struct.unpack_from("!H", self.from_server.key_exchange, 1)
        return hellos


class Relay:
    """Listens on a free loopback port and passes every connection on to `server_port`, to be set before the first.
    With `until_client_closes` the server gets nothing protected before all of it, close_notify included, is there."""

    def __init__(self, until_client_closes: bool = False):
        self._until_client_closes = until_client_closes
        self.connections: list[Connection] = []
        self.server_port = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread; close alone does not
        self._listener.close()
        for connection in self.connections:
            connection.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # the relay was closed
                return
            server = self._connect()
            if server is None:
                client.close()
                continue
            for end in (client, server):
                end.settimeout(SOCKET_TIMEOUT)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(client, server, self._until_client_closes)
            self.connections.append(
                connection
            )  # before the first byte: the client may end before this thread runs again
            connection.start()

    def _connect(self) -> socket.socket | None:
        deadline = time.monotonic() + CONNECT_TIMEOUT
        while time.monotonic() < deadline:
            try:
                return socket.create_connection(("127.0.0.1", self.server_port), timeout=CONNECT_TIMEOUT)
            except ConnectionRefusedError:
                time.sleep(0.02)
        return None
