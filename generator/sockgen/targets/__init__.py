"""The seam between a contract and an output language; targets are found by name."""

import difflib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, cast

from sockgen.contract import Api
from sockgen.diagnostics import Diagnostic, Result, Severity
from sockgen.targets.plugins import find_plugin, plugin_names

__all__ = [
    "ALL",
    "Choices",
    "Enums",
    "Files",
    "Kind",
    "Options",
    "Side",
    "Target",
    "find_target",
    "own_names",
    "takes_choices",
    "target_names",
    "unknown_target",
]

Files: TypeAlias = Mapping[str, str]
"""What a target makes: relative paths with forward slashes, and their text."""


Side: TypeAlias = Literal["client", "server"]
Kind: TypeAlias = Literal["sync", "async"]
Enums: TypeAlias = Literal["class", "literal"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a package shall have of all that it could have, and how its models are made.

    `only` is one end of the wire and `io` one kind of both ends; None: all of them.
    """

    only: Side | None = None
    io: Kind | None = None
    frozen_models: bool = False
    enums: Enums = "class"


ALL = Choices()


@dataclass(frozen=True, slots=True)
class Options:
    """What a target may know besides the contract.

    `package` is the import name and `distribution` the name that pip shows.
    The document is handed on so that a target can bundle it. A template in
    `templates` takes precedence over the one of the same name in sockgen. A target
    that makes no packages has no use for `choices`.
    """

    package: str
    distribution: str
    document_name: str
    document_text: str
    templates: Path | None = None
    choices: Choices = ALL


class Target(Protocol):
    """One output language: it makes files in memory and touches no disk."""

    def __call__(self, api: Api, options: Options) -> Result[Files]:
        """Make the files of a contract, and say what stands in the way of it."""
        ...


def find_target(name: str) -> Result[Target]:
    """Find a target: a folder of this package, else an entry point.

    A target is imported when it is found and not before, so that a command that
    needs none starts fast.
    """
    if name in own_names():
        return Result(cast(Target, import_module(f"{__name__}.{name}").render))
    if name in plugin_names():
        return find_plugin(name)
    return Result(None, (unknown_target(name),))


def target_names() -> tuple[str, ...]:
    """List the targets that there are, ours and those of other distributions."""
    return tuple(sorted({*own_names(), *plugin_names()}))


def own_names() -> set[str]:
    """The targets that come with sockgen."""
    return {module.name for module in pkgutil.iter_modules(__path__) if module.ispkg}


def takes_choices(name: str) -> bool:
    """Whether a target makes something of choices; that of others may."""
    return name == "python" or name not in own_names()


def unknown_target(name: str) -> Diagnostic:
    """Say that there is no target of a name, and which one was probably meant."""
    names = target_names()
    listed = ", ".join(f"`{one}`" for one in names)
    near = difflib.get_close_matches(name, names, n=1)
    return Diagnostic(
        "SG512",
        Severity.ERROR,
        f"there is no target `{name}`; there is {listed}",
        hint=f"did you mean `{near[0]}`?" if near else None,
    )
