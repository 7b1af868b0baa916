"""A correct server of the Pet Store on bare python-socketio.

It shares nothing with what sockgen makes: it is there to be broken in one place by
the faults of `faults.py`, each of which is a class that overrides as little as it can.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs

import socketio
from tests.faulty.validity import validator

NOW = "2026-11-02T09:30:00Z"
TOKEN = "a.json.webtoken"
Handle = Callable[..., Awaitable[None]]
"""What handles the packet of an event: session, namespace, id, name and values."""
LIFECYCLE = {"connect", "disconnect", "connect_error", "disconnecting"}


class Shop:
    """The correct server. Methods take the session id and the values that came."""

    transports: tuple[str, ...] = ("polling", "websocket")
    path = "socket.io"
    always_connect = False
    namespaces: Any = ("/", "/orders", "/inventory", "/notifications", "/chat")
    arguments: ClassVar[Mapping[tuple[str, str], str]] = {
        ("/orders", "order"): "schemas/NewOrder",
        ("/orders", "order-created"): "schemas/PartnerOrder",
        ("/orders", "track-order"): "schemas/TrackOrder",
        ("/inventory", "watch"): "schemas/WatchedPet",
        ("/inventory", "unwatch"): "schemas/WatchedPet",
        ("/notifications", "mark-read"): "schemas/NotificationIds",
        ("/chat", "message"): "schemas/ChatText",
        ("/chat", "photo"): "schemas/Photo",
    }
    """The schema of the only argument of each event that has one."""

    def __init__(self) -> None:
        shop = self

        class Server(socketio.AsyncServer):  # type: ignore[misc]
            async def _handle_event(
                self, eio_sid: str, namespace: str, id: int | None, data: list[Any]
            ) -> None:
                await shop.deliver(super()._handle_event, eio_sid, namespace, id, data)

        self.sio: Any = Server(
            async_mode="asgi",
            transports=list(self.transports),
            always_connect=self.always_connect,
            **self.options(),
        )
        self.messages = 0
        for namespace in self.namespaces:
            self.sio.on("connect", self._connecting(namespace), namespace=namespace)
            self.sio.on("*", self._handler(namespace), namespace=namespace)
        self.app = self.mounted()

    def options(self) -> dict[str, Any]:
        """More options of the library."""
        return {}

    def mounted(self) -> Any:
        """The ASGI application."""
        return socketio.ASGIApp(self.sio, socketio_path=self.path)

    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        """Handle an event as it comes from the library."""
        if self.takes(data[0]):
            await handle(eio_sid, namespace, id, data)

    def takes(self, event: str) -> bool:
        """Whether an event may come from a client."""
        return event not in LIFECYCLE

    # who gets in

    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        """Whether a client gets in."""
        if namespace == "/":
            return True
        return isinstance(auth, dict) and self.knows(auth.get("token"))

    def knows(self, token: object) -> bool:
        """Whether a token is good."""
        return token == TOKEN

    def transport(self, environ: Mapping[str, Any]) -> str:
        """The transport by which a client connects."""
        return str(parse_qs(environ["QUERY_STRING"])["transport"][0])

    async def welcome(self, namespace: str, sid: str) -> None:
        """What clients hear when they connect."""
        if namespace == "/":
            await self.emit("announcement", "We open at nine.", "/", to=sid)
        if namespace == "/notifications":
            await self.emit("notification", self.notification(), namespace, to=sid)

    def notification(self) -> Any:
        return {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": NOW,
            "orderId": "order-1",
            "status": "shipped",
        }

    # what is valid

    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        """What is wrong with the values of an event; empty if nothing is."""
        if (namespace, event) == ("/inventory", "reserve"):
            check = validator("messages/reserve/payload")
            found = (str(one.message) for one in check.iter_errors(list(values)))
            return next(found, "")
        if (namespace, event) == ("/chat", "typing"):
            return "too many values" if values else ""
        if len(values) != 1:
            return "one value is wanted"
        reference = self.arguments[namespace, event]
        value = values[0]
        if event == "photo" and isinstance(value, dict):
            if not isinstance(value.get("image"), bytes):
                return "no image"
            value = {**value, "image": "aW1hZ2U="}
        return self.wrong_value(reference, value)

    def wrong_value(self, reference: str, value: Any) -> str:
        """What is wrong with a value."""
        errors = validator(reference).iter_errors(value)
        return next((str(one.message) for one in errors), "")

    def refusal(self, event: str, why: str) -> Any:
        """How an invalid event is answered."""
        return {"error": why}

    # the events

    async def order(self, sid: str, order: Any) -> Any:
        return {"success": True, "orderId": "order-1"}

    async def order_created(self, sid: str, order: Any) -> None:
        return None

    async def track_order(self, sid: str, wanted: Any) -> Any:
        room = f"order-{wanted['orderId']}"
        await self.enter(sid, room, "/orders")
        await self.emit("order-update", self.update(wanted), "/orders", room=room)
        await self.ask(sid, wanted)
        return {
            "orderId": wanted["orderId"],
            "petId": "pet-7",
            "quantity": 1,
            "status": "placed",
            "placedAt": NOW,
            "courier": None,
        }

    def update(self, wanted: Any) -> Any:
        return {"orderId": wanted["orderId"], "status": "shipped", "at": NOW}

    async def ask(self, sid: str, wanted: Any) -> None:
        """Ask a client for an acknowledgement."""
        await self.sio.emit(
            "confirm-delivery",
            {"orderId": wanted["orderId"], "courier": "Ada"},
            to=sid,
            namespace="/orders",
            callback=lambda *values: None,
        )

    async def watch(self, sid: str, pet: Any) -> Any:
        room = f"pet-{pet['petId']}"
        await self.enter(sid, room, "/inventory")
        await self.tell_stock(sid, pet, room)
        return {"watching": True, "stock": 4}

    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await self.emit("inventory-update", self.stock(pet), "/inventory", room=room)

    def stock(self, pet: Any) -> Any:
        return {"petId": pet["petId"], "stock": 3}

    async def unwatch(self, sid: str, pet: Any) -> Any:
        await self.sio.leave_room(sid, f"pet-{pet['petId']}", namespace="/inventory")
        return {"watching": False, "stock": 4}

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        return (
            {"reservationId": "r-1", "petId": pet, "quantity": quantity, "until": NOW},
            2,
        )

    async def mark_read(self, sid: str, ids: Any) -> Any:
        return len(ids)

    async def message(self, sid: str, message: Any) -> Any:
        self.messages += 1
        await self.post(sid, self.posted(message))
        return {"messageId": self.messages, "at": NOW}

    def posted(self, message: Any) -> Any:
        return {
            "messageId": self.messages,
            "author": "counter",
            "text": message["text"],
            "at": NOW,
        }

    async def post(self, sid: str, posted: Any) -> None:
        await self.emit("message", posted, "/chat")

    async def typing(self, sid: str) -> None:
        return None

    async def photo(self, sid: str, photo: Any) -> Any:
        return {"photoId": "photo-1", "bytes": len(photo["image"])}

    # how it is done

    async def emit(
        self,
        event: str,
        value: Any,
        namespace: str,
        *,
        to: str | None = None,
        room: str | None = None,
    ) -> None:
        """Send an event to a client, to a room, or to everyone."""
        await self.sio.emit(event, value, to=to or room, namespace=namespace)

    async def enter(self, sid: str, room: str, namespace: str) -> None:
        """Put a client into a room."""
        await self.sio.enter_room(sid, room, namespace=namespace)

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        """What an event is answered with, whatever it is."""
        if not self.has(namespace, event):
            return self.sio.not_handled
        why = self.wrong(namespace, event, values)
        if why:
            return self.refusal(event, why)
        handle: Callable[..., Any] = getattr(self, event.replace("-", "_"))
        return await handle(sid, *values)

    def has(self, namespace: str, event: str) -> bool:
        """Whether there is such an event."""
        others = {("/inventory", "reserve"), ("/chat", "typing")}
        return (namespace, event) in {*self.arguments, *others}

    def _connecting(self, namespace: str) -> Callable[..., Any]:
        async def connect(
            sid: str, environ: Mapping[str, Any], auth: Any = None
        ) -> Any:
            if not self.admits(namespace, environ, auth):
                return False
            await self.welcome(namespace, sid)
            return None

        return connect

    def _handler(self, namespace: str) -> Callable[..., Any]:
        async def handle(event: str, sid: str, *values: Any) -> Any:
            return await self.answer(namespace, event, sid, values)

        return handle
