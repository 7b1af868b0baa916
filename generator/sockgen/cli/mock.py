"""`sockgen mock`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import click

from sockgen.cli import completing, report, voice
from sockgen.cli.document import the_document
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sockgen.config import Call
    from sockgen.contract import Api
    from sockgen.mock import Record, Schedule, Settings, Trigger
    from sockgen.staging import Stage


T = TypeVar("T")

_RANGE = re.compile(r"(?P<low>\d+\.?\d*|\.\d+)(-(?P<high>\d+\.?\d*|\.\d+))?")


class _Range(click.ParamType[tuple[float, float]]):
    """A number of seconds, or two with a `-` between them."""

    name = "seconds"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[float, float]:
        """Take `0.2`, or `0.1-0.5`."""
        found = _RANGE.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is neither SECONDS nor LEAST-MOST.", param, ctx)
        low, high = found["low"], found["high"]
        return float(low), float(low if high is None else high)


@click.command(short_help="Serve an API that does not exist yet, from its document.")
@report.spec_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="The port; 0 is a free one.",
)
@click.option(
    "--path", metavar="PATH", help="The engine path.  [default: as the document says]"
)
@click.option(
    "--cors-origin",
    multiple=True,
    metavar="ORIGIN",
    help="An origin of browsers that may connect, `*` for all. Pages of this machine "
    "always may. May be given more than once.",
)
@click.option(
    "--token",
    multiple=True,
    metavar="SECRET",
    help="Take these tokens, keys or NAME:PASSWORDs only.  [default: any that has the "
    "right form]",
)
@click.option(
    "--every",
    multiple=True,
    metavar="EVENT=SECONDS",
    shell_complete=completing.events,
    help="Emit an event of the server again and again; may be given more than once.",
)
@click.option(
    "--on",
    multiple=True,
    metavar="EVENT=EVENT",
    shell_complete=completing.events,
    help="Emit an event whenever a client has sent another one: to the room that its "
    "payload names, else to the client. May be given more than once.",
)
@click.option(
    "--delay",
    type=_Range(),
    default="0",
    metavar="SECONDS",
    help="Wait before each answer, so long or LEAST-MOST.",
)
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="PART",
    help="Answer this part of the events, 0 to 1, with an error.",
)
@click.option(
    "--drop-rate",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="PART",
    help="Break the connection instead of an answer, for this part of the events.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="Decides what is made up, and when something goes wrong.",
)
@voice.verbose_option("Show payloads, too.")
@document_options
@report.format_option
@click.pass_context
def mock(
    context: click.Context,
    spec: Path | None,
    host: str,
    port: int,
    path: str | None,
    cors_origin: tuple[str, ...],
    token: tuple[str, ...],
    every: tuple[str, ...],
    on: tuple[str, ...],
    delay: tuple[float, float],
    error_rate: float,
    drop_rate: float,
    seed: int,
    form: str,
    call: Call,
) -> None:
    """Serve the API of the document SPEC, so that clients can start before its server.

    What clients send is checked, acknowledged with the examples of the document or
    with values that are made up, and puts them into rooms as declared. A page at the
    address that is printed lists the events, shows what happens, emits by hand, and
    makes things go wrong. An event that is in several namespaces is named
    NAMESPACE:EVENT. Ctrl-C ends it.

    \b
    Examples:
      sockgen mock specs/petstore.yaml
      sockgen mock specs/petstore.yaml --every inventory-update=5
      sockgen mock specs/petstore.yaml --on order=order-update --delay 0.2-1
      sockgen mock specs/petstore.yaml --error-rate 0.1 --drop-rate 0.01 --seed 7
      sockgen mock specs/petstore.yaml --token secret --port 0 -v
    """
    import gc

    from sockgen.mock import Faults, Settings
    from sockgen.staging import stage

    gc.enable()  # what serves for days has garbage, unlike a build
    build, before = the_document(context, spec, form, call, "A mock serves")
    with stage(build) as staged:
        said = list(dict.fromkeys((*before, *staged.diagnostics)))
        made = staged.value is not None
        code = report.judge(said, form, build.strictness, made=made)
        if staged.value is None or code:
            context.exit(code)
        faults = _told("delay", lambda: Faults(delay, error_rate, drop_rate))
        schedules, triggers = _read_events(staged.value.api, every, on)
        settings = Settings(
            seed=seed,
            faults=faults,
            schedules=schedules,
            triggers=triggers,
            tokens=token,
            path=_engine_path(path),
            origins=cors_origin,
        )
        _serve(staged.value, settings, _listening(host, port), form)


def _told(option: str, make: Callable[[], T]) -> T:
    """Make something of an option, or tell what is wrong with it."""
    from sockgen.mock import WrongFault, WrongWords

    try:
        return make()
    except (WrongFault, WrongWords) as error:
        raise click.BadParameter(f"{error}.", param_hint=f"'--{option}'") from None


def _read_events(
    api: Api, every: Sequence[str], on: Sequence[str]
) -> tuple[tuple[Schedule, ...], tuple[Trigger, ...]]:
    from sockgen.mock import read_schedule, read_trigger

    return (
        tuple(_told("every", partial(read_schedule, api, one)) for one in every),
        tuple(_told("on", partial(read_trigger, api, one)) for one in on),
    )


def _engine_path(path: str | None) -> str | None:
    if path is not None and not path.strip("/"):
        raise click.BadParameter(
            "an engine path has a name, such as /socket.io: `/` is the console.",
            param_hint="'--path'",
        )
    return path


def _listening(host: str, port: int) -> socket.socket:
    from sockgen.mock.serving import listen

    try:
        return listen(host, port)
    except OSError as error:
        reason = error.strerror or error
        hint = "; --port 0 takes a free one" if port else ""
        raise click.ClickException(
            f"cannot listen on {host}, port {port}: {reason}{hint}"
        ) from None


def _serve(
    stage: Stage, settings: Settings, listener: socket.socket, form: str
) -> None:
    """Serve until Ctrl-C, with a line for each thing that happens."""
    import asyncio

    from sockgen.cli.traffic import JsonLines, Lines
    from sockgen.mock import Mock
    from sockgen.mock.origins import is_loopback
    from sockgen.mock.serving import Stopping, serve, url_of

    async def run(lines: Lines | JsonLines) -> None:
        mock = Mock(stage, settings)
        stopping = Stopping()

        def write(record: Record) -> None:
            try:
                lines.write(record)
            except BrokenPipeError:
                stopping.ask()

        with stopping.on_signals(), mock.traffic.heard(write):
            exposed = not is_loopback(listener.getsockname()[0])
            lines.introduce(mock, url_of(listener), exposed=exposed)
            await serve(mock, listener, stopping)

    with report.standard_output() as stream:
        if form == report.JSON:
            asyncio.run(run(JsonLines(stream)))
            return
        said, colour = voice.current(), report.has_colour(stream)
        shown = Lines(stream, colour=colour, payloads=said.verbose, quiet=said.quiet)
        asyncio.run(run(shown))
