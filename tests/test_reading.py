"""From documents to contracts."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

import pytest
from jsonschema import Draft202012Validator

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
    Membership,
    Namespace,
    Requirement,
    Room,
    RoomParameter,
    Server,
)
from sockgen.diagnostics import Diagnostic
from sockgen.document import load_document
from sockgen.reading import Perspective, read

PET_STORE = Path(__file__).parent.parent / "specs" / "petstore.yaml"
HEAD = "asyncapi: 3.0.0\ninfo:\n  title: Case\n  version: 1.0.0\n"
TO_SERVER, TO_CLIENT = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT


def read_file(
    path: Path, perspective: Perspective | None = None
) -> tuple[Api, tuple[Diagnostic, ...]]:
    loaded = load_document(path, name=path.name)
    assert loaded.value is not None, loaded.diagnostics
    result = read(loaded.value, perspective=perspective)
    assert result.value is not None, result.diagnostics
    return result.value, (*loaded.diagnostics, *result.diagnostics)


def read_text(tmp_path: Path, body: str) -> Api:
    path = tmp_path / "spec.yaml"
    path.write_text(HEAD + dedent(body), encoding="utf-8")
    return read_file(path)[0]


def event_of(tmp_path: Path, message: str, rest: str = "") -> tuple[Api, Event]:
    """The one event of a document whose message `say` is given."""
    body = """\
    channels:
      chat:
        address: /chat
        messages:
          say:
            $ref: '#/components/messages/say'
    operations:
      say:
        action: receive
        channel:
          $ref: '#/channels/chat'
    components:
      messages:
        say:
          name: say
    """
    text = dedent(body) + indent(dedent(message), " " * 6) + rest
    api = read_text(tmp_path, text)
    (namespace,) = api.namespaces
    (event,) = namespace.events
    return api, event


@pytest.fixture(scope="module")
def pet_store() -> Api:
    api, diagnostics = read_file(PET_STORE)
    assert diagnostics == ()
    return api


def namespace(api: Api, name: str) -> Namespace:
    return next(one for one in api.namespaces if one.name == name)


def arguments(values: tuple[Argument, ...]) -> str:
    """Arguments in short: `name: schema`, `?` for optional, `*` for a rest."""
    return ", ".join(
        f"{'*' * one.rest}{one.name}{'?' * (not (one.required or one.rest))}"
        f": {one.schema}"
        for one in values
    )


def ack(event: Event) -> str | None:
    if event.ack is None:
        return None
    errors = [f"{one.name}({arguments(one.arguments)})" for one in event.ack.errors]
    return " | ".join([f"({arguments(event.ack.arguments)})", *errors])


class TestPetStore:
    """The whole contract of the reference document."""

    EVENTS = (
        ("/", "announcement", TO_CLIENT, "announcement: announcement", None),
        (
            "/orders",
            "order",
            TO_SERVER,
            "NewOrder: NewOrder",
            "(OrderAck: OrderAck) | orderRejected(OrderRejection: OrderRejection)",
        ),
        ("/orders", "order-created", TO_SERVER, "PartnerOrder: PartnerOrder", None),
        (
            "/orders",
            "track-order",
            TO_SERVER,
            "TrackOrder: TrackOrder",
            "(Order: Order) | orderNotFound(OrderUnknown: OrderUnknown)",
        ),
        ("/orders", "order-update", TO_CLIENT, "OrderUpdate: OrderUpdate", None),
        (
            "/orders",
            "confirm-delivery",
            TO_CLIENT,
            "Delivery: Delivery",
            "(DeliveryReceipt: DeliveryReceipt)",
        ),
        (
            "/inventory",
            "watch",
            TO_SERVER,
            "WatchedPet: WatchedPet",
            "(WatchState: WatchState)",
        ),
        (
            "/inventory",
            "unwatch",
            TO_SERVER,
            "WatchedPet: WatchedPet",
            "(WatchState: WatchState)",
        ),
        (
            "/inventory",
            "reserve",
            TO_SERVER,
            "petId: PetId, quantity: reserve-quantity, minutes?: reserve-minutes",
            "(reservation: Reservation, stock: reserved-stock)",
        ),
        (
            "/inventory",
            "inventory-update",
            TO_CLIENT,
            "InventoryUpdate: InventoryUpdate",
            None,
        ),
        (
            "/notifications",
            "notification",
            TO_CLIENT,
            "Notification: Notification",
            None,
        ),
        (
            "/notifications",
            "mark-read",
            TO_SERVER,
            "NotificationIds: NotificationIds",
            "(count: markedRead)",
        ),
        (
            "/chat",
            "message",
            TO_SERVER,
            "ChatText: ChatText",
            "(ChatReceipt: ChatReceipt)",
        ),
        ("/chat", "message", TO_CLIENT, "ChatMessage: ChatMessage", None),
        ("/chat", "typing", TO_SERVER, "", None),
        ("/chat", "photo", TO_SERVER, "Photo: Photo", "(PhotoReceipt: PhotoReceipt)"),
    )

    def test_events(self, pet_store: Api) -> None:
        found = tuple(
            (
                one.name,
                event.name,
                event.direction,
                arguments(event.arguments),
                ack(event),
            )
            for one in pet_store.namespaces
            for event in one.events
        )
        assert found == self.EVENTS

    def test_information(self, pet_store: Api) -> None:
        assert (pet_store.title, pet_store.version) == ("Pet Store", "1.0.0")
        assert pet_store.license == "MIT"
        assert pet_store.contact == {
            "name": "Pet Store developers",
            "url": "https://petstoreapi.com/developers",
            "email": "developers@petstoreapi.com",
        }
        assert tuple(replace(one, span=None) for one in pet_store.servers) == (
            Server(
                "production",
                "wss://api.petstoreapi.com",
                "/socket.io",
                ("websocket", "polling"),
                "The public server, behind the proxies and firewalls of its clients.",
            ),
        )

    def test_security(self, pet_store: Api) -> None:
        (jwt,) = pet_store.credentials
        assert (jwt.key, jwt.kind) == ("jwt", CredentialKind.BEARER)
        assert (jwt.location, jwt.parameter) == (CredentialLocation.AUTH, "token")
        root, *others = pet_store.namespaces
        assert (root.name, root.security, root.auth) == ("/", (), None)
        for one in others:
            assert one.security == ((Requirement("jwt"),),)
            assert one.auth == "ConnectAuth"
            assert one.auth_examples == ({"token": "a.json.webtoken"},)
            assert (one.query, one.headers) == (None, None)

    def test_rooms(self, pet_store: Api) -> None:
        rooms = {one.name: one.rooms for one in pet_store.namespaces}
        user = Room(
            "user",
            "user-{userId}",
            (RoomParameter("userId", "UserId"),),
            "Every connection of one customer.",
        )
        assert rooms == {
            "/": (),
            "/orders": (
                user,
                Room(
                    "order",
                    "order-{orderId}",
                    (RoomParameter("orderId", "OrderId"),),
                    "Everyone who follows one order.",
                ),
            ),
            "/inventory": (
                Room(
                    "pet",
                    "pet-{petId}",
                    (RoomParameter("petId", "PetId"),),
                    "Everyone who watches one pet.",
                ),
            ),
            "/notifications": (user,),
            "/chat": (),
        }

    def test_who_is_in_a_room(self, pet_store: Api) -> None:
        events = [event for one in pet_store.namespaces for event in one.events]
        pet = (Membership("pet", {"petId": (0, "/petId")}),)
        order = (Membership("order", {"orderId": (0, "/orderId")}),)
        assert {one.name: one.joins for one in events if one.joins} == {
            "track-order": order,
            "watch": pet,
        }
        assert {one.name: one.leaves for one in events if one.leaves} == {
            "unwatch": pet
        }
        assert {one.name: one.rooms for one in events if one.rooms} == {
            "order-update": ("user", "order"),
            "inventory-update": ("pet",),
            "notification": ("user",),
        }

    def test_options(self, pet_store: Api) -> None:
        events = [event for one in pet_store.namespaces for event in one.events]
        assert {one.name: one.timeout for one in events if one.timeout} == {
            "order": 10.0,
            "confirm-delivery": 30.0,
        }
        assert [(one.name, one.direction) for one in events if one.ordered] == [
            ("message", TO_SERVER)
        ]
        assert {one.name: one.idempotency for one in events if one.idempotency} == {
            "order": (0, "/requestId")
        }
        assert not any(one.deprecated for one in events)

    def test_words(self, pet_store: Api) -> None:
        order = namespace(pet_store, "/orders").events[0]
        assert (order.title, order.summary) == ("Order", "Order a pet.")
        assert order.description.startswith("The acknowledgement carries the number")
        minutes = namespace(pet_store, "/inventory").events[2].arguments[2]
        assert minutes.description == "How long to hold them, in minutes."
        assert namespace(pet_store, "/").title == "Announcements"

    def test_places(self, pet_store: Api) -> None:
        for one in pet_store.namespaces:
            assert one.span is not None
            assert one.name in one.span.text
            for event in one.events:
                assert event.span is not None
                assert event.name in event.span.text

    def test_examples(self, pet_store: Api) -> None:
        reserve = namespace(pet_store, "/inventory").events[2]
        assert [(one.name, one.arguments) for one in reserve.examples] == [
            ("for a while", ("pet-7", 2, 30)),
            ("as usual", ("pet-7", 1)),
        ]
        assert reserve.ack is not None
        (answer,) = reserve.ack.examples
        assert answer.arguments[1] == 2
        order = namespace(pet_store, "/orders").events[0]
        assert order.ack is not None
        assert order.ack.errors[0].examples[0].arguments == (
            {
                "success": False,
                "reason": "sold-out",
                "detail": "The last one left this morning.",
            },
        )
        mark_read = namespace(pet_store, "/notifications").events[1]
        assert len(mark_read.examples[0].arguments) == 1

    def test_the_table_is_whole_and_holds_nothing_else(self, pet_store: Api) -> None:
        named = {
            name
            for one in pet_store.namespaces
            for name in (one.auth, one.query, one.headers)
            if name
        }
        lists: list[tuple[Argument, ...]] = []
        for one in pet_store.namespaces:
            named |= {p.schema for room in one.rooms for p in room.parameters}
            for event in one.events:
                lists.append(event.arguments)
                answer: Ack = event.ack or Ack(())
                errors: tuple[AckError, ...] = answer.errors
                lists += [answer.arguments, *(error.arguments for error in errors)]
        named |= {one.schema for values in lists for one in values}
        assert reachable(pet_store, named) == set(pet_store.schemas)
        for schema in pet_store.schemas.values():
            Draft202012Validator.check_schema(schema)


def reachable(api: Api, names: set[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(api.schemas[name])
    return found


def references(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in references(one)]
    if not isinstance(value, dict):
        return []
    below = [name for one in value.values() for name in references(one)]
    own = value.get("$ref")
    return [*below, own.removeprefix("#/$defs/")] if isinstance(own, str) else below


class TestDirection:
    def test_a_client_describes_itself(self, tmp_path: Path) -> None:
        event_of(tmp_path, "payload: {}\n")
        api, _ = read_file(tmp_path / "spec.yaml", "client")
        assert api.namespaces[0].events[0].direction is TO_CLIENT

    def test_the_document_may_say_so(self, tmp_path: Path) -> None:
        rest = "x-socketio: {perspective: client}\n"
        assert event_of(tmp_path, "payload: {}\n", rest)[1].direction is TO_CLIENT


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("title: Nothing\n", ""),
        ("payload: {type: array, items: {type: string}}\n", "say: say"),
        ("payload: {type: string, title: text}\n", "text: say"),
        ("payload: {type: array, prefixItems: []}\n", ""),
        (
            "payload: {type: array, prefixItems: [{type: string}], items: false}\n",
            "argument 1: say-1",
        ),
        (
            "payload: {prefixItems: [true, true, true], minItems: 1}\n",
            "argument 1: say-1, argument 2?: say-2, argument 3?: say-3",
        ),
        (
            "payload: {type: array, prefixItems: [true], items: {type: integer}}\n",
            "argument 1: say-1, *rest: say-items",
        ),
        (
            "payload: {type: array, prefixItems: [true], items: {not: {}}}\n",
            "argument 1: say-1",
        ),
        (
            "payload: {type: array, items: [{title: a}, {}], additionalItems: false}\n",
            "a: say-a, argument 2: say-2",
        ),
        (
            "payload: {type: array, items: [{}], additionalItems: {title: more}}\n",
            "argument 1: say-1, *more: say-additionalItems",
        ),
        (
            "payload: {type: object, format: tuple, properties: {'0': {}, '1': {}}}\n",
            "argument 1: say-0, argument 2: say-1",
        ),
        (
            "payload: {type: object, format: tuple, required: ['0'],"
            " properties: {'0': {title: a}, '1': {}}}\n",
            "a: say-0, argument 2?: say-1",
        ),
        (
            "payload: {prefixItems: [true]}\nx-socketio: {args: single}\n",
            "say: say",
        ),
        (
            "payload: {type: array, minItems: 1, items: {}}\n"
            "x-socketio: {args: positional}\n",
            "argument 1: say-items, *rest: say-items",
        ),
        (
            "payload: {schemaFormat: application/schema+json;version=draft-07,"
            " schema: {type: string}}\n",
            "say: say",
        ),
    ],
)
def test_arguments(tmp_path: Path, message: str, expected: str) -> None:
    assert arguments(event_of(tmp_path, message)[1].arguments) == expected


SCHEMAS = """\
  schemas:
    Text:
      type: string
      description: Some text.
    Pair:
      prefixItems:
        - $ref: '#/components/schemas/Text'
        - $ref: '#/components/schemas/Text'
          title: second
    Node:
      type: object
      properties:
        next: {$ref: '#/components/schemas/Node'}
        'a/b~c': {type: integer}
        same: {$ref: '#/components/schemas/Node/properties/a~1b~0c'}
    Unused:
      type: string
