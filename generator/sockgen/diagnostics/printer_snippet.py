"""A source line with a caret under the place, as every compiler shows it."""

from collections.abc import Iterator

from sockgen.diagnostics.model import Span
from sockgen.diagnostics.printer_text import ELLIPSIS, source_line, width

_COLUMNS = 100
_BEFORE = 30
_NEAR = 250
"""Characters on each side of a place that are looked at: a line may have millions."""


def snippet(span: Span, gutter: int) -> Iterator[tuple[str, str]]:
    """Yield the lines of a snippet, each as its gutter and its text.

    `gutter` is the width of the line numbers. The last line holds the carets.
    """
    place = min(span.start.column - 1, len(span.text))
    cut = max(place - _NEAR, 0)
    cells = source_line(span.text[cut : place + _NEAR])
    first = place - cut
    # A span of several lines is marked to the end of the line that is shown.
    same_line = span.end.line == span.start.line
    last = span.end.column - 1 - cut if same_line else len(cells)
    start, stop = _window(cells, first)
    before = ELLIPSIS if cut + start else ""
    after = ELLIPSIS if cut + stop < len(span.text) else ""
    line = before + "".join(cells[start:stop]) + after
    indent = width(before + "".join(cells[start:first]))
    # There is a caret even where there is nothing to stand under.
    carets = width("".join(cells[first : min(last, stop)])) or 1
    yield f"{'':>{gutter}} |", ""
    yield f"{span.start.line:>{gutter}} |", line
    yield f"{'':>{gutter}} |", " " * indent + "^" * carets


def _window(cells: list[str], first: int) -> tuple[int, int]:
    """Choose which cells of a line to show, so that the caret is among them."""
    if sum(map(width, cells)) <= _COLUMNS:
        return 0, len(cells)
    start = _reach(cells[:first][::-1], _BEFORE)
    start = first - start
    return start, start + _reach(cells[start:], _COLUMNS)


def _reach(cells: list[str], columns: int) -> int:
    """Count the cells that fit into a number of columns."""
    for count, cell in enumerate(cells):
        columns -= width(cell)
        if columns < 0:
            return count
    return len(cells)
