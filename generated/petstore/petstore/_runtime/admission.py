"""Who may connect to a namespace, and what the others are told."""

from __future__ import annotations

import logging

from . import problems
from .blocking import settled
from .credentials import Handshake, find_way, name_way
from .errors import InvalidPayload, Refused, in_short
from .events import Namespace, invalid
from .problems import Problem
from .serving import Service

LOG = logging.getLogger(__name__.partition("._runtime")[0])


class _Unauthorized(Refused):
    """A refusal that is about credentials."""


class _Unavailable(Refused):
    """A refusal that is about the server."""


_TYPES: dict[type[Refused], str] = {
    _Unauthorized: problems.UNAUTHORIZED,
    _Unavailable: problems.UNAVAILABLE,
}


async def admitted(
    service: Service, namespace: Namespace, handshake: Handshake, auth: object
) -> tuple[object, object]:
    """The `auth` of a client that may connect, as its type, and its principal.

    Raises Refused or InvalidPayload if it may not.
    """
    if service.stopping:
        raise _Unavailable("the server is stopping")
    credential = _credential(namespace, handshake)
    declared = namespace.auth
    parsed = declared and declared.decode({} if auth is None else auth, "")
    return parsed, await _principal(service, credential)


def refusal(namespace: str, error: Exception, address: str) -> Problem:
    """What a client is told that an error keeps from connecting.

    The log has a line for each, without what the client presented: the detail of a
    refusal is the application's, and may quote it.
    """
    if isinstance(error, Refused):
        problem = error.problem(_TYPES.get(type(error), problems.REFUSED))
    elif isinstance(error, InvalidPayload):
        problem = invalid(error)
    else:
        LOG.error("connect to %s failed", namespace, exc_info=error)
        return Problem.of(problems.HANDLER_FAILED)
    told = namespace, in_short(address) or "nowhere", problem.title
    LOG.info("connect to %s from %s was refused: %s", *told)
    return problem


def _credential(namespace: Namespace, handshake: Handshake) -> object | None:
    """What opens the namespace, of the first way in; None if it is open."""
    if not namespace.security:
        return None
    for way in namespace.security:
        credential = find_way(way, handshake)
        if credential is not None:
            return credential
    wanted = " or ".join(map(name_way, namespace.security))
    raise _Unauthorized(f"credentials are missing ({wanted})")


async def _principal(service: Service, credential: object | None) -> object:
    if credential is None:
        return None
    authenticate = service.authenticate
    assert authenticate is not None  # the server has seen to it
    try:
        return await settled(authenticate(credential))
    except Refused as error:
        raise _Unauthorized(error.detail, **error.members) from None
