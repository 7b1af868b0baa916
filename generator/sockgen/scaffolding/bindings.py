"""What the names of a module stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m

_Body = Sequence[cst.BaseStatement | cst.BaseSmallStatement]


@dataclass(frozen=True, slots=True)
class Binding:
    """A name of a module: `name` of the module `origin`, whatever it is called here.

    What is no import has no origin, and what imports a whole module no name. `value`
    is what was assigned, and `owner` a class.
    """

    origin: str = ""
    name: str = ""
    value: cst.BaseExpression | None = None
    owner: cst.ClassDef | None = None


def bindings(module: cst.Module) -> dict[str, Binding]:
    """All names that a module binds, other than in functions and classes."""
    found: dict[str, Binding] = {}
    for one in statements(module.body):
        if isinstance(one, cst.ClassDef):
            found[one.name.value] = Binding(owner=one)
        elif isinstance(one, cst.FunctionDef):
            found[one.name.value] = Binding()
        elif isinstance(one, cst.ImportFrom):
            origin = origin_of(one)
            for alias in aliases(one):
                found[bound(alias)] = Binding(origin, alias.evaluated_name)
        elif isinstance(one, cst.Import):
            for alias in one.names:
                name = alias.evaluated_name
                if not alias.evaluated_alias:
                    name = name.partition(".")[0]
                found[alias.evaluated_alias or name] = Binding(name)
        elif isinstance(one, cst.Assign | cst.AnnAssign):
            for target in m.findall(one, m.AssignTarget() | m.AnnAssign()):
                assert isinstance(target, cst.AssignTarget | cst.AnnAssign)
                if isinstance(target.target, cst.Name):
                    found[target.target.value] = Binding(value=one.value)
    return found


def statements(body: _Body) -> Iterator[cst.CSTNode]:
    """The statements of a body and of its branches, not of functions and classes."""
    for one in body:
        if isinstance(one, cst.SimpleStatementLine | cst.SimpleStatementSuite):
            yield from one.body
        elif isinstance(one, cst.ClassDef | cst.FunctionDef):
            yield one
        else:
            for block in _blocks(one):
                yield from statements(block.body)


def _blocks(node: cst.CSTNode) -> Iterator[cst.BaseSuite]:
    for child in node.children:
        if isinstance(child, cst.BaseSuite):
            yield child
        elif not isinstance(child, cst.BaseExpression):
            yield from _blocks(child)


def origin_of(node: cst.ImportFrom) -> str:
    """The module that names are imported from, with the dots before it."""
    return "." * len(node.relative) + (dotted(node.module) if node.module else "")


def aliases(node: cst.ImportFrom) -> Sequence[cst.ImportAlias]:
    """What is imported by name."""
    return () if isinstance(node.names, cst.ImportStar) else node.names


def bound(alias: cst.ImportAlias) -> str:
    """The name that something imported has here."""
    return alias.evaluated_alias or alias.evaluated_name


def dotted(node: cst.BaseExpression) -> str:
    """A name with dots, such as `cafe.async_server`; empty for anything else."""
    if isinstance(node, cst.Attribute):
        start = dotted(node.value)
        return f"{start}.{node.attr.value}" if start else ""
    return node.value if isinstance(node, cst.Name) else ""


def without_subscript(node: cst.BaseExpression) -> cst.BaseExpression:
    """A class without its types: `Handlers` of `Handlers[int]`."""
    return node.value if isinstance(node, cst.Subscript) else node
