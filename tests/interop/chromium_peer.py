"""Loads one page in headless Chromium and prints its text, if it is a page of text that the server sent.

Chromium gets a home of its own, whose certificate database trusts one authority, and an empty profile.
"""

import argparse
import html.parser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

LOADING_TIMEOUT = 50  # seconds, less than what a case has: nobody else would end the browser
DATABASE_TIMEOUT = 50  # seconds

# Nothing but the page is asked of the network, and nothing of what the machine has is needed.
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
    "--log-level=3",  # it misses much in a container, and says so
    "--dump-dom",
]


class ShownText(html.parser.HTMLParser):
    """Collects the text of a page that is one <pre>, which is how Chromium shows text/plain. Chromium's own pages,
    which say why nothing could be loaded, begin otherwise."""

    def __init__(self):
        super().__init__()
        self.text = ""
        self._path = []

    def handle_starttag(self, tag, attrs):
        self._path.append(tag)

    def handle_endtag(self, tag):
        self._path.append(f"/{tag}")

    def handle_data(self, data):
        if self._path[-2:] == ["body", "pre"]:
            self.text += data


def trust(home: pathlib.Path, authority: str) -> None:
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    for arguments in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "authority", "-i", authority]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *arguments], check=True, timeout=DATABASE_TIMEOUT)


def load(url: str, authority: str) -> subprocess.CompletedProcess:
    home = pathlib.Path(tempfile.mkdtemp(prefix="handfast-chromium-"))
    try:
        trust(home, authority)
        return subprocess.run(
            ["chromium", *SWITCHES, f"--user-data-dir={home / 'profile'}", url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=os.environ | {"HOME": str(home)},
            timeout=LOADING_TIMEOUT,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)  # the browser's helpers may still be writing while they end


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trust", required=True)
    parser.add_argument("url")
    options = parser.parse_args()
    browser = load(options.url, options.trust)
    page = ShownText()
    page.feed(browser.stdout.decode())
    sys.stdout.write(page.text)
    if not page.text:
        sys.stderr.buffer.write(browser.stdout)
    return browser.returncode


if __name__ == "__main__":
    sys.exit(main())
