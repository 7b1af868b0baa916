"""What the types of the models check of a schema, and what they do not.

Cautious: what is not known to be checked counts as not checked.
"""

from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of
from sockgen.targets.python.merging import constraints, list_of, object_of
from sockgen.targets.python.notes import NOWHERE, Notes
from sockgen.targets.python.objects import is_map, is_tuple
from sockgen.targets.python.overlap import may_overlap
from sockgen.targets.python.scalars import FORMATS, TEXT_FORMATS
from sockgen.targets.python.simple import Simplifier, guessed, has_type, kinds_of

_NEVER = (
    *("not", "if", "then", "else", "contains", "minContains", "maxContains"),
    *("propertyNames", "dependentRequired", "dependentSchemas", "patternProperties"),
)
_OF_PARTS = frozenset(
    (
        *("$ref", "allOf", "type", "properties", "required", "not", "if", "then"),
        *("else", "propertyNames", "dependentRequired", "dependentSchemas"),
    )
)
"""What a part of an `allOf` may have, so that the type of all parts is that of each."""
_NOT_PLAIN = frozenset({"$ref", "allOf", "anyOf", "oneOf", "const", "enum"})
_CLOSED = frozenset({"type", "properties", "required", "unevaluatedProperties"})


class Expressed:
    """Answers for the schemas of one table."""

    def __init__(self, schemas: Mapping[str, JsonObject]) -> None:
        self._schemas = schemas
        self._simplifier = Simplifier(schemas, Notes())

    def choice(self, own: JsonObject) -> bool:
        """Whether a `const` or an `enum` is a literal type, and says everything.

        To Python, 1 and true are the same.
        """
        if not own.keys() <= {"type", "const", "enum"} or len(own.keys()) > 2:
            return False
        values = [own["const"]] if "const" in own else list_of(own["enum"])
        fitting = [one for one in values if has_type(one, kinds_of(own))]
        return bool(fitting) and all(
            one is None or isinstance(one, str) for one in fitting
        )

    def alternatives(self, own: JsonObject) -> list[tuple[JsonValue, list[str]]] | None:
        """The branches of a union that is one of types, with the types of each.

        A branch of which these are not plain to see has none.
        """
        keyword = "oneOf" if "oneOf" in own else "anyOf"
        if not own.keys() <= {keyword, "type"}:
            return None
        branches = list_of(own[keyword])
        kinds = [self._simplifier.types(one, NOWHERE) for one in branches]
        allowed = {"number" if one == "integer" else one for one in kinds_of(own)}
        if allowed and any(not one <= allowed for one in kinds):
            return None
        if keyword == "oneOf" and may_overlap(
            [self._simplifier.expanded(one) for one in branches], kinds
        ):
            return None
        return [(one, self._plain_kinds(one)) for one in branches]

    def _plain_kinds(self, schema: JsonValue) -> list[str]:
        """The types of what is taken for a schema, if it simply names them."""
        passed: set[str] = set()
        own = constraints(object_of(schema))
        while own.keys() == {"$ref"} and str(own["$ref"]) not in passed:
            passed.add(str(own["$ref"]))
            own = constraints(self._schemas.get(key_of(str(own["$ref"])), {}))
        if own.keys() & _NOT_PLAIN:
            return []
        return ["number" if one == "integer" else one for one in kinds_of(own)]

    def merged(self, own: JsonObject) -> bool:
        """Whether the type of an `allOf` checks what that of each part would."""
        properties: dict[str, JsonValue] = {}
        whole = {key: one for key, one in own.items() if key != "unevaluatedProperties"}
        if own.get("unevaluatedProperties", False) is not False:
            return False
        return self._gathered(whole, properties, "unevaluatedProperties" in own, set())

    def _gathered(
        self,
        schema: JsonValue,
        found: dict[str, JsonValue],
        closed: bool,
        passed: set[str],
    ) -> bool:
        """Whether a schema is an object of which nothing is said twice."""
        if not isinstance(schema, dict):
            return schema is True
        own = constraints(schema)
        if own.get("additionalProperties") in (True, {}):
            del own["additionalProperties"]
        if not own.keys() <= _OF_PARTS or own.get("type", "object") != "object":
            return False
        properties = object_of(own.get("properties"))
        if any(found.setdefault(key, one) != one for key, one in properties.items()):
            return False
        if closed and not set(map(str, list_of(own.get("required")))) <= {*properties}:
            return False
        parts = list_of(own.get("allOf"))
        if "$ref" in own:
            key = key_of(str(own["$ref"]))
            if key in passed:
                return False
            passed.add(key)
            parts = [*parts, self._schemas.get(key, {})]
        return all(self._gathered(one, found, closed, passed) for one in parts)

    def closed(self, own: JsonObject) -> bool:
        """Whether `unevaluatedProperties` says the same as `additionalProperties`."""
        needed = set(map(str, list_of(own.get("required"))))
        return (
            own.keys() <= _CLOSED
            and own.get("unevaluatedProperties") is False
            and needed <= object_of(own.get("properties")).keys()
        )

    def unsaid(self, own: JsonObject) -> list[str]:
        """The keywords of a plain schema that its type does not check."""
        kinds = kinds_of(own) or guessed(own)
        found = [keyword for keyword in _NEVER if keyword in own]
        if own.get("uniqueItems") is True:
            found.append("uniqueItems")
        if not kinds or "string" in kinds:
            found += _of_text(own, typed=bool(kinds))
        step = own.get("multipleOf")
        if step is not None and ("number" in kinds or isinstance(step, float)):
            found.append("multipleOf")
        if "prefixItems" in own and not is_tuple(own):
            found += [key for key in ("prefixItems", "items") if key in own]
        return [*found, *_of_object(own)]


def _of_text(own: JsonObject, *, typed: bool) -> list[str]:
    kind = own.get("format")
    has_type = typed and kind in FORMATS
    found = [] if has_type or kind not in TEXT_FORMATS else ["format"]
    if has_type:
        unsaid = ("minLength", "maxLength", "pattern") if kind != "binary" else ()
        found += [keyword for keyword in unsaid if keyword in own]
    return found


def _of_object(own: JsonObject) -> list[str]:
    properties = object_of(own.get("properties"))
    required = list_of(own.get("required"))
    extra = own.get("additionalProperties")
    if is_map(own):
        patterned = "patternProperties" in own
        closed = extra is False and "minProperties" in own
        found = ["minProperties"] if closed else []
        found += ["required"] if required and patterned else []
        return [
            *found,
            *(["additionalProperties"] if patterned and extra is not None else []),
        ]
    undeclared = any(one not in properties for one in required)
    patterned = "patternProperties" in own
    found = ["required"] if undeclared and patterned else []
    if patterned or undeclared or isinstance(extra, dict):
        found += ["additionalProperties"] if extra not in (None, True, {}) else []
    least = own.get("minProperties")
    if isinstance(least, (int, float)) and least > len(required):
        found.append("minProperties")
    return [*found, *(["maxProperties"] if "maxProperties" in own else [])]
