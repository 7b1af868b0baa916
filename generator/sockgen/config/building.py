"""From the options of a document to a build: defaults, and what cannot be."""

import keyword
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sockgen.diagnostics import (
    STRICT,
    Diagnostic,
    Label,
    Result,
    Severity,
    Span,
    Strictness,
    has_errors,
)
from sockgen.pipeline import Build, Output
from sockgen.reading import ANY, Dialect
from sockgen.targets import ALL, Choices, takes_choices

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
    """What is to be done with one document; None where nothing was said.

    `home` is the folder in which `generated` lies, and `span` the place of the
    configuration that names the document.
    """

    spec: Path
    output: Path | None = None
    targets: tuple[str, ...] = ()
    package: str | None = None
    distribution: str | None = None
    dialect: Dialect = ANY
    refs_outside: bool = False
    templates: Path | None = None
    choices: Choices = ALL
    force: bool = False
    strictness: Strictness = STRICT
    home: Path = Path()
    span: Span | None = None


def configure_all(wishes: Sequence[Wish]) -> Result[tuple[Build, ...]]:
    """Make the builds of several documents, none in the folder of another."""
    results = [configure(wish) for wish in wishes]
    said = [one for result in results for one in result.diagnostics]
    builds = tuple(result.value for result in results if result.value is not None)
    if not said:
        said += _shared_folders(wishes, builds)
    return Result(None if has_errors(said) else builds, tuple(said))


def _shared_folders(
    wishes: Sequence[Wish], builds: Sequence[Build]
) -> Iterator[Diagnostic]:
    first: dict[Path, Wish] = {}
    for wish, build in zip(wishes, builds, strict=True):
        for output in build.outputs:
            other = first.setdefault(output.folder.resolve(), wish)
            if other is not wish:
                labels = (Label(other.span, "the first one"),) if other.span else ()
                yield Diagnostic(
                    "SG525",
                    Severity.ERROR,
                    f"two outputs go to one folder, `{output.folder}`",
                    wish.span,
                    "give one of them an `output` of its own",
                    labels,
                )


def configure(wish: Wish) -> Result[Build]:
    """Complete the options with their defaults, and refuse what cannot be."""
    targets = targets_of(wish)
    package = default_package(wish.spec) if wish.package is None else wish.package
    distribution = wish.distribution or package.strip("_").replace("_", "-")
    if problem := bad_package(package) or bad_distribution(distribution):
        return _refused("SG513", problem)
    if wish.output is not None and len(targets) > 1:
        return _refused("SG515", "--output is one folder, --target more than one")
    outputs = tuple(
        Output(
            target,
            wish.output or wish.home / _default_folder(wish.spec, target),
            package,
            distribution,
            wish.choices if takes_choices(target) else ALL,
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


def targets_of(wish: Wish) -> tuple[str, ...]:
    """What is to be made of a document, each once."""
    return tuple(dict.fromkeys(wish.targets)) or (DEFAULT_TARGET,)


def _refused(code: str, message: str) -> Result[Build]:
    return Result(None, (Diagnostic(code, Severity.ERROR, message),))


def default_package(spec: Path) -> str:
    """Make the name of a package from that of a document, such as `pet_store`."""
    name = _identifier(spec.stem)
    return f"{name}_api" if bad_package(name) else name


def _default_folder(spec: Path, target: str) -> Path:
    name = default_package(spec)
    return Path("generated", name if target == DEFAULT_TARGET else f"{name}-{target}")


def _identifier(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return f"api_{name}".rstrip("_") if not name or name[0].isdigit() else name


def bad_package(name: str) -> str | None:
    """Why a package cannot have a name, None if it can."""
    if not re.fullmatch(r"[A-Za-z_]*[A-Za-z][A-Za-z0-9_]*", name):
        return f"`{name}` is not a name for a package: letters, digits and `_` make one"
    if keyword.iskeyword(name):
        return f"`{name}` is not a name for a package: it is a word of Python"
    if name in _TAKEN:
        return f"a package `{name}` would hide the module of the same name"
    return None


def bad_distribution(name: str) -> str | None:
    """Why a distribution cannot have a name, None if it can."""
    if re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", name):
        return None
    return (
        f"`{name}` is not a name for a distribution: letters, digits, `-`, `_` and `.` "
        "make one, and it begins and ends with a letter or a digit"
    )
