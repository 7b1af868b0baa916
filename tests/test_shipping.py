"""Generated packages on their way to an index, and in the environments of users."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from packaging.metadata import Metadata
from tests.building import build
from tests.outside import environment, run

ROOT = Path(__file__).parents[1]
PETSTORE = ROOT / "generated" / "petstore"

pytestmark = pytest.mark.slow

CAFE: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "info": {"title": "Cafe", "version": "2024-05-01"},
    "channels": {
        "counter": {
            "address": "/counter",
            "messages": {
                "order": {"name": "order", "payload": {"type": "string"}},
                "ticket": {"payload": {"type": "integer", "const": 7}},
            },
        }
    },
    "operations": {
        "takeOrder": {
            "action": "receive",
            "channel": {"$ref": "#/channels/counter"},
            "messages": [{"$ref": "#/channels/counter/messages/order"}],
            "reply": {"messages": [{"$ref": "#/channels/counter/messages/ticket"}]},
        }
    },
}
NASTY = (
    "\"]\nversion = 'x'\n[tool.evil]\r\n\"\"\" ''' \\ # <script>alert(1)</script> "
    "</td>|`` ``` ![x](y) [a](javascript:b) &lt; \u202e\x1b[31m \U0001f41f \x00 ${{x}}"
)
HOSTILE: dict[str, Any] = {
    "title": NASTY,
    "version": NASTY,
    "description": f"{NASTY}\n\n{NASTY * 200}\n\n```python\nimport os\n```",
    "termsOfService": "https://example.com/terms?a=b#c",
    "contact": {
        "name": NASTY,
        "email": "a@b.example",
        "url": 'https://example.com/"x"',
    },
    "license": {"name": NASTY, "url": "https://example.com/?q=%22"},
    "externalDocs": {"url": "https://example.com/docs", "description": NASTY},
}
BARE: dict[str, Any] = {
    "title": "",
    "version": "",
    "description": "  \n",
    "contact": {"name": " "},
    "license": {"name": ""},
}


def shipped(folder: Path) -> Path:
    """Make the sdist, and the wheel from that, and let them be judged."""
    dist = folder.parent / f"{folder.name}-dist"
    run(sys.executable, "-m", "build", "--outdir", dist, folder, cwd=folder.parent)
    check = (sys.executable, "-m", "twine", "check", "--strict")
    assert "FAILED" not in run(*check, *dist.iterdir(), cwd=dist)
    return dist


def made(info: dict[str, Any], folder: Path) -> Path:
    """Build the package of the cafe, with another `info`."""
    spec = folder / "cafe.json"
    spec.write_text(json.dumps({**CAFE, "info": {**CAFE["info"], **info}}))
    build(spec, folder / "cafe", "cafe")
    return folder / "cafe"


def metadata(dist: Path) -> Metadata:
    """What the wheel tells an index, which would refuse what is malformed."""
    [wheel] = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        [name] = [one for one in held.namelist() if one.endswith("/METADATA")]
        return Metadata.from_email(held.read(name), validate=True)


def readme_of(dist: Path) -> str:
    return metadata(dist).description or ""


def installed(folder: Path, what: str) -> Path:
    """Make an environment with something and what that depends on."""
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", what, cwd=folder)
    return python


def fences(readme: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)


@pytest.fixture(name="petstore", scope="module")
def _petstore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ship the Pet Store from a repository that ignores what is generated."""
    home = tmp_path_factory.mktemp("shop")
    (home / ".git").mkdir()
    (home / ".gitignore").write_text("generated/\n*.yaml\n")
    folder = home / "generated" / "petstore"
    copytree(PETSTORE, folder, ignore=ignore_patterns("__pycache__", ".*_cache"))
    return shipped(folder)


@pytest.fixture(name="cafe", scope="module")
def _cafe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped(made({}, tmp_path_factory.mktemp("cafe")))


def test_the_wheel_holds_the_package_and_its_types(petstore: Path) -> None:
    [wheel] = petstore.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    held = {one for one in names if ".dist-info/" not in one}
    paths = [one for one in (PETSTORE / "petstore").rglob("*") if one.is_file()]
    wanted = {one.relative_to(PETSTORE).as_posix() for one in paths}
    assert held == {one for one in wanted if "__pycache__" not in one}
    assert {"petstore/py.typed", "petstore/asyncapi.yaml"} <= held


def test_the_sdist_holds_the_contract_tests(petstore: Path) -> None:
    [sdist] = petstore.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {one.split("/", 1)[1] for one in archive.getnames()}
    tests = {f"tests/{one.name}" for one in (PETSTORE / "tests").glob("*.py")}
    assert tests | {"README.md", "pyproject.toml", "petstore/py.typed"} <= held


def test_an_index_is_told_what_the_document_says(petstore: Path, cafe: Path) -> None:
    told = metadata(petstore)
    assert (told.name, str(told.version)) == ("petstore", "1.0.0")
    assert (told.summary or "").startswith("The real-time side of the Pet Store")
    assert told.license_expression == "MIT"
    assert told.author_email == "Pet Store developers <developers@petstoreapi.com>"
    assert "Typing :: Typed" in (told.classifiers or [])
    contact = (told.project_urls or {})["Contact"]
    assert contact == "https://petstoreapi.com/developers"
    extras = {"client", "async-client", "server", "test"}
    assert {*(told.provides_extra or [])} == extras
    assert str(metadata(cafe).version) == "2024.5.1"


