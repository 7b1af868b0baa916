"""The formats that tools read: SARIF, and the commands of GitHub Actions."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sockgen.diagnostics import CODES, Diagnostic, Label, Position, Severity, Span
from sockgen.diagnostics.printer import to_github, to_sarif
from sockgen.diagnostics.printer_sarif import uri
from sockgen.pipeline import understand

CASES = Path(__file__).parent / "cases" / "invalid"


def thing(required: str = "", **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def listed(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
COUNTED = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = thing("text", text=TEXT)
PLACE = thing(
    "artifactLocation region",
    artifactLocation=thing("uri", uri={**TEXT, "pattern": r"^[A-Za-z0-9%/._~:-]+$"}),
    region=thing(
        "startLine",
        startLine=COUNTED,
        startColumn=COUNTED,
        endLine=COUNTED,
        endColumn=COUNTED,
    ),
)
RULE = thing(
    "id",
    id={"type": "string", "pattern": r"^SG\d{3}$"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=thing("text", text=TEXT, markdown=TEXT),
    defaultConfiguration=thing(level=LEVEL),
)
RESULT = thing(
    "message ruleId ruleIndex level",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(thing(physicalLocation=PLACE)),
    relatedLocations=listed(
        thing(
            id={"type": "integer", "minimum": 0},
            physicalLocation=PLACE,
            message=MESSAGE,
        )
    ),
)
SARIF = thing(
    "version runs",
    **{"$schema": TEXT},
    version={"const": "2.1.0"},
    runs=listed(
        thing(
            "tool results",
            tool=thing(
                "driver",
                driver=thing("name", name=TEXT, version=TEXT, rules=listed(RULE)),
            ),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            newlineSequences={**listed(TEXT), "minItems": 1, "uniqueItems": True},
            results=listed(RESULT),
        )
    ),
)
"""What sockgen uses of the standard, and nothing else."""


def span(text: str, word: str, file: str = "petstore.yaml", line: int = 7) -> Span:
    start = text.index(word) + 1
    return Span(file, Position(line, start), Position(line, start + len(word)), text)


def error(place: Span | None = None, message: str = "wrong", **more: Any) -> Diagnostic:
    return Diagnostic("SG207", Severity.ERROR, message, place, **more)


def run_of(*diagnostics: Diagnostic) -> dict[str, Any]:
    content = json.loads(to_sarif(diagnostics, False))
    Draft202012Validator(SARIF).validate(content)
    [run] = content["runs"]
    return dict(run)


def region_of(one: Diagnostic) -> dict[str, int]:
    [result] = run_of(one)["results"]
    return dict(result["locations"][0]["physicalLocation"]["region"])


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*/spec.yaml")), ids=lambda p: p.parent.name
)
def test_what_is_said_of_any_document_is_sarif(path: Path) -> None:
    diagnostics = understand(path, name=path.name).diagnostics
    run = run_of(*diagnostics)
    assert len(run["results"]) == len(diagnostics)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert {one["id"] for one in rules} == {one.code for one in diagnostics}


def test_a_run_without_results_has_an_empty_list() -> None:
    run = run_of()
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_a_rule_carries_the_page_of_its_code() -> None:
    [rule] = run_of(error())["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == CODES["SG207"].title
    assert "Wrong:\n\n```yaml\n" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_a_hint_follows_the_message_and_a_label_is_a_related_place() -> None:
    label = Label(span("b: 1", "b", line=3), "first defined here")
    [result] = run_of(error(span("a: 1", "a"), hint="rename it", labels=(label,)))[
        "results"
    ]
    assert result["message"]["text"] == "wrong\nhint: rename it"
    [related] = result["relatedLocations"]
    assert related["message"]["text"] == "first defined here"
    assert related["physicalLocation"]["region"]["startLine"] == 3


def test_what_has_no_place_has_no_location() -> None:
    [result] = run_of(error())["results"]
    assert "locations" not in result


@pytest.mark.parametrize(
    ("text", "word", "columns"),
    [
        ("key: value", "value", (6, 11)),
        ("\tkey: value", "value", (7, 12)),
        ("値段: value", "value", (5, 10)),
        ("🐶🐕: value", "value", (7, 12)),
        ("key: 🐶", "🐶", (6, 8)),
        ("e\u0301: value", "value", (5, 10)),
    ],
)
def test_columns_are_counted_as_javascript_counts(
    text: str, word: str, columns: tuple[int, int]
) -> None:
    region = region_of(error(span(text, word)))
    assert (region["startColumn"], region["endColumn"]) == columns
    assert text.encode("utf-16-le")[2 * (columns[0] - 1) :].startswith(
        word.encode("utf-16-le")
    )


def test_a_place_behind_the_end_of_a_line_and_one_of_several_lines() -> None:
    behind = Span("f", Position(1, 4), Position(1, 5), "🐶")
    assert region_of(error(behind)) == {
        "startLine": 1,
        "startColumn": 5,
        "endColumn": 6,
    }
    several = Span("f", Position(1, 1), Position(3, 2), "ab")
    assert region_of(error(several)) == {"startLine": 1, "startColumn": 1, "endLine": 3}


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("specs/petstore.yaml", "specs/petstore.yaml"),
        ("my specs/100% #1?.yaml", "my%20specs/100%25%20%231%3F.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("../été.yaml", "../%C3%A9t%C3%A9.yaml"),
        ("/srv/api.yaml", "file:///srv/api.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("bad\ud800\udcff.yaml", "bad%ED%A0%80%ED%B3%BF.yaml"),
    ],
)
def test_a_path_is_a_reference(path: str, reference: str) -> None:
    assert uri(path) == reference


def test_a_document_cannot_put_a_link_into_a_message() -> None:
    [result] = run_of(error(message="`[gift](https://example.com)` is no key"))[
        "results"
    ]
    assert result["message"]["text"] == r"`\[gift\](https://example.com)` is no key"
    [plain] = run_of(error(message="it is `[a]`"))["results"]
    assert plain["message"]["text"] == "it is `[a]`"


def test_a_command_of_github_has_place_title_and_message() -> None:
    label = Label(span("b: 1", "b", line=3), "first defined here")
    one = error(
        span("  key: 1", "key"), "`key` is odd", hint="rename it", labels=(label,)
    )
    assert to_github([one], True) == (
        "::error file=petstore.yaml,line=7,col=3,endLine=7,endColumn=6,"
        "title=SG207%3A an unknown key::"
        "`key` is odd%0Apetstore.yaml:3:1: first defined here%0Ahint: rename it\n"
    )
    severities = {Severity.WARNING: "::warning ", Severity.NOTE: "::notice "}
    for severity, command in severities.items():
        said = to_github([Diagnostic("SG301", severity, "m")], False)
        assert said == f"{command}title=SG301%3A {CODES['SG301'].title}::m\n"


HOSTILE = "a\n::error::b\r\n::set-env name=X::1%0A::error::%\r,file=x:y\u2028::c\x1b[2J"


def test_a_document_cannot_give_a_command_of_its_own() -> None:
    place = span(HOSTILE, "a", file=HOSTILE)
    one = error(place, HOSTILE, hint=HOSTILE, labels=(Label(place, HOSTILE),))
    text = to_github([one], False)
    assert len(text.splitlines()) == 1
    head, message = re.fullmatch(r"::error ([^\n]*?)::(.*)\n", text).groups()  # type: ignore[union-attr]
    properties = dict(one.split("=", 1) for one in head.split(","))
    assert list(properties) == ["file", "line", "col", "endLine", "endColumn", "title"]
    for value in properties.values():
        assert ":" not in value
        assert not re.search(r"%(?!25|0D|0A|3A|2C)", value)
    assert not re.search(r"%(?!25|0A)", message)
    # Each line break in the message is one of ours: message, label, hint.
    assert message.count("%0A") == 2
    decoded = message.replace("%0A", "\n").replace("%25", "%")
    assert decoded.count("%0A::error::%") == 4
