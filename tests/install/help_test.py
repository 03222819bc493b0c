#!/usr/bin/env python3
"""The examples in the command's help texts, each run as it stands but for names and ports: what is out in the network is
a server here, and a program's options that make it trust our authority are added. HANDFAST is the command.
"""

import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

HANDFAST = pathlib.Path(os.environ["HANDFAST"]).resolve()
NO_STARTTLS = (5, 7)  # exit status: the server does not go on to TLS, or says nothing
TIME = 60
OUTSIDE = re.compile(r"(?:https://)?(?:www|mail|host|ftp|ldap|db)\.example\.(?:org|com)(?::\d+)?")


def handfast(*arguments, **options):
    return subprocess.run([HANDFAST, *map(str, arguments)], capture_output=True, text=True, timeout=TIME, check=False,
                          **options)


def subcommands():
    text = handfast("--help").stdout
    found = re.findall(r"^  ([a-z]+) +[A-Z]", re.split("subcommands:", text, flags=re.IGNORECASE)[1], re.MULTILINE | re.IGNORECASE)
    assert {"connect", "serve", "run", "doctor", "explain", "cert"} <= set(found), text
    return found


def examples(subcommand):
    """The lines behind "Example", a line that ends with a backslash and the next as one."""
    text = handfast(subcommand, "--help").stdout.replace("\\\n", " ")
    behind = re.split(r"^Examples?\b.*:?.*$", text, maxsplit=1, flags=re.MULTILINE)
    lines = behind[1].splitlines() if len(behind) == 2 else []
    return [line.strip() for line in lines if line.startswith("  ")]


class HelpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-help-")
        cls.folder = pathlib.Path(cls._folder.name)
        (cls.folder / "bin").mkdir()
        (cls.folder / "bin/handfast").symlink_to(HANDFAST)
        (cls.folder / "index.html").write_text("a page\n", encoding="utf-8")
        for arguments in (("ca", "--name", "Help", "--out", "ca"),
                          ("server", "--name", "localhost", "--ca", "ca", "--out", "server"),
                          ("client", "--name", "me", "--ca", "ca", "--out", "me")):
            made = handfast("cert", *arguments, cwd=cls.folder)
            assert made.returncode == 0, made.stderr
        cls.environment = os.environ | {"PATH": f"{cls.folder}/bin:{os.environ['PATH']}"}
        cls.server = subprocess.Popen([HANDFAST, "serve", "--listen", "localhost:0", "--http", ".", "--cert", "server.pem",
                                       "--key", "server.key"], cwd=cls.folder, text=True, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL)
        cls.port = cls.server.stdout.readline().strip().rsplit(":", 1)[1]

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.communicate(timeout=TIME)
        cls._folder.cleanup()

    def here(self, line):
        """The example with what is outside replaced by the server here."""
        place = f"localhost:{self.port}"
        line = line.replace("localhost:4433", place)
        if line.startswith("handfast run") or "handfast connect" in line:
            line = re.sub(r"wget (?=\S)", "wget --ca-certificate=ca.pem -O- ", line)
            trust = "" if "--trust" in line or "--insecure" in line else " --trust ca.pem"
            line = re.sub(r"(handfast connect) " + OUTSIDE.pattern, rf"\1 {place}{trust}", line)
            line = re.sub("https://" + OUTSIDE.pattern, f"https://{place}", line)
        return line

    def check_server(self, line, folder):
        """It says where it listens, and SIGTERM ends it well."""
        line = re.sub(r"--listen +\S+", "--listen localhost:0", line)
        if "--listen" not in line:
            line += " --listen localhost:0"
        with subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=folder, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
            ready = select.select([server.stdout], [], [], TIME)[0]
            first = server.stdout.readline() if ready else ""
            server.send_signal(signal.SIGTERM)
            errors = server.communicate(timeout=TIME)[1]
        self.assertTrue(first.startswith("listening on "), errors)
        self.assertEqual(server.returncode, 0, errors)

    def need_program(self, line):
        program = re.match(r"handfast run (?:-\S+ )*(?:-- )?(\S+)", line)
        if program is not None and shutil.which(program.group(1)) is None:
            self.skipTest(f"there is no {program.group(1)}")

    def check(self, line, folder):
        if line.startswith("handfast serve"):
            return self.check_server(line, folder)
        self.need_program(line)
        if "--starttls" in line:  # the server here speaks HTTP; those of the other protocols are in tests/cli
            line += " --timeout 2"
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=folder, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME, check=False)
        if line.startswith("handfast doctor"):
            self.assertIn(done.returncode, (0, 1), done.stderr)
            return self.assertNotEqual(done.stdout, "")
        if "--starttls" in line:
            return self.assertIn(done.returncode, NO_STARTTLS, done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_examples(self):
        count = 0
        (self.folder / "empty").mkdir()  # those of `cert` make their own
        for subcommand in subcommands():
            for line in examples(subcommand):
                with self.subTest(subcommand=subcommand, line=line):
                    self.check(self.here(line), self.folder / "empty" if subcommand == "cert" else self.folder)
                count += 1
        self.assertGreaterEqual(count, 12, "help texts have lost their examples")


if __name__ == "__main__":
    if shutil.which("bash") is None:
        sys.exit(77)
    unittest.main()
