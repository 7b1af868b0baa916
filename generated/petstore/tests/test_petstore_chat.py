"""Contract tests of the namespace `/chat`."""

from __future__ import annotations

import pytest

# isort: split
from petstore_reference import (
    TIMEOUT,
    AsyncPetStoreClient,
    Cases,
    ConnectRefused,
    MakeClient,
    Problem,
    Reference,
    contract,
    first,
    problems,
    typed,
)

NAMESPACE = "/chat"
pytestmark = pytest.mark.asyncio(loop_scope="module")

RECEIVE_MESSAGE: Cases = {"example 1": ({"text": "Does pet-7 like children?"},)}
BROKEN_RECEIVE_MESSAGE: Cases = {
    "ChatText: null": (None,),
    "ChatText: of another type": ("text",),
    "ChatText: text is missing": ({},),
    "ChatText: text is of another type": ({"text": 7},),
    "ChatText: a property too many": (
        {"text": "Does pet-7 like children?", "notDeclared": True},
    ),
}
COUNTS_RECEIVE_MESSAGE: Cases = {
    "too few": (),
    "too many": ({"text": "Does pet-7 like children?"}, None),
}

SEND_MESSAGE: Cases = {
    "example 1": (
        {
            "messageId": 42,
            "author": "counter",
            "text": "Very much. He prefers them to biscuits.",
            "at": "2026-11-02T10:12:30Z",
        },
    ),
}

RECEIVE_TYPING: Cases = {"least": ()}
COUNTS_RECEIVE_TYPING: Cases = {"too many": (None,)}

RECEIVE_PHOTO: Cases = {
    "example 1": ({"caption": "The new basket", "image": b"\x89PNG\r\n\x1a\n"},),
}
BROKEN_RECEIVE_PHOTO: Cases = {
    "Photo: null": (None,),
    "Photo: of another type": ("text",),
    "Photo: caption is of another type": (
        {"caption": 7, "image": b"\x89PNG\r\n\x1a\n"},
    ),
    "Photo: image is missing": ({"caption": "The new basket"},),
    "Photo: image is of another type": ({"caption": "The new basket", "image": 7},),
}
COUNTS_RECEIVE_PHOTO: Cases = {
    "too few": (),
    "too many": ({"caption": "The new basket", "image": b"\x89PNG\r\n\x1a\n"}, None),
}


async def test_connect_without_credentials_is_refused(connect: MakeClient) -> None:
    """Nobody gets in who presents nothing."""
    with pytest.raises(ConnectRefused) as refusal:
        await connect("", namespaces=[NAMESPACE]).connect()
    assert refusal.value.namespace == NAMESPACE


async def test_connect_with_wrong_credentials_is_refused(connect: MakeClient) -> None:
    """Nobody gets in who presents something else."""
    with pytest.raises(ConnectRefused) as refusal:
        await connect("somebody:else", namespaces=[NAMESPACE]).connect()
    assert refusal.value.namespace == NAMESPACE


@pytest.mark.parametrize("wire", RECEIVE_MESSAGE.values(), ids=RECEIVE_MESSAGE.keys())
async def test_message_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `message` is handled and gets an answer that the document allows."""
    values = typed(contract.CHAT_RECEIVE_MESSAGE, wire)
    await client.chat.call_message(*values)
    heard = await reference.heard.next(contract.CHAT_RECEIVE_MESSAGE)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_MESSAGE.values(),
    ids=BROKEN_RECEIVE_MESSAGE.keys(),
)
async def test_message_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `message` that breaks its schema is answered with a problem."""
    answered = await client.chat.send_and_wait("message", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_MESSAGE.values(),
    ids=COUNTS_RECEIVE_MESSAGE.keys(),
)
async def test_message_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `message` with too few or too many arguments is answered with a problem."""
    answered = await client.chat.send_and_wait("message", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize("wire", SEND_MESSAGE.values(), ids=SEND_MESSAGE.keys())
async def test_message_arrives(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `message` reaches the client as it was sent."""
    values = typed(contract.CHAT_SEND_MESSAGE, wire)
    stream = client.chat.messages()
    await reference.chat.emit_message(*values, to=reference.chat.connections)
    item = await first(stream)
    assert (item,) == values


@pytest.mark.parametrize("wire", RECEIVE_TYPING.values(), ids=RECEIVE_TYPING.keys())
async def test_typing_is_handled(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `typing` reaches its handler as it was sent."""
    values = typed(contract.CHAT_RECEIVE_TYPING, wire)
    await client.chat.emit_typing(*values)
    heard = await reference.heard.next(contract.CHAT_RECEIVE_TYPING)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_TYPING.values(),
    ids=COUNTS_RECEIVE_TYPING.keys(),
)
async def test_typing_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `typing` with too few or too many arguments is answered with a problem."""
    answered = await client.chat.send_and_wait("typing", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize("wire", RECEIVE_PHOTO.values(), ids=RECEIVE_PHOTO.keys())
async def test_photo_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `photo` is handled and gets an answer that the document allows."""
    values = typed(contract.CHAT_RECEIVE_PHOTO, wire)
    await client.chat.call_photo(*values)
    heard = await reference.heard.next(contract.CHAT_RECEIVE_PHOTO)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_PHOTO.values(),
    ids=BROKEN_RECEIVE_PHOTO.keys(),
)
async def test_photo_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `photo` that breaks its schema is answered with a problem."""
    answered = await client.chat.send_and_wait("photo", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_PHOTO.values(),
    ids=COUNTS_RECEIVE_PHOTO.keys(),
)
async def test_photo_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `photo` with too few or too many arguments is answered with a problem."""
    answered = await client.chat.send_and_wait("photo", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT
