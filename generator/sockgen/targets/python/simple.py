"""Schemas in a few plain forms, each of which one Python type expresses.

What comes out is one of: `{}`, a `$ref`, an `anyOf`, a `const`, an `enum` of
texts or of integers, or one `type` with the constraints that its Python type
checks. Whatever a Python type cannot check is dropped with a note, so that a
form is all that generated code knows of a schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of
from sockgen.targets.python.merging import (
    Merger,
    constraints,
    list_of,
    object_of,
)
from sockgen.targets.python.notes import NOWHERE, Notes, Place
from sockgen.targets.python.objects import simple_array, simple_object
from sockgen.targets.python.overlap import may_overlap
from sockgen.targets.python.scalars import simple_number, simple_string

_OF_TYPE = {
    "string": "minLength maxLength pattern".split(),
    "number": "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split(),
    "array": "items prefixItems minItems maxItems uniqueItems contains".split(),
    "object": """properties required additionalProperties patternProperties
    propertyNames minProperties maxProperties dependentRequired dependentSchemas
    """.split(),
}
_ALL = ("string", "number", "boolean", "array", "object", "null")
_NEVER = ("not", "if", "then", "else", "unevaluatedItems", "minContains", "maxContains")
_DEPTH = 8
"""How far a union inside a union is followed."""
_BRANCHES = 2_000
"""How many branches of unions are looked at to tell the types of a schema."""
_COMMON = frozenset({"format", "unevaluatedProperties"})
_LONGEST_UNION = 1_000
"""Branches of a union of Python types; a compiler does not take many more."""


class Simplifier:
    """Gives schemas of one table their plain form."""

    def __init__(self, schemas: Mapping[str, JsonObject], notes: Notes) -> None:
        self._merger = Merger(schemas, notes)
        self._notes = notes

    def simple(self, schema: JsonValue, where: Place) -> JsonObject:
        """The plain form of a schema; those inside it stay as they are.

        `where` names the schema in what is said about it.
        """
        alone = _alone(schema)
        if isinstance(alone, dict) and set(constraints(alone)) == {"$ref"}:
            return {"$ref": alone["$ref"]}
        whole = constraints(self._merger.expanded(alone, where))
        if isinstance(alone, dict) and "discriminator" in alone:
            whole["discriminator"] = alone["discriminator"]
        for keyword in _NEVER:
            if keyword in whole and keyword not in {"then", "else"}:
                self._notes.unsaid(where, keyword)
        if "const" in whole:
            return self._values([whole["const"]], whole, where)
        if "enum" in whole:
            return self._values(list_of(whole["enum"]), whole, where)
        for keyword in ("oneOf", "anyOf"):
            if branches := list_of(whole.get(keyword)):
                return self._union(keyword, branches, whole, where)
        return self._typed(whole, where)

    def followed(self, schema: JsonValue, where: Place) -> JsonObject:
        """The plain form that a chain of references ends with."""
        form = self.simple(schema, where)
        passed: set[str] = set()
        while isinstance(reference := form.get("$ref"), str):
            if reference in passed:
                return {}
            passed.add(reference)
            form = self.simple(
                self._merger.target(reference), Place.of(key_of(reference))
            )
        return form

    def expanded(self, schema: JsonValue) -> JsonObject:
        """A schema with what it refers to, and what `allOf` adds, in its place."""
        return self._merger.expanded(schema, NOWHERE)

    def types(self, schema: JsonValue, where: Place) -> set[str]:
        """The JSON types of the values that a schema may accept."""
        return self._types(schema, where, 0, iter(range(_BRANCHES)))

    def _types(
        self, schema: JsonValue, where: Place, depth: int, left: Iterator[int]
    ) -> set[str]:
        if depth > _DEPTH or next(left, None) is None:
            return {*_ALL}
        whole = self._merger.expanded(schema, where)
        named = {"number" if one == "integer" else one for one in kinds_of(whole)}
        found = named
        if "const" in whole:
            found = {_type_of(whole["const"])}
        elif "enum" in whole:
            found = {_type_of(one) for one in list_of(whole["enum"])}
        elif branches := [*list_of(whole.get("oneOf")), *list_of(whole.get("anyOf"))]:
            each = (self._types(one, where, depth + 1, left) for one in branches)
            found = {kind for kinds in each for kind in kinds}
        return (found & named if named else found) or {*_ALL}

    def _union(
        self, keyword: str, branches: list[JsonValue], whole: JsonObject, where: Place
    ) -> JsonObject:
        if len(branches) > _LONGEST_UNION:
            why = f"it has more than {_LONGEST_UNION} branches"
            self._notes.unsaid(where, keyword, why)
            return {}
        base = {key: one for key, one in whole.items() if key != keyword}
        tag = base.pop("discriminator", None)
        kinds = {"number" if x == "integer" else x for x in kinds_of(base)}
        if set(base) == {"type"} and all(
            self.types(one, where) <= kinds for one in branches
        ):
            base = {}
        parts: list[JsonValue] = [
            {"allOf": [base, one]} if base else one for one in branches
        ]
        if keyword == "oneOf" and may_overlap(
            [self._merger.expanded(one, where) for one in parts],
            [self.types(one, where) for one in parts],
        ):
            self._notes.unsaid(where, "oneOf", "a value may match more than one")
        if len(parts) == 1:
            return self.simple(parts[0], where)
        form: JsonObject = {"anyOf": parts}
        return {**form, "discriminator": tag} if isinstance(tag, str) else form

    def _values(
        self, values: list[JsonValue], whole: JsonObject, where: Place
    ) -> JsonObject:
        """The form of a list of allowed values."""
        allowed = kinds_of(whole)
        fitting = [one for one in _unique(values) if has_type(one, allowed)]
        if _is_beyond_literals(fitting):
            self._notes.unsaid(where, "enum", "Python has no literal for it")
            kinds: list[JsonValue] = [*sorted({_type_of(x) for x in fitting})]
            return self._typed({"type": kinds}, where)
        fitting = [int(cast(float, x)) if _kind(x) == "integer" else x for x in fitting]
        if not fitting:
            self._notes.unsaid(where, "enum", "no value is allowed")
            return {}
        some: list[JsonValue] = [one for one in fitting if one is not None]
        alike: dict[str, JsonObject] = {
            "string": {"type": "string", "enum": some},
            "integer": {"type": "integer", "enum": some},
        }
        found = {_kind(one) for one in some}
        if len(some) > 1 and len(found) == 1 and (kind := found.pop()) in alike:
            form = alike[kind]
            return form if some == fitting else {"anyOf": [form, {"type": "null"}]}
        forms: list[JsonValue] = [_constant(one) for one in fitting]
        return object_of(forms[0]) if len(forms) == 1 else {"anyOf": forms}

    def _typed(self, whole: JsonObject, where: Place) -> JsonObject:
        types = kinds_of(whole)
        if not types:
            types = guessed(whole)
            if not types:
                return {}
            self._notes.assumed(where, " or ".join(f"`{one}`" for one in types))
            whole = {**whole, "type": types[0]}
        if len(types) > 1:
            return {"anyOf": [_only(whole, one) for one in types]}
        match types[0]:
            case "string":
                return simple_string(whole, where, self._notes)
            case "integer" | "number":
                return simple_number(whole, where, self._notes)
            case "array":
                return simple_array(whole, where, self._notes)
            case "object":
                return simple_object(whole, where, self._notes)
            case kind:
                return {"type": kind}


def _is_beyond_literals(values: list[JsonValue]) -> bool:
    """Whether a literal cannot tell values apart: 1.0 is as much 1 as true to it."""
    if any(isinstance(one, (dict, list)) for one in values):
        return True
    truths = [one for one in values if isinstance(one, bool)]
    return any(one in truths for one in values if not isinstance(one, bool))


def _alone(schema: JsonValue) -> JsonValue:
    """The one part of an `allOf` that has nothing beside it."""
    while isinstance(schema, dict) and set(constraints(schema)) == {"allOf"}:
        parts = list_of(schema["allOf"])
        if len(parts) != 1:
            break
        schema = parts[0]
    return schema


def kinds_of(schema: JsonObject) -> list[str]:
    """The types that a schema names; a number may be an integer."""
    written = schema.get("type")
    listed = written if isinstance(written, list) else [written]
    types = [one for one in listed if isinstance(one, str)]
    return [x for x in types if x != "integer" or "number" not in types]


def guessed(whole: JsonObject) -> list[str]:
    """The types that a schema without a `type` is about, by its keywords."""
    return [kind for kind, keys in _OF_TYPE.items() if set(keys) & set(whole)]


def _only(whole: JsonObject, kind: str) -> JsonValue:
    """The part of a schema that is about one type."""
    keywords = {*_OF_TYPE.get("number" if kind == "integer" else kind, ()), *_COMMON}
    return {"type": kind, **{key: whole[key] for key in whole if key in keywords}}


def _constant(value: JsonValue) -> JsonObject:
    if value is None:
        return {"type": "null"}
    if isinstance(value, float):  # no literal type holds it, but bounds do
        return {"type": "number", "minimum": value, "maximum": value}
    return {"const": value}


def _unique(values: Sequence[JsonValue]) -> list[JsonValue]:
    """Each value once; to JSON 1 and 1.0 are the same, 1 and true are not."""
    found: dict[object, JsonValue] = {}
    for value in values:
        kind = _type_of(value)
        nested = kind in {"array", "object"}
        found.setdefault((kind, _comparable(value) if nested else value), value)
    return list(found.values())


def _comparable(value: JsonValue) -> object:
    """What is equal for values that are the same to JSON, and can be looked up."""
    if isinstance(value, dict):
        return frozenset((key, _comparable(one)) for key, one in value.items())
    if isinstance(value, list):
        return tuple(map(_comparable, value))
    return _type_of(value), value


def has_type(value: JsonValue, allowed: Sequence[str]) -> bool:
    """Whether a value is of one of some types; without any, it always is."""
    if not allowed or _type_of(value) in allowed:
        return True
    return "integer" in allowed and _kind(value) == "integer"


def _kind(value: JsonValue) -> str:
    """The type of a value, with integers apart from other numbers."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer"
    return _type_of(value)


def _type_of(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
