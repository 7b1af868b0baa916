"""What travels for values of any type: JSON values, with bytes for attachments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from pydantic_core import PydanticSerializationError, to_jsonable_python

from .checks import step
from .errors import InvalidPayload
from .problems import INVALID_PAYLOAD, Violation


def takes_anything(schema: object) -> bool:
    """Whether values of any type are valid somewhere in a schema of pydantic's core.

    Pydantic would make texts of bytes there, and null of NaN.
    """
    todo = [schema]
    seen: set[int] = set()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            parts = cast("dict[str, object]", one)
            open_ended = parts.get("extra_fields_behavior") == "allow"
            if open_ended or parts.get("type") == "any":
                return True
            todo.extend(parts.values())
        elif isinstance(one, (list, tuple)):
            todo.extend(cast("Sequence[object]", one))
    return False


def plain(value: object, pointer: str) -> object:
    """The JSON value of anything, but bytes stay bytes. Raises InvalidPayload."""
    if isinstance(value, dict):
        items = cast("dict[object, object]", value).items()
        named = ((str(_scalar(key, pointer)), one) for key, one in items)
        return {key: plain(one, step(pointer, key)) for key, one in named}
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = enumerate(cast("Sequence[object]", value))
        return [plain(one, f"{pointer}/{index}") for index, one in parts]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", value))
    return _scalar(value, pointer)


def _scalar(value: object, pointer: str) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise _unsendable(pointer, f"cannot be {value}: JSON has no such number")
    try:
        return to_jsonable_python(value)
    except (PydanticSerializationError, ValueError, TypeError):
        detail = f"cannot be of type {type(value).__name__}, which JSON does not have"
        raise _unsendable(pointer, detail) from None


def _unsendable(pointer: str, detail: str) -> InvalidPayload:
    return InvalidPayload(INVALID_PAYLOAD, [Violation(pointer, detail)])
