"""Between Python values and what travels: JSON values, with bytes for attachments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import MISSING, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from .errors import InvalidPayload
from .plain import bools, plain, takes_anything
from .problems import ARGUMENT_COUNT, INVALID_PAYLOAD, Violation
from .readable import unreadable

if TYPE_CHECKING:
    from .checks import Check


class Offset(str):
    """The number of an event, which a server of JavaScript put behind its arguments.

    It does so for clients that it lets recover what they have missed, but not to
    what is volatile: there the last argument only looks like it.
    """


class Value:
    """One argument of an event, or one value of an acknowledgement.

    `name` is what the document calls it, `type_` a type of the generated models,
    `default` the JSON value that stands for one that was left out, and `binary`
    says whether bytes occur in it. `rule` checks what the type does not.
    """

    def __init__(
        self,
        name: str,
        type_: object,
        *,
        required: bool = True,
        default: object = MISSING,
        binary: bool = False,
        rule: Check | None = None,
    ) -> None:
        self.name = name
        self.type_ = type_
        self.required = required
        self.default = default
        self.binary = binary
        self.rule = rule

    def absent(self) -> object:
        """What a receiver gets for a value that was left out."""
        return MISSING if self.default is MISSING else self.decode(self.default, "")

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(cast(Any, self.type_))

    def decode(self, wire: object, pointer: str) -> object:
        """The typed value of what came. Raises InvalidPayload."""
        try:
            value = self._adapter.validate_python(wire, by_alias=True, by_name=False)
        except ValidationError as error:
            # Only when something is wrong, words for it are needed.
            from .words import explained

            violations = explained(error, wire, pointer)
            raise InvalidPayload(INVALID_PAYLOAD, violations) from None
        if self.rule is not None:
            faults: list[Violation] = []
            self.rule(wire, pointer, faults)
            if faults:
                raise InvalidPayload(INVALID_PAYLOAD, faults)
        if faults := unreadable(wire, pointer):
            raise InvalidPayload(INVALID_PAYLOAD, faults)
        return value

    @cached_property
    def _free(self) -> bool:
        """Whether pydantic does not know all types that may occur in it."""
        return self.binary or takes_anything(self._adapter.core_schema)

    def encode(self, value: object, pointer: str) -> object:
        """What travels for a typed value. Raises InvalidPayload.

        What was encoded is read back, because a value may have been changed
        since pydantic saw it: nothing invalid leaves.
        """
        try:
            wire = self._adapter.dump_python(
                value,
                mode="python" if self._free else "json",
                by_alias=True,
                warnings="error",
            )
        except (PydanticSerializationError, ValueError, TypeError):
            violations = self._unfit(value, pointer)
            # a log would show the payload that pydantic quotes
            raise InvalidPayload(INVALID_PAYLOAD, violations) from None
        wire = plain(wire, pointer) if self._free else wire
        if isinstance(value, (bool, list, dict)):
            faults = list(bools(cast(object, value), wire, pointer))
            if faults:
                raise InvalidPayload(INVALID_PAYLOAD, faults)
        self.decode(wire, pointer)
        return wire

    def _unfit(self, value: object, pointer: str) -> Sequence[Violation]:
        """Why a value cannot be sent that is not of the type of the models."""
        try:
            self.decode(to_jsonable_python(value), pointer)
        except InvalidPayload as error:
            return error.violations
        except (PydanticSerializationError, ValueError, TypeError):
            pass
        wanted = getattr(self.type_, "__name__", str(self.type_))
        given = type(value).__name__
        if given == wanted:
            return [Violation(pointer, "holds a value of a type that cannot be sent")]
        return [Violation(pointer, f"must be given as {wanted}, not as {given}")]


class Values:
    """The arguments of an event or the values of an acknowledgement, in order.

    Those that are not required stand at the end; `rest` takes what follows.
    """

    def __init__(self, *values: Value, rest: Value | None = None) -> None:
        self._values = values
        self._rest = rest
        self._least = sum(value.required for value in values)

    def decode(self, wire: Sequence[object]) -> tuple[object, ...]:
        """The typed values of what came. Raises InvalidPayload.

        A value that was left out is its default, or MISSING.
        """
        self._count(len(wire))
        absent = (value.absent() for value in self._values[len(wire) :])
        return (*self._each(wire, "decode"), *absent)

    def decode_event(self, wire: Sequence[object]) -> tuple[object, ...]:
        """The same for an event, behind which its offset may stand."""
        if not wire or not isinstance(wire[-1], Offset):
            return self.decode(wire)
        *before, offset = wire
        try:
            return self.decode(before)
        except InvalidPayload as error:
            try:
                return self.decode([*before, str(offset)])
            except InvalidPayload:
                raise error from None

    def encode(self, values: Sequence[object]) -> tuple[object, ...]:
        """What travels for typed values. Raises InvalidPayload.

        A trailing value that is MISSING does not travel.
        """
        given = list(values)
        while given and given[-1] is MISSING:
            given.pop()
        self._count(len(given))
        return self._each(given, "encode")

    def name_of(self, index: int) -> str:
        """What the document calls a value; empty for one that it does not have."""
        value = self._values[index] if index < len(self._values) else self._rest
        return value.name if value is not None else ""

    def keys_of(self, index: int) -> frozenset[str]:
        """The properties that a value has on the wire, if its type names them."""
        value = self._values[index] if index < len(self._values) else self._rest
        fields: dict[str, Any] = getattr(value and value.type_, "model_fields", {})
        return frozenset(str(one.alias or name) for name, one in fields.items())

    def decode_ack(self, wire: Sequence[object]) -> object:
        """What a call returns: None, the value, or a tuple of all values."""
        return self.together(self.decode(wire))

    def together(self, values: tuple[object, ...]) -> object:
        """Typed values as one: None, the only one that is declared, or a tuple."""
        if self._rest is not None or len(self._values) > 1:
            return values
        return values[0] if values else None

    def encode_ack(self, returned: object) -> tuple[object, ...]:
        """What travels for what a handler returned. Raises InvalidPayload."""
        if len(self._values) == 1 and self._rest is None:
            return self.encode((returned,))
        if not self._values and self._rest is None:
            return self.encode(() if returned is None else (returned,))
        if not isinstance(returned, tuple):
            detail = "the handler must return a tuple"
            raise InvalidPayload(INVALID_PAYLOAD, [Violation("", detail)])
        return self.encode(cast("tuple[object, ...]", returned))

    def _each(self, given: Sequence[object], way: str) -> tuple[object, ...]:
        done: list[object] = []
        violations: list[Violation] = []
        for index, one in enumerate(given):
            value = self._values[index] if index < len(self._values) else self._rest
            assert value is not None  # _count has seen to it
            try:
                turn = value.decode if way == "decode" else value.encode
                done.append(turn(one, f"/{index}"))
            except InvalidPayload as error:
                violations.extend(error.violations)
        if violations:
            raise InvalidPayload(INVALID_PAYLOAD, violations)
        return tuple(done)

    def _count(self, given: int) -> None:
        most = len(self._values)
        if given < self._least or (given > most and self._rest is None):
            if self._rest is not None:
                wanted = f"at least {self._least}"
            elif self._least == most:
                wanted = str(most)
            else:
                wanted = f"{self._least} to {most}"
            detail = (
                f"expected {wanted} value{'' if wanted == '1' else 's'}, got {given}"
            )
            raise InvalidPayload(ARGUMENT_COUNT, [Violation("", detail)])
