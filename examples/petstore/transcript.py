"""Who says what, as a page to read."""

from __future__ import annotations

import os
import sys

GREEN, YELLOW, CYAN, BOLD, FAINT = "32", "33", "36", "1", "2"


class Transcript:
    """Prints a conversation: in colour on a terminal, unless NO_COLOR is set."""

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        # A terminal that has no arrows shows question marks.
        if reconfigure := getattr(sys.stdout, "reconfigure", None):
            reconfigure(errors="replace")

    def title(self, text: str) -> None:
        """Begin a part."""
        print(f"\n{self._paint(BOLD, text)}\n")

    def says(self, namespace: str, who: str, event: str, text: str = "") -> None:
        """Somebody sends an event to the server."""
        self._line(namespace, who, self._paint(GREEN, "→"), event, text)

    def hears(self, namespace: str, who: str, event: str, text: str) -> None:
        """Somebody gets an event from the server."""
        self._line(namespace, who, self._paint(CYAN, "←"), event, text)

    def yes(self, text: str) -> None:
        """The last event is acknowledged."""
        print(f"{'':42}{self._paint(GREEN, '✓')} {text}")

    def no(self, text: str) -> None:
        """The last event is turned down, as it should be."""
        print(f"{'':42}{self._paint(YELLOW, '✗')} {text}")

    def _line(
        self, namespace: str, who: str, arrow: str, event: str, text: str
    ) -> None:
        place = self._paint(FAINT, f"{namespace:<14}")
        print(f"{place} {who:>7} {arrow} {event:<16} {text}".rstrip())

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text
