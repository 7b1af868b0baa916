"""The options that may be given for a document, wherever they are written."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sockgen.diagnostics import Severity
from sockgen.reading import EventsFrom, Perspective
from sockgen.targets import ALL, Choices, Enums, Kind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said of a document; None, or nothing in a tuple, where nothing was.

    The fields are the long options of the command line.
    """

    output: Path | None = None
    target: tuple[str, ...] = ()
    package: str | None = None
    distribution: str | None = None
    templates: Path | None = None
    only: Side | None = None
    io: Kind | None = None
    frozen_models: bool | None = None
    enums: Enums | None = None
    perspective: Perspective | None = None
    events_from: EventsFrom | None = None
    allow_refs_outside: bool | None = None
    lenient: bool | None = None
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None

    def over(self, other: Given) -> Given:
        """These options, with those of another where these say nothing.

        Codes to ignore add up: whoever turns one off means it.
        """
        values: dict[str, Any] = {}
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            values[one.name] = theirs if mine is None or mine == () else mine
        values["ignore"] = tuple(dict.fromkeys((*self.ignore, *other.ignore)))
        return Given(**values)

    def choices(self) -> Choices:
        """What was chosen of a package, with the rest as it is without a word."""
        return replace(ALL, **self._chosen())

    def chosen(self) -> list[str]:
        """The choices that were made, by their long options."""
        return [one.replace("_", "-") for one in self._chosen()]

    def _chosen(self) -> dict[str, Any]:
        given = {one.name: getattr(self, one.name) for one in fields(ALL)}
        return {name: value for name, value in given.items() if value is not None}


NOTHING = Given()
