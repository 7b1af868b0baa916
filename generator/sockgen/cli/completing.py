"""What a shell offers besides commands and options: codes, targets, events, files.

None of it may fail or say anything: somebody is in the middle of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from sockgen.diagnostics.codes import CODES

if TYPE_CHECKING:
    import click

    from sockgen.contract import Api

Offer = Callable[["click.Context", "click.Parameter", str], list[CompletionItem]]


def _offering(
    words: Callable[[click.Context], Iterator[tuple[str, str]]],
) -> Offer:
    """Offer those of some words, each with its help, that begin like the one typed."""

    @wraps(words)
    def offer(
        context: click.Context, _: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        with suppress(Exception):
            return [
                CompletionItem(word, help=help or None)
                for word, help in words(context)
                if word.lower().startswith(typed.lower())
            ]
        return []

    return offer


def files(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Have the shell offer files."""
    return [CompletionItem(typed, type="file")]


@_offering
def codes(_: click.Context) -> Iterator[tuple[str, str]]:
    """Offer codes of diagnostics."""
    yield from ((one.id, one.title) for one in CODES.values())


@_offering
def targets(_: click.Context) -> Iterator[tuple[str, str]]:
    """Offer the targets that are installed."""
    from sockgen.targets import target_names

    yield from ((one, "") for one in target_names())


@_offering
def parts(context: click.Context) -> Iterator[tuple[str, str]]:
    """Offer namespaces and events of the document."""
    for namespace in _api(context).namespaces:
        yield namespace.name, "a namespace"
        yield from ((one.name, f"in {namespace.name}") for one in namespace.events)


@_offering
def events(context: click.Context) -> Iterator[tuple[str, str]]:
    """Offer events of the document."""
    for namespace in _api(context).namespaces:
        yield from ((one.name, f"in {namespace.name}") for one in namespace.events)


def _api(context: click.Context) -> Api:
    """The document that the line names so far, or the first of the configuration."""
    from sockgen.config import Call, Given, choose
    from sockgen.pipeline import understand_why

    # What stands before an option that is still without its value click only lists.
    named = filter(Path.is_file, map(Path, context.args))
    spec = context.params.get("spec") or next(named, None)
    config, no_config = context.params.get("config"), context.params.get("no_config")
    call = Call(Given(), config, bool(no_config))
    wishes = choose(call, [spec] if spec else []).value
    assert wishes
    first = wishes[0]
    read = understand_why(first.spec, first.dialect, refs_outside=first.refs_outside)
    assert read.value
    return read.value.api
