"""The doors of a staged package that lead to its suite."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sockgen.staging import Stage


class Misuse(Exception):
    """An option that cannot be understood; the message is for who gave it.

    `missing` is the module that was not found, if that is what it is about.
    """

    def __init__(self, message: str, missing: str = "") -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged package, whose modules have no types that are known here."""

    stage: Stage

    @property
    def path(self) -> str:
        """The engine path of the document."""
        return str(self.stage.module("contract").API.path)

    def check(self, auth: str, headers: Sequence[str], values: str) -> None:
        """Read options as the suite does. Raises Misuse."""
        options = self._module("options")
        with self._understood():
            options.read_given(auth, headers)
            options.read_values(values)

    @contextmanager
    def hosted(self, app: str) -> Generator[str]:
        """The address of an ASGI or WSGI application. Raises Misuse."""
        hosting = self._module("hosting")
        with self._understood():
            serving = hosting.hosted(_loaded(hosting, app))
            url: str = serving.__enter__()
        try:
            yield url
        finally:
            serving.__exit__(None, None, None)

    @contextmanager
    def _understood(self) -> Generator[None]:
        theirs: type[Exception] = self._module("options").Misuse
        try:
            yield
        except theirs as error:
            why = error.__cause__
            missing = why.name if isinstance(why, ModuleNotFoundError) else None
            raise Misuse(str(error), missing or "") from error

    def _module(self, name: str) -> Any:
        return self.stage.module(f"_testing.{name}")


def _loaded(hosting: Any, app: str) -> Any:
    """An application, whose modules may do anything when they are imported."""
    try:
        loaded = hosting.load(app)
    except hosting.Misuse:
        raise
    except (Exception, SystemExit) as error:
        [*_, last] = traceback.extract_tb(error.__traceback__)
        what = f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"
        raise Misuse(f"--app {app} cannot be loaded: {what}") from error
    if not callable(loaded):
        kind = type(loaded).__name__
        raise Misuse(f"--app {app} is no ASGI or WSGI application, but a {kind}")
    return loaded
