"""What becomes of a diagnostic, by the wish of a user and of the document itself.

`x-socketio: {ignore: [SG301]}` on an object turns codes off for it and for all
that is written inside it.
"""

from collections.abc import Iterable, Iterator, Sequence

import yaml

from sockgen.diagnostics import STRICT, Diagnostic, Severity, Span, Strictness
from sockgen.diagnostics.codes import nearest, stands_for
from sockgen.source import JsonValue, Pointer, Source

_OPTIONS, _IGNORE = "x-socketio", "ignore"


class Editor:
    """Decides over every diagnostic about a document.

    `files` are those that it consists of, the root document first.
    """

    def __init__(
        self, files: Sequence[Source], strictness: Strictness = STRICT
    ) -> None:
        # To find what is around a place takes time, and few documents ignore anything.
        self._sources = {x.lines.file: x for x in files if _IGNORE in x.text}
        self._root = files[0].data
        self._strictness = strictness

    def edited(self, one: Diagnostic) -> Diagnostic | None:
        """A diagnostic as it is to be shown, None for one that is to be ignored."""
        return self._strictness.applied(one, self._ignored_at(one.span))

    def all(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What is left of some diagnostics."""
        return tuple(kept for one in diagnostics if (kept := self.edited(one)))

    def _ignored_at(self, span: Span | None) -> set[str]:
        found = set(_ignored_by(self._root))
        source = self._sources.get(span.file) if span else None
        if source is not None and span is not None:
            place = span.start.line - 1, span.start.column - 1
            for value in _around(source, place):
                found.update(_ignored_by(value))
        return found


def wrong_ignores(source: Source) -> Iterator[Diagnostic]:
    """What is wrong with the lists `ignore` of a document."""
    # Few documents have such a list, and to walk a large one takes time.
    if _IGNORE in source.text:
        for pointer, value in _options(source.data, ()):
            for index, code in enumerate(_ignored_by({_OPTIONS: value})):
                problem = wrong_code(code)
                if problem is not None:
                    number, message, hint = problem
                    span = source.span((*pointer, _IGNORE, index))
                    yield Diagnostic(number, Severity.WARNING, message, span, hint)


def wrong_code(word: str) -> tuple[str, str, str] | None:
    """Why something is no code that can be ignored: a code, a message and a hint."""
    codes = stands_for(word)
    if not codes:
        close = nearest(word)
        hint = f"did you mean `{close.id}`, {close.title}?" if close else _ALL
        return "SG290", f"`{word}` is not a code of sockgen", hint
    if len(codes) == 1 and codes[0].severity is Severity.ERROR and codes[0].stops:
        message = f"`{word}` cannot be ignored: nothing can be read after such an error"
        return "SG291", message, "mend what it points at"
    return None


_ALL = "`sockgen explain` lists all codes"


def _ignored_by(value: JsonValue) -> list[str]:
    """The codes that the options of an object turn off."""
    options = value.get(_OPTIONS) if isinstance(value, dict) else None
    codes = options.get(_IGNORE) if isinstance(options, dict) else None
    listed = codes if isinstance(codes, list) else []
    return [code for code in listed if isinstance(code, str)]


def _options(value: JsonValue, pointer: Pointer) -> Iterator[tuple[Pointer, JsonValue]]:
    """Every `x-socketio` of a document, with its place."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key == _OPTIONS:
                yield (*pointer, key), below
            else:
                yield from _options(below, (*pointer, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _options(below, (*pointer, index))


def _around(source: Source, place: tuple[int, int]) -> Iterator[JsonValue]:
    """The values around a place of the text, from the outermost to the innermost."""
    node, value = source.root, source.data
    while True:
        yield value
        step = _step(node, place)
        if step is None:
            return
        key, node = step
        if isinstance(value, dict):
            value = value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key]


def _step(
    node: yaml.Node, place: tuple[int, int]
) -> tuple[str | int, yaml.Node] | None:
    """The entry or the item at a place, the last that begins before it."""
    found: tuple[str | int, yaml.Node] | None = None
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        for key, below in pairs:
            if _start(key) > place:
                break
            found = str(key.value), below
    elif isinstance(node, yaml.SequenceNode):
        items: list[yaml.Node] = node.value
        for index, item in enumerate(items):
            # An alias stands elsewhere: its mark says nothing of this list.
            if node.start_mark.index <= item.start_mark.index and _start(item) <= place:
                found = index, item
    return found


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column
