"""What the types leave of the schemas, as rules that the runtime checks on the wire.

A schema whose types check all of it has no rule, and costs nothing. Where the truth
of a schema decides something, as below `not` or `oneOf`, it stands there as a whole.
"""

from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of
from sockgen.targets.python.expressed import Expressed
from sockgen.targets.python.merging import constraints, list_of, object_of
from sockgen.targets.python.whole import Whole


def leftovers(schemas: Mapping[str, JsonObject]) -> dict[str, JsonValue]:
    """The rules of a table of schemas, by its keys; what has no rule is not there."""
    maker = _Leftovers(schemas)
    live = maker.live()
    return maker.rules(live) if live else {}


class _Leftovers:
    def __init__(self, schemas: Mapping[str, JsonObject]) -> None:
        self._schemas = schemas
        self._expressed = Expressed(schemas)
        self._whole = Whole()
        self._live: set[str] | None = None
        self._real = False
        self._references: set[str] = set()

    def live(self) -> set[str]:
        """The keys of the schemas that have a rule, or refer to one that has."""
        users: dict[str, set[str]] = {}
        waiting: list[str] = []
        for key, schema in self._schemas.items():
            self._real, self._references = False, set()
            self._left(schema)
            if self._real:
                waiting.append(key)
            for used in self._references:
                users.setdefault(used, set()).add(key)
        live: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key not in live:
                live.add(key)
                waiting.extend(users.get(key, ()))
        return live

    def rules(self, live: set[str]) -> dict[str, JsonValue]:
        """The rules of those schemas, and what they refer to as a whole."""
        self._live, self._whole = live, Whole()
        found = {key: self._left(self._schemas[key]) for key in live}
        whole: dict[str, JsonValue] = {}
        while waiting := self._whole.references - whole.keys():
            for key in waiting:
                whole[key] = self._whole.of(self._schemas.get(key, {}))
        found.update(whole)
        return {key: found[key] for key in self._schemas if key in found}

    def _left(self, schema: JsonValue) -> JsonValue:
        """What is left of a schema that holds for the value in any case."""
        if schema is False:
            self._real = True
            return False
        if not isinstance(schema, dict):
            return {}
        own = constraints(schema)
        if "const" in own or "enum" in own:
            return {} if self._expressed.choice(own) else self._as_whole(own)
        if "oneOf" in own or "anyOf" in own:
            return self._union(own)
        if "$ref" in own or "allOf" in own:
            return self._joined(own)
        return self._typed(own)

    def _as_whole(self, own: JsonObject) -> JsonValue:
        made = self._whole.of(own)
        self._real = self._real or made != {}
        return made

    def _refer(self, reference: JsonValue) -> JsonValue:
        key = key_of(str(reference))
        self._references.add(key)
        if self._live is not None and key not in self._live:
            return {}
        return {"$ref": key}

    def _joined(self, own: JsonObject) -> JsonValue:
        """What is left of `allOf`, and of a reference with siblings."""
        parts = [self._left(one) for one in list_of(own.get("allOf"))]
        if "$ref" in own:
            parts.insert(0, self._refer(own["$ref"]))
        beside = {key: own[key] for key in own if key not in {"$ref", "allOf"}}
        if len(parts) > 1 or beside:
            if not self._expressed.merged(own):
                return self._as_whole(own)
            beside.pop("unevaluatedProperties", None)
            parts.append(self._typed(beside))
        return _all([one for one in parts if one != {}])

    def _union(self, own: JsonObject) -> JsonValue:
        """What is left of alternatives: of each for its types, if these differ."""
        branches = self._expressed.alternatives(own)
        if branches is None:
            return self._as_whole(own)
        left = [(self._left(one), kinds) for one, kinds in branches]
        if len(left) == 1 or all(one == {} for one, _ in left):
            return left[0][0]
        kinds = [kind for _, each in left for kind in each]
        apart = len(kinds) == len(set(kinds)) and all(each for _, each in left)
        if not apart and self._live is not None:
            return self._as_whole(own)
        return _all(
            [{"if": {"type": [*each]}, "then": one} for one, each in left if one != {}]
        )

    def _typed(self, own: JsonObject) -> JsonValue:
        """What is left of a schema of plain keywords."""
        if self._expressed.closed(own):
            own = {key: own[key] for key in own if key != "unevaluatedProperties"}
        elif "unevaluatedProperties" in own or "unevaluatedItems" in own:
            return self._as_whole(own)
        left = self._whole.some(own, self._expressed.unsaid(own))
        self._real = self._real or bool(left)
        made: JsonObject = {**left}
        for keyword in ("items", "additionalProperties"):
            inner = own.get(keyword)
            if keyword not in left and isinstance(inner, dict):
                made[keyword] = self._left(inner)
        if "prefixItems" not in left:
            prefix = [self._left(one) for one in list_of(own.get("prefixItems"))]
            made["prefixItems"] = prefix if any(one != {} for one in prefix) else {}
        properties = object_of(own.get("properties"))
        inside = {key: self._left(one) for key, one in properties.items()}
        named = "additionalProperties" in left
        made["properties"] = {
            key: one for key, one in inside.items() if named or one != {}
        }
        return {key: one for key, one in made.items() if key in left or one != {}}


def _all(parts: list[JsonValue]) -> JsonValue:
    if len(parts) < 2:
        return parts[0] if parts else {}
    return {"allOf": parts}
