"""Definitions in plain form under neutral names, and what the names stand for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import REFERENCE, is_binary, key_of, reference_to
from sockgen.targets.python.merging import list_of, object_of
from sockgen.targets.python.notes import Place


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an object: its name on the wire and in Python.

    `form` is the plain form of its schema, past all references.
    """

    wire: str
    name: str
    text: str
    required: bool
    schema: JsonValue
    form: JsonObject


@dataclass(slots=True)
class Shape:
    """One definition: `schema` in neutral names, and what they stand for.

    Without a `name` it is no type of its own, and stands where it is used.
    """

    name: str | None
    where: Place
    text: str = ""
    schema: JsonObject = field(default_factory=dict[str, JsonValue])
    properties: dict[str, Property] = field(default_factory=dict[str, Property])
    members: list[tuple[JsonValue, str]] = field(
        default_factory=list[tuple[JsonValue, str]]
    )
    tag: str | None = None

    @property
    def literals(self) -> list[JsonValue]:
        """The only values that there are, if a literal type has them."""
        if isinstance(self.schema.get("const"), str):
            return [self.schema["const"]]
        return [] if self.members else list_of(self.schema.get("enum"))

    @property
    def alias_of(self) -> str | None:
        """The neutral name of the definition that this one only refers to."""
        return neutral(self.schema) if "$ref" in self.schema else None


def neutral(schema: JsonValue) -> str:
    """The neutral name that a reference between definitions holds."""
    return str(object_of(schema)["$ref"]).removeprefix(REFERENCE)


def in_order(shapes: Mapping[str, Shape]) -> list[str]:
    """The neutral names in the order of the document, each after what it refers to.

    Where definitions refer to one another in a circle, one has to come first.
    """
    done: dict[str, None] = {}
    begun: set[str] = set()
    todo = list(shapes)[::-1]
    while todo:
        key = todo[-1]
        waiting = [] if key in begun else list(_references(shapes[key].schema))
        begun.add(key)
        waiting = [one for one in waiting if one not in begun]
        if waiting:
            todo += reversed(waiting)
        else:
            done.setdefault(todo.pop())
    return list(done)


def _references(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield neutral(value)
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def checked(shapes: Mapping[str, Shape], keys: Iterable[str]) -> dict[str, JsonObject]:
    """What the types of a table check, as schemas by the keys of the table."""
    found = {key: _on_the_wire(one) for key, one in shapes.items()}
    for number, key in enumerate(keys):
        found[key] = {"$ref": f"{REFERENCE}T{number}"}
    return found


def _on_the_wire(shape: Shape) -> JsonObject:
    """The schema of a shape with the document's names of properties."""
    if not shape.properties:
        return shape.schema
    placed = object_of(shape.schema["properties"])
    return {
        **shape.schema,
        "properties": {one.wire: placed[key] for key, one in shape.properties.items()},
        "required": [one.wire for one in shape.properties.values() if one.required],
    }


def has_binary(name: str, schemas: Mapping[str, JsonObject]) -> bool:
    """Whether bytes occur in a schema of the table, at any depth."""
    seen: set[str] = set()
    todo: list[JsonValue] = [{"$ref": reference_to(name)}]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo.extend(one)
        elif isinstance(one, dict):
            if is_binary(one):
                return True
            reference = one.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                todo.append(schemas.get(key_of(reference)))
            todo.extend(one.values())
    return False
