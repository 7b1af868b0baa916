"""Contract tests of the namespace `/inventory`."""

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

NAMESPACE = "/inventory"
pytestmark = pytest.mark.asyncio(loop_scope="module")

RECEIVE_WATCH: Cases = {"example 1": ({"petId": "pet-7"},)}
BROKEN_RECEIVE_WATCH: Cases = {
    "WatchedPet: its JSON text": ('{"petId": "pet-7"}',),
    "WatchedPet: a property without its object": ("pet-7",),
    "petId: missing": ({},),
    'petId: spelled "pet_id"': ({"pet_id": "pet-7"},),
    "notDeclared: not declared": ({"petId": "pet-7", "notDeclared": True},),
    "petId: 0 characters, fewer than 1": ({"petId": ""},),
    "petId: 65 characters, more than 64": (
        {"petId": "pet-7777777777777777777777777777777777777777777777777777777777777"},
    ),
    "WatchedPet: null": (None,),
    "WatchedPet: in a list": ([{"petId": "pet-7"}],),
    'WatchedPet: "text", a string': ("text",),
    "petId: true, a boolean": ({"petId": True},),
    "petId: [], a list": ({"petId": []},),
}
COUNTS_RECEIVE_WATCH: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"petId": "pet-7"}, None),
}

RECEIVE_UNWATCH: Cases = {"example 1": ({"petId": "pet-7"},)}
BROKEN_RECEIVE_UNWATCH: Cases = {
    "WatchedPet: its JSON text": ('{"petId": "pet-7"}',),
    "WatchedPet: a property without its object": ("pet-7",),
    "petId: missing": ({},),
    'petId: spelled "pet_id"': ({"pet_id": "pet-7"},),
    "notDeclared: not declared": ({"petId": "pet-7", "notDeclared": True},),
    "petId: 0 characters, fewer than 1": ({"petId": ""},),
    "petId: 65 characters, more than 64": (
        {"petId": "pet-7777777777777777777777777777777777777777777777777777777777777"},
    ),
    "WatchedPet: null": (None,),
    "WatchedPet: in a list": ([{"petId": "pet-7"}],),
    'WatchedPet: "text", a string': ("text",),
    "petId: true, a boolean": ({"petId": True},),
    "petId: [], a list": ({"petId": []},),
}
COUNTS_RECEIVE_UNWATCH: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"petId": "pet-7"}, None),
}

RECEIVE_RESERVE: Cases = {"for a while": ("pet-7", 2, 30), "as usual": ("pet-7", 1)}
BROKEN_RECEIVE_RESERVE: Cases = {
    "petId: 0 characters, fewer than 1": ("", 2, 30),
    "petId: 65 characters, more than 64": (
        "pet-7777777777777777777777777777777777777777777777777777777777777",
        2,
        30,
    ),
    "quantity: 2.5, no integer": ("pet-7", 2.5, 30),
    "minutes: 0, below the minimum 1": ("pet-7", 2, 0),
    "quantity: 11, above the maximum 10": ("pet-7", 11, 30),
    "minutes: null": ("pet-7", 2, None),
    "petId: in a list": (["pet-7"], 2, 30),
    "quantity: true, a boolean": ("pet-7", True, 30),
    "minutes: [], a list": ("pet-7", 2, []),
    "petId: {}, an object": ({}, 2, 30),
    "petId: 7, a number": (7, 2, 30),
    'quantity: "2", a string': ("pet-7", "2", 30),
}
COUNTS_RECEIVE_RESERVE: Cases = {
    "no arguments, 2 needed": (),
    "1 of 2 arguments": ("pet-7",),
    "4 arguments, 3 at most": ("pet-7", 2, 30, None),
}

SEND_INVENTORY_UPDATE: Cases = {
    "example 1": ({"petId": "pet-7", "stock": 3, "price": 249.5},),
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


@pytest.mark.parametrize("wire", RECEIVE_WATCH.values(), ids=RECEIVE_WATCH.keys())
async def test_watch_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `watch` is handled and gets an answer that the document allows."""
    values = typed(contract.INVENTORY_RECEIVE_WATCH, wire)
    await client.inventory.call_watch(*values)
    heard = await reference.heard.next(contract.INVENTORY_RECEIVE_WATCH)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_WATCH.values(),
    ids=BROKEN_RECEIVE_WATCH.keys(),
)
async def test_watch_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `watch` that breaks its schema is answered with a problem."""
    answered = await client.inventory.send_and_wait("watch", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_WATCH.values(),
    ids=COUNTS_RECEIVE_WATCH.keys(),
)
async def test_watch_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `watch` with too few or too many arguments is answered with a problem."""
    answered = await client.inventory.send_and_wait("watch", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize("wire", RECEIVE_UNWATCH.values(), ids=RECEIVE_UNWATCH.keys())
async def test_unwatch_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `unwatch` is handled and gets an answer that the document allows."""
    values = typed(contract.INVENTORY_RECEIVE_UNWATCH, wire)
    await client.inventory.call_unwatch(*values)
    heard = await reference.heard.next(contract.INVENTORY_RECEIVE_UNWATCH)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_UNWATCH.values(),
    ids=BROKEN_RECEIVE_UNWATCH.keys(),
)
async def test_unwatch_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `unwatch` that breaks its schema is answered with a problem."""
    answered = await client.inventory.send_and_wait("unwatch", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_UNWATCH.values(),
    ids=COUNTS_RECEIVE_UNWATCH.keys(),
)
async def test_unwatch_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `unwatch` with too few or too many arguments is answered with a problem."""
    answered = await client.inventory.send_and_wait("unwatch", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize("wire", RECEIVE_RESERVE.values(), ids=RECEIVE_RESERVE.keys())
async def test_reserve_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `reserve` is handled and gets an answer that the document allows."""
    values = typed(contract.INVENTORY_RECEIVE_RESERVE, wire)
    await client.inventory.call_reserve(*values)
    heard = await reference.heard.next(contract.INVENTORY_RECEIVE_RESERVE)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_RESERVE.values(),
    ids=BROKEN_RECEIVE_RESERVE.keys(),
)
async def test_reserve_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `reserve` that breaks its schema is answered with a problem."""
    answered = await client.inventory.send_and_wait("reserve", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_RESERVE.values(),
    ids=COUNTS_RECEIVE_RESERVE.keys(),
)
async def test_reserve_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `reserve` with too few or too many arguments is answered with a problem."""
    answered = await client.inventory.send_and_wait("reserve", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize(
    "wire",
    SEND_INVENTORY_UPDATE.values(),
    ids=SEND_INVENTORY_UPDATE.keys(),
)
async def test_inventory_update_arrives(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `inventory-update` reaches the client as it was sent."""
    values = typed(contract.INVENTORY_SEND_INVENTORY_UPDATE, wire)
    stream = client.inventory.inventory_updates()
    await reference.inventory.emit_inventory_update(
        *values,
        to=reference.inventory.connections,
    )
    item = await first(stream)
    assert (item,) == values
