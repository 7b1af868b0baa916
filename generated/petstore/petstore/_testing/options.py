"""What a person says about the server under test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .._runtime.events import Event, steps_of
from .login import Presented
from .sentences import is_valid

TIMEOUT = 10.0
"""Seconds that an acknowledgement may take, unless the document wants it sooner."""


class Misuse(Exception):
    """An option that cannot be understood; the message is for who gave it."""


@dataclass(frozen=True)
class Options:
    """The options, read; what is None is as the document says."""

    app: str = ""
    url: str = ""
    path: str = ""
    transports: Sequence[str] = ()
    given: Presented | None = None
    origin: str = ""
    excluded: Sequence[tuple[str, str]] = ()
    """Namespace (or an empty text for any) and event."""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Values that exist at the server, by namespace, event and JSON pointer."""
    timeout: float = TIMEOUT
    fuzz: int = 0
    """Sequences of events that are tried, on all namespaces together."""
    seed: int = 0

    @property
    def black_box(self) -> bool:
        """Whether the server is another than the reference server."""
        return bool(self.app or self.url)

    def excludes(self, namespace: str, event: str) -> bool:
        """Whether an event is to be left out."""
        wanted = {("", event), (namespace, event), (namespace, "")}
        return bool(event) and not wanted.isdisjoint(self.excluded)

    def real(self, event: Event, wire: Sequence[object]) -> tuple[object, ...]:
        """Arguments with the values that exist at the server.

        Whether they are valid is not changed by it: a case stays the case it is.
        """
        values, expected = tuple(wire), event.arguments
        of_namespace: Any = self.values.get(event.namespace, {})
        for pointer, value in of_namespace.get(event.name, {}).items():
            changed = _with(list(values), steps_of(pointer), value)
            if changed is not None:
                new = tuple(cast("list[object]", changed))
                same = is_valid(expected, new) == is_valid(expected, values)
                values = new if same else values
        return values


def read_given(auth: str, headers: Sequence[str]) -> Presented | None:
    """What is presented, if a person says it. Raises Misuse."""
    if not auth and not headers:
        return None
    parsed: dict[str, str] = {}
    for one in headers:
        name, colon, value = one.partition(":")
        if not colon or not name.strip():
            raise Misuse(f"--header wants 'Name: value', not {one!r}")
        parsed[name.strip()] = value.strip()
    return Presented(read_json(auth, "--auth") if auth else None, parsed)


def read_json(text: str, option: str) -> object:
    """A JSON value, or that of a file for `@file`. Raises Misuse."""
    try:
        if text.startswith("@"):
            text = Path(text[1:]).read_text(encoding="utf-8")
        value: object = json.loads(text)
    except (OSError, ValueError) as error:
        raise Misuse(f"{option} cannot be read as JSON: {_why(error)}") from None
    return value


def _why(error: Exception) -> str:
    """What is wrong, without the numbers of the machine."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def read_values(path: str) -> dict[str, Any]:
    """The values of a file: YAML if that can be read here, else JSON. Raises Misuse."""
    if not path:
        return {}
    try:
        value = _read(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Misuse(f"--values {path} cannot be read: {_why(error)}") from None
    if not _is_table(value):
        raise Misuse(f"--values {path} wants namespace: event: pointer: value")
    return cast("dict[str, Any]", value)


def _read(text: str) -> Any:
    """A value of YAML, or of JSON where YAML cannot be read. Raises ValueError."""
    try:
        import yaml
    except ImportError:
        return json.loads(text)
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _is_table(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    events = list(cast("dict[str, object]", value).values())
    return all(
        isinstance(one, dict)
        and all(isinstance(x, dict) for x in cast("dict[str, object]", one).values())
        for one in events
    )


def read_excluded(given: Sequence[str]) -> list[tuple[str, str]]:
    """`/namespace event`, `event` or `/namespace`."""
    found: list[tuple[str, str]] = []
    for one in given:
        first, _, rest = one.strip().partition(" ")
        found.append((first, rest.strip()) if first.startswith("/") else ("", one))
    return found


def _with(holder: object, steps: Sequence[str], value: object) -> object | None:
    """A copy with another value at the end of some keys; None if they lead nowhere."""
    if not steps:
        return value
    step, *others = steps
    if isinstance(holder, dict):
        entries = cast("dict[str, object]", holder)
        inner = _with(entries[step], others, value) if step in entries else None
        return None if inner is None else {**entries, step: inner}
    if isinstance(holder, list):
        items = cast("list[object]", holder)
        number = int(step) if step.isdigit() else len(items)
        inner = _with(items[number], others, value) if number < len(items) else None
        if inner is None:
            return None
        return [*items[:number], inner, *items[number + 1 :]]
    return None
