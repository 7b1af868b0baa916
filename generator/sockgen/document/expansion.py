"""References resolved, so that the structure can be judged.

The tree that is judged has the referenced object in the place of each
reference. Payload schemas keep theirs: they may be recursive.
"""

from dataclasses import dataclass, field

from sockgen.diagnostics import Span
from sockgen.document.findings import Findings
from sockgen.document.references import Failure, Lost, Target, reference_of, resolve
from sockgen.document.shapes import (
    PAYLOAD,
    SCHEMA,
    document_shape,
    name_of,
    parts,
    shape_named,
)
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_JSON_SCHEMA = (
    "application/vnd.aai.asyncapi",
    "application/schema",
    "application/vnd.oai.openapi",
)

_LONGEST_CHAIN = 50
"""References inside one another that are followed."""


@dataclass(slots=True)
class Expansion:
    """A document with its references resolved.

    `kinds` tells for each object of the document which shape its place wants,
    `schemas` are the places of payload schemas, `broken` the references that
    could not be resolved. `lost` tells of some at which place there is nothing
    of which name, `faulty` which names were misspelt there, or that the place is
    of the wrong type. `excused` are the places whose fault the user reads past, each
    with whether it is a number in the place of text. `origin` leads from the tree
    back to the text.
    """

    source: Source
    version: str
    tree: JsonValue = None
    kinds: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    schemas: list[Pointer] = field(default_factory=list[Pointer])
    broken: set[Pointer] = field(default_factory=set[Pointer])
    lost: dict[Span, Lost] = field(default_factory=dict[Span, Lost])
    faulty: set[tuple[Pointer, str | None]] = field(
        default_factory=set[tuple[Pointer, str | None]]
    )
    excused: dict[Pointer, bool] = field(default_factory=dict[Pointer, bool])
    hops: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])

    def origin(self, path: Pointer) -> Pointer:
        """Where a place of the tree stands in the text."""
        pointer: Pointer = ()
        for step in path:
            pointer = (*pointer, step)
            pointer = self.hops.get(pointer, pointer)
        return pointer


def expand(source: Source, version: str, findings: Findings) -> Expansion:
    """Resolve every reference outside payload schemas."""
    expansion, shape = Expansion(source, version), document_shape(version)
    _survey(expansion, source.data, shape, ())
    expansion.tree = _Expander(expansion, findings).expand(source.data, shape, ())
    return expansion


def _survey(
    expansion: Expansion, value: JsonValue, shape: JsonValue, pointer: Pointer
) -> None:
    """Note which kind of object each place of the document wants."""
    name = name_of(shape)
    if name in (SCHEMA, PAYLOAD):
        expansion.kinds[pointer] = SCHEMA
        schema = _schema_place(value, pointer) if name == PAYLOAD else pointer
        if schema is not None:
            expansion.schemas.append(schema)
        return
    if name and isinstance(value, dict):
        expansion.kinds[pointer] = name
    if not isinstance(value, dict | list) or reference_of(value) is not None:
        return
    for key, below, its_shape in parts(value, shape):
        _survey(expansion, below, its_shape, (*pointer, key))


def _schema_place(value: JsonValue, pointer: Pointer) -> Pointer | None:
    """Where the schema of a payload stands, None for one that is not JSON Schema."""
    if not isinstance(value, dict) or not value.keys() & {"schemaFormat", "schema"}:
        return pointer
    supported = is_json_schema(value.get("schemaFormat"))
    return (*pointer, "schema") if supported and "schema" in value else None


def is_json_schema(schema_format: JsonValue) -> bool:
    """Whether a `schemaFormat` is AsyncAPI's own, JSON Schema or OpenAPI."""
    media_type = str(schema_format).replace("+", ";").partition(";")[0].strip()
    return media_type in _JSON_SCHEMA


class _Expander:
    def __init__(self, expansion: Expansion, findings: Findings) -> None:
        self._expansion = expansion
        self._findings = findings
        self._expanded: dict[tuple[Pointer, str], JsonValue] = {}
        self._open: set[tuple[Pointer, str]] = set()

    def expand(self, value: JsonValue, shape: JsonValue, pointer: Pointer) -> JsonValue:
        name = name_of(shape)
        if name in (SCHEMA, PAYLOAD) or not isinstance(value, dict | list):
            return value
        reference = reference_of(value)
        if name and reference is not None:
            whole = shape_named(name)
            if "x-refers-to" in whole:
                self._target(reference, str(whole["x-refers-to"]), pointer)
                return value
            if whole.get("x-reusable"):
                return self._behind(reference, name, value, pointer)
        below = [
            (key, self.expand(part, its_shape, (*pointer, key)))
            for key, part, its_shape in parts(value, shape)
        ]
        if isinstance(value, list):
            return [part for _, part in below]
        return {str(key): part for key, part in below}

    def _behind(
        self, reference: str, name: str, written: JsonValue, pointer: Pointer
    ) -> JsonValue:
        target = self._target(reference, name, pointer)
        if target is None:
            return written
        known = (target.pointer, name)
        if known in self._open:
            return self._circle(f"`{reference}` leads to what it stands in", pointer)
        if len(self._open) >= _LONGEST_CHAIN:
            most = f"is the last of more than {_LONGEST_CHAIN} inside one another"
            return self._circle(f"`{reference}` {most}", pointer)
        self._expansion.hops[pointer] = target.pointer
        if known not in self._expanded:
            shape: JsonObject = {"$ref": f"#/$defs/{name}"}
            self._open.add(known)
            self._expanded[known] = self.expand(target.value, shape, target.pointer)
            self._open.discard(known)
        return self._expanded[known]

    def _circle(self, problem: str, pointer: Pointer) -> JsonValue:
        """Say that references do not come to an end; nothing stands for this one."""
        span = self._expansion.source.span((*pointer, "$ref"))
        self._findings.error("SG204", f"the reference {problem}", span)
        self._expansion.broken.add(pointer)
        return {}

    def _target(self, reference: str, kind: str, pointer: Pointer) -> Target | None:
        """What a reference means, if it means a thing of the kind that is wanted."""
        found = resolve(self._expansion.source, reference)
        if isinstance(found, Target):
            actual = self._expansion.kinds.get(found.pointer, kind)
            if actual == kind:
                return found
            found = Failure(
                "SG206",
                f"the reference `{reference}` leads to {title_of(actual)}, "
                f"but {title_of(kind)} is needed here",
            )
        span = self._expansion.source.span((*pointer, "$ref"))
        self._findings.error(found.code, found.message, span, found.hint)
        if found.lost is not None:
            self._expansion.lost[span] = found.lost
        self._expansion.broken.add(pointer)
        return None


def title_of(kind: str) -> str:
    """What people call an object of a kind: `a channel`."""
    return str(shape_named(kind).get("title", kind))