"""


@pytest.mark.parametrize(
    ("message", "expected", "table"),
    [
        ("payload: {$ref: '#/components/schemas/Text'}\n", "Text: Text", ["Text"]),
        (
            "payload: {$ref: '#/components/schemas/Text', title: words}\n",
            "words: Text",
            ["Text"],
        ),
        (
            "payload: {$ref: '#/components/schemas/Text', maxLength: 3}\n",
            "say: say",
            ["say", "Text"],
        ),
        (
            "payload: {$ref: '#/components/schemas/Pair'}\n",
            "Text: Text, second: Text",
            ["Text"],
        ),
        (
            "payload: {$ref: '#/components/schemas/Node'}\n",
            "Node: Node",
            ["Node", "Node-a-b-c"],
        ),
    ],
)
def test_references_of_payloads(
    tmp_path: Path, message: str, expected: str, table: list[str]
) -> None:
    api, event = event_of(tmp_path, message, SCHEMAS)
    assert arguments(event.arguments) == expected
    assert list(api.schemas) == table


def test_a_recursive_schema_refers_into_the_table(tmp_path: Path) -> None:
    message = "payload: {$ref: '#/components/schemas/Node'}\n"
    api, _ = event_of(tmp_path, message, SCHEMAS)
    assert api.schemas["Node"]["properties"] == {
        "next": {"$ref": "#/$defs/Node"},
        "a/b~c": {"type": "integer"},
        "same": {"$ref": "#/$defs/Node-a-b-c"},
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string, nullable: true}", {"type": ["string", "null"]}),
        ("{type: string, nullable: false}", {"type": "string"}),
        (
            "{enum: [a], type: string, nullable: true}",
            {"enum": ["a", None], "type": ["string", "null"]},
        ),
        (
            "{allOf: [{type: string}], nullable: true}",
            {"anyOf": [{"allOf": [{"type": "string"}]}, {"type": "null"}]},
        ),
        (
            "{unevaluatedItems: {minimum: 1, exclusiveMinimum: true}}",
            {"unevaluatedItems": {"exclusiveMinimum": 1}},
        ),
        (
            "{unevaluatedItems: {maximum: 1, exclusiveMaximum: false}}",
            {"unevaluatedItems": {"maximum": 1}},
        ),
        (
            "{unevaluatedItems: {discriminator: {propertyName: kind}}}",
            {"unevaluatedItems": {"discriminator": "kind"}},
        ),
        (
            "{type: object, discriminator: kind}",
            {"type": "object", "discriminator": "kind"},
        ),
        (
            "{properties: {t: {type: array, items: [true], additionalItems: false}}}",
            {
                "properties": {
                    "t": {"type": "array", "prefixItems": [True], "items": False}
                }
            },
        ),
        ("{example: a}", {"examples": ["a"]}),
        ("{x-order: 1, $comment: b, $id: c, externalDocs: {url: 'https://d'}}", {}),
        (
            "{dependencies: {a: [b], c: {required: [d]}}}",
            {
                "dependentRequired": {"a": ["b"]},
                "dependentSchemas": {"c": {"required": ["d"]}},
            },
        ),
        (
            "{type: string, x-socketio: {idempotency: true}}",
            {"type": "string", "x-socketio": {"idempotency": True}},
        ),
        ("{const: {x-a: 1, nullable: true}}", {"const": {"x-a": 1, "nullable": True}}),
        ("{}", {}),
        (
            "{properties: {a: true, b: false}}",
            {"properties": {"a": True, "b": False}},
        ),
    ],
)
def test_schemas_are_2020_12(tmp_path: Path, schema: str, expected: object) -> None:
    api, event = event_of(tmp_path, f"payload: {schema}\n")
    assert api.schemas[event.arguments[0].schema] == expected


def test_names_of_schemas_do_not_depend_on_other_events(tmp_path: Path) -> None:
    body = """\
    channels:
      chat:
        address: /chat
        messages:
          MESSAGE: {name: NAME, payload: {type: string}}
          said: {name: said, payload: {type: string}}
          order: {name: order, payload: {type: array, prefixItems: [{title: a b}]}}
      room:
        address: /room
        messages:
          said: {name: said, payload: {type: integer}}
          Chat-said: {name: x, payload: {type: integer}}
    operations:
      a: {action: send, channel: {$ref: '#/channels/chat'}}
      b: {action: send, channel: {$ref: '#/channels/room'}}
    """
    first = read_text(tmp_path, body.replace("MESSAGE", "say").replace("NAME", "say"))
    second = read_text(tmp_path, body.replace("MESSAGE", "zz").replace("NAME", "said2"))
    assert list(first.schemas) == [
        "chat-say",
        "chat-said",
        "chat-order-a-b",
        "room-said",
        "room-Chat-said",
    ]
    assert set(first.schemas) - {"chat-say"} == set(second.schemas) - {"chat-zz"}


def test_a_message_called_like_a_schema_keeps_out_of_its_way(tmp_path: Path) -> None:
    rest = "  schemas: {Say: {type: integer}}\n"
    _, event = event_of(tmp_path, "payload: {type: string}\n", rest)
    assert event.arguments[0].schema == "say-payload"


def replies(tmp_path: Path, *payloads: str) -> tuple[Api, Event]:
    messages = "".join(
        f"      a{index}: {{payload: {payload}}}\n"
        for index, payload in enumerate(payloads)
    )
    listed = "".join(
        f"        - $ref: '#/channels/c/messages/a{index}'\n"
        for index in range(len(payloads))
    )
    api = read_text(
        tmp_path,
        "channels:\n  c:\n    address: /c\n    messages:\n      say: {name: say}\n"
        f"{messages}operations:\n  ask:\n    action: receive\n"
        "    channel: {$ref: '#/channels/c'}\n    messages:\n"
        "      - $ref: '#/channels/c/messages/say'\n"
        f"    reply:\n      messages:\n{listed}",
    )
    return api, api.namespaces[0].events[0]


def test_several_answers_are_a_union_position_by_position(tmp_path: Path) -> None:
    api, event = replies(
        tmp_path,
        "{prefixItems: [{title: id}, {title: left}]}",
        "{prefixItems: [{title: id}]}",
    )
    assert ack(event) == "(id: ask-ack-1, left?: c-a0-left)"
    assert api.schemas["ask-ack-1"] == {
        "anyOf": [{"$ref": "#/$defs/c-a0-id"}, {"$ref": "#/$defs/c-a1-id"}]
    }


def test_several_answers_of_one_value(tmp_path: Path) -> None:
    _, event = replies(tmp_path, "{type: string}", "{type: integer}", "{type: string}")
    assert ack(event) == "(ask-ack: ask-ack)"


def test_an_answer_without_a_value_is_an_answer(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        channels:
          c: {address: /c, messages: {say: {name: say}, done: {}}}
        operations:
          ask:
            action: receive
            channel: {$ref: '#/channels/c'}
            reply:
              messages:
                - $ref: '#/channels/c/messages/done'
        """,
    )
    (event,) = api.namespaces[0].events
    assert event.ack == Ack(())


