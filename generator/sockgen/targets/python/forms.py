"""What datamodel-code-generator is asked, and its answers: each form once.

A definition knows others only by their names, and a class is the sum of its fields.
So every field is asked for on its own, what a form refers to has a stand-in, and
forms that are then the same are one. A large document has few different ones.
"""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import REFERENCE
from sockgen.targets.python.generation import generate
from sockgen.targets.python.merging import object_of
from sockgen.targets.python.shapes import Shape, neutral

_STAND_IN: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}


@dataclass(frozen=True, slots=True)
class Part:
    """One form of a definition: what was written for it, a class or a type.

    `means` tells which definition each of its stand-ins is.
    """

    written: ast.ClassDef | ast.expr
    means: Mapping[str, str]

    def field(self) -> ast.expr:
        """The type of the only field of a class."""
        fields = getattr(self.written, "body", ())
        return next(x.annotation for x in fields if isinstance(x, ast.AnnAssign))


@dataclass(frozen=True, slots=True)
class Answers:
    """What was written for definitions, by their neutral names, and its imports.

    A class has a part for each of its fields.
    """

    parts: Mapping[str, list[Part]]
    imports: tuple[tuple[str, tuple[str, ...]], ...]


def ask(shapes: Mapping[str, Shape]) -> Answers:
    """Have the types of all definitions written, by one call of the generator."""
    forms = _Forms()
    asked = {
        key: [forms.add(one) for one in _parts(shape)]
        for key, shape in shapes.items()
        if shape.alias_of is None and not shape.literals
    }
    module = generate(forms.schemas)
    written = dict(_written(module))
    parts = {
        key: [Part(written[name], means) for name, means in each]
        for key, each in asked.items()
    }
    return Answers(parts, tuple(_imports(module)))


class _Forms:
    """The different forms, and the stand-ins for what they refer to."""

    def __init__(self) -> None:
        self.schemas: dict[str, JsonObject] = {}
        self._names: dict[str, str] = {}

    def add(self, schema: JsonObject) -> tuple[str, dict[str, str]]:
        """The name of a form, and what its stand-ins mean."""
        stand_ins: dict[str, str] = {}
        form = object_of(self._with_stand_ins(schema, stand_ins))
        text = json.dumps(form)
        if text not in self._names:
            self._names[text] = f"Form{len(self._names)}"
            self.schemas[self._names[text]] = form
        return self._names[text], {name: key for key, name in stand_ins.items()}

    def _with_stand_ins(self, value: JsonValue, stand_ins: dict[str, str]) -> JsonValue:
        if isinstance(value, list):
            return [self._with_stand_ins(one, stand_ins) for one in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            name = stand_ins.setdefault(neutral(value), f"Other{len(stand_ins)}")
            self.schemas.setdefault(name, _STAND_IN)
            return {"$ref": REFERENCE + name}
        return {key: self._with_stand_ins(one, stand_ins) for key, one in value.items()}


def _parts(shape: Shape) -> Iterable[JsonObject]:
    """The forms of a definition: one, or one for each property."""
    schema = _with_neutral_text(shape)
    properties = object_of(schema.get("properties"))
    if not properties:
        return [schema]
    return [
        {
            **schema,
            "properties": {"field": form},
            "required": ["field"] if shape.properties[key].required else [],
        }
        for key, form in properties.items()
    ]


def _with_neutral_text(shape: Shape) -> JsonObject:
    """The schema of a definition: none of the document's text reaches the generator."""
    schema = dict(shape.schema)
    if "pattern" in schema:
        schema["pattern"] = "a"
    if schema.get("type") == "string" and shape.members:
        schema["enum"] = [f"a{number}" for number in range(len(shape.members))]
    return schema


def _written(module: ast.Module) -> Iterator[tuple[str, ast.ClassDef | ast.expr]]:
    """The classes of a module and the types that its aliases stand for."""
    for node in module.body:
        match node:
            case ast.ClassDef(name=name):
                yield name, node
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(args=[ast.Constant(), value]),
            ):
                yield name, value
            case ast.ImportFrom():
                pass
            case _:
                raise AssertionError(f"unexpected in the models: {ast.dump(node)}")


def _imports(module: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield f"{node.module}", tuple(sorted(one.name for one in node.names))
