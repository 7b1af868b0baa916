"""Documents: references, traits, and what is accepted."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from sockgen.diagnostics import Diagnostic, Severity
from sockgen.document import Document, Node, load_document
from sockgen.document.patterns import is_javascript
from sockgen.document.text_formats import is_email, is_uri, is_uri_template

PET_STORE = Path(__file__).parent.parent / "specs" / "petstore.yaml"
VERSIONS = [*(f"2.{minor}.0" for minor in range(7)), "3.0.0", "3.1.0"]
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


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_that_are_read(tmp_path: Path, version: str) -> None:
    head = HEAD.replace("3.0.0", version, 1)
    document = sound(tmp_path, "channels: {}\n", head)
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


def test_examples_and_constants_are_no_schemas(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        components:
          schemas:
            A:
              const: {$ref: '#/info'}
              default: {$ref: '#/info'}
              enum: [{$ref: '#/info'}]
              examples: [{$ref: '#/info'}]
              properties:
                $ref: {type: string}
        """,
    )


def test_channels_may_be_called_like_keywords(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        channels:
          payload: {address: /a, messages: {examples: {name: a, payload: {}}}}
          schemas: {address: /b, messages: {$defs: {name: b}}}
        """,
    )


def test_a_long_chain_of_references_has_an_end(tmp_path: Path) -> None:
    links = {
        f"S{index}": {"$ref": f"#/components/schemas/S{index + 1}"}
        for index in range(5_000)
    }
    body = yaml.safe_dump({"components": {"schemas": {**links, "S5000": {}}}})
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


HEAD_2 = HEAD.replace("3.0.0", "2.6.0", 1)
WHOLE_2 = """
id: urn:example:orders
tags: [{name: a, x-own: 1}, {name: b}]
servers:
  broker:
    url: '{host}:9092'
    protocol: kafka
    variables: {host: {default: localhost}}
    security: [{login: [read]}, {name: []}]
    bindings: {kafka: {anything: [goes]}, private: 1}
  other: {$ref: '#/components/servers/other'}
channels:
  'order/{orderId}/éclair{+page,size*}':
    $ref: '#/components/channels/order'
  plain:
    servers: [broker]
    publish:
      operationId: publishPlain
      traits: [{$ref: '#/components/operationTraits/common'}]
      message:
        oneOf:
          - $ref: '#/components/messages/order'
          - oneOf: [{payload: true}]
          - {schemaFormat: application/raml+yaml;version=1.0, payload: [1]}
components:
  servers: {other: {url: mqtt://example.com, protocol: mqtt}}
  channels:
    order:
      parameters: {'+page,size*': {schema: {type: integer}}, orderId: {}}
  securitySchemes:
    name: {type: userPassword}
    login:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://example.com/token?a=b#c
          scopes: {read: all}
  operationTraits: {common: {summary: the same, security: [{nobody: []}]}}
  messageTraits: {common: {contentType: application/json, headers: {type: object}}}
  messages:
    order:
      traits: [{$ref: '#/components/messageTraits/common'}]
      correlationId: {location: $message.header#/id}
      payload: {$ref: '#/components/schemas/order'}
      examples:
        - payload: {next: {}, size: 1.0, at: '2020-02-02T10:00:00'}
        - {headers: {}}
    avro:
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      payload:
        type: record
        name: order
        fields:
          - {name: id, type: [string, 'null']}
          - {name: all, type: {type: array, items: long}}
    openapi:
      schemaFormat: application/vnd.oai.openapi+json;version=3.0.0
      payload: {type: string, nullable: true, exclusiveMinimum: true, minimum: 1}
  schemas:
    order:
      type: object
      default: never judged
      properties:
        next: {$ref: '#/components/schemas/order'}
        at: {type: string, format: date-time}
    number:
      type: integer
      format: int64
      nullable: true
      default: null
      examples: [1, text]
"""


def test_version_2_in_full(tmp_path: Path) -> None:
    document, found = judged(tmp_path, WHOLE_2, HEAD_2)
    assert document is not None, found
    assert found == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("urn:example:orders", "orders"),
        ("{name: b}", "{name: a}"),
        ("[read]", "[write]"),
        ("{name: []}", "{nam: []}"),
        ("{host: {default: localhost}}", "{hast: {}}"),
        ("servers: [broker]", "servers: [brokr]"),
        ("{+page,size*}", "{page.size}"),
        ("orderId: {}", "order: {}"),
        ("oneOf: [{payload: true}]", "oneOf: {payload: true}"),
        ("{summary: the same,", "{message: {},"),
        ("tokenUrl: https:", "authorizationUrl: https:"),
        ("$message.header#/id", "header/id"),
        ("- {name: id,", "- {name: i d,"),
        ("items: long", "item: long"),
        ("exclusiveMinimum: true", "exclusiveMinimum: 1"),
        ("default: null", "default: 1.5"),
        ("{headers: {}}", "{headers: []}"),
    ],
)
def test_version_2_with_one_fault(tmp_path: Path, right: str, wrong: str) -> None:
    assert WHOLE_2.count(right) == 1
    found = diagnosed_2(tmp_path, WHOLE_2.replace(right, wrong))
    assert any(one.severity is Severity.ERROR for one in found), found


def diagnosed_2(tmp_path: Path, body: str) -> tuple[Diagnostic, ...]:
    return judged(tmp_path, body, HEAD_2)[1]


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        (is_uri, "https://user@example.com:80/a/b?c=d#e", True),
        (is_uri, "http://[::1]/", True),
        (is_uri, "urn:a:b", True),
        (is_uri, "mailto:a@b", True),
        (is_uri, "example.com", False),
        (is_uri, "/path", False),
        (is_uri, "http://{host}/", False),
        (is_uri, "http://a b/", False),
        (is_uri, "http://a:port/", False),
        (is_uri, "", False),
        (is_email, "a.b+c@d-e.example", True),
        (is_email, "a@localhost", False),
        (is_email, "a@.example", False),
        (is_email, "a b@example.com", False),
        (is_uri_template, "", True),
        (is_uri_template, "a/{b}/{+c:3,d*}/%20/ü", True),
        (is_uri_template, "{}", False),
        (is_uri_template, "a b", False),
        (is_uri_template, "{a", False),
        (is_uri_template, "%2", False),
        (is_javascript, "[^]", True),
        (is_javascript, "^{a}$", True),
        (is_javascript, "[\\w-.]{2,}", True),
        (is_javascript, "\\(?i)", False),
        (is_javascript, "(?P<a>b)", False),
        (is_javascript, "a++", False),
        (is_javascript, "[+]+", True),
        (is_javascript, "(", False),
    ],
)
def test_formats_of_texts(kind: Callable[[str], bool], text: str, right: bool) -> None:
    assert kind(text) is right


def test_documents_of_other_protocols_are_sound(tmp_path: Path) -> None:
    sound(
        tmp_path,
        """
        servers: {broker: {host: 'kafka:{port}', protocol: kafka}}
        channels:
          orders:
            address: orders.{region}
            bindings: {kafka: {partitions: 3}}
            messages:
              order:
                payload:
                  schemaFormat: application/x-protobuf
                  schema: 'message Order {}'
        operations:
          twice:
            action: send
            channel: {$ref: '#/channels/orders'}
            messages:
              - $ref: '#/channels/orders/messages/order'
              - $ref: '#/channels/orders/messages/order'
            reply:
              messages: [{$ref: '#/components/messages/done'}]
        components: {messages: {done: {deprecated: true}}}
        """,
    )
