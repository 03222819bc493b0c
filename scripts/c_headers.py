"""The public C headers: what they declare, and the parts of the comment before each declaration.

CONTRIBUTING.md (Comments of public functions) says how such a comment is written; check-api-docs.py holds the headers to
it, man_pages.py makes pages of it.
"""

import dataclasses
import re
import textwrap

from cpp_source import files, line_of, read

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE | re.DOTALL)
_FUNCTION = re.compile(r"(?P<type>[\w\s]+?[\s*]+)(?P<name>\w+)\s*\((?P<parameters>.*)\)", re.DOTALL)
_VARIABLE = re.compile(r"extern\s+[^;]*?(?:\(\*(?P<pointer>\w+)\)\s*\([^;]*\)|\b(?P<name>\w+))")
_MACRO = re.compile(r"#\s*define\s+(?P<name>\w+)\((?P<parameters>[^)]*)\)")
_TAG = re.compile(r"(?:^|(?<=\s))@(?P<tag>param|returns|errors|since|see)\b[ \t]*")
_CODE = "     "  # begins each line of a program
_ITEM = re.compile(r";\s+(?=GNUTLS_E_|those of )")
ERROR = re.compile(r"\bGNUTLS_E_\w+")
MANUAL = re.compile(r"\bManual: ([\w ]+)\.")  # the chapter that a header belongs to
REFERENCE = re.compile(r"\b(\w+)\(\)")


@dataclasses.dataclass
class Doc:
    """A comment's parts. `blocks` are ("text"|"heading"|"item"|"code", words), without the summary."""

    summary: str = ""
    blocks: list = dataclasses.field(default_factory=list)
    parameters: dict = dataclasses.field(default_factory=dict)
    returns: str = ""
    errors: list | None = None  # (names or "those of f()", when); None: not said
    since: str = ""
    see: str = ""
    problems: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Declaration:
    """A function, a variable, or a macro that looks like a function and has a comment."""

    name: str
    kind: str  # "function", "variable", "macro"
    header: str  # below include/
    include: str  # what a program includes
    line: int
    text: str  # as it stands, in one line
    type: str
    parameters: list  # their names
    doc: Doc | None


def declarations():
    """All of them, in the order of the headers."""
    paths = list(files(["include"], {".h"}))
    texts = {str(path.relative_to("include")): read(path) for path in paths}
    including = {
        inner: outer
        for outer, text in texts.items()
        if outer.count("/") == 1
        for inner in re.findall(r"#include <([\w/]+/section/[\w.]+)>", text)
    }
    return [entry for header, text in texts.items() for entry in _of_header(header, including.get(header, header), text)]


def _of_header(header, include, text):
    comments = {match.end(): match for match in _COMMENT.finditer(text)}
    code = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    for match in _MACRO.finditer(code):
        doc = _comment_before(text, comments, match.start())
        if doc is not None:
            names = [name.strip() for name in match["parameters"].split(",")]
            yield Declaration(match["name"], "macro", header, include, line_of(text, match.start()),
                              f"{match['name']}({', '.join(names)})", "", names, doc)
    code = _PREPROCESSOR.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), code)
    for start, statement in _statements(code):
        entry = _declared(statement)
        if entry is not None:
            name, kind, kind_of, parameters = entry
            yield Declaration(name, kind, header, include, line_of(text, start), " ".join(statement.split()), kind_of,
                              parameters, _comment_before(text, comments, start))


def _statements(code):
    """(position, text) of each statement outside of braces but those of extern "C"."""
    depth, begin = 0, 0
    for match in re.finditer(r"[{};]", code):
        if match.group() == "{":
            if depth == 0 and re.search(r'extern\s*"C"\s*$', code[begin : match.start()]):
                begin = match.end()
                continue
            depth += 1
        elif match.group() == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            statement = code[begin : match.start()]
            yield begin + len(statement) - len(statement.lstrip()), statement.strip()
            begin = match.end()


def _declared(statement):
    """(name, kind, type, names of the parameters), or None for a type."""
    if re.match(r"typedef\b|struct\s+\w+\s*\{|union\s+\w+\s*\{|}", statement):
        return None
    if variable := _VARIABLE.fullmatch(statement):
        return variable["name"] or variable["pointer"], "variable", "", []
    if function := _FUNCTION.fullmatch(statement):
        names = [re.search(r"(\w+)\s*(?:\[\w*\])?$", part).group(1)
                 for part in _split(function["parameters"]) if part not in ("", "void")]
        return function["name"], "function", " ".join(function["type"].split()), names
    return None


