"""The schemas of a contract as definitions that each become one Python type.

datamodel-code-generator would name, merge and guess on its own; here it finds
nothing left to decide. Every definition is one plain form under a neutral name,
and refers to others for what is inside it. The real names are put back when its
module is read, see `models`.
"""

from collections.abc import Iterable, Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.naming import Names, distinct, is_reserved, pascal, snake
from sockgen.sampling import REFERENCE, key_of
from sockgen.targets.python.merging import list_of, object_of
from sockgen.targets.python.notes import NOWHERE, Notes, Place
from sockgen.targets.python.recursion import Recursion
from sockgen.targets.python.shapes import Property, Shape
from sockgen.targets.python.simple import Simplifier

_BASE_MODEL = frozenset(
    """Config MISSING copy construct dict fields from_orm json list
    model_computed_fields
    model_config model_construct model_copy model_extra model_fields model_fields_set
    model_json_schema model_parametrized_name model_post_init model_rebuild parse_file
    parse_obj parse_raw schema schema_json self str tuple update_forward_refs
    validate""".split()
)
"""Names that a field cannot have: the base model's, and those of annotations."""
_BASE_ENUM = frozenset(
    {*dir(str), *dir(int), "mro", "name", "value", "names", "values"}
)

_COMBINED = 200
"""Types that there may be more than a document has objects, by combining unions."""
_DEEPEST = 50
"""How deep types stand inside one another until they get names of their own."""


def define(
    schemas: Mapping[str, JsonObject],
    type_names: Mapping[str, str],
    names: Names,
    notes: Notes,
    *,
    literals: bool = False,
) -> dict[str, Shape]:
    """Make the definitions of a table of schemas, by neutral name.

    `type_names` gives each schema its Python name; nested types take theirs
    from `names`. With `literals` an enumeration is no class.
    """
    definer = _Definer(schemas, type_names, names, notes, literals)
    for key in schemas:
        definer.define(key)
    return definer.shapes


