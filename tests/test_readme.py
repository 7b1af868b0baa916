"""The code in README.md and docs/ does what the text says."""

import ast
import asyncio
import inspect
import re
import signal
import socket
import subprocess
import sys
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import socketio
import uvicorn
from aiohttp import ClientConnectionError, ClientSession
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.blocking import serving_wsgi
from tests.serving import on_a_thread, under_aiohttp, under_uvicorn

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "petstore"))

from demo import serving

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
URL = "http://localhost:8000"


def blocks(page: Path, language: str) -> list[str]:
    """The code on a page."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def block(page: Path, language: str, start: str) -> str:
    """The one piece of code that begins in some way."""
    [found] = [one for one in blocks(page, language) if one.startswith(start)]
    return found


def plain(text: str) -> str:
    """A text without what differs from machine to machine."""
    return re.sub(r"\d+\.\d+ s|\d+ files", "…", text)


def sockgen(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sockgen", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout


@pytest.fixture
def only_here() -> Iterator[None]:
    """Forget the packages and the paths of one test before the next."""
    modules, path = set(sys.modules), list(sys.path)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.partition(".")[0] in {"cafe", "server", "kitchen"}:
            del sys.modules[name]


@pytest.fixture
def cafe(tmp_path: Path) -> Path:
    """A folder with what the README tells to make."""
    page = ROOT / "README.md"
    for name, language in [
        ("cafe.yaml", "yaml"),
        ("server.py", "python"),
        ("client.py", "python"),
    ]:
        code = block(page, language, f"# {name}\n")
        (tmp_path / name).write_text(code, encoding="utf-8")
    return tmp_path


FILE = re.compile(r"# (\w+\.py)\n")


def write_files(page: Path, folder: Path) -> None:
    """Write the code of a page that says which file it is."""
    for one in blocks(page, "python"):
        if match := FILE.match(one):
            (folder / match[1]).write_text(one, encoding="utf-8")


async def run_python(
    page: Path,
    url: str = URL,
    names: dict[str, Any] | None = None,
    through: str | None = None,
) -> dict[str, Any]:
    """Run all other Python of a page as one coroutine would, and return its names.

    Clients get to `url`, and there `through` another engine path.
    """
    place = f'"{url}"' + (f', path="{through}"' if through else "")
    module = types.ModuleType("page")
    sys.modules[module.__name__] = module
    module.__dict__.update(names or {}, __name__="page")
    for one in blocks(page, "python"):
        if FILE.match(one):
            continue
        code = compile(
            one.replace(f'"{URL}"', place),
            page.name,
            "exec",
            flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
            dont_inherit=True,
        )
        result: object = eval(code, module.__dict__)
        if inspect.isawaitable(result):
            await result
    return module.__dict__


@pytest.mark.usefixtures("only_here")
async def test_the_server_and_the_client_of_the_readme_talk(cafe: Path) -> None:
    [built, wrong] = [
        one
        for one in blocks(ROOT / "README.md", "console")
        if "sockgen build cafe.yaml" in one
    ]
    assert plain(
        f"$ sockgen build cafe.yaml\n{sockgen(cafe, 'build', 'cafe.yaml')}"
    ) == (plain(built))
    sys.path[:0] = [str(cafe / "generated" / "cafe"), str(cafe)]
    server = __import__("server")
    console = block(ROOT / "README.md", "console", "$ pip install")
    async with serving(server.app) as url:
        client = (cafe / "client.py").read_text(encoding="utf-8").replace(URL, url)
        assert URL not in client
        said = await talk(cafe, client)
    assert console.endswith(f"$ python client.py\n{said}")

    spec = (cafe / "cafe.yaml").read_text(encoding="utf-8")
    typo = re.sub(r"messages/serving'\}\]", "messages/servng'}]", spec)
    (cafe / "cafe.yaml").write_text(typo, encoding="utf-8")
    assert f"$ sockgen build cafe.yaml\n{sockgen(cafe, 'build', 'cafe.yaml')}" == wrong


async def talk(folder: Path, client: str) -> str:
    """What a client prints that runs in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        client,
        env={"PYTHONPATH": str(folder / "generated" / "cafe")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 120)
    return said.decode()


