"""A Pet Store on a real port whose handlers a test can replace."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
import socketio
import uvicorn
from tests.blocking import BlockingShop, serving_wsgi
from tests.node_programs import Node
from tests.proxies import Between, proxying

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
from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import (
    AsyncChatHandlers,
    AsyncInventoryHandlers,
    AsyncNotificationsHandlers,
    AsyncOrdersHandlers,
    AsyncPetStoreServer,
    AsyncRootHandlers,
    ChatConnection,
    InventoryConnection,
    NotificationsConnection,
    OrdersConnection,
)

NOW = "2026-11-02T09:30:00Z"
SOON = 10.0
AUTH = {"token": "good"}


class Orders(AsyncOrdersHandlers[str]):
    """Does what a test puts in its place, and notes what happened."""

    def __init__(self) -> None:
        self.connections: list[OrdersConnection[str]] = []
        self.reasons: asyncio.Queue[str] = asyncio.Queue()
        self.errors: asyncio.Queue[tuple[str, Exception]] = asyncio.Queue()
        self.created: asyncio.Queue[PartnerOrder] = asyncio.Queue()
        self.handle: Callable[..., Awaitable[Any]] = self.accept
        self.welcome: Callable[..., Awaitable[None]] = self.note

    async def note(self, conn: OrdersConnection[str]) -> None:
        self.connections.append(conn)

    async def accept(self, conn: OrdersConnection[str], order: NewOrder) -> OrderAck:
        return OrderAck(success=True, order_id=f"order-{order.quantity}")

    async def on_connect(self, conn: OrdersConnection[str]) -> None:
        await self.welcome(conn)

    async def on_disconnect(self, conn: OrdersConnection[str], reason: str) -> None:
        self.connections.remove(conn)
        self.reasons.put_nowait(reason)

    async def on_error(
        self, conn: OrdersConnection[str], event: str, error: Exception
    ) -> None:
        self.errors.put_nowait((event, error))

    async def on_order(
        self, conn: OrdersConnection[str], order: NewOrder, /
    ) -> OrderAck:
        answer: OrderAck = await self.handle(conn, order)
        return answer

    async def on_order_created(
        self, conn: OrdersConnection[str], order: PartnerOrder, /
    ) -> None:
        self.created.put_nowait(order)

    async def on_track_order(
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


class Inventory(AsyncInventoryHandlers[str]):
    """Has four of everything."""

    def __init__(self) -> None:
        self.connections: list[InventoryConnection[str]] = []

    async def on_connect(self, conn: InventoryConnection[str]) -> None:
        self.connections.append(conn)

    async def on_watch(
        self, conn: InventoryConnection[str], pet: WatchedPet, /
    ) -> WatchState:
        return WatchState(watching=True, stock=4)

    async def on_unwatch(
        self, conn: InventoryConnection[str], pet: WatchedPet, /
    ) -> WatchState:
        return WatchState(watching=False, stock=4)

    async def on_reserve(
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


class Notifications(AsyncNotificationsHandlers[str]):
    """Counts."""

    async def on_mark_read(
        self, conn: NotificationsConnection[str], ids: list[Any], /
    ) -> int:
        return len(ids)


class Chat(AsyncChatHandlers[str]):
    """Numbers messages, and weighs photos."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.handle: Callable[..., Awaitable[Any]] = self.number
        self.typing: asyncio.Queue[str] = asyncio.Queue()

    async def on_message(
        self, conn: ChatConnection[str], message: ChatText, /
    ) -> ChatReceipt:
        receipt: ChatReceipt = await self.handle(conn, message)
        return receipt

    async def number(self, conn: ChatConnection[str], message: ChatText) -> ChatReceipt:
        self.said.append(message.text)
        return ChatReceipt.model_validate({"messageId": len(self.said), "at": NOW})

    async def on_typing(self, conn: ChatConnection[str], /) -> None:
        self.typing.put_nowait(conn.principal)

    async def on_photo(
        self, conn: ChatConnection[str], photo: Photo, /
    ) -> PhotoReceipt:
        assert photo.caption is not MISSING
        return PhotoReceipt(photo_id=photo.caption, bytes=len(photo.image))


class Shop:
    """The handlers and the server that they make."""

    def __init__(self, **options: Any) -> None:
        self.orders = Orders()
        self.chat = Chat()
        self.inventory = Inventory()
        self.root = AsyncRootHandlers()
        self.notifications = Notifications()
        self.tokens: list[str] = []
        self.server = AsyncPetStoreServer(
            root=self.root,
            orders=self.orders,
            inventory=self.inventory,
            notifications=self.notifications,
            chat=self.chat,
            authenticate=self.authenticate,
            **options,
        )

    async def authenticate(self, credential: BearerToken) -> str:
        self.tokens.append(credential.token)
        if credential.token == "bad":
            raise Refused("that token is not known")
        return credential.token


