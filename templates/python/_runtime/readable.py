"""What any other end can read of a JSON value, beyond what schemas say."""

from __future__ import annotations

import math
import re
from typing import Final

from pydantic_core import to_json

from .checks import Faults, as_list, as_object, step
from .problems import Violation

MOST_DIGITS: Final = 100
"""How long an integer may be: python-socketio does not read a longer one."""
_LARGEST: Final = 10**MOST_DIGITS
_TOO_MANY_DIGITS = re.compile(rb"[0-9]{%d}" % (MOST_DIGITS + 1))
_TWO_DIGITS = re.compile(rb"[0-9]{2}")
_STRIDE: Final = MOST_DIGITS // 2


def unreadable(wire: object, pointer: str) -> Faults:
    """What is no JSON to others: NaN, halves of letters, endless integers.

    Hardly any value has them, so that a fast look at it as a whole comes first.
    """
    try:
        text = to_json(wire, inf_nan_mode="constants")
    except (ValueError, RecursionError):
        pass  # bytes that travel beside the JSON, or something to tell of
    else:
        if not _is_suspicious(text):
            return []
    faults: Faults = []
    todo: list[tuple[str, object]] = [(pointer, wire)]
    while todo:
        place, value = todo.pop()
        if detail := _fault(value):
            faults.append(Violation(_plain(place), detail))
        elif (entries := as_object(value)) is not None:
            todo += ((step(place, key), one) for key, one in entries.items())
            if any(map(_fault, entries)):
                faults.append(Violation(_plain(place), "has a name that is no text"))
        else:
            items = as_list(value) or ()
            todo += ((step(place, index), one) for index, one in enumerate(items))
    return faults


def _is_suspicious(text: bytes) -> bool:
    """Whether JSON may hold a number that others do not read.

    What has too many digits has two at places a stride apart, of which there are few.
    """
    if b"NaN" in text or b"Infinity" in text:
        return True
    return (
        len(text) > MOST_DIGITS
        and _TWO_DIGITS.search(text[::_STRIDE]) is not None
        and _TOO_MANY_DIGITS.search(text) is not None
    )


def _fault(value: object) -> str:
    if isinstance(value, str):
        return "" if _is_unicode(value) else "must be text in Unicode"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "must be a finite number"
    if isinstance(value, int) and not -_LARGEST < value < _LARGEST:
        return f"must have at most {MOST_DIGITS} digits"
    return ""


def _is_unicode(text: str) -> bool:
    """Whether a text has no half of a pair of surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(pointer: str) -> str:
    return pointer.encode(errors="replace").decode()