HEARD = ["Ada tips 0.5", "Ada tips 1.0", "4 bytes"]
"""What the handlers of the pages print while a client does all that is on its page."""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with the package that the pages use, from which it is imported."""
    spec = block(DOCS / "dialect.md", "yaml", "# cafe.yaml\n")
    (tmp_path / "cafe.yaml").write_text(spec, encoding="utf-8")
    assert "error" not in sockgen(tmp_path, "build", "cafe.yaml")
    write_files(DOCS / "applications.md", tmp_path)
    sys.path[:0] = [str(tmp_path / "generated" / "cafe"), str(tmp_path)]
    return tmp_path


@contextmanager
def every_application(
    names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., AbstractContextManager[str]]]:
    """Serve one application of the page after the other, and see what it prints."""
    left = {name for name, one in names.items() if is_application(one)}
    left.discard("site")  # stands beside the API of another

    @contextmanager
    def serve(name: str, how: Any, *options: Any) -> Iterator[str]:
        left.remove(name)
        said: list[str] = []
        with how(names[name], *options) as url:
            yield url
            deadline = time.monotonic() + 10
            while not set(HEARD) <= set(said) and time.monotonic() < deadline:
                said += capsys.readouterr().out.splitlines()
        assert [said.count(one) for one in HEARD] == [1, 1, 1], (name, said)

    yield serve
    assert left == set()


def is_application(value: object) -> bool:
    kind = type(value)
    own = kind.__module__.endswith(("applications", "middleware", "asgi", "wsgi"))
    return own or kind.__name__ in {"FastAPI", "Starlette", "Flask", "Application"}


def asgi(app: Any, kind: Any = uvicorn.Server) -> AbstractContextManager[str]:
    return on_a_thread(under_uvicorn(app, kind))


def aiohttp(app: Any) -> AbstractContextManager[str]:
    return on_a_thread(under_aiohttp(app))


@pytest.mark.usefixtures("only_here", "built")
async def test_the_pages_about_both_ends(capsys: pytest.CaptureFixture[str]) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    names = await run_python(DOCS / "server.md")
    with every_application(names, capsys) as serve:
        for name in ("app", "watched"):
            with serve(name, asgi) as url:
                await run_python(DOCS / "client.md", url)
    found = Counter(
        (one.name, one.kind.name, (one.attributes or {}).get("socketio.outcome"))
        for one in spans.get_finished_spans()
    )
    assert found["/counter order", "SERVER", "declared-error"] == 1
    assert found["/counter tip", "SERVER", "done"] == 2
    assert found["/counter taste", "CLIENT", "problem"] >= 1  # nobody has a taste yet
    assert found["/counter serving", "CLIENT", "done"] >= 2


@pytest.mark.usefixtures("only_here", "built")
async def test_the_page_about_applications(capsys: pytest.CaptureFixture[str]) -> None:
    names = await run_python(DOCS / "server.md")
    del names["app"], names["watched"]
    names = await run_python(DOCS / "applications.md", names=names)
    client = DOCS / "client.md"
    with every_application(names, capsys) as serve:
        with serve("app", asgi, names["Server"]) as url:
            await run_python(client, url)
        for name in ("both", "beside_fastapi", "inside_starlette", "attached"):
            with serve(name, asgi) as url:
                await run_python(client, url)
        with serve("inside_fastapi", asgi) as url:
            await run_python(client, url, through="/realtime/socket.io")
        with serve("aiohttp_site", aiohttp) as url:
            await run_python(client, url)
        for name in ("wsgi", "beside_wsgi", "flask_site", "blocking_attached"):
            with serve(name, serving_wsgi) as url:
                await run_python(client, url)


@pytest.mark.usefixtures("only_here")
async def test_the_page_about_gevent(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = (built / "greenlets.py").read_text(encoding="utf-8")
    assert code.count("8000") == 1
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", code.replace("8000", str(port))),
        cwd=built,
        env={"PYTHONPATH": str(built / "generated" / "cafe"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its log of requests
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(30):
            while not await answers(url) and process.returncode is None:
                pass
        await run_python(DOCS / "client.md", url)
    finally:
        process.terminate()
        said, _ = await process.communicate()
    lines = said.decode().splitlines()
    assert [lines.count(one) for one in HEARD] == [1, 1, 1], lines


@pytest.mark.usefixtures("only_here")
async def test_flask_stops_when_it_is_told_to(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = (built / "flask_until_sigterm.py").read_text(encoding="utf-8")
    assert code.count("8000") == 1
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", code.replace("8000", str(port))),
        cwd=built,
        env={"PYTHONPATH": str(built / "generated" / "cafe"), "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.DEVNULL,  # its log of requests
    )
    url, lost = f"http://127.0.0.1:{port}", asyncio.Event()
    client = socketio.AsyncClient(reconnection=False)
    client.on("disconnect", lambda: lost.set(), namespace="/counter")
    try:
        async with asyncio.timeout(30):
            while not await answers(url) and process.returncode is None:
                pass
            auth = {"token": "token-of-Ada"}
            await client.connect(url, auth=auth, namespaces=["/counter"])
            process.send_signal(signal.SIGTERM)
            await lost.wait()
            assert await process.wait() == 0
    finally:
        await client.shutdown()
        if process.returncode is None:
            process.kill()


async def answers(url: str) -> bool:
    """Whether a server is there already."""
    async with ClientSession() as session:
        try:
            async with session.get(url):
                return True
        except ClientConnectionError:
            return False


def test_the_page_about_the_dialect(tmp_path: Path) -> None:
    page = DOCS / "dialect.md"
    spec = block(page, "yaml", "# cafe.yaml\n")
    (tmp_path / "cafe.yaml").write_text(spec, encoding="utf-8")
    [shown] = blocks(page, "console")
    said = sockgen(tmp_path, "inspect", "cafe.yaml")
    assert f"$ sockgen inspect cafe.yaml\n{said}" == shown
    said = sockgen(tmp_path, "validate", "cafe.yaml")
    assert said == "cafe.yaml: nothing is wrong\n"


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *DOCS.glob("*.md")], ids=lambda one: one.name
)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text):
        assert (page.parent / target).exists(), target
