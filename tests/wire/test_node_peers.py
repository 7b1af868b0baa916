"""Generated ends and those of another implementation say to each other all there is.

socket.io and socket.io-client, on Node, take what a contract says for their lines:
no event of it can be forgotten.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.blocking import serving_wsgi
from tests.building import PET_STORE, case_spec, package_of
from tests.exchanges import DOWN, UP, Exchange, Exchanges, Wire
from tests.node_programs import Node, needs_node
from tests.scripted import Ears, Package, ScriptedServer, generated
from tests.wire.conftest import serving

from sockgen.contract import Direction
from sockgen.targets.python.flavours import ASYNC, FLAVOURS, Flavour

pytestmark = needs_node("socket.io", "socket.io-client")

SOON = 10.0
AUTH = {"token": "a.json.webtoken"}
TRANSPORTS = {
    "polling": ["polling"],
    "websocket": ["websocket"],
    "an upgrade": ["polling", "websocket"],
}
IN_ALL_WAYS = ("petstore", "binary")
DOCUMENTS = ("acks", "arguments", "declared-errors", "event-names", "namespace-names")
"""Documents whose shapes are the same over each transport, so that one is enough."""
KEPT_BY_NODE = frozenset({"disconnecting", "newListener", "removeListener"})
"""Names that only Socket.IO of JavaScript keeps for itself."""
Packages = Callable[[str], Package]
Key = tuple[str, str, Direction]
Keys = set[Key]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packages]:
    made = {"petstore": Package.of(PET_STORE, "petstore")}
    with pytest.MonkeyPatch.context() as patch:

        def package(name: str) -> Package:
            if name not in made:
                folder = tmp_path_factory.mktemp(name)
                patch.syspath_prepend(folder)
                called = f"peer_{package_of(name)}"
                made[name] = generated(case_spec(name), folder, called)
            return made[name]

        yield package


@pytest.fixture(params=FLAVOURS, ids=lambda one: one.manner.removeprefix("for "))
def flavour(request: pytest.FixtureRequest) -> Flavour:
    made: Flavour = request.param
    return made


def over_each(*others: str) -> list[tuple[str, str]]:
    """Documents, each with the websocket, and some of them with the others too."""
    found = [(document, "websocket") for document in (*IN_ALL_WAYS, *DOCUMENTS)]
    return found + [(document, one) for document in IN_ALL_WAYS for one in others]


@asynccontextmanager
async def served(made: ScriptedServer) -> AsyncIterator[str]:
    if made.flavour.waits:
        async with serving(made.server.asgi_app()) as url:
            yield url
    else:
        with serving_wsgi(made.server.wsgi_app(async_mode="threading")) as url:
            yield url


async def settled(
    flavour: Flavour, work: Callable[..., Any], *given: Any, **named: Any
) -> Any:
    """What a method of a generated end returns, of either kind."""
    async with asyncio.timeout(SOON):
        if flavour.waits:
            return await work(*given, **named)
        return await asyncio.to_thread(work, *given, **named)


async def answered(package: Package, one: Exchange, call: Any) -> Wire:
    """What an acknowledgement said, as it travelled."""
    event = package.contract(one)
    try:
        returned = await call
    except package.module("errors").DeclaredError as error:
        wire = event.encode_error(error)
        assert wire is not None
        return tuple(wire)
    return tuple(event.encode_ack(returned))


def check(package: Package, one: Exchange, came: Wire) -> None:
    """Compare arguments with those that were sent; defaults may stand after them."""
    least = len(one.arguments)
    assert package.additions.same(came[:least], one.arguments)
    assert len(came) <= max(least, len(one.event.arguments)), came


@pytest.mark.parametrize(("document", "over"), over_each("polling", "an upgrade"))
async def test_a_node_client_and_a_generated_server(
    packages: Packages, document: str, flavour: Flavour, over: str, node_client: Node
) -> None:
    package = packages(document)
    made = package.server(flavour)
    done: Keys = set()
    async with served(made) as url:
        await enter(node_client, package, url, over)
        for one in exchanges(package, UP):
            done.add(await from_a_node_client(made, one, node_client))
        for one in exchanges(package, DOWN):
            done.add(await to_a_node_client(made, one, node_client))
        await node_client("close")
    assert done == events(package)


@pytest.mark.parametrize(("document", "transport"), over_each("polling"))
async def test_a_generated_client_and_a_node_server(
    packages: Packages,
    document: str,
    flavour: Flavour,
    transport: str,
    node_server: Node,
) -> None:
    package = packages(document)
    names = [one.name for one in package.api.namespaces]
    port = await node_server("listen", namespaces=names, options={})
    url = f"http://127.0.0.1:{port}"
    client = package.client(flavour, url, auth=AUTH, transports=[transport])
    done: Keys = set()
    await settled(flavour, client.connect)
    try:
        assert client.transport == transport
        for one in exchanges(package, UP):
            done.add(await to_a_node_server(package, flavour, client, one, node_server))
        ears = Ears(package, flavour, client)
        for one in exchanges(package, DOWN):
            done.add(await from_a_node_server(ears, one, node_server))
    finally:
        await settled(flavour, client.disconnect)
    assert done == events(package)


@pytest.mark.parametrize("name", sorted(KEPT_BY_NODE))
async def test_a_name_that_node_keeps_ends_the_connection(
    packages: Packages, name: str, node_client: Node
) -> None:
    package = packages("event-names")
    made = package.server(ASYNC)
    async with served(made) as url:
        await enter(node_client, package, url, "websocket")
        place = {"namespace": "/data", "event": name}
        with pytest.raises(RuntimeError, match="is a reserved event name"):
            await node_client("send", **place, arguments=[])
        sio = made.server._services[0].sio
        await sio.emit(name, "text", namespace="/data")
        assert await node_client("lost", namespace="/data") == "parse error"


def exchanges(package: Package, direction: Direction) -> Iterator[Exchange]:
    for one in Exchanges(package.api).of(direction):
        if one.event.name not in KEPT_BY_NODE:
            yield one


def events(package: Package) -> Keys:
    return {
        (namespace.name, event.name, event.direction)
        for namespace in package.api.namespaces
        for event in namespace.events
        if event.name not in KEPT_BY_NODE
    }


async def enter(node: Node, package: Package, url: str, over: str) -> None:
    """Connect a client on Node to every namespace."""
    await node("open", url=url, options={"transports": TRANSPORTS[over]})
    for namespace in package.api.namespaces:
        auth = AUTH if namespace.auth else {}
        entered = await node("enter", namespace=namespace.name, auth=auth)
        assert entered == {"recovered": False}
    asked = "upgraded" if over == "an upgrade" else "transport"
    assert await node(asked) == TRANSPORTS[over][-1]


async def from_a_node_client(made: ScriptedServer, one: Exchange, node: Node) -> Key:
    made.say(one)
    values = await node("send", **place(one), arguments=one.arguments, how=manner(one))
    event, given = await asyncio.to_thread(made.heard.get, timeout=SOON)
    assert event is made.package.contract(one)
    check(made.package, one, event.arguments.encode(given))
    assert made.package.additions.same(values, one.answer)
    return event.namespace, event.name, UP


async def to_a_node_client(made: ScriptedServer, one: Exchange, node: Node) -> Key:
    package, flavour = made.package, made.flavour
    handlers = made.spaces[package.namespace(one).attribute]
    values = package.contract(one).arguments.decode(one.arguments)
    to = made.connections[one.namespace.name]
    stem = package.event(one).stem
    if one.answer is None:
        await settled(flavour, getattr(handlers, f"emit_{stem}"), *values, to=to)
    else:
        await node("answer", **place(one), values=one.answer)
        call = settled(flavour, getattr(handlers, f"call_{stem}"), *values, to=to)
        assert package.additions.same(await answered(package, one, call), one.answer)
    return await heard_on_node(package, one, node)


async def to_a_node_server(
    package: Package, flavour: Flavour, client: Any, one: Exchange, node: Node
) -> Key:
    space = getattr(client, package.namespace(one).attribute)
    values = package.contract(one).arguments.decode(one.arguments)
    stem = package.event(one).stem
    if one.answer is None:
        await settled(flavour, getattr(space, f"emit_{stem}"), *values)
    else:
        await node("answer", **place(one), values=one.answer)
        call = settled(flavour, getattr(space, f"call_{stem}"), *values)
        assert package.additions.same(await answered(package, one, call), one.answer)
    return await heard_on_node(package, one, node)


async def from_a_node_server(ears: Ears, one: Exchange, node: Node) -> Key:
    ears.say(one)
    values = await node("send", **place(one), arguments=one.arguments, how=manner(one))
    event, given = await asyncio.to_thread(ears.heard.get, timeout=SOON)
    assert event is ears.package.contract(one)
    check(ears.package, one, event.arguments.encode(given))
    assert ears.package.additions.same(values, one.answer)
    return event.namespace, event.name, DOWN


async def heard_on_node(package: Package, one: Exchange, node: Node) -> Key:
    [heard] = await node("heard", count=1)
    assert heard["asked"] is (one.answer is not None)
    check(package, one, tuple(heard["arguments"]))
    return heard["namespace"], heard["event"], one.event.direction


def place(one: Exchange) -> dict[str, str]:
    return {"namespace": one.namespace.name, "event": one.event.name}


def manner(one: Exchange) -> str:
    return "emit" if one.answer is None else "call"
