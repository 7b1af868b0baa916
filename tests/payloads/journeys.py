"""Payloads of a document, drawn and sent on all ways."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from hypothesis import strategies as st
from tests.payloads.ends import connected
from tests.payloads.judging import Tally, judged
from tests.payloads.packages import Member, Package
from tests.payloads.values import arguments, draw
from tests.payloads.verdicts import Verdicts
from tests.payloads.ways import WAYS, Case, Way, travel

WIDTH = 16
"""How many payloads are under way at a time."""
BATCH = 50
"""How many are drawn at a time; meanwhile nobody answers a ping."""
WAYS_EACH = len(WAYS) // 2
"""How many ways there are in each direction."""


def strategies(way: Way, package: Package) -> list[st.SearchStrategy[Case]]:
    """Payloads that go one way, for each event and each of its answers."""
    schemas = package.api.schemas
    choices: list[tuple[Member, int | None]] = []
    for member in filter(way.fits, package.members):
        if not way.answers:
            choices.append((member, None))
        elif package.sample(member.event.arguments) is not None:
            choices += [(member, which) for which in range(len(member.answers))]

    def drawn(choice: tuple[Member, int | None]) -> st.SearchStrategy[Case]:
        member, which = choice
        declared = member.event.arguments if which is None else member.answers[which]
        return arguments(declared, schemas).map(
            lambda x: Case(member, x, which, schemas)
        )

    return [drawn(one) for one in choices]


async def run(
    spec: Path,
    count: int,
    *,
    start: int = 0,
    ways: Iterable[Way] = WAYS,
    report: Callable[[Way, Tally], object] = lambda way, tally: None,
) -> dict[str, Tally]:
    """The figures of a document, by the names of the ways.

    So many payloads go in each direction, or a few more: as many of each event.
    """
    found: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as folder:
        name = f"payloads_of_{spec.stem.replace('-', '_')}"
        package = Package(spec, Path(folder), name)
        verdicts = Verdicts(package.document)
        async with connected(package, WIDTH) as ends:
            for place, way in enumerate(ways):
                tally = found[way.name] = Tally()
                kinds = strategies(way, package)
                share = -(-count // (WAYS_EACH * max(1, len(kinds))))
                for number, kind in enumerate(kinds, 1):
                    first = start + hash((place, number)) % 2**40
                    for batch in range(0, share, BATCH):
                        wanted = min(BATCH, share - batch)
                        made = draw(kind, wanted, first + batch)
                        tally.add(judged(way, verdicts, await travel(way, ends, made)))
                report(way, tally)
    return found
