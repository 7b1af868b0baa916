"""What the author of a document should hear about the code that is made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from sockgen.contract import Api, Event, Locate, nowhere
from sockgen.diagnostics import Diagnostic, Label, Severity, Span

Placed: TypeAlias = tuple[str, Span | None]
"""What a document calls a thing, and where."""


@dataclass(frozen=True, slots=True)
class Place:
    """A schema of the table, or one inside it: what it is called, and where it is."""

    label: str
    key: str
    path: tuple[str | int, ...] = ()

    @classmethod
    def of(cls, key: str) -> "Place":
        """The place of an entry of the table."""
        return cls(key, key)

    def below(self, word: str, *steps: str | int) -> "Place":
        """The place of a schema inside this one."""
        return Place(f"{self.label}.{word}", self.key, (*self.path, *steps))


NOWHERE = Place("", "")
"""The place of a schema that is looked at once more, and of which all is told."""


class Notes:
    """Collects what the generated code does otherwise than the document says."""

    def __init__(self, locate: Locate = nowhere) -> None:
        self._locate = locate
        self._found: dict[tuple[str, str], Diagnostic] = {}
        self._unsaid: dict[Place, dict[str, str]] = {}

    def unsaid(self, where: Place, keyword: str, why: str = "") -> None:
        """A keyword that no Python type expresses, and that is checked on the wire."""
        if where == NOWHERE:
            return
        reason = f" ({why})" if why else ""
        self._unsaid.setdefault(where, {}).setdefault(keyword, f"`{keyword}`{reason}")

    def unchecked(self, where: Place, keyword: str, why: str) -> None:
        """A keyword that nothing in Python can check."""
        if where == NOWHERE:
            return
        message = f"nothing checks `{keyword}` of {where.label}: {why}"
        span = self._locate(where.key, (*where.path, keyword))
        self._add(Diagnostic("SG350", Severity.WARNING, message, span))

    def format(self, where: Place, name: str) -> None:
        """A format that nothing checks, which is said once for each."""
        if where == NOWHERE:
            return
        message = f"the format `{name}` is not checked"
        span = self._locate(where.key, (*where.path, "format"))
        self._add(Diagnostic("SG356", Severity.NOTE, message, span))

    def assumed(self, where: Place, kind: str) -> None:
        """A schema without a type that is read as if it had one."""
        if where == NOWHERE:
            return
        message = f"the schema {where.label} has no `type`, {kind} is assumed"
        self._add(Diagnostic("SG402", Severity.NOTE, message, self._span(where)))

    def default(self, where: Place) -> None:
        """A default that its own schema refuses."""
        message = f"the default of {where.label} breaks its schema and is left out"
        span = self._locate(where.key, (*where.path, "default"))
        self._add(Diagnostic("SG403", Severity.WARNING, message, span))

    def version(self, api: Api, version: str) -> None:
        """A version that no package can have, and the one that it gets instead."""
        message = (
            f"the package gets version `{version}`, since `{api.version}` is none "
            "that pip knows"
        )
        self._add(Diagnostic("SG406", Severity.NOTE, message, api.span))

    def renamed(self, what: str, one: Placed, name: str, other: Placed) -> None:
        """A name that had to give way to another; both with their places."""
        (wire, span), (other_wire, other_span) = one, other
        message = f"{what} `{wire}` is `{name}` in Python, because of `{other_wire}`"
        self._collision(message, span, other_span, what)

    def renamed_event(self, event: Event, stem: str, other: Event) -> None:
        """An event whose methods had to be named otherwise because of another."""
        message = (
            f"the methods of the event `{event.name}` are named `on_{stem}` and so on, "
            f"because of `{other.name}`"
        )
        self._collision(message, event.span, other.span, "event")

    def _collision(
        self, message: str, span: Span | None, other: Span | None, what: str
    ) -> None:
        labels = (Label(other, f"the other {what}"),) if other else ()
        self._add(Diagnostic("SG404", Severity.NOTE, message, span, None, labels))

    def ambiguous(self, event: Event, error: str, other: str) -> None:
        """A declared error that a caller cannot tell from another answer."""
        message = (
            f"a client of `{event.name}` takes the error `{error}` for {other}: "
            "their schemas accept the same values"
        )
        hint = "give each a property with a `const` of its own, and require it"
        self._add(Diagnostic("SG405", Severity.WARNING, message, event.span, hint))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything in the order in which it was found, each once."""
        return (*map(self._told, self._unsaid), *self._found.values())

    def _told(self, where: Place) -> Diagnostic:
        keywords = self._unsaid[where]
        listed = _and(keywords.values())
        message = (
            f"the Python type of {where.label} cannot express {listed}: "
            "checked only when a message is sent or arrives"
        )
        span = self._locate(where.key, (*where.path, next(iter(keywords))))
        return Diagnostic("SG401", Severity.WARNING, message, span)

    def _span(self, where: Place) -> Span | None:
        return self._locate(where.key, where.path)

    def _note(self, code: str, message: str) -> None:
        self._add(Diagnostic(code, Severity.NOTE, message))

    def _add(self, one: Diagnostic) -> None:
        self._found.setdefault((one.code, one.message), one)


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
