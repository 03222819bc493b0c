#!/usr/bin/env python3
"""Fails when an #include points upwards in the layers, or past the seam between the engine and the crypto provider."""

import re

from cpp_source import ROOT, files, finish, read

# Lowest first. A file may include its own layer and those before it.
LAYERS = ["src/base", "src/crypto", "src/pki", "src/tls", "src/cppapi", "src/capi", "src/cli"]

# The public headers stand alone, as they do once installed; the number is the lowest layer that may include them. Those in
# C belong to the C API, wherever they lie.
PUBLIC = {"include/handfast": LAYERS.index("src/cppapi"), "include/gnutls": LAYERS.index("src/capi")}

PROVIDER = "src/crypto/libcrypto"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def folder_of(path, folders):
    return next((folder for folder in folders if path.startswith(folder + "/")), None)


def resolve(includer, target):
    """Returns the project's file that an include means, as a path relative to the project, or None."""
    for base in (ROOT / includer.parent, ROOT / "src", ROOT / "include", ROOT / "tests"):
        path = (base / target).resolve()
        if path.is_file() and path.is_relative_to(ROOT):
            return str(path.relative_to(ROOT))
    return None


def fault(includer, target):
    """Returns why the includer may not include the target, or None."""
    path = str(includer)
    if target.startswith("openssl/"):
        return None if path.startswith(PROVIDER + "/") else f"only {PROVIDER} sees the provider's headers"
    included = resolve(includer, target)
    if included is None:
        return None
    if included.startswith("tests/"):
        return "what is shipped does not include test code"
    if included.startswith(PROVIDER + "/") and not path.startswith(PROVIDER + "/"):
        return "the provider is reached only through the headers of src/crypto"

    public = folder_of(path, PUBLIC)
    if public:
        allowed = PUBLIC if path.endswith(".h") and included.endswith(".h") else [public]
        return None if folder_of(included, allowed) else f"{public} stands alone"
    here = LAYERS.index(folder_of(path, LAYERS))
    public = folder_of(included, PUBLIC)
    if public:
        return None if here >= PUBLIC[public] else f"{LAYERS[here]} is below {public}"
    there = LAYERS.index(folder_of(included, LAYERS))
    return None if there <= here else f"{LAYERS[there]} is above {LAYERS[here]}"


problems = []
for path in files([*LAYERS, *PUBLIC], {".cpp", ".hpp", ".c", ".h"}):
    for match in INCLUDE.finditer(read(path)):
        why = fault(path, match.group(2))
        if why:
            line = read(path).count("\n", 0, match.start()) + 1
            problems.append(f"{path}:{line}: {match.group(2)}: {why}")
finish("layering", problems)
