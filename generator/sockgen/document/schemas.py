"""What must hold for payload schemas beyond the form of their keywords."""

from collections.abc import Iterable, Iterator

from sockgen.diagnostics import Diagnostic, Severity, Span
from sockgen.document.expansion import Expansion, is_json_schema, title_of
from sockgen.document.explain import explain_schema
from sockgen.document.findings import Findings
from sockgen.document.keywords import (
    IN_PLACE,
    NEWER,
    meaningless,
    misplaced,
    misspelt,
    subschemas,
)
from sockgen.document.model import Doubt
from sockgen.document.patterns import is_javascript, is_readable
from sockgen.document.references import Target, first_target, reference_of, value_at
from sockgen.document.shapes import SCHEMA, schema_validator
from sockgen.source import JsonObject, JsonValue, Pointer

_OLDER_FORMS: dict[str, tuple[type, str, str]] = {
    "exclusiveMinimum": (bool, "a number", "write the limit itself here"),
    "exclusiveMaximum": (bool, "a number", "write the limit itself here"),
    "discriminator": (dict, "the name of a property", "write `propertyName` itself"),
}
# Validators follow such a chain on the stack.
_BELOW_PROPERTIES = "the properties of an object stand below `properties`"
_LONGEST_CHAIN = 1000
# So many schemas may speak of one value, each counted as often as it is referred to.
_HEAVIEST = 10_000


def check_schemas(expansion: Expansion, findings: Findings) -> None:
    """Check every payload schema of the document, and every one it refers to."""
    check = _SchemaCheck(expansion, findings)
    data = expansion.source.data
    for pointer in expansion.schemas:
        holder = value_at(data, pointer[:-1])
        written = holder.get("schemaFormat") if isinstance(holder, dict) else None
        check.walk(pointer, value_at(data, pointer), "openapi" not in str(written))
    expansion.judged.update(check.seen)
    if not check.circles():
        check.weights()


