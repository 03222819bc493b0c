"""Which release of the other library is compared with, and what it does otherwise than the one that all cases are for."""

from __future__ import annotations

import ctypes
import pathlib

REFERENCE = "3.7.9"  # what is on purpose, and what is not, is said of this one

V1_ANCHOR = "a trusted certificate of version 1 is no authority's to 3.7.9 and is one to this release"

# By release, the cases that a release answers otherwise than the reference, and how. Nothing can be concluded from them
# there. A release that is not here has not been looked at: each case that differs is taken for one of these.
OTHERWISE = {
    REFERENCE: {},
    "3.8.9": {
        "39: early data that comes too late": "refused, as by this library",
        "39: early data without a session": "refused at once",
        "39: replayed early data, after a new start": "taken, though the guard began after the ticket was made",
        "chain, anchor of version 1, flags 0x0": V1_ANCHOR,
        "chain, anchor of version 1, flags 0x8": V1_ANCHOR,
        "chain, anchor of version 1, flags 0x108": V1_ANCHOR,
        "cryptography": "it has RIPEMD-160, too",
        "extension names": "it has no SRP any more",
        "status request, switched off by a flag": "it knows the flag",
    },
}


def release_of(folder: pathlib.Path) -> str:
    library = ctypes.CDLL(str(folder / "libgnutls.so.30"))
    library.gnutls_check_version.restype = ctypes.c_char_p
    return library.gnutls_check_version(None).decode()
