"""`sockgen scaffold` adds to files that people write, each in a manner of its own."""

import ast
import difflib
from pathlib import Path

import pytest
from tests.building import files

from sockgen.pipeline import Build, Output, plan
from sockgen.rendering import Renderer
from sockgen.scaffolding import Step, Unreadable, Wanted, scaffold, wanted_of

CAFE = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter:
    address: /counter
    messages:
      order: {name: order, payload: {type: string, title: drink}}
      tip: {name: tip, payload: {$ref: '#/components/schemas/Tip'}}
components:
  schemas:
    Tip: {type: object, properties: {amount: {type: number}}}
operations:
  serve:
    action: receive
    channel: {$ref: '#/channels/counter'}
    messages:
      - $ref: '#/channels/counter/messages/order'
      - $ref: '#/channels/counter/messages/tip'
"""


@pytest.fixture(scope="module", params=["async", "sync"])
def wanted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Wanted:
    folder = tmp_path_factory.mktemp("cafe")
    (folder / "cafe.yaml").write_text(CAFE)
    output = Output("python", folder / "made", "cafe", "cafe")
    planned = plan(Build(folder / "cafe.yaml", (output,)))
    assert planned.value is not None
    return wanted_of("cafe", planned.value[0].after, request.param == "sync")


class Folder:
    """A folder of a server; texts are for asyncio, and are made to fit."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self.path = path
        self.wanted = wanted
        self.threads = wanted.module.endswith(".server")

    def fit(self, text: str) -> str:
        if not self.threads:
            return text
        return (
            text.replace("async def", "def")
            .replace("sync_", "_")
            .replace("a_server", "server")
            .replace("AsyncC", "C")
        )

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_bytes(self.fit(text).encode())

    def read(self, name: str) -> str:
        return (self.path / name).read_bytes().decode()

    def scaffold(self) -> dict[str, Step]:
        """The steps by the name of the file."""
        steps = scaffold(
            self.wanted, self.path, Renderer("project"), threads=self.threads
        )
        return {one.path.relative_to(self.path).as_posix(): one for one in steps}


@pytest.fixture
def server(tmp_path: Path, wanted: Wanted) -> Folder:
    return Folder(tmp_path, wanted)


def added_lines(before: str, after: str) -> list[str]:
    """The lines that came; none went."""
    diff = [*difflib.ndiff(before.splitlines(True), after.splitlines(True))]
    assert not [one for one in diff if one.startswith("- ")], after
    return [one[2:] for one in diff if one.startswith("+ ")]


