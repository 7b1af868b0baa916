"""A Pet Store in a process of its own, that can be killed: what it handled survives.

    python -m tests.shop_process PORT LEDGER ANSWERED

It writes its port to the standard output, then a line for each order that it has
handled. LEDGER gets the process and the idempotency key of each. After ANSWERED
orders it goes on handling them, but answers no more.
"""

import asyncio
import os
import socket
import sys

import uvicorn
from tests.wire.conftest import Shop

from petstore import MISSING, NewOrder, OrderAck


class Ledger:
    """What was handled, in a file that every server process adds to."""

    def __init__(self, path: str, answered: int) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._answered = answered
        self._handled = 0

    async def handle(self, conn: object, order: NewOrder) -> OrderAck:
        assert order.request_id is not MISSING
        os.write(self._file, f"{os.getpid()} {order.request_id}\n".encode())
        self._handled += 1
        print("handled", flush=True)
        if self._handled > self._answered:
            await asyncio.Event().wait()
        return OrderAck(success=True, order_id=order.request_id)


def main(port: str, ledger: str, answered: str) -> None:
    """Serve until somebody makes an end of it."""
    shop = Shop()
    shop.orders.handle = Ledger(ledger, int(answered)).handle
    listener = socket.create_server(("127.0.0.1", int(port)))
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(
        shop.server.asgi_app(), log_level="critical", lifespan="off"
    )
    asyncio.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    main(*sys.argv[1:])
