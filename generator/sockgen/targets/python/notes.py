"""What the author of a document should hear about the code that is made of it."""

from typing import TypeAlias

from sockgen.contract import Event
from sockgen.diagnostics import Diagnostic, Label, Severity, Span

Placed: TypeAlias = tuple[str, Span | None]
"""What a document calls a thing, and where."""


class Notes:
    """Collects what the generated code does otherwise than the document says."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Diagnostic] = {}

    def unchecked(self, where: str, keyword: str, why: str = "") -> None:
        """A keyword of a schema that no Python type expresses."""
        reason = f": {why}" if why else ""
        self._warn(
            "SG401",
            f"the Python types do not check `{keyword}` of the schema {where}{reason}",
        )

    def assumed(self, where: str, kind: str) -> None:
        """A schema without a type that is read as if it had one."""
        self._note("SG402", f"the schema {where} has no `type`, {kind} is assumed")

    def default(self, where: str) -> None:
        """A default that its own schema refuses."""
        self._warn("SG403", f"the default of {where} breaks its schema and is left out")

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
        return tuple(self._found.values())

    def _warn(self, code: str, message: str) -> None:
        self._add(Diagnostic(code, Severity.WARNING, message))

    def _note(self, code: str, message: str) -> None:
        self._add(Diagnostic(code, Severity.NOTE, message))

    def _add(self, one: Diagnostic) -> None:
        self._found.setdefault((one.code, one.message), one)
