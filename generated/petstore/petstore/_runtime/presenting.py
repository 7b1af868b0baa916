"""What a client presents at a connect: the `auth` of each namespace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from .blocking import settled
from .events import Namespace
from .failing import as_failure

Auth: TypeAlias = Mapping[str, object] | object | None
AuthSource: TypeAlias = Auth | Callable[[], Auth | Awaitable[Auth]]
Headers: TypeAlias = Mapping[str, str]
HeaderSource: TypeAlias = (
    Headers | None | Callable[[], Headers | None | Awaitable[Headers | None]]
)
T = TypeVar("T")


async def ask(source: T | Callable[[], T | Awaitable[T]]) -> T:
    """What is presented at one attempt, from whom it is to be had."""
    if not callable(source):
        return source
    try:
        answer: Any = source()
        return cast(T, await settled(answer))
    except asyncio.CancelledError as ended:
        raise as_failure(ended) from ended  # nobody has meant the client


def auth_by_namespace(
    spaces: Sequence[Namespace], auth: Auth
) -> dict[str, Mapping[str, object]]:
    """The `auth` for each namespace that asks for one. Raises InvalidPayload.

    A mapping whose keys are namespaces has one for each. Any other is for all that
    ask: a namespace that is open gets none, unless the document speaks of no `auth`
    at all.
    """
    if auth is None:
        return {}
    given = _given(auth)
    if given is not None:
        unknown = given.keys() - {one.name for one in spaces}
        if unknown:
            raise ValueError(f"auth for namespaces that are not there: {unknown}")
        return {
            one.name: _auth_of(one, given[one.name])
            for one in spaces
            if given.get(one.name) is not None
        }
    asking = [one for one in spaces if one.auth is not None or one.security]
    return {one.name: _auth_of(one, auth) for one in asking or spaces}


def _given(auth: Auth) -> dict[str, object] | None:
    if not isinstance(auth, Mapping) or not auth:
        return None
    given = dict(cast("Mapping[str, object]", auth))
    return given if all(key.startswith("/") for key in given) else None


def _auth_of(namespace: Namespace, auth: object) -> Mapping[str, object]:
    if not isinstance(auth, Mapping):
        if namespace.auth is None:
            raise TypeError(f"the auth for {namespace.name} must be a mapping")
        return cast("Mapping[str, object]", namespace.auth.encode(auth, ""))
    given = cast("Mapping[str, object]", auth)
    if namespace.auth is not None:
        namespace.auth.decode(dict(given), "")
    return given
