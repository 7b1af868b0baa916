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
    "NotificationIds: null": (None,),
    "NotificationIds: of another type": ("text",),
    "NotificationIds: an item of another type": (
        [7, "7c9e6679-7425-40de-944b-e07fc1f90ae7"],
    ),
}
COUNTS_RECEIVE_MARK_READ: Cases = {
    "too few": (),
    "too many": (
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
