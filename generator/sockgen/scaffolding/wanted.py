"""What a generated server wants of its user, read from its own module.

The module is the one place where all names are given, so nothing is named twice.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sockgen.rendering import flat

_CREDENTIAL = "authenticate"
_PRINCIPAL, _SESSION = "P", "S"


@dataclass(frozen=True, slots=True)
class Method:
    """A method to write.

    `parameters` are names and their types, the connection first, and `rest` is
    the one that takes all further arguments.
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    rest: tuple[str, str] | None
    returned: str
    doc: str


@dataclass(frozen=True, slots=True)
class Side:
    """The handlers of a namespace: the name of their module, and their class."""

    attribute: str
    base: str
    connection: str
    name: str
    doc: str
    has_principal: bool
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a server of a package cannot do without.

    `origins` tells for each name that a signature may use the module that users
    import it from.
    """

    package: str
    module: str
    server: str
    title: str
    credential: str | None
    sides: tuple[Side, ...]
    origins: Mapping[str, str]


def wanted_of(package: str, files: Mapping[str, bytes], threads: bool) -> Wanted:
    """Read what a server wants from the files of its package."""
    module = "server" if threads else "async_server"
    tree = ast.parse(files[f"{package}/{module}.py"])
    public = _exports(ast.parse(files[f"{package}/__init__.py"]))
    own = _exports(tree)
    classes = {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)}
    server = next(
        one
        for one in classes.values()
        if isinstance(_assigned(one, "HANDLERS"), ast.Tuple)
    )
    init = next(
        one
        for one in server.body
        if isinstance(one, ast.FunctionDef) and one.name == "__init__"
    )
    credential = None
    for one in init.args.kwonlyargs:
        if one.arg == _CREDENTIAL and isinstance(one.annotation, ast.Subscript):
            assert isinstance(one.annotation.slice, ast.Tuple)
            called = one.annotation.slice.elts[0]
            assert isinstance(called, ast.List)
            credential = str(flat(called.elts[0]))
    origins = {
        **dict(_imported(tree, package)),
        **dict.fromkeys(public, package),
        **dict.fromkeys(own, f"{package}.{module}"),
    }
    taken = {*origins, "Principal"}
    sides = tuple(
        _side(attribute, classes[name], classes, taken)
        for attribute, name in _handlers(server)
    )
    title = (ast.get_docstring(server) or package).partition(":")[0]
    return Wanted(
        package,
        f"{package}.{module}",
        server.name,
        title,
        credential,
        sides,
        origins,
    )


def _exports(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and flat(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return set(names)
    return set()


def _imported(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            parts = [package] if node.level else []
            module = ".".join([*parts, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, module


def _assigned(owner: ast.ClassDef, name: str) -> ast.expr | None:
    for node in owner.body:
        if isinstance(node, ast.Assign) and flat(node.targets[0]) == name:
            return node.value
    return None


def _handlers(server: ast.ClassDef) -> Iterator[tuple[str, str]]:
    value = _assigned(server, "HANDLERS")
    assert isinstance(value, ast.Tuple)
    for pair in value.elts:
        match pair:
            case ast.Tuple(elts=[ast.Constant(value=str(name)), ast.Name(id=handlers)]):
                yield name, handlers
            case _:
                raise AssertionError(ast.dump(pair))


def _side(
    attribute: str,
    handlers: ast.ClassDef,
    classes: Mapping[str, ast.ClassDef],
    taken: set[str],
) -> Side:
    connection = flat(_assigned(handlers, "CONNECTION") or ast.Name("object"))
    base = classes[connection].bases[0]
    names = {one.id for one in ast.walk(base) if isinstance(one, ast.Name)}
    plain = handlers.name.removeprefix("Async").removesuffix("Handlers") or "Handlers"
    name = plain
    while name in taken:
        name += "Service" if name == plain else "_"
    taken.add(name)
    doc = ast.get_docstring(handlers) or plain
    # Its first paragraph says only what the generated class is.
    text = doc.partition("\n\n")[2] or f"What happens in {attribute}."
    methods = tuple(
        _method(one)
        for one in handlers.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(flat(mark) == "abstractmethod" for mark in one.decorator_list)
    )
    return Side(
        attribute, handlers.name, connection, name, text, _PRINCIPAL in names, methods
    )


def _method(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Method:
    given = [*node.args.posonlyargs, *node.args.args][1:]
    assert node.returns is not None
    return Method(
        node.name,
        tuple(_parameter(one) for one in given),
        _parameter(node.args.vararg) if node.args.vararg else None,
        _annotation(node.returns),
        ast.get_docstring(node) or node.name,
    )


def _parameter(node: ast.arg) -> tuple[str, str]:
    return node.arg, _annotation(node.annotation)


def _annotation(node: ast.expr | None) -> str:
    assert node is not None
    return flat(node)


def parameters_of(method: Method, connection: str, subscript: str) -> list[str]:
    """The parameters as a signature lists them, the connection with its types."""
    (conn, _), *others = method.parameters
    typed = [f"{name}: {kind}" for name, kind in others]
    rest = [f"*{method.rest[0]}: {method.rest[1]}"] if method.rest else []
    return ["self", f"{conn}: {connection}{subscript}", *typed, "/", *rest]