class _Definer:
    def __init__(
        self,
        schemas: Mapping[str, JsonObject],
        type_names: Mapping[str, str],
        names: Names,
        notes: Notes,
        literals: bool,
    ) -> None:
        self._schemas = schemas
        self._names = names
        self._simplifier = Simplifier(schemas, notes)
        self._recursion = Recursion(schemas)
        self._written_out: dict[str, tuple[str, str]] = {}
        self._waiting: list[tuple[Shape, JsonObject, str]] = []
        self._notes = notes
        self._literals = literals
        self._depth = 0
        self._left = _COMBINED + sum(map(_objects, schemas.values()))
        self._inside = ""
        self._neutral = {key: f"T{number}" for number, key in enumerate(schemas)}
        self.shapes = {
            self._neutral[key]: Shape(
                type_names[key], Place.of(key), _text(schemas[key])
            )
            for key in schemas
        }

    def define(self, key: str) -> None:
        """Fill in the definition of a schema of the table."""
        self._inside = key
        shape = self.shapes[self._neutral[key]]
        form = self._simplifier.simple(self._schemas[key], shape.where)
        self._fill(shape, form, shape.name or key)
        while self._waiting:
            self._fill(*self._waiting.pop(0))

    def _place(self, schema: JsonValue, label: str, where: Place) -> JsonValue:
        """What stands for a schema inside another: itself, or a reference."""
        sign = self._recursion.sign(schema)
        if sign in self._written_out:
            return self._again(schema, where, *self._written_out[sign])
        form = self._simplifier.simple(schema, where)
        # The generator loses what refers to itself without a detour.
        if "$ref" in form and key_of(str(form["$ref"])) != self._inside:
            return self._reference(form)
        if set(form) <= {"type", "format"}:
            return form
        if self._left <= 0:
            self._notes.unsaid(where, "anyOf", "it has too many combinations")
            return {}
        deep = self._depth >= _DEEPEST
        is_class = "properties" in form or ("enum" in form and not self._literals)
        own = is_class or deep
        shape = Shape(self._names.take(label) if own else None, where, _text(schema))
        key = self._add(shape)
        if sign is not None and "$ref" not in form:
            self._written_out[sign] = key, label
            deep = True
        if deep:
            # What is inside comes later: what stands nearer to the top is named first.
            self._waiting.append((shape, form, shape.name or label))
        else:
            self._depth += 1
            self._fill(shape, form, shape.name or label)
            self._depth -= 1
        return {"$ref": REFERENCE + key}

    def _again(
        self, schema: JsonValue, where: Place, key: str, label: str
    ) -> JsonObject:
        """A reference to what stands for the same schema; it needs a name by now."""
        shape = self.shapes[key]
        shape.name = shape.name or self._names.take(label)
        detour = Shape(None, where, _text(schema), {"$ref": REFERENCE + key})
        return {"$ref": REFERENCE + self._add(detour)}

    def _add(self, shape: Shape) -> str:
        key = f"T{len(self.shapes)}"
        self.shapes[key] = shape
        self._left -= 1
        return key

    def _reference(self, form: JsonObject) -> JsonObject:
        return {"$ref": REFERENCE + self._neutral[key_of(str(form["$ref"]))]}

    def _fill(self, shape: Shape, form: JsonObject, label: str) -> None:
        where = shape.where
        made = dict(form)
        if "$ref" in form:
            made = self._reference(form)
        elif branches := list_of(form.get("anyOf")):
            tag = made.pop("discriminator", None)
            shape.tag = tag if isinstance(tag, str) else None
            made["anyOf"] = [
                self._place(one, label + part, where.below(part, "anyOf", index))
                for index, (part, one) in enumerate(self._labelled(branches))
            ]
        elif isinstance(properties := form.get("properties"), dict):
            self._properties(shape, made, properties, label)
        elif "enum" in form and not self._literals:
            shape.members = _members(list_of(form["enum"]))
        self._inner(made, label, where)
        shape.schema = made

    def _inner(self, made: JsonObject, label: str, where: Place) -> None:
        """Put what stands in the items and the values of a form in its place."""
        for keyword, suffix in (("additionalProperties", "Value"), ("items", "Item")):
            if isinstance(one := made.get(keyword), dict):
                made[keyword] = self._place(
                    one, label + suffix, where.below(suffix, keyword)
                )
        if prefix := list_of(made.get("prefixItems")):
            made["prefixItems"] = [
                self._place(
                    one,
                    f"{label}Item{index + 1}",
                    where.below(f"Item{index + 1}", "prefixItems", index),
                )
                for index, one in enumerate(prefix)
            ]
            made["items"] = False
            made["minItems"] = made["maxItems"] = len(prefix)

    def _properties(
        self, shape: Shape, made: JsonObject, properties: JsonObject, label: str
    ) -> None:
        required = set(map(str, list_of(made.get("required"))))
        wanted = distinct(properties, _field)
        types = [name for name in wanted.values() if self._names.has(name)]
        free = Names([*_BASE_MODEL, *types])
        fields = {
            wire: free.take(name, *([f"{name}_"] if name in types else []))
            for wire, name in wanted.items()
        }
        for name in fields.values():
            if name == name.upper():
                # Without letters of two cases, it could become the name of a type too,
                # which an annotation would then no longer mean.
                self._names.reserve(name)
        placed: JsonObject = {}
        for number, (wire, schema) in enumerate(properties.items()):
            where = shape.where.below(wire, "properties", wire)
            form = self._simplifier.followed(schema, where)
            shape.properties[f"f{number}"] = Property(
                wire, fields[wire], _text(schema), wire in required, schema, form
            )
            placed[f"f{number}"] = self._place(schema, label + pascal(wire), where)
        made["properties"] = placed
        made["required"] = [
            key for key, one in shape.properties.items() if one.required
        ]

    def _labelled(self, branches: Iterable[JsonValue]) -> list[tuple[str, JsonValue]]:
        """Each branch with its part of a name: its tag or its title, else a number."""
        return [
            (self._tag(one) or f"Option{number}", one)
            for number, one in enumerate(branches, 1)
        ]

    def _tag(self, branch: JsonValue) -> str:
        form = self._simplifier.simple(branch, NOWHERE)
        for one in object_of(form.get("properties")).values():
            value = object_of(one).get("const")
            if isinstance(value, str) and value:
                return pascal(value)
        title = object_of(branch).get("title")
        return pascal(title) if isinstance(title, str) and title.strip() else ""


def _field(wire: str) -> str:
    """What a property is called in Python when no other has the same name."""
    wanted = snake(wire)
    if wanted.startswith(("model_validate", "model_dump")):
        wanted = f"field_{wanted}"  # pydantic keeps what begins like this for itself
    if wanted in _BASE_MODEL or is_reserved(wanted):
        wanted = f"{wanted}_"
    return wanted


def _members(values: Iterable[JsonValue]) -> list[tuple[JsonValue, str]]:
    """The members of an enumeration: each value and its name."""
    free = Names(_BASE_ENUM)
    found: list[tuple[JsonValue, str]] = []
    for value in values:
        if isinstance(value, str):
            wanted = snake(value) if value.strip() else ("blank" if value else "empty")
        else:
            wanted = f"value_{value}".replace("-", "minus_")
        if is_reserved(wanted) or wanted in _BASE_ENUM:
            wanted = f"{wanted}_"
        found.append((value, free.take(wanted)))
    return found


def _objects(value: JsonValue) -> int:
    """How many objects there are in a value."""
    if isinstance(value, list):
        return sum(map(_objects, value))
    return 1 + sum(map(_objects, value.values())) if isinstance(value, dict) else 0


def _text(schema: JsonValue) -> str:
    if not isinstance(schema, dict):
        return ""
    text = schema.get("description") or schema.get("title")
    return text if isinstance(text, str) else ""
