"""Scalars that read the wire the way JSON Schema does.

Pydantic takes a number for a date and refuses `1.0` for an integer; a schema
does neither. The generated models use these names where they differ.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, TypeAlias

import pydantic
from pydantic import AllowInfNan, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError


class Model(pydantic.BaseModel):
    """The base of the generated models.

    Fields are named in Python's way and may be given by that name; on the wire
    they have the names of the document. A field that was left out is `MISSING`
    and is not sent; None is sent as null.
    """

    model_config = ConfigDict(validate_by_name=True)


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _no_number(value: object) -> object:
    if isinstance(value, (int, float, bytes)):
        raise PydanticCustomError("string_type", "Input should be a string")
    return value


StrictInt: TypeAlias = Annotated[pydantic.StrictInt, BeforeValidator(_whole)]
"""An integer; `1.0` is one, `true` is none."""
StrictFloat: TypeAlias = Annotated[pydantic.StrictFloat, AllowInfNan(False)]
"""A number. JSON has neither NaN nor infinity."""
AwareDatetime: TypeAlias = Annotated[
    pydantic.AwareDatetime, BeforeValidator(_no_number)
]
"""A point in time with an offset; on the wire a `date-time` of RFC 3339."""
Date: TypeAlias = Annotated[datetime.date, BeforeValidator(_no_number)]
"""A day; on the wire a `date` of RFC 3339."""
Uuid: TypeAlias = Annotated[uuid.UUID, BeforeValidator(_no_number)]
"""A UUID; on the wire its text."""
