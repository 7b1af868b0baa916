"""Credentials that are needed together, over each transport."""

import sys
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from typing import Any

import pytest
import pytest_asyncio
from tests.building import build, case_spec, package_of

NAME = "credentials-together"
BEARER = {"Authorization": "Bearer t", "Cookie": "session=s"}
LOGIN = {"username": "Ada", "password": "p"}


@pytest.fixture(name="package", scope="module")
def _package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package of a document with several schemes in one requirement."""
    folder = tmp_path_factory.mktemp("package")
    name = package_of(NAME)
    build(case_spec(NAME), folder, name)
    sys.path.insert(0, str(folder))
    import_module(f"{name}.async_server")
    import_module(f"{name}.async_client")
    yield import_module(name)
    sys.path.remove(str(folder))
    for module in [one for one in sys.modules if one.partition(".")[0] == name]:
        del sys.modules[module]


class Door:
    """A server that notes every credential, and whom it let in."""

    def __init__(self, package: Any) -> None:
        self.seen: list[Any] = []
        self.principals: list[Any] = []
        door, server = self, package.async_server
        safe: Any = server.AsyncSafeHandlers
        turned: Any = server.AsyncTurnedHandlers

        class Safe(safe):  # type: ignore[misc]
            async def on_connect(self, conn: Any) -> None:
                door.principals.append(conn.principal)

            async def on_say(self, conn: Any, text: str, /) -> str:
                return text

        class Turned(turned):  # type: ignore[misc]
            async def on_say(self, conn: Any, text: str, /) -> None:
                return None

        self.server = server.AsyncCredentialsTogetherServer(
            safe=Safe(), turned=Turned(), authenticate=self.authenticate
        )

    async def authenticate(self, credential: Any) -> str:
        self.seen.append(credential)
        return type(credential).__name__


@pytest.fixture(name="door")
def _door(package: Any) -> Door:
    return Door(package)


@pytest_asyncio.fixture(name="address")
async def _address(door: Door, serve: Any) -> AsyncIterator[str]:
    yield await serve(door.server.asgi_app())


async def connected(package: Any, url: str, transport: str, **options: Any) -> None:
    options = {"namespaces": ["/safe"], **options}
    client = package.async_client.AsyncCredentialsTogetherClient(
        url, transports=[transport], reconnection=None, **options
    )
    async with client:
        assert client.connected


async def test_a_login_and_a_key_come_as_one_value(
    package: Any, door: Door, address: str, transport: str
) -> None:
    headers = {"X-Key": "k"}
    await connected(package, address, transport, auth=LOGIN, headers=headers)
    [seen] = door.seen
    assert isinstance(seen, package.UserAndKey)
    assert (seen.user.username, seen.user.password, seen.key.key) == ("Ada", "p", "k")
    assert (seen.user.scheme, seen.key.scheme) == ("user", "key")
    assert door.principals == ["UserAndKey"]


async def test_another_way_in_asks_for_other_credentials(
    package: Any, door: Door, address: str, transport: str
) -> None:
    await connected(package, f"{address}?class=c", transport, headers=BEARER)
    [seen] = door.seen
    assert isinstance(seen, package.TokenAndSessionAndClass)
    # A keyword of Python is no name for a field.
    assert (seen.token.token, seen.session.key, seen.class_.key) == (
        "t",
        "s",
        "c",
    )
    assert (seen.token.scopes, seen.session.scopes) == (("read",), ())


async def test_one_credential_is_enough_where_the_document_says_so(
    package: Any, door: Door, address: str, transport: str
) -> None:
    await connected(package, address, transport, auth={"spare": "x"})
    [seen] = door.seen
    assert isinstance(seen, package.ApiKey)


async def test_the_order_in_a_requirement_makes_no_other_type(
    package: Any, door: Door, address: str, transport: str
) -> None:
    options = {"auth": LOGIN, "headers": {"X-Key": "k"}, "namespaces": ["/turned"]}
    await connected(package, address, transport, **options)
    assert [type(one) for one in door.seen] == [package.UserAndKey]


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {}),
        ("", {"auth": LOGIN}),
        ("", {"headers": {"X-Key": "k"}}),
        ("", {"auth": {"username": "Ada"}, "headers": {"X-Key": "k"}}),
        ("?class=c", {"auth": LOGIN}),
        ("", {"headers": BEARER}),
        ("?class=c", {"headers": {"Cookie": "session=s", "X-Key": "k"}}),
    ],
)
async def test_some_of_them_open_nothing(
    package: Any,
    door: Door,
    address: str,
    transport: str,
    query: str,
    options: dict[str, Any],
) -> None:
    with pytest.raises(package.ConnectRefused) as refusal:
        await connected(package, address + query, transport, **options)
    assert refusal.value.problem.detail == (
        "credentials are missing (user and key or token and session and class or spare)"
    )
    assert door.seen == []
