#!/usr/bin/env python3
"""Writes the version script of libgnutls.so.30: every function that exists, under the node where programs look for it.

    src/capi/symbol-map.py OBJECT... > src/capi/libgnutls.map

The objects are those of src/capi; what they define and symbols.tsv names is exported. A visible gnutls_ or handfast_
symbol that is not in symbols.tsv is an error: no program could bind it.
"""

import pathlib
import re
import subprocess
import sys

FIRST_NODE = "GNUTLS_3_4"
# Every node of this release exists, even without a symbol: the loader starts no program that names one that is missing.
LAST_RELEASE = (3, 7, 9)
INDEPENDENT_NODES = ("GNUTLS_FIPS140_3_4", "GNUTLS_PRIVATE_3_4", "HANDFAST_1")


def known_nodes():
    table = pathlib.Path(__file__).with_name("symbols.tsv")
    rows = (line.split("\t") for line in table.read_text().splitlines() if not line.startswith("#"))
    return {row[0]: row[1].strip() for row in rows}


def defined_symbols(objects):
    output = subprocess.run(["readelf", "--syms", "--wide", *objects], check=True, capture_output=True, text=True).stdout
    visible = re.compile(r"(?:GLOBAL|WEAK)\s+DEFAULT\s+\d+\s+(_?gnutls\w*|handfast_\w+)$", re.MULTILINE)
    return set(visible.findall(output))


def release(node):
    return tuple(int(number) for number in re.findall(r"\d+", node))


def main(objects):
    nodes = known_nodes()
    symbols = defined_symbols(objects)
    strange = sorted(symbols - nodes.keys())
    if strange:
        sys.exit("symbol-map.py: not in symbols.tsv: " + " ".join(strange))
    by_node = {node: [] for node in nodes.values() if node in INDEPENDENT_NODES or release(node) <= LAST_RELEASE}
    for symbol in sorted(symbols):
        by_node.setdefault(nodes[symbol], []).append(symbol)
    print("# Made by symbol-map.py from what src/capi defines.")
    parent = ""
    for node in sorted(by_node, key=lambda name: (name in INDEPENDENT_NODES, release(name))):
        print(f"{node} {{")
        if by_node[node]:
            print("  global:")
            print("".join(f"    {symbol};\n" for symbol in by_node[node]), end="")
        if node == FIRST_NODE:
            print("  local:\n    *;")
        base = FIRST_NODE if node in INDEPENDENT_NODES else parent
        print(f"}} {base};" if base else "};")
        if node not in INDEPENDENT_NODES:
            parent = node


if __name__ == "__main__":
    main(sys.argv[1:])
