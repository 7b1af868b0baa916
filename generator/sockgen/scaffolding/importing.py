"""Has what is added to a module of a user know its names there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast

import libcst as cst
from libcst import matchers as m

from sockgen.scaffolding.bindings import (
    Binding,
    aliases,
    bindings,
    bound,
    origin_of,
    statements,
)
from sockgen.scaffolding.fresh import import_line

_Node = TypeVar("_Node", bound=cst.CSTNode)


def fitted(
    module: cst.Module, fresh: cst.Module, nodes: Sequence[_Node], package: str
) -> tuple[cst.Module, list[_Node]]:
    """Import what parts of a fresh module use, and call it what it is called there."""
    known = bindings(module)
    used = {
        name.value
        for node in nodes
        for name in m.findall(node, m.Name())
        if isinstance(name, cst.Name)
    }
    called: dict[str, str] = {}
    lacking: dict[str, list[str]] = {}
    for name, binding in bindings(fresh).items():
        if name not in used or not binding.name:
            continue
        there = _called(known, binding, package)
        if there is not None:
            called[name] = there
        elif name not in known:
            lacking.setdefault(binding.origin, []).append(name)
        else:
            called[name] = _free(f"{package.title().replace('_', '')}{name}", known)
            lacking.setdefault(binding.origin, []).append(f"{name} as {called[name]}")
    for origin, names in lacking.items():
        module = _imported(module, origin, names)
    renaming = _Renaming(called)
    return module, [cast("_Node", one.visit(renaming)) for one in nodes]


def _called(known: Mapping[str, Binding], wanted: Binding, package: str) -> str | None:
    """What a module calls something that another one imports."""
    for name, one in known.items():
        if one.name == wanted.name and _same(one.origin, wanted.origin, package):
            return name
    return None


def _same(one: str, wanted: str, package: str) -> bool:
    """Whether a module is the one that is wanted, or both are of the same package."""
    if package in wanted.split("."):
        return package in one.split(".")
    return one.lstrip(".") == wanted or one.endswith(f".{wanted}")


def _free(name: str, known: Mapping[str, Binding]) -> str:
    while name in known:
        name += "_"
    return name


class _Renaming(cst.CSTTransformer):
    """Renames what names refer to; not parameters, attributes and keywords."""

    def __init__(self, called: Mapping[str, str]) -> None:
        super().__init__()
        self._called = called

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        value = self._called.get(original_node.value, original_node.value)
        return updated_node.with_changes(value=value)

    def leave_Param(
        self, original_node: cst.Param, updated_node: cst.Param
    ) -> cst.Param:
        return updated_node.with_changes(name=original_node.name)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        return updated_node.with_changes(name=original_node.name)

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        return updated_node.with_changes(name=original_node.name)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)


def _imported(module: cst.Module, origin: str, names: Sequence[str]) -> cst.Module:
    """Add names to the import of their module, or an import of their own.

    An import that looks as sockgen writes it may grow. Any other one is laid out as
    its owner likes it.
    """
    for line in module.body:
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        [*_, node] = line.body
        if isinstance(node, cst.ImportFrom) and origin_of(node) == origin:
            before = [bound(one) for one in aliases(node)]
            text = module.code_for_node(line.with_changes(leading_lines=()))
            plain = text.strip().replace("\r\n", "\n")
            if before and plain == import_line(origin, before):
                [new] = _lines(module, import_line(origin, [*before, *names]))
                new = new.with_changes(leading_lines=line.leading_lines)
                changed = module.deep_replace(line, new)
                assert isinstance(changed, cst.Module)
                return changed
    [new] = _lines(module, import_line(origin, names))
    place = _place(module, origin)
    if not place or (place == 1 and module.get_docstring() is not None):
        new = new.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    return module.with_changes(body=[*module.body[:place], new, *module.body[place:]])


def _lines(module: cst.Module, text: str) -> list[cst.SimpleStatementLine]:
    ending = module.default_newline
    made = cst.parse_module(text.replace("\n", ending) + ending)
    return [one for one in made.body if isinstance(one, cst.SimpleStatementLine)]


def _place(module: cst.Module, origin: str) -> int:
    """Where an import goes: after one of the same module, or after the last one.

    It stands before the first class or function, for what is added may be needed there.
    """
    place = 1 if module.get_docstring() is not None else 0
    for number, line in enumerate(module.body):
        inside = [*statements([line])]
        if any(isinstance(one, cst.ClassDef | cst.FunctionDef) for one in inside):
            break
        if any(isinstance(one, cst.Import | cst.ImportFrom) for one in inside):
            place = number + 1
        if isinstance(line, cst.SimpleStatementLine) and _is_of(inside, origin):
            break
    return place


def _is_of(nodes: Iterable[cst.CSTNode], origin: str) -> bool:
    return any(isinstance(x, cst.ImportFrom) and origin_of(x) == origin for x in nodes)
