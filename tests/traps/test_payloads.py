"""What travels is what the document says, and what was given."""

import asyncio
import datetime
import threading
import uuid
from typing import Any

import pytest
import socketio
from tests.traps.conftest import SOON, End

NOW = datetime.datetime(2026, 11, 2, 9, 30, tzinfo=datetime.UTC)
BLOB = bytes(range(256))


async def test_an_acknowledgement_may_hold_dates_and_ids(end: End, store: Any) -> None:
    typed = end.traps.Typed(at=NOW, id=uuid.uuid4(), price=1.5)
    assert await store.call_typed(typed) == typed
    free = {"at": NOW, "id": typed.id, "many": {1, 2}, "model": typed}
    answer = await store.call_any(free)
    assert answer["at"] == "2026-11-02T09:30:00Z"
    assert answer["id"] == answer["model"]["id"] == str(typed.id)
    assert answer["many"] == [1, 2]


async def test_bytes_stay_bytes_beside_dates(end: End, store: Any) -> None:
    more = {"view": memoryview(BLOB), "array": bytearray(BLOB), "at": NOW}
    blob = end.traps.Blob(parts=[BLOB, b""], at=NOW, more=more)
    answer = await store.call_blob(blob)
    assert answer.parts == [BLOB, b""]
    assert answer.at == NOW
    assert answer.more == {"view": BLOB, "array": BLOB, "at": "2026-11-02T09:30:00Z"}


async def test_bytes_stay_bytes_where_any_value_may_stand(end: End, store: Any) -> None:
    view = memoryview(BLOB)
    for given in (b"text", BLOB, view, (1, b"two"), {"in": {"side": view}}):
        expected = list(given) if isinstance(given, tuple) else given
        assert await store.call_any(given) == expected
        answer = await store.call_open(end.traps.Open(name="x", extra=given))
        assert answer.model_extra == {"extra": expected}


async def test_a_number_that_json_lacks_is_not_sent(end: End, store: Any) -> None:
    for number in (float("nan"), float("inf"), -float("inf")):
        for call, value, pointer in (
            (store.call_any, {"a/b": [number]}, "/0/a~1b/0"),
            (store.call_open, end.traps.Open(name="x", extra=number), "/0/extra"),
            (store.call_blob, end.traps.Blob(parts=[], more=number), "/0/more"),
        ):
            with pytest.raises(end.traps.InvalidPayload) as invalid:
                await call(value)
            [violation] = invalid.value.violations
            assert violation.pointer == pointer
            assert violation.detail == f"cannot be {number}: JSON has no such number"
        with pytest.raises(ValueError, match="finite"):
            end.traps.Typed(at=NOW, id=uuid.uuid4(), price=number)


async def test_a_value_that_is_no_json_is_told_at_once(end: End, store: Any) -> None:
    for value in (object(), {"a": object()}):
        for emit in (end.handlers.emit_tell_any, end.handlers.call_ask):
            with pytest.raises(end.traps.InvalidPayload, match="of type object"):
                await end.settled(emit, value, to=end.conns[0])
        with pytest.raises(end.traps.InvalidPayload):
            await store.call_any(value)
    end.handle = lambda conn, value: object()
    with pytest.raises(end.traps.RemoteError) as remote:
        await store.call_any("x")
    assert remote.value.problem.type.endswith(":invalid-ack")


async def test_keys_are_texts_on_both_ends(end: End, store: Any) -> None:
    seen: list[Any] = []

    def note(conn: Any, value: Any) -> Any:
        seen.append(value)
        return value

    end.handle = note
    given = {1: {2: "x"}}
    assert await store.call_any(given) == {"1": {"2": "x"}}
    assert seen == [{"1": {"2": "x"}}]
    assert await store.call_keys({10: "x"}) == {"10": "x"}
    with pytest.raises(end.traps.InvalidPayload):
        await store.call_keys({100: "x"})


async def test_messages_with_attachments_do_not_mix(traps: Any, kind: str) -> None:
    """One thread sends between a message of another and its attachments, or tries."""
    end = End(traps, kind)
    make = socketio.AsyncServer if end.waits else socketio.Server
    mode = "asgi" if end.waits else "threading"
    sio = make(async_mode=mode, namespaces=["/traps"])
    async with end.running(sio), end.client() as client:
        told = client.traps.tell_blobs()
        blobs = [traps.Blob(parts=[bytes([n]) * 9] * 3) for n in range(20)]

        def emit(blob: Any) -> Any:
            return end.settled(end.handlers.emit_tell_blob, blob, to=end.conns[0])

        if not end.waits:
            disturb(sio, end, blobs[-1])
        async with asyncio.timeout(SOON):
            await asyncio.gather(*map(emit, blobs))
            count = len(blobs) + (0 if end.waits else 1)
            came = [await anext(told) for _ in range(count)]
        for blob in blobs:
            assert blob in came


def disturb(sio: Any, end: End, other: Any) -> None:
    """Once, when a part of a message goes into a queue, send another message."""
    [socket] = sio.eio.sockets.values()
    put = socket.queue.put
    threads: list[threading.Thread] = []

    def put_and_disturb(packet: Any) -> None:
        put(packet)
        if not threads:
            to = end.conns[0]
            emit = threading.Thread(
                target=end.handlers.emit_tell_blob, args=(other,), kwargs={"to": to}
            )
            threads.append(emit)
            emit.start()
            emit.join(0.2)  # in vain, if messages are kept together

    socket.queue.put = put_and_disturb
