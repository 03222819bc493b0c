#!/usr/bin/env python3
"""abi_test.py LIBRARY: what a library exports, needs and promises to the loader, against what it may.

Run by ctest with the folder of the libraries in HANDFAST_LIB.
"""

import os
import pathlib
import platform
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# The highest glibc that a library may need when it was built with a glibc up to the first number. Programs move between
# systems, so what is built on Debian 12 (2.36) does not need all of it; 2.38 brought C23's strtoul and sscanf.
HIGHEST_GLIBC = {(2, 37): (2, 35), (9, 9): (2, 38)}

LIBRARIES = {
    "libgnutls.so.30": {
        "exports": r"gnutls_\w+|_gnutls_\w+|handfast_\w+",
        # No C++ run-time library: programs that load this one are C, or carry another.
        "needs": r"libc\.so\.6|libm\.so\.6|ld-linux.*",
    },
    "libhandfast.so.0": {
        "exports": r"_ZT[ISV]N8handfast\w+|_ZNK?8handfast\w+",
        "needs": r"libc\.so\.6|libm\.so\.6|ld-linux.*|libstdc\+\+\.so\.6|libgcc_s\.so\.1",
    },
}

# Symbols of the provider and of the run-time library that would meet another copy of themselves in the process.
FOREIGN = re.compile(
    r"(OPENSSL|CRYPTO|EVP|RSA|EC|BN|SSL|X509|ERR|RAND|SHA\d+|HMAC|ASN1|CBS|CBB|aws_lc)_|_ZSt|_ZNSt|__cxa_|sdallocx"
)


def tool(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def dynamic_symbols(library):
    """Returns (defined, undefined): sets of (name, version or ''), from `nm -D --with-symbol-versions`."""
    defined, undefined = set(), set()
    for line in tool("nm", "-D", "--with-symbol-versions", library).splitlines():
        kind, symbol = line.split()[-2:]
        name, _, version = symbol.replace("@@", "@").partition("@")
        if kind == "A":
            continue  # a version node, not a symbol
        (undefined if kind in "Uwv" else defined).add((name, version))
    return defined, undefined


def mapped_symbols(path):
    """Returns the (name, version) pairs that a version script of plain names exports."""
    pairs = set()
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for node, body in re.findall(r"(\w+)\s*\{(.*?)\}", text, re.DOTALL):
        exported = body.split("local:")[0].replace("global:", "")
        pairs |= {(name, node) for name in re.findall(r"[\w*]+", exported)}
    return pairs


def check_exports(name, defined):
    for symbol, _ in sorted(defined):
        if not re.fullmatch(LIBRARIES[name]["exports"], symbol):
            yield f"exports {symbol}"
    if name == "libgnutls.so.30":
        mapped = mapped_symbols(ROOT / "src/capi/libgnutls.map")
        for symbol, version in sorted(mapped - defined):
            yield f"does not export {symbol}@{version}, which the symbol map names"
        for symbol, version in sorted(defined - mapped):
            yield f"exports {symbol}@{version}, which the symbol map does not name"


def highest_glibc():
    here = tuple(map(int, platform.libc_ver()[1].split(".")[:2]))
    return next(highest for built_with, highest in sorted(HIGHEST_GLIBC.items()) if here <= built_with)


def check_needs(name, undefined, dynamic):
    for symbol, version in sorted(undefined):
        numbers = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", version)
        if numbers and tuple(map(int, numbers.groups())) > highest_glibc():
            yield f"needs {symbol}@{version}"
        if name == "libgnutls.so.30" and FOREIGN.match(symbol) and symbol != "__cxa_finalize":
            # __cxa_atexit and __cxa_thread_atexit_impl are glibc's.
            if not version.startswith("GLIBC_"):
                yield f"leaves {symbol} to whoever defines it"
    for needed in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic):
        if not re.fullmatch(LIBRARIES[name]["needs"], needed):
            yield f"needs {needed}"


def check_promises(name, dynamic, segments):
    if f"[{name}]" not in "".join(re.findall(r"\(SONAME\).*", dynamic)):
        yield "has another soname"
    if "NODELETE" not in dynamic:
        yield "may be unmapped by dlclose (no -z nodelete)"
    if "(TEXTREL)" in dynamic:
        yield "has relocations in its code"
    if "SYMBOLIC" in dynamic:
        yield "binds its own symbols to itself (-Bsymbolic)"
    stack = re.search(r"GNU_STACK.*\n.*?\s(R\w+)\s", segments)
    if stack and "E" in stack.group(1):
        yield "asks for an executable stack"


def main(name):
    library = pathlib.Path(os.environ["HANDFAST_LIB"]) / name
    defined, undefined = dynamic_symbols(library)
    dynamic = tool("readelf", "--dynamic", "--wide", library)
    segments = tool("readelf", "--segments", library)
    problems = [
        *check_exports(name, defined),
        *check_needs(name, undefined, dynamic),
        *check_promises(name, dynamic, segments),
    ]
    if not defined:
        problems.append("exports nothing")
    for problem in problems:
        print(f"{name} {problem}")
    print(f"{name}: {len(defined)} symbols exported, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
