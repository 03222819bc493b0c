#!/usr/bin/env python3
"""Handfast against Java's JSSE; the programs are in java/."""

import functools
import pathlib
import sys

import own_program
import peers

SOURCE = pathlib.Path(__file__).resolve().parent / "java"
NEEDED = 17
HYBRIDS_SINCE = 27  # the release that brings X25519MLKEM768
BUILD_TIMEOUT = 600  # seconds

# Each case starts a virtual machine that lives for a second: no time is spent on what pays later.
QUICK_START = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]


class Java(own_program.OwnProgram):
    name = "java"
    server_names_curve = True

    def missing(self):
        absent = [name for name in ("java", "javac") if not peers.first_line(name, "--version")]
        if absent:
            return f"{' and '.join(absent)} not installed"
        return "" if major() >= NEEDED else f"java {self.release()} is older than {NEEDED}"

    def release(self):
        return peers.first_line("java", "--version").split()[1]

    def cannot(self, case, peer_is):
        if case.suite and "CCM" in case.suite.name:
            return "JSSE has no CCM"
        if peers.X25519MLKEM768 in case.server_groups and major() < HYBRIDS_SINCE:
            return "this release has no X25519MLKEM768"
        return ""

    def program(self):
        return machine(f"-XX:SharedArchiveFile={archive()}")

    def group_name(self, group):
        return group.name.lower()


def major():
    return int(peers.first_line("java", "--version").split()[1].split(".")[0].split("-")[0])


def machine(option):
    return ["java", *QUICK_START, option, "-cp", jar(), "Peer"]


@functools.lru_cache(maxsize=None)
def jar():
    folder = own_program.temporary_folder("java")
    own_program.build(["javac", "-d", folder, "-Xlint:all", "-Werror", "Peer.java"], SOURCE, BUILD_TIMEOUT)
    own_program.build(["jar", "--create", "--file", "peer.jar", "Peer.class"], folder, BUILD_TIMEOUT)
    return folder / "peer.jar"


class Rehearsal(Java):
    """Leaves an archive of the classes that its client needed, when that ends."""

    def program(self):
        return machine(f"-XX:ArchiveClassesAtExit={archive_path()}")


def archive_path():
    return jar().parent / "classes.jsa"


@functools.lru_cache(maxsize=None)
def archive():
    """With an archive of its classes a virtual machine starts in two thirds of the time."""
    case, files, peer = peers.CASES[0], peers.Files(jar().parent), Rehearsal()
    server = peers.Process(peer.server(case, files))
    client = peers.Process(peer.client(case, server.listening_port(), files))
    client.close_input()
    status = client.exit_status(BUILD_TIMEOUT)
    server.end()
    client.end()
    if status != 0 or not archive_path().exists():
        raise RuntimeError(f"no archive of classes was made: {client.report()}")
    return archive_path()


PEERS = [Java()]

if __name__ == "__main__":
    sys.exit(peers.main(*PEERS))
