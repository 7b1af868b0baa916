"""What both type checkers say about programs that use the generated Pet Store.

Every line that ends with `# refused` must be an error of mypy and of pyright,
and no other line may be one. All programs are checked in one run of each.
"""

import json
import os
import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from tests.building import ROOT, run

pytestmark = pytest.mark.slow

PACKAGE = ROOT / "generated" / "petstore"
PROGRAMS = {
    "payload_of_the_wrong_type": """
        from petstore.async_client import AsyncPetStoreClient

        async def main(store: AsyncPetStoreClient) -> None:
            await store.orders.call_order("a pet")  # refused
            await store.inventory.call_reserve("pet-7", "two")  # refused
            await store.chat.call_message({"text": "hi"})  # refused
        """,
    "auth_that_fits_no_schema": """
        from petstore import ConnectAuth
        from petstore.async_client import AsyncPetStoreClient
        from petstore.client import PetStoreClient

        async def later() -> ConnectAuth:
            return ConnectAuth(token="t")

        AsyncPetStoreClient(auth="t")  # refused
        AsyncPetStoreClient(auth=lambda: "t")  # refused
        AsyncPetStoreClient(auth=later)
        AsyncPetStoreClient(auth=ConnectAuth(token="t"))
        AsyncPetStoreClient(auth={"/orders": ConnectAuth(token="t")})
        AsyncPetStoreClient(auth=lambda: {"token": "t"})
        PetStoreClient(auth="t")  # refused
        PetStoreClient(auth=later)  # refused
        PetStoreClient(auth=lambda: ConnectAuth(token="t"))
        PetStoreClient(auth={"token": "t"})
        """,
    "payload_that_is_missing": """
        from petstore.async_client import AsyncPetStoreClient

        async def main(store: AsyncPetStoreClient) -> None:
            await store.orders.call_order()  # refused
            await store.inventory.call_reserve("pet-7")  # refused
            await store.chat.emit_typing("too much")  # refused
        """,
    "field_of_a_payload": """
        from petstore import NewOrder, OrderUpdate

        NewOrder(pet_id=7, quantity=1)  # refused
        NewOrder(pet_id="pet-7")  # refused
        NewOrder(pet_id="pet-7", quantity=1, colour="red")  # refused
        NewOrder(pet_id="pet-7", quantity=1, note=None)  # refused
        OrderUpdate.model_validate({}).status = "placed"  # refused
        """,
    "handler_that_is_missing": """
        from petstore.async_server import AsyncChatHandlers
        from petstore.async_server import AsyncNotificationsHandlers

        class Notifications(AsyncNotificationsHandlers[str]):
            pass

        Notifications()  # refused
        AsyncChatHandlers[str]()  # refused
        """,
    "acknowledgement_of_the_wrong_type": """
        from petstore import ChatReceipt, MarkedRead, NotificationIds
        from petstore.async_server import AsyncNotificationsHandlers
        from petstore.async_server import NotificationsConnection

        class Wrong(AsyncNotificationsHandlers[str]):
            async def on_mark_read(
                self, conn: NotificationsConnection[str], ids: NotificationIds, /
            ) -> MarkedRead:
                return "two"  # refused

        class Promise(AsyncNotificationsHandlers[str]):
            async def on_mark_read(  # refused
                self, conn: NotificationsConnection[str], ids: NotificationIds, /
            ) -> ChatReceipt:
                raise NotImplementedError
        """,
    "handler_of_another_payload": """
        from petstore import NewOrder
        from petstore.async_server import AsyncNotificationsHandlers
        from petstore.async_server import NotificationsConnection

        Of = NotificationsConnection[str]

        class Wrong(AsyncNotificationsHandlers[str]):
            async def on_mark_read(self, conn: Of, x: NewOrder, /) -> int:  # refused
                return 1
        """,
    "room_of_another_namespace": """
        from petstore import OrderUpdate
        from petstore.async_server import AsyncOrdersHandlers
        from petstore.async_server import InventoryRooms, OrdersRooms

        async def main(orders: AsyncOrdersHandlers[str], update: OrderUpdate) -> None:
            await orders.emit_order_update(update, to=OrdersRooms.order("order-1"))
            await orders.emit_order_update(update, to=[])
            await orders.emit_order_update(
                update,
                to=InventoryRooms.pet("pet-7"),  # refused
            )
        """,
    "everyone_where_rooms_are_declared": """
        from petstore import EVERYONE, OrderUpdate
        from petstore.async_server import AsyncOrdersHandlers

        async def main(orders: AsyncOrdersHandlers[str], update: OrderUpdate) -> None:
            await orders.emit_order_update(update, to=EVERYONE)  # refused
            await orders.emit_order_update(update)  # refused
        """,
    "call_to_a_room": """
        from petstore import Delivery
        from petstore.async_server import AsyncOrdersHandlers, OrdersRooms

        async def main(orders: AsyncOrdersHandlers[str], parcel: Delivery) -> None:
            await orders.call_confirm_delivery(
                parcel,
                to=OrdersRooms.user("42"),  # refused
            )
        """,
    "handlers_of_another_namespace": """
        from petstore import BearerToken
        from petstore.async_server import (
            AsyncChatHandlers,
            AsyncInventoryHandlers,
            AsyncNotificationsHandlers,
            AsyncOrdersHandlers,
            AsyncPetStoreServer,
            AsyncRootHandlers,
        )

        async def check(credential: BearerToken) -> str:
            return credential.token

        def main(
            root: AsyncRootHandlers,
            orders: AsyncOrdersHandlers[str],
            inventory: AsyncInventoryHandlers[str],
            notifications: AsyncNotificationsHandlers[str],
            chat: AsyncChatHandlers[str],
        ) -> None:
            AsyncPetStoreServer(
                root=root,
                orders=chat,  # refused
                inventory=inventory,
                notifications=notifications,
                chat=chat,
                authenticate=check,
            )
            AsyncPetStoreServer(  # refused
                root=root,
                orders=orders,
                inventory=inventory,
                notifications=notifications,
                authenticate=check,
            )
            AsyncPetStoreServer(  # refused
                root=root,
                orders=orders,
                inventory=inventory,
                notifications=notifications,
                chat=chat,
            )
        """,
    "listener_of_the_wrong_type": """
        from petstore import ChatMessage
        from petstore.async_client import AsyncPetStoreClient

        async def show(message: ChatMessage) -> None: ...

        def main(store: AsyncPetStoreClient) -> None:
            store.chat.on_message(show)
            store.orders.on_order_update(show)  # refused
        """,
    "session_and_principal": """
        from dataclasses import dataclass

        from petstore.async_server import AsyncChatHandlers, AsyncOrdersHandlers
        from petstore.async_server import OrdersConnection
        from petstore.server import ChatHandlers
        from petstore.server import OrdersConnection as BlockingConnection

        @dataclass
        class User:
            name: str

        @dataclass
        class Basket:
            orders: int = 0

        Conn = OrdersConnection[User, Basket]

        async def main(conn: Conn, blocking: BlockingConnection[User, Basket]) -> None:
            conn.session = Basket()
            conn.session.orders += 1
            print(conn.session.name)  # refused
            print(conn.principal.orders)  # refused
            conn.session = User("Ada")  # refused
            print(blocking.session.name)  # refused
            blocking.session = User("Ada")  # refused

        async def welcome(
            orders: AsyncOrdersHandlers[User, Basket],
            chat: AsyncChatHandlers[User, User],
            blocking: ChatHandlers[User, User],
        ) -> None:
            for one in orders.members():
                one.session.orders += 1
                print(one.session.name)  # refused
            await chat.on_disconnect(orders.members()[0], "")  # refused
            blocking.on_connect(orders.members()[0])  # refused
        """,
    "handlers_that_block": """
        from petstore import MarkedRead, NotificationIds
        from petstore.server import NotificationsConnection, NotificationsHandlers

        Of = NotificationsConnection[str]

        class Wrong(NotificationsHandlers[str]):
            async def on_mark_read(  # refused
                self, conn: Of, ids: NotificationIds, /
            ) -> MarkedRead:
                return 1

        class Missing(NotificationsHandlers[str]):
            async def on_connect(self, conn: Of) -> None: ...  # refused

        Missing()  # refused
        """,
    "middleware": """
        from collections.abc import Generator
        from contextlib import contextmanager

        from petstore import Crossing
        from petstore.async_client import AsyncPetStoreClient

        @contextmanager
        def watch(crossing: Crossing) -> Generator[None]:
            yield
            print(crossing.duration)  # refused

        async def wait(crossing: Crossing) -> None: ...

        AsyncPetStoreClient(middleware=[watch])
        AsyncPetStoreClient(middleware=[wait])  # refused
        """,
    "declared_error": """
        from petstore import OrderRejected

        OrderRejected(reason="sold-out")  # refused
        OrderRejected()  # refused
        """,
}
REVEALED = """
    from petstore import NewOrder, OrderRejected, OrderRejectionReason
    from petstore.async_client import AsyncPetStoreClient
    from petstore.async_server import OrdersConnection

    Conn = OrdersConnection[int, list[str]]

    async def main(store: AsyncPetStoreClient, conn: Conn) -> None:
        order = NewOrder(pet_id="pet-7", quantity=2)
        reveal_type(order.pet_id)  # str
        reveal_type(await store.orders.call_order(order))  # OrderAck
        held = await store.inventory.call_reserve("pet-7", 2)
        reveal_type(held)  # tuple[Reservation, int]
        reveal_type(await store.chat.emit_typing())  # None
        reveal_type(conn.principal)  # int
        reveal_type(conn.session)  # list[str]
        reveal_type(conn.auth)  # ConnectAuth
        error = OrderRejected(reason=OrderRejectionReason.sold_out)
        reveal_type(error.payload)  # OrderRejection
        async for update in store.orders.order_updates():
            reveal_type(update)  # OrderUpdate
        try:
            await store.orders.call_order(order, timeout=5)
        except OrderRejected as rejected:
            reveal_type(rejected.payload.reason)  # OrderRejectionReason
"""
"""A program that is right: each `reveal_type` says what the comment says."""


