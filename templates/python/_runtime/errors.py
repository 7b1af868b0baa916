"""Everything that a generated server or client raises.

ApiError
├── InvalidPayload      a value breaks its schema; nothing was sent
│   └── TooLarge        a message has more bytes than the server takes
├── NotConnected        there is no connection to send on
├── ConnectFailed       no transport reached the server
├── ConnectRefused      the server refused a namespace
├── StreamOverflow      a reader of a stream was too slow, and asked to be told
├── Refused             raise it on the server to refuse a connect or an event
└── CallError           a call that got no value for an answer
    ├── AckTimeout      no acknowledgement in time
    ├── Disconnected    the connection was lost before the acknowledgement
    ├── InvalidAck      the acknowledgement breaks the document
    ├── RemoteError     the other end answered with a problem
    └── DeclaredError   an error of the document, one class for each
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from .problems import INVALID_PAYLOAD, REFUSED, Problem, Violation


class ApiError(Exception):
    """The base of everything that this package raises."""


class InvalidPayload(ApiError):
    """A value breaks its schema.

    `violations` lists each place; `type` is the problem type it is answered with.
    """

    def __init__(self, type_: str, violations: Sequence[Violation]) -> None:
        self.type = type_
        self.violations = tuple(violations)
        super().__init__(
            "; ".join(
                f"{one.pointer}: {one.detail}" if one.pointer else one.detail
                for one in self.violations
            )
        )


def in_short(what: object, most: int = 300) -> str:
    """An error, or a name, in one line of a log, whatever a peer has put into it."""
    text = str(what)
    shown = text if len(text) <= most else f"{text[:most]}…"
    return "".join(one if one.isprintable() else "?" for one in shown)


class TooLarge(InvalidPayload):
    """A message has more bytes than the server takes at once, so nothing was sent.

    `size` is what it has, `most` what the server has said at the connect.
    """

    def __init__(self, size: int, most: int) -> None:
        self.size = size
        self.most = most
        detail = f"the message has {size:,} bytes, and the server takes {most:,}"
        super().__init__(INVALID_PAYLOAD, [Violation("", detail)])


class NotConnected(ApiError):
    """There is no connection to the namespace, so nothing was sent."""


class ConnectFailed(ApiError):
    """No transport reached the server.

    `attempts` pairs each transport that was tried with what became of it.
    """

    def __init__(self, url: str, attempts: Sequence[tuple[str, str]]) -> None:
        self.url = url
        self.attempts = tuple(attempts)
        tried = "; ".join(f"{transport}: {reason}" for transport, reason in attempts)
        super().__init__(f"cannot connect to {url} ({tried})")


class ConnectRefused(ApiError):
    """The server refused a namespace.

    `problem` is what it said, or None if it said nothing that is a problem
    object; `message` is its sentence, and `data` what came besides.
    """

    def __init__(
        self,
        namespace: str,
        message: str,
        problem: Problem | None = None,
        data: object = None,
    ) -> None:
        self.namespace = namespace
        self.message = message
        self.problem = problem
        self.data = data
        super().__init__(f"{namespace} refused the connection: {problem or message}")


class StreamOverflow(ApiError):
    """The reader of a stream fell behind by more than the stream keeps."""


class Refused(ApiError):
    """Raise it in `authenticate`, `on_connect` or a handler to say no.

    The detail travels to the client, as a problem of the type
    `urn:sockgen:problem:refused` or, from `authenticate`, `…:unauthorized`. Keyword
    arguments travel as further members of the problem; they must be JSON values.
    """

    def __init__(self, detail: str = "", **members: object) -> None:
        self.detail = detail
        self.members = members
        super().__init__(detail)

    def problem(self, type_: str = REFUSED) -> Problem:
        """The problem that the client is told."""
        return Problem.of(type_, self.detail, extra=self.members)


class CallError(ApiError):
    """A call got no value for an answer. `event` and `namespace` say which call."""

    def __init__(self, namespace: str, event: str, message: str) -> None:
        self.namespace = namespace
        self.event = event
        super().__init__(f"{event} on {namespace}: {message}")


class AckTimeout(CallError):
    """No acknowledgement came in time. The event may have been handled."""


class Disconnected(CallError):
    """The connection was lost before the acknowledgement came."""


class InvalidAck(CallError):
    """An acknowledgement came that breaks the document.

    `values` is what came, `violations` says why it is not what was declared.
    """

    def __init__(
        self,
        namespace: str,
        event: str,
        values: tuple[object, ...],
        violations: Sequence[Violation],
    ) -> None:
        self.values = values
        self.violations = tuple(violations)
        why = "; ".join(f"{one.pointer}: {one.detail}" for one in self.violations)
        super().__init__(namespace, event, f"invalid acknowledgement ({why})")


class RemoteError(CallError):
    """The other end answered with a problem, see `problem`."""

    def __init__(self, namespace: str, event: str, problem: Problem) -> None:
        self.problem = problem
        super().__init__(namespace, event, str(problem))


class DeclaredError(ApiError):
    """The base of the errors that the document declares for acknowledgements.

    `arguments` are the values that travel.
    """

    def __init__(self, *arguments: object) -> None:
        self.arguments = arguments
        super().__init__(*arguments)

    @classmethod
    def from_arguments(cls, arguments: Sequence[object]) -> Self:
        """The error that the values of an acknowledgement mean."""
        error = cls.__new__(cls)
        DeclaredError.__init__(error, *arguments)
        return error