def _split(parameters):
    return [" ".join(part.split()) for part in parameters.split(",")]


def _comment_before(text, comments, position):
    end = len(text[:position].rstrip())
    match = comments.get(end)
    if match is None or not match.group().startswith("/**"):
        return None
    return parse(match.group())


def parse(comment):
    """The parts of a comment that begins with /**."""
    lines = [re.sub(r"^\s*\*? ?", "", line).rstrip() for line in comment[3:-2].strip().split("\n")]
    text = "\n".join(lines)
    doc = Doc()
    tags = list(_TAG.finditer(text))
    body = text[: tags[0].start()] if tags else text
    _read_body(body, doc)
    for tag, following in zip(tags, tags[1:] + [None]):
        words = " ".join(text[tag.end() : following.start() if following else len(text)].split())
        _read_tag(tag["tag"], words, doc)
    return doc


def _read_body(body, doc):
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        if all(line.startswith(_CODE) for line in paragraph.split("\n")):
            doc.blocks.append(("code", textwrap.dedent(paragraph)))
            continue
        for part in re.split(r"\n(?=- |@par )|(?<=\n)(?=- |@par )", paragraph):
            words = " ".join(part.split())
            if words.startswith("@par "):
                doc.blocks.append(("heading", words[5:]))
            elif words.startswith("- "):
                doc.blocks.append(("item", words[2:]))
            elif words:
                doc.blocks.append(("text", words))
    if not doc.blocks or doc.blocks[0][0] != "text":
        doc.problems.append("no sentence that says what it is for")
        return
    sentence = re.match(r"(.*?\.)(?:\s+(?=[A-Z`])|$)(.*)", doc.blocks.pop(0)[1])
    if sentence is None:
        doc.problems.append("the first sentence has no end")
        return
    doc.summary = sentence.group(1)
    if sentence.group(2):
        doc.blocks.insert(0, ("text", sentence.group(2)))


def _read_tag(tag, words, doc):
    if tag == "param":
        names, _, rest = _parameter(words)
        for name in names:
            if name in doc.parameters:
                doc.problems.append(f"@param {name} twice")
            doc.parameters[name] = rest
            if not rest:
                doc.problems.append(f"@param {name} says nothing")
    elif tag == "errors":
        doc.errors = [] if words.rstrip(".") == "none" else [_error_item(item, doc) for item in _ITEM.split(words)]
    else:
        if getattr(doc, tag):
            doc.problems.append(f"@{tag} twice")
        setattr(doc, tag, words)


def _parameter(words):
    """`name text` or `name, other text`."""
    match = re.match(r"(\w+(?:, \w+)*)\s+(.*)$", words)
    if match is None:
        return ([words] if words else []), "", ""
    return match.group(1).split(", "), " ", match.group(2)


def _error_item(item, doc):
    names, colon, when = item.partition(":")
    names = names.strip().rstrip(".")
    when = when.strip().rstrip(".")
    if names.startswith("those of "):
        if not REFERENCE.search(names):
            doc.problems.append(f"@errors: '{names}' names no function")
        return names, when
    if not re.fullmatch(r"GNUTLS_E_\w+(?:, GNUTLS_E_\w+)*", names):
        doc.problems.append(f"@errors: '{names}' is no list of error names")
    if not colon or not when:
        doc.problems.append(f"@errors: {names} does not say when")
    return names, when


def errors_of(entry, by_name, seen=()):
    """(names, when) of an entry's errors, with those of the functions that it refers to, each name once."""
    known = set()
    for names, when in entry.doc.errors or []:
        if not names.startswith("those of "):
            known.update(ERROR.findall(names))
            yield names, when
    for names, when in entry.doc.errors or []:
        if not names.startswith("those of "):
            continue
        for name in REFERENCE.findall(names):
            if name in seen or name not in by_name:
                continue
            for inner, why in errors_of(by_name[name], by_name, (*seen, entry.name)):
                new = [error for error in ERROR.findall(inner) if error not in known]
                known.update(new)
                if new:
                    yield ", ".join(new), why + (f" ({when})" if when else "")


def listed_errors(entry, by_name):
    """The names of all of them."""
    return {name for names, _ in errors_of(entry, by_name) for name in ERROR.findall(names)}
