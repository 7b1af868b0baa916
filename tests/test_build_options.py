"""Packages of which something is left out, or whose models are made otherwise."""

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import ValidationError
from tests.building import PET_STORE, build, files, run
from tests.serving import on_a_thread, under_uvicorn

from sockgen.cli.main import sockgen
from sockgen.config import Wish, configure
from sockgen.staging import stage
from sockgen.targets import ALL, Choices

CAFE = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter:
    address: /counter
    messages:
      order: {name: order, payload: {$ref: '#/components/schemas/Order'}}
      ticket: {payload: {type: integer, title: ticket}}
      serving: {name: serving, payload: {type: integer, title: ticket}}
    x-socketio: {rooms: {queue: {name: 'queue'}}}
operations:
  takeOrder:
    action: receive
    channel: {$ref: '#/channels/counter'}
    messages: [{$ref: '#/channels/counter/messages/order'}]
    reply: {messages: [{$ref: '#/channels/counter/messages/ticket'}]}
  serve:
    action: send
    channel: {$ref: '#/channels/counter'}
    messages: [{$ref: '#/channels/counter/messages/serving'}]
components:
  schemas:
    Drink: {type: string, enum: [tea, coffee]}
    Order:
      type: object
      required: [drink]
      properties:
        drink: {$ref: '#/components/schemas/Drink'}
        cups: {type: integer, enum: [1, 2, 4], default: 2}
        milk: {type: [string, 'null'], enum: [oat, soy, null]}
"""
PLAIN = re.sub(r"(?ms)^components:.*", "", CAFE).replace(
    "{$ref: '#/components/schemas/Order'}", "{type: string}"
)
VARIANTS = {
    "whole": ALL,
    "clients": Choices(only="client"),
    "servers": Choices(only="server"),
    "asyncio_only": Choices(io="async"),
    "threads_only": Choices(io="sync"),
    "async_client_only": Choices(only="client", io="async"),
    "sync_server_only": Choices(only="server", io="sync"),
    "otherwise": Choices(frozen_models=True, enums="literal"),
}
ENDS = {
    "whole": "async_client async_server client server rooms",
    "clients": "async_client client",
    "servers": "async_server server rooms",
    "asyncio_only": "async_client async_server rooms",
    "threads_only": "client server rooms",
    "async_client_only": "async_client",
    "sync_server_only": "server rooms",
    "otherwise": "async_client async_server client server rooms",
}
EXTRAS = {
    "whole": "client async-client server test",
    "clients": "client async-client",
    "servers": "server test",
    "asyncio_only": "client async-client server test",
    "threads_only": "client server test",
    "async_client_only": "client async-client",
    "sync_server_only": "server test",
    "otherwise": "client async-client server test",
}
LEFT_OUT = [name for name in VARIANTS if name not in ("whole", "otherwise")]
COMMON = {"__init__", "models", "rules", "errors", "contract"}
OF_SERVERS = {"server", "dispatch", "handlers", "connection", "admission", "guarding"}
OF_CLIENTS = {"async_client", "client", "link", "dialling", "listening"}


@dataclass(frozen=True)
class Made:
    """A distribution of each variant, in the folder of its name."""

    folder: Path

    def package(self, name: str) -> Path:
        return self.folder / name / name

    def module(self, name: str, module: str) -> Any:
        return importlib.import_module(f"{name}.{module}")


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("packages")
    spec = folder / "cafe.yaml"
    spec.write_text(CAFE)
    for name, choices in VARIANTS.items():
        build(spec, folder / name, name, choices)
    paths = [str(folder / name) for name in VARIANTS]
    sys.path[:0] = paths
    yield Made(folder)
    for path in paths:
        sys.path.remove(path)


@pytest.fixture(name="home")
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a document, and a cache of its own."""
    home = tmp_path / "home"
    (home / ".git").mkdir(parents=True)
    (home / "cafe.yaml").write_text(CAFE)
    monkeypatch.chdir(home)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return home


def call(*words: object) -> Result:
    return CliRunner().invoke(sockgen, [str(one) for one in words])


def done(*words: object) -> str:
    result = call(*words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*words: object) -> str:
    result = call(*words)
    assert result.exit_code == 2, result.output
    return " ".join(re.sub("[│╭╰─╮╯]", " ", result.output).split())


LOADED = """\
import importlib, sys
sys.path.insert(0, "tests")
for one in sys.argv[1:]:
    importlib.import_module(one)
print(*sys.modules)
"""


