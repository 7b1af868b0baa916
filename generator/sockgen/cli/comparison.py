"""The changes between two documents, for a terminal, a program or a pull request."""

import json
from collections import Counter
from collections.abc import Callable, Sequence

import click

from sockgen.cli import report
from sockgen.comparing import Change, Verdict, is_enough, suggested
from sockgen.contract import Api
from sockgen.diagnostics import Severity, Span
from sockgen.diagnostics.printer_github import to_command
from sockgen.diagnostics.printer_text import visible

_COLOURS = {
    Verdict.BREAKING: "red",
    Verdict.RISKY: "yellow",
    Verdict.COMPATIBLE: "green",
}
_SEVERITIES = {
    Verdict.BREAKING: Severity.ERROR,
    Verdict.RISKY: Severity.WARNING,
    Verdict.COMPATIBLE: Severity.NOTE,
}


def to_text(old: Api, new: Api, changes: Sequence[Change], colour: bool) -> str:
    """For a person: each change with its place in both documents, and a summary."""
    lines: list[str] = []
    for one in changes:
        verdict = one.verdict.value
        if colour:
            verdict = click.style(verdict, fg=_COLOURS[one.verdict], bold=True)
        where = f" {visible(one.namespace)}" if one.namespace else ""
        lines.append(f"{verdict}{where}: {visible(one.message)}")
        if places := _places(one):
            lines.append(f"  {places}")
        lines.append("")
    return "\n".join([*lines, _summary(old, new, changes), ""])


def to_json(old: Api, new: Api, changes: Sequence[Change], _: bool) -> str:
    """For a program."""
    made = {
        "old": old.version,
        "new": new.version,
        "suggested": suggested(old.version, changes),
        "changes": [
            {
                "verdict": one.verdict.value,
                "namespace": one.namespace,
                "event": one.event,
                "message": one.message,
                "old": _position(one.old),
                "new": _position(one.new),
            }
            for one in changes
        ],
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def to_markdown(old: Api, new: Api, changes: Sequence[Change], _: bool) -> str:
    """For a comment on a pull request."""
    lines = [f"**{_escaped(new.title)}**: {_escaped(_summary(old, new, changes))}", ""]
    if changes:
        lines += ["| | namespace | change | line |", "|---|---|---|---|"]
    for one in changes:
        cells = one.verdict.value, one.namespace, one.message, _places(one)
        lines.append(f"| {' | '.join(map(_escaped, cells))} |")
    return "\n".join([*lines, ""])


def to_github(old: Api, new: Api, changes: Sequence[Change], _: bool) -> str:
    """For GitHub Actions: each change beside its line of the new document."""
    commands = [
        to_command(
            _SEVERITIES[one.verdict],
            f"{one.verdict.value} since {visible(old.version)}",
            report.nearer(one.new) if one.new else None,
            [
                visible(
                    f"{one.namespace}: {one.message}" if one.namespace else one.message
                )
            ],
        )
        for one in changes
    ]
    return "\n".join([*commands, _summary(old, new, changes), ""])


FORMS: dict[str, Callable[[Api, Api, Sequence[Change], bool], str]] = {
    "text": to_text,
    "json": to_json,
    "markdown": to_markdown,
    "github": to_github,
}


def _summary(old: Api, new: Api, changes: Sequence[Change]) -> str:
    if not changes:
        return "nothing has changed on the wire"
    count = Counter(one.verdict for one in changes)
    counted = ", ".join(f"{count[one]} {one.value}" for one in Verdict if count[one])
    version = suggested(old.version, changes)
    if version is None:
        return counted
    told = f"{counted}; after {visible(old.version)} this is {version}"
    if new.version != old.version and is_enough(new.version, version):
        return told
    return f"{told} at least, not {visible(new.version)}"


def _places(change: Change) -> str:
    """Where it stands, in the old document and in the new one."""
    spans = [one for one in (change.old, change.new) if one is not None]
    return " → ".join(f"{visible(one.file)}:{one.start.line}" for one in spans)


def _position(span: Span | None) -> object:
    if span is None:
        return None
    return {"file": span.file, "line": span.start.line, "column": span.start.column}


def _escaped(text: str) -> str:
    """Text in a cell of a table: none of it is markup, but for code in backticks."""
    plain = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace("|", "\\|").replace("@", "&#64;")
