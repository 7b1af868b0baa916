"""Schemas that stand where nobody has judged them, such as in `x-ack`."""

from copy import deepcopy

from sockgen.document import Findings, Node
from sockgen.document.shapes import schema_validator
from sockgen.source import JsonValue, Pointer


def sound_part(node: Node, schema: JsonValue, findings: Findings) -> JsonValue:
    """A schema without its malformed keywords, each of which is warned of.

    What is left allows more than was meant, never less.
    """
    validator = schema_validator()
    if validator.is_valid(schema):
        return schema
    places = {_keyword(tuple(e.instance_path)) for e in validator.iter_errors(schema)}
    result = deepcopy(schema)
    for place in sorted(places, key=len):
        findings.warning(
            "SG327",
            f"`{place[-1]}` is not well-formed JSON Schema here, so it is left out"
            if place
            else "this is not a JSON Schema, so any value is allowed",
            node.source.span((*node.pointer, *place), key=bool(place)),
        )
        if not place:
            return {}
        _remove(result, place)
    return result


def _keyword(path: Pointer) -> Pointer:
    """The nearest entry of a mapping that a fault is in."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _remove(value: JsonValue, place: Pointer) -> None:
    for step in place[:-1]:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return
    if isinstance(value, dict):
        value.pop(str(place[-1]), None)
