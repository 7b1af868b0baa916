"""What the rules of a stage find, collected in order."""

from sockgen.diagnostics import Diagnostic, Label, Severity, Span


class Findings:
    """Diagnostics as they are found; what is said twice of one place is kept once."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Diagnostic] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, in the order of the text."""
        return tuple(sorted(self._found.values(), key=_place))

    def error(
        self,
        code: str,
        message: str,
        span: Span | None,
        hint: str | None = None,
        *,
        label: Label | None = None,
    ) -> None:
        """What keeps files from being written."""
        self._add(Severity.ERROR, code, message, span, hint, label)

    def warning(
        self,
        code: str,
        message: str,
        span: Span | None,
        hint: str | None = None,
        *,
        label: Label | None = None,
    ) -> None:
        """What is probably a mistake."""
        self._add(Severity.WARNING, code, message, span, hint, label)

    def note(
        self, code: str, message: str, span: Span | None, hint: str | None = None
    ) -> None:
        """What is good to know."""
        self._add(Severity.NOTE, code, message, span, hint, None)

    def _add(
        self,
        severity: Severity,
        code: str,
        message: str,
        span: Span | None,
        hint: str | None,
        label: Label | None,
    ) -> None:
        key = (code, message, span)
        labels = (label,) if label else ()
        if key not in self._found:
            self._found[key] = Diagnostic(code, severity, message, span, hint, labels)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    span = diagnostic.span
    return (span.file, span.start.line, span.start.column) if span else ("", 0, 0)
