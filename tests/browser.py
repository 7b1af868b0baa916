"""A real browser, Chromium without a window, driven over its debugging protocol."""

import asyncio
import base64
import itertools
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

LIMIT = 60.0
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None)
needs_browser = pytest.mark.skipif(
    PROGRAM is None,
    reason="there is no Chromium: on Debian, apt-get install chromium",
)


class Page:
    """One page. What it says on its console, and what it throws, stands in `said`."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.said: list[str] = []

    async def listen(self) -> None:
        """Take what comes, as long as the page is there."""
        async for message in self._socket:
            came = json.loads(message.data)
            if "id" in came:
                self._answers.pop(came["id"]).set_result(came)
            elif came["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.said.append(json.dumps(came["params"]))

    async def do(self, method: str, **parameters: object) -> dict[str, Any]:
        """Have the browser do something."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        request = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json(request)
        async with asyncio.timeout(LIMIT):
            came = await answer
        assert "error" not in came, came
        result: dict[str, Any] = came["result"]
        return result

    async def open(self, url: str) -> None:
        """Show a page, and wait until it is there."""
        await self.do("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def run(self, script: str) -> Any:
        """The value of an expression of JavaScript, which may be a promise."""
        result = await self.do(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def until(self, script: str) -> Any:
        """Wait until an expression is true; its value."""
        async with asyncio.timeout(LIMIT):
            while not (value := await self.run(script)):
                await self.run("new Promise((go) => requestAnimationFrame(go))")
        return value

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            text = {"Enter": "\r", "Space": " "}.get(key, "")
            code = {"Enter": 13, "Space": 32, "Tab": 9}[key]
            name = " " if key == "Space" else key
            common = {"key": name, "code": key, "windowsVirtualKeyCode": code}
            await self.do("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **common)

    async def picture(self, path: Path, *, dark: bool, width: int, height: int) -> None:
        """Write a picture of what is to be seen."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.do("Emulation.setEmulatedMedia", features=[scheme])
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        await self.do("Emulation.setDeviceMetricsOverride", mobile=False, **size)
        taken = await self.do("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(taken["data"]))


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Page]:
    """A browser with an empty page, until the block ends; `folder` has its profile."""
    assert PROGRAM is not None
    options = ["--headless=new", "--remote-debugging-port=0", "--disable-gpu"]
    options += ["--no-first-run", "--disable-dev-shm-usage", "--disable-extensions"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # which root cannot have
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *options,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        port = await _port(process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
                [url] = [
                    one["webSocketDebuggerUrl"]
                    for one in await listed.json()
                    if one["type"] == "page"
                ]
            async with session.ws_connect(url, max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                for domain in ("Page", "Runtime", "Log"):
                    await page.do(f"{domain}.enable")
                yield page
                listening.cancel()
    finally:
        process.terminate()
        await process.communicate()


async def _port(process: asyncio.subprocess.Process) -> int:
    """The port that a browser listens on, which it says on stderr."""
    assert process.stderr is not None
    async with asyncio.timeout(LIMIT):
        async for line in process.stderr:
            if b"DevTools listening on " in line:
                return int(line.split(b":")[2].split(b"/")[0])
    raise AssertionError("the browser has ended")
