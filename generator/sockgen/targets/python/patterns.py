"""Patterns: from the dialect of JSON Schema, which is JavaScript's, to Python's.

Pydantic matches with Rust's `regex`, which knows no lookaround and no
backreference, or with Python's `re` when it is given a compiled pattern.
"""

import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Literal

Engine = Literal["rust", "python"]

_TOKEN = re.compile(
    r"""\\k<(?P<back>[^>]*)>
    | \\c(?P<control>[A-Za-z])
    | \\u\{(?P<braced>[0-9A-Fa-f]+)\}
    | \\u(?P<unit>[0-9A-Fa-f]{4})
    | \\(?P<nul>0)(?![0-9])
    | \\(?P<escaped>.)
    | \(\?<(?P<group>[^=!>][^>]*)>
    | (?P<none>\[\]) | (?P<all>\[\^\])
    | (?P<plain>.)""",
    re.VERBOSE | re.DOTALL,
)
_ASCII = {"d": "0-9", "w": "A-Za-z0-9_"}
_LINE_ENDS = {"rust": r"[^\n\r\u{2028}\u{2029}]", "python": r"[^\n\r\u2028\u2029]"}
_END = {"rust": "$", "python": r"\Z"}
_NOTHING, _EVERYTHING = r"[^\s\S]", r"[\s\S]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that an engine takes; `compiled` tells that it is Python's."""

    text: str
    compiled: bool


@cache
def translate(pattern: str) -> Pattern | None:
    """The same pattern for pydantic; None where neither engine can match it."""
    rust = _translated(pattern, "rust")
    if _rust_takes(rust):
        return Pattern(rust, False)
    python = _translated(pattern, "python")
    return Pattern(python, True) if _python_takes(python) else None


def _translated(pattern: str, engine: Engine) -> str:
    parts: list[str] = []
    inside = False
    for token in _TOKEN.finditer(pattern):
        part = _class_part(token, engine) if inside else _part(token, engine)
        parts.append(part)
        if token["plain"] == ("]" if inside else "["):
            inside = not inside
    return "".join(parts)


def _part(token: re.Match[str], engine: Engine) -> str:
    """A token outside of brackets."""
    if (letter := token["escaped"]) is not None:
        if letter.lower() in _ASCII:
            negated = "^" if letter.isupper() else ""
            return f"[{negated}{_ASCII[letter.lower()]}]"
        return _escape(letter)
    if token["none"] or token["all"]:
        return _NOTHING if token["none"] else _EVERYTHING
    if (name := token["group"]) is not None:
        return f"(?P<{name}>"
    if (name := token["back"]) is not None:
        return f"(?P={name})"
    plain = token["plain"]
    if plain == ".":
        return _LINE_ENDS[engine]
    if plain == "$":
        return _END[engine]
    return _character(token, engine) if plain is None else plain


def _class_part(token: re.Match[str], engine: Engine) -> str:
    """A token between brackets."""
    if (letter := token["escaped"]) is not None:
        if letter in _ASCII:
            return _ASCII[letter]
        if letter.lower() in _ASCII and engine == "rust":
            return f"[^{_ASCII[letter.lower()]}]"
        return r"\x08" if letter == "b" else _escape(letter)
    plain = token["plain"]
    if plain is None:
        whole = token.group()
        return rf"\{whole}" if whole[0] in "[(" else _character(token, engine)
    return rf"\{plain}" if plain in "[&~|" else plain


def _escape(letter: str) -> str:
    """An escape of one character; one that needs none loses its backslash."""
    return rf"\{letter}" if letter.isascii() and letter not in "/'\"" else letter


def _character(token: re.Match[str], engine: Engine) -> str:
    """A character that is written as a number."""
    if token["control"]:
        number = ord(token["control"]) % 32
    elif token["nul"]:
        number = 0
    else:
        number = int(token["braced"] or token["unit"] or "0", 16)
    if engine == "rust":
        return rf"\u{{{number:X}}}" if number > 0xFF else rf"\x{number:02X}"
    return rf"\U{number:08X}" if number > 0xFFFF else rf"\u{number:04X}"


def _rust_takes(pattern: str) -> bool:
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


def _python_takes(pattern: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError):
        return False
    return True
