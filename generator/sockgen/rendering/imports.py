"""The lines that import names, laid out and sorted as ruff leaves them."""

import re

from sockgen.rendering.escapes import Code
from sockgen.rendering.layout import WIDTH, bracketed, columns


def from_line(module: str, names: list[str]) -> Code:
    """One import of names, which brackets split if it is too long for a line."""
    line = f"from {module} import {', '.join(names)}"
    if columns(line) <= WIDTH:
        return Code(line)
    return bracketed(f"from {module} import (", names, ")", 0, used=WIDTH)


def export_order(name: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Where a name stands in `__all__`: constants, classes, then the rest."""
    return _kind(name), _natural(name)


def import_order(name: str) -> tuple[int, list[tuple[int, int, str]], str]:
    """Where a name stands in an import: the same, but in any case of letters."""
    return _kind(name), _natural(name.lower()), name


def _kind(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[:1].isupper() else 2


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key in which 2 comes before 10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", name)
    ]
