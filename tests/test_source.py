"""Text to values and positions."""

import gc
import os
import threading
from pathlib import Path

import pytest

from sockgen.diagnostics import Result, Span
from sockgen.source import JsonValue, Source, compose, load, pipes


def loaded(
    tmp_path: Path, text: str | bytes, name: str = "spec.yaml"
) -> Result[Source]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path, name=name)


def source(tmp_path: Path, text: str | bytes) -> Source:
    result = loaded(tmp_path, text)
    assert result.value is not None, result.diagnostics
    return result.value


def codes(result: Result[Source]) -> list[str]:
    assert result.value is None
    return [one.code for one in result.diagnostics]


def place(span: Span) -> tuple[int, int, int, int]:
    start, end = span.start, span.end
    return start.line, start.column, end.line, end.column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1.0e-3", 0.001),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("2026-11-02", "2026-11-02"),
        ("1:30", "1:30"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
        ("!!int 1", 1),
        ("!!float 1", 1.0),
        ("=", "="),
    ],
)
def test_scalars_are_those_of_yaml_1_2(
    tmp_path: Path, text: str, value: JsonValue
) -> None:
    data = source(tmp_path, f"a: {text}\n").data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize("key", ["200", "true", "null", "~", "1.0", "0x1F", "[a]"])
def test_keys_are_text(tmp_path: Path, key: str) -> None:
    assert codes(loaded(tmp_path, f"{key}: a\n")) == ["SG106"]


@pytest.mark.parametrize("key", ["'200'", "yes", "2020-01-01", "1.0.0", "é"])
def test_texts_that_look_like_something_else_are_keys(tmp_path: Path, key: str) -> None:
    assert source(tmp_path, f"{key}: a\n").data == {key.strip("'"): "a"}


def test_merge_keys_give_what_is_not_there(tmp_path: Path) -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 5\n"
    found = source(tmp_path, text)
    assert isinstance(found.data, dict)
    assert found.data["c"] == {"x": 5, "y": 2, "z": 4}
    assert found.span(("c", "z")).start.line == 2
    assert found.span(("c", "x"), key=True).start.line == 5


def test_merge_keys_of_merge_keys(tmp_path: Path) -> None:
    text = "a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc: {<<: *b}\n"
    found = source(tmp_path, text)
    assert isinstance(found.data, dict)
    assert found.data["c"] == {"y": 2, "x": 1}
    assert found.span(("c", "x")).start.line == 1


def test_a_merge_key_inside_itself(tmp_path: Path) -> None:
    assert "SG107" in codes(loaded(tmp_path, "a: &a\n  <<: *a\n"))


def test_a_key_with_and_without_quotes_is_one_key(tmp_path: Path) -> None:
    result = loaded(tmp_path, "a: a\n'a': b\n")
    assert result.value is not None
    assert result.value.data == {"a": "b"}
    assert [one.code for one in result.diagnostics] == ["SG104"]


def test_aliases_give_the_same_value(tmp_path: Path) -> None:
    data = source(tmp_path, "a: &x {b: [1, 2]}\nc: *x\n").data
    assert data == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}


