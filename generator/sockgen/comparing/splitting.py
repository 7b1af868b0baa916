"""A schema in pieces, each of which may be accepted by another branch of a union."""

from __future__ import annotations

from dataclasses import replace

from sockgen.comparing import parts
from sockgen.comparing.flattening import Flat, Flattening
from sockgen.comparing.parts import names_of
from sockgen.contract import JsonObject

_MOST = 32


def split(one: Flat, flattening: Flattening) -> list[Flat]:
    """Pieces by type, or by the values of a property; none if there is nothing to."""
    schemas = _by_type(one.schema) or _by_property(one.schema, flattening)
    return [
        replace(one, schema=piece.schema, exact=one.exact and piece.exact)
        for schema in schemas
        for piece in flattening.all(schema)
    ]


def _by_type(schema: JsonObject) -> list[JsonObject]:
    kinds = names_of(parts.types(schema))
    return [{**schema, "type": kind} for kind in kinds] if len(kinds) > 1 else []


def _by_property(schema: JsonObject, flattening: Flattening) -> list[JsonObject]:
    below = parts.schemas_below(schema)
    for name in parts.texts(schema.get("required")):
        lists = [parts.values(x.schema) for x in flattening.all(below.get(name, True))]
        values = [value for one in lists for value in one or ()]
        if None not in lists and 1 < len(values) <= _MOST:
            return [
                {**schema, "properties": {**below, name: {"const": value}}}
                for value in values
            ]
    return []
