"""Why values break the document, said the way a person would say it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from .._runtime.checks import as_list, as_object
from .._runtime.errors import InvalidPayload
from .._runtime.events import CallEvent, steps_of
from .._runtime.problems import ARGUMENT_COUNT, Violation
from .._runtime.wire import Values
from .defects import counted, kind, shown
from .places import ABSENT, replaced

MISSING = "is missing"
"""What is said of a property that has to be there."""
_TWICE = "it looks like JSON that was encoded twice"
_NO_SCALAR = ("a string", "an array", "an object", "a date", "a UUID", "of the format")
"""How it begins what the document wants, if it is no number and no truth value."""
_JSON = {"True": "true", "False": "false", "None": "null"}
"""What Python calls otherwise than JSON."""
_ABSENT = "a property that has no value is to be left out"


def why_not(values: Values, wire: Sequence[object]) -> str | None:
    """Why values are not those of the document; None if they are."""
    error = error_of(values, wire)
    return None if error is None else _told(values, error, wire)


def why_no_ack(event: CallEvent[Any], wire: Sequence[object]) -> str:
    """Why an acknowledgement is none of those that the document declares.

    It is compared with the one that it comes nearest to.
    """
    declared = [event.ack, *(one.values for one in event.errors)]
    if bundled := _bundled(declared, wire):
        return bundled
    errors = [(one, error_of(one, wire)) for one in declared]
    found = [(one, error) for one, error in errors if error is not None]
    if not found:
        return "is none that the document declares"
    values, nearest = min(
        found,
        key=lambda one: (
            one[0] is not event.ack and not _has_keys(one[0], wire),
            *_distance(one[0], one[1], wire),
        ),
    )
    return _told(values, nearest, wire) + _wrapped(declared, wire)


def resembles_an_error(event: CallEvent[Any], wire: Sequence[object]) -> bool:
    """Whether an answer shares something with an error that the document declares."""
    errors = [(one.values, error_of(one.values, wire)) for one in event.errors]
    return any(
        error is None or _distance(values, error, wire)[1] < 0
        for values, error in errors
    )


def _bundled(declared: Sequence[Values], wire: Sequence[object]) -> str:
    """What is wrong with the right values, if one array stands for several.

    Libraries differ in what they make of a list and of a tuple.
    """
    items = as_list(wire[0]) if len(wire) == 1 else None
    if items and len(items) > 1 and any(is_valid(one, items) for one in declared):
        return (
            f"is one array of {len(items)} values, where the document wants each of "
            "them to be a value of its own"
        )
    if len(wire) > 1 and any(is_valid(one, [list(wire)]) for one in declared):
        return f"has {len(wire)} values, where the document wants one array of them"
    return ""


def _wrapped(declared: Sequence[Values], wire: Sequence[object]) -> str:
    """A hint at what the document wants, if it stands inside of what came."""
    if len(wire) != 1:
        return ""
    entries, items = as_object(wire[0]), as_list(wire[0])
    for key, value in (entries or {}).items():
        if any(error_of(one, [value]) is None for one in declared):
            return f" (it looks like the answer is in `{key}`)"
    if items and any(error_of(one, items[:1]) is None for one in declared):
        return " (it looks like the answer is in a list)"
    return ""


def is_valid(values: Values, wire: Sequence[object]) -> bool:
    """Whether values are those of the document."""
    return error_of(values, wire) is None


def error_of(values: Values, wire: Sequence[object]) -> InvalidPayload | None:
    """The error of values that are not those of the document; None if they are."""
    try:
        values.decode(wire)
    except InvalidPayload as error:
        return error
    return None


def _distance(
    values: Values, error: InvalidPayload, wire: Sequence[object]
) -> tuple[bool, int, int]:
    """How far values are from those that are declared: what they share counts most."""
    wrong = {one.pointer for one in error.violations}
    shared = 0
    for index, one in enumerate(wire):
        keys = values.keys_of(index) & (as_object(one) or {}).keys()
        shared += sum(f"/{index}/{key}" not in wrong for key in keys)
    return error.type == ARGUMENT_COUNT, -shared, len(wrong)


def _has_keys(values: Values, wire: Sequence[object]) -> bool:
    """Whether values have some of the properties that are declared, right or wrong."""
    return any(
        values.keys_of(index) & (as_object(one) or {}).keys()
        for index, one in enumerate(wire)
    )


def shares_keys(values: Values, error: InvalidPayload, wire: Sequence[object]) -> bool:
    """Whether wrong values have some of the properties that are declared."""
    return _distance(values, error, wire)[1] < 0


def value_at(wire: Sequence[object], pointer: str) -> object:
    """What stands in a place of values."""
    return _at(wire, steps_of(pointer))


def _told(values: Values, error: InvalidPayload, wire: Sequence[object]) -> str:
    if error.type == ARGUMENT_COUNT:
        wanted = re.search(r"expected (.*) values?,", error.violations[0].detail)
        count = wanted[1] if wanted else "another number"
        hint = ""
        items = as_list(wire[0]) if len(wire) == 1 else None
        if items and _resembles(values, items):
            hint = " (it looks like all values in one list)"
        elif wire and wire[0] is None:
            hint = " (the first is null, where callbacks of Node have an error)"
        return (
            f"has {counted(len(wire), 'value')} where the document wants {count}{hint}"
        )
    first, *others = error.violations
    more = f" (and {len(others)} more like it)" if others else ""
    return f"{_violation(values, first, wire)}{more}"


def _resembles(values: Values, items: Sequence[object]) -> bool:
    """Whether items are as many as the values of the document, and not all wrong."""
    error = error_of(values, items)
    if error is None:
        return True
    return error.type != ARGUMENT_COUNT and len(error.violations) < len(items)


def _violation(values: Values, one: Violation, wire: Sequence[object]) -> str:
    steps = steps_of(one.pointer)
    place = _place(steps, len(wire))
    if one.detail == MISSING:
        holder = as_object(_at(wire, steps[:-1]))
        other = alike(steps[-1], holder or ())
        hint = f" (there is `{other}`)" if other else ""
        return f"lacks `{steps[-1]}`{_inside(steps[:-1], len(wire))}{hint}"
    value = _at(wire, steps)
    detail = one.detail
    if detail.startswith("must be "):
        wanted = detail.removeprefix("must be ")
        wanted = _JSON.get(wanted, wanted)
        hint = _hint(value, wanted)
        if value is None and _may_be_absent(values, steps, wire):
            hint = _ABSENT
        is_ = f"{kind(value)}, {shown(value)},"
        if value is None or hint == _TWICE:
            is_ = "null" if value is None else "a JSON string"
        told = f"is {is_} where the document wants {wanted}"
        return f"{place}{told}" + (f" ({hint})" if hint else "")
    return f"{place}is {shown(value)}, which {detail}"


def _hint(value: object, wanted: str) -> str:
    if not isinstance(value, str):
        return ""
    if "bytes" in wanted:
        return "it looks like base64" if _is_base64(value) else ""
    try:
        inner = json.loads(value)
    except ValueError:
        return ""
    if isinstance(inner, (dict, list)):
        return _TWICE
    if inner is None or wanted.startswith(_NO_SCALAR):
        return ""
    return f"{kind(inner)} that was made a string"


def _may_be_absent(
    values: Values, steps: Sequence[str], wire: Sequence[object]
) -> bool:
    """Whether a property is no longer wrong if it is left out."""
    if as_object(_at(wire, steps[:-1])) is None:
        return False
    holders = [_at(wire, steps[:number]) for number in range(len(steps))]
    path = tuple(
        one if as_list(holder) is None else int(one)
        for one, holder in zip(steps, holders, strict=True)
    )
    left = as_list(replaced([*wire], path, ABSENT)) or ()
    error = error_of(values, left)
    wrong = () if error is None else error.violations
    return all(steps_of(one.pointer) != [*steps] for one in wrong)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def alike(name: str, others: Iterable[str]) -> str:
    """Which of other names is the same but for letters, dashes and the like."""
    return next((one for one in others if _plain(one) == _plain(name)), "")


def _plain(key: str) -> str:
    return re.sub("[^a-z0-9]", "", key.lower())


def _place(steps: Sequence[str], count: int) -> str:
    """`` for the only value, else which value or what inside it."""
    inner = "/".join(steps[1:])
    if count > 1 and steps:
        number = f"value {int(steps[0]) + 1}"
        return (
            f"has a {number} that " if not inner else f"has `{inner}` in {number} that "
        )
    return f"has `{inner}` that " if inner else ""


def _inside(steps: Sequence[str], count: int) -> str:
    inner = "/".join(steps[1:])
    number = f" of value {int(steps[0]) + 1}" if count > 1 and steps else ""
    return f" in `{inner}`{number}" if inner else number


def _at(wire: Sequence[object], steps: Sequence[str]) -> object:
    value: object = list(wire)
    for one in steps:
        entries, items = as_object(value), as_list(value)
        if entries is not None:
            value = entries.get(one)
        elif items is not None and one.isdigit() and int(one) < len(items):
            value = items[int(one)]
        else:
            return None
    return value


def says_error(wire: Sequence[object]) -> bool:
    """Whether values say themselves that something went wrong, in whatever form."""
    for one in wire:
        if not isinstance(one, dict):
            continue
        given = cast("dict[str, object]", one)
        if any(given.get(key) for key in ("error", "errors", "err", "exception")):
            return True
        if any(given.get(key) is False for key in ("success", "ok", "successful")):
            return True
        state = given.get("status", given.get("code", given.get("statusCode")))
        if isinstance(state, str) and state.lower() in _BAD:
            return True
        if isinstance(state, int) and 400 <= state < 600:
            return True
    return False


_BAD = {
    "error",
    "fail",
    "failed",
    "failure",
    "invalid",
    "rejected",
    "refused",
    "denied",
}