def test_json_is_read_as_it_is(tmp_path: Path) -> None:
    text = '{\n\t"a": "\\ud83d\\ude00 \\/ \\u00e9",\n\t"b": [1e2, -0, {}]}'
    assert source(tmp_path, text).data == {"a": "😀 / é", "b": [100.0, 0, {}]}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert source(tmp_path, b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


def test_positions_of_values_and_keys(tmp_path: Path) -> None:
    found = source(tmp_path, "first: 1\nmap:\n  näme: text here\n  list: [a, b]\n")
    assert place(found.span(("map", "näme"))) == (3, 9, 3, 18)
    assert place(found.span(("map", "näme"), key=True)) == (3, 3, 3, 7)
    assert place(found.span(("map", "list", 1))) == (4, 13, 4, 14)
    assert place(found.span(("map", "list"))) == (4, 9, 4, 15)
    assert found.span(("map",)).text == "  näme: text here"
    assert found.span(()).file == "spec.yaml"


def test_a_value_of_several_lines_is_marked_on_its_first(tmp_path: Path) -> None:
    found = source(tmp_path, "a:\n  b: 1\n  c: 2\n")
    assert place(found.span(("a",))) == (2, 3, 2, 7)


def test_a_pointer_that_leads_nowhere_gives_the_nearest_place(tmp_path: Path) -> None:
    found = source(tmp_path, "a:\n  b: 1\n")
    assert found.span(("a", "x", 3)) == found.span(("a",))
    assert found.span(("a", "b", "c")) == found.span(("a", "b"))


def test_windows_line_breaks(tmp_path: Path) -> None:
    found = source(tmp_path, "a: 1\r\nb: 2\r\n")
    assert found.span(("b",)).text == "b: 2"
    assert place(found.span(("b",), key=True)) == (2, 1, 2, 2)


def test_a_key_that_is_written_twice_names_both_places(tmp_path: Path) -> None:
    (only,) = loaded(tmp_path, "a: 1\nb: 2\na: 3\n").diagnostics
    assert only.span is not None
    assert place(only.span) == (3, 1, 3, 2)
    assert place(only.labels[0].span) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "SG109"),
        (b"# a comment\n", "SG109"),
        (b"\xff\xfe\x00", "SG102"),
        (b"a: \x00", "SG103"),
        (b"a: [", "SG103"),
        (b'{"a": "\\ud83d"}', "SG103"),
        (b"a: *b", "SG103"),
        (b"---\na: 1\n---\nb: 2\n", "SG103"),
        (b"a: 1e999", "SG105"),
        (b"a: " + b"9" * 5000, "SG105"),
        (b"a: !!int x", "SG105"),
        (b"a: !!python/name:os.system x", "SG105"),
        (b"a: !mine [1]", "SG105"),
        (b"? {a: 1}\n: 2", "SG106"),
        (b"&a [*a]", "SG107"),
        (b"[" * 100_000, "SG108"),
        (b"- " * 5_000, "SG108"),
        (b"{a: " * 5_000, "SG108"),
    ],
)
def test_bad_text_is_an_error(tmp_path: Path, text: bytes, code: str) -> None:
    assert codes(loaded(tmp_path, text)) == [code]


MALFORMED = {
    "a: 1\nb\nc: 2\n": (2, 1, "this is no key", "a space behind the `:`"),
    'a: 1\nb: "x\nc: 2\n': (2, 4, "this quote is never closed", "close it"),
    "l:\n  - a\n  b: 1\n": (3, 3, "this is no item of the list", "begins with `- `"),
    "a: [x,,y]\n": (1, 7, "a value is needed here", "a comma or a bracket"),
    "a: - b\n": (1, 4, "a list cannot begin behind its key", "a line of its own"),
    'a: "^\\d+$"\n': (1, 6, "a backslash in double quotes", "single quotes"),
    "a: *\n": (1, 5, "an alias or an anchor has no name", "`*` or `&` in quotes"),
    "a: !x!y z\n": (1, 4, "this tag is not known", "`!` in quotes"),
    "a: |x\n  y\n": (1, 5, "nothing can follow in this line", "in the next line"),
    "a:\n\tb: 1\n": (2, 1, "a tab is no indentation", "with spaces"),
    "a: @x\n": (1, 4, "nothing can begin with this character", "in quotes"),
    "i:\n  name:x\n  c: d\n": (3, 4, "a `:` stands", "behind the `:` of line 2"),
    "a: 1\n  b: 2\n": (2, 4, "a `:` stands", "one of the two is indented wrongly"),
    "a: it says: b\n": (1, 11, "a `:` stands", "look at the indentation"),
    "a:\n<<<<<<< ours\n  b: 1\n=======\n  b: 2\n>>>>>>> theirs\n": (
        *(2, 1, "two versions of the text stand here", "choose one"),
    ),
}
"""Mistakes in YAML, each with its place, what is said of it and what helps."""


@pytest.mark.parametrize("text", MALFORMED)
def test_mistakes_in_yaml_are_named(tmp_path: Path, text: str) -> None:
    line, column, meant, cure = MALFORMED[text]
    (only,) = loaded(tmp_path, text).diagnostics
    assert only.code == "SG103"
    assert only.span is not None
    assert (only.span.start.line, only.span.start.column) == (line, column)
    assert only.message.startswith(f"not well-formed YAML: {meant}")
    assert cure in str(only.hint)


@pytest.mark.parametrize("text", ["a: {b: 1\nc: 2\n", "a: [b\nc: 2\n"])
def test_a_bracket_that_stays_open_is_the_second_place(
    tmp_path: Path, text: str
) -> None:
    (only,) = loaded(tmp_path, text).diagnostics
    assert [place(one.span)[:2] for one in only.labels] == [(1, 4)]


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quote_that_is_closed_on_a_later_line(tmp_path: Path, quote: str) -> None:
    text = "a: 'one\nb: {c: '#/d'}\n".replace("'", quote)
    (only,) = loaded(tmp_path, text).diagnostics
    assert only.code == "SG103"
    assert only.span is not None
    assert place(only.span) == (1, 4, 1, 8)


