#!/usr/bin/env python3
"""Measures this library beside its peers, in one run, and prints a Markdown table.

    tests/bench/bench.py BUILD_TREE [--rounds N] [--row TEXT]

Every cell is the median of N interleaved rounds: all peers do a row one after the other, then again, so that a slow moment
of the machine hits all of them. "noise" is the largest relative distance between a peer's first and third quartile in the row.
Peers: this library and Debian's GnuTLS (the same program), the system's OpenSSL, AWS-LC's own libssl from the same package.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# row, key, operations in a round, group
ROWS = [
    ("handshake TLS 1.3 ECDSA P-256, X25519", "ec", 300, "X25519"),
    ("handshake TLS 1.3 ECDSA P-256, X25519MLKEM768", "ec", 300, "X25519MLKEM768"),
    ("handshake TLS 1.3 RSA-2048, X25519", "rsa", 150, "X25519"),
    ("send AES-128-GCM 16384", "ec", 4096, "X25519"),
    ("receive AES-128-GCM 16384", "ec", 4096, "X25519"),
    ("send AES-128-GCM 1350", "ec", 16384, "X25519"),
    ("receive AES-128-GCM 1350", "ec", 16384, "X25519"),
    ("send chacha20 16384", "ec", 2048, "X25519"),
    ("receive chacha20 16384", "ec", 2048, "X25519"),
]


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def make_certificates(folder):
    """One authority and two servers, the leaf below the authority."""
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
        "-subj", "/CN=Bench CA", "-keyout", "ca.key", "-out", "ca.pem", cwd=folder)
    for name, key in (("ec", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]), ("rsa", ["rsa:2048"])):
        run("openssl", "req", "-newkey", *key, "-nodes", "-subj", "/CN=localhost", "-keyout", f"{name}.key",
            "-out", f"{name}.csr", cwd=folder)
        (folder / "extensions").write_text("subjectAltName=DNS:localhost\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n")
        run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "3650", "-extfile", "extensions", "-out", f"{name}.pem", cwd=folder)


def compile_peers(folder, tree):
    """Gives {peer: (program, environment)}."""
    here = ROOT / "tests" / "bench"
    flags = ["-O2", "-Wall", "-Wextra", "-Werror"]
    run("cc", *flags, f"-I{ROOT}/include", str(here / "gnutls_bench.c"), "-o", str(folder / "gnutls_bench"),
        f"-L{tree}/lib", "-lgnutls")
    run("cc", *flags, str(here / "libssl_bench.c"), "-o", str(folder / "openssl_bench"), "-lssl", "-lcrypto")
    run("bash", str(ROOT / "scripts" / "provider.sh"), "libssl")
    awslc = ROOT / "build" / "provider" / "libssl"
    archives = {path.name: str(path) for path in awslc.rglob("lib*.a")}
    headers = next((ROOT / "build" / "provider" / "vendor").glob("aws-lc-sys*/aws-lc/include"))
    run("cc", *flags, f"-I{headers}", str(here / "libssl_bench.c"), "-o", str(folder / "awslc_bench"),
        archives["libssl.a"], archives["libcrypto.a"], "-lpthread", "-lm")
    bare = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    return {
        "Handfast": (folder / "gnutls_bench", bare | {"LD_LIBRARY_PATH": str(tree / "lib")}),
        "GnuTLS": (folder / "gnutls_bench", bare),
        "OpenSSL": (folder / "openssl_bench", bare),
        "AWS-LC": (folder / "awslc_bench", bare),
    }


def measure(peer, folder, row):
    name, key, count, group = row
    program, environment = peer
    command = [str(program), "ca.pem", f"{key}.pem", f"{key}.key", name, str(count), group]
    if hasattr(os, "sched_setaffinity"):
        command = ["taskset", "-c", "0", *command]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return float(result.stdout) if result.returncode == 0 else None


def spread(values):
    if len(values) < 4:
        return 0.0
    quartiles = statistics.quantiles(values, n=4)
    return (quartiles[2] - quartiles[0]) / quartiles[1]


def report_row(row, results):
    medians = {peer: statistics.median(values) for peer, values in results.items() if values}
    ours = medians.get("Handfast")
    cells = []
    for peer in results:
        if peer not in medians:
            cells.append("-")
        elif peer == "Handfast" or ours is None:
            cells.append(f"{medians[peer] / 1000:.2f}")
        else:
            cells.append(f"{medians[peer] / 1000:.2f} ({medians[peer] / ours:.2f} x)")
    noise = max(spread(values) for values in results.values() if values)
    print(f"| {row[0]} | " + " | ".join(cells) + f" | {noise:.0%} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--row", default="")
    arguments = parser.parse_args()
    tree = arguments.tree.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificates(folder)
        peers = compile_peers(folder, tree)
        print("Microseconds; in brackets how many times this library's.\n")
        print("| row | " + " | ".join(peers) + " | noise |\n|" + "---|" * (len(peers) + 2))
        for row in ROWS:
            if arguments.row not in row[0]:
                continue
            results = {peer: [] for peer in peers}
            for _ in range(arguments.rounds):
                for peer in peers:
                    value = measure(peers[peer], folder, row)
                    if value is not None:
                        results[peer].append(value)
            if not results["Handfast"]:
                sys.exit(f"this library could not do: {row[0]}")
            report_row(row, results)


if __name__ == "__main__":
    main()
