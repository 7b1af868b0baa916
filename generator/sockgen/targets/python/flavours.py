"""The two kinds of servers and clients: for asyncio, and for code that blocks."""

from dataclasses import dataclass

TWIN = "Async"
"""What the name of a class for asyncio begins with, before that of its twin."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """How one kind writes what the other writes differently.

    `server` and `client` are the modules. Names of the runtime follow the same rule
    as those of the document: the plain name belongs to the kind that blocks.
    """

    server: str
    client: str
    waits: bool

    def name(self, plain: str) -> str:
        """The name of a class of this kind."""
        return f"{TWIN}{plain}" if self.waits else plain

    @property
    def define(self) -> str:
        """What a method that talks to the other end begins with."""
        return "async def" if self.waits else "def"

    @property
    def wait(self) -> str:
        """What stands before a call of such a method."""
        return "await " if self.waits else ""

    def returned(self, kind: str) -> str:
        """What a function of this kind gives back to its caller, before waiting."""
        return f"Awaitable[{kind}]" if self.waits else kind

    @property
    def app(self) -> str:
        """The method of a server that makes the application of its kind."""
        return "asgi_app" if self.waits else "wsgi_app"

    @property
    def manner(self) -> str:
        """How the docstring of a module calls this kind."""
        return "for asyncio" if self.waits else "for threads"


ASYNC = Flavour("async_server", "async_client", waits=True)
SYNC = Flavour("server", "client", waits=False)
FLAVOURS = (ASYNC, SYNC)
