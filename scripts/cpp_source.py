"""What the source checks share: finding files, blanking comments and strings, reading an allow-list."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

_TOKEN = re.compile(
    r"""
    (?P<comment> //(?:\\\n|[^\n])* | /\*.*?\*/ )
  | (?P<raw> \b(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)" )
  | (?P<string> "(?:\\.|[^"\\\n])*" )
  | (?P<number> \b\d[\w']* )
  | (?P<char> '(?:\\.|[^'\\\n])*' )
    """,
    re.DOTALL | re.VERBOSE,
)


def files(folders, suffixes):
    """Yields the paths below the folders (relative to the project) that have one of the suffixes, sorted."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path.relative_to(ROOT)


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def code_only(text):
    """Returns the text with comments and the insides of literals blanked; every line keeps its number."""

    def blank(match):
        kind = match.lastgroup if match.lastgroup != "tag" else "raw"
        if kind == "number":
            return match.group()
        newlines = "\n" * match.group().count("\n")
        return newlines or " " if kind == "comment" else '""' + newlines

    return _TOKEN.sub(blank, text)


def closing_brace(text, opening):
    """Returns the position of the brace that closes the one at `opening`."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(text, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def allow_list(name):
    """Reads scripts/<name>: lines `key... : reason`, '#' starts a comment line. Returns {key: reason}."""
    allowed = {}
    path = ROOT / "scripts" / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, reason = line.partition(" : ")
        if not colon or not reason.strip():
            sys.exit(f"{path.relative_to(ROOT)}:{number}: expected 'key : reason'")
        allowed[" ".join(key.split())] = reason.strip()
    return allowed


def finish(name, problems, allowed=None, used=()):
    """Prints the problems and the entries of the allow-list that nothing needs, and exits."""
    stale = [f"allow-list entry '{key}' is not needed any more" for key in sorted(set(allowed or {}) - set(used))]
    for problem in problems + stale:
        print(f"{name}: {problem}")
    sys.exit(1 if problems or stale else 0)