ROOM = """\
channels:
  c:
    address: /c
    messages:
      say:
        name: say
        payload: PAYLOAD
    x-socketio:
      rooms:
        r: {name: 'r-{id}', parameters: {id: {type: string}}}
operations:
  join:
    action: receive
    channel: {$ref: '#/channels/c'}
    x-socketio:
      joins: [JOIN]
"""


@pytest.mark.parametrize(
    ("payload", "join", "place"),
    [
        ("{properties: {id: {type: string}}}", "r", (0, "/id")),
        ("{allOf: [{properties: {id: true}}]}", "r", (0, "/id")),
        ("{type: string, title: id}", "r", (0, "")),
        ("{prefixItems: [{title: a}, {title: id}]}", "r", (1, "")),
        ("{prefixItems: [true, {properties: {id: true}}]}", "r", (1, "/id")),
        (
            "{properties: {a: {properties: {'b/c': true}}}}",
            "{room: r, id: '$message.payload#/a/b~1c'}",
            (0, "/a/b~1c"),
        ),
        ("{type: string}", "{room: r, id: '$message.payload#'}", (0, "")),
        (
            "{prefixItems: [true, {properties: {x: true}}]}",
            "{room: r, id: '$message.payload#/1/x'}",
            (1, "/x"),
        ),
    ],
)
def test_values_of_room_parameters(
    tmp_path: Path, payload: str, join: str, place: tuple[int, str]
) -> None:
    api = read_text(tmp_path, ROOM.replace("PAYLOAD", payload).replace("JOIN", join))
    (event,) = api.namespaces[0].events
    assert event.joins == (Membership("r", {"id": place}),)


