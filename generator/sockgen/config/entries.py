"""A configuration: defaults for all documents, and the documents with their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sockgen.config import reader
from sockgen.config.find import Table
from sockgen.config.given import NOTHING, Given
from sockgen.config.reader import Found, Read
from sockgen.diagnostics import Diagnostic, Result, Severity, Span, has_errors
from sockgen.targets import takes_choices

FOR_ALL: Mapping[str, Read] = {
    "target": reader.several(reader.target),
    "templates": reader.templates,
    "only": reader.one_of("client", "server"),
    "io": reader.one_of("sync", "async"),
    "frozen-models": reader.truth,
    "enums": reader.one_of("class", "literal"),
    "perspective": reader.one_of("server", "client"),
    "events-from": reader.one_of("message", "channel"),
    "allow-refs-outside": reader.truth,
    "lenient": reader.truth,
    "ignore": reader.several(reader.code),
    "fail-on": reader.one_of(*(one.value for one in Severity)),
}
FOR_ONE: Mapping[str, Read] = {
    "path": reader.file,
    "output": reader.path,
    "package": reader.package,
    "distribution": reader.distribution,
}
_OF_A_CALL = ("check", "config", "force", "format", "no-config", "why")
_SPEC = "spec"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the configuration; `span` is where that names it."""

    path: Path
    given: Given
    span: Span


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a file says of documents; `folder` is where their output goes.

    `given` holds for documents that the file does not list. `file` is None where
    there is no configuration at all.
    """

    file: str | None = None
    folder: Path = Path()
    given: Given = NOTHING
    entries: tuple[Entry, ...] = ()


def read_configuration(table: Table) -> Result[Configuration]:
    """Read the table of sockgen, and judge every value of it."""
    said: list[Diagnostic] = []
    top = Found(table.toml, table.pointer, table.value, table.folder, said)
    if not isinstance(top.value, dict):
        top.mistyped("a table")
        return Result(None, tuple(said))
    given = _given(top, FOR_ALL)
    entries = [_entry(one, given) for one in _specs(top)]
    _report_unknown(top, {*FOR_ALL, _SPEC})
    configuration = Configuration(
        table.toml.file,
        table.folder,
        given,
        tuple(entry for entry in entries if entry is not None),
    )
    return Result(None if has_errors(said) else configuration, tuple(said))


def _specs(top: Found) -> list[Found]:
    if _SPEC not in top.value:
        return []
    specs = top.below(_SPEC)
    header = ".".join((*map(str, top.pointer), _SPEC))
    hint = f"begin each document with `[[{header}]]`"
    items = specs.items()
    if items is None:
        specs.mistyped("a list of tables", hint)
        return []
    for one in items:
        if not isinstance(one.value, dict):
            one.mistyped("a table", hint)
    return [one for one in items if isinstance(one.value, dict)]


def _entry(spec: Found, defaults: Given) -> Entry | None:
    _report_unknown(spec, {*FOR_ALL, *FOR_ONE})
    own = _given(spec, {**FOR_ALL, **FOR_ONE})
    given = own.over(defaults)
    if given.output and len(given.target) > 1:
        words = "`output` is one folder, and there are several targets"
        spec.below("output").wrong("SG515", words, "list the document once for each")
    if given.target and not any(map(takes_choices, given.target)):
        for key in own.chosen():
            words = f"`{key}` is for the target `python`, which is not made here"
            spec.below(key).wrong("SG515", words, key=True)
    if "path" not in spec.value:
        spec.wrong("SG523", "a spec needs the key `path`", "it names the document")
        return None
    place = spec.below("path")
    path = reader.file(place)
    return Entry(path, given, place.toml.span(place.pointer)) if path else None


def _given(table: Found, keys: Mapping[str, Read]) -> Given:
    values = {
        key.replace("-", "_"): read(table.below(key))
        for key, read in keys.items()
        if key in table.value and key != "path"
    }
    level = values.get("fail_on")
    if level is not None:
        values["fail_on"] = Severity(level)
    return Given(**values)


def _report_unknown(table: Found, known: set[str]) -> None:
    for key in table.value:
        if key not in known:
            words = f"`{key}` is not a key of {_title(table)}"
            hint = _hint(key, known, table)
            table.below(key).wrong("SG521", words, hint, key=True)


def _title(table: Found) -> str:
    is_one = table.pointer and isinstance(table.pointer[-1], int)
    return "a spec" if is_one else "the configuration"


def _hint(key: str, known: set[str], table: Found) -> str:
    plain = key.lower().replace("_", "-")
    if plain in _OF_A_CALL:
        return f"it belongs to a call: `--{plain}`"
    if plain in FOR_ONE:
        return "it is said of one document, below its `[[spec]]`"
    if key == "tool" and not table.pointer:
        return "in this file the keys stand at the top, without `[tool.sockgen]`"
    return reader.nearest(key, sorted(known))
