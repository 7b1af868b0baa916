"""The models: datamodel-code-generator's types, in sockgen's own words.

It decides what each schema is in Python. Its module is read back as a syntax
tree, given the real names, and rendered by our template, so that the text is
laid out and escaped like everything else, and only declarations get through.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from sockgen.rendering import (
    Code,
    bracketed,
    docstring,
    field,
    flat,
    literal,
    statement,
)
from sockgen.sampling import Sampler
from sockgen.targets.python import annotations
from sockgen.targets.python.defaults import Defaults
from sockgen.targets.python.forms import Part, ask
from sockgen.targets.python.notes import NOWHERE, Notes
from sockgen.targets.python.patterns import translate
from sockgen.targets.python.shapes import Shape, in_order, neutral

RENAMED = {"date": "Date", "UUID": "Uuid"}
"""Types of the runtime that go by another name than what they stand for."""
_MODEL, FROZEN = "Model", "FrozenModel"
"""The bases of models in the runtime."""


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a model or a member of an enumeration: its line, and its docstring.

    `annotation` is the type as a parameter would have it, without constraints, and
    `constant` the only value that is allowed, if there is one.
    """

    name: str
    code: Code
    doc: Code | None = None
    annotation: str = ""
    default: str | None = None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One type: a class with `members`, or an alias with its assignment."""

    name: Code
    is_model: bool
    head: Code
    doc: Code | None
    members: tuple[Member, ...]
    alias: Code | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """The module `models`: its imports, its types in order, and what comes last.

    `used` are the names in its types, also in those that stand in quotes.
    """

    imports: tuple[tuple[str, tuple[str, ...]], ...]
    definitions: tuple[Definition, ...]
    rebuilds: tuple[Code, ...]
    used: frozenset[str]

    def names(self) -> list[str]:
        """The types of the module."""
        return [one.name for one in self.definitions]

    def find(self, name: str) -> Definition:
        """One type of the module. Raises KeyError if it is not there."""
        for one in self.definitions:
            if one.name == name:
                return one
        raise KeyError(name)


def make_models(
    shapes: Mapping[str, Shape],
    sampler: Sampler,
    notes: Notes,
    *,
    frozen: bool = False,
) -> Models:
    """The types of all definitions."""
    answers = ask(shapes)
    defaults = Defaults(shapes, sampler, notes)
    reader = _Reader(shapes, answers.parts, defaults, frozen)
    definitions = tuple(reader.definitions())
    return Models(
        imports=(*answers.imports, ("re", ("compile",))),
        definitions=definitions,
        rebuilds=tuple(Code(f"{name}.model_rebuild()") for name in reader.incomplete),
        used=frozenset(reader.used),
    )


class _Reader:
    """Reads what was written in neutral names, and tells it in real ones."""

    def __init__(
        self,
        shapes: Mapping[str, Shape],
        parts: Mapping[str, list[Part]],
        defaults: Defaults,
        frozen: bool,
    ) -> None:
        self._shapes = shapes
        self._parts = parts
        self._defaults = defaults
        self._frozen = frozen
        self.used: set[str] = set()
        """The names that occur in types."""
        self.incomplete: list[str] = []
        """The models that refer to types that come after them."""

    def definitions(self) -> Iterator[Definition]:
        """The types of the module; those without a name are part of others."""
        names = [one.name for one in self._shapes.values() if one.name is not None]
        later = set(names)
        for key in in_order(self._shapes):
            shape = self._shapes[key]
            if shape.name is None:
                continue
            first = self._parts[key][0].written if key in self._parts else None
            if isinstance(first, ast.ClassDef):
                made, used = self._class(shape, first, self._parts[key])
                if used & later:
                    self.incomplete.append(shape.name)
                else:
                    later.discard(shape.name)
                yield made
            else:
                value = self._value(key)
                self.used |= annotations.names(value)
                missing = annotations.names(value) & (later | {shape.name})
                if not missing:
                    later.discard(shape.name)
                yield self._alias(shape, value, quoted=bool(missing & set(names)))

    def _alias(self, shape: Shape, value: ast.expr, *, quoted: bool) -> Definition:
        """An alias; a type that comes later can only stand in quotes."""
        name = Code(shape.name)
        if quoted:
            value = _quoted(value)
        made = f"{name} = TypeAliasType({literal(name)}, {flat(value)})"
        code = statement(made, 0)
        return Definition(name, False, Code(""), _doc(shape.text), (), code)

    def _class(
        self, shape: Shape, written: ast.ClassDef, parts: Iterable[Part]
    ) -> tuple[Definition, set[str]]:
        """A class, and the names that its annotations use."""
        bases = [ast.unparse(one) for one in written.bases]
        is_model = bases == [_MODEL]
        if self._frozen and is_model:
            # What a type checker goes by is the word in the class itself.
            bases = [FROZEN, "frozen=True"]
        used: set[str] = set()
        members: list[Member] = []
        for node in written.body:
            match node:
                case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
                    line = f"model_config = {flat(value)}"
                    members.append(Member("", statement(line, 4)))
                case _:
                    continue
        for key, part in zip(shape.properties, parts, strict=False):
            kind = self._normal(part.field(), part)
            used |= annotations.names(kind)
            members.append(self._field(shape, key, kind))
        members += [_constant(name, value) for value, name in shape.members]
        doc = _doc(shape.text or f"A value of the kind {shape.name}.")
        head = bracketed(f"class {shape.name}(", bases, "):", 0)
        made = Definition(Code(shape.name), is_model, head, doc, tuple(members))
        return made, used

    def _field(self, shape: Shape, key: str, kind: ast.expr) -> Member:
        one = shape.properties[key]
        default = None if one.required else "MISSING"
        written = None if one.required else self._defaults.code(shape, key)
        if written is not None:
            default, kind = written, annotations.without_missing(kind)
        if one.name != one.wire:
            kind = annotations.with_keyword(kind, "alias", one.wire)
        annotation = flat(annotations.relaxed(kind))
        code = field(one.name, kind, default, 4)
        constant = literal(one.form["const"]) if "const" in one.form else None
        return Member(one.name, code, _doc(one.text), annotation, default, constant)

    def _normal(self, kind: ast.expr, part: Part) -> ast.expr:
        """A type in real names and in one style."""
        means = part.means
        resolve = annotations.Normaliser(lambda x: self._resolved(means.get(x, x)))
        return resolve.normal(kind)

    def _resolved(self, name: str) -> ast.expr:
        """What stands for a name of the generator's module."""
        shape = self._shapes.get(name)
        if shape is None:
            return ast.Name(RENAMED.get(name, name))
        return self._value(name) if shape.name is None else ast.Name(shape.name)

    def _value(self, key: str) -> ast.expr:
        """The type that a definition is an alias of."""
        shape = self._shapes[key]
        if shape.alias_of is not None:
            return self._resolved(shape.alias_of)
        if shape.literals:
            return annotations.literal(shape.literals)
        (part,) = self._parts[key]
        assert isinstance(part.written, ast.expr)  # a class always has a name
        value = self._normal(part.written, part)
        if isinstance(pattern := shape.schema.get("pattern"), str):
            value = _with_pattern(value, pattern)
        tag = self._tag(shape)
        return value if tag is None else _discriminated(value, tag)

    def _tag(self, shape: Shape) -> str | None:
        """The field that tells the members of a union apart, if one does."""
        branches = shape.schema.get("anyOf")
        if shape.tag is None or not isinstance(branches, list):
            return None
        found: set[str | None] = set()
        for branch in branches:
            known = (
                self._shapes[neutral(branch)]
                if _refers(branch)
                else Shape(None, NOWHERE)
            )
            found.add(_tag_field(known, shape.tag))
        return found.pop() if len(found) == 1 else None


