"""What the types of the models cannot say of a schema, checked on the wire.

Rules are schemas in the words of JSON Schema 2020-12, without what a type has checked
already. Patterns are those of Python, and a `$ref` is a key of the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import checks, containers
from .checks import Check, Faults, Make, Schema, as_list, as_object, step
from .containers import holds
from .problems import Violation


class Rules:
    """The rules of an API, by the keys of its schemas."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = schemas
        self._made: dict[str, Check] = {}

    def __getitem__(self, key: str) -> Check:
        """The rule of one schema. It is made when the first value comes."""

        def check(value: object, pointer: str, faults: Faults) -> None:
            try:
                self.check(key)(value, pointer, faults)
            except RecursionError:
                faults.append(Violation(pointer, "is nested too deep"))

        return check

    def check(self, key: str) -> Check:
        """What checks values against one schema of the table."""
        if key not in self._made:
            self._made[key] = self.make(self.schemas[key])
        return self._made[key]

    def make(self, schema: Schema) -> Check:
        """What checks values against a schema."""
        if isinstance(schema, bool):
            return _anything if schema else _nothing
        made = [
            *(
                maker(schema[keyword], schema, self.make)
                for keyword, maker in _MAKERS.items()
                if keyword in schema
            ),
            *(
                maker(schema, self)
                for keyword, maker in _WITH_TABLE.items()
                if keyword in schema
            ),
        ]
        return made[0] if len(made) == 1 else _every(made)


def _anything(value: object, pointer: str, faults: Faults) -> None:
    """The check of the schema `true`."""


def _nothing(value: object, pointer: str, faults: Faults) -> None:
    faults.append(Violation(pointer, "is not allowed"))


def _every(made: list[Check]) -> Check:
    def check(value: object, pointer: str, faults: Faults) -> None:
        for one in made:
            one(value, pointer, faults)

    return check


def _all_of(given: list[Schema], _: Mapping[str, Any], make: Make) -> Check:
    return _every([make(one) for one in given])


def _any_of(given: list[Schema], _: Mapping[str, Any], make: Make) -> Check:
    made = [make(one) for one in given]

    def check(value: object, pointer: str, faults: Faults) -> None:
        if not any(holds(one, value) for one in made):
            faults.append(Violation(pointer, "matches no schema of `anyOf`"))

    return check


def _one_of(given: list[Schema], _: Mapping[str, Any], make: Make) -> Check:
    made = [make(one) for one in given]

    def check(value: object, pointer: str, faults: Faults) -> None:
        found = [str(place) for place, one in enumerate(made) if holds(one, value)]
        if len(found) != 1:
            detail = "matches no schema of `oneOf`"
            if found:
                detail = f"matches more than one of `oneOf`: {' and '.join(found)}"
            faults.append(Violation(pointer, detail))

    return check


def _not(given: Schema, _: Mapping[str, Any], make: Make) -> Check:
    one = make(given)

    def check(value: object, pointer: str, faults: Faults) -> None:
        if holds(one, value):
            faults.append(Violation(pointer, "matches what `not` forbids"))

    return check


def _if(given: Schema, schema: Mapping[str, Any], make: Make) -> Check:
    condition = make(given)
    then, otherwise = make(schema.get("then", True)), make(schema.get("else", True))

    def check(value: object, pointer: str, faults: Faults) -> None:
        (then if holds(condition, value) else otherwise)(value, pointer, faults)

    return check


def _dependent(given: Mapping[str, Schema], _: Mapping[str, Any], make: Make) -> Check:
    made = {key: make(one) for key, one in given.items()}

    def check(value: object, pointer: str, faults: Faults) -> None:
        for key in as_object(value) or ():
            if key in made:
                made[key](value, pointer, faults)

    return check


_MAKERS: Mapping[str, checks.Maker] = {
    **checks.MAKERS,
    **containers.MAKERS,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "dependentSchemas": _dependent,
}


def _reference(schema: Mapping[str, Any], rules: Rules) -> Check:
    key: str = schema["$ref"]

    def check(value: object, pointer: str, faults: Faults) -> None:
        rules.check(key)(value, pointer, faults)

    return check


def _unevaluated(keyword: str) -> Callable[[Mapping[str, Any], Rules], Check]:
    """The check of what no other keyword of a schema has looked at."""

    def maker(schema: Mapping[str, Any], rules: Rules) -> Check:
        one = rules.make(schema[keyword])
        others = {key: part for key, part in schema.items() if key != keyword}

        def check(value: object, pointer: str, faults: Faults) -> None:
            inside = _inside(value, keyword)
            seen = _seen(others, value, rules, keyword) if inside else ()
            for key, part in inside.items():
                if key not in seen:
                    one(part, step(pointer, key), faults)

        return check

    return maker


def _inside(value: object, keyword: str) -> Mapping[str | int, object]:
    if keyword == "unevaluatedItems":
        return dict(enumerate(as_list(value) or ()))
    return dict((as_object(value) or {}).items())


_WITH_TABLE: Mapping[str, Callable[[Mapping[str, Any], Rules], Check]] = {
    "$ref": _reference,
    "unevaluatedItems": _unevaluated("unevaluatedItems"),
    "unevaluatedProperties": _unevaluated("unevaluatedProperties"),
}


def _seen(
    schema: Schema, value: object, rules: Rules, keyword: str
) -> frozenset[str | int]:
    """The items or properties of a valid value that a schema has looked at."""
    if isinstance(schema, bool):
        return frozenset()
    own = _seen_items if keyword == "unevaluatedItems" else _seen_properties
    found = set(own(schema, value, rules))
    for one in _applied(schema, value, rules):
        found |= _seen(one, value, rules, keyword)
    return frozenset(found)


def _seen_items(
    schema: Mapping[str, Any], value: object, rules: Rules
) -> set[str | int]:
    items = as_list(value) or []
    if "items" in schema or "unevaluatedItems" in schema:
        return {*range(len(items))}
    found: set[str | int] = {*range(len(schema.get("prefixItems", ())))}
    if "contains" in schema:
        one = rules.make(schema["contains"])
        found |= {index for index, item in enumerate(items) if holds(one, item)}
    return found


def _seen_properties(
    schema: Mapping[str, Any], value: object, rules: Rules
) -> set[str | int]:
    entries = as_object(value) or {}
    if "additionalProperties" in schema or "unevaluatedProperties" in schema:
        return {*entries}
    searches = [
        checks.searcher(pattern) for pattern in schema.get("patternProperties", ())
    ]
    known = schema.get("properties", {})
    return {
        key
        for key in entries
        if key in known or any(search(key) for search in searches)
    }


def _applied(schema: Mapping[str, Any], value: object, rules: Rules) -> list[Schema]:
    """The schemas beside a schema that have a say, because the value matches them."""
    found: list[Schema] = [*schema.get("allOf", ())]
    if "$ref" in schema:
        found.append(rules.schemas[schema["$ref"]])
    entries = as_object(value) or {}
    dependent: Mapping[str, Schema] = schema.get("dependentSchemas", {})
    found += [one for key, one in dependent.items() if key in entries]
    either: list[Schema] = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    found += [one for one in either if holds(rules.make(one), value)]
    if "if" in schema:
        so = holds(rules.make(schema["if"]), value)
        found += [schema["if"]] if so else []
        found.append(schema.get("then" if so else "else", True))
    return found
