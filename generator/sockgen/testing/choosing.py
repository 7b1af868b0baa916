"""Namespaces and events that a person names: to be tested alone, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sockgen.contract import Api
from sockgen.testing.outcomes import Subject
from sockgen.testing.staged import Misuse


@dataclass(frozen=True, slots=True)
class Choice:
    """A namespace and an event; what is empty stands for any."""

    namespace: str
    event: str

    def has(self, subject: Subject) -> bool:
        """Whether a test is about it."""
        return self.namespace in ("", subject.namespace) and self.event in (
            "",
            subject.event,
        )


def read_choices(api: Api, option: str, given: Sequence[str]) -> list[Choice]:
    """Read `/NAMESPACE`, `EVENT` or `/NAMESPACE EVENT`, as the suite does.

    Raises Misuse for what the document does not have.
    """
    known = [
        Choice(namespace, event)
        for one in api.namespaces
        for namespace in (one.name, "")
        for event in ("", *(each.name for each in one.events))
        if namespace or event
    ]
    names = {f"{one.namespace} {one.event}".strip(): one for one in known}
    found: list[Choice] = []
    for words in given:
        first, _, rest = words.strip().partition(" ")
        named = first.startswith("/")
        choice = Choice(first, rest.strip()) if named else Choice("", words)
        if choice not in known:
            close = get_close_matches(words, names, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise Misuse(f"{option}: the document has no {words!r}{hint}")
        found.append(choice)
    return found
