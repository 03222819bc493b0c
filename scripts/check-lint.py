#!/usr/bin/env python3
"""Fails on words that src does not use; scripts/lint-allowlist.txt holds the exceptions, each with its reason."""

import re

from cpp_source import allow_list, code_only, files, finish, line_of, read

# rule: (where it holds, where it does not, what is looked for, why)
RULES = {
    "memcmp": ("src", None, r"\b(memcmp|bcmp)\b", "secrets are compared by constant_time_equal, the rest by ranges"),
    "throw": ("src", None, r"\bthrow\b", "errors are values; only std::bad_alloc is ever thrown, by operator new"),
    "reinterpret_cast": ("src", "src/base", r"\breinterpret_cast\b", "bytes are read and written by Reader and Writer"),
    "thread_local": ("src/tls", None, r"\bthread_local\b", "the engine has no global state"),
    # g++ 12 destroys a temporary twice when a conditional expression of class type has a co_await in one arm.
    "conditional_co_await": ("src", None, r"\?[^;{}]*\bco_await\b[^;{}]*:|\?[^;{}]*:[^;{}]*\bco_await\b",
                             "g++ 12 miscompiles it; use if"),
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

problems = []
used = set()
allowed = allow_list("lint-allowlist.txt")


def inside(path, folder):
    return folder is not None and str(path).startswith(folder + "/")


for path in files(["src", "include"], {".cpp", ".hpp", ".c", ".h"}):
    text = read(path)
    code = code_only(text)
    for rule, (scope, exempt, pattern, why) in RULES.items():
        if not inside(path, scope) or inside(path, exempt):
            continue
        for match in re.finditer(pattern, code):
            key = f"{rule} {path}"
            if key in allowed:
                used.add(key)
            else:
                problems.append(f"{path}:{line_of(code, match.start())}: {rule}: {why}")
    for match in UNFINISHED.finditer(text):
        problems.append(f"{path}:{line_of(text, match.start())}: {match.group()}: what is unfinished is absent")
finish("lint", problems, allowed, used)