BEARER, BASIC, KEY = (
    CredentialKind.BEARER,
    CredentialKind.BASIC,
    CredentialKind.API_KEY,
)
AUTH, HEADER = CredentialLocation.AUTH, CredentialLocation.HEADER


@pytest.mark.parametrize(
    ("scheme", "credential"),
    [
        ("type: http, scheme: bearer", (BEARER, HEADER, "Authorization")),
        ("type: http, scheme: Basic", (BASIC, HEADER, "Authorization")),
        (
            "type: openIdConnect, openIdConnectUrl: https://u",
            (BEARER, HEADER, "Authorization"),
        ),
        ("type: httpApiKey, in: header, name: X-Key", (KEY, HEADER, "X-Key")),
        (
            "type: httpApiKey, in: query, name: key",
            (KEY, CredentialLocation.QUERY, "key"),
        ),
        (
            "type: httpApiKey, in: cookie, name: key",
            (KEY, CredentialLocation.COOKIE, "key"),
        ),
        ("type: userPassword", (BASIC, AUTH, "")),
        ("type: apiKey, in: user", (KEY, AUTH, "user")),
        ("type: apiKey, in: password", (KEY, AUTH, "password")),
        ("type: X509, x-socketio: {auth: cert}", (KEY, AUTH, "cert")),
        ("type: http, scheme: bearer, x-socketio: {auth: t}", (BEARER, AUTH, "t")),
    ],
)
def test_credentials(
    tmp_path: Path,
    scheme: str,
    credential: tuple[CredentialKind, CredentialLocation, str],
) -> None:
    api = read_text(
        tmp_path,
        f"""\
        servers:
          here:
            host: localhost
            protocol: ws
            security:
              - $ref: '#/components/securitySchemes/key'
        channels:
          c: {{address: /c}}
        components:
          securitySchemes:
            key: {{{scheme}}}
        """,
    )
    assert api.credentials == (Credential("key", *credential),)
    assert api.namespaces[0].security == ((Requirement("key"),),)


