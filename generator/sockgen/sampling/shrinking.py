"""Values with no more than their schemas ask for."""

from collections.abc import Sequence

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.places import Places, below_index, below_key, listed

_DEPTH = 10


def shrunk(
    places: Places, schemas: Sequence[JsonValue], value: JsonValue, depth: int = 0
) -> JsonValue:
    """A valid value without all that it can do without."""
    if depth > _DEPTH:
        return value
    parts = places.parts(schemas, value)
    if isinstance(value, dict):
        return _object(places, schemas, value, parts, depth)
    if isinstance(value, list):
        return _array(places, schemas, value, parts, depth)
    return value


def _object(
    places: Places,
    schemas: Sequence[JsonValue],
    value: JsonObject,
    parts: Sequence[JsonObject],
    depth: int,
) -> JsonObject:
    wanted = {str(x) for part in parts for x in listed(part.get("required"))}
    made = {key: one for key, one in value.items() if key in wanted}
    if not places.fits(schemas, made):
        made = {**value}
        for key in [key for key in value if key not in wanted]:
            rest = {name: one for name, one in made.items() if name != key}
            if places.fits(schemas, rest):
                made = rest
    for key, one in made.items():
        less = shrunk(places, below_key(parts, key)[0], one, depth + 1)
        if less is not one and places.fits(schemas, {**made, key: less}):
            made[key] = less
    return made


def _array(
    places: Places,
    schemas: Sequence[JsonValue],
    value: list[JsonValue],
    parts: Sequence[JsonObject],
    depth: int,
) -> list[JsonValue]:
    lengths = (n for n in range(len(value)) if places.fits(schemas, value[:n]))
    made = value[: next(lengths, len(value))]
    for index, one in enumerate(made):
        less = shrunk(places, below_index(parts, index), one, depth + 1)
        changed = [*made[:index], less, *made[index + 1 :]]
        if less is not one and places.fits(schemas, changed):
            made = changed
    return made
