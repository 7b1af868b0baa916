"""Contract tests of the namespace `/orders`."""

from __future__ import annotations

from typing import Any

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
    answer,
    contract,
    first,
    problems,
    result,
    typed,
)

NAMESPACE = "/orders"
pytestmark = pytest.mark.asyncio(loop_scope="module")

RECEIVE_ORDER: Cases = {
    "puppy": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "least": ({"petId": "pet-9", "quantity": 3},),
}
BROKEN_RECEIVE_ORDER: Cases = {
    'petId: spelled "pet_id"': (
        {
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "pet_id": "pet-7",
        },
    ),
    "quantity: 1.5, no integer": (
        {
            "petId": "pet-7",
            "quantity": 1.5,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: 0, below the minimum 1": (
        {
            "petId": "pet-7",
            "quantity": 0,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: 11, above the maximum 10": (
        {
            "petId": "pet-7",
            "quantity": 11,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: its JSON text": (
        '{"petId": "pet-7", "quantity": 1, "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": "BS1 4DJ"}, "note": "Please ring twice."}',
    ),
    "address: a property without its object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": "12 Kennel Lane",
            "note": "Please ring twice.",
        },
    ),
    "notDeclared: not declared": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "notDeclared": True,
        },
    ),
    "note: 501 characters, more than 500": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice....................................................................................................................................................................................................................................................................................................................................................................................................................................................................................................",
        },
    ),
    "address/street: 0 characters, fewer than 1": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "", "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: missing": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": None,
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": ["text"],
        },
    ),
}
COUNTS_RECEIVE_ORDER: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
        None,
    ),
}

RECEIVE_ORDER_CREATED: Cases = {
    "example 1": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
}
BROKEN_RECEIVE_ORDER_CREATED: Cases = {
    "PartnerOrder: its JSON text": (
        '{"orderId": "order-1002", "petId": "pet-7", "partner": "Harbour Pets", "createdAt": "2026-11-02T09:30:00Z"}',
    ),
    "PartnerOrder: a property without its object": ("order-1002",),
    "orderId: 65 characters, more than 64": (
        {
            "orderId": "order-10022222222222222222222222222222222222222222222222222222222",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'petId: spelled "pet_id"': (
        {
            "orderId": "order-1002",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
            "pet_id": "pet-7",
        },
    ),
    "partner: 0 characters, fewer than 1": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: missing": (
        {"orderId": "order-1002", "petId": "pet-7", "partner": "Harbour Pets"},
    ),
    "orderId: null": (
        {
            "orderId": None,
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: in a list": (
        {
            "orderId": "order-1002",
            "petId": ["pet-7"],
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'createdAt: "text", a string': (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "text",
        },
    ),
    "partner: true, a boolean": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": True,
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: [], a list": ([],),
    "orderId: {}, an object": (
        {
            "orderId": {},
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
}
COUNTS_RECEIVE_ORDER_CREATED: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
        None,
    ),
}

RECEIVE_TRACK_ORDER: Cases = {"example 1": ({"orderId": "order-1001"},)}
BROKEN_RECEIVE_TRACK_ORDER: Cases = {
    "TrackOrder: its JSON text": ('{"orderId": "order-1001"}',),
    "TrackOrder: a property without its object": ("order-1001",),
    "orderId: missing": ({},),
    'orderId: spelled "order_id"': ({"order_id": "order-1001"},),
    "notDeclared: not declared": ({"orderId": "order-1001", "notDeclared": True},),
    "orderId: 0 characters, fewer than 1": ({"orderId": ""},),
    "orderId: 65 characters, more than 64": (
        {
            "orderId": "order-10011111111111111111111111111111111111111111111111111111111",
        },
    ),
    "TrackOrder: null": (None,),
    "TrackOrder: in a list": ([{"orderId": "order-1001"}],),
    'TrackOrder: "text", a string': ("text",),
    "orderId: true, a boolean": ({"orderId": True},),
    "orderId: [], a list": ({"orderId": []},),
}
COUNTS_RECEIVE_TRACK_ORDER: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"orderId": "order-1001"}, None),
}

SEND_ORDER_UPDATE: Cases = {
    "example 1": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
}