def test_scopes_and_alternatives_are_hoisted(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        servers:
          a: {host: a, protocol: ws, security: [{type: userPassword}]}
          b: {host: b, protocol: ws}
        channels:
          all: {address: /all}
          one:
            address: /one
            servers: [{$ref: '#/servers/b'}]
            messages: {x: {name: x}, y: {name: y}}
        operations:
          x:
            action: send
            channel: {$ref: '#/channels/one'}
            messages: [{$ref: '#/channels/one/messages/x'}]
            security: [{$ref: '#/components/securitySchemes/o'}]
          y:
            action: send
            channel: {$ref: '#/channels/one'}
            messages: [{$ref: '#/channels/one/messages/y'}]
            security:
              - $ref: '#/components/securitySchemes/o'
              - type: userPassword
        components:
          securitySchemes:
            o:
              type: oauth2
              scopes: [read, write]
              flows:
                password:
                  tokenUrl: https://u
                  availableScopes: {read: r, write: w}
        """,
    )
    assert namespace(api, "/all").security == ((Requirement("userPassword"),),)
    # What is enough for `x` is enough for `y`, too.
    assert namespace(api, "/one").security == ((Requirement("o", ("read", "write")),),)


def test_servers(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        servers:
          a:
            host: '{name}.example.com:{port}'
            protocol: https
            pathname: /v1/ws/
            variables: {name: {enum: [x, y]}, port: {default: '80'}}
            x-socketio: {transports: [polling]}
          b: {host: localhost, protocol: socket.io}
          c: {host: localhost, protocol: kafka}
        channels:
          here: {address: /}
          there: {address: topic, servers: [{$ref: '#/servers/c'}]}
        """,
    )
    assert tuple(replace(one, span=None) for one in api.servers) == (
        Server("a", "https://x.example.com:80", "/v1/ws", ("polling",)),
        Server("b", "http://localhost", "/socket.io", ("websocket", "polling")),
    )
    assert [one.name for one in api.namespaces] == ["/"]


