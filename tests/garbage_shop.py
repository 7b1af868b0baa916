"""A Pet Store in a process of its own, which tells what it keeps.

    python -m tests.garbage_shop async|threads INTERVAL TIMEOUT CONNECT_TIMEOUT

It writes its port to the standard output, warnings and errors to the standard error,
and answers `/kept` with what is in memory. It ends with its standard input.
"""

import asyncio
import gc
import json
import logging
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import socketio
import uvicorn
from tests.blocking import BlockingShop, serving_wsgi
from tests.wire.conftest import Shop

from petstore._runtime._socketio import LOG

LOG.setLevel(logging.WARNING)
LOGS = {"logger": LOG, "engineio_logger": LOG}


def kept(sio: Any) -> bytes:
    """What a server keeps of its clients, as JSON."""
    gc.collect()
    with Path("/proc/self/status").open() as status:
        lines = dict(line.split(":", 1) for line in status)
    manager = sio.manager
    rooms = [members for one in manager.rooms.values() for members in one.values()]
    kept = {
        "sessions": len(sio.eio.sockets),
        "environ": len(sio.environ),
        "inboxes": len(vars(vars(sio)["sockgen_guard"])["_inboxes"]),
        "members": sum(map(len, rooms)),
        "pending": len(manager.pending_connect) + len(manager.pending_disconnect),
        "threads": threading.active_count(),
        "tasks": _tasks(),
        "kilobytes": int(lines["VmRSS"].split()[0]),
    }
    return json.dumps(kept).encode()


def _tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        return 0


async def serve_async(options: dict[str, Any], connect_timeout: float) -> None:
    sio = socketio.AsyncServer(async_mode="asgi", namespaces=[], **options, **LOGS)

    async def tell(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": kept(sio)})

    Shop(connect_timeout=connect_timeout).server.attach(sio)
    app = socketio.ASGIApp(sio, tell)
    listener = socket.create_server(("127.0.0.1", 0), backlog=1000)
    print(listener.getsockname()[1], flush=True)
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
        )
    )
    serving = asyncio.ensure_future(server.serve([listener]))
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await serving


def serve_threads(options: dict[str, Any], connect_timeout: float) -> None:
    sio = socketio.Server(async_mode="threading", namespaces=[], **options, **LOGS)

    def tell(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [kept(sio)]

    BlockingShop(connect_timeout=connect_timeout).server.attach(sio)
    with serving_wsgi(socketio.WSGIApp(sio, tell)) as url:
        print(url.rpartition(":")[2], flush=True)
        sys.stdin.read()


def main(kind: str, interval: str, timeout: str, connect_timeout: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    options = {"ping_interval": int(interval), "ping_timeout": int(timeout)}
    if kind == "async":
        asyncio.run(serve_async(options, float(connect_timeout)))
    else:
        serve_threads(options, float(connect_timeout))


if __name__ == "__main__":
    main(*sys.argv[1:])
