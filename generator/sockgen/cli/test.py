"""`sockgen test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sockgen.cli import completing, ending, report, voice
from sockgen.cli.document import the_document
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sockgen.config import Call
    from sockgen.contract import Api
    from sockgen.pipeline import Build
    from sockgen.testing import Subject

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
    shell_complete=completing.parts,
    help="Test this alone: '/NAMESPACE', 'EVENT' or '/NAMESPACE EVENT'; may be given "
    "more than once.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="WHAT",
    shell_complete=completing.parts,
    help="Leave this out, for it would do harm; likewise.",
)
@click.option(
    "--values",
    metavar="FILE",
    shell_complete=completing.files,
    help="Values that exist at the server: namespace, event, JSON pointer, value.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long to wait for an answer, if the document does not want it sooner.  "
    "[default: 10]",
)
@click.option(
    "--fuzz",
    type=click.IntRange(1),
    metavar="N",
    help="Try N sequences of events of several clients besides, which nobody thought "
    "of, and show a program for what goes wrong.",
)
@click.option(
    "--fuzz-seed",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help="Try other sequences than those of 0; the same number gives the same.",
)
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first defect.")
@voice.quiet_option("Show defects and the summary only.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    shell_complete=completing.files,
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
    fuzz: int | None,
    fuzz_seed: int,
    fail_fast: bool,
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
      sockgen test specs/petstore.yaml --url http://localhost:3000 --fuzz 1000
      sockgen test specs/petstore.yaml --app main:app -q --report junit=report.xml
    """
    import gc

    from sockgen.cli.trying import (
        REFERENCE,
        TIMEOUT,
        Impossible,
        check_url,
        read_reports,
        run_tests,
        served,
    )
    from sockgen.staging import stage
    from sockgen.testing import Asked, Misuse, Staged, Unreachable

    gc.enable()  # a run goes on for a while and has garbage, unlike a build
    if url and app:
        raise click.UsageError("--app and --url are two servers: give one of them.")
    if url:
        check_url(url)
    files = read_reports(reports)
    if spec == report.STANDARD_INPUT:
        raise click.UsageError("A test needs a file: references go by its name.")
    build, before = the_document(context, spec, form, call, "A test is about")
    with stage(_apart(build)) as staged:
        said = list(dict.fromkeys((*before, *staged.diagnostics)))
        made = staged.value is not None
        code = report.judge(said, form, build.strictness, made=made)
        if staged.value is None or code:
            context.exit(ending.WRONG_CALL)
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
            "fuzz": [fuzz] if fuzz else [],
            "fuzz-seed": [fuzz_seed] if fuzz else [],
        }
        words = [f"--{key}={one}" for key, given in options.items() for one in given]
        try:
            suite.check(auth or "", header, values or "")
            wants = _wanted(staged.value.api, only, exclude)
            where = path or suite.path
            with served(suite, url, app, where, timeout or TIMEOUT) as address:
                words += [f"--url={address}"] if address else []
                asked = Asked(words, wants, fail_fast)
                name, server = str(build.spec), app or url or REFERENCE
                code = run_tests(suite, asked, name, server, files, form)
        except Misuse as error:
            told = f"{error}{_way_out(error.missing, build)}"
            raise click.UsageError(told) from None
        except Unreachable as error:
            raise Impossible(str(error)) from None
    context.exit(code)


def _apart(build: Build) -> Build:
    """A build whose package has a name that the server under test cannot know.

    That may well use the real one.
    """
    from dataclasses import replace

    output = replace(build.outputs[0], package=build.outputs[0].package + _UNDER_TEST)
    return replace(build, outputs=(output,))


def _way_out(missing: str, build: Build) -> str:
    """What to do about a module that an application wants and that is not found."""
    from pathlib import Path

    output = build.outputs[0]
    if missing == output.package:
        folder = click.format_filename(output.folder)
        return f". It is generated: pip install {folder}"
    there = sorted(Path().glob(f"*/{missing}.py")) if missing.isidentifier() else []
    if there:
        return f". There is {there[0]}: call sockgen in {there[0].parent}"
    return ""


def _wanted(
    api: Api, only: Sequence[str], exclude: Sequence[str]
) -> Callable[[Subject], bool]:
    """Which tests are to be run. What is excluded the suite skips, with the reason."""
    from sockgen.testing import read_choices

    read_choices(api, "--exclude", exclude)
    chosen = read_choices(api, "--only", only)
    return lambda subject: not chosen or any(one.has(subject) for one in chosen)
