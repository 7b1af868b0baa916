"""`sockgen test`."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.document import the_document
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from sockgen.config import Call
    from sockgen.contract import Api
    from sockgen.pipeline import Build
    from sockgen.testing import Asked, Report, Staged, Subject, Trial

_DEFECTS = 1
_REFERENCE = "the reference server"
_TIMEOUT = 10.0
_UNDER_TEST = "_under_test"


@click.command(short_help="Test a server against a document.")
@report.spec_argument
@click.option("--url", metavar="URL", help="Test the server at this address.")
@click.option(
    "--app",
    metavar="MODULE:APP",
    help="Test this ASGI or WSGI application of the working directory, on a free port.",
)
@click.option(
    "--auth",
    metavar="JSON",
    help="The connect auth, or one for each namespace; @FILE reads a file.  [default: "
    "the examples of the document]",
)
@click.option(
    "--header",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="A header of every request; may be given more than once.",
)
@click.option(
    "--path", metavar="PATH", help="The engine path.  [default: as the document says]"
)
@click.option(
    "--transport",
    multiple=True,
    type=click.Choice(["websocket", "polling"]),
    help="Only this transport.  [default: all of the document]",
)
@click.option(
    "--cors-origin", metavar="ORIGIN", help="Pages of this origin must be allowed."
)
@click.option(
    "--only",
    multiple=True,
    metavar="WHAT",
    help="Test this alone: '/NAMESPACE', 'EVENT' or '/NAMESPACE EVENT'; may be given "
    "more than once.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="WHAT",
    help="Leave this out, for it would do harm; likewise.",
)
@click.option(
    "--values",
    metavar="FILE",
    help="Values that exist at the server: namespace, event, JSON pointer, value.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long to wait for an answer, if the document does not want it sooner.  "
    "[default: 10]",
)
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first defect.")
@click.option("-q", "--quiet", is_flag=True, help="Show defects and the summary only.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help="Write a report: FILE.xml for JUnit, FILE.json or FILE.html, or junit=FILE, "
    "json=FILE, html=FILE for any name; may be given more than once.",
)
@document_options
@report.format_option
@click.pass_context
def test(
    context: click.Context,
    spec: Path | None,
    url: str | None,
    app: str | None,
    auth: str | None,
    header: tuple[str, ...],
    path: str | None,
    transport: tuple[str, ...],
    cors_origin: str | None,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    values: str | None,
    timeout: float | None,
    fail_fast: bool,
    quiet: bool,
    reports: tuple[str, ...],
    form: str,
    call: Call,
) -> None:
    """Hold a server to the document SPEC, over the wire.

    These are the contract tests that `sockgen build` writes beside a package; nothing
    is written here. Without --url and --app the reference server is tested, which
    answers with the examples of the document.

    Leaves with 0 if all is well, 1 if there are defects, and 2 if nothing could be
    tested: a wrong call, a wrong document, a server that is not there.

    \b
    Examples:
      sockgen test specs/petstore.yaml --url http://localhost:3000
      sockgen test specs/petstore.yaml --app shop.main:app --report report.html
      sockgen test specs/petstore.yaml --url https://staging.example \\
        --auth '{"token": "…"}' --exclude '/orders order' --values values.yaml
      sockgen test specs/petstore.yaml --url http://localhost:3000 --only /chat -x
      sockgen test specs/petstore.yaml --app main:app -q --report junit=report.xml
    """
    import gc

    from sockgen.staging import stage
    from sockgen.testing import Asked, Misuse, Staged, Unreachable

    gc.enable()  # a run goes on for a while and has garbage, unlike a build
    if url and app:
        raise click.UsageError("--app and --url are two servers: give one of them.")
    if url:
        _check_url(url)
    files = _read_reports(reports)
    if spec == report.STANDARD_INPUT:
        raise click.UsageError("A test needs a file: references go by its name.")
    build, before = the_document(context, spec, form, call, "A test is about")
    with stage(_apart(build)) as staged:
        said = list(dict.fromkeys((*before, *staged.diagnostics)))
        report.show(said, form, sys.stderr)
        code = report.exit_code(said, build.strictness)
        if staged.value is None or code:
            context.exit(report.WRONG_CALL)
        suite = Staged(staged.value)
        options = {
            "auth": [auth] if auth else [],
            "header": header,
            "path": [path] if path else [],
            "transport": dict.fromkeys(transport),
            "cors-origin": [cors_origin] if cors_origin else [],
            "exclude": exclude,
            "values": [values] if values else [],
            "timeout": [timeout] if timeout else [],
        }
        words = [f"--{key}={one}" for key, given in options.items() for one in given]
        try:
            suite.check(auth or "", header, values or "")
            wants = _wanted(staged.value.api, only, exclude)
            with _served(suite, url, app, timeout or _TIMEOUT) as address:
                words += [f"--url={address}"] if address else []
                asked = Asked(words, wants, fail_fast)
                name, server = str(build.spec), app or url or _REFERENCE
                code = _run(suite, asked, name, server, files, quiet=quiet)
        except Misuse as error:
            raise click.UsageError(str(error)) from None
        except Unreachable as error:
            raise _Impossible(str(error)) from None
    context.exit(code)


class _Impossible(click.ClickException):
    exit_code = report.WRONG_CALL


def _check_url(url: str) -> None:
    from sockgen.testing import wrong_url

    if why := wrong_url(url):
        raise click.BadParameter(f"{why}.", param_hint="'--url'")


def _read_reports(given: Sequence[str]) -> list[Report]:
    from sockgen.testing import WrongReport, read_report

    try:
        return [read_report(one) for one in given]
    except WrongReport as error:
        raise click.BadParameter(f"{error}.", param_hint="'--report'") from None


def _apart(build: Build) -> Build:
    """A build whose package has a name that the server under test cannot know.

    That may well use the real one.
    """
    from dataclasses import replace

    output = replace(build.outputs[0], package=build.outputs[0].package + _UNDER_TEST)
    return replace(build, outputs=(output,))


def _wanted(
    api: Api, only: Sequence[str], exclude: Sequence[str]
) -> Callable[[Subject], bool]:
    """Which tests are to be run. What is excluded the suite skips, with the reason."""
    from sockgen.testing import read_choices

    read_choices(api, "--exclude", exclude)
    chosen = read_choices(api, "--only", only)
    return lambda subject: not chosen or any(one.has(subject) for one in chosen)


@contextmanager
def _served(
    suite: Staged, url: str | None, app: str | None, limit: float
) -> Generator[str]:
    """The address of the server under test; empty for the reference server."""
    from sockgen.testing import hosted, probe

    with ExitStack() as stack:
        if app:
            yield stack.enter_context(hosted(suite, app, limit))
            return
        if url:
            probe(url, limit)
        yield url or ""


def _write(trial: Trial, files: Sequence[Report]) -> None:
    from sockgen.testing import write

    for one in files:
        try:
            write(trial, one)
        except OSError as error:
            reason = error.strerror or error
            raise _Impossible(f"cannot write {one.path}: {reason}") from None


def _run(
    suite: Staged,
    asked: Asked,
    spec: str,
    server: str,
    files: Sequence[Report],
    *,
    quiet: bool,
) -> int:
    """Run the tests, tell what came of them, and choose the exit code."""
    import time
    from datetime import datetime

    from sockgen.cli.progress import Progress
    from sockgen.cli.verdict import to_summary
    from sockgen.testing import Trial, run

    started, began = datetime.now().astimezone(), time.perf_counter()
    with report.standard_output() as stream:
        colour = report.has_colour(stream)
        with Progress(stream, colour=colour, quiet=quiet) as progress:
            ended = run(suite, asked, progress)
        if ended.trouble:
            raise _Impossible(f"nothing could be tested: {ended.trouble}")
        trial = Trial(
            api=suite.stage.api,
            spec=spec,
            server=server,
            started=started,
            seconds=time.perf_counter() - began,
            outcomes=tuple(ended.outcomes),
            chosen=len(ended.subjects),
        )
        stream.write(to_summary(trial, report.terminal_width(stream), colour))
    _write(trial, files)
    if ended.interrupted:
        return report.INTERRUPTED
    return _DEFECTS if trial.defects or trial.errors else 0
