"""Scalars that read the wire the way JSON Schema does.

Pydantic takes a number for a date and refuses `1.0` for an integer; a schema
does neither. The generated models use these names where they differ.
"""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Annotated, TypeAlias

import pydantic
from pydantic import AllowInfNan, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from .readable import MOST_DIGITS


class Model(pydantic.BaseModel):
    """The base of the generated models.

    Fields are named in Python's way and may be given by that name; on the wire
    they have the names of the document. A field that was left out is `MISSING`
    and is not sent; None is sent as null.
    """

    model_config = ConfigDict(validate_by_name=True)


class FrozenModel(pydantic.BaseModel, frozen=True):
    """The same, for models whose fields cannot be assigned to."""

    model_config = ConfigDict(validate_by_name=True)


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        if abs(value) >= 10**MOST_DIGITS:
            message = "must have at most {most} digits"
            raise PydanticCustomError("digits", message, {"most": MOST_DIGITS})
        return int(value)
    return value


class _Text:
    """A validator that lets texts of one form pass, and refuses numbers.

    Values that a program gives, such as a datetime, are for pydantic to judge.
    """

    def __init__(self, form: str, name: str) -> None:
        self._form = re.compile(form)
        self._name = name

    def __call__(self, value: object) -> object:
        if isinstance(value, (int, float, bytes)):
            raise PydanticCustomError("string_type", "must be a string")
        if isinstance(value, str) and not self._form.fullmatch(value):
            message = "must be a {name}"
            raise PydanticCustomError("format", message, {"name": self._name})
        return value


_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
_HEX = "[0-9a-fA-F]"

StrictInt: TypeAlias = Annotated[pydantic.StrictInt, BeforeValidator(_whole)]
"""An integer; `1.0` is one, `true` is none."""
StrictFloat: TypeAlias = Annotated[pydantic.StrictFloat, AllowInfNan(False)]
"""A number. JSON has neither NaN nor infinity."""
AwareDatetime: TypeAlias = Annotated[
    pydantic.AwareDatetime,
    BeforeValidator(_Text(f"{_DATE}[Tt]{_TIME}", "date-time of RFC 3339")),
]
"""A point in time with an offset; on the wire a `date-time` of RFC 3339."""
Date: TypeAlias = Annotated[
    datetime.date, BeforeValidator(_Text(_DATE, "date of RFC 3339"))
]
"""A day; on the wire a `date` of RFC 3339."""
Uuid: TypeAlias = Annotated[
    uuid.UUID,
    BeforeValidator(_Text(f"{_HEX}{{8}}(-{_HEX}{{4}}){{3}}-{_HEX}{{12}}", "UUID")),
]
"""A UUID; on the wire its text."""
