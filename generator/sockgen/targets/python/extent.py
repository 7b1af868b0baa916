"""What a package has of all that it could have: the one place that decides it."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sockgen.targets import Choices
from sockgen.targets.python.flavours import ASYNC, FLAVOURS, SYNC, Flavour


@dataclass(frozen=True, slots=True)
class Extent:
    """The servers and the clients of a package: of both kinds, of one, or none."""

    servers: tuple[Flavour, ...]
    clients: tuple[Flavour, ...]

    @property
    def kinds(self) -> tuple[Flavour, ...]:
        """The kinds that there are of anything."""
        return self.servers or self.clients

    @property
    def ends(self) -> str:
        """What there is, in words."""
        said = {"server": self.servers, "client": self.clients}
        return " and ".join(word for word, flavours in said.items() if flavours)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.servers == self.clients == FLAVOURS


def extent_of(choices: Choices) -> Extent:
    """What was chosen of the ends of an API."""
    kinds = {None: FLAVOURS, "async": (ASYNC,), "sync": (SYNC,)}[choices.io]
    return Extent(
        servers=() if choices.only == "client" else kinds,
        clients=() if choices.only == "server" else kinds,
    )


def needed(made: Mapping[str, str], copies: Mapping[str, str]) -> dict[str, str]:
    """The copied modules that those which were made cannot do without.

    Both are texts by their paths. A package says in its docstring what its modules
    are for; what that says of others is left out.
    """
    known = {**copies, **made}
    found: dict[str, None] = {}
    waiting = [path for path in made if path.endswith(".py")]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = None
            waiting += (one for one in _used(path, known[path]) if one in known)
    return {
        path: _fitting(text, path, copies.keys() - found.keys())
        for path, text in copies.items()
        if path in found
    }


def _used(path: str, text: str) -> Iterator[str]:
    """The paths that the imports of a module may mean, and those of its packages."""
    folder = PurePosixPath(path).parent
    yield from (str(one / "__init__.py") for one in (folder, *folder.parents))
    for node in ast.walk(ast.parse(text)):
        for one in _imported(node, folder):
            yield f"{one}.py"
            yield str(one / "__init__.py")


def _imported(node: ast.AST, folder: PurePosixPath) -> Iterator[PurePosixPath]:
    """What an import in a module of a folder names, each as a path without its end."""
    match node:
        case ast.Import(names=names):
            yield from (_path(one.name) for one in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            start = [PurePosixPath(), folder, *folder.parents][level]
            found = start / _path(module or "")
            yield from (found, *(found / one.name for one in names))
        case _:
            pass


def _path(module: str) -> PurePosixPath:
    return PurePosixPath(*module.split("."))


def _fitting(text: str, path: str, absent: set[str]) -> str:
    """The text of a module; if it is a map, without paragraphs about what is absent."""
    place = PurePosixPath(path)
    if place.name != "__init__.py" or len(ast.parse(text).body) > 1:
        return text
    gone = {
        one.stem for one in map(PurePosixPath, absent) if one.parent == place.parent
    }
    first, *others = text.removesuffix('"""\n').rstrip().split("\n\n")
    kept = [x for x in others if gone.isdisjoint(re.findall(r"`(\w+)`", x))]
    whole = "\n\n".join([first, *kept]) + '\n"""\n'
    return text if kept == others else whole
