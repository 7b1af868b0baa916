"""A client that is none of Python."""

import json

import aiohttp


class Foreign:
    """A client that polls, and knows nothing of Python."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._address = f"{url}/socket.io/?EIO=4&transport=polling"
        self._http = http

    async def connect(self) -> list[str]:
        """Connect the namespace, and return what comes first."""
        [handshake] = await self.poll()
        self._address += f"&sid={json.loads(handshake[1:])['sid']}"
        await self.send("40/traps,{}")
        return await self.poll()

    async def poll(self) -> list[str]:
        """The packets of one answer."""
        async with self._http.get(self._address, raise_for_status=True) as response:
            return (await response.text()).split("\x1e")

    async def send(self, *packets: str) -> None:
        """Send packets in one request."""
        async with self._http.post(self._address, data="\x1e".join(packets)):
            pass
