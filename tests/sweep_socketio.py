"""Read and build a folder of other people's Socket.IO documents, and compare.

The folder has an INDEX.md with one table row for each document: its dialect, who
sends, how many channels, events and acks it has, and the verdict of the official
parser. `sweep_oracle.py` reads every document a second time: namespaces, events,
directions and acks have to be the same, one by one. A document that is refused is
built with `--lenient`.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from tests.sweep_oracle import Oracle, Told

from sockgen.config import Wish, configure
from sockgen.contract import Api, Direction
from sockgen.diagnostics import STRICT, Diagnostic, Severity, Strictness
from sockgen.pipeline import carry_out, plan, then, understand_why
from sockgen.reading import Dialect, EventsFrom, Perspective

OPTIONS = {
    "10kick_BattleBucks.yaml": "events=channel",
    "Bombatomica64_42-matcha.yaml": "perspective=client events=channel",
    "Er-kidus_Mafia.yaml": "perspective=client events=channel",
    "Instaconct_api.yaml": "perspective=client events=channel",
    "Ru3yMusic_realtime-ws-ms.yml": "events=channel",
    "Tanh1603_auction-hub.yml": "perspective=client",
    "VersaceX_fun-game.yaml": "events=channel",
    "fastsio_asyncapi.json": "events=channel",
    "fastsio_contextvar_di_example.json": "events=channel",
    "fastsio_pydantic_validate.json": "events=channel",
    "fastsio_simple_di_test.json": "events=channel",
    "fastsio_sync_server_full_features.json": "events=channel",
    "fastsio_sync_server_simple.json": "events=channel",
    "transcribed_Anguis-L_BehindVeil.yaml": "perspective=client events=channel",
    "transcribed_LeonidasGarcia_connect-4-server.yaml": "perspective=client",
    "transcribed_crm-support-realtime_EXCERPT_idx52008616096.yaml": "events=channel",
    "transcribed_envops-terminal_idx54709969763.json": "events=channel",
    "transcribed_ru-chat-service_idx66080316677.yaml": "events=channel",
    "transcribed_social-comments_idx35000434197.json": (
        "perspective=client events=channel"
    ),
    "transcribed_usmonabdullaev_smarttj-realtime.json": "events=channel",
}
"""What a document does not say of itself."""

_OTHER_COUNT = ["the index counts messages, which name no event where channels do"]
_OTHER_ACK = ["the index counts replies, and this ack stands in bindings"]
_ANSWER = ["requests and responses are counted as events, and as no acks"]
NOTES = {
    "Bombatomica64_42-matcha.yaml": _OTHER_COUNT,
    "Instaconct_api.yaml": _OTHER_COUNT,
    "transcribed_crm-support-realtime_EXCERPT_idx52008616096.yaml": _OTHER_COUNT,
    "transcribed_social-comments_idx35000434197.json": _ANSWER,
    "zod-sockets_v0.11.1_2.5.0.yaml": _OTHER_ACK,
    "zod-sockets_v0.11.2_2.6.0.yaml": _OTHER_ACK,
}
"""What explains other differences from the index."""

ROW = re.compile(
    r"\| (?P<file>\S+) \|[^|]*\|[^|]*\| (?P<dialect>[^|]+) \| (?P<who>[^|]+) "
    r"\| (?P<counts>[\d/]+|-) \| (?P<verdict>\w+)"
)


@dataclass
class Outcome:
    """What became of one document."""

    name: str
    verdict: str
    expected: tuple[int, ...]
    said: tuple[Diagnostic, ...] = ()
    api: Api | None = None
    refused: bool = False
    fault: str = ""
    folder: Path | None = None
    differences: list[str] = field(default_factory=list[str])


def sweep(folder: Path) -> int:
    """Print what becomes of each document; the number of those that go wrong."""
    rows = ROW.finditer((folder / "INDEX.md").read_text(encoding="utf-8"))
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as built:
        for number, row in enumerate(rows):
            if (folder / row["file"]).is_file():
                outcomes.append(_outcome(folder, row, Path(built, f"d{number}")))
        for outcome in outcomes:
            _import(outcome)
    for outcome in outcomes:
        _print(outcome)
    wrong = [one for one in outcomes if one.fault]
    valid = [one for one in outcomes if one.verdict == "valid"]
    print(
        f"{len(outcomes)} documents: {len(valid)} valid, of which "
        f"{sum(not one.fault for one in valid)} are built and imported; "
        f"{sum(one.refused for one in outcomes)} refused, of which "
        f"{sum(one.refused and one.api is not None for one in outcomes)} "
        f"are built and imported with --lenient; {len(wrong)} go wrong"
    )
    return len(wrong)


def _outcome(folder: Path, row: re.Match[str], built: Path) -> Outcome:
    path, dialect = folder / row["file"], _dialect(row["file"])
    counts = () if row["counts"] == "-" else tuple(map(int, row["counts"].split("/")))
    outcome = Outcome(row["file"], row["verdict"], counts)
    read = understand_why(path, dialect, name=path.name)
    outcome.said, outcome.refused = read.diagnostics, read.value is None
    strictness = Strictness(lenient=True) if outcome.refused else STRICT
    if outcome.refused:
        read = understand_why(path, dialect, name=path.name, strictness=strictness)
        softened = {(one.code, one.message) for one in outcome.said}
        others = (x for x in read.diagnostics if (x.code, x.message) not in softened)
        outcome.said += tuple(others)
    if outcome.refused and outcome.verdict == "valid":
        outcome.fault = "it is valid, but it is refused"
    elif read.value is not None:
        outcome.api = read.value.api
        _compare(outcome, Oracle(path, row["dialect"], row["who"]))
        wish = Wish(path, built, package="swept", dialect=dialect)
        _build(outcome, replace(wish, strictness=strictness))
    return outcome


def _compare(outcome: Outcome, oracle: Oracle) -> None:
    """Compare what was read with a reading of another kind."""
    namespaces = outcome.api.namespaces if outcome.api else ()
    found = {
        Told(each.name, one.name, one.direction.value, one.ack is not None)
        for each in namespaces
        for one in each.events
    }
    expected, names = oracle.events(), {each.name for each in namespaces}
    outcome.differences += [
        *(f"sockgen does not read {one}" for one in sorted(expected - found)),
        *(f"only sockgen reads {one}" for one in sorted(found - expected)),
        *(f"the namespace {one}" for one in sorted(names ^ oracle.namespaces())),
    ]
    if outcome.differences:
        outcome.fault = "it is read in another way than expected"


def _dialect(name: str) -> Dialect:
    words = OPTIONS.get(name, "").split()
    given = dict(word.split("=") for word in words)
    return Dialect(
        cast("Perspective | None", given.get("perspective")),
        cast("EventsFrom | None", given.get("events")),
    )


def _build(outcome: Outcome, wish: Wish) -> None:
    try:
        result = then(then(configure(wish), plan), carry_out)
    except Exception as error:  # a bug of a target is what a sweep is for
        outcome.fault = f"building it fails: {type(error).__name__}: {error}"
        return
    if result.value is None:
        outcome.said = result.diagnostics
        outcome.fault = "it cannot be built"
    outcome.folder = wish.output


def _import(outcome: Outcome) -> None:
    if outcome.folder is None or not outcome.folder.exists():
        return
    files = sorted((outcome.folder / "swept").glob("*.py"))
    modules = ", ".join(f"swept.{one.stem}" for one in files if one.stem[0] != "_")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import swept, {modules}"],
        cwd=outcome.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        outcome.fault = f"its package: {done.stderr.strip().splitlines()[-1]}"


def _print(one: Outcome) -> None:
    options = OPTIONS.get(one.name, "no options")
    api = one.api
    state = "refused" if api is None else "built leniently"
    state = "WRONG" if one.fault else state if one.refused else "built"
    print(f"{state:16}{one.name}  ({one.verdict}; {options})")
    if api is not None:
        events = [event for each in api.namespaces for event in each.events]
        inward = sum(one.direction is Direction.CLIENT_TO_SERVER for one in events)
        acks = sum(one.ack is not None for one in events)
        index = "/".join(map(str, one.expected)) or "-"
        print(
            f"        {len(api.namespaces)} namespaces, {len(events)} events "
            f"({inward} from clients), {acks} acks; index: {index}"
        )
        names = ", ".join(each.name for each in api.namespaces)
        print(f"        namespaces: {names}")
        distinct = len({event.name for event in events})
        for difference in [*one.differences, *_differences(one, distinct, acks)]:
            print(f"        differs: {difference}")
    if one.fault:
        print(f"        {one.fault}")
    for said in one.said:
        if said.severity is Severity.ERROR and said.span:
            print(f"        {said.span.start.line}: {said.code} {said.message}")


def _differences(one: Outcome, events: int, acks: int) -> list[str]:
    """Counts that are not those of the index, each with what explains it."""
    if len(one.expected) != 3 or one.api is None:
        return []
    channels, expected_events, expected_acks = one.expected
    told = {code: sum(each.code == code for each in one.said) for code in _REASONS}
    reasons = [f"{_REASONS[code]} ({count})" for code, count in told.items() if count]
    found: list[str] = []
    by_channel = "events=channel" in OPTIONS.get(one.name, "")
    if not by_channel and len(one.api.namespaces) != channels:
        found.append(f"{len(one.api.namespaces)} namespaces of {channels} channels")
    if events != expected_events:
        found.append(f"{events} names of events, not {expected_events}")
    if acks != expected_acks:
        found.append(f"{acks} acks, not {expected_acks}")
    reasons += NOTES.get(one.name, [])
    why = "; ".join(reasons) or "no diagnostic explains it"
    return [f"{each}: {why}" for each in found]


_REASONS = {
    "SG215": "channels of other protocols are left out",
    "SG306": "lifecycle events are left to the hooks",
    "SG316": "replies that are events are no acks",
    "SG321": "an event in each namespace of its servers",
}


if __name__ == "__main__":
    sys.exit(bool(sweep(Path(sys.argv[1]))))
