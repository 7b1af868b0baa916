"""The code in README.md and docs/ does what the text says."""

import ast
import asyncio
import inspect
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
        if name.partition(".")[0] in {"cafe", "server"}:
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


async def run_python(page: Path, url: str = URL) -> dict[str, Any]:
    """Run all Python of a page as one coroutine would, and return its names."""
    module = types.ModuleType("page")
    sys.modules[module.__name__] = module
    for one in blocks(page, "python"):
        code = compile(
            one.replace(URL, url),
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
        one for one in blocks(ROOT / "README.md", "console") if "sockgen build" in one
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


@pytest.mark.usefixtures("only_here")
async def test_the_pages_about_both_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = block(DOCS / "dialect.md", "yaml", "# cafe.yaml\n")
    (tmp_path / "cafe.yaml").write_text(spec, encoding="utf-8")
    assert "error" not in sockgen(tmp_path, "build", "cafe.yaml")
    sys.path.insert(0, str(tmp_path / "generated" / "cafe"))
    names = await run_python(DOCS / "server.md")
    for app in (names["app"], names["both"], names["attached"]):
        async with serving(app) as url:
            await run_python(DOCS / "client.md", url)
    said = capsys.readouterr().out.splitlines()
    for line in ("Ada tips 0.5", "Ada tips 1.0", "4 bytes"):
        assert said.count(line) == 3


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
