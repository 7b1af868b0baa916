"""Types as syntax trees: what datamodel-code-generator writes, in one style."""

import ast
from collections.abc import Callable, Iterable
from typing import cast

from sockgen.rendering import members


class Normaliser:
    """Rewrites types: no quotes, `X | None` in place of `Optional[X]`, real names.

    `resolve` gives what stands for a name.
    """

    def __init__(self, resolve: Callable[[str], ast.expr]) -> None:
        self._resolve = resolve

    def normal(self, node: ast.expr) -> ast.expr:
        """A type in the one style."""
        match node:
            case ast.Name(id=name):
                return self._resolve(name)
            case ast.Constant(value=str() as text):
                return self.normal(ast.parse(text, mode="eval").body)
            case ast.BinOp():
                return union(self.normal(one) for one in members(node))
            case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
                return union([self.normal(inner), ast.Constant(None)])
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=elts)):
                return union(self.normal(one) for one in elts)
            case ast.Subscript(value=ast.Name(id="Literal")):
                return node
            case ast.Subscript(
                value=ast.Name(id="Annotated") as head,
                slice=ast.Tuple(elts=[inner, *extra]),
            ):
                return subscript(head.id, [self.normal(inner), *extra])
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=elts)):
                return subscript(name, [self.normal(one) for one in elts])
            case ast.Subscript(value=ast.Name(id=name), slice=inner):
                return subscript(name, [self.normal(inner)])
            case _:
                return node


def subscript(name: str, items: list[ast.expr]) -> ast.expr:
    """`name[items]`."""
    inner = items[0] if len(items) == 1 else ast.Tuple(items)
    return ast.Subscript(ast.Name(name), inner)


def literal(values: Iterable[object]) -> ast.expr:
    """`Literal[…]`."""
    return subscript("Literal", [ast.Constant(cast(str, one)) for one in values])


def union(parts: Iterable[ast.expr]) -> ast.expr:
    """The union of types: each once, all literals as one, None and MISSING last."""
    literals: list[ast.expr] = []
    found: dict[str, ast.expr] = {}
    for part in [one for each in parts for one in members(each)]:
        match part:
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                literals += inner.elts if isinstance(inner, ast.Tuple) else [inner]
                found.setdefault("Literal", part)
            case _:
                found.setdefault(ast.dump(part), part)
    if literals:
        found["Literal"] = subscript("Literal", literals)
    mixed = any(
        not isinstance(x, ast.Constant) or not isinstance(x.value, str)
        for x in literals
    )
    # To a literal of Python 1 and true are the same, so that their types come first.
    if mixed:
        found["Literal"] = found.pop("Literal")
    ordered = sorted(found.values(), key=_last)
    whole = ordered[0]
    for one in ordered[1:]:
        whole = ast.BinOp(whole, ast.BitOr(), one)
    return whole


def _last(node: ast.expr) -> int:
    if isinstance(node, ast.Constant):
        return 1
    return 2 if isinstance(node, ast.Name) and node.id == "MISSING" else 0


def without_missing(node: ast.expr) -> ast.expr:
    """A type without its member MISSING."""
    return union([one for one in members(node) if _last(one) != 2])


_RELAXED = {
    "StrictStr": "str",
    "StrictInt": "int",
    "StrictFloat": "float",
    "StrictBool": "bool",
    "StrictBytes": "bytes",
}


def relaxed(node: ast.expr) -> ast.expr:
    """A type as a parameter has it: without constraints, and with Python's names."""
    match node:
        case ast.Name(id=name):
            return ast.Name(_RELAXED.get(name, name))
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *_])
        ):
            return relaxed(inner)
        case ast.BinOp():
            return union([relaxed(one) for one in members(node)])
        case ast.Subscript(value=ast.Name(id="Literal")):
            return node
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=elts)):
            return subscript(name, [relaxed(one) for one in elts])
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return subscript(name, [relaxed(inner)])
        case _:
            return node


def with_keyword(node: ast.expr, name: str, value: str) -> ast.expr:
    """A type whose `Field` has one keyword more, as its first."""
    keyword = ast.keyword(name, ast.Constant(value))
    match node:
        case ast.Subscript(
            value=ast.Name(id="Annotated"),
            slice=ast.Tuple(elts=[inner, ast.Call() as call]),
        ):
            call = ast.Call(call.func, call.args, [keyword, *call.keywords])
            return subscript("Annotated", [inner, call])
        case _:
            call = ast.Call(ast.Name("Field"), [], [keyword])
            return subscript("Annotated", [node, call])


def names(node: ast.AST) -> set[str]:
    """All names that occur in a tree."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