SEND_CONFIRM_DELIVERY: Cases = {
    "example 1": ({"orderId": "order-1001", "courier": "Ada"},),
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


@pytest.mark.parametrize("wire", RECEIVE_ORDER.values(), ids=RECEIVE_ORDER.keys())
async def test_order_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `order` is handled and gets an answer that the document allows."""
    values = typed(contract.ORDERS_RECEIVE_ORDER, wire)
    await client.orders.call_order(*values)
    heard = await reference.heard.next(contract.ORDERS_RECEIVE_ORDER)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_ORDER.values(),
    ids=BROKEN_RECEIVE_ORDER.keys(),
)
async def test_order_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `order` that breaks its schema is answered with a problem."""
    answered = await client.orders.send_and_wait("order", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_ORDER.values(),
    ids=COUNTS_RECEIVE_ORDER.keys(),
)
async def test_order_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `order` with too few or too many arguments is answered with a problem."""
    answered = await client.orders.send_and_wait("order", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize(
    "wire",
    RECEIVE_ORDER_CREATED.values(),
    ids=RECEIVE_ORDER_CREATED.keys(),
)
async def test_order_created_is_handled(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `order-created` reaches its handler as it was sent."""
    values = typed(contract.ORDERS_RECEIVE_ORDER_CREATED, wire)
    await client.orders.emit_order_created(*values)
    heard = await reference.heard.next(contract.ORDERS_RECEIVE_ORDER_CREATED)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_ORDER_CREATED.values(),
    ids=BROKEN_RECEIVE_ORDER_CREATED.keys(),
)
async def test_order_created_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `order-created` that breaks its schema is answered with a problem."""
    answered = await client.orders.send_and_wait("order-created", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_ORDER_CREATED.values(),
    ids=COUNTS_RECEIVE_ORDER_CREATED.keys(),
)
async def test_order_created_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `order-created` with too few or too many arguments is answered with a problem."""
    answered = await client.orders.send_and_wait("order-created", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize(
    "wire",
    RECEIVE_TRACK_ORDER.values(),
    ids=RECEIVE_TRACK_ORDER.keys(),
)
async def test_track_order_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `track-order` is handled and gets an answer that the document allows."""
    values = typed(contract.ORDERS_RECEIVE_TRACK_ORDER, wire)
    await client.orders.call_track_order(*values)
    heard = await reference.heard.next(contract.ORDERS_RECEIVE_TRACK_ORDER)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_TRACK_ORDER.values(),
    ids=BROKEN_RECEIVE_TRACK_ORDER.keys(),
)
async def test_track_order_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `track-order` that breaks its schema is answered with a problem."""
    answered = await client.orders.send_and_wait("track-order", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_TRACK_ORDER.values(),
    ids=COUNTS_RECEIVE_TRACK_ORDER.keys(),
)
async def test_track_order_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `track-order` with too few or too many arguments is answered with a problem."""
    answered = await client.orders.send_and_wait("track-order", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT


@pytest.mark.parametrize(
    "wire",
    SEND_ORDER_UPDATE.values(),
    ids=SEND_ORDER_UPDATE.keys(),
)
async def test_order_update_arrives(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `order-update` reaches the client as it was sent."""
    values = typed(contract.ORDERS_SEND_ORDER_UPDATE, wire)
    stream = client.orders.order_updates()
    await reference.orders.emit_order_update(*values, to=reference.orders.connections)
    item = await first(stream)
    assert (item,) == values


@pytest.mark.parametrize(
    "wire",
    SEND_CONFIRM_DELIVERY.values(),
    ids=SEND_CONFIRM_DELIVERY.keys(),
)
async def test_confirm_delivery_is_answered(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """The client's answer to `confirm-delivery` reaches the server."""
    values = typed(contract.ORDERS_SEND_CONFIRM_DELIVERY, wire)
    expected = answer(
        contract.ORDERS_SEND_CONFIRM_DELIVERY,
        {"received": True, "signature": "C. Lovelace"},
    )

    async def handle(*given: Any) -> Any:
        assert given == values
        return expected

    client.orders.on_confirm_delivery(handle)
    call = reference.orders.call_confirm_delivery(
        *values,
        to=reference.orders.connections[0],
    )
    given = await result(call)
    assert given == expected