class _SchemaCheck:
    def __init__(self, expansion: Expansion, findings: Findings) -> None:
        self._expansion = expansion
        self._findings = findings
        self._roots = set(expansion.schemas)
        # For each schema the schemas that speak of the same value.
        self._same_value: dict[Pointer, list[Pointer]] = {}

    @property
    def seen(self) -> Iterable[Pointer]:
        """The places of all schemas that were checked."""
        return self._same_value.keys()

    def walk(self, pointer: Pointer, schema: JsonValue, draft_7: bool = True) -> None:
        """Check one schema and all inside it."""
        if not isinstance(schema, dict) or pointer in self._same_value:
            return
        self._same_value[pointer] = []
        self._reference(pointer, schema)
        self._keywords(pointer, schema)
        if draft_7:
            self._older_forms(pointer, schema)
        self._patterns(pointer, schema)
        self._idempotency(pointer, schema)
        for place, below in subschemas(schema):
            if place[0] in IN_PLACE:
                self._same_value[pointer].append((*pointer, *place))
            known = draft_7 and place[0] not in NEWER
            self.walk((*pointer, *place), below, known)

    def circles(self) -> bool:
        """Report schemas that mean themselves, without a value in between.

        A chain without end in sight counts as one. Tells whether there are any.
        """
        found = False
        done: set[Pointer] = set()
        for start in self._same_value:
            inside: set[Pointer] = set()
            waiting = [(start, False)]
            while waiting:
                pointer, leaving = waiting.pop()
                if leaving:
                    inside.discard(pointer)
                    done.add(pointer)
                elif pointer in inside or len(inside) > _LONGEST_CHAIN:
                    found = True
                    self._circle(pointer)
                elif pointer not in done:
                    inside.add(pointer)
                    waiting.append((pointer, True))
                    below = self._same_value.get(pointer, [])
                    waiting.extend((one, False) for one in reversed(below))
        return found

    def weights(self) -> None:
        """Report schemas that repeat others so often that no check would end."""
        weights: dict[Pointer, int] = {}
        for start in self._same_value:
            waiting = [start]
            while waiting:
                pointer = waiting[-1]
                below = self._same_value.get(pointer, [])
                missing = [one for one in below if one not in weights]
                if missing:
                    waiting += missing
                    continue
                waiting.pop()
                weights[pointer] = 1 + sum(weights[one] for one in below)
                if weights[pointer] > _HEAVIEST:
                    self._heavy(pointer)
                    # It is the first of many that hold it.
                    weights[pointer] = 1

    def _heavy(self, pointer: Pointer) -> None:
        self._findings.error(
            "SG110",
            f"references repeat what is in this schema more than {_HEAVIEST} times",
            self._expansion.source.span(pointer, key=True),
            "name a schema once in an `allOf`, `anyOf` or `oneOf`, and in what that "
            "refers to",
        )

    def _circle(self, pointer: Pointer) -> None:
        schema = value_at(self._expansion.source.data, pointer)
        reference = (*pointer, "$ref") if reference_of(schema) else None
        self._doubt(
            pointer,
            "SG204",
            "this schema is defined by itself, so nothing can be checked against it",
            self._expansion.source.span(reference or pointer, key=not reference),
            "a schema may refer to itself only below a property or an item",
        )

    def _reference(self, pointer: Pointer, schema: JsonObject) -> None:
        reference = reference_of(schema)
        if reference is None:
            return
        found = first_target(self._expansion.source, reference)
        span = self._expansion.source.span((*pointer, "$ref"))
        if not isinstance(found, Target):
            self._findings.error(found.code, found.message, span, found.hint)
            self._expansion.lose(span, found)
            return
        kind = self._expansion.kinds.get(found.pointer, SCHEMA)
        if not isinstance(found.value, dict | bool):
            what = "a value that is no schema"
            message = f"the reference `{reference}` leads to {what}, not to a schema"
            self._findings.error("SG206", message, span)
        elif kind != SCHEMA:
            what = title_of(kind)
            message = f"the reference `{reference}` leads to {what}, not to a schema"
            self._doubt(found.pointer, "SG206", message, span)
            self._elsewhere(found)
        elif pointer not in self._roots and not _is_schema(found.value):
            message = f"the reference `{reference}` leads to a schema of another format"
            self._doubt(pointer, "SG206", message, span)
        else:
            self._same_value[pointer].append(found.pointer)
            self._elsewhere(found)

    def _doubt(
        self,
        pointer: Pointer,
        code: str,
        message: str,
        span: Span,
        hint: str | None = None,
    ) -> bool:
        """Note an error for whoever needs the schema; tells whether it is one."""
        one = Diagnostic(code, Severity.ERROR, message, span, hint)
        self._expansion.doubts.append(Doubt(pointer, one))
        return self._findings.holds(one)

    def _elsewhere(self, found: Target) -> None:
        """Judge a schema that stands where AsyncAPI has none, such as below `x-`."""
        steps = range(len(found.pointer) + 1)
        if any(found.pointer[:length] in self._roots for length in steps):
            return
        self._roots.add(found.pointer)
        if not schema_validator().is_valid(found.value):
            explain_schema(self._expansion, found, self._findings)
        self.walk(found.pointer, found.value)

    def _keywords(self, pointer: Pointer, schema: JsonObject) -> None:
        alone = "schemaFormat" in schema and "schema" not in schema
        if alone and pointer in self._roots:
            self._findings.warning(
                "SG224",
                "`schemaFormat` has no effect without `schema`",
                self._expansion.source.span((*pointer, "schemaFormat"), key=True),
                "write the schema itself below a key `schema` beside it",
            )
        for key, meant in misspelt(schema):
            self._findings.warning(
                "SG212",
                f"`{key}` is not a keyword of JSON Schema",
                self._expansion.source.span((*pointer, key), key=True),
                f"did you mean `{meant}`?",
            )
        is_schema = self._expansion.kinds.get(pointer, SCHEMA) == SCHEMA
        for key in misplaced(schema) if is_schema else ():
            self._findings.warning(
                "SG212",
                f"`{key}` is not a keyword of JSON Schema, so it has no effect",
                self._expansion.source.span((*pointer, key), key=True),
                _BELOW_PROPERTIES,
            )
        nothing = meaningless(schema) if is_schema else None
        if nothing is not None:
            maps = all(isinstance(one, dict) for one in schema.values())
            self._findings.warning(
                "SG212",
                "this schema has no keyword of JSON Schema, so any value is allowed",
                self._expansion.source.span((*pointer, nothing), key=True),
                _where_it_belongs(nothing) if maps else None,
            )

    def _older_forms(self, pointer: Pointer, schema: JsonObject) -> None:
        """Refuse what only OpenAPI and draft 4 write in such a way."""
        for key, wanted in _OLDER_FORMS.items():
            kind, words, hint = wanted
            if isinstance(schema.get(key), kind):
                self._findings.error(
                    "SG211",
                    f"`{key}` must be {words}",
                    self._expansion.source.span((*pointer, key)),
                    hint,
                )

    def _patterns(self, pointer: Pointer, schema: JsonObject) -> None:
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            self._pattern(pattern, (*pointer, "pattern"), key=False)
        named = schema.get("patternProperties")
        for one in named if isinstance(named, dict) else ():
            self._pattern(one, (*pointer, "patternProperties", one), key=True)

    def _pattern(self, pattern: str, pointer: Pointer, *, key: bool) -> None:
        span = self._expansion.source.span(pointer, key=key)
        if not is_javascript(pattern):
            message = f"`{pattern}` is not a regular expression of JavaScript"
            if not self._doubt(pointer, "SG211", message, span):
                self._expansion.excused[pointer] = False
        elif not is_readable(pattern):
            message = f"only JavaScript reads the regular expression `{pattern}`"
            hint = "put a backslash before `-`, `{` and the like"
            self._findings.warning("SG222", message, span, hint)

    def _idempotency(self, pointer: Pointer, schema: JsonObject) -> None:
        options = schema.get("x-socketio")
        if not isinstance(options, dict) or options.get("idempotency") is not True:
            return
        place = (*pointer, "x-socketio", "idempotency")
        if "string" not in self._types(schema) and (
            not self._findings.error(
                "SG210",
                "only a property of type `string` can be an idempotency key",
                self._expansion.source.span(place, key=True),
            )
        ):
            self._expansion.excused[place] = False

    def _types(self, schema: JsonObject) -> Iterator[JsonValue]:
        """The types that a schema names, by way of references and `allOf` as well."""
        passed: list[JsonObject] = []
        waiting: list[JsonValue] = [schema]
        while waiting:
            one = waiting.pop()
            if not isinstance(one, dict) or any(one is known for known in passed):
                continue
            passed.append(one)
            kinds, parts = one.get("type"), one.get("allOf")
            yield from kinds if isinstance(kinds, list) else [kinds]
            waiting.extend(parts if isinstance(parts, list) else ())
            if (reference := reference_of(one)) is not None:
                target = first_target(self._expansion.source, reference)
                waiting.append(target.value if isinstance(target, Target) else None)


def _where_it_belongs(key: str) -> str:
    if key in ("schema", "payload"):
        return f"write what stands below `{key}` in its place"
    return _BELOW_PROPERTIES


def _is_schema(value: JsonValue) -> bool:
    if isinstance(value, dict) and "schemaFormat" in value:
        return is_json_schema(value["schemaFormat"])
    return True
