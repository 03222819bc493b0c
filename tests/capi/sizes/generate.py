#!/usr/bin/env python3
"""Writes calls of every exported function that takes memory with its size, from the public headers.

    generate.py OUT

values.py says what a good call is. A function that cannot be called for lack of such a value is named in the output, and the
test fails until it can.
"""

import dataclasses
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import c_headers  # noqa: E402
import values  # noqa: E402

_PARAMETER = re.compile(r"(?P<type>.*?)(?P<name>\w+)$")
_SIZE_NAME = re.compile(r"size|len|length|elements|count|cnt|nr?_?\w*crt\w*|max|n$")
_MEMORY = {"void*", "char*", "unsigned char*", "const void*", "const char*", "const unsigned char*"}
_SIZES = {"size_t", "unsigned", "unsigned int", "int"}
_MOST = {"size_t": "LLONG_MAX", "unsigned": "UINT_MAX", "unsigned int": "UINT_MAX", "int": "INT_MAX"}


class Uncallable(Exception):
    pass


@dataclasses.dataclass
class Parameter:
    type: str
    name: str

    @property
    def pointee(self):
        return self.type.removeprefix("const ").removesuffix("*")


@dataclasses.dataclass
class Slot:
    name: str
    kind: str
    sample: str = "anything"
    entry: str = "0"
    most: str = "0"
    signed: int = 0
    view: int = 0
    of_none: int = 0
    end: str = "NULL"


def parameters_of(text):
    inner = re.search(r"\((.*)\)$", text).group(1)
    if inner == "void":
        return []
    out = []
    for part in inner.split(","):
        match = _PARAMETER.match(part.strip())
        kind = re.sub(r"\s*\*", "*", match["type"].strip())
        out.append(Parameter(kind, match["name"]))
    return out


def is_size(parameter, stars=""):
    return (parameter is not None and parameter.name not in values.NO_SIZES and parameter.type.removesuffix(stars or "\0") in _SIZES
            and parameter.type.endswith(stars) and _SIZE_NAME.search(parameter.name) is not None)


