"""Finds in modules of a user what derives from a generated class, or makes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst import matchers as m

from sockgen.scaffolding.bindings import (
    Binding,
    bindings,
    dotted,
    statements,
    without_subscript,
)
from sockgen.scaffolding.modules import Modules

_HOOKS = {"on_connect", "on_disconnect", "on_error"}
_ENDS = {"async_server", "server"}
_EMPTY = {"ABC", "Generic", "Protocol", "object"}
"""Bases that have no handlers."""
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A class of handlers in a module of the user, and what it has.

    `complete` is False if it may have more methods than can be seen.
    """

    path: Path
    name: str
    subscript: str
    names: frozenset[str]
    complete: bool

    def leftovers(self, wanted: Iterable[str]) -> list[str]:
        """Its handlers of events that no client sends any more."""
        known = _HOOKS | set(wanted)
        return sorted(x for x in self.names if x.startswith("on_") and x not in known)


@dataclass(frozen=True, slots=True)
class _Class:
    path: Path
    node: cst.ClassDef

    @property
    def key(self) -> tuple[Path, str]:
        return self.path, self.node.name.value


class Finder:
    """Looks through the modules of a folder, across their imports."""

    def __init__(self, modules: Modules, package: str) -> None:
        self._modules = modules
        self._package = package

    def handlers(self, base: str) -> list[Found]:
        """The classes that derive from a generated one, but for bases of these."""
        found: dict[tuple[Path, str], _Class] = {}
        parents: set[tuple[Path, str]] = set()
        words, seen = [base], set[str]()
        while words:
            word = words.pop()
            seen.add(word)
            for path in self._modules.mentioning(word):
                for one in self._classes(path):
                    above = self._above(one)
                    if one.key in found or not self._derives(one, base, _DEPTH):
                        continue
                    found[one.key] = one
                    parents |= {x.key for x in above if isinstance(x, _Class)}
                    if one.node.name.value not in seen:
                        words.append(one.node.name.value)
        leaves = [one for key, one in found.items() if key not in parents]
        return [self._seen(one, base) for one in leaves]

    def calls(self, server: str) -> Iterator[tuple[Path, cst.Call]]:
        """Where a server is made."""
        for path in self._modules.mentioning(server):
            module = self._modules.module(path)
            known = bindings(module)
            for call in m.findall(module, m.Call()):
                assert isinstance(call, cst.Call)
                made = self._target(path, without_subscript(call.func), known, _DEPTH)
                if made == server:
                    yield path, call

    def _classes(self, path: Path) -> Iterator[_Class]:
        module = self._modules.module(path)
        for node in m.findall(module, m.ClassDef()):
            assert isinstance(node, cst.ClassDef)
            yield _Class(path, node)

    def _above(self, one: _Class) -> list[_Class | str | None]:
        known = bindings(self._modules.module(one.path))
        return [
            self._target(one.path, without_subscript(base.value), known, _DEPTH)
            for base in one.node.bases
        ]

    def _derives(self, one: _Class, base: str, depth: int) -> bool:
        return depth > 0 and any(
            self._derives(x, base, depth - 1) if isinstance(x, _Class) else x == base
            for x in self._above(one)
        )

    def _target(
        self, path: Path, node: cst.BaseExpression, known: dict[str, Binding], left: int
    ) -> _Class | str | None:
        """What an expression names: a class of the user, or one of elsewhere."""
        name = dotted(node)
        start, dot, rest = name.partition(".")
        binding = known.get(start)
        if not left or not name:
            return None
        if binding is None:
            return None if dot else name  # of an import of everything
        if binding.owner is not None and not dot:
            return _Class(path, binding.owner)
        if binding.value is not None and not dot:
            value = without_subscript(binding.value)
            return self._target(path, value, known, left - 1)
        if not binding.origin:
            return None
        origin = ".".join(x for x in (binding.origin, binding.name, rest) if x)
        where, _, last = origin.rpartition(".")
        return self._of_origin(path, where or binding.origin, last, left)

    def _of_origin(
        self, path: Path, origin: str, name: str, left: int
    ) -> _Class | str | None:
        parts = origin.split(".")
        if self._package in parts:
            return name
        there = self._modules.of_origin(origin, path)
        if there is None:
            # The same name may be one of another generated package.
            return None if parts[-1] in _ENDS else name
        known = bindings(self._modules.module(there))
        return self._target(there, cst.Name(name), known, left - 1)

    def _seen(self, one: _Class, base: str) -> Found:
        names: set[str] = set()
        complete, subscript = True, ""
        left, done = [one], set[tuple[Path, str]]()
        while left:
            owner = left.pop()
            done.add(owner.key)
            names |= set(_members(owner.node))
            module = self._modules.module(owner.path)
            for argument, above in zip(
                owner.node.bases, self._above(owner), strict=True
            ):
                if isinstance(above, _Class):
                    left += [above] if above.key not in done else []
                elif above == base:
                    plain = without_subscript(argument.value)
                    whole = module.code_for_node(argument.value)
                    subscript = whole.removeprefix(module.code_for_node(plain)).strip()
                else:
                    complete = complete and above in _EMPTY
        name = one.node.name.value
        return Found(one.path, name, subscript, frozenset(names), complete)


def _members(owner: cst.ClassDef) -> Iterator[str]:
    """The names in the body of a class, whatever they depend on there."""
    for one in statements(owner.body.body):
        if isinstance(one, cst.FunctionDef):
            yield one.name.value
        elif isinstance(one, cst.ImportFrom):
            yield from bindings(cst.Module([cst.SimpleStatementLine([one])]))
        else:
            for each in m.findall(one, m.AssignTarget() | m.AnnAssign()):
                assert isinstance(each, cst.AssignTarget | cst.AnnAssign)
                yield dotted(each.target).rpartition(".")[2]
