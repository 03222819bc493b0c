"""What an installed program speaks TLS with; nothing is run to find out."""

from __future__ import annotations

import pathlib


def is_on_gnutls(program: pathlib.Path) -> bool:
    """Whether the program was linked with GnuTLS, whose name its file then holds. (Debian 13's apt uses OpenSSL.)"""
    return b"\0libgnutls.so.30\0" in program.read_bytes()
