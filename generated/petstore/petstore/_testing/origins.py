"""Pages of which origins may connect."""

from __future__ import annotations

import asyncio

import aiohttp

from .defects import Defect, Unreachable, Untried
from .engine import Address
from .login import Presented
from .run import Run

_OTHER = "https://no-such-origin.example"
_ANY = "*"


async def allows_the_origin(run: Run, transport: str, given: Presented) -> None:
    """Pages of the origin that a person gave may connect. Raises Defect."""
    origin = _wanted(run)
    asking = _OTHER if origin == _ANY else origin
    if transport == "websocket":
        await _opens(run, asking, given)
        return
    allowed = await _allowed(run, asking, given)
    if allowed not in {asking, _ANY}:
        told = f"allows {allowed}" if allowed else "allows no origin"
        raise Defect(f"over polling the server {told}, where {origin} is wanted")


async def allows_no_other_origin(run: Run, given: Presented) -> None:
    """Pages of another origin may not read answers. Raises Defect.

    A websocket can be opened from anywhere, unless the server looks at the origin
    itself, which not all libraries do.
    """
    origin = _wanted(run)
    if origin == _ANY or "polling" not in run.transports:
        raise Untried("any origin is wanted, or polling is not")
    if await _allowed(run, _OTHER, given) in {_OTHER, _ANY}:
        raise Defect(
            f"pages of any origin may connect over polling, where {origin} is wanted "
            "(--cors-origin '*' wants any)"
        )


def _wanted(run: Run) -> str:
    if not run.options.origin:
        raise Untried("no --cors-origin was given")
    return run.options.origin


async def _allowed(run: Run, origin: str, given: Presented) -> str:
    """The origin that may read the answer to a handshake; empty if none may."""
    url, query = run.address.request("polling")
    headers = {**given.all_headers(), "Origin": origin}
    try:
        async with (
            asyncio.timeout(run.options.timeout),
            aiohttp.ClientSession() as http,
            http.get(url, params={**query, **given.query}, headers=headers) as response,
        ):
            return str(response.headers.get("Access-Control-Allow-Origin", ""))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Defect(f"polling from {origin} does not work: {error}") from None


async def _opens(run: Run, origin: str, given: Presented) -> None:
    there = Address(run.address.url, run.address.path, {"Origin": origin})
    line = run.opened(run.suite.api.namespaces[0].name, "websocket")
    try:
        await line.open(there, given, run.options.timeout)
    except Unreachable as error:
        raise Defect(f"a websocket of a page of {origin} is refused: {error}") from None
    finally:
        refused = line.lost
        await line.close()
    if refused:
        raise Defect(f"a websocket of a page of {origin} is refused: {refused}")
