"""Text that is safe to show: what a terminal would obey becomes visible."""

import unicodedata

ELLIPSIS = "…"
_TAB = 4
# Controls, formats such as the bidirectional ones, lone surrogates, line breaks.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """Write control and format characters as escapes, so that a terminal shows them."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def source_line(text: str) -> list[str]:
    """Cut a source line into what each of its characters shows, tabs as spaces."""
    if text.isascii() and text.isprintable():
        return list(text)
    shown: list[str] = []
    column = 0
    for character in text:
        is_tab = character == "\t"
        cell = " " * (_TAB - column % _TAB) if is_tab else _visible(character)
        column += width(cell)
        shown.append(cell)
    return shown


def width(text: str) -> int:
    """Count the terminal columns of a visible text."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def fitted(text: str, columns: int) -> str:
    """A visible text that is at most so many columns wide."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return text + ELLIPSIS


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    if character in _SHORT:
        return _SHORT[character]
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
