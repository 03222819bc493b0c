#!/usr/bin/env python3
"""man_pages.py FOLDER: writes man pages into FOLDER/man3, one for each public C function, from the headers' comments, and
the page of the command into FOLDER/man1.

Needs nothing but Python. The date in the pages is today's, or that of SOURCE_DATE_EPOCH.
"""

import datetime
import os
import pathlib
import re
import sys
import textwrap

from c_headers import ERROR, MANUAL, REFERENCE, declarations, errors_of
from cpp_source import read

WIDTH = 76  # of a prototype


def version():
    return re.search(r"project\(\w+\s+VERSION\s+([\d.]+)", read("CMakeLists.txt")).group(1)


def date():
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.timezone.utc)
    return (datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch else now).strftime("%Y-%m-%d")


def error_numbers():
    """{name: number} of errors.h."""
    text = read("include/gnutls/section/errors.h")
    return {name: int(number) for name, number in re.findall(r"#define (GNUTLS_E_\w+) \(?(-?\d+)", text)}


class Roff:
    """Words of a comment as words of a page."""

    WORD = re.compile(
        r"`(?P<code>[^`]+)`|\b(?P<function>_?[a-z]\w+)\((?P<empty>\d?)\)|\b(?P<constant>GNUTLS_\w+|HANDFAST_\w+)"
        r"|(?P<minus>(?<![\w-])-(?=[\d-]))|(?P<backslash>\\)"
    )

    def __init__(self, pages, parameters=()):
        self.pages = pages
        self.parameters = parameters

    def words(self, text):
        return self.WORD.sub(self._replace, text)

    def _replace(self, match):
        if match["code"]:
            font = "I" if match["code"] in self.parameters else "B"
            return rf"\f{font}{verbatim(match['code'])}\fR"
        if match["function"]:
            section = match["empty"] or ("3" if match["function"] in self.pages else "")
            return rf"\fB{match['function']}\fR({section})"
        if match["constant"]:
            return rf"\fB{match['constant']}\fR"
        return r"\-" if match["minus"] else r"\e"

    def lines(self, text):
        """Wrapped, so that no line is taken for a request."""
        wrapped = textwrap.wrap(self.words(text), 100, break_long_words=False, break_on_hyphens=False)
        return [r"\&" + line if line[0] in ".'" else line for line in wrapped]


def verbatim(text):
    return text.replace("\\", r"\e").replace("-", r"\-")


