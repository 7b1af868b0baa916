"""The traffic of a mock on a terminal: a line for each thing that happens."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, TextIO

import click

from sockgen.diagnostics.printer_text import visible
from sockgen.mock import Kind, Mock, Record

_SIGNS = {
    Kind.CONNECTED: ("+", "green"),
    Kind.REFUSED: ("x", "red"),
    Kind.DISCONNECTED: ("-", "yellow"),
    Kind.RECEIVED: ("→", "blue"),
    Kind.SENT: ("←", "green"),
    Kind.NOTE: ("!", "red"),
}


class Lines:
    """Writes records to a stream; payloads only where they are asked for.

    A quiet one leaves out all that goes well.
    """

    def __init__(
        self, stream: TextIO, *, colour: bool, payloads: bool, quiet: bool = False
    ) -> None:
        self._stream = stream
        self._colour = colour
        self._payloads = payloads
        self._quiet = quiet

    def introduce(self, mock: Mock, url: str, *, exposed: bool) -> None:
        """Say what is served, and where; and whether others can reach it."""
        api, namespaces = mock.api, mock.api.namespaces
        events = sum(len(one.events) for one in namespaces)
        title = self._styled(visible(f"{api.title} {api.version}"), bold=True)
        counts = f"{_count(len(namespaces), 'namespace')}, {_count(events, 'event')}"
        self._echo(f"{title}: a mock of {counts}")
        over = " and ".join(mock.transports)
        self._echo(f"  clients  {url}  (engine path {visible(mock.path)}, {over})")
        self._echo(f"  console  {self._styled(f'{url}/', underline=True)}")
        if exposed:
            self._echo("Whoever can reach this port can use the console, too.")
        self._echo("Ctrl-C ends it.")

    def write(self, record: Record) -> None:
        """Write one record. Raises BrokenPipeError when nobody reads any more."""
        if self._quiet and not record.fault:
            return
        lines = [self._line(record)]
        if self._payloads:
            lines += [
                self._styled(f"{'':14}{word} {visible(text)}", dim=True)
                for word, text in (
                    ("payload", record.payload),
                    ("answer", record.answer),
                )
                if text
            ]
        self._echo("\n".join(lines))

    def _echo(self, text: str) -> None:
        click.echo(text, file=self._stream, color=self._colour)
        self._stream.flush()

    def _line(self, record: Record) -> str:
        sign, colour = _SIGNS[record.kind]
        clock = datetime.fromtimestamp(record.at).strftime("%H:%M:%S.%f")[:-3]
        number = f"#{record.client}" if record.client is not None else ""
        event = record.event or record.kind.value
        took = "" if record.seconds is None else f" ({record.seconds * 1000:.1f} ms)"
        detail = f"{visible(record.detail)}{took}".strip()
        said = f"  {self._styled(detail, fg='red') if record.fault else detail}"
        return " ".join(
            [
                self._styled(clock, dim=True),
                f"{number:>4}",
                self._styled(sign, fg=colour),
                f"{visible(record.namespace)} {self._styled(visible(event), bold=True)}"
                + (said if detail else ""),
            ]
        )

    def _styled(self, text: str, **style: Any) -> str:
        return click.style(text, **style) if self._colour else text


class JsonLines:
    """Writes records to a stream, each as an object of JSON on a line of its own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def introduce(self, mock: Mock, url: str, *, exposed: bool) -> None:
        """Say what is served, and where; and whether others can reach it."""
        self._write(
            kind="listening",
            title=mock.api.title,
            version=mock.api.version,
            url=url,
            path=mock.path,
            transports=list(mock.transports),
            exposed=exposed,
        )

    def write(self, record: Record) -> None:
        """Write one record. Raises BrokenPipeError when nobody reads any more."""
        self._write(**{**asdict(record), "kind": record.kind.value})

    def _write(self, **content: object) -> None:
        click.echo(json.dumps(content), file=self._stream)
        self._stream.flush()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
