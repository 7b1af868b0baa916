"""The registry of codes: every code has a page, and every page tells the truth."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sockgen.config import Wish, configure
from sockgen.diagnostics import CODES, Diagnostic, Severity
from sockgen.diagnostics.codes import FAMILIES, Code, nearest, stands_for
from sockgen.diagnostics.pages import Page, page_of, parse
from sockgen.diagnostics.reference import firmness, to_markdown
from sockgen.pipeline import plan, then

ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent
PACKAGE = ROOT / "generator" / "sockgen"
PAGES = PACKAGE / "diagnostics" / "pages"
CASES = TESTS / "cases" / "invalid"

AHEAD: set[str] = set()
"""Codes that are registered, but that nothing raises yet."""

NAMED = {
    "SG101": "test_source.py",
    "SG350": "test_python_target.py",
    "SG356": "test_python_target.py",
    "SG401": "test_python_target.py",
    "SG402": "test_python_target.py",
    "SG403": "test_codes.py",
    "SG404": "test_strictness.py",
    "SG405": "test_python_target.py",
    "SG406": "test_metadata.py",
    "SG501": "test_output.py",
    "SG502": "test_output.py",
    "SG503": "test_output.py",
    "SG504": "test_output.py",
    "SG511": "test_output.py",
    "SG512": "test_json_target.py",
    "SG513": "test_codes.py",
    "SG514": "test_codes.py",
    "SG515": "test_codes.py",
    "SG516": "test_third_party.py",
    "SG517": "test_third_party.py",
    "SG518": "test_third_party.py",
    "SG520": "test_configuration.py",
    "SG521": "test_configuration.py",
    "SG522": "test_configuration.py",
    "SG523": "test_configuration.py",
    "SG524": "test_configuration.py",
    "SG525": "test_configuration.py",
    "SG526": "test_configuration.py",
}
"""Codes that no document in a folder brings about, and the tests that do."""

BEGINNING = "asyncapi: 3.0.0\n", "info: {title: Example, version: 1.0.0}\n"
CHANNELS = """\
channels:
  chat:
    address: /chat
    messages:
      say: {name: say, payload: {type: string}}
"""
OPERATIONS = """\
operations:
  onSay: {action: receive, channel: {$ref: '#/channels/chat'}}
"""


def whole(page: Page, example: str) -> str:
    """An example with what its author left out for brevity."""
    if page.whole:
        return example
    keys = re.findall(r"^([\w-]+):", example, re.MULTILINE)
    before = [text for text in BEGINNING if text.partition(":")[0] not in keys]
    after = [] if "channels" in keys else [CHANNELS]
    if "operations" not in keys and "\n  chat:\n" in "".join([example, *after]):
        after.append(OPERATIONS)
    return "".join([*before, example, *after])


def said(folder: Path, text: str) -> tuple[Diagnostic, ...]:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    built = then(configure(Wish(path, folder / "out")), plan)
    return built.diagnostics


def with_documents() -> list[str]:
    return [
        code for code in CODES if page_of(code).language == "yaml" and code not in AHEAD
    ]


def raised() -> set[str]:
    """The codes that stand somewhere in the code, outside their registry."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name != "codes.py":
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found |= {node.value} & CODES.keys()
    return found


@pytest.mark.parametrize("code", CODES.values(), ids=lambda one: one.id)
def test_every_code_has_its_page(code: Code) -> None:
    path = PAGES / f"{code.id}.md"
    assert path.exists(), f"write {path.relative_to(ROOT)}, in the manner of the others"
    page = page_of(code.id)
    for part in ("says", "why", "wrong", "right"):
        assert getattr(page, part).strip(), f"{path.name} does not tell: {part}"
    assert page.wrong != page.right
    assert page.says.endswith(".")
    assert page.why.endswith(".")
    assert re.fullmatch(r"SG\d{3}", code.id)
    assert code.id[:3] in FAMILIES
    assert not code.title.endswith(".")
    assert len(code.title) <= 60


