"""Contract tests of the namespace `/notifications`."""

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

NAMESPACE = "/notifications"
pytestmark = pytest.mark.asyncio(loop_scope="module")

SEND_NOTIFICATION: Cases = {
    "shipped": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001",
            "status": "shipped",
        },
    ),
    "back": (
        {
            "kind": "restock",
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "at": "2026-11-03T08:00:00Z",
            "petId": "pet-7",
            "stock": 5,
        },
    ),
}

RECEIVE_MARK_READ: Cases = {
    "example 1": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
    ),
}
BROKEN_RECEIVE_MARK_READ: Cases = {
    "NotificationIds: its JSON text": (
        '["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "7c9e6679-7425-40de-944b-e07fc1f90ae7"]',
    ),
    "NotificationIds: an item without its list": (
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    ),
    "NotificationIds: 0 items, fewer than 1": ([],),
    "NotificationIds: 101 items, more than 100": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "7c9e6679-7425-40de-944b-e07fc1f90ae2",
            "7c9e6679-7425-40de-944b-e07fc1f90ae3",
            "7c9e6679-7425-40de-944b-e07fc1f90ae4",
            "7c9e6679-7425-40de-944b-e07fc1f90ae5",
            "7c9e6679-7425-40de-944b-e07fc1f90ae6",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "7c9e6679-7425-40de-944b-e07fc1f90ae8",
            "7c9e6679-7425-40de-944b-e07fc1f90ae9",
            "7c9e6679-7425-40de-944b-e07fc1f90a10",
            "7c9e6679-7425-40de-944b-e07fc1f90a11",
            "7c9e6679-7425-40de-944b-e07fc1f90a12",
            "7c9e6679-7425-40de-944b-e07fc1f90a13",
            "7c9e6679-7425-40de-944b-e07fc1f90a14",
            "7c9e6679-7425-40de-944b-e07fc1f90a15",
            "7c9e6679-7425-40de-944b-e07fc1f90a16",
            "7c9e6679-7425-40de-944b-e07fc1f90a17",
            "7c9e6679-7425-40de-944b-e07fc1f90a18",
            "7c9e6679-7425-40de-944b-e07fc1f90a19",
            "7c9e6679-7425-40de-944b-e07fc1f90a20",
            "7c9e6679-7425-40de-944b-e07fc1f90a21",
            "7c9e6679-7425-40de-944b-e07fc1f90a22",
            "7c9e6679-7425-40de-944b-e07fc1f90a23",
            "7c9e6679-7425-40de-944b-e07fc1f90a24",
            "7c9e6679-7425-40de-944b-e07fc1f90a25",
            "7c9e6679-7425-40de-944b-e07fc1f90a26",
            "7c9e6679-7425-40de-944b-e07fc1f90a27",
            "7c9e6679-7425-40de-944b-e07fc1f90a28",
            "7c9e6679-7425-40de-944b-e07fc1f90a29",
            "7c9e6679-7425-40de-944b-e07fc1f90a30",
            "7c9e6679-7425-40de-944b-e07fc1f90a31",
            "7c9e6679-7425-40de-944b-e07fc1f90a32",
            "7c9e6679-7425-40de-944b-e07fc1f90a33",
            "7c9e6679-7425-40de-944b-e07fc1f90a34",
            "7c9e6679-7425-40de-944b-e07fc1f90a35",
            "7c9e6679-7425-40de-944b-e07fc1f90a36",
            "7c9e6679-7425-40de-944b-e07fc1f90a37",
            "7c9e6679-7425-40de-944b-e07fc1f90a38",
            "7c9e6679-7425-40de-944b-e07fc1f90a39",
            "7c9e6679-7425-40de-944b-e07fc1f90a40",
            "7c9e6679-7425-40de-944b-e07fc1f90a41",
            "7c9e6679-7425-40de-944b-e07fc1f90a42",
            "7c9e6679-7425-40de-944b-e07fc1f90a43",
            "7c9e6679-7425-40de-944b-e07fc1f90a44",
            "7c9e6679-7425-40de-944b-e07fc1f90a45",
            "7c9e6679-7425-40de-944b-e07fc1f90a46",
            "7c9e6679-7425-40de-944b-e07fc1f90a47",
            "7c9e6679-7425-40de-944b-e07fc1f90a48",
            "7c9e6679-7425-40de-944b-e07fc1f90a49",
            "7c9e6679-7425-40de-944b-e07fc1f90a50",
            "7c9e6679-7425-40de-944b-e07fc1f90a51",
            "7c9e6679-7425-40de-944b-e07fc1f90a52",
            "7c9e6679-7425-40de-944b-e07fc1f90a53",
            "7c9e6679-7425-40de-944b-e07fc1f90a54",
            "7c9e6679-7425-40de-944b-e07fc1f90a55",
            "7c9e6679-7425-40de-944b-e07fc1f90a56",
            "7c9e6679-7425-40de-944b-e07fc1f90a57",
            "7c9e6679-7425-40de-944b-e07fc1f90a58",
            "7c9e6679-7425-40de-944b-e07fc1f90a59",
            "7c9e6679-7425-40de-944b-e07fc1f90a60",
            "7c9e6679-7425-40de-944b-e07fc1f90a61",
            "7c9e6679-7425-40de-944b-e07fc1f90a62",
            "7c9e6679-7425-40de-944b-e07fc1f90a63",
            "7c9e6679-7425-40de-944b-e07fc1f90a64",
            "7c9e6679-7425-40de-944b-e07fc1f90a65",
            "7c9e6679-7425-40de-944b-e07fc1f90a66",
            "7c9e6679-7425-40de-944b-e07fc1f90a67",
            "7c9e6679-7425-40de-944b-e07fc1f90a68",
            "7c9e6679-7425-40de-944b-e07fc1f90a69",
            "7c9e6679-7425-40de-944b-e07fc1f90a70",
            "7c9e6679-7425-40de-944b-e07fc1f90a71",
            "7c9e6679-7425-40de-944b-e07fc1f90a72",
            "7c9e6679-7425-40de-944b-e07fc1f90a73",
            "7c9e6679-7425-40de-944b-e07fc1f90a74",
            "7c9e6679-7425-40de-944b-e07fc1f90a75",
            "7c9e6679-7425-40de-944b-e07fc1f90a76",
            "7c9e6679-7425-40de-944b-e07fc1f90a77",
            "7c9e6679-7425-40de-944b-e07fc1f90a78",
            "7c9e6679-7425-40de-944b-e07fc1f90a79",
            "7c9e6679-7425-40de-944b-e07fc1f90a80",
            "7c9e6679-7425-40de-944b-e07fc1f90a81",
            "7c9e6679-7425-40de-944b-e07fc1f90a82",
            "7c9e6679-7425-40de-944b-e07fc1f90a83",
            "7c9e6679-7425-40de-944b-e07fc1f90a84",
            "7c9e6679-7425-40de-944b-e07fc1f90a85",
            "7c9e6679-7425-40de-944b-e07fc1f90a86",
            "7c9e6679-7425-40de-944b-e07fc1f90a87",
            "7c9e6679-7425-40de-944b-e07fc1f90a88",
            "7c9e6679-7425-40de-944b-e07fc1f90a89",
            "7c9e6679-7425-40de-944b-e07fc1f90a90",
            "7c9e6679-7425-40de-944b-e07fc1f90a91",
            "7c9e6679-7425-40de-944b-e07fc1f90a92",
            "7c9e6679-7425-40de-944b-e07fc1f90a93",
            "7c9e6679-7425-40de-944b-e07fc1f90a94",
            "7c9e6679-7425-40de-944b-e07fc1f90a95",
            "7c9e6679-7425-40de-944b-e07fc1f90a96",
            "7c9e6679-7425-40de-944b-e07fc1f90a97",
            "7c9e6679-7425-40de-944b-e07fc1f90a98",
            "7c9e6679-7425-40de-944b-e07fc1f90a99",
            "7c9e6679-7425-40de-944b-e07fc1f90100",
        ],
    ),
    "1: null": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", None],),
    "1: in a list": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            ["7c9e6679-7425-40de-944b-e07fc1f90ae7"],
        ],
    ),
    '1: "text", a string': (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "text"],),
    "1: true, a boolean": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", True],),
    "1: [], a list": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", []],),
    "NotificationIds: {}, an object": ({},),
    "NotificationIds: 7, a number": (7,),
    '1: "3fa85f64-5717-4562-b3fc-2c963f66afa", no uuid: too short': (
        ["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "3fa85f64-5717-4562-b3fc-2c963f66afa"],
    ),
}
COUNTS_RECEIVE_MARK_READ: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
        None,
    ),
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


