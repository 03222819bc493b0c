#!/usr/bin/env python3
"""examples_test.py BUILD: installs a build below a fresh prefix, builds the installed examples with find_package and
with pkg-config, and runs them: an HTTPS client, an echo server with 1,000 connections at once, a client that drives
the engine by hand.
"""

import asyncio
import os
import pathlib
import re
import resource
import ssl
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 1000
MESSAGE = b"an echo of each connection's own: %d"


def run(*command, **options):
    """Runs a command to its end and returns what it printed; its errors stand in the test's log."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=240, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def install(build, prefix):
    run("cmake", "--install", build, "--prefix", prefix)
    return next(prefix.glob("**/handfast.pc")).parent


def readme():
    """The program in C++, and the commands behind it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"```cpp\n(.*?)```\n\n((?:    [^\n]*\n)+)", text, re.DOTALL).groups()


def check_versions(prefix, folder):
    """Before version 1 the second number is the interface's: 0.1 finds 0.1.0, and no other number does."""
    for wanted, found in (("", True), ("0.1", True), ("0.1.0", True), ("0.1.99", False), ("0.0", False), ("0.2", False),
                          ("1.0", False), ("0.1...<0.2", True)):
        tree = folder / f"version-{wanted}"
        tree.mkdir(parents=True)
        (tree / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(version LANGUAGES CXX)\n"
                                             f"find_package(handfast {wanted} REQUIRED)\n", encoding="utf-8")
        done = subprocess.run(["cmake", "-S", tree, "-B", tree / "build", f"-DCMAKE_PREFIX_PATH={prefix}"], check=False,
                              capture_output=True, text=True, timeout=120)
        assert (done.returncode == 0) == found, f"find_package(handfast {wanted}): {done.stdout}{done.stderr}"


def build_examples(prefix, packages, folder):
    """All examples with CMake, and README.md's program as its commands say."""
    source = prefix / "share/doc/handfast/examples"
    run("cmake", "-S", source, "-B", folder, f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra")
    run("cmake", "--build", folder)
    program, commands = readme()
    (folder / "client.cpp").write_text(program, encoding="utf-8")
    before = "    make install PREFIX=$HOME/handfast\n"
    assert commands.startswith(before), commands
    commands = commands.removeprefix(before).replace("$HOME/handfast/lib/pkgconfig", str(packages))
    run("sh", "-ec", commands, cwd=folder)


class Served:
    """A server of ours: its first line, or first line of JSON, names the port; it ends with the block."""

    def __init__(self, pattern, *command, **options):
        self.pattern = pattern
        self.command = [str(part) for part in command]
        self.options = options

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **self.options
        )
        line = self.process.stdout.readline()
        found = re.search(self.pattern, line)
        if not found:
            sys.exit(f"{self.command[0]} said: {line}")
        return int(found.group(1))

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=30)


def check_https_client(examples, handfast, folder):
    pages = folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("a page\n", encoding="utf-8")
    server = Served(
        r"(?:localhost|127\.0\.0\.1):(\d+)", handfast, "serve", "--listen", "127.0.0.1:0", "--http", pages,
        "--cert", folder / "server.pem", "--key", folder / "server.key",
    )
    with server as port:
        page = run(examples / "https_client", "localhost", port, folder / "ca.pem")
        assert page.startswith("HTTP/1.1 200") and page.endswith("a page\n"), page
        page = run(examples / "sans_io_client", "localhost", port, folder / "ca.pem",
                   input="GET / HTTP/1.0\r\n\r\n")
        assert page.startswith("HTTP/1.") and page.endswith("a page\n"), page
        for client in ("https_client", "client"):  # both trust the system's authorities here
            stranger = subprocess.run(
                [examples / client, "localhost", str(port)], capture_output=True, text=True, timeout=60,
                check=False,
            )
            assert stranger.returncode == 1 and "not trusted" in stranger.stderr, stranger


async def echo_once(number, port, context, all_here):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost",
                                                   ssl_handshake_timeout=120)
    await all_here.wait()  # nobody speaks before every connection stands
    message = MESSAGE % number
    writer.write(message)
    await writer.drain()
    assert await reader.readexactly(len(message)) == message
    writer.close()
    await writer.wait_closed()


class Barrier:
    """asyncio.Barrier came with Python 3.11."""

    def __init__(self, parties):
        self.missing = parties
        self.open = asyncio.Event()

    async def wait(self):
        self.missing -= 1
        if self.missing == 0:
            self.open.set()
        await self.open.wait()


async def echo_all(port, authority):
    context = ssl.create_default_context(cafile=authority)
    all_here = Barrier(CONNECTIONS)
    await asyncio.gather(*(echo_once(number, port, context, all_here) for number in range(CONNECTIONS)))


def check_echo_server(examples, folder):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * CONNECTIONS)), hard))
    server = Served(
        r"(\d+)", examples / "echo_server", "0", folder / "server.pem", folder / "server.key"
    )
    with server as port:
        asyncio.run(echo_all(port, folder / "ca.pem"))


def main():
    build = pathlib.Path(sys.argv[1])
    handfast = os.environ["HANDFAST"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        packages = install(build, folder / "prefix")
        check_versions(folder / "prefix", folder / "versions")
        build_examples(folder / "prefix", packages, folder / "examples")
        run(handfast, "cert", "ca", "--name", "Examples", "--out", folder / "ca")
        run(handfast, "cert", "server", "--name", "localhost", "--ca", folder / "ca", "--out", folder / "server")
        check_https_client(folder / "examples", handfast, folder)
        check_echo_server(folder / "examples", folder)
    print(f"built with find_package and pkg-config; a page fetched with Asio and by hand, {CONNECTIONS} connections echoed")


if __name__ == "__main__":
    main()
