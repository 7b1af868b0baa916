"""What the types of the models cannot say: rules that are checked on the wire."""

from __future__ import annotations

from typing import Final

from ._runtime.rules import Rules

RULES: Final = Rules(
    {
        "OrderAck": {"properties": {"success": {"const": True}}},
        "OrderRejection": {"properties": {"success": {"const": False}}},
    },
)
