"""How strict a user wants sockgen to be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sockgen.diagnostics.codes import CODES, Severity
from sockgen.diagnostics.model import Diagnostic

_FAILING = {
    Severity.ERROR: {Severity.ERROR},
    Severity.WARNING: {Severity.ERROR, Severity.WARNING},
    Severity.NOTE: set(Severity),
}


@dataclass(frozen=True, slots=True)
class Strictness:
    """What becomes of a diagnostic, and which of them make a command fail.

    `ignored` are codes, or what they begin with. An error after which nothing
    can be read stays an error, whatever a user wishes.
    """

    lenient: bool = False
    ignored: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR

    def applied(
        self, one: Diagnostic, ignored_here: Collection[str] = ()
    ) -> Diagnostic | None:
        """A diagnostic as the user wants to have it, None for one to be ignored."""
        is_error = one.severity is Severity.ERROR
        if is_error and (one.firm or CODES[one.code].stops):
            return one
        if one.code.startswith((*self.ignored, *ignored_here)):
            return None
        if is_error and self.lenient:
            return replace(one, severity=Severity.WARNING)
        return one

    def fails(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Whether a command that says this has failed."""
        return any(one.severity in _FAILING[self.fail_on] for one in diagnostics)


STRICT = Strictness()
