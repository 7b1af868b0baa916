"""The schemas of a contract as definitions that each become one Python type.

Whatever datamodel-code-generator would have to find a name for gets its own
definition here, named after the place where it stands, so that names are
stable and never numbered by accident. Only keywords of JSON Schema are handed
on: the generator reads extensions that import modules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sockgen.contract import JsonObject, JsonValue
from sockgen.naming import Names, pascal

REFERENCE = "#/$defs/"

_PLAIN = frozenset(
    """additionalProperties const default enum exclusiveMaximum exclusiveMinimum
    maxItems maxLength maxProperties maximum minItems minLength minProperties minimum
    multipleOf pattern required type uniqueItems""".split()
)
_FORMATS = frozenset({"date-time", "date", "uuid", "binary"})
_BRANCHES = ("oneOf", "anyOf", "allOf")


@dataclass(slots=True)
class Definitions:
    """Python types to make: `schemas` by type name, and what the document says of them.

    `texts` has the description of a type, `fields` those of its properties.
    """

    schemas: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    texts: dict[str, str] = field(default_factory=dict[str, str])
    fields: dict[str, dict[str, str]] = field(
        default_factory=dict[str, dict[str, str]]
    )


def define(
    schemas: Mapping[str, JsonObject], type_names: Mapping[str, str], names: Names
) -> Definitions:
    """Make the definitions of a table of schemas.

    `type_names` gives each schema its Python name; nested types take theirs
    from `names`.
    """
    hoister = _Hoister(type_names, names)
    for key, schema in schemas.items():
        hoister.define(type_names[key], schema)
    return hoister.made


class _Hoister:
    def __init__(self, type_names: Mapping[str, str], names: Names) -> None:
        self._type_names = type_names
        self._names = names
        self.made = Definitions()

    def define(self, name: str, schema: JsonValue) -> None:
        self.made.schemas[name] = {}  # keeps the order of the document
        if isinstance(schema, dict):
            self.made.texts[name] = _text(schema)
            properties = schema.get("properties")
            if isinstance(properties, dict):
                self.made.fields[name] = {
                    key: _text(one) for key, one in properties.items()
                }
        self.made.schemas[name] = self._inside(name, schema)

    def _inside(self, name: str, schema: JsonValue) -> JsonObject:
        """A schema with every nested type in a definition of its own."""
        if not isinstance(schema, dict):
            return {} if schema is True else {"not": {}}
        made: JsonObject = {
            key: value for key, value in schema.items() if key in _PLAIN
        }
        if (reference := schema.get("$ref")) is not None:
            made["$ref"] = self._reference(str(reference))
        if schema.get("format") in _FORMATS and schema.get("type") == "string":
            made["format"] = schema["format"]
        self._properties(name, schema, made)
        self._items(name, schema, made)
        for key in _BRANCHES:
            branches = schema.get(key)
            if isinstance(branches, list):
                hoist = self._inside if key == "allOf" else self._place
                made[key] = [
                    hoist(name if key == "allOf" else label, one)
                    for label, one in _labelled(name, branches)
                ]
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, str) and ("oneOf" in made or "anyOf" in made):
            made["discriminator"] = {"propertyName": discriminator}
        return made

    def _properties(self, name: str, schema: JsonObject, made: JsonObject) -> None:
        for keyword in ("properties", "patternProperties"):
            nested = schema.get(keyword)
            if isinstance(nested, dict):
                made[keyword] = {
                    key: self._place(name + pascal(key), one)
                    for key, one in nested.items()
                }
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            made["additionalProperties"] = self._place(f"{name}Value", extra)

    def _items(self, name: str, schema: JsonObject, made: JsonObject) -> None:
        items = schema.get("items")
        if isinstance(items, dict):
            made["items"] = self._place(f"{name}Item", items)
        elif isinstance(items, bool):
            made["items"] = items
        prefix = schema.get("prefixItems")
        if isinstance(prefix, list):
            made["prefixItems"] = [
                self._place(f"{name}Item{number}", one)
                for number, one in enumerate(prefix, 1)
            ]

    def _place(self, wanted: str, schema: JsonValue) -> JsonValue:
        """A nested schema, or the reference to the definition it has become."""
        if isinstance(schema, dict) and _needs_name(schema):
            name = self._names.take(wanted)
            self.define(name, schema)
            return {"$ref": REFERENCE + name}
        return self._inside(wanted, schema)

    def _reference(self, reference: str) -> str:
        key = reference.removeprefix(REFERENCE).replace("~1", "/").replace("~0", "~")
        return REFERENCE + self._type_names[key]


def _needs_name(schema: JsonObject) -> bool:
    if "$ref" in schema and "properties" not in schema:
        return False
    if "properties" in schema or "allOf" in schema or "patternProperties" in schema:
        return True
    values = schema.get("enum")
    return isinstance(values, list) and len(values) > 1


def _labelled(
    name: str, branches: Iterable[JsonValue]
) -> list[tuple[str, JsonValue]]:
    """Each branch with the name it would have: its tag or its title, else a number."""
    return [
        (name + (_tag(one) or f"Option{number}"), one)
        for number, one in enumerate(branches, 1)
    ]


def _tag(branch: JsonValue) -> str:
    if not isinstance(branch, dict):
        return ""
    properties = branch.get("properties")
    for one in properties.values() if isinstance(properties, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("const"), str):
            return pascal(str(one["const"]))
    title = branch.get("title")
    return pascal(title) if isinstance(title, str) and title else ""


def _text(schema: JsonValue) -> str:
    if not isinstance(schema, dict):
        return ""
    text = schema.get("description") or schema.get("title")
    return text if isinstance(text, str) else ""


def has_binary(name: str, schemas: Mapping[str, JsonObject]) -> bool:
    """Whether bytes occur in a schema of the table, at any depth."""
    seen: set[str] = set()
    todo: list[JsonValue] = [{"$ref": REFERENCE + name}]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo.extend(one)
        elif isinstance(one, dict):
            if one.get("format") == "binary" and one.get("type") == "string":
                return True
            reference = one.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                key = reference.removeprefix(REFERENCE)
                todo.append(schemas.get(key.replace("~1", "/").replace("~0", "~")))
            todo.extend(one.values())
    return False
