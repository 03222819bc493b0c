"""What the benchmark runs: certificates, and one program for each library, built from the sources in this folder."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROVIDER = ROOT / "build" / "provider"
RUST_TARGET = ROOT / "build" / "bench" / "rust"  # kept, because the first build compiles AWS-LC once more
FLAGS = ["-O2", "-g", "-std=gnu11", "-Wall", "-Wextra", "-Wconversion", "-Werror"]
KEYS = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa": ["rsa:2048"]}


@dataclasses.dataclass(frozen=True)
class Program:
    path: pathlib.Path
    environment: dict


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: {result.stderr}")
    return result.stdout


def make_certificates(folder):
    """One authority, and below it a server and a client with each kind of key."""
    run("openssl", "req", "-x509", "-newkey", *KEYS["ec"], "-nodes", "-days", "3650", "-subj", "/CN=Bench CA",
        "-keyout", "ca.key", "-out", "ca.pem", cwd=folder)
    for side in ("server", "client"):
        extensions = f"subjectAltName=DNS:localhost\nkeyUsage=digitalSignature\nextendedKeyUsage={side}Auth\n"
        (folder / "extensions").write_text(extensions)
        for name, key in KEYS.items():
            file = f"{side}-{name}"
            run("openssl", "req", "-newkey", *key, "-nodes", "-subj", "/CN=localhost", "-keyout", f"{file}.key",
                "-out", "request", cwd=folder)
            run("openssl", "x509", "-req", "-in", "request", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "3650", "-extfile", "extensions", "-out", f"{file}.pem", cwd=folder)


def build(folder, tree):
    """Gives {column of the table: Program, or None where it cannot be built here}, and prints the libraries' names."""
    # Without the option the compiler makes calloc() call itself, because malloc() and memset() are what calloc() does.
    compile_c(folder / "heap_count.so", ["heap_count.c"], ["-shared", "-fPIC", "-fno-builtin-malloc"])
    gnutls = compile_harness(folder, "gnutls", [f"-I{ROOT}/include", f"-L{tree}/lib", "-lgnutls"], ["gnutls_store.c"])
    openssl = compile_harness(folder, "libssl", ["-lssl", "-lcrypto"], ["libssl_openssl.c"])
    run("bash", ROOT / "scripts" / "provider.sh", "libssl")
    archives = [PROVIDER / "libssl" / "ssl" / "libssl.a", PROVIDER / "libssl" / "crypto" / "libcrypto.a"]
    headers = ["-isystem", PROVIDER / "vendor" / "aws-lc-sys" / "aws-lc" / "include"]
    awslc = compile_harness(folder, "libssl", [*headers, *archives, "-lm"], ["libssl_awslc.c"], program="awslc")
    parts = ["floor_resumption.c", "floor_key_exchange.c", "floor_credential.c", "floor_symmetric.c"]
    floor = compile_harness(folder, "floor", [*headers, archives[1], "-lm"], parts)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LD_")}
    programs = {
        "Handfast": Program(gnutls, bare | {"LD_LIBRARY_PATH": str(tree / "lib")}),
        "GnuTLS": Program(gnutls, bare),
        "OpenSSL": Program(openssl, bare),
        "AWS-LC": Program(awslc, bare),
        "rustls": build_rust(bare),
        "floor": Program(floor, bare),
    }
    print_names(programs)
    return programs


def compile_harness(folder, driver, options, parts=(), program=None):
    path = folder / f"{program or driver}_bench"
    return compile_c(path, ["harness.c", f"{driver}_bench.c", *parts], [*options, "-lpthread"])


def compile_c(path, sources, options):
    run("cc", *FLAGS, *(HERE / source for source in sources), "-o", path, *options)
    return path


def build_rust(environment):
    cargo = subprocess.run(["bash", "-c", 'source "$0" && find_cargo', ROOT / "scripts" / "lib.sh"],
                           capture_output=True, text=True).stdout.strip()
    if not cargo:
        print("No cargo is new enough for rustls; scripts/setup.sh installs one.\n")
        return None
    settings = {"CARGO_TARGET_DIR": str(RUST_TARGET), "RUSTC": cargo.replace("cargo", "rustc")}
    run("nice", cargo, "build", "--quiet", "--release", "--locked", "--jobs", "1", cwd=HERE / "rust",
        env=environment | settings)
    return Program(RUST_TARGET / "release" / "rustls_bench", environment)


def print_names(programs):
    peers = [program for column, program in programs.items() if program and column != "Handfast"]
    print("; ".join(run(peer.path, "name", env=peer.environment).strip() for peer in peers) + ".\n")
