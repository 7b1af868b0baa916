"""Which documents a call means, and with which options."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from sockgen.config.building import Wish, configure_all, targets_of
from sockgen.config.entries import Configuration, Entry, read_configuration
from sockgen.config.find import found, no_table, read_table
from sockgen.config.given import NOTHING, Given
from sockgen.diagnostics import Diagnostic, Result, Severity, Strictness, has_errors
from sockgen.diagnostics.log import LOG
from sockgen.reading import Dialect
from sockgen.targets import takes_choices


@dataclass(frozen=True, slots=True)
class Call:
    """What the command line said.

    `config` names a configuration. Without it one is looked for, unless
    `no_config` forbids it.
    """

    given: Given
    config: Path | None = None
    no_config: bool = False


def choose(call: Call, specs: Sequence[Path]) -> Result[tuple[Wish, ...]]:
    """The documents that were named, or else those of the configuration.

    The command line wins over the configuration, and there what is said of one
    document over what is said of all.
    """
    read = _configuration(call)
    if read.value is None:
        return Result(None, read.diagnostics)
    said = list(read.diagnostics)
    if specs:
        named = dict.fromkeys(specs)
        wishes = [one for spec in named for one in _wishes(call, read.value, spec)]
    else:
        wishes = [_wish(call, read.value, entry) for entry in read.value.entries]
    if not wishes:
        said.append(_nothing_to_do(read.value))
    if len(wishes) > 1:
        said += _only_for_one(call.given, len(wishes))
    said += _without_effect(call.given, wishes)
    return Result(None if has_errors(said) else tuple(wishes), tuple(said))


def named(call: Call) -> list[Path]:
    """The documents that a configuration names, be they there or not."""
    if call.no_config:
        return []
    search = read_table(call.config) if call.config else found(Path.cwd())
    table: object = search.value.value if search.value else None
    if search.value is None or not isinstance(table, dict):
        return []
    specs = cast(dict[str, object], table).get("spec")
    rows = cast(list[object], specs) if isinstance(specs, list) else []
    tables = [cast(dict[str, object], one) for one in rows if isinstance(one, dict)]
    paths = [one.get("path") for one in tables]
    return [search.value.folder / one for one in paths if isinstance(one, str)]


def distinct(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes without those that read a document in the same way as another.

    A document that is listed for two targets is judged once.
    """
    read = {
        (one.spec, one.dialect, one.refs_outside, one.strictness): one
        for one in reversed(wishes)
    }
    return tuple(reversed(read.values()))


def _configuration(call: Call) -> Result[Configuration]:
    if call.no_config:
        return Result(Configuration())
    search = read_table(call.config) if call.config else found(Path.cwd())
    LOG.info("configuration: %s", search.value.toml.file if search.value else "none")
    if search.value is None:
        nothing = None if search.diagnostics else Configuration()
        return Result(nothing, search.diagnostics)
    if search.value.value is None:
        return Result(None, (no_table(search.value),))
    read = read_configuration(search.value)
    if read.value is None:
        return read
    own = [_wish(Call(NOTHING), read.value, one) for one in read.value.entries]
    return _edited(
        call, read.value, (*read.diagnostics, *configure_all(own).diagnostics)
    )


def _edited(
    call: Call, configuration: Configuration, said: Sequence[Diagnostic]
) -> Result[Configuration]:
    """A configuration and what is said of it, without what is to be ignored."""
    strictness = Strictness(ignored=call.given.over(configuration.given).ignore)
    left = tuple(one for each in said if (one := strictness.applied(each)))
    return Result(None if has_errors(left) else configuration, left)


def _wishes(call: Call, configuration: Configuration, spec: Path) -> Iterator[Wish]:
    """A document that was named: as the configuration lists it, or by itself."""
    listed = [
        entry
        for entry in configuration.entries
        if entry.path.resolve() == spec.resolve()
    ]
    for entry in listed:
        yield replace(_wish(call, configuration, entry), spec=spec)
    if not listed:
        yield _completed(Wish(spec), call.given, configuration.given)


def _wish(call: Call, configuration: Configuration, entry: Entry) -> Wish:
    wish = Wish(entry.path, home=configuration.folder, span=entry.span)
    return _completed(wish, call.given, entry.given)


def _completed(wish: Wish, call: Given, configured: Given) -> Wish:
    """A wish with all options.

    How a document is to be read it may say itself. That stands between the call
    and the configuration, so the two are not made one here.
    """
    both = call.over(configured)
    otherwise = Dialect(configured.perspective, configured.events_from)
    return replace(
        wish,
        output=both.output,
        targets=both.target,
        package=both.package,
        distribution=both.distribution,
        dialect=Dialect(call.perspective, call.events_from, otherwise),
        refs_outside=bool(both.allow_refs_outside),
        templates=both.templates,
        choices=both.choices(),
        strictness=Strictness(
            bool(both.lenient), both.ignore, both.fail_on or Severity.ERROR
        ),
    )


def _nothing_to_do(configuration: Configuration) -> Diagnostic:
    file = configuration.file
    where = f"`{file}` lists none" if file else "there is no configuration"
    return Diagnostic(
        "SG526",
        Severity.ERROR,
        f"no document is named, and {where}",
        hint="name one in the call, or list it below `[[spec]]` in `sockgen.toml`",
    )


def _only_for_one(given: Given, count: int) -> Iterator[Diagnostic]:
    for name in ("output", "package", "distribution"):
        if getattr(given, name) is not None:
            message = f"--{name} is for one document, and {count} are to be built"
            yield Diagnostic("SG515", Severity.ERROR, message)


def _without_effect(given: Given, wishes: Sequence[Wish]) -> Iterator[Diagnostic]:
    """A choice of the call that none of its targets makes anything of."""
    targets = dict.fromkeys(one for wish in wishes for one in targets_of(wish))
    if targets and not any(map(takes_choices, targets)):
        listed = " and ".join(f"`{one}`" for one in targets)
        for name in given.chosen():
            message = f"--{name} is for the target `python`, and not for {listed}"
            yield Diagnostic("SG515", Severity.ERROR, message)
