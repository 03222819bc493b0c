#!/usr/bin/env python3
"""A TLS client and a TLS server on Python's ssl module.

The client copies its standard input to the server and what comes back to standard output; it ends with 0 if the
server closed with close_notify. The server echoes, or answers each request with one file, and closes with close_notify.
"""

import argparse
import pathlib
import select
import socket
import ssl
import sys
import threading

SOCKET_TIMEOUT = 50  # seconds without progress
CHUNK = 16384


def context_of(options) -> ssl.SSLContext:
    is_server = options.part == "server"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = context.maximum_version = ssl.TLSVersion["TLSv" + options.version.replace(".", "_")]
    if options.cert:
        context.load_cert_chain(options.cert, options.key)
    if options.trust:
        context.load_verify_locations(options.trust)
        context.verify_mode = ssl.CERT_REQUIRED
    if options.groups and "," not in options.groups:  # the module takes one name; several are left to its defaults
        context.set_ecdh_curve(options.groups)
    if options.alpn:
        context.set_alpn_protocols([options.alpn])
    return context


def check_alpn(connection: ssl.SSLSocket, options) -> None:
    if options.alpn and connection.selected_alpn_protocol() != options.alpn:
        raise ssl.SSLError(f"ALPN gave {connection.selected_alpn_protocol()}")


def client(options) -> int:
    host, port = options.address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=SOCKET_TIMEOUT) as plain:
        connection = context_of(options).wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
        check_alpn(connection, options)
        connection.setblocking(False)
        return copy_both_ways(connection)


def visit_twice(options) -> int:
    """Says of each connection whether it is resumed."""
    host, port = options.address.rsplit(":", 1)
    context, session = context_of(options), None
    line = options.again.encode() + b"\n"
    for _ in range(2):
        with socket.create_connection((host, int(port)), timeout=SOCKET_TIMEOUT) as plain:
            connection = context.wrap_socket(plain, server_hostname="localhost", session=session)
            connection.sendall(line)
            answer = b""
            while len(answer) < len(line):
                answer += connection.recv(CHUNK)
            print("resumed", str(connection.session_reused).lower(), flush=True)
            session = connection.session
            connection.unwrap()
    return 0


def copy_both_ways(connection: ssl.SSLSocket) -> int:
    """One thread for both directions: an SSL object must not be used by two at a time."""
    pending = b""
    while True:
        readable, _, _ = select.select(
            [connection] if pending else [connection, sys.stdin], [connection] if pending else [], [], SOCKET_TIMEOUT
        )
        if sys.stdin in readable:
            pending = sys.stdin.buffer.raw.read(CHUNK)
            if not pending:
                return close(connection)
        if pending:
            try:
                pending = pending[connection.send(pending) :]
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                pass
        if receive(connection):
            return 0


def receive(connection: ssl.SSLSocket) -> bool:
    """Passes on what has arrived; True at close_notify. An end without it raises."""
    try:
        while data := connection.recv(CHUNK):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return True
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return False


def close(connection: ssl.SSLSocket) -> int:
    """Sends close_notify and waits for the server's."""
    connection.settimeout(SOCKET_TIMEOUT)
    connection.unwrap()
    return 0


def serve_one(plain: socket.socket, context: ssl.SSLContext, options) -> None:
    plain.settimeout(SOCKET_TIMEOUT)
    try:
        with context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=False) as connection:
            check_alpn(connection, options)
            while data := connection.recv(CHUNK):
                if options.serve:
                    body = pathlib.Path(options.serve).read_bytes()
                    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                    break
                connection.sendall(data)
            connection.unwrap()
    except OSError as error:
        print(f"connection: {error}", file=sys.stderr, flush=True)


def server(options) -> int:
    context = context_of(options)
    host, port = options.address.rsplit(":", 1)
    with socket.create_server((host, int(port))) as listener:
        print(f"listening on {host}:{listener.getsockname()[1]}", flush=True)
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=serve_one, args=(plain, context, options), daemon=True).start()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("client", "server"))
    for option in ("--address", "--version"):
        parser.add_argument(option, required=True)
    for option in ("--cert", "--key", "--trust", "--groups", "--alpn", "--serve", "--again"):
        parser.add_argument(option)
    options = parser.parse_args()
    if options.part == "server":
        return server(options)
    return visit_twice(options) if options.again else client(options)


if __name__ == "__main__":
    sys.exit(main())
