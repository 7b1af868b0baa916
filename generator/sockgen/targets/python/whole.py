"""Schemas as the rules of the runtime have them, with what is checked and no more."""

from collections.abc import Iterable

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of
from sockgen.targets.python.merging import constraints, list_of
from sockgen.targets.python.patterns import translate
from sockgen.targets.python.scalars import TEXT_FORMATS
from sockgen.targets.python.simple import has_type, kinds_of

_ONE = frozenset(
    """items contains additionalProperties propertyNames not if then else
    unevaluatedItems unevaluatedProperties""".split()
)
_SEVERAL = frozenset({"prefixItems", "allOf", "anyOf", "oneOf"})
_NAMED = frozenset({"properties", "dependentSchemas"})
_AS_WRITTEN = frozenset(
    """type const enum minimum maximum exclusiveMinimum exclusiveMaximum multipleOf
    minLength maxLength minItems maxItems uniqueItems minContains maxContains required
    minProperties maxProperties dependentRequired""".split()
)


class _UnreadableError(Exception):
    """A pattern that no engine of Python matches: the schema around it is not known."""


class Whole:
    """Writes schemas whose truth counts; `references` are the keys they refer to."""

    def __init__(self) -> None:
        self.references: set[str] = set()

    def of(self, schema: JsonValue) -> JsonValue:
        """A schema as a rule; what cannot be read accepts anything."""
        try:
            return self._schema(schema)
        except _UnreadableError:
            return {}

    def some(self, schema: JsonObject, keywords: Iterable[str]) -> JsonObject:
        """Some keywords of a schema as a rule, without those that cannot be read."""
        found: JsonObject = {}
        for keyword in keywords:
            try:
                found.update(self._keyword(keyword, schema[keyword]))
            except _UnreadableError:
                continue
        return found

    def _schema(self, schema: JsonValue) -> JsonValue:
        if not isinstance(schema, dict):
            return schema
        made: JsonObject = {}
        for keyword, value in constraints(schema).items():
            made.update(self._keyword(keyword, value))
        choices = [made["const"]] if "const" in made else list_of(made.get("enum"))
        if choices and all(has_type(one, kinds_of(made)) for one in choices):
            made.pop("type", None)
        return made

    def _keyword(self, keyword: str, value: JsonValue) -> JsonObject:
        match keyword, value:
            case "$ref", str():
                key = key_of(value)
                self.references.add(key)
                return {keyword: key}
            case "format", str():
                known = value in TEXT_FORMATS or value == "binary"
                return {keyword: value} if known else {}
            case "pattern", str():
                return {keyword: _pattern(value)}
            case "patternProperties", dict():
                return {
                    keyword: {_pattern(x): self._schema(y) for x, y in value.items()}
                }
            case _, list() if keyword in _SEVERAL:
                return {keyword: [self._schema(one) for one in value]}
            case _, dict() if keyword in _NAMED:
                return {keyword: {x: self._schema(y) for x, y in value.items()}}
            case _ if keyword in _ONE:
                return {keyword: self._schema(value)}
            case _:
                return {keyword: value} if keyword in _AS_WRITTEN else {}


def _pattern(pattern: str) -> str:
    translated = translate(pattern)
    if translated is None:
        raise _UnreadableError
    return translated.text