def test_the_handshake(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        servers:
          a:
            host: a
            protocol: ws
            x-socketio: {auth: {type: object, properties: {token: {type: string}}}}
        channels:
          c:
            address: /c
            bindings:
              ws:
                query: {type: object, properties: {v: {type: string}}}
                headers: {$ref: '#/components/schemas/Headers'}
        components:
          schemas:
            Headers: {type: object}
        """,
    )
    (only,) = api.namespaces
    assert (only.auth, only.query, only.headers) == ("a-auth", "c-query", "Headers")


def test_an_operation_without_messages_has_those_that_are_no_replies(
    tmp_path: Path,
) -> None:
    api = read_text(
        tmp_path,
        """\
        channels:
          c:
            address: /c
            messages:
              a: {name: a}
              b: {name: b}
              ok: {}
              no: {x-socketio: {error: true}}
        operations:
          all:
            action: receive
            channel: {$ref: '#/channels/c'}
            reply:
              messages: [{$ref: '#/channels/c/messages/ok'}]
          ignored:
            action: send
            channel: {$ref: '#/channels/c'}
            x-socketio: {ignore: true}
        """,
    )
    assert [one.name for one in api.namespaces[0].events] == ["a", "b"]


def test_message_traits_name_events(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        channels:
          c:
            address: /c
            messages:
              a: {traits: [{name: from-trait, summary: s}], summary: own}
        operations:
          o: {action: send, channel: {$ref: '#/channels/c'}}
        """,
    )
    (event,) = api.namespaces[0].events
    assert (event.name, event.summary) == ("from-trait", "own")


def test_names_of_other_scripts(tmp_path: Path) -> None:
    api = read_text(
        tmp_path,
        """\
        channels:
          чат:
            address: /чат
            messages:
              名前:
                name: 名前 ✓
                payload: {type: object, properties: {a: {$ref: '#/x-b/β γ'}}}
                examples: [{payload: {a: 1}}]
        operations:
          o: {action: send, channel: {$ref: '#/channels/чат'}}
        x-b: {'β γ': {type: integer}}
        """,
    )
    (event,) = api.namespaces[0].events
    assert event.name == "名前 ✓"
    assert len(event.examples) == 1
    assert list(api.schemas) == ["чат-名前", "x-b-β-γ"]


def test_reading_twice_gives_the_same() -> None:
    assert read_file(PET_STORE) == read_file(PET_STORE)
