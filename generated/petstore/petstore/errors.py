"""What calls and handlers raise: the errors of the document, and those of the wire."""

from __future__ import annotations

from typing import Literal, cast

from pydantic import MISSING

from ._runtime.errors import (
    AckTimeout,
    ApiError,
    CallError,
    ConnectFailed,
    ConnectRefused,
    DeclaredError,
    Disconnected,
    InvalidAck,
    InvalidPayload,
    NotConnected,
    Refused,
    RemoteError,
    StreamOverflow,
    TooLarge,
)
from .models import OrderId, OrderRejection, OrderRejectionReason, OrderUnknown

__all__ = [
    "AckTimeout",
    "ApiError",
    "CallError",
    "ConnectFailed",
    "ConnectRefused",
    "DeclaredError",
    "Disconnected",
    "InvalidAck",
    "InvalidPayload",
    "NotConnected",
    "OrderNotFound",
    "OrderRejected",
    "Refused",
    "RemoteError",
    "StreamOverflow",
    "TooLarge",
]


class OrderRejected(DeclaredError):
    """The order was not taken.

    An answer that the document declares: raise it in a handler, catch it from a
    call.
    """

    def __init__(
        self,
        *,
        reason: OrderRejectionReason,
        success: Literal[False] = False,
        detail: str | MISSING = MISSING,
    ) -> None:
        super().__init__(OrderRejection(success=success, reason=reason, detail=detail))

    @property
    def payload(self) -> OrderRejection:
        """What travels in the acknowledgement."""
        return cast(OrderRejection, self.arguments[0])


class OrderNotFound(DeclaredError):
    """There is no such order, or it is somebody else's.

    An answer that the document declares: raise it in a handler, catch it from a
    call.
    """

    def __init__(self, *, unknown: OrderId) -> None:
        super().__init__(OrderUnknown(unknown=unknown))

    @property
    def payload(self) -> OrderUnknown:
        """What travels in the acknowledgement."""
        return cast(OrderUnknown, self.arguments[0])