IMPORTS = "from cafe.async_server import AsyncCounterHandlers, CounterConnection\n"
CLASS = """\


class Counter(AsyncCounterHandlers):
    async def on_order(self, conn: CounterConnection, drink: str, /) -> None:
        print(drink)
"""
MAIN = """\
from handlers.counter import Counter

from cafe.async_server import AsyncCafeServer

app = AsyncCafeServer(counter=Counter())
"""
HANDLERS = "handlers/counter.py"
GROWING = {
    "as sockgen writes it": IMPORTS + CLASS,
    "a base that is called otherwise": (
        IMPORTS.replace("Handlers,", "Handlers as Base,")
        + CLASS.replace("(AsyncCounterHandlers)", "(Base)")
    ),
    "a base that was given a name": (
        f"{IMPORTS}\nBase = AsyncCounterHandlers[int]\n"
        + CLASS.replace("(AsyncCounterHandlers)", "(Base)")
    ),
    "a base of a module": (
        "import cafe.async_server as they\n"
        + CLASS.replace("(Async", "(they.Async").replace("n: C", "n: they.C")
    ),
    "decorators and comments": (
        f"# mine\n{IMPORTS}\n\n@final"
        + CLASS[1:].replace("    async", "    # why\n    @logged(  'a',)\n    async")
        + "    # the end of the class\n\n\n# the end\nx = {  'a':1 }\n"
    ),
    "tabs": (IMPORTS + CLASS).replace("    ", "\t"),
    "two spaces": (IMPORTS + CLASS).replace("    ", "  "),
    "line endings of Windows": (IMPORTS + CLASS).replace("\n", "\r\n"),
    "a mark of its encoding": "\ufeff" + IMPORTS + CLASS,
    "an import after the class": f"{IMPORTS}{CLASS}\n\nimport os  # late\n",
    "two statements on a line": f"import os; {IMPORTS}{CLASS}",
    "imports for types only": (
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
        "from cafe.async_server import AsyncCounterHandlers\n\nif TYPE_CHECKING:\n"
        f"    from cafe.async_server import CounterConnection\n{CLASS}"
    ),
    "a class of a function": (
        f"{IMPORTS}\n\ndef make() -> type:\n"
        + "\n".join(f"    {one}".rstrip() for one in CLASS.strip().splitlines())
        + "\n\n    return Counter\n"
    ),
    "other classes": (
        f"{IMPORTS}\n\nclass Tip:\n    on_tip = 1\n{CLASS}\n\nclass Z: ...\n"
    ),
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING.keys())
def test_a_method_is_added_and_no_line_goes(text: str, server: Folder) -> None:
    server.write("main.py", MAIN)
    server.write(HANDLERS, text)
    before = files(server.path)
    steps = server.scaffold()
    assert steps[HANDLERS].said == "added on_tip"
    after = server.read(HANDLERS)
    added = added_lines(before[HANDLERS].decode(), after)
    assert not [
        x for x in added if x.endswith("\n") and "\r\n" in text and "\r" not in x
    ]
    line = steps[HANDLERS].line
    assert line is not None
    assert "def on_tip" in after.splitlines()[line - 1]
    tree = ast.parse(after.encode())
    [grown] = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef) and one.name == "Counter"
    ]
    assert [x.name for x in grown.body if isinstance(x, _FUNCTIONS)] == [
        "on_order",
        "on_tip",
    ]
    last = grown.body[-1]
    method = after.splitlines()[last.lineno - 1 : last.end_lineno]
    inside = method[1].partition('"')[0]
    assert inside[: last.col_offset] == method[0][: last.col_offset]
    assert all(one.startswith(inside) for one in method[1:] if one)
    assert after.index("import Tip") < after.index("class Counter(")
    assert {*files(server.path)} == {"main.py", HANDLERS}
    assert files(server.path)["main.py"] == before["main.py"]
    assert {one.said for one in server.scaffold().values()} == {"nothing to add"}
    assert server.read(HANDLERS) == after


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize(
    ("imports", "signature", "added"),
    [
        (IMPORTS, "conn: CounterConnection, tip: Tip", "from cafe import Tip\n"),
        (
            IMPORTS.replace("Connection", "Connection as Conn"),
            "conn: Conn, tip: Tip",
            "from cafe import Tip\n",
        ),
        (
            f"{IMPORTS}from cafe.models import Tip as Coins\n",
            "conn: CounterConnection, tip: Coins",
            "",
        ),
        (
            f"{IMPORTS}from money import Tip\n",
            "conn: CounterConnection, tip: CafeTip",
            "from cafe import Tip as CafeTip\n",
        ),
        (
            f"from cafe import Zebra, Ant\n{IMPORTS}",
            "conn: CounterConnection, tip: Tip",
            "from cafe import Tip\n",
        ),
    ],
)
def test_what_is_added_uses_the_names_of_its_module(
    imports: str, signature: str, added: str, server: Folder
) -> None:
    text = imports + CLASS
    server.write("main.py", MAIN)
    server.write(HANDLERS, text)
    before = server.read(HANDLERS)
    server.scaffold()
    after = server.read(HANDLERS)
    assert f"def on_tip(self, {signature}, /) -> None:" in after
    new = [one for one in added_lines(before, after) if "import" in one]
    assert "".join(new) == server.fit(added)


def test_an_import_as_sockgen_writes_it_grows(server: Folder) -> None:
    server.write("main.py", MAIN)
    server.write(HANDLERS, f"from cafe import CounterOrder\n{IMPORTS}{CLASS}")
    server.scaffold()
    assert server.read(HANDLERS).startswith("from cafe import CounterOrder, Tip\n")


ELSEWHERE = {
    "a base with handlers": (
        IMPORTS.replace(", CounterConnection", "")
        + "\n\nclass Base(AsyncCounterHandlers):\n"
        "    async def on_tip(self, conn, tip, /): ...\n",
        "from .base import Base\n",
        "(Base)",
    ),
    "a mixin with handlers": (
        "class Tips:\n    async def on_tip(self, conn, tip, /): ...\n",
        f"{IMPORTS}from handlers.base import Tips\n",
        "(Tips, AsyncCounterHandlers)",
    ),
    "a branch": (
        "import os\n\n\nclass Tips:\n    if os.name == 'nt':\n        on_tip = 1\n"
        "    else:\n        def on_tip(self): ...\n",
        f"{IMPORTS}from project.server.handlers import base\n",
        "(base.Tips, AsyncCounterHandlers)",
    ),
}


