"""What clients did, as a few lines of Python that do it again by themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pprint import pformat
from urllib.parse import urlencode

from .login import Presented
from .run import Run

_CLIENTS = ("one", "two", "three")
_COLUMNS = 80
_SOMEWHERE = "http://127.0.0.1:8000"


class Script:
    """A program of python-socketio, which grows with what is done to a server."""

    def __init__(self, run: Run, namespace: str) -> None:
        self._run = run
        self._namespace = namespace
        self._lines: list[str] = []
        self._names: dict[int, str] = {}
        self._answers = 0

    def connects(self, client: int, transport: str, given: Presented) -> None:
        """A client connects, for the first time or again."""
        name = self._names.get(client) or _CLIENTS[len(self._names)]
        if client in self._names:
            self._lines.append(f"await {name}.disconnect()")
        self._names[client] = name
        self._lines.append(f"{name} = socketio.AsyncSimpleClient()")
        query = f" + {'?' + urlencode(given.query)!r}" if given.query else ""
        words = [f"URL{query}", f"namespace={self._namespace!r}"]
        words.append(f"transports=[{transport!r}]")
        path = self._run.address.path.strip("/")
        if path != "socket.io":
            words.append(f"socketio_path={path!r}")
        secret = self._run.options.given is not None
        if given.auth is not None:
            words.append(f"auth={'AUTH' if secret else repr(given.auth)}")
        if headers := given.all_headers():
            words.append(f"headers={'HEADERS' if secret else repr(headers)}")
        self._call(f"await {name}.connect", words)

    def sends(
        self, client: int, name: str, wire: Sequence[object], limit: float | None
    ) -> str:
        """A client sends an event; returns what its answer is called.

        `limit` is how many seconds the answer may take; None if there is to be none.
        """
        words = [repr(name)]
        if wire:
            alone = len(wire) == 1 and wire[0] is not None
            given = wire[0] if alone else tuple(wire)
            words.append(pformat(given, width=_COLUMNS - 8, sort_dicts=False))
        sender = self._names[client]
        if limit is None:
            self._call(f"await {sender}.emit", words)
            return ""
        self._answers += 1
        answer = f"answer{self._answers}"
        words.append(f"timeout={min(limit, self._run.options.timeout):g}")
        self._call(f"{answer} = await {sender}.call", words)
        self._lines.append(f"print({answer})")
        return answer

    def told(self, sentence: str) -> str:
        """The program, which says in the end what is wrong."""
        url = self._run.options.url
        known = "" if url else "  # where the server is"
        head = [f"URL = {url or _SOMEWHERE!r}{known}"]
        if self._run.options.given is not None:
            head.append("AUTH = None  # what --auth says")
            head.append("HEADERS = {}  # what --header says")
        words = "".join(one if one.isprintable() else " " for one in sentence)
        wrapped = textwrap.wrap(words, _COLUMNS - 6, break_long_words=False)
        clients = self._names.values()
        heard = [f"print({name!r}, {name}.input_buffer)" for name in clients]
        body = [
            *self._lines,
            *(f"# {one}" for one in wrapped),
            "await asyncio.sleep(1)",
            *heard,
            *(f"await {name}.disconnect()" for name in clients),
        ]
        return "\n".join(
            [
                "import asyncio",
                "import socketio",
                "",
                *head,
                "",
                "async def main():",
                textwrap.indent("\n".join(body), "    "),
                "",
                "asyncio.run(main())",
            ]
        )

    def _call(self, function: str, words: Sequence[str]) -> None:
        line = f"{function}({', '.join(words)})"
        if len(line) > _COLUMNS - 4 or "\n" in line:
            inner = textwrap.indent(",\n".join(words), "    ")
            line = f"{function}(\n{inner},\n)"
        self._lines.append(line)
