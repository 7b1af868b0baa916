"""The folder of a server: what is there, what it lacks, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst as cst

from sockgen.rendering import Renderer
from sockgen.scaffolding.fresh import (
    AUTHENTICATION,
    PRINCIPAL,
    authentication_module,
    handlers_module,
    main_module,
)
from sockgen.scaffolding.merging import (
    Found,
    add_arguments,
    add_class,
    add_methods,
    find_class,
    server_arguments,
)
from sockgen.scaffolding.steps import Step, write
from sockgen.scaffolding.wanted import Side, Wanted

_MAIN = "main.py"
_NO_CODE = {"__pycache__", "node_modules", "site-packages", "venv"}


def scaffold(
    wanted: Wanted, folder: Path, renderer: Renderer, *, threads: bool
) -> list[Step]:
    """Write what a folder lacks, and tell of each file what was done."""
    steps = [*_Folder(wanted, folder, renderer, threads).steps()]
    for step in steps:
        write(step)
    return steps


class _Folder:
    def __init__(
        self, wanted: Wanted, folder: Path, renderer: Renderer, threads: bool
    ) -> None:
        self._wanted = wanted
        self._folder = folder
        self._renderer = renderer
        self._threads = threads
        self._modules: dict[Path, cst.Module] = {}
        self._broken: list[Path] = []
        self._classes: dict[str, tuple[str, str]] = {}

    def steps(self) -> Iterator[Step]:
        self._read()
        for path in self._broken:
            yield Step(path, "note", "cannot be read as Python, and stays as it is")
        principal = self._principal()
        if self._wanted.credential:
            yield from self._once(
                f"{AUTHENTICATION}.py",
                lambda: authentication_module(
                    self._wanted, self._renderer, self._threads
                ),
            )
        if self._wanted.sides:
            yield from self._once(
                "handlers/__init__.py",
                lambda: '"""The handlers, a module for each namespace."""\n',
            )
        for side in self._wanted.sides:
            yield from self._side(side, principal)
        yield from self._main(principal)

    def _read(self) -> None:
        for root, folders, names in os.walk(self._folder):
            folders[:] = sorted(
                one for one in folders if one[0] != "." and one not in _NO_CODE
            )
            for name in sorted(names):
                path = Path(root, name)
                if path.suffix == ".py":
                    try:
                        self._modules[path] = cst.parse_module(path.read_bytes())
                    except (cst.ParserSyntaxError, UnicodeError):
                        self._broken.append(path)

    def _principal(self) -> bool:
        """Whether there is, or will be, a class for who has signed in."""
        path = self._folder / f"{AUTHENTICATION}.py"
        if path in self._broken:
            return False
        if path not in self._modules:
            return True
        return any(
            isinstance(one, cst.ClassDef) and one.name.value == PRINCIPAL
            for one in self._modules[path].body
        )

    def _once(self, name: str, make: Callable[[], str]) -> Iterator[Step]:
        path = self._folder / name
        if path not in self._modules and path not in self._broken:
            yield Step(path, "written", "written", make().encode())

    def _side(self, side: Side, principal: bool) -> Iterator[Step]:
        for path, module in self._modules.items():
            found = find_class(module, side.base)
            if found:
                self._remember(side, path, found.name)
                yield from self._grown(side, path, module, found)
                return
        path = self._folder / "handlers" / f"{side.attribute}.py"
        subscript = f"[{PRINCIPAL}]" if side.has_principal and principal else ""
        text = self._fresh(side, subscript)
        if path in self._broken:
            yield Step(path, "note", f"has no class of {side.base} that can be seen")
            return
        self._remember(side, path, side.name)
        if path not in self._modules:
            yield Step(path, "written", "written", text.encode())
            return
        fresh = cst.parse_module(
            text.replace("\n", self._modules[path].default_newline)
        )
        self._modules[path] = grown = add_class(self._modules[path], fresh)
        yield Step(path, "added", f"added class {side.name}", grown.bytes)

    def _remember(self, side: Side, path: Path, name: str) -> None:
        parts = path.relative_to(self._folder).with_suffix("").parts
        dotted = ".".join(part for part in parts if part != "__init__")
        self._classes[side.attribute] = (dotted, name)

    def _fresh(self, side: Side, subscript: str) -> str:
        return handlers_module(
            self._wanted, side, self._renderer, subscript, self._threads
        )

    def _grown(
        self, side: Side, path: Path, module: cst.Module, found: Found
    ) -> Iterator[Step]:
        wanted = [one.name for one in side.methods]
        lacking = [name for name in wanted if name not in found.names]
        for name in found.leftovers(wanted):
            yield Step(path, "note", f"{name} handles no event of the document")
        if not lacking:
            yield Step(path, "kept", "nothing to add")
        elif not found.complete:
            names = ", ".join(lacking)
            said = f"{found.name} may inherit {names}, so nothing was added"
            yield Step(path, "note", said)
        else:
            text = self._fresh(side, found.subscript)
            text = text.replace("\n", module.default_newline)
            fresh = cst.parse_module(text)
            grown = add_methods(module, found.name, fresh, lacking)
            self._modules[path] = grown
            yield Step(path, "added", f"added {', '.join(lacking)}", grown.bytes)

    def _main(self, principal: bool) -> Iterator[Step]:
        path = self._folder / _MAIN
        text = main_module(
            self._wanted, self._renderer, self._classes, principal, self._threads
        )
        if path in self._broken:
            return
        if path not in self._modules:
            yield Step(path, "written", "written", text.encode())
            return
        module, server = self._modules[path], self._wanted.server
        there = server_arguments(module, server)
        wanted = [*self._classes, *(["authenticate"] * bool(self._wanted.credential))]
        if there is None:
            yield Step(path, "note", f"makes no {server} that can be added to")
            return
        lacking = [name for name in wanted if name not in there]
        if not lacking:
            yield Step(path, "kept", "nothing to add")
            return
        grown = add_arguments(module, server, cst.parse_module(text), lacking)
        yield Step(path, "added", f"added {', '.join(lacking)}", grown.bytes)
