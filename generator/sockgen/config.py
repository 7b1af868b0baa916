"""The options of a build: what the caller asked for, and the defaults for the rest."""

import keyword
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sockgen.diagnostics import STRICT, Diagnostic, Result, Severity, Strictness
from sockgen.pipeline import Build, Output
from sockgen.reading import ANY, Dialect

DEFAULT_TARGET = "python"

# What a generated package, its tests or its users import: it must not hide them.
_TAKEN = sys.stdlib_module_names | {
    "aiohttp",
    "engineio",
    "pydantic",
    "pytest",
    "requests",
    "sockgen",
    "socketio",
    "test",
    "tests",
    "websocket",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of `sockgen build` as they were given; None where nothing was."""

    spec: Path
    output: Path | None = None
    targets: tuple[str, ...] = ()
    package: str | None = None
    dialect: Dialect = ANY
    refs_outside: bool = False
    templates: Path | None = None
    force: bool = False
    strictness: Strictness = STRICT


def configure(wish: Wish) -> Result[Build]:
    """Complete the options with their defaults, and refuse what cannot be."""
    targets = tuple(dict.fromkeys(wish.targets)) or (DEFAULT_TARGET,)
    package = default_package(wish.spec) if wish.package is None else wish.package
    if problem := _bad_package(package):
        return _refused("SG513", problem)
    if wish.output is not None and len(targets) > 1:
        return _refused("SG515", "--output is one folder, --target more than one")
    outputs = tuple(
        Output(
            target,
            wish.output or _default_folder(wish.spec, target),
            package,
            distribution=package.strip("_").replace("_", "-"),
        )
        for target in targets
    )
    return Result(
        Build(
            wish.spec,
            outputs,
            wish.dialect,
            wish.refs_outside,
            wish.templates,
            wish.force,
            wish.strictness,
        )
    )


def _refused(code: str, message: str) -> Result[Build]:
    return Result(None, (Diagnostic(code, Severity.ERROR, message),))


def default_package(spec: Path) -> str:
    """Make the name of a package from that of a document, such as `pet_store`."""
    name = _identifier(spec.stem)
    return f"{name}_api" if _bad_package(name) else name


def _default_folder(spec: Path, target: str) -> Path:
    name = default_package(spec)
    return Path("generated", name if target == DEFAULT_TARGET else f"{name}-{target}")


def _identifier(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return f"api_{name}".rstrip("_") if not name or name[0].isdigit() else name


def _bad_package(name: str) -> str | None:
    if not re.fullmatch(r"[A-Za-z_]*[A-Za-z][A-Za-z0-9_]*", name):
        return f"`{name}` is not a name for a package: letters, digits and `_` make one"
    if keyword.iskeyword(name):
        return f"`{name}` is not a name for a package: it is a word of Python"
    if name in _TAKEN:
        return f"a package `{name}` would hide the module of the same name"
    return None
