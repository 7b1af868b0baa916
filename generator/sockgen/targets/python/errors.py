"""The view of `errors.py`: a class for each error that the document declares."""

from dataclasses import dataclass

from sockgen.contract import AckError, Api
from sockgen.rendering import Code, bracketed, docstring, function, statement
from sockgen.targets.python.methods import NOTHING
from sockgen.targets.python.models import Member, Models
from sockgen.targets.python.names import ApiNames, declared_errors
from sockgen.targets.python.types import Types

_USE = (
    "An answer that the document declares: raise it in a handler, catch it from a call."
)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One class: its constructor, and the type of its payload if it has one value."""

    name: Code
    head: Code
    doc: Code
    init: Code
    body: Code
    payload: Code
    payload_body: Code


def view_errors(
    api: Api, names: ApiNames, types: Types, models: Models
) -> list[ErrorView]:
    """The classes of all declared errors, in the order of the document."""
    return [
        _view(names.errors[key], error, types, models)
        for key, error in declared_errors(api).items()
    ]


def _view(name: str, error: AckError, types: Types, models: Models) -> ErrorView:
    single = error.arguments[0] if len(error.arguments) == 1 else None
    payload = types.of(single) if single and not single.rest else ""
    members = _members(payload, models)
    if members:
        parameters = ["*", *(_parameter(one) for one in _ordered(members))]
        given = ", ".join(f"{one.name}={one.name}" for one in members)
        call = f"super().__init__({payload}({given}))"
    else:
        parameters = types.sent(error.arguments)
        passed = [
            f"*{one.name}" if one.rest else one.name
            for one in types.parameters(error.arguments)
        ]
        call = f"super().__init__({', '.join(passed)})"
    text = error.summary or error.description or f"The error {error.name}."
    more = error.description if error.summary else ""
    return ErrorView(
        name=Code(name),
        head=bracketed(f"class {name}(", ["DeclaredError"], "):", 0),
        doc=docstring("\n\n".join(part for part in (text, more, _USE) if part)),
        init=function("def __init__", ["self", *parameters], "None", 4),
        body=statement(call, 8),
        payload=function("def payload", ["self"], payload, 4) if payload else NOTHING,
        payload_body=statement(
            f"return cast({payload or 'object'}, self.arguments[0])", 8
        ),
    )


def _members(payload: str, models: Models) -> list[Member]:
    """The fields that can be given by keyword; none for what is not a plain model."""
    definition = models.find(payload) if payload else None
    if definition is None or not definition.is_model:
        return []
    fields = [one for one in definition.members if one.annotation]
    odd = any(
        one.name in {"self", "super", payload} or (one.default or "")[:1] in {"[", "{"}
        for one in fields
    )
    return [] if odd else fields


def _ordered(members: list[Member]) -> list[Member]:
    return sorted(members, key=lambda one: _default(one) is not None)


def _parameter(member: Member) -> str:
    default = _default(member)
    return f"{member.name}: {member.annotation}" + (f" = {default}" if default else "")


def _default(member: Member) -> str | None:
    """The default of the model, or the one value that is allowed."""
    return member.constant if member.default is None else member.default
