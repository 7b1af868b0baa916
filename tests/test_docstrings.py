"""Whatever a generated package lets its users see says what it is for."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import pytest

from petstore import contract
from petstore._runtime.events import CallEvent, Direction, Event, Namespace

MODULES = (
    "petstore",
    "petstore.async_client",
    "petstore.async_server",
    "petstore.client",
    "petstore.contract",
    "petstore.errors",
    "petstore.models",
    "petstore.rooms",
    "petstore.server",
)
EVENTS = [one for one in vars(contract).values() if isinstance(one, Event)]
NAMESPACES = [one for one in vars(contract).values() if isinstance(one, Namespace)]
VERBS = r"(?:on|emit|call|wait_for)_"
LIFECYCLE = "on_connect on_disconnect on_error on_invalid on_reconnected".split()
LIFECYCLE += ["on_disconnected"]


def public_classes() -> Iterator[type]:
    """The classes of the modules, and those of the runtime that they derive from."""
    found: dict[type, None] = {}
    for name in MODULES:
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", ()):
            value = getattr(module, exported)
            if inspect.isclass(value):
                ours = (x for x in value.__mro__ if x.__module__.startswith("petstore"))
                found.update(dict.fromkeys(ours))
    yield from found


def functions(owner: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public methods and properties of a class itself."""
    for name, value in vars(owner).items():
        plain: Any = value.fget if isinstance(value, property) else value
        plain = getattr(plain, "__func__", plain)
        if not name.startswith("_") and inspect.isfunction(plain):
            yield name, plain


CLASSES = list(public_classes())
METHODS = {
    f"{one.__module__}.{one.__qualname__}.{name}": (one, function)
    for one in CLASSES
    for name, function in functions(one)
}
OF_EVENTS = {
    key: value
    for key, value in METHODS.items()
    if "._runtime." not in key
    and re.match(VERBS, value[1].__name__)
    and value[1].__name__ not in LIFECYCLE
}


def text_of(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


def test_everything_has_been_found() -> None:
    names = {one.__name__ for one in CLASSES}
    assert names >= {
        *("AsyncPetStoreServer", "PetStoreServer", "AsyncServer", "Server"),
        *("AsyncPetStoreClient", "PetStoreClient", "AsyncClient", "Client"),
        *("AsyncOrdersHandlers", "OrdersHandlers", "OrdersConnection", "Connection"),
        *("OrdersUserRoom", "Room", "OrderRejected", "ApiError", "Problem"),
        *("NewOrder", "Reconnection", "BearerToken", "Crossing", "Outcome"),
    }
    assert len(OF_EVENTS) > 60


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are(module: str) -> None:
    assert len(text_of(importlib.import_module(module)).split()) >= 3


@pytest.mark.parametrize("one", CLASSES, ids=lambda x: f"{x.__module__}.{x.__name__}")
def test_classes_say_what_they_are(one: type) -> None:
    assert "__doc__" in vars(one)
    assert len(text_of(one).split()) >= 3


@pytest.mark.parametrize("name", METHODS)
def test_methods_say_what_they_do(name: str) -> None:
    _, function = METHODS[name]
    assert len(text_of(function).split()) >= 3


@pytest.mark.parametrize("name", METHODS)
def test_what_is_raised_is_told(name: str) -> None:
    """As far as the function raises it itself."""
    owner, function = METHODS[name]
    tree = ast.parse(dedent(inspect.getsource(function)))
    raised = {
        node.exc.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
    }
    told = text_of(function) + text_of(owner)
    assert [one for one in raised if one not in told] == []


@pytest.mark.parametrize("name", METHODS)
def test_what_takes_time_says_in_which_unit(name: str) -> None:
    _, function = METHODS[name]
    parameters = set(inspect.signature(function).parameters)
    if parameters & {"timeout", "limit", "connect_timeout"}:
        assert "seconds" in text_of(function)


def event_of(owner: type, function: Callable[..., Any]) -> Event:
    """The event that a method is about, by the constant that stands in its code."""
    used = re.findall(r"contract\.(\w+)", inspect.getsource(function))
    if not used:  # a handler: its routes know
        routes = inspect.getsource(owner.routes)  # type: ignore[attr-defined]
        used = re.findall(rf"contract\.(\w+): self\.{function.__name__},", routes)
    [constant] = used
    event = getattr(contract, constant)
    assert isinstance(event, Event)
    return event


@pytest.mark.parametrize("name", OF_EVENTS)
def test_methods_of_events_tell_of_the_wire(name: str) -> None:
    owner, function = OF_EVENTS[name]
    event = event_of(owner, function)
    to_server = event.direction is Direction.CLIENT_TO_SERVER
    way = "client to server" if to_server else "server to client"
    ack = "acknowledged" if isinstance(event, CallEvent) else "no acknowledgement"
    told = " ".join(text_of(function).split())
    assert f"Wire: event `{event.name}`, {way}, {ack}" in told
    if isinstance(event, CallEvent) and event.timeout != 60:
        assert f"within {event.timeout:g} s" in told
    if function.__name__.startswith(("emit_", "call_")):
        assert "InvalidPayload" in told
        assert "NotConnected" in told
    if function.__name__.startswith("call_") and isinstance(event, CallEvent):
        raised = [one.raised.__name__ for one in event.errors]
        for error in (*raised, "RemoteError", "AckTimeout", "Disconnected"):
            assert error in told
    if function.__name__.startswith("wait_for_"):
        assert "TimeoutError" in told


@pytest.mark.parametrize("module", ["async_server", "server"])
def test_connections_and_handlers_name_their_namespace(module: str) -> None:
    made = importlib.import_module(f"petstore.{module}")
    handlers = [
        one
        for one in vars(made).values()
        if inspect.isclass(one)
        and isinstance(getattr(one, "NAMESPACE", None), Namespace)
    ]
    assert len(handlers) == len(NAMESPACES)
    for one in handlers:
        namespace: Any = one
        for each in (one, namespace.CONNECTION):
            assert f"`{namespace.NAMESPACE.name}`" in text_of(each)


def test_rooms_tell_their_name_on_the_wire() -> None:
    rooms = importlib.import_module("petstore.rooms")
    kinds = [one for one in CLASSES if one.__module__ == rooms.__name__]
    for one in kinds:
        if not hasattr(one, "__eq__") or one.__name__.endswith("Rooms"):
            continue
        assert "Wire: room `" in text_of(one)
