"""A Pet Store whose server blocks: handlers for threads, on a real port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from petstore import (
    MISSING,
    ChatReceipt,
    ChatText,
    NewOrder,
    Order,
    OrderAck,
    PartnerOrder,
    PetId,
    Photo,
    PhotoReceipt,
    Refused,
    Reservation,
    ReserveMinutes,
    ReserveQuantity,
    TrackOrder,
    WatchedPet,
    WatchState,
)
from petstore._runtime.credentials import BearerToken
from petstore.server import (
    ChatConnection,
    ChatHandlers,
    InventoryConnection,
    InventoryHandlers,
    NotificationsConnection,
    NotificationsHandlers,
    OrdersConnection,
    OrdersHandlers,
    PetStoreServer,
    RootHandlers,
)

NOW = "2026-11-02T09:30:00Z"


class Orders(OrdersHandlers[str]):
    """Does what a test puts in its place, and notes what happened."""

    def __init__(self) -> None:
        self.connections: Queue[OrdersConnection[str]] = Queue()
        self.reasons: Queue[str] = Queue()
        self.errors: Queue[tuple[str, Exception]] = Queue()
        self.created: Queue[PartnerOrder] = Queue()
        self.handle: Callable[..., Any] = self.accept
        self.welcome: Callable[..., None] = self.connections.put

    def accept(self, conn: OrdersConnection[str], order: NewOrder) -> OrderAck:
        return OrderAck(success=True, order_id=f"order-{order.quantity}")

    def on_connect(self, conn: OrdersConnection[str]) -> None:
        self.welcome(conn)

    def on_disconnect(self, conn: OrdersConnection[str], reason: str) -> None:
        self.reasons.put(reason)

    def on_error(
        self, conn: OrdersConnection[str], event: str, error: Exception
    ) -> None:
        self.errors.put((event, error))

    def on_order(self, conn: OrdersConnection[str], order: NewOrder, /) -> OrderAck:
        answer: OrderAck = self.handle(conn, order)
        return answer

    def on_order_created(
        self, conn: OrdersConnection[str], order: PartnerOrder, /
    ) -> None:
        self.created.put(order)

    def on_track_order(
        self, conn: OrdersConnection[str], wanted: TrackOrder, /
    ) -> Order:
        return Order.model_validate(
            {
                "orderId": wanted.order_id,
                "petId": "pet-7",
                "quantity": 1,
                "status": "placed",
                "placedAt": NOW,
                "courier": None,
            }
        )


class Inventory(InventoryHandlers[str]):
    """Has four of everything."""

    def on_watch(
        self, conn: InventoryConnection[str], pet: WatchedPet, /
    ) -> WatchState:
        return WatchState(watching=True, stock=4)

    def on_unwatch(
        self, conn: InventoryConnection[str], pet: WatchedPet, /
    ) -> WatchState:
        return WatchState(watching=False, stock=4)

    def on_reserve(
        self,
        conn: InventoryConnection[str],
        pet_id: PetId,
        quantity: ReserveQuantity,
        minutes: ReserveMinutes,
        /,
    ) -> tuple[Reservation, int]:
        reservation = Reservation.model_validate(
            {
                "reservationId": f"hold-{minutes}",
                "petId": pet_id,
                "quantity": quantity,
                "until": NOW,
            }
        )
        return reservation, 4 - quantity


class Notifications(NotificationsHandlers[str]):
    """Counts."""

    def on_mark_read(
        self, conn: NotificationsConnection[str], ids: list[Any], /
    ) -> int:
        return len(ids)


class Chat(ChatHandlers[str]):
    """Numbers messages, and weighs photos."""

    def __init__(self) -> None:
        self.handle: Callable[..., Any] = self.number
        self.said: list[str] = []
        self.typing: Queue[str] = Queue()

    def on_message(
        self, conn: ChatConnection[str], message: ChatText, /
    ) -> ChatReceipt:
        receipt: ChatReceipt = self.handle(conn, message)
        return receipt

    def number(self, conn: ChatConnection[str], message: ChatText) -> ChatReceipt:
        self.said.append(message.text)
        return ChatReceipt.model_validate({"messageId": len(self.said), "at": NOW})

    def on_typing(self, conn: ChatConnection[str], /) -> None:
        self.typing.put(conn.principal)

    def on_photo(self, conn: ChatConnection[str], photo: Photo, /) -> PhotoReceipt:
        assert photo.caption is not MISSING
        return PhotoReceipt(photo_id=photo.caption, bytes=len(photo.image))


class BlockingShop:
    """The handlers and the server that they make."""

    def __init__(self, **options: Any) -> None:
        self.root = RootHandlers()
        self.orders = Orders()
        self.inventory = Inventory()
        self.chat = Chat()
        self.server = PetStoreServer(
            root=self.root,
            orders=self.orders,
            inventory=self.inventory,
            notifications=Notifications(),
            chat=self.chat,
            authenticate=self.authenticate,
            **options,
        )

    def authenticate(self, credential: BearerToken) -> str:
        if credential.token == "bad":
            raise Refused("that token is not known")
        return credential.token


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: a websocket that ends is an error to this server."""


@contextmanager
def serving_wsgi(app: Any) -> Iterator[str]:
    """Serve a WSGI application with a thread for each request."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    # It looks for its end as often as that.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
