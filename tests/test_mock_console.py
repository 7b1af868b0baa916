"""The console page of a mock: what it answers, to whom, and in a real browser."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from tests.browser import Page, browsing, needs_browser
from tests.building import PET_STORE
from tests.test_mock_parts import HOSTILE, build, hostile

from petstore import Announcement, Disconnected, NewOrder, WatchedPet
from petstore.async_client import AsyncPetStoreClient
from petstore.errors import OrderRejected
from sockgen.mock import Faults, Mock, Settings, http
from sockgen.mock.serving import Stopping, listen, serve, url_of
from sockgen.staging import stage

LIMIT = 30.0
ORDER = NewOrder(pet_id="pet-7", quantity=1)
ANNOUNCEMENT = {"namespace": "/", "event": "announcement"}

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Served:
    """A mock that serves, and one session of HTTP to it."""

    def __init__(self, mock: Mock, url: str, session: aiohttp.ClientSession) -> None:
        self.mock = mock
        self.url = url
        self.session = session

    async def token(self) -> str:
        async with self.session.get(self.url) as page:
            [token] = re.findall(r'name="token" content="(.+?)"', await page.text())
            return str(token)

    async def post(self, path: str, wish: object, **headers: str) -> tuple[int, Any]:
        given = {"x-sockgen-mock": await self.token(), **headers}
        url = f"{self.url}/_mock/{path}"
        async with self.session.post(url, json=wish, headers=given) as answer:
            return answer.status, await answer.json()

    def client(self, **options: Any) -> AsyncPetStoreClient:
        chosen = {"auth": {"token": "any"}, "reconnection": None, **options}
        return AsyncPetStoreClient(self.url, **chosen)


@asynccontextmanager
async def serving(spec: Path = PET_STORE) -> AsyncIterator[Served]:
    with stage(build(spec)) as staged:
        assert staged.value is not None
        mock = Mock(staged.value, Settings())
        listener, stopping = listen("127.0.0.1", 0), Stopping()
        url = url_of(listener)
        task = asyncio.create_task(serve(mock, listener, stopping))
        async with aiohttp.ClientSession() as session:
            yield Served(mock, url, session)
        stopping.ask()
        async with asyncio.timeout(LIMIT):
            await task


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Served]:
    async with serving() as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def served(server: Served) -> Served:
    server.mock.faults = Faults()
    return server


async def first(stream: Any) -> Any:
    async with asyncio.timeout(LIMIT):
        return await anext(stream)


async def test_only_the_page_itself_may_do_something(served: Served) -> None:
    wish = {**ANNOUNCEMENT, "arguments": [{"text": "x"}]}
    status, said = await served.post("emit", wish, **{"x-sockgen-mock": "guessed"})
    assert (status, said["error"][:16]) == (403, "only the console")
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        assert (await served.post("drop", {}, origin=origin))[0] == 403
    assert (await served.post("drop", {}, origin=served.url))[0] == 200
    token = {"x-sockgen-mock": await served.token()}
    post = served.session.post
    async with post(f"{served.url}/_mock/drop", data="{}", headers=token) as answer:
        assert answer.status == 403  # a form can send this without being asked
    async with served.session.get(f"{served.url}/_mock/drop") as answer:
        assert answer.status == 405
    async with served.session.options(f"{served.url}/_mock/drop") as answer:
        assert answer.status == 405
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["", "_mock/state", "_mock/traffic", "_mock/emit"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", ""])
async def test_a_name_that_was_bent_to_this_machine_is_no_way_in(
    served: Served, path: str, host: str
) -> None:
    url = f"{served.url}/{path}"
    async with served.session.get(url, headers={"host": host}) as answer:
        assert answer.status in ({421} if host else {421, 400})


async def test_this_machine_has_several_names(served: Served) -> None:
    for host in ("localhost:1", "127.0.0.1", "[::1]:80"):
        async with served.session.get(served.url, headers={"host": host}) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "wish", "words"),
    [
        ("emit", {}, "the server sends no event None"),
        ("emit", {"namespace": "/orders", "event": "order"}, "sends no event order"),
        ("emit", ANNOUNCEMENT, "the arguments are a list"),
        ("emit", {**ANNOUNCEMENT, "arguments": [], "room": ""}, "a room has a name"),
        ("emit", {**ANNOUNCEMENT, "arguments": [], "client": 9}, "client #9 is not"),
        ("drop", {"client": "x"}, "a client is a number"),
        ("faults", {"error_rate": 2}, "from 0 to 1"),
        ("faults", [], "a JSON object is wanted"),
        ("faults", {"error_rate": float("nan")}, "NaN is no value of JSON"),
    ],
)
async def test_what_cannot_be_done_is_told(
    served: Served, path: str, wish: object, words: str
) -> None:
    status, said = await served.post(path, wish)
    assert status == 400
    assert words in said["error"]


async def test_an_event_of_the_wrong_form_is_not_sent(served: Served) -> None:
    async with served.client() as client:
        announcements = client.root.announcements()
        wrong = {**ANNOUNCEMENT, "arguments": [{"text": 7}]}
        status, said = await served.post("emit", wrong)
        assert status == 400
        assert {one["pointer"] for one in said["errors"]} == {"/0"}
        status, said = await served.post("emit", {**wrong, "arguments": ["right"]})
        assert (status, said) == (200, {"reached": 1})
        assert await first(announcements) == "right"


async def test_there_is_nothing_else(served: Served) -> None:
    async with served.session.get(f"{served.url}/elsewhere") as answer:
        assert answer.status == 404
    async with served.session.get(f"{served.url}/_mock/state") as answer:
        assert answer.headers["cache-control"] == "no-store"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await served.session.ws_connect(f"{served.url}/elsewhere")


async def test_a_request_that_has_no_end_is_not_read_to_it() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    scope = {"method": "POST", "path": "/", "headers": []}
    with pytest.raises(http.TooLarge):
        await http.read(scope, receive)


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://localhost:3000", 200), ("https://evil.example", 400)],
)
async def test_pages_of_this_machine_may_be_clients(
    served: Served, origin: str, status: int
) -> None:
    url = f"{served.url}/socket.io/?EIO=4&transport=polling"
    async with served.session.get(url, headers={"origin": origin}) as answer:
        assert answer.status == status
        allowed = answer.headers.get("access-control-allow-origin")
        assert allowed == (origin if status == 200 else None)


async def test_traffic_streams_what_was_and_what_comes(served: Served) -> None:
    traffic = served.session.get(f"{served.url}/_mock/traffic")
    seen: list[dict[str, Any]] = []
    async with served.client() as client, traffic as stream:
        assert stream.content_type == "text/event-stream"
        await client.orders.call_order(ORDER)
        async with asyncio.timeout(LIMIT):
            async for line in stream.content:
                if line.startswith(b"data: "):
                    seen.append(json.loads(line[6:]))
                    if seen[-1]["event"] == "order":
                        break
    assert "connected" in {one["kind"] for one in seen}
    assert seen[-1]["detail"] == "acknowledged"
    assert json.loads(seen[-1]["answer"])[0]["orderId"] == "order-1001"


async def test_a_page_that_stays_does_not_keep_a_mock_from_ending() -> None:
    async with aiohttp.ClientSession() as session:
        async with serving() as served:
            stream = await session.get(f"{served.url}/_mock/traffic")
            assert stream.status == 200
        assert b"the traffic" in await stream.content.read()


# In a browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with browsing(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Page, served: Served) -> AsyncIterator[Page]:
    browser.said.clear()
    await browser.open(served.url)
    await browser.until("document.querySelector('#link').dataset.state === 'live'")
    yield browser
    loud = [one for one in browser.said if '"network"' not in one]
    assert loud == [], "a fault in the page, or something that its policy forbids"


def form(event: str) -> str:
    return f"document.querySelector('form[data-event=\"{event}\"]')"


def outcome(event: str) -> str:
    return f"{form(event)}.querySelector('.outcome').textContent"


def records(words: str) -> str:
    items = "[...document.querySelectorAll('#records li')]"
    return f"{items}.some((one) => one.textContent.includes({json.dumps(words)}))"


@needs_browser
async def test_a_page_lists_the_contract(page: Page) -> None:
    names = "[...document.querySelectorAll('.event')].map((one) => one.dataset.event)"
    listed = await page.run(names)
    assert len(listed) == 16
    assert {"order", "order-update", "announcement"} <= {*listed}
    text = await page.run("document.body.textContent")
    assert "Placing orders and following them" in text
    assert "engine path /socket.io" in text
    resources = "performance.getEntriesByType('resource').map((one) => one.name)"
    origin = await page.run("location.origin")
    assert all(one.startswith(origin) for one in await page.run(resources))


@needs_browser
async def test_a_page_shows_traffic_as_it_comes(page: Page, served: Served) -> None:
    async with served.client() as client:
        await page.until(records("connected /orders over websocket"))
        await page.until("document.body.textContent.includes('1 client:')")
        await client.orders.call_order(ORDER)
        await page.until(records("order /orders acknowledged"))
        await page.run("document.querySelector('#records summary').click()")
        await page.until(records('"orderId": "order-1001"'))
    await page.until(records("disconnected /orders"))
    await page.until("document.body.textContent.includes('nobody is connected')")
    await page.run("document.querySelector('#filter').value = 'chat'")
    await page.run(
        "document.querySelector('#filter').dispatchEvent(new Event('input'))"
    )
    seen = "[...document.querySelectorAll('#records li:not([hidden])')]"
    texts = await page.run(f"{seen}.map((one) => one.textContent)")
    assert texts
    assert all("/chat" in one for one in texts)


@needs_browser
async def test_a_person_emits_with_the_keyboard(page: Page, served: Served) -> None:
    async with served.client() as client:
        announcements = client.root.announcements()
        await page.run(
            "document.querySelector('[data-event=announcement] > summary').focus()"
        )
        await page.press("Enter")
        await page.until("document.querySelector('[data-event=announcement]').open")
        await page.press("Tab", "Tab", "Tab", "Enter")
        example: Announcement = await first(announcements)
        assert example
        assert await page.until(outcome("announcement")) == "sent to 1 client"


@needs_browser
async def test_a_page_tells_what_is_wrong_with_a_payload(page: Page) -> None:
    area = f"{form('order-update')}.elements.arguments"
    submit = f"{form('order-update')}.requestSubmit()"
    await page.run(f"{area}.value = '[{{\"orderId\": 7}}]'; {submit}")
    told = await page.until(outcome("order-update"))
    assert "/0/orderId: must be a string" in told
    assert "/0/status: is missing" in told
    await page.run(f"{area}.value = '[oops'; {submit}")
    await page.until(f"{outcome('order-update')}.startsWith('this is not JSON')")


@needs_browser
async def test_a_person_emits_to_a_room_and_to_one_client(
    page: Page, served: Served
) -> None:
    async with served.client() as client, served.client() as other:
        updates = client.inventory.inventory_updates()
        others = other.inventory.inventory_updates()
        await client.inventory.call_watch(WatchedPet(pet_id="pet-9"))
        select = f"{form('inventory-update')}.elements.to"
        choices = f"[...{select}.options].map((one) => one.value)"
        await page.until(f"{choices}.includes('room pet-pet-9')")
        submit = f"{form('inventory-update')}.requestSubmit()"
        await page.run(f"{select}.value = 'room pet-pet-9'; {submit}")
        assert (await first(updates)).stock == 3
        number = max(one.number for one in served.mock.crowd.all())
        await page.until(f"{choices}.includes('client {number}')")
        await page.run(f"{select}.value = 'client {number}'; {submit}")
        assert (await first(others)).stock == 3
        await page.until(records(f"#{number}"))


@needs_browser
async def test_a_person_makes_things_go_wrong(page: Page, served: Served) -> None:
    async with served.client() as client:
        fields = "document.querySelector('#faults').elements"
        submit = "document.querySelector('#faults').requestSubmit()"
        await page.until(f"{fields}.error_rate.value === '0'")
        await page.run(f"{fields}.error_rate.value = '100'; {submit}")
        await page.until("document.querySelector('#faults-outcome').textContent")
        assert served.mock.faults == Faults(error_rate=1.0)
        with pytest.raises(OrderRejected):
            await client.orders.call_order(ORDER)
        served.mock.faults = Faults(delay=(LIMIT, LIMIT))
        calling = asyncio.create_task(client.orders.call_order(ORDER))
        button = "document.querySelector('.present button')"
        await page.until(f"((one) => one && (one.click(), true))({button})")
        with pytest.raises(Disconnected):
            await calling


@needs_browser
async def test_a_document_cannot_run_anything_in_the_page(
    browser: Page, tmp_path: Path
) -> None:
    async with serving(hostile(tmp_path)) as served:
        browser.said.clear()
        await browser.open(served.url)
        await browser.until("document.querySelector('#link').dataset.state === 'live'")
        assert await browser.run("document.title") == f"{HOSTILE} – mock"
        assert await browser.run("document.scripts.length") == 1
        assert await browser.run("document.images.length") == 0
        submit = f"{form('order-update')}.requestSubmit()"
        await browser.run(submit)
        await browser.until(records("order-update"))
        await browser.run("document.querySelector('#records summary').click()")
        await browser.until(records("<img src=x"))
        assert await browser.run("document.images.length") == 0
        assert browser.said == []
