"""The table of wrong servers, and how one enters it.

A fault is a class that breaks the correct server in one place. `@finds(tests,
sentence)` names the tests that must find it, as parts of their node ids, and a pattern
of the sentence by which they tell it. `timeout` is how long they wait for an answer,
where none comes; `options` are more options of the run.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.faulty.shop import Shop


@dataclass(frozen=True)
class Fault:
    """A wrong server, and what must be said of it."""

    name: str
    make: Callable[[], Shop]
    tests: tuple[str, ...]
    sentence: re.Pattern[str]
    timeout: float | None = None
    options: tuple[str, ...] = ()


FAULTS: dict[str, Fault] = {}


def finds(
    tests: str,
    sentence: str,
    *,
    timeout: float | None = None,
    options: tuple[str, ...] = (),
) -> Callable[[type[Shop]], type[Shop]]:
    """Enter a server into the table."""

    def enter(shop: type[Shop]) -> type[Shop]:
        name = re.sub("(?<!^)(?=[A-Z])", " ", shop.__name__).lower()
        assert name not in FAULTS
        pattern = re.compile(sentence)
        FAULTS[name] = Fault(
            name, shop, tuple(tests.split()), pattern, timeout, options
        )
        return shop

    return enter


_ORDERS = "test_petstore_orders.py::test_"
_INVENTORY = "test_petstore_inventory.py::test_"
_CHAT = "test_petstore_chat.py::test_"
_PAYLOAD = "refuses_an_invalid_payload"

ORDER = f"{_ORDERS}order_is_acknowledged"
ORDER_PAYLOAD = f"{_ORDERS}order_{_PAYLOAD}"
TRACK = f"{_ORDERS}track_order_is_acknowledged"
CONNECT = f"{_ORDERS}connect_is_refused"
GOOD_CONNECT = f"{_ORDERS}connect_with_good_credentials"
LIBRARY = f"{_ORDERS}an_event_of_the_library_is_ignored"
UNDECLARED = f"{_ORDERS}an_undeclared_event_is_ignored"
WATCH = f"{_INVENTORY}watch_is_acknowledged"
WATCH_PAYLOAD = f"{_INVENTORY}watch_{_PAYLOAD}"
UNWATCH = f"{_INVENTORY}unwatch_is_acknowledged"
RESERVE = f"{_INVENTORY}reserve_is_acknowledged"
RESERVE_PAYLOAD = f"{_INVENTORY}reserve_{_PAYLOAD}"
RESERVE_COUNT = f"{_INVENTORY}reserve_refuses_a_wrong_number_of_arguments"
READ = "test_petstore_notifications.py::test_mark_read_is_acknowledged"
READ_PAYLOAD = f"test_petstore_notifications.py::test_mark_read_{_PAYLOAD}"
MESSAGE = f"{_CHAT}message_is_acknowledged"
MESSAGE_PAYLOAD = f"{_CHAT}message_{_PAYLOAD}"
PHOTO = f"{_CHAT}photo_is_acknowledged"
PHOTO_PAYLOAD = f"{_CHAT}photo_{_PAYLOAD}"
REST = "test_petstore.py::test_nothing_else_was_heard"
