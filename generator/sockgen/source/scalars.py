"""The scalars of YAML 1.2: which plain text is a number, a truth value or nothing."""

import math
import re
import sys
from collections.abc import Callable

from sockgen.source.model import JsonValue

STR = "tag:yaml.org,2002:str"
SEQ = "tag:yaml.org,2002:seq"
MAP = "tag:yaml.org,2002:map"
_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
_INT = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), _NULL),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), _BOOL),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LARGEST = int(sys.float_info.max)
"""What a floating-point number holds: most readers of JSON have no other."""
_LONGEST = 1_000
"""More digits than such a number has, whatever its base."""
_FIRST = frozenset("0123456789+-.")


def plain_tag(text: str) -> str:
    """The tag of a scalar that stands without quotes and without a tag."""
    if text[:1] in _FIRST and text:
        if _INTEGER.fullmatch(text):
            return _INT
        return _FLOAT if _NUMBER.fullmatch(text) else STR
    return _WORDS.get(text, STR)


def _integer(text: str) -> JsonValue:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    if len(text) > _LONGEST:
        raise ValueError(text)
    number = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if not -_LARGEST <= number <= _LARGEST:
        raise ValueError(text)
    return number


def _number(text: str) -> JsonValue:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    number = float(text.replace(".inf", "inf").replace(".nan", "nan"))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _truth(text: str) -> JsonValue:
    if _WORDS.get(text) != _BOOL:
        raise ValueError(text)
    return text in ("true", "True", "TRUE")


def _nothing(text: str) -> JsonValue:
    if _WORDS.get(text) != _NULL:
        raise ValueError(text)
    return None


READERS: dict[str, Callable[[str], JsonValue]] = {
    STR: str,
    _INT: _integer,
    _FLOAT: _number,
    _BOOL: _truth,
    _NULL: _nothing,
}
"""For each tag of a scalar, what makes its value; a ValueError says that it cannot."""
