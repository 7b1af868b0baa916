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
    "NewOrder: null": (None,),
    "NewOrder: of another type": ("text",),
    "NewOrder: petId is missing": (
        {
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: petId is of another type": (
        {
            "petId": 7,
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: quantity is missing": (
        {
            "petId": "pet-7",
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: quantity is of another type": (
        {
            "petId": "pet-7",
            "quantity": "7",
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: address is of another type": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": "text",
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: note is of another type": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": 7,
        },
    ),
    "NewOrder: a property too many": (
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
}
COUNTS_RECEIVE_ORDER: Cases = {
    "too few": (),
    "too many": (
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
    "PartnerOrder: null": (None,),
    "PartnerOrder: of another type": ("text",),
    "PartnerOrder: orderId is missing": (
        {
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: orderId is of another type": (
        {
            "orderId": 7,
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: petId is missing": (
        {
            "orderId": "order-1002",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: petId is of another type": (
        {
            "orderId": "order-1002",
            "petId": 7,
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: partner is missing": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: partner is of another type": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": 7,
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: createdAt is missing": (
        {"orderId": "order-1002", "petId": "pet-7", "partner": "Harbour Pets"},
    ),
    "PartnerOrder: createdAt is of another type": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": 7,
        },
    ),
}
COUNTS_RECEIVE_ORDER_CREATED: Cases = {
    "too few": (),
    "too many": (
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
    "TrackOrder: null": (None,),
    "TrackOrder: of another type": ("text",),
    "TrackOrder: orderId is missing": ({},),
    "TrackOrder: orderId is of another type": ({"orderId": 7},),
    "TrackOrder: a property too many": (
        {"orderId": "order-1001", "notDeclared": True},
    ),
}
COUNTS_RECEIVE_TRACK_ORDER: Cases = {
    "too few": (),
    "too many": ({"orderId": "order-1001"}, None),
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
