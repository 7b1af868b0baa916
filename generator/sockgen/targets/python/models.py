"""The models: datamodel-code-generator's types, in sockgen's own words.

It decides what each schema is in Python. Its module is read back as a syntax
tree and rendered by our template, so that the text is laid out and escaped like
everything else, and nothing but declarations can get through.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.contract import JsonObject
from sockgen.naming import is_reserved
from sockgen.rendering import WIDTH, Code, columns, docstring, flat, lay_out, literal
from sockgen.targets.python.schemas import Definitions

RUNTIME = "sockgen_runtime"
"""Stands for the runtime package until the imports are written."""
RENAMED = {"date": "Date", "UUID": "Uuid"}
"""Types of the runtime that go by another name than what they stand for."""
_ROOT = "SockgenRoot"


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a model or a member of an enumeration: its line, and its docstring.

    `annotation` is the type without its constraints, as a parameter would have it.
    """

    name: str
    code: Code
    doc: Code | None = None
    annotation: str = ""
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One type: a class with `members`, or an alias with `value`."""

    name: Code
    bases: Code
    doc: Code | None
    members: tuple[Member, ...]
    value: Code | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """The module `models`: its imports, its types in order, and what comes last."""

    imports: tuple[tuple[str, tuple[str, ...]], ...]
    definitions: tuple[Definition, ...]
    rebuilds: tuple[Code, ...]

    def names(self) -> list[str]:
        """The types of the module."""
        return [one.name for one in self.definitions]

    def find(self, name: str) -> Definition:
        """One type of the module. Raises KeyError if it is not there."""
        return {one.name: one for one in self.definitions}[name]


def make_models(definitions: Definitions) -> Models:
    """The types of all definitions, by one call of the generator."""
    text = _generate(definitions.schemas) if definitions.schemas else ""
    module = ast.fix_missing_locations(_Rename().visit(ast.parse(text)))
    reader = _Reader(definitions)
    found = tuple(one for node in module.body for one in reader.definition(node))
    missing = set(definitions.schemas) - {one.name for one in found}
    if missing:
        raise AssertionError(f"no type was made for {sorted(missing)}")
    return Models(
        imports=tuple(_imports(module)),
        definitions=found,
        rebuilds=tuple(
            Code(ast.unparse(node))
            for node in module.body
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        ),
    )


def _generate(schemas: dict[str, JsonObject]) -> str:
    # Importing it takes longer than anything else that a build does.
    import datamodel_code_generator as generator
    from datamodel_code_generator.enums import StrictTypes, TargetPydanticVersion
    from datamodel_code_generator.format import Formatter, PythonVersion

    own = ("StrictInt", "StrictFloat", "AwareDatetime")
    text = generator.generate(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": _ROOT,
            "type": "null",
            "$defs": schemas,
        },
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=generator.DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion("2.14"),
        base_class=f"{RUNTIME}.payloads.Model",
        import_overrides={
            **dict.fromkeys(own, f"{RUNTIME}.payloads"),
            "UUID": f"{RUNTIME}.payloads",
            "date": f"{RUNTIME}.payloads",
        },
        class_name=_ROOT,
        formatters=[Formatter.BUILTIN],
        builtin_format_line_length=88,
        use_double_quotes=True,
        disable_timestamp=True,
        use_annotated=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_type_alias=True,
        use_missing_sentinel=True,
        strict_nullable=True,
        strict_types=list(StrictTypes),
        snake_case_field=True,
        use_specialized_enum=True,
        use_tuple_for_closed_arrays=True,
        allow_remote_refs=False,
    )
    if not isinstance(text, str):
        raise AssertionError("the models are not one module")
    return text


def _imports(module: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            names = sorted(one.name for one in node.names)
            yield f"{node.module}", tuple(names)


class _Rename(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = RENAMED.get(node.id, node.id)
        return node


class _Reader:
    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def definition(self, node: ast.stmt) -> Iterator[Definition]:
        match node:
            case ast.ClassDef():
                yield self._class(node)
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(args=[ast.Constant(), value]),
            ) if name != _ROOT:
                start = len(f'{name} = TypeAliasType("{name}", )')
                yield Definition(
                    Code(name), Code(""), self._doc(name), (), _alias(name, value, start)
                )
            case ast.Import() | ast.ImportFrom() | ast.Expr() | ast.Assign():
                return
            case _:
                raise AssertionError(f"unexpected in the models: {ast.dump(node)}")

    def _class(self, node: ast.ClassDef) -> Definition:
        bases = ", ".join(ast.unparse(one) for one in node.bases)
        texts = self._definitions.fields.get(node.name, {})
        members = tuple(one for part in node.body for one in _member(part, texts))
        return Definition(
            Code(node.name), Code(bases), self._doc(node.name), members
        )

    def _doc(self, name: str) -> Code | None:
        text = self._definitions.texts.get(name, "")
        return docstring(text) if text.strip() else None


def _alias(name: str, value: ast.expr, start: int) -> Code:
    line = flat(value)
    if start + columns(line) <= WIDTH:
        return Code(f"TypeAliasType({literal(name)}, {line})")
    item = lay_out(value, 4, 4, 1)
    return Code(f"TypeAliasType(\n    {literal(name)},\n    {item},\n)")


def _member(node: ast.stmt, texts: dict[str, str]) -> Iterator[Member]:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value):
            wire, plain = _wire_name(name, kind)
            default = None if value is None else flat(value)
            if is_reserved(name) and wire == name:
                kind = _aliased(kind, wire)
            code = _field(_safe(name), kind, default)
            text = texts.get(wire, "")
            doc = docstring(text) if text.strip() else None
            yield Member(_safe(name), code, doc, plain, default)
        case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
            yield Member("", Code(f"model_config = {lay_out(value, 4, 19)}"))
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            name = _safe(name)
            yield Member(name, Code(f"{name} = {lay_out(value, 4, 7 + len(name))}"))
        case ast.Expr() | ast.Pass():
            return
        case _:
            raise AssertionError(f"unexpected in a model: {ast.dump(node)}")


def _safe(name: str) -> str:
    return f"{name}_" if is_reserved(name) else name


def _field(name: str, kind: ast.expr, default: str | None) -> Code:
    tail = "" if default is None else f" = {default}"
    start = 4 + len(name) + 2
    code = lay_out(kind, 4, start, len(tail))
    if isinstance(kind, ast.BinOp) and start + columns(code) + len(tail) > WIDTH:
        # Without brackets of its own a union is split inside parentheses.
        fits = 8 + columns(code) <= WIDTH
        lines = code if fits else code.replace(" | ", "\n        | ")
        code = Code(f"(\n        {lines}\n    )")
    return Code(f"{name}: {code}{tail}")


def _wire_name(name: str, kind: ast.expr) -> tuple[str, str]:
    """The property that a field stands for, and its type without constraints."""
    match kind:
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[plain, *extra])
        ):
            for one in extra:
                for keyword in one.keywords if isinstance(one, ast.Call) else ():
                    if keyword.arg == "alias" and isinstance(
                        keyword.value, ast.Constant
                    ):
                        name = str(keyword.value.value)
            return name, flat(plain)
        case _:
            return name, flat(kind)


def _aliased(kind: ast.expr, wire: str) -> ast.expr:
    """A type with the alias that renaming its field makes necessary."""
    alias = ast.keyword("alias", ast.Constant(wire))
    match kind:
        case ast.Subscript(slice=ast.Tuple(elts=[*_, ast.Call() as field])):
            field.keywords.insert(0, alias)
            return kind
        case _:
            field = ast.Call(ast.Name("Field"), [], [alias])
            return ast.Subscript(
                ast.Name("Annotated"), ast.Tuple([kind, field])
            )
