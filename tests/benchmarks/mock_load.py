"""200 clients of a mock for a minute: does its memory stay flat?

    export PYTHONPATH=.:generated/petstore
    python -m tests.benchmarks.mock_load [CLIENTS] [SECONDS]

Half of the clients use each transport. All call and hear events, and every second one
of them goes and another one comes. The memory of the mock is printed every few
seconds; the exit code is 1 if it grew after all clients were there, or if a connect or
a call failed.
"""

import asyncio
import subprocess
import sys
import time
from typing import Any

from tests.mocking import MockProcess, mocking

from petstore import CallError, ConnectFailed, NewOrder, WatchedPet
from petstore.async_client import AsyncPetStoreClient

_ORDER = NewOrder(pet_id="pet-7", quantity=1)
_SAMPLES = 12
_GROWTH = 0.05
"""How much more memory the last quarter may have than the second one."""


class Load:
    """The clients, and what they counted."""

    def __init__(self, mock: MockProcess, clients: int) -> None:
        self._mock = mock
        self._clients = clients
        self.calls = self.heard = self.failed = 0

    async def run(self, seconds: float) -> list[int]:
        """Keep the clients busy for so long; the samples of memory, in KiB."""
        end = time.monotonic() + seconds
        samples: list[int] = []
        async with asyncio.TaskGroup() as group:
            for number in range(self._clients):
                group.create_task(self._client(number, end))
            while (left := end - time.monotonic()) > 0:
                await asyncio.sleep(min(left, seconds / _SAMPLES))
                samples.append(memory(self._mock.process.pid))
                passed = seconds - max(0.0, end - time.monotonic())
                print(
                    f"{passed:5.0f} s  {samples[-1] / 1024:7.1f} MiB  "
                    f"{self.calls} calls, {self.heard} events heard",
                    flush=True,
                )
        return samples

    async def _client(self, number: int, end: float) -> None:
        """One client after the other, in one place of many."""
        while time.monotonic() < end:
            # In every second one client's time is over.
            leave = min(end, time.monotonic() + self._clients * (number + 1) / 100)
            try:
                await self._stay(number, leave)
            except ConnectFailed as error:
                self._fail(error)

    async def _stay(self, number: int, leave: float) -> None:
        async with AsyncPetStoreClient(
            self._mock.url,
            auth={"token": f"client-{number}"},
            transports=["websocket" if number % 2 else "polling"],
            namespaces=["/orders", "/inventory"],
        ) as client:
            client.orders.on_order_update(self._hear)
            client.inventory.on_inventory_update(self._hear)
            await client.inventory.call_watch(WatchedPet(pet_id=f"pet-{number % 10}"))
            while time.monotonic() < leave:
                await self._call(client)
                await asyncio.sleep(2.0)

    async def _call(self, client: AsyncPetStoreClient) -> None:
        self.calls += 1
        try:
            await client.orders.call_order(_ORDER)
        except CallError as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self.failed += 1
        print(f"failed: {error}", flush=True)

    async def _hear(self, _: Any) -> None:
        self.heard += 1


def memory(pid: int) -> int:
    """The resident memory of a process, in KiB."""
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True)
    return int(done.stdout)


async def main(clients: int, seconds: float) -> int:
    """Run, print, and judge."""
    options = ("--on=order=order-update", "--every=inventory-update=2")
    async with mocking(*options) as mock:
        print(f"    0 s  {memory(mock.process.pid) / 1024:7.1f} MiB  before any client")
        load = Load(mock, clients)
        samples = await load.run(seconds)
    quarter = max(1, len(samples) // 4)
    early = sum(samples[quarter : 2 * quarter]) / quarter
    late = sum(samples[-quarter:]) / quarter
    growth = late / early - 1
    flat = growth <= _GROWTH
    verdict = "memory is flat" if flat else "memory GROWS"
    print(
        f"{clients} clients, {load.calls} calls, {load.failed} failed: {verdict} "
        f"({growth:+.1%} from the second quarter to the last)"
    )
    return 0 if flat and not load.failed else 1


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[1:]]
    clients, seconds = (*given, *(200.0, 60.0)[len(given) :])
    sys.exit(asyncio.run(main(int(clients), seconds)))
