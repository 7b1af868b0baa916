"""What the rules of a stage find, collected in order."""

from sockgen.diagnostics import Diagnostic, Label, Severity, Span
from sockgen.document.editor import Editor


class Findings:
    """Diagnostics as they are found; what is said twice of one place is kept once.

    The editor decides what is kept at all, and how much it matters.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
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
        firm: bool = False,
    ) -> bool:
        """What keeps files from being written; tells whether it does indeed.

        One that is `firm` does whatever a user wishes.
        """
        labels = (label,) if label else ()
        one = Diagnostic(code, Severity.ERROR, message, span, hint, labels, firm)
        kept = self.add(one)
        return kept is not None and kept.severity is Severity.ERROR

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
    ) -> Diagnostic | None:
        labels = (label,) if label else ()
        return self.add(Diagnostic(code, severity, message, span, hint, labels))

    def add(self, one: Diagnostic) -> Diagnostic | None:
        """What was found, whatever it is; returns what the editor made of it."""
        key = (one.code, one.message, one.span)
        edited = self._editor.edited(one)
        if edited is not None and key not in self._found:
            self._found[key] = edited
        return edited

    def holds(self, one: Diagnostic) -> bool:
        """Whether something would be an error, for this user and this document."""
        edited = self._editor.edited(one)
        return edited is not None and edited.severity is Severity.ERROR

    def forget(self, code: str, span: Span) -> None:
        """Take back what was said of a place."""
        for key in [one for one in self._found if one[0] == code and one[2] == span]:
            del self._found[key]


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    span = diagnostic.span
    return (span.file, span.start.line, span.start.column) if span else ("", 0, 0)
