"""The escapes: how text of a document gets into code without becoming code."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import cast

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


class Code(str):
    """Text that is code already, and may be printed as it is."""

    __slots__ = ()


def literal(value: object) -> Code:
    """A value as a Python literal on one line, quoted as `ruff format` leaves it.

    Takes what JSON has, and bytes and tuples.
    """
    if isinstance(value, str):
        return Code(_quoted(value))
    if isinstance(value, bytes):
        return Code(_quoted_bytes(value))
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        inner = ", ".join(f"{literal(key)}: {literal(one)}" for key, one in pairs)
        return Code(f"{{{inner}}}")
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[object]", value)
        codes = [literal(one) for one in items]
        return Code(f"[{', '.join(codes)}]") if isinstance(value, list) else row(codes)
    return Code(_number(value))


def row(items: Sequence[str]) -> Code:
    """A tuple of items that are code."""
    return Code(f"({', '.join(items)}{',' if len(items) == 1 else ''})")


def _number(value: object) -> str:
    text = repr(value)
    if isinstance(value, float) and text.strip("-") in {"inf", "nan"}:
        return f'float("{text}")'
    return text.replace("e+", "e")


def _quoted(text: str) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isprintable():
        return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote
    return quote + "".join(_character(one, quote) for one in text) + quote


def _character(one: str, quote: str) -> str:
    if one == quote:
        return "\\" + one
    if one in _SHORT:
        return _SHORT[one]
    return one if one.isprintable() else _code_point(one)


def _code_point(one: str) -> str:
    number = ord(one)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _quoted_bytes(data: bytes) -> str:
    quote = "'" if data.count(b'"') > data.count(b"'") else '"'
    return f"b{quote}{''.join(_byte(one, quote) for one in data)}{quote}"


def _byte(number: int, quote: str) -> str:
    return _character(chr(number), quote) if number < 0x7F else f"\\x{number:02x}"


def docstring(text: str, indent: int = 4) -> Code:
    """A docstring with its quotes, for a block that is indented by so many spaces.

    Lines that do not fit are wrapped; the first line is not indented.
    """
    lines = _docstring_lines(text, indent)
    if lines[0][:1] == '"':
        lines[0] = "\\" + lines[0]
    if len(lines) == 1:
        # A quote must not touch the closing quotes, unless it is escaped.
        guard = " " if re.search(r'(?<!\\)(\\\\)*"$', lines[0]) else ""
        return Code(f'"""{lines[0]}{guard}"""')
    pad = " " * indent
    body = "\n".join(pad + line if line else "" for line in lines[1:])
    return Code(f'"""{lines[0]}\n{body}\n{pad}"""')


_BREAK = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def _docstring_lines(text: str, indent: int) -> list[str]:
    """The lines of a text, escaped, wrapped, and without a common indentation."""
    raw = [line.expandtabs().rstrip() for line in _BREAK.split(text)]
    while raw and not raw[0]:
        raw.pop(0)
    while raw and not raw[-1]:
        raw.pop()
    if not raw:
        return [""]
    margin = min((_margin(line) for line in raw[1:] if line), default=0)
    clean = [raw[0].strip(), *(line[margin:] for line in raw[1:])]
    wrapped = [part for line in clean for part in _wrapped(line, 88 - indent)]
    escaped = [_prose(line) for line in wrapped]
    return [line.replace('"""', '\\"\\"\\"') for line in escaped]


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _wrapped(line: str, width: int) -> list[str]:
    if len(line) <= width - 3:
        return [line]
    hanging = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line,
        width - 3,
        subsequent_indent=hanging,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _prose(line: str) -> str:
    escaped = line.replace("\\", "\\\\")
    if escaped.isprintable():
        return escaped
    return "".join(one if one.isprintable() else _code_point(one) for one in escaped)


def comment(text: str) -> Code:
    """Text for one line of a comment, without the `#`; no tool takes it for orders."""
    plain = "".join(one if one.isprintable() else " " for one in text)
    plain = " ".join(plain.replace("#", " ").split())
    return Code(f"({plain})" if _DIRECTIVE.match(plain) else plain)


_DIRECTIVE = re.compile(
    r"\W*(noqa|nosec|(type|fmt|yapf|isort|ruff|flake8|pylint|pyright|mypy|pragma"
    r"|cython|coding)\b)",
    re.IGNORECASE,
)


def markdown(text: str) -> Code:
    """Text as one line of Markdown: nothing in it is markup or HTML."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return Code(_MARKUP.sub(lambda found: f"&#{ord(found.group())};", flat))


_MARKUP = re.compile(
    r"""[\\`*\[\]<>|~&$\#]  # markup or HTML wherever they stand
    | (?<![^\W_])_ | _(?![^\W_])  # emphasis, but not inside a word
    | ^[-+=] | (?<=^\d)[.)] | (?<=^\d\d)[.)]  # a list, at the beginning of a line
    """,
    re.VERBOSE,
)


def toml(text: str) -> Code:
    """A TOML string, with its quotes."""
    parts = [
        _SHORT.get(one) or ('\\"' if one == '"' else _toml_character(one))
        for one in text
    ]
    return Code('"' + "".join(parts) + '"')


def _toml_character(one: str) -> str:
    if 0xD800 <= ord(one) < 0xE000:
        return "\\uFFFD"  # TOML has no lone surrogates
    if one.isprintable():
        return one
    number = ord(one)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