@pytest.mark.parametrize(
    ("base", "imports", "bases"), ELSEWHERE.values(), ids=ELSEWHERE.keys()
)
def test_what_is_inherited_is_not_added(
    base: str, imports: str, bases: str, server: Folder
) -> None:
    server.write("main.py", MAIN)
    server.write("handlers/base.py", base)
    server.write(HANDLERS, imports + CLASS.replace("(AsyncCounterHandlers)", bases))
    before = files(server.path)
    assert {one.said for one in server.scaffold().values()} == {"nothing to add"}
    assert files(server.path) == before


def test_the_class_that_derives_last_is_the_one_that_grows(server: Folder) -> None:
    server.write("main.py", MAIN)
    server.write(
        "handlers/base.py",
        f"{IMPORTS}\n\nclass Base(AsyncCounterHandlers[int]):\n    lamp = 1\n",
    )
    text = f"from .base import Base\n{CLASS.replace('AsyncCounterHandlers', 'Base')}"
    server.write(HANDLERS, text)
    steps = server.scaffold()
    assert steps[HANDLERS].said == "added on_tip"
    assert "conn: CounterConnection[int], tip: Tip" in server.read(HANDLERS)
    assert "handlers/base.py" not in steps


def test_fakes_of_tests_stay_as_they_are(server: Folder) -> None:
    server.write("ws/room.py", IMPORTS + CLASS)
    fake = IMPORTS + CLASS.replace("class Counter", "class Fake")
    server.write("tests/test_room.py", fake)
    steps = server.scaffold()
    assert steps["ws/room.py"].said == "added on_tip"
    said = "Fake has no on_tip, and stays as it is"
    assert steps["tests/test_room.py"].said == said
    assert server.read("tests/test_room.py") == server.fit(fake)
    assert "from ws.room import Counter\n" in server.read("main.py")


def test_the_class_that_the_server_is_made_with_is_the_one_that_grows(
    server: Folder,
) -> None:
    server.write("main.py", MAIN)
    server.write(HANDLERS, IMPORTS + CLASS.replace("Counter(", "A(") + CLASS)
    server.scaffold()
    text = server.read(HANDLERS)
    assert text.index("class Counter(") < text.index("def on_tip")


def test_a_class_of_that_name_stays_the_one_that_it_is(server: Folder) -> None:
    text = "from kitchen.async_server import AsyncCounterHandlers\n" + CLASS
    server.write(HANDLERS, text)
    steps = server.scaffold()
    added_lines(server.fit(text), server.read(HANDLERS))
    [name] = steps[HANDLERS].names
    assert name.startswith("CounterHandlers")
    assert f"from handlers.counter import {name}\n" in server.read("main.py")


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("from cafe.async_server import AsyncCafeServer", "AsyncCafeServer("),
        ("from cafe.async_server import AsyncCafeServer as Server", "Server("),
        ("from cafe import async_server as cafe", "cafe.AsyncCafeServer[int]("),
    ],
)
def test_the_server_is_found_in_whatever_module(
    imports: str, call: str, server: Folder
) -> None:
    server.write(HANDLERS, IMPORTS + CLASS)
    server.write("site.py", f"{imports}\n\napp = {call})\n")
    steps = server.scaffold()
    assert steps["site.py"].said == "added counter"
    assert f"{server.fit(call)}counter=Counter())" in server.read("site.py")
    assert "from handlers.counter import Counter\n" in server.read("site.py")
    assert not (server.path / "main.py").exists()


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        (HANDLERS, IMPORTS + CLASS + "    def x(:\n", ":7:11: not Python: invalid"),
        ("main.py", "x = (\n", ":1:5: not Python: '(' was never closed"),
        (HANDLERS, "x = '\0'\n", "not Python: "),
    ],
)
def test_nothing_is_written_while_a_file_cannot_be_read(
    name: str, text: str, place: str, server: Folder
) -> None:
    server.write(name, text)
    before = files(server.path)
    with pytest.raises(Unreadable) as caught:
        server.scaffold()
    assert place in str(caught.value)
    assert name in str(caught.value)
    assert files(server.path) == before


def test_a_file_that_has_nothing_to_do_with_it_may_be_anything(server: Folder) -> None:
    server.write(HANDLERS, IMPORTS + CLASS)
    server.write("old/conf.py", "print 1\n")
    assert server.scaffold()[HANDLERS].said == "added on_tip"
