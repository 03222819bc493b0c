"""Servers of Python's own that run beside a test."""

from __future__ import annotations

import contextlib
import socketserver
import threading

STOP_TIMEOUT = 20  # seconds a server is given to end


@contextlib.contextmanager
def running(server: socketserver.BaseServer):
    """The server, which serves in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(STOP_TIMEOUT)
