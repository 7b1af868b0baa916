"""Whatever bytes a document holds: an answer, soon, and never an exception."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sockgen.diagnostics import Diagnostic, Strictness, has_errors
from sockgen.document import load_document
from sockgen.reading import read

SECONDS = 20
"""Far more than any of them takes; what grows without bound takes longer."""
HEAD = b"asyncapi: 3.0.0\ninfo: {title: a, version: '1'}\n"
OLD = b"asyncapi: 2.6.0\ninfo: {title: a, version: '1'}\nchannels: {}\n"
PET_STORE = (Path(__file__).parent.parent / "specs" / "petstore.yaml").read_bytes()


def judged(path: Path) -> tuple[Diagnostic, ...]:
    """What is said of a document, by all that reads it; every span is sound."""
    loaded = load_document(path)
    said = loaded.diagnostics
    if loaded.value is None:
        assert has_errors(said)
    else:
        said = (*said, *read(loaded.value).diagnostics)
    for one in said:
        if one.span is not None:
            assert one.span.start < one.span.end
    return said


def soon(path: Path) -> tuple[Diagnostic, ...]:
    """The same, which must not take long."""
    answer: list[tuple[Diagnostic, ...]] = []
    thread = threading.Thread(target=lambda: answer.append(judged(path)), daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert answer, "an exception, or no answer in time"
    return answer[0]


def deep(opened: bytes, closed: bytes, depth: int = 10_000) -> bytes:
    return opened * depth + closed * depth


def laughs(levels: int, width: int) -> bytes:
    """Aliases that would be written out as `width ** levels` values."""
    lines = [b"x-0: &a0 [1]"]
    for level in range(1, levels):
        again = b", ".join([b"*a%d" % (level - 1)] * width)
        lines.append(b"x-%d: &a%d [%s]" % (level, level, again))
    return HEAD + b"\n".join(lines) + b"\n"


def schemas(*lines: str) -> bytes:
    body = "".join(f"    {line}\n" for line in lines)
    return HEAD + b"components:\n  schemas:\n" + body.encode()


def doubling(levels: int) -> bytes:
    """References that would be written out as `2 ** levels` schemas."""
    link = "S{}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}, " * 1
    lines = [
        f"{link.format(one, one + 1)}{{$ref: '#/components/schemas/S{one + 1}'}}], "
        "default: 1}"
        for one in range(levels)
    ]
    return schemas(*lines, f"S{levels}: {{type: object}}").replace(b"3.0.0", b"2.6.0")


BOMBS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "nul": lambda: b"\0",
    "nul inside": lambda: HEAD.replace(b"title: a", b"title: a\0b"),
    "nul escaped": lambda: HEAD.replace(b"title: a", b'title: "\\0"'),
    "not UTF-8": lambda: HEAD + b"x-a: \xff\xfe\n",
    "UTF-16": lambda: HEAD.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda: HEAD.decode().encode("utf-16-le"),
    "mark of UTF-8": lambda: b"\xef\xbb\xbf" + HEAD,
    "surrogate in bytes": lambda: HEAD + b"x-a: \xed\xa0\x80\n",
    "surrogate escaped": lambda: HEAD + b'x-a: "\\ud800"\n',
    "surrogate in JSON": lambda: b'{"asyncapi": "3.0.0", "x-a": "\\udc00\\ud800"}',
    "surrogate of the tag": lambda: HEAD + b"x-a: !%ED%A0%80 b\n",
    "too large a character": lambda: HEAD + b'x-a: "\\UFFFFFFFF"\n',
    "only tabs": lambda: b"\t\t\t",
    "tabs": lambda: HEAD + b"x-a:\n\tb: c\n",
    "line breaks of all kinds": lambda: "a: \u2028 b\r\x85 c: [\r\n".encode(),
    "deep lists": lambda: deep(b"[", b"]"),
    "deep mappings": lambda: deep(b"{a: ", b"}"),
    "deep blocks": lambda: deep(b"- ", b""),
    "deep keys": lambda: deep(b"? ", b""),
    "deep JSON": lambda: HEAD + b"x-a: " + deep(b'{"a":[', b"]}"),
    "unclosed": lambda: HEAD + b"x-a: " + b"[" * 50_000,
    "unclosed text": lambda: HEAD + b'x-a: "' + b"a\n" * 50_000,
    "aliases of aliases": lambda: laughs(40, 10),
    "aliases in a row": lambda: laughs(99, 2),
    "alias inside itself": lambda: HEAD + b"x-a: &a [*a, {b: *a}]\n",
    "alias as a key": lambda: HEAD + b"x-a: &a {b: c}\n? *a\n: d\n",
    "merged aliases": lambda: HEAD + b"x-a: &a {<<: *a}\n",
    "references that double": lambda: doubling(60),
    "a long chain": lambda: schemas(
        *(f"S{one}: {{$ref: '#/components/schemas/S{one + 1}'}}" for one in range(3000))
    ),
    "messages inside one another": lambda: (
        HEAD.replace(b"3.0.0", b"2.6.0")
        + b"channels: {}\ncomponents:\n  messages:\n"
        + b"".join(
            b"    m%d: {oneOf: [{$ref: '#/components/messages/m%d'}]}\n" % (n, n + 1)
            for n in range(2000)
        )
        + b"    m2000: {}\n"
    ),
    "a long pointer": lambda: HEAD + b"x-a: {$ref: '#" + b"/x-a" * 20_000 + b"'}",
    "digits": lambda: HEAD + b"x-a: " + b"9" * 1_000_000,
    "digits of a key": lambda: HEAD + b"9" * 1_000_000 + b": 1\n",
    "digits of a limit": lambda: schemas("A: {maxLength: " + "9" * 100_000 + "}"),
    "digits of a float": lambda: HEAD + b"x-a: 0." + b"1" * 1_000_000 + b"e1\n",
    "digits in base 16": lambda: HEAD + b"x-a: 0x" + b"f" * 1_000_000,
    "an exponent": lambda: HEAD + b"x-a: 1e999999999\n",
    "infinity": lambda: HEAD + b"x-a: [.inf, -.inf, .nan]\n",
    "numbers everywhere": lambda: b"asyncapi: 3\ninfo: 1e5\nchannels: -0.0\n",
    "an object of Python": lambda: HEAD + b"x-a: !!python/object/apply:os.abort []\n",
    "a tag of one's own": lambda: b"%TAG ! tag:x,2000:\n--- !a {b: !c d}\n",
    "binary": lambda: HEAD + b"x-a: !!binary aGk=\n",
    "a set": lambda: HEAD + b"x-a: !!set {a, b}\n",
    "a date": lambda: HEAD + b"x-a: 2020-01-01\nx-b: !!timestamp 2020-01-01\n",
    "many documents": lambda: HEAD + b"---\n" * 1000,
    "a directive": lambda: b"%YAML 9.9\n---\n" + HEAD,
    "one line": lambda: HEAD + b"x-a: '" + b"a" * 20_000_000 + b"'\n",
    "one line of keys": lambda: HEAD + b"x-a: {" + b"a: 1, " * 50_000 + b"}\n",
    "blanks": lambda: HEAD + b" " * 20_000_000,
    "more than is read": lambda: b"a" * (64 * 1024 * 1024 + 1),
    "unknown keys": lambda: HEAD + b"".join(b"k%d: 1\n" % n for n in range(5_000)),
    "duplicate keys": lambda: HEAD + b"a: 1\n" * 20_000,
    "a device": lambda: HEAD + b"x-a: {$ref: /dev/zero}\n",
    "a device as a URL": lambda: HEAD + b"x-a: {$ref: 'file:///dev/zero'}\n",
    "a folder": lambda: HEAD + b"x-a: {$ref: .}\nx-b: {$ref: ./}\n",
    "itself": lambda: HEAD + b"channels: {$ref: spec.yaml}\nx-a: {$ref: spec.yaml#/}\n",
    "above": lambda: HEAD + b"x-a: {$ref: '../../../../../../etc/passwd#/a'}\n",
    "odd references": lambda: (
        HEAD
        + b"x-a: [{$ref: ''}, {$ref: '#'}, {$ref: '#/%ff'}, {$ref: '#/~2'},"
        + b" {$ref: 'http://[::1'}, {$ref: \"\\0\"}, {$ref: '//a'}, {$ref: 1}]\n"
    ),
    "references to references": lambda: (
        HEAD
        + b"channels: {$ref: '#/channels'}\ncomponents: {$ref: '#/components/$ref'}\n"
    ),
    "broken references": lambda: schemas(
        *(f"Schema{n}: {{$ref: '#/components/schemas/Shema{n}'}}" for n in range(3000))
    ),
    "broken pointers of a mapping": lambda: (
        HEAD
        + b"x-a: {"
        + b"".join(b"key%d: {$ref: '#/x-a/kez%d'}, " % (n, n) for n in range(3000))
        + b"}\n"
    ),
    "misspelt keywords": lambda: schemas(
        "A: {" + ", ".join(f"maxLengh{n}: 1" for n in range(20_000)) + "}"
    ),
    "enum of many": lambda: schemas(f"A: {{enum: {list(range(100_000))}}}"),
    "messages of another": lambda: (
        HEAD
        + b"channels: {a: {messages: {"
        + b"".join(b"m%d: {}, " % n for n in range(2000))
        + b"}}, b: {}}\noperations: {o: {action: send, "
        + b"channel: {$ref: '#/channels/b'}, messages: ["
        + b"".join(b"{$ref: '#/channels/a/messages/m%d'}, " % n for n in range(2000))
        + b"]}}\n"
    ),
    "a pattern without end": lambda: schemas(
        "A: {type: string, pattern: '(a+)+$', default: '" + "a" * 40 + "b'}"
    ).replace(b"3.0.0", b"2.6.0"),
    "a large pattern": lambda: schemas("A: {pattern: '((a{1000}){1000}){1000}'}"),
    "a schema of all": lambda: schemas("A: {allOf: [{$ref: '#/components/schemas'}]}"),
    "lists for mappings": lambda: OLD + b"components: {messages: [], schemas: 1}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(BOMBS[name]())
    soon(path)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/", "nowhere", "a\0b"])
def test_paths_that_are_no_files(path: str) -> None:
    assert has_errors(soon(Path(path)))


FRAGMENTS = st.sampled_from(
    [
        *(b"asyncapi: 3.0.0\n", b"asyncapi: 2.4.0\n", b"info:", b"channels:", b"\n  "),
        *(b"components: {", b"schemas:", b"$ref: ", b"'#/components'", b"&a", b"*a"),
        *(b"? ", b": ", b"- ", b"{", b"}", b"[", b"]", b"!!", b"|\n ", b"'", b'"'),
        *(b"\t", b"\0", b"\xff", b"\xc2\x85", b"%", b"---\n", b"1e400", b"null"),
    ]
)
QUIETLY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUIETLY
@given(content=st.one_of(st.binary(), st.lists(FRAGMENTS).map(b"".join)))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(content)
    judged(path)


@QUIETLY
@given(at=st.integers(0, len(PET_STORE)), gone=st.integers(0, 40), new=FRAGMENTS)
def test_a_document_with_a_hole(at: int, gone: int, new: bytes, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(PET_STORE[:at] + new + PET_STORE[at + gone :])
    judged(path)


KEYWORDS = """
$anchor $comment $defs $dynamicRef $id $recursiveRef $ref $schema additionalItems
additionalProperties allOf anyOf const contains contentEncoding contentMediaType
default definitions dependencies dependentRequired dependentSchemas deprecated
description discriminator else enum example examples exclusiveMaximum
exclusiveMinimum externalDocs format if items maxItems maxLength maxProperties
maximum maxContains minContains minItems minLength minProperties minimum multipleOf
not nullable oneOf pattern patternProperties prefixItems properties propertyNames
readOnly required schema schemaFormat then title type unevaluatedItems
unevaluatedProperties uniqueItems writeOnly x-socketio
""".split()
ODD: list[object] = [
    *(None, True, 0, -1, 1.5, 10**40, "", "a", "string", "#/x", [], [1], ["a"], [{}]),
    *({}, {"a": 1}, {"a": {}}, {"type": {}}, {"type": []}, {"format": {}}, [[]]),
]
KINDS = ("integer", "object", "string")
A = {"$ref": "#/channels/a"}
HOLDERS: dict[str, Callable[[object], dict[str, object]]] = {
    "payload": lambda schema: {"payload": schema},
    "item": lambda schema: {"payload": {"type": "array", "prefixItems": [schema]}},
    "ack": lambda schema: {"x-ack": {"args": [schema]}},
}
"""Where AsyncAPI judges a schema, where it does so in part, and where nobody does."""


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_keyword_may_have_any_value(
    tmp_path: Path, keyword: str, holder: str
) -> None:
    odd = [{"type": kind, keyword: one} for one in ODD for kind in KINDS]
    odd += [{keyword: one} for one in ODD]
    messages = {f"say{at}": HOLDERS[holder](one) for at, one in enumerate(odd)}
    document = {
        **{"asyncapi": "3.0.0", "info": {"title": "A", "version": "1"}},
        "channels": {"a": {"address": "/a", "messages": messages}},
        "operations": {"say": {"action": "receive", "channel": A}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))
    for lenient in (False, True):
        strictness = Strictness(lenient=lenient)
        loaded = load_document(tmp_path / "spec.json", strictness=strictness)
        if loaded.value is not None:
            read(loaded.value)
