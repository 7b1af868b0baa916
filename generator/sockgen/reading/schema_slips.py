"""What is well-formed in a schema, and hardly meant.

A keyword that says nothing about the type, bounds that let nothing through, a
required property that is written otherwise: a validator is silent about all of them.
"""

from collections.abc import Iterator, Set
from difflib import get_close_matches

from sockgen.document import Findings
from sockgen.document.keywords import misspelt, subschemas
from sockgen.reading.discriminators import check_discriminator
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_ABOUT = {
    "string": "minLength maxLength pattern",
    "number": "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
    "array": "items prefixItems minItems maxItems uniqueItems contains",
    "object": "properties required additionalProperties patternProperties "
    "propertyNames minProperties maxProperties dependentRequired dependentSchemas",
}
_TYPE_OF = {key: kind for kind, keys in _ABOUT.items() for key in keys.split()}
_FORMATS_OF_TEXT = frozenset(
    (
        *("date-time", "date", "time", "duration", "uuid", "binary", "email"),
        *("hostname", "ipv4", "ipv6", "uri", "uri-reference", "uri-template"),
        *("iri", "iri-reference", "json-pointer", "relative-json-pointer"),
        *("idn-email", "idn-hostname", "regex", "byte", "password"),
    )
)
_A = {
    **{"integer": "an integer", "array": "an array", "object": "an object"},
    "null": "null",
}
_AT_LEAST = (
    *(("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")),
    *(("minProperties", "maxProperties"), ("minContains", "maxContains")),
)
_MORE_THAN = (
    *(("exclusiveMinimum", "exclusiveMaximum"), ("exclusiveMinimum", "maximum")),
    ("minimum", "exclusiveMaximum"),
)
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_LOW = frozenset(low for low, _ in (*_AT_LEAST, *_MORE_THAN))


