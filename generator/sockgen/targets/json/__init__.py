"""The contract itself as JSON: what every other target is given, for bug reports."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import cast

from sockgen.contract import Api, JsonValue
from sockgen.diagnostics import Result
from sockgen.targets import Files, Options

__all__ = ["render", "to_text"]

# What has no UTF-8 form (lone surrogates), and what a terminal or an editor obeys.
# JSON has none of them outside of a string, so that each can become its escape.
_HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_PLACES = frozenset({"span", "places", "locate"})


def render(api: Api, options: Options) -> Result[Files]:
    """Make `contract.json`."""
    return Result({"contract.json": to_text(api)})


def to_text(api: Api) -> str:
    """Write a contract as JSON, in the order of the document and without positions."""
    text = json.dumps(_plain(api), indent=2, ensure_ascii=False, allow_nan=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: object) -> JsonValue:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Enum():
            return _plain(value.value)
        case Mapping():
            table = cast(Mapping[str, object], value)
            return {key: _plain(item) for key, item in table.items()}
        case list() | tuple():
            return [_plain(item) for item in cast(Iterable[object], value)]
        case _ if is_dataclass(value):
            names = [one.name for one in fields(value) if one.name not in _PLACES]
            return {name: _plain(getattr(value, name)) for name in names}
        case _:
            raise TypeError(f"a contract holds no {type(value).__name__}")
