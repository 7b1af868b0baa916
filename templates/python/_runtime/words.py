"""What is wrong with a value, in the words of the document and with JSON pointers.

Pydantic speaks of Python's types, and names the branches of a union on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from .checks import WORDS, as_list, as_object, number_of, step
from .problems import Violation

Context = Mapping[str, Any]


def explained(error: ValidationError, wire: object, pointer: str) -> list[Violation]:
    """The violations that an error of pydantic means."""
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_input=False):
        path = _path(one["loc"], wire, missing=one["type"] == "missing")
        details = found.setdefault(path, [])
        detail = _detail(one["type"], one["msg"], one.get("ctx", {}))
        if detail not in details:
            details.append(detail)
    return [
        Violation(pointer + path, _together(details))
        for path, details in found.items()
        if not _is_beside_the_point(path, details, found)
    ]


def _is_beside_the_point(
    path: str, details: list[str], found: Mapping[str, list[str]]
) -> bool:
    """Whether a value is of an allowed type, and something inside it is wrong."""
    deeper = any(other.startswith(f"{path}/") for other in found)
    return deeper and all(one in _OF_TYPES for one in details)


def _together(details: list[str]) -> str:
    """What each branch of a union says, as one sentence."""
    start = "must be "
    if all(one.startswith(start) for one in details):
        return start + " or ".join(one.removeprefix(start) for one in details)
    return ", or ".join(details)


def _path(loc: tuple[int | str, ...], wire: object, *, missing: bool) -> str:
    """The JSON pointer of a place, without the branches of unions."""
    path = ""
    value = wire
    for place, part in enumerate(loc, 1):
        entries, items = as_object(value), as_list(value)
        if entries is not None and part in entries:
            value = entries[str(part)]
        elif items is not None and isinstance(part, int):
            value = items[part] if part < len(items) else None
        elif not (missing and place == len(loc)):
            continue
        path = step(path, part)
    return path


def _detail(kind: str, message: str, context: Context) -> str:
    if kind in _TYPES:
        return f"must be {WORDS[_TYPES[kind]]}"
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"must be {words} {context[key]}"
    if kind in _LENGTHS:
        words, key, thing = _LENGTHS[kind]
        return f"must have {words} {number_of(context[key], thing)}"
    if kind in _OTHERS:
        return _OTHERS[kind](context)
    return next((x for start, x in _FORMS if kind.startswith(start)), message)


_FORMS = (
    ("datetime_", "must be a date-time that exists"),
    ("timezone_", "must be a date-time with an offset"),
    ("date_", "must be a date that exists"),
    ("uuid_", "must be a UUID"),
)


_TYPES = {
    "string_type": "string",
    "int_type": "integer",
    "int_from_float": "integer",
    "int_parsing": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "bool_type": "boolean",
    "none_required": "null",
    "list_type": "array",
    "tuple_type": "array",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
}
_OF_TYPES = {f"must be {one}" for one in WORDS.values()}
_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a property that is allowed",
    "bytes_type": "must be bytes",
    "finite_number": "must be a finite number",
    "string_unicode": "must be text in Unicode",
    "recursion_loop": "is nested too deep",
    "int_parsing_size": "has too many digits",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("greater than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
    "multiple_of": ("a multiple of", "multiple_of"),
}
_LENGTHS = {
    "string_too_short": ("at least", "min_length", "character"),
    "string_too_long": ("at most", "max_length", "character"),
    "bytes_too_short": ("at least", "min_length", "byte"),
    "bytes_too_long": ("at most", "max_length", "byte"),
}


def _too_short(context: Context) -> str:
    return f"must have at least {_count(context, 'min_length')}"


def _too_long(context: Context) -> str:
    return f"must have at most {_count(context, 'max_length')}"


def _count(context: Context, key: str) -> str:
    thing = "property" if context["field_type"] == "Dictionary" else "item"
    return number_of(context[key], thing)


_OTHERS: Mapping[str, Callable[[Context], str]] = {
    "too_short": _too_short,
    "too_long": _too_long,
    "literal_error": lambda context: f"must be {context['expected']}",
    "enum": lambda context: f"must be {context['expected']}",
    "string_pattern_mismatch": lambda context: (
        f"must match the pattern {context['pattern']}"
    ),
    "union_tag_not_found": lambda context: (
        f"must have {context['discriminator']}, which tells its kind"
    ),
    "union_tag_invalid": lambda context: (
        f"must have one of {context['expected_tags']} in {context['discriminator']}"
    ),
}
