"""The folder of a server: what is there, what it lacks, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import libcst as cst

from sockgen.rendering import Renderer
from sockgen.scaffolding.bindings import bindings, dotted
from sockgen.scaffolding.finding import Finder, Found
from sockgen.scaffolding.fresh import (
    AUTHENTICATION,
    PRINCIPAL,
    authentication_module,
    handlers_module,
    main_module,
)
from sockgen.scaffolding.merging import (
    add_arguments,
    add_class,
    add_methods,
    fresh_module,
    keywords,
    line_of,
)
from sockgen.scaffolding.modules import Modules
from sockgen.scaffolding.steps import Step, write
from sockgen.scaffolding.wanted import Side, Wanted

_AUTHENTICATE = "authenticate"


def scaffold(
    wanted: Wanted, folder: Path, renderer: Renderer, *, threads: bool
) -> list[Step]:
    """Write what a folder lacks, and tell of each file what was done.

    Raises Unreadable, and has then written nothing.
    """
    steps = [*_Folder(wanted, folder, renderer, threads).steps()]
    for step in steps:
        write(step)
    return steps


def kinds(folder: Path, package: str) -> set[str]:
    """The servers that the modules of a folder know: `server`, `async_server`."""
    modules = Modules(folder)
    found: set[str] = set()
    for kind in ("server", "async_server"):
        pattern = rf"\b{package}\s*(?:\.|import\b[^\n]*\b){kind}\b"
        for path in modules.mentioning(package):
            text = path.read_text(encoding="utf-8", errors="replace")
            found |= {kind} if re.search(pattern, text) else set()
    return found


class _Folder:
    def __init__(
        self, wanted: Wanted, folder: Path, renderer: Renderer, threads: bool
    ) -> None:
        self._wanted = wanted
        self._folder = folder
        self._renderer = renderer
        self._threads = threads
        self._modules = Modules(folder)
        self._finder = Finder(self._modules, wanted.package)
        self._classes: dict[str, tuple[str, str]] = {}

    def steps(self) -> Iterator[Step]:
        call = self._call()
        principal = self._principal()
        there = keywords(call[1]) if call else set[str]()
        if self._wanted.credential and _AUTHENTICATE not in (there or ()):
            yield from self._once(
                f"{AUTHENTICATION}.py",
                lambda: authentication_module(
                    self._wanted, self._renderer, self._threads
                ),
            )
        sides = [
            step
            for side in self._wanted.sides
            for step in self._side(side, principal, call[1] if call else None)
        ]
        handlers = self._folder / "handlers"
        if any(step.kind == "written" for step in sides):
            yield from self._once(
                f"{handlers.name}/__init__.py",
                lambda: '"""The handlers, a module for each namespace."""\n',
            )
        yield from sides
        yield from self._main(principal)

    def _call(self) -> tuple[Path, cst.Call] | None:
        """Where the server is made: in main.py, if several modules make one."""
        calls = [*self._finder.calls(self._wanted.server)]
        main = self._folder / "main.py"
        return next((x for x in calls if x[0] == main), calls[0] if calls else None)

    def _principal(self) -> bool:
        """Whether there is, or will be, a class for who has signed in."""
        path = self._folder / f"{AUTHENTICATION}.py"
        if path not in self._modules:
            return True
        known = bindings(self._modules.module(path)).get(PRINCIPAL)
        return known is not None and known.owner is not None

    def _once(self, name: str, make: Callable[[], str]) -> Iterator[Step]:
        path = self._folder / name
        if path not in self._modules:
            yield Step(path, "written", "written", make().encode())

    def _side(
        self, side: Side, principal: bool, call: cst.Call | None
    ) -> Iterator[Step]:
        found = self._finder.handlers(side.base)
        if found:
            chosen = _chosen(found, side, call)
            self._remember(side, chosen.path, chosen.name)
            yield from self._grown(side, chosen)
            yield from self._others(side, [one for one in found if one != chosen])
            return
        path = self._folder / "handlers" / f"{side.attribute}.py"
        subscript = f"[{PRINCIPAL}]" if side.has_principal and principal else ""
        side = self._named(side, path)
        text = self._fresh(side, subscript)
        self._remember(side, path, side.name)
        if path not in self._modules:
            yield Step(path, "written", "written", text.encode())
            return
        module = self._modules.module(path)
        fresh = fresh_module(text, module)
        grown = add_class(module, fresh, self._wanted.package)
        yield self._added(path, grown, [side.name], side.name)

    def _named(self, side: Side, path: Path) -> Side:
        """A namespace whose class has a name that its module does not have yet."""
        known = bindings(self._modules.module(path)) if path in self._modules else {}
        name = side.name
        while name in known:
            name += "Handlers" if name == side.name else "_"
        return replace(side, name=name)

    def _remember(self, side: Side, path: Path, name: str) -> None:
        self._classes[side.attribute] = (self._modules.dotted(path), name)

    def _fresh(self, side: Side, subscript: str) -> str:
        return handlers_module(
            self._wanted, side, self._renderer, subscript, self._threads
        )

    def _grown(self, side: Side, found: Found) -> Iterator[Step]:
        wanted = [one.name for one in side.methods]
        lacking = [name for name in wanted if name not in found.names]
        for name in found.leftovers(wanted):
            yield Step(found.path, "note", f"{name} handles no event of the document")
        if not lacking:
            yield Step(found.path, "kept", "nothing to add")
        elif not found.complete:
            names = ", ".join(lacking)
            said = f"{found.name} may inherit {names}, so nothing was added"
            yield Step(found.path, "note", said)
        else:
            module = self._modules.module(found.path)
            fresh = fresh_module(self._fresh(side, found.subscript), module)
            package = self._wanted.package
            grown = add_methods(module, found.name, fresh, lacking, package)
            yield self._added(found.path, grown, lacking, found.name)

    def _others(self, side: Side, others: Sequence[Found]) -> Iterator[Step]:
        """What further classes of the same namespace lack."""
        for one in others:
            lacking = [x.name for x in side.methods if x.name not in one.names]
            if lacking and one.complete:
                said = f"{one.name} has no {', '.join(lacking)}, and stays as it is"
                yield Step(one.path, "note", said)

    def _added(
        self, path: Path, grown: cst.Module, names: Sequence[str], owner: str = ""
    ) -> Step:
        """A step that puts something into a file: a class, methods, or arguments."""
        self._modules.put(path, grown)
        what = "class " if owner == names[0] else ""
        said = f"added {what}{', '.join(names)}"
        line = line_of(grown.bytes, owner, names[0])
        return Step(path, "added", said, grown.bytes, tuple(names), line)

    def _main(self, principal: bool) -> Iterator[Step]:
        server = self._wanted.server
        call = self._call()
        path = call[0] if call else self._folder / "main.py"
        text = main_module(
            self._wanted, self._renderer, self._classes, principal, self._threads
        )
        if path not in self._modules:
            yield Step(path, "written", "written", text.encode())
            return
        module = self._modules.module(path)
        there = keywords(call[1]) if call else None
        if call is None or there is None:
            yield Step(path, "note", f"makes no {server} that can be added to")
            return
        wanted = [*self._classes, *([_AUTHENTICATE] * bool(self._wanted.credential))]
        lacking = [name for name in wanted if name not in there]
        if not lacking:
            yield Step(path, "kept", "nothing to add")
            return
        fresh = cst.parse_module(text)
        grown = add_arguments(module, call[1], fresh, lacking, self._wanted.package)
        yield self._added(path, grown, lacking)


def _chosen(found: Sequence[Found], side: Side, call: cst.Call | None) -> Found:
    """The class that the server is made with, or the first one."""
    for one in call.args if call else ():
        made = one.value
        if one.keyword and one.keyword.value == side.attribute:
            name = dotted(made.func) if isinstance(made, cst.Call) else ""
            last = name.rpartition(".")[2]
            return next((x for x in found if x.name == last), found[0])
    return found[0]
