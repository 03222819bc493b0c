#!/usr/bin/env python3
"""Fails where a public C function lacks a part of its comment (CONTRIBUTING.md, Comments of public functions), or returns
an error by name that its comment does not list; scripts/api-docs-allowlist.txt holds the exceptions, each with its reason.
"""

import re

from c_headers import ERROR, MANUAL, REFERENCE, declarations, listed_errors
from cpp_source import allow_list, closing_brace, code_only, files, finish, read

SINCE = re.compile(r"\d+\.\d+(\.\d+)?( or earlier)?|Handfast \d+\.\d+(\.\d+)?")
DEFINITION = re.compile(r"^[\w\s*]*?\b((?:gnutls|handfast)_\w+)\(([^;{}]*)\)\s*(?:try\s*)?\{", re.MULTILINE)
ELSEWHERE = re.compile(r"\b(RFC \d|X\.690|SP 800|FIPS \d|POSIX)")

entries = list(declarations())
by_name = {entry.name: entry for entry in entries}
errors = set(re.findall(r"#define (GNUTLS_E_\w+)", read("include/gnutls/section/errors.h")))
manual = [read("docs/manual/" + part) for part in re.findall(r"^@include (\S+)", read("docs/manual/handfast.texi"), re.M)]
chapters = {node for part in manual for node in re.findall(r"^@node ([\w ]+)$", part, re.MULTILINE)}
problems = []
used = set()
allowed = allow_list("api-docs-allowlist.txt")


def bodies():
    """{name: code} of the functions that src/capi defines for C."""
    out = {}
    for path in files(["src/capi"], {".cpp"}):
        code = code_only(read(path))
        for match in DEFINITION.finditer(code):
            out[match.group(1)] = code[match.end() : closing_brace(code, match.end() - 1)]
    return out


def unlisted_errors(entry, body):
    """Errors that the code names and the comment does not. c_call() makes one of memory that runs out."""
    returned = set(ERROR.findall(body)) - {"GNUTLS_E_SUCCESS"}
    if "c_call(" in body:
        returned.add("GNUTLS_E_MEMORY_ERROR")
    for error in sorted(returned - listed_errors(entry, by_name)):
        key = f"{entry.name} {error}"
        if key in allowed:
            used.add(key)
        else:
            yield f"the code names {error}, the comment does not"



def reports_errors(entry):
    """An int may be an error; other types say so by having @errors."""
    return entry.type in ("int", "ssize_t")


def judge(entry):
    doc = entry.doc
    yield from doc.problems
    for name in entry.parameters:
        if name not in doc.parameters:
            yield f"@param {name} is missing"
    for name in doc.parameters:
        if name not in entry.parameters:
            yield f"@param {name}: there is no such parameter"
    if entry.kind == "function" and entry.type != "void" and not doc.returns:
        yield "@returns is missing"
    if entry.type == "void" and (doc.returns or doc.errors):
        yield "returns nothing, and its comment says otherwise"
    if reports_errors(entry) and doc.errors is None:
        yield "@errors is missing ('none' where there is none)"
    if not SINCE.fullmatch(doc.since):
        yield f"@since '{doc.since}' is no release"
    if not MANUAL.search(read("include/" + entry.header)) and not ELSEWHERE.search(doc.see):
        yield "@see names no RFC or standard, and the header no chapter of the manual"
    yield from unknown_names(doc)


def unknown_names(doc):
    """Errors and functions that the comment names and the headers do not have."""
    texts = [doc.summary, doc.returns, doc.see, *doc.parameters.values(), *(words for _, words in doc.blocks)]
    texts += [part for item in doc.errors or [] for part in item]
    for text in texts:
        for name in ERROR.findall(text):
            if name not in errors:
                yield f"{name} is not in errors.h"
        for name in REFERENCE.findall(text):
            if name.startswith(("gnutls_", "handfast_")) and name not in by_name:
                yield f"{name}() is not declared"


defined = bodies()
for entry in entries:
    where = f"include/{entry.header}:{entry.line}: {entry.name}"
    if entry.doc is None:
        problems.append(f"{where}: no comment")
        continue
    problems += [f"{where}: {problem}" for problem in judge(entry)]
    if reports_errors(entry) and entry.name in defined:
        problems += [f"{where}: {problem}" for problem in unlisted_errors(entry, defined[entry.name])]
for header in sorted({entry.header for entry in entries}):
    for chapter in MANUAL.findall(read("include/" + header)):
        if chapter not in chapters:
            problems.append(f"include/{header}: the manual has no chapter '{chapter}'")
finish("api-docs", problems, allowed, used)
