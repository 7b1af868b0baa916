"""Several files as one document.

What a reference finds in another file is put below `x-sockgen-files` of the
root document, each file under its path, and the reference leads there. Whoever
reads on has one document before them, and spans that still name every file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from sockgen.diagnostics import Span
from sockgen.document.files import Files
from sockgen.document.findings import Findings
from sockgen.document.references import fragment, nearest, reference_of
from sockgen.source import JsonObject, JsonValue, Pointer, Source

FILES = "x-sockgen-files"
_LOCAL_NAME = re.compile(rf"#/{FILES}/([^/`]+)([^`]*)")
# Values that are data, in which a `$ref` is a key like any other.
_DATA = frozenset(("example", "examples", "const", "enum", "default"))
_NAMED = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions", "schemas"),
        *("dependentSchemas", "messages", "channels", "operations", "parameters"),
    )
)


@dataclass(frozen=True, slots=True)
class Bundle(Source):
    """A root document with parts of other files in it, which keep their places."""

    files: Mapping[str, Source] = field(default_factory=dict[str, Source], repr=False)

    def span(self, pointer: Pointer, *, key: bool = False) -> Span:
        """The place of a value or its key, in the file where it stands."""
        if len(pointer) > 1 and pointer[0] == FILES and pointer[1] in self.files:
            file = self.files[str(pointer[1])]
            return Source.span(file, pointer[2:], key=key)
        return Source.span(self, pointer, key=key)


def bundle(root: Source, path: Path, findings: Findings, *, outside: bool) -> Source:
    """The root document with all that it refers to; itself if that is nothing.

    `outside` allows references to leave the folder of the root document.
    """
    leaves = (one for _, one in references_in(root.data) if one[:1] != "#")
    if next(leaves, None) is None:
        return root
    return _Bundler(root, path, findings, outside).bundled()


def files_of(source: Source) -> tuple[Source, ...]:
    """The file of the root document, and all others that are in a bundle."""
    others = source.files.values() if isinstance(source, Bundle) else ()
    return (source, *others)


def references_in(
    value: JsonValue, pointer: Pointer = (), named: bool = False
) -> Iterator[tuple[Pointer, str]]:
    """Every reference of a document with its place, those in examples left out."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from references_in(item, (*pointer, index))
    elif isinstance(value, dict):
        reference = None if named else reference_of(value)
        if reference is not None:
            yield pointer, reference
        for key, below in value.items():
            if named or key not in _DATA:
                inside = not named and key in _NAMED
                yield from references_in(below, (*pointer, key), inside)


def as_written(message: str) -> str:
    """A message in which references into other files look as people write them."""

    def written(match: re.Match[str]) -> str:
        name = unquote(match[1]).replace("~1", "/").replace("~0", "~")
        return f"{name}#{match[2]}" if match[2] else name

    return _LOCAL_NAME.sub(written, message)


class _Bundler:
    def __init__(
        self, root: Source, path: Path, findings: Findings, outside: bool
    ) -> None:
        self._root = root
        self._files = Files(root, path, findings, outside=outside)
        self._findings = findings
        self._parts: dict[str, dict[Pointer, JsonValue]] = {}
        self._waiting: list[tuple[Source, Pointer]] = []

    def bundled(self) -> Source:
        copied = self._copy(self._root, self._root.data, (), named=False)
        while self._waiting:
            source, pointer = self._waiting.pop()
            parts = self._parts.setdefault(source.file, {})
            if not any(pointer[:length] in parts for length in range(len(pointer) + 1)):
                parts[pointer] = None
                value = _value_at(source.data, pointer)
                parts[pointer] = self._copy(source, value, pointer, named=False)
        files: JsonObject = {
            name: _tree(parts) for name, parts in sorted(self._parts.items())
        }
        data: JsonValue = copied
        if isinstance(copied, dict) and files:
            data = {**copied, FILES: files}
        root = self._root
        others = self._files.others
        return Bundle(root.file, root.text, data, root.lines, root.root, files=others)

    def _copy(
        self, source: Source, value: JsonValue, pointer: Pointer, *, named: bool
    ) -> JsonValue:
        """The same value, with references that hold in the whole bundle."""
        if isinstance(value, list):
            return [
                self._copy(source, item, (*pointer, index), named=False)
                for index, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        copied: JsonObject = {}
        for key, below in value.items():
            place = (*pointer, key)
            if not named and key == "$ref" and isinstance(below, str):
                copied[key] = self._reference(source, below, place)
            elif not named and key in _DATA:
                copied[key] = below
            else:
                inside = not named and key in _NAMED
                copied[key] = self._copy(source, below, place, named=inside)
        return copied

    def _reference(self, source: Source, reference: str, place: Pointer) -> str:
        path, _, inside = reference.partition("#")
        target = source
        if path:
            found = self._files.find(source, path, reference, source.span(place))
            if found is None:
                return reference
            target = found
        if target is self._root:
            return f"#{inside}"
        steps = _steps(inside)
        pointer = _reached(target.data, steps)
        if pointer is None:
            near = nearest(target.data, steps)
            self._findings.error(
                "SG203",
                f"the reference `{reference}` leads nowhere",
                source.span(place),
                f"`{target.file}` has nothing at `#{inside}`"
                if near is None
                else f"did you mean `{path}{fragment(near)}`?",
            )
            return reference
        self._waiting.append((target, pointer))
        return fragment((FILES, target.file, *steps)).replace("%", "%25")


def _steps(inside: str) -> tuple[str, ...]:
    steps = unquote(inside).split("/")
    plain = [step.replace("~1", "/").replace("~0", "~") for step in steps]
    return tuple(plain[1:]) if plain[0] == "" else tuple(plain)


def _reached(value: JsonValue, steps: tuple[str, ...]) -> Pointer | None:
    """How far a pointer leads before a list, or a reference that leads on.

    None if it leads nowhere.
    """
    pointer: Pointer = ()
    for index, step in enumerate(steps):
        if reference_of(value) is not None:
            return pointer
        if isinstance(value, list):
            known = step.isdecimal() and int(step) < len(value)
            return pointer if known else None
        if not isinstance(value, dict) or step not in value:
            return None
        pointer, value = (*pointer, steps[index]), value[step]
    return pointer


def _value_at(value: JsonValue, pointer: Pointer) -> JsonValue:
    for step in pointer:
        value = value[str(step)] if isinstance(value, dict) else None
    return value


def _tree(parts: Mapping[Pointer, JsonValue]) -> JsonValue:
    """The parts of one file, each at its own place."""
    if () in parts:
        return parts[()]
    tree: JsonObject = {}
    for pointer in sorted(parts, key=len):
        here = tree
        *way, last = map(str, pointer)
        for step in way:
            below = here.setdefault(step, {})
            if not isinstance(below, dict):
                break
            here = below
        here.setdefault(last, parts[pointer])
    return tree
