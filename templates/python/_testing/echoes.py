"""What was said, and what is said again because of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from .._runtime.checks import as_list, as_object
from .._runtime.events import Event
from .._runtime.wire import Values as Declared
from .line import Values
from .places import at, places, replaced
from .sentences import is_valid


@dataclass(frozen=True, repr=False)
class Echo:
    """A value that an earlier answer had, and the expression that names it."""

    value: object
    expression: str

    def __repr__(self) -> str:
        return self.expression


def plain(value: object) -> object:
    """A value without echoes: what travels."""
    match value:
        case Echo():
            return value.value
        case dict():
            entries = cast("dict[str, object]", value)
            return {key: plain(one) for key, one in entries.items()}
        case list():
            return [plain(one) for one in cast("list[object]", value)]
        case _:
            return value


class Memory:
    """The texts and whole numbers that clients and answers have said so far.

    One is said again under a name of its own. Identifiers have many names, so a text
    with a number in it is also said again in place of one that looks like it:
    `job-17`, which was just made, for the `job-1` of an example.
    """

    def __init__(self) -> None:
        self._named: dict[str, Echo] = {}
        self._alike: dict[str, Echo] = {}

    def learn(self, values: Values, declared: Declared, answer: str = "") -> None:
        """Remember what was said, and by what name an `answer` goes that said it."""
        for index, value in enumerate(values):
            where = answer
            if answer and len(values) > 1:
                where = f"{answer}[{index}]"
            for name, inner, steps in _said(value, declared.name_of(index)):
                told = f"{where}{steps}" if answer else repr(inner)
                echo = Echo(inner, told)
                self._named[_plain_name(name)] = echo
                if isinstance(inner, str) and (form := _form(inner)):
                    self._alike[form] = echo

    def said_again(self, event: Event, wire: Values) -> Values:
        """The same arguments, valid or not, with what was said before in them."""
        valid = is_valid(event.arguments, wire)
        made: list[object] = list(wire)
        for path in places(list(wire)):
            old = at(made, path)
            if not _is_scalar(old):
                continue
            *_, last = path
            name = last if isinstance(last, str) else ""
            if len(path) == 1 and isinstance(last, int):
                name = event.arguments.name_of(last)
            for echo in self._echoes(name, old):
                tried = cast("list[object]", replaced(made, path, echo))
                if is_valid(event.arguments, [plain(one) for one in tried]) == valid:
                    made = tried
                    break
        return tuple(made)

    def _echoes(self, name: str, old: object) -> Iterator[Echo]:
        if echo := self._named.get(_plain_name(name)):
            yield echo
        if isinstance(old, str) and (echo := self._alike.get(_form(old))):
            yield echo


def _said(
    value: object, name: str, steps: str = ""
) -> Iterator[tuple[str, str | int, str]]:
    """What stands in a value: its name, itself, and the way there in Python."""
    if isinstance(value, (str, int)) and _is_scalar(value):
        if name:
            yield name, value, steps
        return
    for key, inner in (as_object(value) or {}).items():
        yield from _said(inner, key, f"{steps}[{key!r}]")
    for index, inner in enumerate(as_list(value) or ()):
        yield from _said(inner, "", f"{steps}[{index}]")


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _plain_name(name: str) -> str:
    """`petId`, `pet_id` and `PetId` are one name."""
    return name.replace("_", "").replace("-", "").lower()


def _form(text: str) -> str:
    """What identifiers of one kind have in common; empty for what is none."""
    if not re.search("[0-9]", text):
        return ""
    return re.sub("(?<![a-z])[0-9a-f]{4,}(?![a-z])|[0-9]+", "0", text)