class SchemaSlips:
    """Looks at schemas as they are written, each of them once."""

    def __init__(
        self, source: Source, findings: Findings, judged: Set[Pointer]
    ) -> None:
        self._source = source
        self._findings = findings
        self._judged = judged
        self._seen: set[Pointer] = set()
        # Whoever writes OpenAPI knows what `nullable` means.
        self._told_nullable = "openapi" in source.text.lower()

    def check(self, pointer: Pointer, schema: JsonValue) -> None:
        """Report the slips of a schema, and of those inside it."""
        todo = [(pointer, schema)]
        while todo:
            place, one = todo.pop()
            if isinstance(one, dict) and place not in self._seen:
                self._seen.add(place)
                self._slips(place, one)
                todo += [((*place, *path), below) for path, below in subschemas(one)]

    def _slips(self, place: Pointer, schema: JsonObject) -> None:
        if place not in self._judged:
            for key, meant in misspelt(schema):
                message = f"`{key}` is not a keyword of JSON Schema"
                self._warn("SG212", message, (*place, key), f"did you mean `{meant}`?")
        kinds = _kinds(schema)
        if kinds:
            self._misfits(place, schema, kinds)
            self._choices(place, schema, kinds)
        for low, high in () if _LOW.isdisjoint(schema) else _contradictions(schema):
            message = f"nothing is valid: `{low}` and `{high}` leave no room"
            self._warn("SG352", message, (*place, low))
        if "required" in schema and "properties" in schema:
            self._required(place, schema)
        for keyword in sorted(_DYNAMIC & schema.keys()):
            message = f"nothing checks `{keyword}`: AsyncAPI has no such reference"
            hint = "`$ref` may lead to a schema that it stands in"
            self._warn("SG350", message, (*place, keyword), hint)
        if not isinstance(schema.get("nullable", False), bool):
            message = "nothing reads this `nullable`: it is true or false"
            self._warn("SG350", message, (*place, "nullable"), "write it as `true`")
        if schema.get("nullable") is True and not self._told_nullable:
            self._told_nullable = True
            self._findings.note(
                "SG355",
                "`nullable` is a word of OpenAPI: null is allowed here",
                self._source.span((*place, "nullable"), key=True),
                "other tools of AsyncAPI refuse null: `type: [..., 'null']` says it",
            )
        if "discriminator" in schema:
            check_discriminator(self._source, place, schema, self._findings)

    def _misfits(self, place: Pointer, schema: JsonObject, kinds: list[str]) -> None:
        for keyword in schema:
            about = _TYPE_OF.get(keyword)
            fits = about in kinds or (about == "number" and "integer" in kinds)
            if about is not None and not fits:
                listed = " or ".join(_A.get(one, f"a {one}") for one in kinds)
                self._warn(
                    "SG351",
                    f"`{keyword}` says nothing about {listed}",
                    (*place, keyword),
                    f"it is about {_A.get(about, f'a {about}')}: is the type wrong?",
                )

        written = schema.get("format")
        is_of_text = isinstance(written, str) and written in _FORMATS_OF_TEXT
        if is_of_text and "string" not in kinds:
            listed = " or ".join(_A.get(one, f"a {one}") for one in kinds)
            self._warn(
                "SG351",
                f"the format `{written}` says nothing about {listed}",
                (*place, "format"),
                "it is about a string: is the type wrong?",
            )

    def _choices(self, place: Pointer, schema: JsonObject, kinds: list[str]) -> None:
        for keyword in schema.keys() & {"const", "enum"}:
            written = schema.get(keyword)
            values = written if keyword == "enum" else [written]
            for index, value in enumerate(values if isinstance(values, list) else ()):
                if not _is_of(value, kinds):
                    path = (keyword, index) if keyword == "enum" else (keyword,)
                    self._findings.warning(
                        "SG352",
                        f"this value is never valid: the type is {' or '.join(kinds)}",
                        self._source.span((*place, *path)),
                    )

    def _required(self, place: Pointer, schema: JsonObject) -> None:
        required, properties = schema["required"], schema["properties"]
        if not isinstance(required, list) or not isinstance(properties, dict):
            return
        closed = schema.get("additionalProperties") is False
        closed = closed and "patternProperties" not in schema
        for index, name in enumerate(required):
            if not isinstance(name, str) or name in properties:
                continue
            close = get_close_matches(name, properties, n=1, cutoff=0.8)
            hint = f"did you mean `{close[0]}`?" if close else None
            span = self._source.span((*place, "required", index))
            if closed:
                message = (
                    f"nothing is valid: `{name}` is required, "
                    "and `additionalProperties: false` forbids it"
                )
                self._findings.warning("SG352", message, span, hint)
            elif close and close[0] not in required:
                message = f"`{name}` is required, but no property of that name is here"
                self._findings.warning("SG353", message, span, hint)

    def _warn(
        self, code: str, message: str, place: Pointer, hint: str | None = None
    ) -> None:
        span = self._source.span(place, key=True)
        self._findings.warning(code, message, span, hint)


def _kinds(schema: JsonObject) -> list[str]:
    written = schema.get("type")
    listed = written if isinstance(written, list) else [written]
    kinds = [one for one in listed if isinstance(one, str)]
    nullable = schema.get("nullable") is True and kinds and "null" not in kinds
    return [*kinds, "null"] if nullable else kinds


def _is_of(value: JsonValue, kinds: list[str]) -> bool:
    match value:
        case None:
            return "null" in kinds
        case bool():
            return "boolean" in kinds
        case int() | float():
            return "number" in kinds or ("integer" in kinds and value % 1 == 0)
        case str():
            return "string" in kinds
        case list():
            return "array" in kinds
        case _:
            return "object" in kinds


def _contradictions(schema: JsonObject) -> Iterator[tuple[str, str]]:
    """Pairs of keywords of which no value meets both."""
    for pairs, strict in ((_AT_LEAST, False), (_MORE_THAN, True)):
        for low, high in pairs:
            least, most = _number(schema, low), _number(schema, high)
            if least is None or most is None:
                continue
            if least > most or (strict and least == most):
                yield low, high
    prefix, needed = schema.get("prefixItems"), _number(schema, "minItems") or 0
    places = len(prefix) if isinstance(prefix, list) else needed
    if needed > places and schema.get("items") is False:
        yield "minItems", "items"


def _number(schema: JsonObject, keyword: str) -> float | None:
    value = schema.get(keyword)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value