def test_a_reader_on_an_index_finds_namespaces_events_and_code(petstore: Path) -> None:
    readme = readme_of(petstore)
    for one in ("/inventory", "inventory-update", "`call_reserve(…)`", "`on_reserve("):
        assert one in readme
    # A link into a repository leads nowhere on the page of an index.
    assert re.findall(r"\]\((?!https://)", readme) == []
    for code in fences(readme):
        compile(code, "README.md", "exec")


def test_it_works_with_socketio_and_pydantic_alone(
    petstore: Path, tmp_path: Path
) -> None:
    [wheel] = petstore.glob("*.whl")
    python = installed(tmp_path, str(wheel))
    (tmp_path / "look.py").write_text(
        """\
import re
from importlib import import_module, metadata

def needed(name):
    yield re.sub("[-_.]+", "-", name).lower()
    for one in metadata.requires(name) or ():
        if ";" not in one:
            yield from needed(re.match("[A-Za-z0-9._-]+", one)[0])

there = {re.sub("[-_.]+", "-", x.name).lower() for x in metadata.distributions()}
extra = there - {*needed("petstore"), "pip", "setuptools"}
assert not extra, extra
for one in "models errors rooms server async_server client async_client".split():
    import_module(f"petstore.{one}")

from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import AsyncPetStoreServer
from petstore.client import PetStoreClient

for one in (PetStoreClient, AsyncPetStoreClient):
    try:
        one()
    except ImportError as error:
        print(error)
try:
    AsyncPetStoreServer.aiohttp_app(None)
except ImportError as error:
    print(error)
"""
    )
    said = run(python, "-W", "error", "look.py", cwd=tmp_path).splitlines()
    client = "the client needs aiohttp: pip install 'petstore[client]'"
    aiohttp = "an application of aiohttp needs aiohttp: pip install aiohttp"
    assert said == [client, client, aiohttp]


@contextmanager
def serving(python: Path, *arguments: str, cwd: Path) -> Iterator[str]:
    """A server that says where it is."""
    with subprocess.Popen(
        [python, *arguments],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        heard = ""
        for line in process.stdout:
            heard += line
            if found := re.search(r"http://[0-9.]+:\d+", line):
                break
        else:
            pytest.fail(heard)
        yield found[0]
        process.terminate()
        process.stdout.read()


BLOCKING_SERVER = """\
from werkzeug.serving import make_server

from cafe.server import CafeServer, CounterHandlers


class Counter(CounterHandlers):
    def on_order(self, conn, order, /):
        return 7


app = CafeServer(counter=Counter()).wsgi_app()
site = make_server("127.0.0.1", 0, app, threaded=True)
print(f"http://127.0.0.1:{site.port}", flush=True)
site.serve_forever()
"""


def test_each_extra_is_enough_for_what_it_is_called_after(
    cafe: Path, tmp_path: Path
) -> None:
    [wheel] = cafe.glob("*.whl")
    for one in ("client", "server"):
        (tmp_path / one).mkdir()
    client = installed(tmp_path / "client", f"{wheel}[client]")
    server = installed(tmp_path / "server", f"{wheel}[server]")
    required = [str(one) for one in metadata(cafe).requires_dist or []]
    of_extra = {
        name: {one.split(";")[0] for one in required if f'== "{name}"' in one}
        for name in ("client", "async-client")
    }
    assert of_extra["client"] == of_extra["async-client"]

    # What the README shows is what runs.
    waits, blocks, serves = fences(readme_of(cafe))
    call = 'print(api.transport, {}api.counter.call_order("tea"))'
    for name, code, wait in (("waits", waits, "await "), ("blocks", blocks, "")):
        code, count = re.subn(r"print\(.*\)", call.format(wait), code)
        assert count == 1
        code = code.replace('"http://localhost"', "__import__('sys').argv[1]")
        (tmp_path / "client" / f"{name}.py").write_text(code)
    serves = serves.replace("raise NotImplementedError", "return 7")
    (tmp_path / "server" / "main.py").write_text(serves)
    (tmp_path / "server" / "blocking.py").write_text(BLOCKING_SERVER)
    for command in (["-m", "uvicorn", "main:app", "--port", "0"], ["blocking.py"]):
        with serving(server, *command, cwd=tmp_path / "server") as url:
            for name in ("waits.py", "blocks.py"):
                said = run(client, name, url, cwd=tmp_path / "client")
                assert said == "websocket 7\n"


def test_the_contract_tests_run_from_the_sdist(cafe: Path, tmp_path: Path) -> None:
    [sdist] = cafe.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()
    (tmp_path / "elsewhere").mkdir()
    python = installed(tmp_path / "elsewhere", f"{folder}[test]")
    said = run(python, "-m", "pytest", "-q", cwd=folder)
    assert re.search(r"^\d+ passed", said, re.MULTILINE), said


@pytest.mark.parametrize("info", [HOSTILE, BARE], ids=["hostile", "bare"])
def test_whatever_the_document_says_can_be_shipped(
    info: dict[str, Any], tmp_path: Path
) -> None:
    dist = shipped(made(info, tmp_path))
    told = metadata(dist)
    assert (told.name, str(told.version)) == ("cafe", "0.0.0")
    assert (told.summary or "").isprintable()
    assert len(told.summary or "") <= 512
    readme = readme_of(dist)
    assert "<script" not in readme
    assert len(fences(readme)) == 3