def _refers(schema: object) -> bool:
    return isinstance(schema, dict) and "$ref" in schema


def _tag_field(shape: Shape, tag: str) -> str | None:
    """The field of a model that has a text of its own for its tag."""
    for one in shape.properties.values():
        if one.wire == tag and one.required and isinstance(one.form.get("const"), str):
            return one.name
    return None


def _discriminated(value: ast.expr, field: str) -> ast.expr:
    keyword = ast.keyword("discriminator", ast.Constant(field))
    call = ast.Call(ast.Name("Field"), [], [keyword])
    return annotations.subscript("Annotated", [value, call])


def _with_pattern(value: ast.expr, pattern: str) -> ast.expr:
    """A type with the real pattern in the place of the neutral one."""
    translated = translate(pattern)
    assert translated is not None  # else the form had none
    value = deepcopy(value)  # the same form may have other patterns elsewhere
    for node in ast.walk(value):
        if isinstance(node, ast.keyword) and node.arg == "pattern":
            text: ast.expr = ast.Constant(translated.text)
            if translated.compiled:
                text = ast.Call(ast.Name("compile"), [text], [])
            node.value = text
    return value


def _quoted(value: ast.expr) -> ast.expr:
    match value:
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *extra])
        ):
            quoted = ast.Constant(str(flat(inner)))
            return annotations.subscript("Annotated", [quoted, *extra])
        case _:
            return ast.Constant(str(flat(value)))


def _constant(name: str, value: object) -> Member:
    return Member(name, statement(f"{name} = {literal(value)}", 4))


def _doc(text: str) -> Code | None:
    return docstring(text) if text.strip() else None