def test_every_page_has_its_code() -> None:
    assert {path.stem for path in PAGES.iterdir()} == CODES.keys()


def test_codes_stand_in_order() -> None:
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize("code", with_documents())
def test_the_wrong_example_is_wrong_in_this_way_only(code: str, tmp_path: Path) -> None:
    page = page_of(code)
    found = said(tmp_path, whole(page, page.wrong))
    assert code in {one.code for one in found}
    others = {one.code for one in found if one.severity is not Severity.NOTE} - {code}
    assert others == set(), found


@pytest.mark.parametrize("code", with_documents())
def test_the_right_example_is_right(code: str, tmp_path: Path) -> None:
    page = page_of(code)
    assert said(tmp_path, whole(page, page.right)) == ()


@pytest.mark.parametrize("code", with_documents())
def test_a_code_has_the_severity_that_the_registry_tells(
    code: str, tmp_path: Path
) -> None:
    page = page_of(code)
    found = said(tmp_path, whole(page, page.wrong))
    assert {one.severity for one in found if one.code == code} == {CODES[code].severity}


def test_every_code_is_raised_somewhere() -> None:
    assert raised() == CODES.keys() - AHEAD, "AHEAD is what nothing raises yet"


def test_every_code_has_a_case_or_a_named_test() -> None:
    expected = "".join(path.read_text() for path in CASES.rglob("expected.txt"))
    in_cases = set(re.findall(r"^\S+ (SG\d{3}) ", expected, re.MULTILINE))
    for code, module in NAMED.items():
        assert f'"{code}"' in (TESTS / module).read_text(encoding="utf-8"), code
    assert in_cases | NAMED.keys() | AHEAD == CODES.keys()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("SG513", ["--package", "json"]),
        ("SG514", ["--target", "broken"]),
        ("SG515", ["--target", "json", "--target", "python", "--output", "out"]),
    ],
)
def test_what_a_wrong_call_is_told(
    code: str, arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "spec.yaml").write_text("".join([*BEGINNING, CHANNELS, OPERATIONS]))
    announced = tmp_path / "a-1.dist-info"
    announced.mkdir()
    (announced / "entry_points.txt").write_text(
        "[sockgen.targets]\nbroken = no:where\n"
    )
    command = (sys.executable, "-m", "sockgen", "build", "spec.yaml", *arguments)
    done = subprocess.run(
        [*command, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    [one] = json.loads(done.stdout)["diagnostics"]
    assert (one["code"], done.returncode) == (code, 2)


def test_the_page_of_all_codes_is_current() -> None:
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    assert page == to_markdown(), "run `make golden`"


def test_a_code_needs_no_more_than_a_title() -> None:
    code = Code("SG299", "something new")
    assert code.severity is Severity.ERROR
    assert page_of(code.id) == Page()
    assert firmness(code) == "error; it cannot be ignored"


def test_a_page_with_a_part_missing_is_refused() -> None:
    text = (PAGES / "SG207.md").read_text(encoding="utf-8")
    assert parse(text).says
    with pytest.raises(ValueError, match="four parts"):
        parse(text.replace("## Right", "## Left"))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sg204", "SG204"),
        ("SG2O4", "SG204"),
        ("204", "SG204"),
        ("SG-204", "SG204"),
        ("SG2044", "SG204"),
        ("nonsense", None),
        ("SG9", None),
    ],
)
def test_a_code_that_is_not_there_has_a_nearest(word: str, meant: str | None) -> None:
    close = nearest(word)
    assert (close and close.id) == meant


def test_a_prefix_stands_for_all_that_begin_with_it() -> None:
    assert {one.id for one in stands_for("SG30")} >= {"SG301", "SG309"}
    assert [one.id for one in stands_for("SG204")] == ["SG204"]
    assert stands_for("S") == stands_for("") == stands_for("SG9") == []
