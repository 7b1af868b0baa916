"""Text of a document stays text: it is never run, and never changes what is."""

import ast
import json
import os
import re
import tomllib
from pathlib import Path

import pytest
from tests.building import build, case_spec, files, run

from sockgen.contract import (
    Ack,
    AckError,
    Api,
    Argument,
    Credential,
    CredentialKind,
    CredentialLocation,
    Direction,
    Event,
    Example,
    JsonObject,
    Namespace,
    Requirement,
    Room,
    RoomParameter,
    Server,
)
from sockgen.targets import Files, Options
from sockgen.targets.python import render

DECLARATIONS = (
    *(ast.ImportFrom, ast.Import, ast.ClassDef, ast.Assign, ast.AnnAssign),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Expr),
)
IMPORTED = {"asyncio", "socket", "pytest", "pytest_asyncio", "uvicorn"}

QUOTES = "\"\"\" ''' \\ \\\\ \\N{DASH} \\u0041 \\x41 ` ``` ~~~"
BREAKS = "a\nb\rc\r\nd\x0be\x0cf\x85g\u2028h\u2029i"
CONTROLS = "\x00\x01\x07\x1b[31m\x7f\x9f\ufeff\u202e\u2066\u200b\u00ad\ud800\udfff"
TEMPLATES = "{{ 7*7 }} {% raw %} {# c #} {0} {x!r} ${x} %s %(x)s </script> ]]> <!--"
ORDERS = "# noqa # type: ignore # fmt: off # pyright: ignore # isort: skip_file"
CODE = '__import__("os").system("touch CANARY")'
BLOCK = f'"""\nimport os\n{CODE}\nCANARY = 1\n"""'
SCRIPTS = "é ß 日本 한국 עברית العربية हिन्दी 🐶 👩‍👩‍👧 ﬁ Ω İ ı ǅ"
LONG = "long " * 60 + "nospaces" * 60
TEXTS = {
    "quotes": QUOTES,
    "breaks": BREAKS,
    "controls": CONTROLS,
    "templates": TEMPLATES,
    "orders": ORDERS,
    "directive": "type: ignore",
    "code": CODE,
    "block": BLOCK,
    "scripts": SCRIPTS,
    "long": LONG,
    "empty": "",
    "blank": " \n\t ",
    "quote": '"',
    "two quotes": '""',
    "backslash": "\\",
    "three backslashes": '\\\\\\"""',
    "indented": "    four\n  two\n      six\n",
    "doctest": ">>> 1 / 0\n\n::\n\n    code\n",
    "brace": "}",
    "dunder": "__class__",
}


def api_of(text: str) -> Api:
    """A contract that has one text in every place where there is any."""
    key = text or "empty"
    schemas: dict[str, JsonObject] = {
        key: {
            "type": "object",
            "title": text,
            "description": text,
            "required": [text],
            "properties": {
                text: {"type": "string", "description": text, "examples": [text]},
                f"{text}?": {"type": "string", "default": text, "pattern": "."},
                "kind": {"const": text},
                "choice": {"type": "string", "enum": [text, f"{text}!"]},
            },
        },
        f"{key}-room": {"type": "string", "description": text},
        f"{key}-auth": {"type": "object", "required": [key], "properties": {key: {}}},
    }
    argument = Argument(text, key, description=text)
    example = Example(({text: text},), name=text)
    error = AckError(text, (argument,), text, text)
    up, down = Direction
    first = Event(
        name=key,
        direction=up,
        arguments=(argument,),
        ack=Ack((argument,), (error,), (example,)),
        title=text,
        summary=text,
        description=text,
        examples=(example,),
    )
    second = Event(key, down, (), description=text, rooms=(key,), deprecated=True)
    room = Room(key, f"{key}-{{{key}}}", (RoomParameter(key, f"{key}-room"),), text)
    namespace = Namespace(
        name=f"/{key}",
        events=(first, second),
        title=text,
        description=text,
        rooms=(room,),
        auth=f"{key}-auth",
        security=((Requirement(key, (text,)), Requirement(f"{key}2")),),
    )
    location = CredentialLocation.QUERY
    credential = Credential(key, CredentialKind.API_KEY, location, key, text)
    other = Credential(f"{key}2", CredentialKind.BEARER, location, f"{key}2", text)
    server = Server(text, f"wss://{text}", f"/{text}", ("websocket", "polling"), text)
    return Api(
        title=text,
        version=text,
        servers=(server,),
        namespaces=(namespace,),
        schemas=schemas,
        credentials=(credential, other),
        description=text,
    )