@pytest.fixture(name="programs", scope="module")
def _programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programs")
    for name, text in {**PROGRAMS, "revealed": REVEALED}.items():
        (folder / f"{name}.py").write_text(dedent(text).lstrip(), encoding="utf-8")
    config = {
        "include": ["."],
        "extraPaths": [str(PACKAGE)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def marked(folder: Path, mark: str) -> dict[tuple[str, int], str]:
    """The lines that have a comment, and what it says."""
    found: dict[tuple[str, int], str] = {}
    for path in sorted(folder.glob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if mark in line:
                found[path.stem, number] = line.partition("# ")[2]
    return found


@pytest.fixture(name="mypy", scope="module")
def _mypy(programs: Path) -> str:
    env = {**os.environ, "MYPYPATH": str(PACKAGE)}
    options = ["--strict", "--config-file=", "--no-error-summary", "--no-pretty"]
    return run(["mypy", *options, "."], programs, env).stdout


@pytest.fixture(name="pyright", scope="module")
def _pyright(programs: Path) -> str:
    return run(["pyright", "--pythonpath", sys.executable], programs).stdout


def said(output: str, kind: str) -> dict[tuple[str, int], str]:
    """What a checker says about lines of the programs."""
    pattern = rf"^.*?(\w+)\.py:(\d+)(?::\d+)?(?: -|:) {kind}: (.*)$"
    return {
        (match[1], int(match[2])): match[3]
        for match in re.finditer(pattern, output, re.MULTILINE)
    }


def test_mypy_refuses_what_is_wrong_and_nothing_else(programs: Path, mypy: str) -> None:
    assert set(said(mypy, "error")) == set(marked(programs, "# refused")), mypy


def test_pyright_refuses_what_is_wrong_and_nothing_else(
    programs: Path, pyright: str
) -> None:
    assert set(said(pyright, "error")) == set(marked(programs, "# refused")), pyright


def plain(text: str) -> str:
    """A type as a checker prints it, without modules and quotes."""
    shown = re.search(r'"([^"]*)"$', text)
    return "" if shown is None else re.sub(r"\b(?:\w+\.)+", "", shown[1])


def test_types_are_what_they_promise(programs: Path, mypy: str, pyright: str) -> None:
    wanted = marked(programs, "reveal_type(")
    assert len(wanted) >= 9
    for output, kind in ((mypy, "note"), (pyright, "information")):
        shown = {key: plain(text) for key, text in said(output, kind).items()}
        assert {key: shown.get(key) for key in wanted} == wanted
