"""Why each event was read as it was, for a person and as JSON."""

import json
from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sockgen.cli.table import draw, text
from sockgen.contract import Event, Namespace
from sockgen.reading import Reading


def to_why(reading: Reading, columns: int, colour: bool) -> str:
    """List every event with the rules that decided what it is."""
    return draw(list(_parts(reading)), columns, colour)


def to_json(reading: Reading) -> str:
    """Write every event with the rules that decided what it is."""
    listed = [
        {
            "namespace": namespace.name,
            "event": event.name,
            "direction": event.direction.value,
            "why": reading.reasons[namespace.name, event.name, event.direction],
        }
        for namespace, event in _events(reading)
    ]
    return json.dumps(listed, indent=2) + "\n"


def _events(reading: Reading) -> Iterator[tuple[Namespace, Event]]:
    for namespace in reading.api.namespaces:
        for event in namespace.events:
            yield namespace, event


def _parts(reading: Reading) -> Iterator[RenderableType]:
    for namespace, event in _events(reading):
        title = f"{namespace.name}  {event.name}  {event.direction.value}"
        yield text(title, "bold")
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        rules = reading.reasons[namespace.name, event.name, event.direction]
        for part, rule in rules.items():
            table.add_row(text(part, "dim"), text(rule))
        yield Padding(table, (0, 0, 0, 2))
        yield Text()
