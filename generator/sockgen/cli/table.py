"""A contract for a person to read: its servers, and a table for each namespace."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import TypeAlias

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sockgen.contract import Ack, Api, Argument, Event, Namespace, Requirement, Way
from sockgen.diagnostics.printer_text import visible

Row: TypeAlias = tuple[str, ...]
Drawing: TypeAlias = Callable[[Sequence[str], Iterable[Row]], Iterator[RenderableType]]

_NOTHING = "—"
_NARROW = 60
"""Columns of a terminal on which the cells of a table would be shreds."""
# What a person looks for stays in one piece where the terminal is narrow.
_WHOLE = {"event", "direction", "server", "url"}


def to_table(api: Api, columns: int, colour: bool) -> str:
    """Draw the tables of a contract, at most so many columns wide."""
    table = _list if columns < _NARROW else _table
    return draw(_parts(api, table), columns, colour)


def draw(parts: Iterable[RenderableType], columns: int, colour: bool) -> str:
    """Draw parts one below the other, at most so many columns wide."""
    canvas = StringIO()
    console = Console(
        file=canvas,
        width=columns,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    console.print(*parts, sep="\n")
    lines = (line.rstrip() for line in canvas.getvalue().split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _parts(api: Api, table: Drawing) -> Iterator[RenderableType]:
    yield text(f"{api.title} {api.version}", "bold")
    rows = [
        (one.name, one.url + one.path, ", ".join(one.transports)) for one in api.servers
    ]
    if rows:
        yield from table(("server", "url", "transports"), rows)
    for namespace in api.namespaces:
        yield Text()
        yield text(f"namespace {namespace.name}", "bold")
        yield from _facts(api, namespace)
        columns = ("event", "direction", "arguments", "ack", "rooms")
        yield from table(columns, map(_event_row, namespace.events))


def _facts(api: Api, namespace: Namespace) -> Iterator[RenderableType]:
    security = " or ".join(_way(api, one) for one in namespace.security)
    yield Padding(text(f"security: {security or 'none'}"), (0, 0, 0, 2))
    for room in namespace.rooms:
        yield Padding(text(f"room {room.key}: {room.name}"), (0, 0, 0, 2))


def _event_row(event: Event) -> tuple[str, ...]:
    moves = [
        *(f"to {one}" for one in event.rooms),
        *(f"joins {one.room}" for one in event.joins),
        *(f"leaves {one.room}" for one in event.leaves),
    ]
    return (
        event.name + _marks(event),
        event.direction.value,
        _arguments(event.arguments) + _key(event),
        _ack(event.ack) + _timeout(event),
        ", ".join(moves) or _NOTHING,
    )


def _marks(event: Event) -> str:
    """What holds for an event as a whole."""
    marks = {"deprecated": event.deprecated, "ordered": event.ordered}
    held = ", ".join(name for name, holds in marks.items() if holds)
    return f" ({held})" if held else ""


def _timeout(event: Event) -> str:
    """How long its sender waits for the acknowledgement, if the document says so."""
    return f" within {event.timeout:g} s" if event.ack and event.timeout else ""


def _way(api: Api, way: Way) -> str:
    return " + ".join(_requirement(api, one) for one in way)


def _requirement(api: Api, requirement: Requirement) -> str:
    scopes = f" ({', '.join(requirement.scopes)})" if requirement.scopes else ""
    for one in api.credentials:
        if one.key == requirement.credential:
            place = f"{one.location.value} {one.parameter}".rstrip()
            return f"{one.key}, {one.kind.value} in {place}{scopes}"
    return requirement.credential + scopes


def _ack(ack: Ack | None) -> str:
    if ack is None:
        return _NOTHING
    return " | ".join([_arguments(ack.arguments), *(one.name for one in ack.errors)])


def _key(event: Event) -> str:
    """Which of its values is the idempotency key of an event."""
    if event.idempotency is None:
        return ""
    index, pointer = event.idempotency
    plain = pointer and len(event.arguments) == 1
    return f" (key: {'' if plain else event.arguments[index].name}{pointer})"


def _arguments(arguments: Iterable[Argument]) -> str:
    return ", ".join(map(_argument, arguments)) or "()"


def _argument(one: Argument) -> str:
    star = "*" if one.rest else ""
    optional = "" if one.required or one.rest else "?"
    kind = "" if one.name == one.schema else f": {one.schema}"
    return f"{star}{one.name}{optional}{kind}"


def _table(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[RenderableType]:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*map(text, row))
    yield Padding(table, (0, 0, 0, 2))


def _list(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[RenderableType]:
    """The rows of a table one below the other, and their cells likewise."""
    for name, *cells in rows:
        yield Padding(text(name, "bold"), (0, 0, 0, 2))
        for column, cell in zip(columns[1:], cells, strict=True):
            if cell != _NOTHING:
                yield Padding(text(f"{column}: {cell}"), (0, 0, 0, 4))


def text(words: str, style: str = "") -> Text:
    """Text of a document, in which nothing is markup and nothing is hidden."""
    # Not a plain string, in which rich would read markup such as [bold].
    return Text(visible(words), style)
