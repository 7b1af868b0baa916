"""The plain forms of objects and arrays."""

from sockgen.contract import JsonObject, JsonValue
from sockgen.targets.python.merging import list_of, object_of
from sockgen.targets.python.notes import Notes, Place
from sockgen.targets.python.scalars import whole_number

_UNCHECKED_OBJECT = ("propertyNames", "dependentRequired", "dependentSchemas")

_ABOUT_OTHERS = frozenset(
    """if propertyNames dependentRequired dependentSchemas minProperties
    unevaluatedProperties""".split()
)
"""Keywords that may ask for properties that are not listed, so that they are kept."""


def is_map(whole: JsonObject) -> bool:
    """Whether an object has no properties of its own, so that its type is a map."""
    needed = list_of(whole.get("required"))
    patterned = bool(object_of(whole.get("patternProperties")))
    return not object_of(whole.get("properties")) and (patterned or not needed)


def is_tuple(whole: JsonObject) -> bool:
    """Whether an array has exactly the items that are described by position."""
    count = len(list_of(whole.get("prefixItems")))
    most = whole.get("maxItems")
    if whole.get("items") is False:
        most = min(count, most) if isinstance(most, int) else count
    return most == count and whole.get("minItems") == count


def simple_object(whole: JsonObject, where: Place, notes: Notes) -> JsonObject:
    """A model with properties, or a map without."""
    for keyword in _UNCHECKED_OBJECT:
        if keyword in whole:
            notes.unsaid(where, keyword)
    properties = dict(object_of(whole.get("properties")))
    required = [str(one) for one in list_of(whole.get("required"))]
    if not object_of(whole.get("patternProperties")):
        for name in required:
            properties.setdefault(name, {})
    extra = _extra(whole, where, notes)
    if is_map(whole):
        return _map(whole, extra)
    return _model(whole, properties, required, extra, where, notes)


def _extra(whole: JsonObject, where: Place, notes: Notes) -> JsonValue:
    """What properties that are not listed may be: a schema, or none (False)."""
    extra = whole.get("additionalProperties")
    if extra is None and whole.get("unevaluatedProperties") is False:
        extra = False  # all properties are known by now
    if extra is None and any(keyword in whole for keyword in _ABOUT_OTHERS):
        extra = True
    patterns = list(object_of(whole.get("patternProperties")).values())
    if patterns:
        notes.unsaid(where, "patternProperties")
        return patterns[0] if extra is False and len(patterns) == 1 else True
    return extra


def _map(whole: JsonObject, extra: JsonValue) -> JsonObject:
    if extra is False:
        return {"type": "object", "properties": {}, "additionalProperties": False}
    form: JsonObject = {
        "type": "object",
        "additionalProperties": {} if extra is None or extra is True else extra,
    }
    for keyword in ("minProperties", "maxProperties"):
        if keyword in whole:
            form[keyword] = whole_number(whole[keyword])
    return form


def _model(
    whole: JsonObject,
    properties: JsonObject,
    required: list[str],
    extra: JsonValue,
    where: Place,
    notes: Notes,
) -> JsonObject:
    if isinstance(extra, dict) and extra:
        notes.unsaid(where, "additionalProperties")
    least = whole.get("minProperties")
    if isinstance(least, (int, float)) and least > len(required):
        notes.unsaid(where, "minProperties")
    if "maxProperties" in whole:
        notes.unsaid(where, "maxProperties")
    form: JsonObject = {"type": "object", "properties": properties}
    if required:
        form["required"] = [*required]
    if extra is not None:
        form["additionalProperties"] = extra is not False
    return form


def simple_array(whole: JsonObject, where: Place, notes: Notes) -> JsonObject:
    """A list of one kind of item, or a tuple of exactly so many."""
    for keyword in ("contains", "unevaluatedItems"):
        if keyword in whole:
            notes.unsaid(where, keyword)
    if whole.get("uniqueItems") is True:
        notes.unsaid(where, "uniqueItems")
    form: JsonObject = {"type": "array"}
    for keyword in ("minItems", "maxItems"):
        if keyword in whole:
            form[keyword] = whole_number(whole[keyword])
    items = whole.get("items")
    if prefix := list_of(whole.get("prefixItems")):
        return _positions(form, prefix, items, where, notes)
    if items is False:
        return {**form, "items": {}, "maxItems": 0}
    return {**form, "items": {} if items is None or items is True else items}


def _positions(
    form: JsonObject,
    prefix: list[JsonValue],
    items: JsonValue,
    where: Place,
    notes: Notes,
) -> JsonObject:
    count = len(prefix)
    if items is False:
        most = form.get("maxItems")
        form["maxItems"] = min(count, most) if isinstance(most, int) else count
    closed = form.get("maxItems") == count
    if is_tuple({**form, "prefixItems": prefix, "items": items}):
        return {"type": "array", "prefixItems": prefix}
    notes.unsaid(where, "prefixItems", "the number of items varies")
    kinds = [*prefix, *([] if closed else [{} if items is None else items])]
    anything = any(one is True or one == {} for one in kinds)
    return {**form, "items": {} if anything else {"anyOf": kinds}}
