#!/usr/bin/env python3
"""Fails on what the runner would take without a word in tests/bogo/config.json: a key that stands twice, a pattern without
a reason, an error that is not one of ours with its field."""

import json
import re

from cpp_source import ROOT, finish, read

CONFIG = "tests/bogo/config.json"
problems = []


def unique(pairs):
    seen = set()
    for key, _ in pairs:
        if key in seen:
            problems.append(f"{CONFIG}: {key} stands there twice")
        seen.add(key)
    return dict(pairs)


def error_names():
    names = re.search(r"std::string_view name_of\(Errc \w+\) \{(.*?)\n\}", read("src/base/errc.cpp"), re.DOTALL)
    return set(re.findall(r'return "(\w+)";', names.group(1)))


def own_words():
    """What the shim says by itself, without an error of the engine."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/bogo").glob("*.cpp")))
    return set(re.findall(r'"([^"\\\n]*)"', sources))


def check_errors(errors):
    names, words = error_names(), own_words()
    for theirs, ours in errors.items():
        for one in ours:
            # The shim writes "name field: cause ..."; the colon ends the field.
            form = re.fullmatch(r"(\w+) [^:]+:", one)
            if not (form and form.group(1) in names) and one not in words:
                problems.append(f"{CONFIG}: {theirs} {one!r}: not an Errc's name, its field and a colon, nor the shim's words")


config = json.loads(read(CONFIG), object_pairs_hook=unique)
for pattern, reason in config["DisabledTests"].items():
    if not reason.strip():
        problems.append(f"{CONFIG}: {pattern} has no reason")
check_errors(config["ErrorMap"])
finish("bogo", problems)