@pytest.mark.parametrize(
    "text", ["a: 'one\n  two' # three\n", "a: 'one'#two\n", "{a: 'one\n  two', b: 1}"]
)
def test_quotes_that_are_closed(tmp_path: Path, text: str) -> None:
    assert not loaded(tmp_path, text).diagnostics


def test_a_missing_file_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    missing = load(tmp_path / "none.yaml", name="none.yaml")
    assert codes(missing) == ["SG101"]
    assert "`none.yaml`" in missing.diagnostics[0].message
    assert codes(load(tmp_path)) == ["SG101"]


def test_the_collector_runs_again_afterwards(tmp_path: Path) -> None:
    assert gc.isenabled()
    loaded(tmp_path, "a: [")
    assert gc.isenabled()


def test_the_pure_loader_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a: [1, yes, 'x', 0o17]\nb: {c: null}\n"
    fast = source(tmp_path, text)
    monkeypatch.setattr(compose, "_composer", compose._PureComposer)
    pure = source(tmp_path, text)
    assert pure.data == fast.data
    assert pure.span(("b", "c"), key=True) == fast.span(("b", "c"), key=True)
    assert codes(loaded(tmp_path, "[" * 300)) == ["SG108"]
    assert codes(loaded(tmp_path, b"a: \x00")) == ["SG103"]


@pytest.mark.parametrize(
    "number", [f"{10**308}", f"-{10**308}", "0x" + "f" * 255, "0." + "1" * 100_000]
)
def test_numbers_that_every_reader_of_json_can_hold(
    tmp_path: Path, number: str
) -> None:
    value = source(tmp_path, number).data
    assert isinstance(value, (int, float))
    assert abs(float(value)) < float("inf")


@pytest.mark.parametrize(
    "number", ["9" * 309, "9" * 5_000, "0x" + "f" * 257, "0x" + "f" * 100_000, "1e309"]
)
def test_numbers_that_are_too_large(tmp_path: Path, number: str) -> None:
    assert codes(loaded(tmp_path, number)) == ["SG105"]
    assert codes(loaded(tmp_path, f"-{number}".replace("-0x", "0x"))) == ["SG105"]


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_pipe_that_nobody_writes_to_cannot_be_read(
    pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "PATIENCE", 0.0)
    result = load(pipe)
    assert codes(result) == ["SG101"]
    assert "nobody writes to it" in result.diagnostics[0].message


def test_a_pipe_is_read_as_soon_as_somebody_writes_to_it(pipe: Path) -> None:
    writer = threading.Thread(target=lambda: pipe.write_text("a: 1\n"))
    writer.start()
    result = load(pipe)
    writer.join()
    assert result.value is not None
    assert result.value.data == {"a": 1}


def test_a_writer_that_is_there_may_take_its_time(
    pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "PATIENCE", 0.0)
    patient = threading.Event()

    def noted(descriptor: int, blocking: bool) -> None:
        os.set_blocking(descriptor, blocking)
        patient.set()

    monkeypatch.setattr(pipes, "set_blocking", noted)
    found: list[Result[Source]] = []
    thread = threading.Thread(target=lambda: found.append(load(pipe)))
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pipe.open("w") as writer:
        os.close(reader)
        thread.start()
        assert patient.wait(30)
        writer.write("a: 1\n")
    thread.join()
    assert found[0].value is not None


@pytest.mark.parametrize("text", ["[1, 2, 3, 4]", "{a: 1, b: 2}", "- a\n- b\n- c\n- d"])
def test_more_values_than_fit_into_the_memory_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(compose, "MAX_NODES", 5)
    assert loaded(tmp_path, text).value is not None
    monkeypatch.setattr(compose, "MAX_NODES", 4)
    assert codes(loaded(tmp_path, text)) == ["SG101"]


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("api.json", b'{"a": 1 "b": 2}', "JSON"),
        ("api.JSON", b'{"a": 1}}', "JSON"),
        ("<stdin>", b'{"a": 1', "JSON"),
        ("<stdin>", b"a: [", "YAML"),
        ("api.yaml", b'{"a": 1', "YAML"),
    ],
)
def test_a_broken_text_is_called_what_it_was_meant_to_be(
    tmp_path: Path, name: str, text: bytes, form: str
) -> None:
    path = tmp_path / "text"
    path.write_bytes(text)
    (said,) = load(path, name=name).diagnostics
    assert said.message.startswith(f"not well-formed {form}: ")
