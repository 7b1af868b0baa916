"""The garbage collector, out of the way while a document is worked on."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Generator[None]:
    """Keep the collector from running.

    Thousands of new values make it walk them all again and again, and none of
    them is garbage: without it a large document takes half the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
