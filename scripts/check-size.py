#!/usr/bin/env python3
"""Fails on a file over 800 lines and a function over 80 that scripts/size-allowlist.txt does not excuse."""

import re

from cpp_source import allow_list, closing_brace, code_only, files, finish, line_of, read

FILE_LIMIT = 800
FUNCTION_LIMIT = 80

TYPE = re.compile(r"\b(class|struct|union|enum|namespace)\b")
ATTRIBUTE = re.compile(r"\[\[.*?\]\]|\balignas\s*\([^)]*\)|\b__attribute__\s*\(\(.*?\)\)|^\s*#.*$", re.MULTILINE)
TEMPLATE = re.compile(r"\btemplate\s*<[^{;]*?>\s*(?=\w|\[|$)")
NAME = re.compile(r"([\w:~]+|operator\s*\S+)\s*\(")


def functions(text):
    """Yields (name, first line, last line) of every function body outside of another function."""
    head_start = 0
    position = 0
    brace = re.compile(r"[{};]")
    while match := brace.search(text, position):
        position = match.end()
        if match.group() != "{":
            head_start = position
            continue
        head = ATTRIBUTE.sub(" ", TEMPLATE.sub(" ", text[head_start : match.start()]))
        if is_container(head):
            head_start = position
            continue
        end = closing_brace(text, match.start())
        position = end + 1
        if re.match(r"\s*[,{]", text[position:]):
            continue  # a member's initializer in front of a constructor's body
        if is_function(head):
            start = head_start + len(text[head_start:]) - len(text[head_start:].lstrip())
            yield NAME.search(head).group(1), line_of(text, start), line_of(text, end)
        head_start = position


def is_container(head):
    """True for the head of a class, a namespace, or a linkage specification, whose braces hold declarations."""
    return bool(re.search(r'\bextern\s*""\s*$', head)) or (bool(TYPE.search(head)) and "(" not in head)


def is_function(head):
    return head.count("(") == head.count(")") > 0 and NAME.search(head) is not None


problems = []
used = set()
allowed = allow_list("size-allowlist.txt")


def judge(key, lines, limit, where):
    if lines <= limit:
        return
    if key in allowed:
        used.add(key)
    else:
        problems.append(f"{where}: {lines} lines, the limit is {limit}")


CODE = {".cpp", ".hpp", ".c", ".h"}
SCRIPTS = {".py", ".sh", ".cmake", ".go", ".java", ".mjs", ".rs"}
for path in files(["src", "include", "tests", "scripts", "cmake"], CODE | SCRIPTS):
    text = read(path)
    judge(str(path), text.count("\n"), FILE_LIMIT, path)
    if path.suffix in CODE:
        for name, first, last in functions(code_only(text)):
            judge(f"{path} {name}", last - first + 1, FUNCTION_LIMIT, f"{path}:{first}: {name}")
finish("size", problems, allowed, used)
