#!/usr/bin/env python3
"""Compiles the programs of the manual and runs them: what they print stands beside them, or is what the test sent."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAMS = ROOT / "docs/manual/examples"
LIBRARIES = pathlib.Path(os.environ["HANDFAST_LIB"])
ENVIRONMENT = os.environ | {"LD_LIBRARY_PATH": str(LIBRARIES)}
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Werror"]
LINE = "hello\n"


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120,
                          env=ENVIRONMENT, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout


def compiled(source, folder):
    """The program that the source makes; without the library that it needs, none."""
    compiler = ["gcc", *WARNINGS, "-lgnutls"] if source.suffix == ".c" else ["g++", "-std=c++23", "-Wall", "-lhandfast"]
    if not (LIBRARIES / f"lib{compiler[-1][2:]}.so").exists():
        return None
    run(*compiler[:-1], f"-I{ROOT / 'include'}", source, f"-L{LIBRARIES}", compiler[-1], "-o", folder / source.stem)
    return source.stem


def make_certificates(folder):
    handfast = os.environ["HANDFAST"]
    run(handfast, "cert", "ca", "--name", "The manual", "--out", folder / "ca")
    run(handfast, "cert", "server", "--name", "localhost", "--ca", folder / "ca", "--out", folder / "server")
    for name in ("alice", "bob"):
        run(handfast, "cert", "client", "--name", name, "--ca", folder / "ca", "--out", folder / name)


def check_output(program, folder, *arguments):
    printed = run(folder / program, *arguments)
    wanted = (PROGRAMS / f"{program}.out").read_text(encoding="utf-8")
    assert printed == wanted, f"{program} printed:\n{printed}"


class Server:
    """A server of the manual: its first line is its port; it ends with the block."""

    def __init__(self, program, folder):
        self.command = [str(folder / program), str(folder / "server.pem"), str(folder / "server.key")]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        return int(self.process.stdout.readline())

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(timeout=30)


def check_server(program, clients, folder):
    with Server(program, folder) as port:
        for client in clients:
            answer = run(folder / client, "localhost", port, folder / "ca.pem", input=LINE)
            assert answer == LINE, f"{client} of {program} got {answer!r}"
        refusing = subprocess.run([folder / "client", "localhost", str(port), folder / "alice.pem"], env=ENVIRONMENT,
                                  capture_output=True, text=True, timeout=60, check=False, input=LINE)
        assert refusing.returncode == 1 and "certificate verification" in refusing.stderr, refusing


def check_many_at_once(folder):
    """The server with poll() does not wait for a client that says nothing."""
    with Server("poll_server", folder) as port, concurrent.futures.ThreadPoolExecutor(8) as pool:
        silent = subprocess.Popen([folder / "client", "localhost", str(port), folder / "ca.pem"], env=ENVIRONMENT,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        silent.stderr.readline()  # connected
        texts = [f"client {number} " * 2000 + "\n" for number in range(16)]
        answers = pool.map(lambda text: run(folder / "client", "localhost", port, folder / "ca.pem", input=text), texts)
        assert list(answers) == texts
        silent.communicate(timeout=60)
        assert silent.returncode == 0


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        make_certificates(folder)
        sources = sorted(path for path in PROGRAMS.iterdir() if path.suffix in (".c", ".cpp"))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            made = [name for name in pool.map(lambda source: compiled(source, folder), sources) if name]
        clients = [name for name in ("client", "asio_client") if name in made]
        for program in ("early_data", "failures", "mutual", "reauth", "rehandshake", "resume"):
            check_output(program, folder, folder)
        check_output("priorities", folder, "NORMAL:-VERS-TLS1.2:-GROUP-ALL:+GROUP-X25519")
        run(folder / "memory", *(folder / name for name in ("server.pem", "server.key", "ca.pem")))
        for server in ("server", "poll_server"):
            check_server(server, clients, folder)
        check_many_at_once(folder)
        print(f"{len(made)} programs of the manual: {' '.join(made)}")


if __name__ == "__main__":
    main()
