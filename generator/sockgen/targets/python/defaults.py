"""Defaults of fields, as code of the type of the field."""

from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.rendering import literal
from sockgen.sampling import Sampler
from sockgen.targets.python.merging import list_of, object_of
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.shapes import Shape, neutral


class Defaults:
    """Writes defaults; lists, models, dates and the like have none that is safe."""

    def __init__(
        self, shapes: Mapping[str, Shape], sampler: Sampler, notes: Notes
    ) -> None:
        self._shapes = shapes
        self._sampler = sampler
        self._notes = notes

    def code(self, shape: Shape, field: str) -> str | None:
        """The default of a field; None if it has none, or none that can be written."""
        schema = shape.properties[field].schema
        found = self._sampler.default(schema)
        if found is None:
            return None
        [value] = found
        if not self._sampler.fits(schema, value):
            wire = shape.properties[field].wire
            self._notes.default(shape.where.below(wire, "properties", wire))
            return None
        placed = object_of(shape.schema["properties"])[field]
        return self._of(object_of(placed), value)

    def _of(self, schema: JsonObject, value: JsonValue) -> str | None:
        """A value as code of the type of a definition."""
        if "$ref" in schema:
            shape = self._shapes[neutral(schema)]
            for allowed, name in shape.members:
                if allowed == value:
                    return f"{shape.name}.{name}"
            return self._of(shape.schema, value)
        if branches := list_of(schema.get("anyOf")):
            written = (self._of(object_of(one), value) for one in branches)
            return next((one for one in written if one is not None), None)
        if value in list_of(schema.get("enum")):
            return literal(value)
        plain = not isinstance(value, (list, dict))
        if plain and (not schema or schema.get("const", ...) == value):
            return literal(value)
        return self._typed(schema, value)

    def _typed(self, schema: JsonObject, value: JsonValue) -> str | None:
        match schema.get("type"), value:
            case "null", None:
                return "None"
            case "boolean", bool():
                return literal(value)
            case "integer", int() | float() if not isinstance(value, bool):
                return literal(int(value))
            case "number", int() | float() if not isinstance(value, bool):
                return literal(float(value))
            case "string", str() if "format" not in schema and "enum" not in schema:
                return literal(value)
            case _:
                return None
