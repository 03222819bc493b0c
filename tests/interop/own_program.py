"""Peers that are a program of ours on somebody's TLS library: all such programs take the same options."""

from __future__ import annotations

import atexit
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile

import peers


class OwnProgram(peers.Peer):
    """A subclass says how the program is started, and what its library cannot do."""

    versions = {peers.TLS13: "1.3", peers.TLS12: "1.2"}

    def program(self) -> list:
        """The beginning of a command line that starts the program."""
        raise NotImplementedError

    def group_name(self, group: peers.Group) -> str:
        """What the library calls a group."""
        return str(group.code)

    def suite_name(self, suite: peers.Suite) -> str:
        """What the library calls a suite, if it has to be told; otherwise Handfast's side alone chooses."""
        return ""

    def client(self, case, port, files):
        command = self._command("client", case, case.client_groups, files.client(case))
        command += ["--address", f"127.0.0.1:{port}", "--trust", files.trusted_by_client(case)]
        return peers.Program(command)

    def server(self, case, files):
        command = self._command("server", case, case.server_groups, files.server(case))
        command += ["--address", "127.0.0.1:0"]
        if case.client_certificate:
            command += ["--trust", files.trusted_by_server]
        if case.http:
            command += ["--serve", files.served_folder(case.size) / peers.SERVED_FILE]
        return peers.Program(command)

    def _command(self, part, case, groups, credential):
        command = [*self.program(), part, "--version", self.versions[case.version]]
        if groups:
            command += ["--groups", ",".join(map(self.group_name, groups))]
        if case.suite and (suite := self.suite_name(case.suite)):
            command += ["--suite", suite]
        if credential:
            command += ["--cert", credential.chain, "--key", credential.key]
        if case.alpn:
            command += ["--alpn", case.alpn]
        return command


@functools.lru_cache(maxsize=None)
def temporary_folder(name: str) -> pathlib.Path:
    """A folder for what is built for the peer `name`, gone when the test ends."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"handfast-{name}-"))
    atexit.register(shutil.rmtree, folder)
    return folder


def build(command: list, folder: pathlib.Path, timeout: float, **environment: str) -> None:
    """Runs what builds a program from its sources in `folder`; a failure raises."""
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True, timeout=timeout)