def python(program: str, cwd: Path, *words: str) -> str:
    """What a program prints that runs in a folder."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def stems(folder: Path) -> set[str]:
    return {one.stem for one in folder.glob("*.py")}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_ends_that_were_chosen_are_there_and_no_others(
    made: Made, name: str
) -> None:
    assert stems(made.package(name)) == {*ENDS[name].split(), *COMMON}
    has_server = "server" in ENDS[name]
    assert (made.folder / name / "tests").exists() is has_server
    assert (made.package(name) / "_testing").exists() is has_server
    runtime = stems(made.package(name) / "_runtime")
    assert runtime >= OF_SERVERS if has_server else not OF_SERVERS & runtime
    has_client = "client" in ENDS[name]
    assert "link" in runtime if has_client else not OF_CLIENTS & runtime


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_module_of_the_runtime_is_there_if_something_imports_it(
    made: Made, name: str
) -> None:
    """What Python has loaded in the end is what there is."""
    public = [f"{name}.{one}" for one in ENDS[name].split()]
    tests = [one.stem for one in (made.folder / name / "tests").glob("test_*.py")]
    names = python(LOADED, made.folder / name, *public, *tests).split()
    prefix = f"{name}._runtime."
    loaded = {one.removeprefix(prefix) for one in names if one.startswith(prefix)}
    there = stems(made.package(name) / "_runtime") - {"__init__"}
    assert loaded <= there
    assert there - loaded <= {"words"}, "imported when a payload is wrong"


def test_texts_speak_of_what_is_there(made: Made) -> None:
    said = {name: (made.folder / name / "README.md").read_text() for name in VARIANTS}
    assert "A typed Socket.IO client for Python" in said["clients"]
    assert "## A client" in said["clients"]
    for word in ("## A server", "Handlers", "## Tests", "[client,server]"):
        assert word in said["whole"]
        assert word not in said["clients"]
    assert "A typed Socket.IO server for Python" in said["servers"]
    assert "## A client" not in said["servers"]
    assert "Async" not in said["threads_only"]
    assert "asyncio" not in said["threads_only"]
    assert "for threads" not in said["asyncio_only"].lower()
    assert "wsgi" not in said["asyncio_only"]
    maps = made.package("clients") / "_runtime" / "__init__.py"
    assert "A client:" in maps.read_text()
    assert "A server:" not in maps.read_text()
    for name in VARIANTS:
        map_of = made.package(name) / "_runtime" / "__init__.py"
        named = set(re.findall(r"`(\w+)`", map_of.read_text())) - {"auth"}
        assert named <= stems(map_of.parent) | {"contract"}, name


@pytest.mark.parametrize("name", VARIANTS)
def test_the_distribution_offers_what_is_there(made: Made, name: str) -> None:
    text = (made.folder / name / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    extras = project["project"]["optional-dependencies"]
    assert list(extras) == EXTRAS[name].split()
    assert ("pytest" in project["tool"]) is ("test" in extras)
    servers = " ".join(extras.get("server", ()))
    assert ("uvicorn" in servers) is ("async_server" in ENDS[name])
    assert ("werkzeug" in servers) is ("server" in ENDS[name].split())


def test_what_is_left_has_the_same_names(made: Made) -> None:
    for name in LEFT_OUT:
        for end in ENDS[name].split():
            whole, part = made.module("whole", end), made.module(name, end)
            assert part.__all__ == whole.__all__
    assert "EVERYONE" in importlib.import_module("servers").__all__
    assert "EVERYONE" not in importlib.import_module("clients").__all__
    assert "Reconnection" not in importlib.import_module("servers").__all__


@pytest.mark.slow
def test_the_output_is_as_ruff_leaves_it(made: Made) -> None:
    for command in ("check", "format --check --diff"):
        ran = run(["ruff", *command.split(), "--isolated", *VARIANTS], made.folder)
        assert ran.returncode == 0, ran.stdout


USE = """\
from otherwise import Order

