"""Schemas that nobody has judged: those in `x-ack`, those of formats left open."""

from copy import deepcopy

from sockgen.document import Findings, Node
from sockgen.document.references import value_at
from sockgen.document.shapes import schema_validator
from sockgen.source import JsonValue, Pointer, Source

_TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")


def has_open_format(node: Node) -> bool:
    """Whether a schema has a `schemaFormat`, of which AsyncAPI judges only some.

    Those of OpenAPI have other rules, and the version that is in use is judged.
    """
    said = _format(node.value)
    if said is None and node.pointer[-1:] in (("payload",), ("schema",)):
        said = _format(value_at(node.source.data, node.pointer[:-1]))
    return said is not None and "openapi" not in said


def _format(holder: JsonValue) -> str | None:
    said = holder.get("schemaFormat") if isinstance(holder, dict) else None
    return said if isinstance(said, str) else None


def sound_part(
    source: Source, start: Pointer, schema: JsonValue, findings: Findings
) -> JsonValue:
    """A schema without its malformed keywords, each of which is warned of.

    It stands at `start`. What is left allows more than was meant, never less.
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
            source.span((*start, *place), key=bool(place)),
            None if place else _schema_hint(schema),
        )
        if not place:
            return {}
        _remove(result, place)
    return result


def _schema_hint(written: JsonValue) -> str | None:
    """How what was probably meant is written as a schema."""
    if isinstance(written, list):
        return "several values are `type: array` with a list under `prefixItems`"
    return f"write it as `{{type: {written}}}`" if written in _TYPES else None


def _keyword(path: Pointer) -> Pointer:
    """The nearest entry of a mapping that a fault is in."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _remove(value: JsonValue, place: Pointer) -> None:
    holder = value_at(value, place[:-1])
    if isinstance(holder, dict):
        holder.pop(str(place[-1]), None)
