"""Targets of other distributions: their mistakes are told as theirs, by name."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from traceback import walk_tb
from typing import TYPE_CHECKING, TypeVar, cast

from sockgen.contract import Api
from sockgen.diagnostics import Diagnostic, Result, Severity, has_errors
from sockgen.targets.blame import place_in, words

if TYPE_CHECKING:
    from sockgen.targets import Files, Options, Target

T = TypeVar("T")

ENTRY_POINTS = "sockgen.targets"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A target of another distribution; `maker` is how a person finds that."""

    name: str
    maker: str
    package: str
    render: Target

    def __call__(self, api: Api, options: Options) -> Result[Files]:
        """Make the files, and see that they are files.

        An exception goes on only where a template of the user is at fault.
        """
        try:
            made = cast("object", self.render(api, options))
        except (Exception, SystemExit) as error:
            if options.templates and place_in(error, options.templates):
                raise
            return self._failed(f"failed with {words(error)}", self._place(error))
        if not isinstance(made, Result):
            return self._failed(f"gave back {_kind(made)}, not a `Result`")
        result = cast("Result[object]", made)
        said = self._said(result.diagnostics)
        if said.value is None:
            return Result(None, said.diagnostics)
        if result.value is None and not has_errors(said.value):
            return self._failed("gave back no files, and did not say why")
        if result.value is not None and (problem := _no_files(result.value)):
            return self._failed(problem)
        return Result(cast("Files | None", result.value), said.value)

    def signed(self, result: Result[T]) -> Result[T]:
        """What others say of paths of this target, with the name of its maker."""
        hint = f"the target `{self.name}` is of {self.maker}"
        said = tuple(
            replace(one, hint=hint) if one.code == "SG504" else one
            for one in result.diagnostics
        )
        return Result(result.value, said)

    def _said(self, said: object) -> Result[tuple[Diagnostic, ...]]:
        """What the target says; of what is its own, its name is the beginning."""
        if not isinstance(said, Iterable):
            return Result(None, self._failed(f"says {_kind(said)}").diagnostics)
        told: list[Diagnostic] = []
        for one in cast("Iterable[object]", said):
            if not isinstance(one, Diagnostic):
                return Result(None, self._failed(f"says {_kind(one)}").diagnostics)
            own = one.code == "SG517"
            words = f"{self.name}: {one.message}"
            told.append(replace(one, message=words) if own else one)
        return Result(tuple(told))

    def _failed(self, what: str, hint: str | None = None) -> Result[Files]:
        message = f"the target `{self.name}` of {self.maker} {what}"
        return Result(None, (_error("SG516", message, hint),))

    def _place(self, error: BaseException) -> str | None:
        """Where in the code of the target an exception comes from."""
        lines = [
            f"at line {line} of `{frame.f_code.co_filename}`"
            for frame, line in walk_tb(error.__traceback__)
            if str(frame.f_globals.get("__name__")).split(".")[0] == self.package
        ]
        return lines[-1] if lines else None


def plugin_names() -> set[str]:
    """The names of the targets that other distributions announce."""
    return {*entry_points(group=ENTRY_POINTS).names}


def find_plugin(name: str) -> Result[Target]:
    """Load the target that another distribution announces by a name."""
    found = {
        (one.value, maker_of(one)): one
        for one in entry_points(group=ENTRY_POINTS, name=name)
    }
    if len(found) > 1:
        makers = " and ".join(maker for _, maker in sorted(found))
        message = f"there is more than one target `{name}`: of {makers}"
        hint = "uninstall all but one, or have them call theirs otherwise"
        return Result(None, (_error("SG514", message, hint),))
    [entry] = found.values()
    try:
        loaded: object = entry.load()
    except (Exception, SystemExit) as error:
        return _unloaded(entry, f"cannot be loaded: {words(error)}")
    if problem := _no_target(loaded):
        hint = "a target is a function `render(api, options)`"
        return _unloaded(entry, f"cannot be used: {problem}", hint)
    package = entry.module.partition(".")[0]
    return Result(Plugin(name, maker_of(entry), package, cast("Target", loaded)))


def maker_of(entry: EntryPoint) -> str:
    """The distribution of an entry point, as pip shows it."""
    told = entry.dist.metadata if entry.dist else None
    if told is None or "Name" not in told:
        return f"`{entry.module}`"
    return (
        f"`{told['Name']} {told['Version']}`"
        if "Version" in told
        else f"`{told['Name']}`"
    )


def _unloaded(entry: EntryPoint, what: str, hint: str | None = None) -> Result[Target]:
    place = f"`{entry.name}` ({entry.value}) of {maker_of(entry)}"
    return Result(None, (_error("SG514", f"target {place} {what}", hint),))


def _no_target(loaded: object) -> str | None:
    """Why something cannot be called as a target is, None if it can."""
    if not callable(loaded):
        return f"it is {_kind(loaded)}"
    try:
        signature = inspect.signature(loaded)
    except (TypeError, ValueError):  # of some functions in C nobody knows it
        return None
    try:
        signature.bind(None, None)
    except TypeError as error:
        return f"it does not take an API and options: {error}"
    return None


def _no_files(made: object) -> str | None:
    """Why something is no table of files, None if it is."""
    if not isinstance(made, Mapping):
        return f"made {_kind(made)}, not a table of files"
    for path, text in cast("Mapping[object, object]", made).items():
        if not isinstance(path, str):
            return f"made a file whose path is {_kind(path)}, not text"
        if not isinstance(text, str):
            return f"made `{path}` of {_kind(text)}, not of text"
    return None


def _kind(value: object) -> str:
    return f"a value of type `{type(value).__name__}`"


def _error(code: str, message: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, hint=hint)
