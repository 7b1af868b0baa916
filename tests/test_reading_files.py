"""Documents of several files: what is followed, what is bundled, what is recorded."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from sockgen.config import Wish, configure
from sockgen.diagnostics import Result
from sockgen.document import Document, load_document
from sockgen.output import Plan
from sockgen.pipeline import carry_out, plan, then
from sockgen.reading import read
from sockgen.targets.json import to_text

SPEC = """\
    asyncapi: 3.0.0
    info: {title: Case, version: '1.0'}
    channels:
      chat:
        address: /chat
        messages:
          say: {name: say, payload: {$ref: 'schemas/text.yaml#/definitions/Text'}}
    operations:
      say: {action: receive, channel: {$ref: '#/channels/chat'}}
    """
TEXT = """\
    definitions:
      Text: {type: object, properties: {by: {$ref: ../who.json}, 'on': {const: 0o17}}}
    """


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "schemas").mkdir(parents=True)
    write(home / "spec.yaml", SPEC)
    write(home / "schemas" / "text.yaml", TEXT)
    write(home / "who.json", '{"type": "string", "enum": ["0x1F", "yes", "ü"]}')
    return home


def write(path: Path, text: str) -> None:
    path.write_text(dedent(text), encoding="utf-8")


def sound(path: Path) -> Document:
    loaded = load_document(path)
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


def codes(path: Path, *, outside: bool = False) -> list[tuple[str, str]]:
    found = load_document(path, name=path.name, outside=outside).diagnostics
    return [(one.code, one.span.file if one.span else "") for one in found]


def contract(document: Document) -> str:
    api = read(document).value
    assert api is not None
    return to_text(api)


def test_the_bundle_is_one_file_that_means_the_same(folder: Path) -> None:
    document = sound(folder / "spec.yaml")
    alone = folder.parent / "alone.yaml"
    alone.write_text(document.text, encoding="utf-8")
    bundled = sound(alone)
    assert contract(bundled) == contract(document)
    assert bundled.text == document.text
    assert "$ref" in document.text
    assert json.loads(contract(bundled))["schemas"] == {
        "Text": {
            "type": "object",
            "properties": {"by": {"$ref": "#/$defs/who"}, "on": {"const": 15}},
        },
        "who": {"type": "string", "enum": ["0x1F", "yes", "ü"]},
    }


def test_one_file_stays_as_it_was_written(folder: Path) -> None:
    path = folder / "single.yaml"
    text = "# a comment\nasyncapi: 3.0.0\ninfo: {title: Case, version: '1.0'}\n"
    path.write_text(text, encoding="utf-8")
    assert sound(path).text == text
    assert sound(path).origin == text


@pytest.mark.parametrize("outside", [False, True])
def test_a_link_that_leads_out_of_the_folder(folder: Path, outside: bool) -> None:
    (folder / "who.json").rename(folder.parent / "who.json")
    (folder / "who.json").symlink_to(folder.parent / "who.json")
    refused = [("SG205", "schemas/text.yaml")]
    assert codes(folder / "spec.yaml", outside=outside) == ([] if outside else refused)


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "who.json").rename(folder / "people.json")
    (folder / "who.json").symlink_to(folder / "people.json")
    assert codes(folder / "spec.yaml") == []


def test_a_link_to_itself_is_no_file(folder: Path) -> None:
    (folder / "who.json").unlink()
    (folder / "who.json").symlink_to(folder / "who.json")
    ((code, file),) = codes(folder / "spec.yaml")
    assert code in ("SG101", "SG203")
    assert file == "schemas/text.yaml"


def test_a_path_that_no_file_can_have(folder: Path) -> None:
    write(folder / "schemas" / "text.yaml", TEXT.replace("who.json", "%00"))
    assert codes(folder / "spec.yaml") == [("SG101", "schemas/text.yaml")]


def test_a_fault_stands_in_its_own_file(folder: Path) -> None:
    write(folder / "who.json", '{"type": "sting"}')
    assert codes(folder / "spec.yaml") == [("SG211", "who.json")]


@pytest.mark.parametrize("held", [True, False])
def test_a_schema_behind_a_message_of_another_file(folder: Path, held: bool) -> None:
    """No survey of the document alone comes by what stands there."""
    inside = "{type: strng, patern: a}"
    payload = inside if held else "{$ref: 'schemas/word.yaml#/Word'}"
    write(folder / "messages.yaml", f"say: {{name: say, payload: {payload}}}")
    write(folder / "schemas" / "word.yaml", f"Word: {inside}")
    message = "{name: say, payload: {$ref: 'schemas/text.yaml#/definitions/Text'}}"
    spec = SPEC.replace(message, "{$ref: 'messages.yaml#/say'}")
    write(folder / "spec.yaml", spec)
    file = "messages.yaml" if held else "schemas/word.yaml"
    assert codes(folder / "spec.yaml") == [("SG211", file), ("SG212", file)]


def test_what_a_reference_to_another_file_may_have_meant(folder: Path) -> None:
    write(folder / "spec.yaml", SPEC.replace("definitions/Text", "definitions/Test"))
    found = load_document(folder / "spec.yaml").diagnostics
    meant = "did you mean `schemas/text.yaml#/definitions/Text`?"
    assert [one.hint for one in found] == [meant]


def built(folder: Path) -> tuple[Plan, ...]:
    wish = Wish(folder / "spec.yaml", folder.parent / "out", ("json",))
    result: Result[tuple[Plan, ...]] = then(then(configure(wish), plan), carry_out)
    assert result.value is not None, result.diagnostics
    return result.value


def test_the_manifest_covers_all_files(folder: Path) -> None:
    built(folder)
    manifest = folder.parent / "out" / ".sockgen.json"
    first = json.loads(manifest.read_text("utf-8"))["source"]
    write(folder / "schemas" / "text.yaml", TEXT + "    # a comment\n")
    built(folder)
    second = json.loads(manifest.read_text("utf-8"))["source"]
    assert first["file"] == second["file"] == "spec.yaml"
    assert first["sha256"] != second["sha256"]


def test_a_place_in_another_file_is_told_from_where_sockgen_was_called(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    there = Path("home", "spec.yaml")
    assert contract(sound(there)) == contract(sound(folder / "spec.yaml"))
    write(folder / "who.json", '{"type": "strng"}')
    found = load_document(there).diagnostics
    assert [one.span.file for one in found if one.span] == ["home/who.json"]
