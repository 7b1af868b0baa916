"""Contract tests of the namespace `/`."""

from __future__ import annotations

import pytest

# isort: split
from petstore_reference import (
    AsyncPetStoreClient,
    Cases,
    MakeClient,
    Reference,
    contract,
    first,
    typed,
)

NAMESPACE = "/"
pytestmark = pytest.mark.asyncio(loop_scope="module")

SEND_ANNOUNCEMENT: Cases = {"opening": ("We open at nine tomorrow.",)}


async def test_connect_is_open(connect: MakeClient) -> None:
    """Everybody gets in."""
    async with connect("", namespaces=[NAMESPACE]) as client:
        assert client.root.connected


@pytest.mark.parametrize(
    "wire",
    SEND_ANNOUNCEMENT.values(),
    ids=SEND_ANNOUNCEMENT.keys(),
)
async def test_announcement_arrives(
    client: AsyncPetStoreClient,
    reference: Reference,
    wire: tuple[object, ...],
) -> None:
    """A valid `announcement` reaches the client as it was sent."""
    values = typed(contract.ROOT_SEND_ANNOUNCEMENT, wire)
    stream = client.root.announcements()
    await reference.root.emit_announcement(*values, to=reference.root.connections)
    item = await first(stream)
    assert (item,) == values