def prototype(entry):
    """The declaration in bold, its parameters in italics; lines end behind commas."""
    text = f"#define {entry.text}" if entry.kind == "macro" else entry.text + ";"
    kept = re.sub(r"(?<!,) ", "\0", text)  # no line ends inside of a parameter
    lines = textwrap.wrap(kept, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    out = []
    for line in (line.replace("\0", " ") for line in lines):
        for name in entry.parameters:
            line = re.sub(rf"(?<=[\s*(]){name}(?=[,)\[])", rf"\\fI{name}\\fB", line)
        out.append(rf"\fB{line}\fR")
    return out


def since(words):
    """'1.0' as a sentence."""
    if words.startswith("Handfast"):
        return f"The function is Handfast's own, since {words[9:]}. GnuTLS does not have it."
    if words == "1.0":
        return "The function has been in GnuTLS since 1.0 or an earlier release."
    return f"The function has been in GnuTLS since {words}."


def see_also(entry, pages):
    """The pages, and the other documents, of a comment's @see."""
    parts = [part.strip().rstrip(".") for part in entry.doc.see.split(";")]
    names = [name for part in parts for name in REFERENCE.findall(part) if name in pages and name != entry.name]
    return list(dict.fromkeys(names)), [part for part in parts if part and not REFERENCE.search(part)]


def sentence(text):
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def name_line(summary):
    """What whatis(1) shows: the first sentence, as the rest of a sentence that the function's name begins."""
    words = verbatim(summary.rstrip(".").replace("`", ""))
    return words if re.match(r"\w*[A-Z_]\w*[A-Z_(]|gnutls_", words) else words[0].lower() + words[1:]


def page(entry, by_name, numbers, head):
    doc = entry.doc
    roff = Roff(by_name, entry.parameters)
    out = [rf'.\" Made by scripts/man_pages.py from include/{entry.header}.', f".TH {entry.name} 3 {head}"]
    out += [".nh", ".ad l", ".ds AD l"]  # groff 1.23 goes back to AD in each section
    out += [".SH NAME", rf"{entry.name} \- {name_line(doc.summary)}"]
    out += [".SH SYNOPSIS", ".nf", rf"\fB#include <{entry.include}>\fR", ".PP", *prototype(entry), ".fi"]
    out += [".SH DESCRIPTION", *description(doc, roff)]
    if doc.parameters:
        out.append(".SH PARAMETERS")
        for name, text in doc.parameters.items():
            out += [".TP", rf"\fI{name}\fR", *roff.lines(sentence(text))]
    if doc.returns:
        out += [".SH RETURN VALUE", *roff.lines(sentence(doc.returns))]
    if doc.errors is not None:
        out += [".SH ERRORS", *errors(entry, by_name, numbers, roff)]
    out += [".SH HISTORY", since(doc.since)]
    out += [".SH SEE ALSO", *references(entry, by_name, roff)]
    return "\n".join(out) + "\n"


def description(doc, roff):
    blocks = list(doc.blocks)
    following = blocks.pop(0)[1] if blocks and blocks[0][0] == "text" else ""
    out = roff.lines(f"{doc.summary} {following}".rstrip())
    for kind, words in blocks:
        if kind == "heading":
            out.append(f".SS {words}")
        elif kind == "code":
            out += [".RS 4", ".PP", ".nf", *(verbatim(line) for line in words.split("\n")), ".fi", ".RE"]
        elif kind == "item":
            out += [r".IP \(bu 2", *roff.lines(words)]
        else:
            out += ([] if out[-1].startswith(".SS") else [".PP"]) + roff.lines(words)
    return out


def errors(entry, by_name, numbers, roff):
    items = list(errors_of(entry, by_name))
    if not items:
        return ["None."]
    out = []
    for names, when in items:
        listed = ", ".join(rf"\fB{name}\fR ({verbatim(str(numbers[name]))})" for name in ERROR.findall(names))
        out += [".TP", listed, *roff.lines(sentence(when))]
    return out


def references(entry, by_name, roff):
    pages, others = see_also(entry, by_name)
    if entry.doc.errors:
        pages.append("gnutls_strerror")
    named = [f"\\fB{name}\\fR(3)," for name in sorted(set(pages))] + [r"\fBhandfast\fR(1)"]
    if others:
        named += [".PP", *roff.lines("; ".join(others) + ".")]
    return named + [".PP", rf"The manual, with programs: \fBinfo handfast{chapter(entry.header)}\fR."]


def chapter(header):
    """Where the manual tells of a header's functions, as a word of a command."""
    found = MANUAL.search(read("include/" + header))
    return "" if found is None else " " + (f"'{found[1]}'" if " " in found[1] else found[1])


def main():
    folder = pathlib.Path(sys.argv[1])
    entries = [entry for entry in declarations() if entry.doc is not None]
    by_name = {entry.name: entry for entry in entries}
    numbers = error_numbers()
    head = f'{date()} "Handfast {version()}" "Handfast"'
    (folder / "man3").mkdir(parents=True, exist_ok=True)
    (folder / "man1").mkdir(exist_ok=True)
    for entry in entries:
        (folder / "man3" / f"{entry.name}.3").write_text(page(entry, by_name, numbers, head), encoding="utf-8")
    command = read("docs/manual/handfast.1").replace("@HEAD@", head)
    (folder / "man1/handfast.1").write_text(command, encoding="utf-8")
    print(f"man: {len(entries) + 1} pages in {folder}")


if __name__ == "__main__":
    main()
