"""What pytest is told: options, fixtures, and how a defect is shown."""

from __future__ import annotations

import textwrap
from collections.abc import Generator, Iterator
from typing import Any, NoReturn

import pytest

from .._runtime.events import Contract, Direction, Event, Namespace
from ..contract import API
from .company import Company
from .defects import Defect, Untried
from .door import Door
from .options import (
    TIMEOUT,
    Misuse,
    Options,
    read_excluded,
    read_given,
    read_values,
)
from .probe import Probe
from .run import Run, Suite, namespace_of

__all__ = [
    "Suite",
    "company",
    "door",
    "fuzzer",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_pyfunc_call",
    "pytest_runtest_setup",
    "run",
]

_RUN = pytest.StashKey[Run]()

_OPTIONS: dict[str, dict[str, Any]] = {
    "--app": {"help": "test this ASGI or WSGI application: package.module:app"},
    "--url": {"help": "test the server at this address"},
    "--auth": {"help": "the connect auth, as JSON or @FILE; or one for each namespace"},
    "--header": {"help": "a header of every request: 'Name: value'", "many": True},
    "--path": {"help": "the engine path, if it is not the document's"},
    "--transport": {"help": "only this transport", "many": True},
    "--cors-origin": {"help": "pages of this origin must be allowed"},
    "--exclude": {"help": "leave out 'EVENT', '/NS EVENT' or '/NS'", "many": True},
    "--values": {"help": "a file: namespace, event, JSON pointer, value that exists"},
    "--fuzz": {"help": "try so many sequences of events that nobody thought of"},
    "--fuzz-seed": {"help": "a number from which other sequences follow (0)"},
    "--timeout": {"help": f"seconds to wait for an answer ({TIMEOUT:g})"},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the server under test."""
    group = parser.getgroup("contract tests")
    for name, given in _OPTIONS.items():
        many = given.get("many", False)
        try:
            group.addoption(
                name,
                action="append" if many else "store",
                default=[] if many else "",
                help=given["help"],
            )
        except ValueError:  # the tests of another document have added it
            continue


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the marker."""
    config.addinivalue_line(
        "markers", "contract(part): the event, namespace or API that a test is about"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once over each transport."""
    if "transport" in metafunc.fixturenames:
        chosen = _option(metafunc.config, "--transport", API.transports)
        metafunc.parametrize("transport", chosen, scope="module")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Ask last for what the server was to have sent meanwhile; fuzz if it is asked."""
    if not _option(config, "--fuzz", ""):
        left_out = [one for one in items if _is_fuzzed(one)]
        items[:] = [one for one in items if not _is_fuzzed(one)]
        config.hook.pytest_deselected(items=left_out)
    folders = list(dict.fromkeys(one.path.parent for one in items))
    items.sort(key=lambda one: (folders.index(one.path.parent), _turn(one)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say what a test is about, and skip what was left out."""
    namespace, event = _about(item)
    params = _params(item)
    case = params.get("case") or params.get("flaw") or [params.get("name", "")]
    told: dict[str, str] = {
        "namespace": namespace,
        "event": event,
        "case": str(case[0]),
        "transport": params.get("transport", ""),
    }
    item.user_properties += list(told.items())
    excluded = read_excluded(_option(item.config, "--exclude", []))
    if event and Options(excluded=excluded).excludes(namespace, event):
        pytest.skip(f"left out by --exclude {namespace} {event}")
    if not API.namespaces:
        pytest.skip("the document has no namespace to connect to")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Show a defect as its sentence, and fail for what was heard meanwhile."""
    run = pyfuncitem.config.stash.get(_RUN, None)
    result: object = None
    sentence = reason = script = ""
    try:
        result = yield
    except Defect as defect:
        sentence, script = defect.sentence, defect.script
    except Untried as untried:
        reason = str(untried)
    if sentence:
        wrong = run.hearing.take() if run is not None else []
        besides = f"; besides, {wrong[0]}" if wrong else ""
        _fail(pyfuncitem, f"{sentence}{besides}", script)
    if reason:
        pytest.skip(reason)
    if run is not None and (wrong := run.hearing.take()):
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        _fail(pyfuncitem, f"{wrong[0]}{more}")
    return result


@pytest.fixture(scope="session")
def run(suite: Suite, pytestconfig: pytest.Config) -> Iterator[Run]:
    """The server under test, and what talks to it."""
    try:
        made = Run(suite, _options(pytestconfig))
        made.start()
    except Misuse as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    pytestconfig.stash[_RUN] = made
    yield made
    del pytestconfig.stash[_RUN]
    made.stop()


@pytest.fixture
def probe(run: Run, transport: str, request: pytest.FixtureRequest) -> Probe:
    """A client of the namespace of the test, over its transport."""
    namespace, _ = _about(request.node)
    return Probe(run, namespace_of(API, namespace), transport)


@pytest.fixture
def company(run: Run, transport: str, request: pytest.FixtureRequest) -> Company:
    """Several clients of the namespace of the test, or calls, over its transport."""
    namespace, _ = _about(request.node)
    return Company(run, namespace_of(API, namespace), transport)


@pytest.fixture
def fuzzer(run: Run, request: pytest.FixtureRequest) -> Any:
    """What tries sequences of events on the namespace of the test.

    The number that was asked for is that of all namespaces together.
    """
    from .fuzzing import Fuzzer

    namespace, _ = _about(request.node)
    turns = [one.nodeid for one in request.session.items if _is_fuzzed(one)]
    each, more = divmod(run.options.fuzz, len(turns))
    many = max(each + (turns.index(request.node.nodeid) < more), 1)
    return Fuzzer(run, namespace_of(API, namespace), many)


@pytest.fixture
def door(run: Run, transport: str) -> Door:
    """What connects over the transport of the test."""
    return Door(run, transport)


def _options(config: pytest.Config) -> Options:
    app, url = _option(config, "--app", ""), _option(config, "--url", "")
    if app and url:
        raise Misuse("--app and --url are two servers: give one of them")
    timeout = _option(config, "--timeout", "") or TIMEOUT
    try:
        limit = float(timeout)
    except ValueError:
        raise Misuse(f"--timeout wants seconds, not {timeout!r}") from None
    return Options(
        app=app,
        url=url,
        path=_option(config, "--path", ""),
        transports=_option(config, "--transport", []),
        given=read_given(
            _option(config, "--auth", ""), _option(config, "--header", [])
        ),
        origin=_option(config, "--cors-origin", ""),
        excluded=read_excluded(_option(config, "--exclude", [])),
        values=read_values(_option(config, "--values", "")),
        timeout=limit,
        fuzz=_number(config, "--fuzz"),
        seed=_number(config, "--fuzz-seed"),
    )


def _number(config: pytest.Config, name: str) -> int:
    given = _option(config, name, "0")
    if not str(given).isdecimal():
        raise Misuse(f"{name} wants a number, not {given!r}")
    return int(given)


def _is_fuzzed(item: Any) -> bool:
    return "fuzzer" in getattr(item, "fixturenames", ())


def _option(config: pytest.Config, name: str, default: Any) -> Any:
    return config.getoption(name, default=default) or default


def _part(item: Any) -> Event | Namespace | Contract | None:
    mark: pytest.Mark | None = item.get_closest_marker("contract")
    part: Event | Namespace | Contract | None = mark.args[0] if mark else None
    return part


def _about(item: pytest.Item) -> tuple[str, str]:
    """The namespace and the event that a test is about, if it is."""
    part = _part(item)
    if isinstance(part, Event):
        return part.namespace, part.name
    return (part.name, "") if isinstance(part, Namespace) else ("", "")


def _turn(item: pytest.Item) -> int:
    """When a test runs: those that enter rooms before those that are heard there.

    The last ones of events of clients see what all the others have left behind.
    """
    if _is_fuzzed(item):
        return 3
    part, mark = _part(item), item.get_closest_marker("contract")
    last = mark is not None and bool(mark.kwargs.get("last"))
    if not isinstance(part, Event):
        return 5 if last else int(isinstance(part, Namespace))
    if part.direction is Direction.SERVER_TO_CLIENT:
        return 4
    return 2 if last else int(not part.joins)


def _params(item: pytest.Item) -> dict[str, Any]:
    callspec: Any = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec is not None else {}


def _fail(item: pytest.Item, sentence: str, script: str = "") -> NoReturn:
    item.user_properties.append(("defect", sentence))
    if script:
        item.user_properties.append(("script", script))
        sentence += f"\n\nThis shows it again:\n\n{textwrap.indent(script, '    ')}"
    pytest.fail(sentence, pytrace=False)