class Function:
    def __init__(self, entry):
        self.name = entry.name
        self.returns = entry.type
        self.parameters = parameters_of(entry.text)
        self.slots, self.arguments, self.before, self.after = [], {}, [], []
        self._find_slots()

    def _add(self, slot):
        slot.of_none = values.OF_NONE.get((self.name, slot.name), 0)
        self.slots.append(slot)
        return f"slots[{len(self.slots) - 1}]"

    def _sample(self, parameter, default="anything"):
        return values.SAMPLES.get(self.name, {}).get(parameter.name, default)

    def _find_slots(self):
        self._shared()
        listed = [*self.parameters, None]
        for parameter, following in zip(listed, listed[1:]):
            if parameter.name in self.arguments or (self.name, parameter.name) in values.NO_MEMORY:
                continue
            self._size_before(parameter, following) or self._memory(parameter, following) or self._datum(
                parameter, following) or self._list(parameter, following)

    def _shared(self):
        names, size = values.SHARED.get(self.name, ((), None))
        for parameter in self.parameters:
            if parameter.name in names:
                place = self._add(Slot(parameter.name, "BYTES", most="LLONG_MAX"))
                self.arguments[parameter.name] = f"{place}.data"
                self.arguments[size] = f"smaller({place}.size, slots[0].size)"

    def _size_before(self, size, memory):
        if memory is None or size.type != "size_t" or memory.type not in _MEMORY:
            return False
        if size.name not in (memory.name + "_size", memory.name + "size"):
            return False
        place = self._add(Slot(memory.name, "BYTES", self._sample(memory), most="LLONG_MAX"))
        self.arguments[size.name], self.arguments[memory.name] = f"{place}.size", f"{place}.data"
        return True

    def _memory(self, memory, size):
        if memory.type not in _MEMORY:
            return False
        if is_size(size):
            place = self._add(Slot(memory.name, "BYTES", self._sample(memory), most=_MOST[size.type]))
            self.arguments[memory.name], self.arguments[size.name] = f"{place}.data", f"({size.type}){place}.size"
            return True
        if is_size(size, "*") and not memory.type.startswith("const"):
            place = self._add(Slot(memory.name, "ROOM", self._sample(memory, "plenty")))
            self.arguments[memory.name], self.arguments[size.name] = f"{place}.data", f"{place}.size_at"
            return True
        return False

    def _datum(self, parameter, following):
        is_list = is_size(following)
        if parameter.pointee != "gnutls_datum_t" or is_list:
            return False
        if parameter.type == "gnutls_datum_t":
            place = self._add(Slot(parameter.name, "DATUM", self._sample(parameter)))
            self.arguments[parameter.name] = f"{place}.datum"
            return True
        if parameter.type.startswith("const") or (self.name, parameter.name) in values.READ:
            place = self._add(Slot(parameter.name, "DATUM", self._sample(parameter)))
        else:
            place = self._add(Slot(parameter.name, "DATUM_OUT", view=int(self.name in values.VIEWS)))
        self.arguments[parameter.name] = f"{place}.datum_at"
        return True

    def _list(self, parameter, count):
        base = parameter.pointee
        if not parameter.type.endswith("*") or not (base.startswith("gnutls_") or base == "giovec_t"
                                                    or parameter.type == "const char**"
                                                    ) or base.startswith("gnutls_") and base.endswith("*"):
            return False
        if is_size(count):
            kind, most, expression = "LIST", _MOST[count.type], f"({count.type}){{}}.size"
        elif is_size(count, "*"):
            kind = "LIST" if (self.name, parameter.name) in values.LIST_IN else "LIST_ROOM"
            most, expression = "UINT_MAX", "{}.count_at"
        else:
            return False
        if base not in values.ENTRIES:
            raise Uncallable(f"no entry of a list of {base}")
        entry = self._sample(parameter, values.ENTRIES[base])
        end = {"gnutls_pcert_st": "end_pcerts", "gnutls_x509_crt_t": "end_certificates"}.get(base, "NULL")
        place = self._add(Slot(parameter.name, kind, entry, f"sizeof({base})", most, int(count.type == "int"),
                               end=end if kind == "LIST_ROOM" else "NULL"))
        self.arguments[parameter.name], self.arguments[count.name] = f"{place}.data", expression.format(place)
        return True

    def _argument(self, parameter):
        if parameter.name in self.arguments:
            return self.arguments[parameter.name]
        if (value := values.VALUES.get(self.name, {}).get(parameter.name)) is not None:
            return value
        kind = parameter.type.removeprefix("const ") if parameter.type.startswith("const gnutls_cipher") else parameter.type
        if kind in values.BY_TYPE and not (kind == "gnutls_pcert_st*" and "import" in self.name):
            return values.BY_TYPE[kind]
        if kind.endswith("*") and kind.removesuffix("*") in values.MADE:
            base, name = kind.removesuffix("*"), parameter.name
            if base.endswith("_st"):
                self.before.append(f"{base} {name} = {{0}};")
                self.after.append(values.MADE[base].format(name) + ";")
            else:
                self.before.append(f"{base} {name} = NULL;")
                self.after.append(f"if ({name} != NULL) {values.MADE[base].format(name)};")
            return f"&{name}"
        raise Uncallable(f"no value for {parameter.type} {parameter.name}")

    def code(self):
        call = f"{self.name}({', '.join(self._argument(parameter) for parameter in self.parameters)})"
        call = values.CALLED_BY.get(self.name, call)
        lines = [f"static long call_{self.name}(slot_t* slots) {{", *self.before]
        if self.returns == "void":
            lines += [f"{call};", "const long result = 0;"]
        else:
            lines.append(f"const long result = (long){call};")
        return "\n  ".join([*lines, *self.after, "return result;"]) + "\n}\n"

    def row(self):
        tells = self.returns in ("int", "ssize_t") and self.name not in values.TELLS_NOTHING
        slots = ", ".join(
            f'{{"{s.name}", {s.kind}, {s.sample}, {s.entry}, {s.most}, {s.signed}, {s.view}, {s.of_none}, {s.end}}}' for s in self.slots)
        return (f'    {{"{self.name}", call_{self.name}, {int(tells)}, {values.EXPECTED.get(self.name, "0")}, '
                f'{int(self.name in values.TELLS_NO_SIZE)}, {len(self.slots)}, {{{slots}}}}},')


def exported():
    text = (ROOT / "src/capi/libgnutls.map").read_text()
    return set(re.findall(r"^    (\w+);", text, re.MULTILINE))


def main(out):
    code, rows, missing = [], [], []
    entries = {entry.name: entry for entry in c_headers.declarations() if entry.kind in ("function", "variable")}
    for name in sorted(exported()):
        if name not in entries:
            if name not in values.NOT_DECLARED:
                missing.append(f"{name}: no header declares it")
            continue
        if entries[name].kind != "function":
            continue
        try:
            function = Function(entries[name])
            if function.slots:
                code.append(function.code())
                rows.append(function.row())
        except Uncallable as reason:
            missing.append(f"{name}: {reason}")
    lines = ["#include <limits.h>", "", '#include "handles.h"', "", *code,
             "const call_t calls[] = {", *rows, "};", "const size_t call_count = sizeof calls / sizeof *calls;",
             "const char* const uncallable[] = {", *(f'    "{line}",' for line in missing), "    NULL,", "};"]
    pathlib.Path(out).write_text("\n".join(lines) + "\n")


main(sys.argv[1])