order = Order(drink="tea", cups=4)
word: str = order.drink
order.cups = 1
Order(drink="beer")
"""


CHECKED = ("clients", "sync_server_only", "otherwise")
"""What has the least of all, and the other models; the rest is made of the same."""


@pytest.mark.slow
def test_type_checkers_accept_all_but_what_is_wrong(made: Made) -> None:
    (made.folder / "use.py").write_text(USE)
    tests = made.folder / "sync_server_only" / "tests"
    paths = [*(made.folder / name for name in CHECKED), tests]
    listed: list[str | Path] = [
        "use.py",
        *map(made.package, CHECKED),
        *tests.glob("*sync_server*.py"),
    ]
    around = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, paths))}
    ran = run(["mypy", "--strict", "--config-file=", *listed], made.folder, around)
    wrong = re.findall(r"^(.*):([0-9]+): error", ran.stdout, re.MULTILINE)
    assert wrong == [("use.py", "5"), ("use.py", "6")], ran.stdout
    settings = {
        "include": [str(one) for one in listed],
        "extraPaths": [str(one) for one in paths],
        "typeCheckingMode": "strict",
    }
    (made.folder / "pyrightconfig.json").write_text(json.dumps(settings))
    ran = run(["pyright", "--pythonpath", sys.executable], made.folder)
    wrong = re.findall(r"([a-z_]+.py):([0-9]+):[0-9]+ - error", ran.stdout)
    assert wrong == [("use.py", "5"), ("use.py", "6")], ran.stdout


class Served:
    """The server of the whole package, whose tickets are the numbers of cups."""

    def __init__(self, made: Made) -> None:
        module = made.module("whole", "async_server")

        class Counter(module.AsyncCounterHandlers):  # type: ignore[misc, name-defined]
            async def on_order(self, conn: Any, order: Any, /) -> int:
                await self.emit_serving(order.cups, to=conn)
                return int(order.cups)

        self.app = module.AsyncCafeServer(counter=Counter()).asgi_app()


@pytest.mark.parametrize("name", ["clients", "async_client_only"])
async def test_a_client_alone_talks_to_a_whole_server(made: Made, name: str) -> None:
    module = made.module(name, "async_client")
    order = importlib.import_module(name).Order
    async with (
        under_uvicorn(Served(made).app) as url,
        module.AsyncCafeClient(url) as cafe,
    ):
        servings = cafe.counter.servings()
        assert await cafe.counter.call_order(order(drink="tea", cups=4)) == 4
        assert await anext(servings) == 4


def test_a_client_for_threads_alone_talks_to_a_whole_server(made: Made) -> None:
    module = made.module("clients", "client")
    order = importlib.import_module("clients").Order
    with (
        on_a_thread(under_uvicorn(Served(made).app)) as url,
        module.CafeClient(url) as cafe,
    ):
        assert cafe.counter.call_order(order(drink="coffee")) == 2


SUITE = ("pytest", "-q", "-p", "no:cacheprovider", "--transport", "websocket", "tests")


def test_the_contract_tests_need_no_client(made: Made) -> None:
    ran = run(SUITE, made.folder / "servers")
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
def test_the_contract_tests_of_the_pet_store_pass(tmp_path: Path) -> None:
    """With all options that make a server other than it is."""
    choices = Choices("server", "sync", frozen_models=True, enums="literal")
    build(PET_STORE, tmp_path, "pets", choices)
    ran = run(SUITE, tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_models_can_be_frozen(made: Made) -> None:
    frozen, plain = (importlib.import_module(x).Order for x in ("otherwise", "whole"))
    order = frozen(drink="tea")
    with pytest.raises(ValidationError, match="frozen"):
        order.drink = "coffee"
    assert len({order, frozen(drink="tea"), frozen(drink="coffee")}) == 2
    other = plain(drink="tea")
    other.drink = "coffee"
    with pytest.raises(TypeError, match="unhashable"):
        hash(other)


def test_enumerations_can_be_literals(made: Made) -> None:
    module = importlib.import_module("otherwise")
    order = module.Order.model_validate({"drink": "tea", "milk": None})
    assert type(order.drink) is str
    assert (order.cups, type(order.cups), order.milk) == (2, int, None)
    for wrong in ({"drink": "beer"}, {"drink": "tea", "cups": 3}):
        with pytest.raises(ValidationError):
            module.Order.model_validate(wrong)
    assert not hasattr(module, "OrderCups")
    assert hasattr(importlib.import_module("whole"), "OrderCups")


def test_a_folder_loses_what_is_left_out(home: Path) -> None:
    done("build", "cafe.yaml")
    there = home / "generated" / "cafe"
    (there / "cafe" / "mine.py").write_text("mine = True\n")
    done("build", "cafe.yaml", "--only", "client")
    assert stems(there / "cafe") == {"async_client", "client", "mine", *COMMON}
    assert not (there / "tests").exists()
    assert "up to date" in done("build", "cafe.yaml", "--only", "client")
    done("build", "cafe.yaml")
    assert (there / "cafe" / "server.py").exists()


def test_a_file_changed_by_hand_is_named_and_kept(home: Path) -> None:
    done("build", "cafe.yaml")
    there = home / "generated" / "cafe"
    with (there / "cafe" / "server.py").open("a") as file:
        file.write("# mine\n")
    before = files(there)
    result = call("build", "cafe.yaml", "--only", "client")
    assert result.exit_code == 1
    assert "SG501" in result.output
    assert "server.py" in result.output
    assert files(there) == before


def test_other_options_make_a_folder_stale(home: Path) -> None:
    """Even where the document has nothing that they would change."""
    Path("cafe.yaml").write_text(PLAIN)
    chosen = ("--enums", "literal", "--io", "async")
    done("build", "cafe.yaml", *chosen)
    manifest = json.loads(Path("generated/cafe/.sockgen.json").read_text())
    assert manifest["options"]["enums"] == "literal"
    assert manifest["options"]["io"] == "async"
    assert "only" not in manifest["options"]
    done("build", "cafe.yaml", *chosen, "--check")
    stale = call("build", "cafe.yaml", "--io", "async", "--check")
    assert stale.exit_code == 1
    assert '"enums": "literal"' in stale.output


def test_a_call_with_other_options_is_not_recalled(home: Path) -> None:
    there = home / "generated" / "cafe" / "cafe"
    done("build", "cafe.yaml", "--io", "async")
    done("build", "cafe.yaml", "--io", "sync")
    assert "server" in stems(there)
    done("build", "cafe.yaml", "--io", "async")
    assert "async_server" in stems(there)
    Path("sockgen.toml").write_text('io = "sync"\n')
    done("build", "cafe.yaml")
    Path("sockgen.toml").write_text('io = "async"\nfrozen-models = true\n')
    done("build", "cafe.yaml")
    assert "server" not in stems(there)
    assert "frozen=True" in (there / "models.py").read_text()
    done("build", "cafe.yaml", "--no-frozen-models")
    assert "frozen=True" not in (there / "models.py").read_text()


@pytest.mark.parametrize(
    ("option", "wrong", "meant"),
    [
        ("--only", "clients", "client"),
        ("--io", "asyncio", "async"),
        ("--enums", "literals", "literal"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest(
    home: Path, option: str, wrong: str, meant: str
) -> None:
    said = refused("build", "cafe.yaml", option, wrong)
    assert f"Invalid value for '{option}'" in said
    assert f"Did you mean '{meant}'?" in said
    Path("sockgen.toml").write_text(f'{option[2:]} = "{wrong}"\n')
    said = refused("build", "cafe.yaml")
    assert f"SG522]: `{option[2:]}` cannot be `{wrong}`" in said
    assert f"did you mean `{meant}`?" in said


def test_a_word_like_no_other_is_told_with_all(home: Path) -> None:
    said = refused("build", "cafe.yaml", "--io", "x")
    assert "'x' is not one of 'sync', 'async'." in said
    assert "Did you mean" not in said


def test_another_target_refuses_what_is_said_to_it(home: Path) -> None:
    said = refused("build", "cafe.yaml", "--target", "json", "--only", "client")
    assert "SG515]: --only is for the target `python`, and not for `json`" in said
    done("build", "cafe.yaml", "-t", "json", "-t", "python", "--only", "client")
    Path("sockgen.toml").write_text(
        '[[spec]]\npath = "cafe.yaml"\ntarget = "json"\nfrozen-models = true\n'
    )
    said = refused("build")
    assert "sockgen.toml:4:1: error[SG515]: `frozen-models` is for the target" in said
    Path("sockgen.toml").write_text(
        'only = "client"\n[[spec]]\npath = "cafe.yaml"\ntarget = "json"\n'
    )
    done("build")
    manifest = json.loads(Path("generated/cafe-json/.sockgen.json").read_text())
    assert "only" not in manifest["options"]


def test_a_scaffold_is_of_the_kind_that_there_is(home: Path) -> None:
    Path("sockgen.toml").write_text('io = "sync"\n')
    done("scaffold", "cafe.yaml", "--output", "blocks")
    handlers = Path("blocks/handlers/counter.py").read_text()
    assert "from cafe.server import" in handlers
    assert "async def" not in handlers
    Path("sockgen.toml").write_text('io = "async"\n')
    done("scaffold", "cafe.yaml", "--output", "waits")
    assert "async def" in Path("waits/handlers/counter.py").read_text()
    said = refused("scaffold", "cafe.yaml", "--output", "other", "--sync")
    assert "There is no server for threads" in said


def test_clients_alone_have_no_scaffold(home: Path) -> None:
    Path("sockgen.toml").write_text(
        '[[spec]]\npath = "cafe.yaml"\noutput = "sdk"\nonly = "client"\n'
    )
    said = refused("scaffold")
    assert "There is no server to write handlers for" in said
    assert not Path("server").exists()
    with Path("sockgen.toml").open("a") as file:
        file.write('[[spec]]\npath = "cafe.yaml"\nonly = "server"\n')
    done("scaffold")
    assert Path("server/main.py").exists()


def test_what_sockgen_runs_itself_is_whole(home: Path) -> None:
    """A mock and a test of a document want servers, whatever its package has."""
    built = configure(Wish(home / "cafe.yaml", choices=Choices(only="client")))
    assert built.value is not None
    with stage(built.value) as staged:
        assert staged.value is not None
        assert staged.value.module("async_server").AsyncCafeServer