class Peer:
    """A server without a contract: python-socketio that says what a test wants."""

    def __init__(self, **options: Any) -> None:
        self.sio = socketio.AsyncServer(
            async_mode="asgi", namespaces=["/", "/orders"], **options
        )
        self.app = socketio.ASGIApp(self.sio)
        self.sids: asyncio.Queue[str] = asyncio.Queue()
        self.auths: list[Any] = []
        self.sio.on("connect", self.connect, namespace="/orders")

    async def connect(self, sid: str, environ: Any, auth: Any) -> None:
        self.auths.append(auth)
        self.sids.put_nowait(sid)

    def answers(self, *values: object) -> None:
        """Acknowledge every order with these values."""

        async def answer(sid: str, *arguments: object) -> tuple[object, ...]:
            return values

        self.sio.on("order", answer, namespace="/orders")


@pytest.fixture
def peer() -> Peer:
    return Peer()


Serve = Callable[[Any], Awaitable[str]]


Proxy = Callable[[str, str], Awaitable[Between]]


@asynccontextmanager
async def serving(app: Any, port: int = 0) -> AsyncIterator[str]:
    config = uvicorn.Config(
        app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", port))
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serve an ASGI application until the test ends; returns its URL."""
    async with AsyncExitStack() as stack:

        async def start(app: Any) -> str:
            return await stack.enter_async_context(serving(app))

        yield start


@dataclass
class End:
    """A shop of either kind, at work."""

    shop: Any
    url: str

    @property
    def waits(self) -> bool:
        return isinstance(self.shop, Shop)

    def does(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A handler of the shop's kind that does what a function does."""

        async def handle(*values: Any) -> Any:
            return function(*values)

        return handle if self.waits else function

    async def settled(self, function: Callable[..., Any], *a: Any, **b: Any) -> Any:
        """What a method of the shop's kind returns."""
        if self.waits:
            return await function(*a, **b)
        return await asyncio.to_thread(function, *a, **b)

    async def connections(self, number: int) -> list[Any]:
        """The connections to `/orders`, in the order of their connect."""
        queue = self.shop.orders.connections
        if self.waits:
            assert len(queue) == number
            return list(queue)
        return [queue.get(timeout=SOON) for _ in range(number)]

    async def reason(self) -> str:
        reasons = self.shop.orders.reasons
        if self.waits:
            return str(await reasons.get())
        return str(await asyncio.to_thread(reasons.get, timeout=SOON))

    async def error(self) -> tuple[str, Exception]:
        errors = self.shop.orders.errors
        found: tuple[str, Exception] = (
            await errors.get()
            if self.waits
            else await asyncio.to_thread(errors.get, timeout=SOON)
        )
        return found

    def client(self, transport: str = "websocket", **more: Any) -> AsyncPetStoreClient:
        options: dict[str, Any] = {"auth": AUTH, "reconnection": None, **more}
        return AsyncPetStoreClient(self.url, transports=[transport], **options)


Open = Callable[..., Awaitable[End]]


@pytest_asyncio.fixture(params=["asyncio", "threads"])
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[Open]:
    """Open a shop, with options of its server."""
    async with AsyncExitStack() as stack:

        async def start(**options: Any) -> End:
            if request.param == "asyncio":
                shop = Shop(**options)
                app = shop.server.asgi_app()
                return End(shop, await stack.enter_async_context(serving(app)))
            blocking = BlockingShop(**options)
            app = blocking.server.wsgi_app()
            return End(blocking, stack.enter_context(serving_wsgi(app)))

        yield start


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest_asyncio.fixture
async def url(shop: Shop, serve: Serve) -> str:
    return await serve(shop.server.asgi_app())


@pytest.fixture(params=["websocket", "polling"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def client(url: str, transport: str) -> AsyncIterator[AsyncPetStoreClient]:
    async with AsyncPetStoreClient(
        url, auth={"token": "good"}, transports=[transport], reconnection=None
    ) as connected:
        yield connected


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy before a server, in a manner that `Between` tells of."""
    async with AsyncExitStack() as stack:

        async def start(upstream: str, manner: str) -> Between:
            return await stack.enter_async_context(proxying(upstream, manner))

        yield start


@pytest.fixture(scope="session")
def _node_client() -> Iterator[Node]:
    node = Node("client.js")
    yield node
    node.close()


@pytest.fixture
async def node_client(_node_client: Node) -> AsyncIterator[Node]:
    yield _node_client
    await _node_client("close")


@pytest.fixture(scope="session")
def _node_server() -> Iterator[Node]:
    node = Node("server.js")
    yield node
    node.close()


@pytest.fixture
async def node_server(_node_server: Node) -> AsyncIterator[Node]:
    yield _node_server
    await _node_server("close")
