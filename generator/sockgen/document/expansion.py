"""References resolved, so that the structure can be judged.

The tree that is judged has the referenced value in the place of each reference.
Where a payload schema stands it is kept: schemas may be recursive.
"""

from dataclasses import dataclass, field

from sockgen.diagnostics import Diagnostic, Severity, Span
from sockgen.document.findings import Findings
from sockgen.document.model import Doubt
from sockgen.document.references import Failure, Lost, Target, reference_of, resolve
from sockgen.document.shapes import (
    PAYLOAD,
    SCHEMA,
    document_shape,
    meant,
    name_of,
    parts,
    shape_named,
    whole_of,
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
    `schemas` are the places of payload schemas, `judged` those of all that were
    checked, `broken` the references that could not be resolved. `lost` tells of
    some at which place there is nothing of which name, `behind` which of these only
    lead to one that is at fault, `faulty` which names were misspelt there, or that
    the place is of the wrong type. `foreign` are the references that lead to a thing
    of another kind, which may do all the same; `doubts` is for schemas of which
    AsyncAPI has no doubts. `excused` are the places whose fault the user reads past,
    each with whether it is a number in the place of text. `origin` leads from the
    tree back to the text.
    """

    source: Source
    version: str
    tree: JsonValue = None
    kinds: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    schemas: list[Pointer] = field(default_factory=list[Pointer])
    judged: set[Pointer] = field(default_factory=set[Pointer])
    broken: set[Pointer] = field(default_factory=set[Pointer])
    lost: dict[Span, Lost] = field(default_factory=dict[Span, Lost])
    behind: set[Span] = field(default_factory=set[Span])
    faulty: set[tuple[Pointer, str | None]] = field(
        default_factory=set[tuple[Pointer, str | None]]
    )
    foreign: dict[Pointer, Failure] = field(default_factory=dict[Pointer, Failure])
    doubts: list[Doubt] = field(default_factory=list[Doubt])
    excused: dict[Pointer, bool] = field(default_factory=dict[Pointer, bool])
    hops: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])

    def origin(self, path: Pointer) -> Pointer:
        """Where a place of the tree stands in the text."""
        return self._way(path)[0]

    def passed(self, path: Pointer) -> list[Pointer]:
        """The references on the way to a place of the tree."""
        return self._way(path)[1]

    def read_past(self, place: Pointer, *, is_word: bool = False) -> None:
        """Excuse a place, and say nothing of the references that stand there."""
        self.excused[place] = is_word
        self.doubts = [
            one
            for one in self.doubts
            if one.pointer not in self.hops or one.pointer[: len(place)] != place
        ]

    def add_schema(
        self, value: JsonValue, pointer: Pointer, *, is_payload: bool
    ) -> None:
        """Note that there is a schema, or a payload of whatever format."""
        if pointer not in self.kinds:
            self.kinds[pointer] = SCHEMA
            place = _schema_place(value, pointer) if is_payload else pointer
            if place is not None:
                self.schemas.append(place)

    def lose(self, span: Span, failure: Failure) -> None:
        """Note what a reference does not find."""
        if failure.lost is not None:
            self.lost[span] = failure.lost
            if failure.behind:
                self.behind.add(span)

    def _way(self, path: Pointer) -> tuple[Pointer, list[Pointer]]:
        pointer: Pointer = ()
        passed: list[Pointer] = []
        for step in path:
            pointer = (*pointer, step)
            if pointer in self.hops:
                passed.append(pointer)
                pointer = self.hops[pointer]
        return pointer, passed


def expand(source: Source, version: str, findings: Findings) -> Expansion:
    """Resolve every reference outside payload schemas."""
    expansion, shape = Expansion(source, version), document_shape(version)
    _survey(expansion, source.data, shape, ())
    expansion.tree = _Expander(expansion, findings).expand(source.data, shape, ())
    return expansion


def expand_schemas(expansion: Expansion, findings: Findings) -> None:
    """Resolve what stands inside schemas as well, where no schema is wanted."""
    before = set(expansion.hops)
    expander = _Expander(expansion, findings, inside_schemas=True)
    shape = document_shape(expansion.version)
    expansion.tree = expander.expand(expansion.source.data, shape, ())
    for pointer in expansion.hops.keys() - before:
        span = expansion.source.span((*pointer, "$ref"))
        message = f"a reference stands for `{pointer[-1]}` here, and not for a schema"
        hint = "write out what it leads to"
        one = Diagnostic("SG225", Severity.ERROR, message, span, hint)
        expansion.doubts.append(Doubt(pointer, one))


def _survey(
    expansion: Expansion, value: JsonValue, shape: JsonValue, pointer: Pointer
) -> None:
    """Note which kind of object each place of the document wants."""
    if isinstance(shape, bool):
        return
    shape = meant(value, shape)
    refers_to = whole_of(shape).get("x-refers-to")
    if refers_to is not None and reference_of(value) is None:
        shape = {"$ref": f"#/$defs/{refers_to}"}
    name = name_of(shape)
    if name in (SCHEMA, PAYLOAD):
        expansion.add_schema(value, pointer, is_payload=name == PAYLOAD)
        return
    if name:
        expansion.kinds[pointer] = name
    if not isinstance(value, dict | list) or reference_of(value) is not None:
        return
    for key, below, its_shape in parts(value, shape):
        _survey(expansion, below, its_shape, (*pointer, key))


def _schema_place(value: JsonValue, pointer: Pointer) -> Pointer | None:
    """Where the schema of a payload stands, None for one that is not JSON Schema."""
    if not isinstance(value, dict) or "schema" not in value:
        return pointer
    supported = "schemaFormat" not in value or is_json_schema(value["schemaFormat"])
    return (*pointer, "schema") if supported else None


def is_json_schema(schema_format: JsonValue) -> bool:
    """Whether a `schemaFormat` is AsyncAPI's own, JSON Schema or OpenAPI."""
    media_type = str(schema_format).replace("+", ";").partition(";")[0].strip()
    return media_type in _JSON_SCHEMA


class _Expander:
    def __init__(
        self, expansion: Expansion, findings: Findings, *, inside_schemas: bool = False
    ) -> None:
        self._expansion = expansion
        self._findings = findings
        self._inside_schemas = inside_schemas
        self._expanded: dict[tuple[Pointer, str], JsonValue] = {}
        self._open: set[tuple[Pointer, str]] = set()

    def expand(self, value: JsonValue, shape: JsonValue, pointer: Pointer) -> JsonValue:
        if isinstance(shape, bool) or not isinstance(value, dict | list):
            return value
        shape = meant(value, shape)
        name = name_of(shape)
        if name in (SCHEMA, PAYLOAD):
            # The survey knows only the schemas that no reference stands before.
            self._expansion.add_schema(value, pointer, is_payload=name == PAYLOAD)
            inside = self._inside_schemas and reference_of(value) is None
            return self._parts(value, shape, pointer) if inside else value
        reference, whole = reference_of(value), whole_of(shape)
        if reference is not None and "x-refers-to" in whole:
            return self._link(reference, str(whole["x-refers-to"]), value, pointer)
        if reference is not None and _takes_reference(whole):
            return self._behind(reference, shape, value, pointer)
        return self._parts(value, shape, pointer)

    def _parts(self, value: JsonValue, shape: JsonValue, pointer: Pointer) -> JsonValue:
        below = [
            (key, self.expand(part, its_shape, (*pointer, key)))
            for key, part, its_shape in parts(value, shape)
        ]
        if isinstance(value, list):
            return [part for _, part in below]
        return {str(key): part for key, part in below}

    def _link(
        self, reference: str, kind: str, written: JsonValue, pointer: Pointer
    ) -> JsonValue:
        """A reference that has to be one; what it leads to is judged at its place."""
        target = self._target(reference, kind, pointer)
        if target is None or self._expansion.kinds.get(target.pointer) == kind:
            return written
        return self._behind(reference, {"$ref": f"#/$defs/{kind}"}, written, pointer)

    def _behind(
        self, reference: str, shape: JsonValue, written: JsonValue, pointer: Pointer
    ) -> JsonValue:
        target = self._target(reference, name_of(shape), pointer)
        if target is None:
            return written
        known = (target.pointer, str(shape))
        if known in self._open:
            return self._circle(f"`{reference}` leads to what it stands in", pointer)
        if len(self._open) >= _LONGEST_CHAIN:
            most = f"is the last of more than {_LONGEST_CHAIN} inside one another"
            return self._circle(f"`{reference}` {most}", pointer)
        self._expansion.hops[pointer] = target.pointer
        if known not in self._expanded:
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

    def _target(
        self, reference: str, kind: str | None, pointer: Pointer
    ) -> Target | None:
        """What a reference means; a note is made if that is of another kind."""
        found = resolve(self._expansion.source, reference)
        if isinstance(found, Target):
            actual = self._expansion.kinds.get(found.pointer, kind)
            if kind and actual and actual != kind:
                self._expansion.foreign[pointer] = Failure(
                    "SG206",
                    f"the reference `{reference}` leads to {title_of(actual)}, "
                    f"but {title_of(kind)} is needed here",
                    _home_hint(kind, actual),
                )
            return found
        span = self._expansion.source.span((*pointer, "$ref"))
        self._findings.error(found.code, found.message, span, found.hint)
        self._expansion.lose(span, found)
        self._expansion.broken.add(pointer)
        return None


def _takes_reference(whole: JsonObject) -> bool:
    """Whether a reference may stand for an object, or at least does no harm."""
    return "x-reusable" in whole or whole.get("additionalProperties") is not False


def _home_hint(kind: str, actual: str) -> str | None:
    """The cure where an object is written in the place of the one that lists it."""
    home = f"{actual}s"
    keys = shape_named(kind).get("properties")
    listed = whole_of(keys.get(home)) if isinstance(keys, dict) else {}
    is_home = listed.get("type") == "array"
    return f"write it in the list below a key `{home}`" if is_home else None


def title_of(kind: str) -> str:
    """What people call an object of a kind: `a channel`."""
    return str(shape_named(kind).get("title", kind))
