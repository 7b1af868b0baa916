"""What the transports do to bursts, and to messages of many bytes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import socketio
from tests.traps.conftest import SOON, End
from tests.traps.foreign import Foreign

MOST = 100_000
"""How many bytes the server of these tests takes."""
BURST = 1200


@pytest_asyncio.fixture
async def small(idle: End) -> Any:
    """A server that takes few bytes at once."""
    make = socketio.AsyncServer if idle.waits else socketio.Server
    mode = "asgi" if idle.waits else "threading"
    options = {"async_mode": mode, "namespaces": ["/traps"]}
    async with idle.running(make(max_http_buffer_size=MOST, **options)):
        yield idle


@pytest_asyncio.fixture
async def foreign(end: End) -> AsyncIterator[Foreign]:
    async with asyncio.timeout(6 * SOON), aiohttp.ClientSession() as http:
        client = Foreign(end.url, http)
        await client.connect()
        yield client


async def test_a_burst_of_a_foreign_client_is_not_lost(
    end: End, foreign: Foreign
) -> None:
    await foreign.send(*(f'42/traps,{one}["any",{one}]' for one in range(BURST)))
    expected = {f"43/traps,{one}[{one}]" for one in range(BURST)}
    while expected:
        expected -= set(await foreign.poll())


async def test_the_answer_to_a_poll_has_no_more_packets_than_a_client_takes(
    end: End, foreign: Foreign
) -> None:
    for number in range(100):
        await end.settled(end.handlers.emit_tell_any, number, to=end.conns[0])
    came: list[str] = []
    while len(came) < 100:
        packets = await foreign.poll()
        assert len(packets) <= 16
        came += [one for one in packets if one.startswith("42")]
    assert came == [f'42/traps,["tell-any",{one}]' for one in range(100)]


@pytest.mark.parametrize("size", [MOST // 5, 1])
async def test_a_burst_is_sent_in_portions_that_the_server_takes(
    small: End, transport: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is not generated takes 16 packets, however small they are."""
    monkeypatch.setattr("engineio.payload.Payload.max_decode_packets", 16)
    text = "x" * size
    async with small.client(transport) as client, asyncio.timeout(2 * SOON):
        calls = [client.traps.call_any(text) for _ in range(40)]
        assert await asyncio.gather(*calls) == [text] * 40


async def test_a_message_that_is_too_large_is_not_sent(
    small: End, transport: str
) -> None:
    traps = small.traps
    frame = len('42/traps,1000["any",""]') + 1
    async with small.client(transport) as client, asyncio.timeout(SOON):
        for send, value in (
            (client.traps.emit_any, "x" * MOST),
            (client.traps.call_any, "x" * MOST),
            (client.traps.call_any, "ä" * (MOST // 6)),
            (client.traps.call_any, bytes(MOST + 1)),
        ):
            with pytest.raises(traps.TooLarge) as large:
                await send(value)
            assert large.value.most == MOST
            assert large.value.size > MOST
        assert isinstance(large.value, traps.InvalidPayload)
        waiting = client.link._sio.callbacks["/traps"]
        assert [*waiting] == [0]  # where the library keeps its counter
        for fits in ("x" * (MOST - frame), bytes(MOST * 3 // 4 - 3)):
            assert await client.traps.call_any(fits) == fits


async def test_an_acknowledgement_that_is_too_large_is_a_problem(
    small: End, transport: str
) -> None:
    async with small.client(transport) as client, asyncio.timeout(SOON):

        @client.traps.on_ask
        async def answer(size: int) -> str:
            return "x" * size

        ask = small.handlers.call_ask
        with pytest.raises(small.traps.RemoteError, match="bytes") as remote:
            await small.settled(ask, MOST, to=small.conns[0])
        assert remote.value.problem.type.endswith(":invalid-ack")
        assert await small.settled(ask, 1, to=small.conns[0]) == "x"


async def test_a_large_message_of_the_server_arrives(end: End) -> None:
    large = "x" * 5_000_000
    async with end.client() as client, asyncio.timeout(SOON):
        told = client.traps.tell_anies()
        await end.settled(end.handlers.emit_tell_any, large, to=end.conns[0])
        assert await anext(told) == large


async def test_an_auth_that_is_too_large_fails_the_connect(small: End) -> None:
    client = small.client(auth={"name": "x" * MOST})
    with pytest.raises(small.traps.ConnectFailed, match="bytes"):
        await client.connect()