@pytest.mark.parametrize(
    "wire",
    SEND_NOTIFICATION.values(),
    ids=SEND_NOTIFICATION.keys(),
)
async def test_notification_arrives(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `notification` reaches the client as it was sent."""
    values = typed(contract.NOTIFICATIONS_SEND_NOTIFICATION, wire)
    stream = client.notifications.notifications()
    await reference.notifications.emit_notification(
        *values,
        to=reference.notifications.connections,
    )
    item = await first(stream)
    assert (item,) == values


@pytest.mark.parametrize(
    "wire",
    RECEIVE_MARK_READ.values(),
    ids=RECEIVE_MARK_READ.keys(),
)
async def test_mark_read_is_acknowledged(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `mark-read` is handled and gets an answer that the document allows."""
    values = typed(contract.NOTIFICATIONS_RECEIVE_MARK_READ, wire)
    await client.notifications.call_mark_read(*values)
    heard = await reference.heard.next(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
    assert heard == values


@pytest.mark.parametrize(
    "wire",
    BROKEN_RECEIVE_MARK_READ.values(),
    ids=BROKEN_RECEIVE_MARK_READ.keys(),
)
async def test_mark_read_refuses_an_invalid_payload(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `mark-read` that breaks its schema is answered with a problem."""
    answered = await client.notifications.send_and_wait("mark-read", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.INVALID_PAYLOAD


@pytest.mark.parametrize(
    "wire",
    COUNTS_RECEIVE_MARK_READ.values(),
    ids=COUNTS_RECEIVE_MARK_READ.keys(),
)
async def test_mark_read_refuses_a_wrong_number_of_arguments(
    client: AsyncPetStoreClient,
    wire: tuple[object, ...],
) -> None:
    """A `mark-read` with too few or too many arguments is answered with a problem."""
    answered = await client.notifications.send_and_wait("mark-read", wire, TIMEOUT)
    problem = Problem.from_wire(answered[0])
    assert problem is not None
    assert problem.type == problems.ARGUMENT_COUNT
