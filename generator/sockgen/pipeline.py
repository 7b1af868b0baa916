"""The story: from the path of a document to files in a folder."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from sockgen.contract import Api
from sockgen.diagnostics import STRICT, Diagnostic, Result, Strictness, has_errors
from sockgen.diagnostics.log import phase
from sockgen.document import Document, load_document
from sockgen.output import Origin, Plan, compare, write
from sockgen.reading import ANY, Dialect, EventsFrom, Perspective, Reading, explain
from sockgen.targets import ALL, Choices, Options, Target, find_target
from sockgen.targets.blame import make
from sockgen.targets.plugins import Plugin

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Output:
    """One folder that is to be made: by which target, which names, and of what."""

    target: str
    folder: Path
    package: str
    distribution: str
    choices: Choices = ALL


@dataclass(frozen=True, slots=True)
class Planned:
    """What a build would change, and the contract that it is made of.

    `sources` are the files of the document, and the text that was read of each.
    """

    api: Api
    plans: tuple[Plan, ...]
    sources: Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be made of one document."""

    spec: Path
    outputs: tuple[Output, ...]
    dialect: Dialect = ANY
    refs_outside: bool = False
    templates: Path | None = None
    force: bool = False
    strictness: Strictness = STRICT


def understand(
    spec: Path,
    perspective: Perspective | None = None,
    *,
    events: EventsFrom | None = None,
    refs_outside: bool = False,
    name: str | None = None,
    strictness: Strictness = STRICT,
) -> Result[Api]:
    """Read a document and tell what it means; `name` is what spans call the file."""
    dialect = Dialect(perspective, events)
    reading = understand_why(
        spec, dialect, refs_outside=refs_outside, name=name, strictness=strictness
    )
    return then(reading, lambda one: Result(one.api))


def understand_why(
    spec: Path,
    dialect: Dialect,
    *,
    refs_outside: bool = False,
    name: str | None = None,
    strictness: Strictness = STRICT,
) -> Result[Reading]:
    """Read a document and tell what it means, and which rules decided that."""
    loaded = load_document(spec, name=name, outside=refs_outside, strictness=strictness)
    return then(loaded, lambda document: explain(document, dialect))


def plan(build: Build) -> Result[tuple[Plan, ...]]:
    """Tell what a build would change, for every one of its folders."""
    return then(plan_of_contract(build), lambda planned: Result(planned.plans))


def plan_of_contract(build: Build) -> Result[Planned]:
    """Tell what a build would change, and what its document means."""
    targets = _all(find_target(output.target) for output in build.outputs)
    return then(
        targets,
        lambda targets: then(
            load_document(
                build.spec, outside=build.refs_outside, strictness=build.strictness
            ),
            lambda document: then(
                explain(document, build.dialect),
                lambda reading: _planned(build, targets, document, reading.api),
            ),
        ),
    )


def carry_out(plans: Iterable[Plan]) -> Result[tuple[Plan, ...]]:
    """Write what was planned; a folder that cannot be written stays as it was."""
    return _all(map(write, plans))


def then(first: Result[T], step: Callable[[T], Result[U]]) -> Result[U]:
    """Go on with what a stage made, unless there is an error; keep what both say."""
    if first.value is None or has_errors(first.diagnostics):
        return Result(None, first.diagnostics)
    second = step(first.value)
    return Result(second.value, (*first.diagnostics, *second.diagnostics))


def _planned(
    build: Build, targets: Iterable[Target], document: Document, api: Api
) -> Result[Planned]:
    plans = _all(
        _plan(build, output, target, document, api)
        for output, target in zip(build.outputs, targets, strict=True)
    )
    return then(plans, lambda plans: Result(Planned(api, plans, document.texts)))


def _plan(
    build: Build, output: Output, target: Target, document: Document, api: Api
) -> Result[Plan]:
    name, text = build.spec.name, document.text
    options = Options(
        output.package,
        output.distribution,
        name,
        text,
        build.templates,
        output.choices,
    )
    origin = Origin(name, document.origin, _recorded(build, output))
    with phase(f"making {output.target}"):
        made = make(target, api, options)
    return then(
        Result(made.value, document.editor.all(made.diagnostics)),
        lambda files: _signed(
            target, compare(output.folder, files, origin, force=build.force)
        ),
    )


def _signed(target: Target, plan: Result[Plan]) -> Result[Plan]:
    """A plan, and what is said of it with the name of who made the target."""
    return target.signed(plan) if isinstance(target, Plugin) else plan


def _recorded(build: Build, output: Output) -> dict[str, str]:
    otherwise = build.dialect.otherwise or ANY
    recorded = {
        "target": output.target,
        "package": output.package,
        "distribution": output.distribution,
        "perspective": build.dialect.perspective or otherwise.perspective,
        "events-from": build.dialect.events or otherwise.events,
    }
    made = {key: value for key, value in recorded.items() if value is not None}
    return {**made, **_chosen(output.choices)}


def _chosen(choices: Choices) -> dict[str, str]:
    """The choices that are not what a build does of itself."""
    chosen = {one.name: getattr(choices, one.name) for one in fields(choices)}
    return {
        name.replace("_", "-"): str(value).lower()
        for name, value in chosen.items()
        if value != getattr(ALL, name)
    }


def _all(results: Iterable[Result[T]]) -> Result[tuple[T, ...]]:
    """Join results: all values, or none after an error, and all that was said."""
    values: list[T] = []
    said: list[Diagnostic] = []
    for one in results:
        said += one.diagnostics
        if one.value is not None:
            values.append(one.value)
    return Result(None if has_errors(said) else tuple(values), tuple(said))
