"""Transports, the engine path, and the pages that may connect."""

from typing import Any

import socketio
from tests.faulty.shop import Shop
from tests.faulty.table import finds

WORKS = "test_petstore.py::test_the_transport_works"
UPGRADE = "test_petstore.py::test_polling_is_upgraded_to_a_websocket"
PATH = "test_petstore.py::test_another_engine_path_is_not_served"
ORIGIN = ("--cors-origin", "https://shop.example")


@finds(f"{WORKS}[polling]", r"polling does not work")
class PollingIsMissing(Shop):
    transports = ("websocket",)


@finds(f"{WORKS}[websocket]", r"websocket does not")
class WebsocketIsMissing(Shop):
    transports = ("polling",)


@finds(UPGRADE, r"the server offers no upgrade from polling to websocket")
class UpgradeIsMissing(Shop):
    def options(self) -> dict[str, Any]:
        return {"allow_upgrades": False}


@finds(UPGRADE, r"an upgrade from polling to websocket does not work: .*403")
class UpgradeIsBroken(Shop):
    def mounted(self) -> Any:
        app = super().mounted()

        async def mounted(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "websocket" and b"sid=" in scope["query_string"]:
                await receive()
                await send({"type": "websocket.close"})
            else:
                await app(scope, receive, send)

        return mounted


@finds(WORKS, r"does not work", timeout=1)
class AnotherEnginePath(Shop):
    path = "engine.io"


@finds(PATH, r"the server answers at the engine path /no-such-path.* too")
class AnyEnginePath(Shop):
    def mounted(self) -> Any:
        app = super().mounted()

        async def mounted(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "lifespan":
                scope = {**scope, "path": "/socket.io/"}
            await app(scope, receive, send)

        return mounted


@finds(PATH, r"the server answers at the engine path /engine.io too")
class BothEnginePaths(Shop):
    def mounted(self) -> Any:
        other = socketio.ASGIApp(self.sio, socketio_path="engine.io")
        app = super().mounted()

        async def mounted(scope: Any, receive: Any, send: Any) -> None:
            elsewhere = scope.get("path", "").startswith("/engine.io")
            await (other if elsewhere else app)(scope, receive, send)

        return mounted


@finds(
    "test_petstore.py::test_the_origin_is_allowed",
    r"polling .*https://shop.example",
    options=ORIGIN,
)
class OriginIsRefused(Shop):
    def options(self) -> dict[str, Any]:
        return {"cors_allowed_origins": ["https://elsewhere.example"]}


@finds(
    "test_petstore.py::test_another_origin_is_not_allowed",
    r"pages of any origin may connect over \w+",
    options=ORIGIN,
)
class AnyOriginIsAllowed(Shop):
    def options(self) -> dict[str, Any]:
        return {"cors_allowed_origins": "*"}