def made_of(text: str) -> Files:
    value = render(api_of(text), Options("pets", "pets", "spec.yaml", "")).value
    assert value is not None
    return value


def own(made: Files) -> dict[str, str]:
    return {
        name: text
        for name, text in made.items()
        if name.endswith(".py") and not {"_runtime", "_testing"} & {*name.split("/")}
    }


@pytest.mark.parametrize("label", TEXTS)
def test_modules_hold_declarations_and_nothing_else(label: str) -> None:
    for name, text in own(made_of(TEXTS[label])).items():
        tree = ast.parse(text, name)
        for statement in tree.body:
            assert isinstance(statement, DECLARATIONS), ast.dump(statement)
            if isinstance(statement, ast.Expr):
                assert isinstance(statement.value, (ast.Constant, ast.Call))
        for node in ast.walk(tree):
            assert not isinstance(node, (ast.Global, ast.Delete, ast.Lambda))
            if isinstance(node, ast.Name):
                assert node.id not in {"CANARY", "os", "__import__", "eval", "exec"}
            if isinstance(node, ast.Import):
                assert {one.name for one in node.names} <= IMPORTED


@pytest.mark.parametrize("label", TEXTS)
def test_every_text_is_found_again_where_it_belongs(label: str) -> None:
    text = TEXTS[label]
    contract = ast.parse(own(made_of(text))["pets/contract.py"])
    constants = {x.value for x in ast.walk(contract) if isinstance(x, ast.Constant)}
    assert {text, f"/{text or 'empty'}", f"wss://{text}"} <= constants


def test_the_text_changes_no_structure() -> None:
    plain = own(made_of("plain text"))
    for label in ("quotes", "templates", "orders", "code", "block"):
        made = own(made_of(TEXTS[label]))
        for name in ("pets/contract.py", "pets/async_server.py", "pets/models.py"):
            assert kinds(made[name]) == kinds(plain[name]), (label, name)


def kinds(text: str) -> list[str]:
    """The kinds of the nodes of a module, in order."""
    return [type(node).__name__ for node in ast.walk(ast.parse(text))]


@pytest.mark.parametrize("label", TEXTS)
def test_the_other_files_stay_what_they_are(label: str) -> None:
    made = made_of(TEXTS[label])
    project = tomllib.loads(made["pyproject.toml"])
    assert set(project) == {"build-system", "project", "tool"}
    assert project["project"]["name"] == "pets"
    readme = made["README.md"]
    assert readme.count("\n```") == 6
    assert re.findall(r"^#+ ", readme, re.MULTILINE) == ["# ", *["## "] * 4]
    prose = "".join(readme.split("\n```")[::2])
    assert "<!--" not in prose
    assert "</script>" not in prose
    for name, text in made.items():
        text.encode("utf-8")
        if name not in {"pets/asyncapi.yaml"}:
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", text), name


@pytest.mark.slow
def test_nothing_of_it_is_run(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    build(case_spec("hostile"), folder, "hostile")
    modules = "contract models errors async_server async_client server client".split()
    code = "\n".join(
        [
            "import sys, builtins",
            *(f"import hostile.{one}" for one in modules),
            "found = [m for m in list(sys.modules.values()) if hasattr(m, 'CANARY')]",
            "assert not found and not hasattr(builtins, 'CANARY')",
        ]
    )
    (folder / "canary_watch.py").write_text(code)
    env = {**os.environ, "PYTHONWARNINGS": "error"}
    done = run(["canary_watch"], folder, env)
    assert done.returncode == 0, done.stdout
    done = run(["pytest", "-q", "-p", "no:cacheprovider", "tests"], folder)
    assert done.returncode == 0, done.stdout
    assert not [name for name in files(folder) if "CANARY" in name]
    assert not list(tmp_path.glob("*CANARY*"))


@pytest.mark.slow
def test_a_formatter_and_a_compiler_take_it(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS.values()):
        for name, code in own(made_of(text)).items():
            path = tmp_path / f"made{number}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
    for command in ("check", "format --check --diff"):
        done = run(["ruff", *command.split(), "--isolated", "."], tmp_path)
        assert done.returncode == 0, done.stdout[-4000:]
    done = run(["compileall", "-q", "."], tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_case_is_as_hostile_as_it_says() -> None:
    document = json.loads(case_spec("hostile").read_text(encoding="utf-8"))
    text = json.dumps(document, ensure_ascii=False)
    assert all(part in text for part in ("CANARY", "{{ 7*7 }}", "\u202e", "# noqa"))
