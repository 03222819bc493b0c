#!/usr/bin/env python3
"""Fails where docs/contract-tests.md and the cases of tests/capi/differential_*.py do not agree: every numbered line of
docs/api-behaviour.md has cases that carry its number, or is named with the reason why not."""

import ast
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = [*map(str, range(1, 55)), "call"]
CASE = re.compile(r"((?:\d+|call)(?:, \d+)*): (.+)", re.DOTALL)
ANYTHING = "…"  # in the name of a case that is made of several
ROW = re.compile(r"^\| (\d+|call) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
ABSENT = re.compile(r"^- No case for (\d+(?:, \d+)*): \S", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)")


def text_of(node):
    """A string of the program, with a sign for what is put in; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    parts = [part.value if isinstance(part, ast.Constant) else ANYTHING for part in node.values]
    return "".join(parts)


def cases():
    """(line, name) of every case."""
    out = set()
    for path in sorted((ROOT / "tests/capi").glob("differential_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if not isinstance(node, (ast.Constant, ast.JoinedStr)) or id(node) in inner:
                continue
            match = CASE.fullmatch(text_of(node) or "")
            if match and "\n" not in match[2]:
                out |= {(line, match[2]) for line in match[1].split(", ")}
    return out


def in_table(text):
    return {(line, name) for line, cell in ROW.findall(text) for name in re.findall(r"`([^`]+)`", cell)}


def is_listed(case, listed):
    """Also where it is one of several that one name stands for, or that name with the version behind it."""
    line, name = case
    for other_line, other in listed:
        pattern = ".+".join(map(re.escape, other.split(ANYTHING))) + r"(, TLS [\d.]+)?"
        if line == other_line and (name == other or re.fullmatch(pattern, name)):
            return True
    return False


def main():
    page = ROOT / "docs/contract-tests.md"
    text = page.read_text(encoding="utf-8")
    listed, there = in_table(text), cases()
    absent = {line for each in ABSENT.findall(text) for line in each.split(", ")}
    problems = [f"{line}: no case" for line in LINES if line not in absent and line not in {each for each, _ in listed}]
    problems += [f"{line}: has cases, and is said to have none" for line in absent & {each for each, _ in listed}]
    problems += [f"{line}: there is no case `{name}`" for line, name in sorted(listed - there)]
    missing = [case for case in sorted(there) if not is_listed(case, listed)]
    problems += [f"{line}: `{name}` is missing in the table" for line, name in missing]
    problems += [f"{link} does not exist" for link in LINK.findall(text) if not (page.parent / link).exists()]
    for problem in problems:
        print(f"{page.relative_to(ROOT)}: {problem}")
    print(f"{len(listed)} cases of {len(LINES) - len(absent)} lines")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
