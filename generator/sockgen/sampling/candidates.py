"""Values that may suit a schema: what the document shows, then what can be made up."""

from collections.abc import Iterable, Iterator, Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.joining import joined
from sockgen.sampling.lists import lengthened
from sockgen.sampling.oracle import Oracle, key_of
from sockgen.sampling.patterns import matching
from sockgen.sampling.places import listed
from sockgen.sampling.scalars import numbers_of, text_of, whole

_DEPTH = 30
_SHALLOW = 4
"""How deep lists have an item that they need not have."""
_MOST = 1_000
"""Items of a list and properties of a map that are made up."""
_HEAVIEST = 20_000
"""Values and dozens of letters in what is made up, all in all."""
_TRIES = 2_000
"""How many values inside one another are tried until there is none."""

_BRANCHES = ("oneOf", "anyOf")
_HOLDING = ("$ref", "allOf")
_OF_OBJECTS = ("properties", "required", "allOf")


class Candidates:
    """Makes values for schemas of one table."""

    def __init__(self, schemas: Mapping[str, JsonObject], oracle: Oracle) -> None:
        self._schemas = schemas
        self._oracle = oracle
        self._left = _TRIES
        self._found: dict[tuple[int, int, bool], tuple[JsonValue, list[JsonValue]]] = {}
        self._joined: dict[int, tuple[JsonObject, list[JsonObject]]] = {}

    def renew(self) -> None:
        """Try as many values again as for the first time."""
        self._left = _TRIES

    def all(self, schema: JsonValue, depth: int = 0) -> Iterator[JsonValue]:
        """Values that may be valid, the best first."""
        if depth == 0:
            self.renew()
        if not isinstance(schema, dict) or depth > _DEPTH:
            yield None
            return
        if isinstance(examples := schema.get("examples"), list):
            yield from examples
        for key in ("const", "default"):
            if key in schema:
                yield schema[key]
        values = schema.get("enum")
        if isinstance(values, list):
            yield from values
        if (reference := schema.get("$ref")) is not None:
            yield from self.all(self._schemas.get(key_of(str(reference))), depth + 1)
        for key in _BRANCHES:
            for branch in listed(schema.get(key)):
                yield from self.all(branch, depth + 1)
        yield from self._made_up(schema, depth)
        for branch in listed(schema.get("allOf")):
            yield from self.all(branch, depth + 1)
        for one in self._wholes(schema):
            yield from self.all(one, depth + 1)
        for key in ("then", "else"):
            if key in schema:
                yield from self.all(_as_if(schema, key), depth + 1)

    def _wholes(self, schema: JsonObject) -> list[JsonObject]:
        """A schema and what it refers to as one, for each branch that it may take."""
        known, found = self._joined.get(id(schema), (None, list[JsonObject]()))
        if known is not schema:
            parts = self._flat(schema, 0)
            found = [joined(parts)] if len(parts) > 1 else []
            for part in parts:
                for key in _BRANCHES:
                    rest = [one for one in parts if one is not part]
                    own = {name: one for name, one in part.items() if name != key}
                    found += [
                        joined([*rest, own, *self._flat(branch, 0)])
                        for branch in listed(part.get(key))
                        if isinstance(branch, dict) and (rest or own)
                    ]
            # With the schema itself, whose id is then nobody else's.
            self._joined[id(schema)] = schema, found
        return found

    def _flat(self, schema: JsonValue, depth: int) -> list[JsonObject]:
        """The schemas that all hold where one does, without a reference among them."""
        if not isinstance(schema, dict) or depth > _DEPTH:
            return []
        own = {key: one for key, one in schema.items() if key not in _HOLDING}
        found = [own] if own else []
        if (reference := schema.get("$ref")) is not None:
            found += self._flat(self._schemas.get(key_of(str(reference))), depth + 1)
        for one in listed(schema.get("allOf")):
            found += self._flat(one, depth + 1)
        return found

    def _made_up(self, schema: JsonObject, depth: int) -> Iterator[JsonValue]:
        kinds = schema.get("type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if "object" in named or any(one in schema for one in _OF_OBJECTS):
            yield self._object(schema, depth)
        if "array" in named or "prefixItems" in schema:
            yield self._array(schema, depth)
        if "string" in named:
            yield text_of(schema)
            if "pattern" in schema:
                pattern, least = str(schema["pattern"]), whole(schema.get("minLength"))
                yield from matching(pattern, least)
        if "integer" in named or "number" in named:
            yield from numbers_of(schema)
        if "boolean" in named:
            yield True
        yield None
        if kinds is None:
            yield "text"

    def _object(self, schema: JsonObject, depth: int) -> JsonObject:
        made: JsonObject = {}
        branches = schema.get("allOf")
        for branch in branches if isinstance(branches, list) else ():
            part = next(self.all(branch, depth + 1), None)
            made.update(part if isinstance(part, dict) else {})
        properties = schema.get("properties")
        required = schema.get("required")
        for key in required if isinstance(required, list) else ():
            nested = properties.get(str(key)) if isinstance(properties, dict) else None
            made.setdefault(
                str(key), self._first({} if nested is None else nested, depth)
            )
        dependent = schema.get("dependentRequired")
        for cause, wanted in dependent.items() if isinstance(dependent, dict) else ():
            for key in wanted if cause in made and isinstance(wanted, list) else ():
                nested = (
                    properties.get(str(key)) if isinstance(properties, dict) else None
                )
                made.setdefault(str(key), self._first(nested or {}, depth))
        extra = schema.get("additionalProperties")
        least = min(whole(schema.get("minProperties")), _MOST)
        if len(made) < least and extra is not False:
            value = self._first(extra or {}, depth)
            while len(made) < least:
                made[f"key{len(made) + 1}"] = value
        return made if _weight(made) <= _HEAVIEST else {}

    def _array(self, schema: JsonObject, depth: int) -> JsonValue:
        prefix = schema.get("prefixItems")
        listed = prefix if isinstance(prefix, list) else []
        made = [self._first(one, depth) for one in listed]
        if "contains" in schema:
            found = min(whole(schema.get("minContains", 1)), _MOST)
            inside = self._several(schema["contains"], depth, found)
            made += (inside * found)[:found]
        items = schema.get("items", {} if "prefixItems" not in schema else None)
        least = 1 if items and depth < _SHALLOW else 0
        if "maxItems" in schema:
            least = min(least, whole(schema["maxItems"]))
        # One that is longer would be too heavy, and is not worth the memory.
        least = min(max(least, whole(schema.get("minItems"))), _HEAVIEST)
        if items is not None and items is not False and len(made) < least:
            wanted = min(least, _MOST) - len(made)
            several = self._several(items, depth, wanted if _unique(schema) else 1)
            if several and _unique(schema):
                several = lengthened(several, wanted)
            while several and len(made) < least and wanted > 0:
                made += several[: least - len(made)]
        return [*made] if _weight([*made]) <= _HEAVIEST else []

    def _first(self, schema: JsonValue, depth: int) -> JsonValue:
        """The first candidate that the nested schema itself accepts."""
        return next(iter(self._several(schema, depth, 1)), None)

    def _several(self, schema: JsonValue, depth: int, most: int) -> list[JsonValue]:
        """Candidates that are valid and not the same."""
        key = (id(schema), most, depth < _SHALLOW)
        known, before = self._found.get(key, (None, None))
        if known is schema and before is not None:
            return [*before]
        found: list[JsonValue] = []
        for candidate in self.all(schema, depth + 1):
            self._left -= 1
            if self._left < 0:
                return found
            if candidate not in found and self._oracle.fits(schema, candidate):
                found.append(candidate)
            if len(found) == most:
                break
        # With the schema itself, whose id is then nobody else's.
        self._found[key] = schema, found
        return [*found]


def _weight(value: JsonValue) -> int:
    """How large a value is when it is written."""
    if isinstance(value, str):
        return 1 + len(value) // 12
    below = value.values() if isinstance(value, dict) else value
    return 1 + sum(map(_weight, below)) if isinstance(below, Iterable) else 1


def _unique(schema: JsonObject) -> bool:
    return schema.get("uniqueItems") is True


def _as_if(schema: JsonObject, branch: str) -> JsonObject:
    """A schema whose condition is, or is not, met: what it then asks for is plain."""
    rest = {key: one for key, one in schema.items() if key not in _CONDITION}
    parts: list[JsonValue] = [rest, schema[branch]]
    if branch == "then":
        parts.append(schema.get("if", {}))
    return {"type": "object", "allOf": parts}


_CONDITION = frozenset({"if", "then", "else"})
