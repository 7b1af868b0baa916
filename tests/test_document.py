"""Documents: references, traits, and what is accepted."""

from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from sockgen.diagnostics import Diagnostic, Severity
from sockgen.document import Document, Node, load_document

PET_STORE = Path(__file__).parent.parent / "specs" / "petstore.yaml"
HEAD = "asyncapi: 3.0.0\ninfo:\n  title: Case\n  version: 1.0.0\n"


def diagnosed(tmp_path: Path, body: str) -> tuple[Diagnostic, ...]:
    return judged(tmp_path, body)[1]


def judged(
    tmp_path: Path, body: str, head: str = HEAD
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    path = tmp_path / "spec.yaml"
    path.write_text(head + dedent(body), encoding="utf-8")
    result = load_document(path, name="spec.yaml")
    return result.value, result.diagnostics


def sound(tmp_path: Path, body: str, head: str = HEAD) -> Document:
    document, diagnostics = judged(tmp_path, body, head)
    assert document is not None, diagnostics
    return document


def at(node: Node, *keys: str) -> Node:
    for key in keys:
        below = node.get(key)
        assert below is not None, key
        node = below
    return node


def test_the_pet_store_is_sound() -> None:
    result = load_document(PET_STORE)
    assert result.diagnostics == ()
    assert result.value is not None
    assert result.value.version == "3.0.0"


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0", "3.0.1", "3.1.0-rc.1"])
def test_versions_that_are_read(tmp_path: Path, version: str) -> None:
    document = sound(tmp_path, "", HEAD.replace("3.0.0", version, 1))
    assert document.version == version


def test_references_are_followed_through_references(tmp_path: Path) -> None:
    document = sound(
        tmp_path,
        """
        channels:
          chat:
            $ref: '#/components/channels/chat'
        operations:
          say:
            action: receive
            channel:
              $ref: '#/channels/chat'
            messages:
              - $ref: '#/channels/chat/messages/say'
        components:
          channels:
            chat:
              address: /chat
              messages:
                say:
                  $ref: '#/components/messages/a~1b%20c'
          messages:
            a/b c:
              name: say
        """,
    )
    messages = at(document.root, "operations", "say", "messages")
    (message,) = messages.items()
    assert message.text("name") == "say"
    assert message.pointer == ("components", "messages", "a/b c")
    (written,) = messages.raw_items()
    assert written.target().pointer[-1] == "say"


def test_traits_stand_behind_the_object(tmp_path: Path) -> None:
    document = sound(
        tmp_path,
        """
        channels:
          chat:
            address: /chat
        operations:
          say:
            action: receive
            channel:
              $ref: '#/channels/chat'
            title: own
            x-socketio:
              timeout: 5
            traits:
              - title: first
                summary: first
                description: first
                x-socketio:
                  timeout: 1
                  ordered: true
              - $ref: '#/components/operationTraits/second'
        components:
          operationTraits:
            second:
              summary: second
              x-socketio:
                args: single
        """,
    )
    operation = at(document.root, "operations", "say").with_traits()
    assert operation.text("title") == "own"
    assert operation.text("summary") == "second"
    assert operation.text("description") == "first"
    options = at(operation, "x-socketio")
    assert {key: node.value for key, node in options.entries()} == {
        "timeout": 5,
        "ordered": True,
        "args": "single",
    }


def test_every_broken_reference_stands_alone(tmp_path: Path) -> None:
    found = diagnosed(
        tmp_path,
        """
        channels:
          chat:
            $ref: '#/components/channels/chad'
          room:
            adress: /room
        components:
          channels:
            chat:
              address: /chat
        """,
    )
    assert [(one.code, one.hint) for one in found] == [
        ("SG203", "did you mean `#/components/channels/chat`?"),
        ("SG207", "did you mean `address`?"),
    ]


def test_a_fault_behind_many_references_is_told_once(tmp_path: Path) -> None:
    found = diagnosed(
        tmp_path,
        """
        channels:
          a:
            messages: {m: {$ref: '#/components/messages/m'}}
          b:
            messages: {m: {$ref: '#/components/messages/m'}}
        components:
          messages:
            m:
              nam: m
        """,
    )
    (only,) = found
    assert only.span is not None
    assert (only.code, only.span.start.line) == ("SG207", 14)


def test_recursive_schemas_are_sound(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        components:
          schemas:
            Tree:
              type: object
              properties:
                children:
                  type: array
                  items:
                    $ref: '#/components/schemas/Tree'
                parent:
                  anyOf:
                    - $ref: '#/components/schemas/Tree'
                    - type: 'null'
        """,
    )


def test_examples_and_constants_hold_no_references(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        components:
          schemas:
            A:
              const: {$ref: '#/nowhere'}
              default: {$ref: nowhere}
              enum: [{$ref: '#/nowhere'}]
              examples: [{$ref: '#/nowhere'}]
              properties:
                $ref: {type: string}
        """,
    )


def test_channels_may_be_called_like_keywords(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        channels:
          payload: {address: /a, messages: {examples: {name: a, payload: true}}}
          schemas: {address: /b, messages: {$defs: {name: b}}}
        """,
    )


def test_a_long_chain_of_references_has_an_end(tmp_path: Path) -> None:
    links = {
        f"S{index}": {"$ref": f"#/components/schemas/S{index + 1}"}
        for index in range(5_000)
    }
    body = yaml.safe_dump({"components": {"schemas": {**links, "S5000": True}}})
    found = diagnosed(tmp_path, body)
    assert {one.code for one in found} <= {"SG204"}


def test_warnings_do_not_stop_a_document(tmp_path: Path) -> None:
    document, found = judged(
        tmp_path, "components: {schemas: {A: {tipe: string, maxLenght: 3}}}\n"
    )
    assert document is not None
    assert [one.severity for one in found] == [Severity.WARNING] * 2


def test_keywords_of_other_drafts_are_no_misspellings(tmp_path: Path) -> None:
    schema = "{properties: {a: {schema: 1, example: a, $dynamicRef: '#a'}}}"
    document, found = judged(tmp_path, f"components: {{schemas: {{A: {schema}}}}}\n")
    assert document is not None
    assert found == ()
