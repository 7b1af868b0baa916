"""How diagnostics look, and that no document can drive a terminal through them."""

import json
import re
import unicodedata

import pytest

from sockgen.diagnostics import (
    Diagnostic,
    Label,
    Position,
    Severity,
    Span,
    printer_snippet,
)
from sockgen.diagnostics.printer import FORMATS, summary, to_concise, to_json, to_text
from sockgen.diagnostics.printer_text import source_line, visible, width


def span(
    text: str, start: int, end: int, *, line: int = 12, file: str = "petstore.yaml"
) -> Span:
    """Make a span by columns counted from 0, as Python slices a text."""
    return Span(file, Position(line, start + 1), Position(line, end + 1), text)


def error(place: Span | None = None, message: str = "wrong") -> Diagnostic:
    return Diagnostic("SG101", Severity.ERROR, message, place)


def carets(text: str) -> tuple[str, str]:
    """Return the source line and the caret line of a printed diagnostic."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if re.fullmatch(r" *\| +\^+", line))
    return lines[at - 1].split("| ", 1)[1], lines[at].split("| ", 1)[1]


def marked(text: str) -> str:
    """Return what the carets stand under, counted in columns of a terminal."""
    line, marks = carets(text)
    first, last = marks.index("^"), len(marks)
    column, under = 0, ""
    for character in line:
        if first <= column < last:
            under += character
        column += width(character)
    return under


def test_a_diagnostic_shows_its_line_a_caret_and_a_hint() -> None:
    line = "    adress: /orders"
    one = Diagnostic(
        "SG101",
        Severity.ERROR,
        "`adress` is not a key of a channel",
        span(line, 4, 10, file="specs/petstore.yaml"),
        hint="did you mean `address`?",
    )
    assert to_text([one], False) == (
        "specs/petstore.yaml:12:5: error[SG101]: `adress` is not a key of a channel\n"
        "   |\n"
        "12 |     adress: /orders\n"
        "   |     ^^^^^^\n"
        "   = hint: did you mean `address`?\n"
        "\n"
        "1 error in specs/petstore.yaml; `sockgen explain SG101` tells more\n"
    )


def test_a_second_place_has_its_own_snippet() -> None:
    first = Label(span("a: 1", 0, 1, line=3), "first defined here")
    one = Diagnostic(
        "SG101", Severity.WARNING, "twice", span("a: 2", 0, 1, line=101), None, (first,)
    )
    assert to_text([one], False) == (
        "petstore.yaml:101:1: warning[SG101]: twice\n"
        "    |\n"
        "101 | a: 2\n"
        "    | ^\n"
        "    --> petstore.yaml:3:1: first defined here\n"
        "    |\n"
        "  3 | a: 1\n"
        "    | ^\n"
        "\n"
        "1 warning in petstore.yaml; `sockgen explain SG101` tells more\n"
    )


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("\tkey:\tvalue", "value"),
        ("  \tkey: value", "value"),
        ("名前: 値 value", "value"),
        ("名前: 値段", "値段"),
        ("cafe\u0301: value", "value"),
        ("🐶🐕: value", "value"),
        ("x" * 500 + " value " + "y" * 500, "value"),
        ("値" * 500 + " value " + "段" * 500, "value"),
        ("value " + "y" * 500, "value"),
        ("x" * 500 + " value", "value"),
    ],
)
def test_the_caret_stays_under_its_word(line: str, word: str) -> None:
    start = line.index(word)
    text = to_text([error(span(line, start, start + len(word)))], False)
    assert marked(text) == word
    assert all(width(shown) <= 120 for shown in text.splitlines())


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    place = Span("f", Position(1, 4), Position(3, 2), "ab: cdef")
    assert marked(to_text([error(place)], False)) == " cdef"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (9, 20), (3, 1)])
def test_there_is_always_a_caret(start: int, end: int) -> None:
    assert "^" in carets(to_text([error(span("abc", start, end))], False))[1]


def test_a_word_longer_than_the_line_is_cut() -> None:
    text = to_text([error(span("v" * 5000, 0, 5000))], False)
    line, marks = carets(text)
    assert line.endswith("…")
    assert width(marks) <= width(line)


HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\r\n\x00\x7f\x9b31m\u202e\u2066\u200f\u2028\ufeff\ud800"
)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_control_character_of_a_document_is_printed(form: str) -> None:
    place = span(f"key: {HOSTILE} value", 5, 9, file=f"{HOSTILE}.yaml")
    one = Diagnostic(
        "SG101",
        Severity.ERROR,
        HOSTILE,
        place,
        HOSTILE,
        (Label(place, HOSTILE),),
    )
    text = FORMATS[form]([one], False)
    text.encode()
    bad = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    found = {one for one in text if unicodedata.category(one) in bad}
    assert found <= {"\n"}


def test_hidden_characters_are_shown_as_escapes() -> None:
    assert visible("a\tb\n\x1b\x9b\u202e\U000e0001") == (
        "a\\tb\\n\\x1b\\x9b\\u202e\\U000e0001"
    )
    assert visible("café → 値段") == "café → 値段"


def test_diagnostics_are_sorted_by_file_and_position() -> None:
    messages = ["0", "a2", "a10", "b1"]
    ordered = [
        error(None, "0"),
        error(span("", 4, 5, line=2, file="a"), "a2"),
        error(span("", 0, 1, line=10, file="a"), "a10"),
        error(span("", 0, 1, line=1, file="b"), "b1"),
    ]
    text = to_concise(ordered[::-1], False)
    assert [line.rsplit(" ", 1)[1] for line in text.splitlines()] == messages


def test_the_concise_form_is_a_line_each() -> None:
    assert to_concise([error(span("abc", 1, 2)), error()], False) == (
        "error[SG101]: wrong\npetstore.yaml:12:2: error[SG101]: wrong\n"
    )


def test_the_json_form_holds_everything() -> None:
    place = span("abc", 1, 2)
    one = Diagnostic("SG101", Severity.NOTE, "m", place, "h", (Label(place, "l"),))
    where = {
        "file": "petstore.yaml",
        "start": {"line": 12, "column": 2},
        "end": {"line": 12, "column": 3},
    }
    assert json.loads(to_json([one], False)) == {
        "diagnostics": [
            {
                "code": "SG101",
                "severity": "note",
                "message": "m",
                "hint": "h",
                **where,
                "labels": [{"message": "l", **where}],
            }
        ],
        "summary": {"errors": 0, "warnings": 0, "notes": 1},
    }


def test_the_summary_counts_in_words() -> None:
    a, b = span("", 0, 0, file="a"), span("", 0, 0, file="b")
    warning = Diagnostic("SG101", Severity.WARNING, "w", a)
    assert summary([error(a), warning, warning]) == "1 error, 2 warnings in a"
    assert summary([error(a), error(b)]) == "2 errors in 2 files"
    assert summary([error()]) == "1 error"


def test_colour_is_only_there_when_asked_for() -> None:
    one = error(span("abc", 1, 2))
    assert "\x1b" not in to_text([one], False)
    coloured = to_text([one], True)
    assert "\x1b[1;31merror[SG101]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == to_text([one], False)


def test_the_code_that_is_offered_is_that_of_the_worst() -> None:
    warning = Diagnostic("SG301", Severity.WARNING, "w", span("", 0, 0, line=1))
    worse = Diagnostic("SG207", Severity.ERROR, "e", span("", 0, 0, line=2))
    assert "`sockgen explain SG207` tells more" in to_text([warning, worse], False)
    assert "`sockgen explain SG301` tells more" in to_text([warning], False)


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert to_text([], False) == to_concise([], False) == ""


def test_of_a_long_line_only_what_is_near_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[int] = []

    def counted(text: str) -> list[str]:
        looked_at.append(len(text))
        return source_line(text)

    monkeypatch.setattr(printer_snippet, "source_line", counted)
    text = "a" * 1_000_000 + "WRONG" + "b" * 1_000_000
    shown = to_text([error(span(text, 1_000_000, 1_000_005))], False)
    assert marked(shown) == "WRONG"
    line, _ = carets(shown)
    assert line.startswith("…aa")
    assert line.endswith("bb…")
    assert max(looked_at) < 1_000
    end = to_text([error(span(text, len(text), len(text) + 1))], False)
    assert carets(end)[0].endswith("b")
